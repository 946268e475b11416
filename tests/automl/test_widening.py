"""Very many columns: they stay in their file, each fold finds its own, and a model needs only those it uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from numpy.typing import NDArray

from automl import run
from automl.data.load import load_table
from automl.data.read import columnar
from automl.data.read.wide import WideColumns
from automl.errors import DataError
from automl.refit import refit
from automl.replay import replay
from automl.scoring import load as load_model
from automl.scoring import predict_file

N_ROWS, N_COLUMNS = 300, 5_000
TELLING = (7, 1_234, 4_321)
SPEC = {
    "target": "target",
    "task": "binary",
    "positive_label": "1",
    "metric": {"kind": "standard", "name": "roc_auc"},
    "models": {"include": ["linear", "lightgbm"]},
    "validation": {"kind": "kfold", "folds": 3},
    "budget": {"trials": 3, "workers": 1},
}
#: Where the models are not what is looked at.
QUICK = {**SPEC, "models": {"include": ["linear"]}, "budget": {"trials": 2, "workers": 1}}


@pytest.fixture(autouse=True)
def a_low_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five thousand columns are few; here they count as very many."""
    monkeypatch.setattr(columnar, "MANY_COLUMNS", 1_000)


def matrix() -> NDArray[np.float32]:
    """Noise with a gap here and there; one column is nothing but gaps."""
    X = np.random.default_rng(1).standard_normal((N_ROWS, N_COLUMNS), dtype=np.float32)
    X[::9, 100:200] = np.nan
    X[:, 300] = np.nan
    return X


def target(X: NDArray[np.float32]) -> NDArray[np.int64]:
    """Three columns decide."""
    signal = X[:, TELLING].astype(np.float64) @ np.array([2.5, -2.5, 2.5])
    return (signal + np.random.default_rng(2).logistic(size=N_ROWS) * 0.5 > 0).astype(np.int64)


def written(folder: Path, form: str, *, y: NDArray[np.int64] | None = None) -> tuple[Path, Path | None]:
    """The table as a file, and that of the target where it is one of its own."""
    X = matrix()
    y = target(X) if y is None else y
    if form == "npy":
        np.save(folder / "X.npy", X)
        pd.DataFrame({"target": y}).to_csv(folder / "y.csv", index=False)
        return folder / "X.npy", folder / "y.csv"
    words = pa.array(["north", "south"] * (N_ROWS // 2))
    cells = pa.table(
        [words, *map(pa.array, X.T), pa.array(y)],
        names=["region", *(f"x{place}" for place in range(N_COLUMNS)), "target"],
    )
    parquet.write_table(cells, folder / "X.parquet")
    return folder / "X.parquet", None


@pytest.mark.parametrize("form", ["npy", "parquet"])
def test_the_columns_that_tell_are_found_scored_and_repeated(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, beside = written(tmp_path, form)

    result = run(SPEC, load_table(data, target_file=beside), source=str(data), out=tmp_path / "run")

    assert result.held_out.value is not None
    assert result.held_out.value > 0.75  # of 60 rows; noise gives 0.5 ± 0.13
    assert {f"x{place}" for place in TELLING} <= set(result.data.features)
    assert "x300" not in result.data.features
    assert result.data.n_columns == N_COLUMNS + (1 if form == "npy" else 2)
    assert any("stay in the file" in sentence for sentence in result.data.conversions)
    assert replay(tmp_path / "run")["sentence"].startswith("Identical")

    read = list[str]()
    usual = WideColumns.read

    def noted(self: WideColumns, names: Any) -> dict[str, NDArray[np.float64]]:
        found = usual(self, names)
        read.extend(found)
        return found

    monkeypatch.setattr(WideColumns, "read", noted)
    predict_file(tmp_path / "run", str(data), tmp_path / "scored.csv")

    scored = pd.read_csv(tmp_path / "scored.csv")
    assert ((scored["probability_1"] > 0.5) == target(matrix())).mean() > 0.75
    # Beside what the model needs, the columns at either end of a file are always read.
    ends = {f"x{place}" for place in (*range(50), *range(4_950, 5_000))}
    needed = set(load_model(tmp_path / "run").features) - {"region"}
    assert set(read) - ends == needed - ends
    assert len(needed) < N_COLUMNS


def test_noise_does_not_look_better_than_chance(tmp_path: Path) -> None:
    y = np.random.default_rng(3).integers(0, 2, N_ROWS)
    data, beside = written(tmp_path, "npy", y=y)

    result = run({**SPEC, "validation": None}, load_table(data, target_file=beside), out=tmp_path / "run")

    # Among 5,000 columns of noise hundreds go with any 240 rows: had the rows judged been looked at, these would be
    # told apart nearly without an error. By chance the area of 240 rows lies within 0.5 ± 0.1 nearly always.
    assert len(result.leaderboard) >= 3
    assert all(abs(row.score - 0.5) < 0.1 for row in result.leaderboard)
    assert result.held_out.value is not None
    assert abs(result.held_out.value - 0.5) < 0.2


def test_a_column_that_the_words_name_is_read_though_it_tells_nothing(tmp_path: Path) -> None:
    data, beside = written(tmp_path, "npy")
    spec = {**QUICK, "filter": "x2500 > -1", "ignore_columns": ["x7"]}

    result = run(spec, load_table(data, target_file=beside), out=tmp_path / "run")

    n_there = int((matrix()[:, 2500] > -1).sum())
    assert result.data.n_rows_used == n_there
    assert "x7" not in result.data.features


def test_a_copy_of_the_target_among_very_many_is_named(tmp_path: Path) -> None:
    X = matrix()
    X[:, 2_000] = target(X)
    np.save(tmp_path / "X.npy", X)
    pd.DataFrame({"target": target(X)}).to_csv(tmp_path / "y.csv", index=False)

    result = run(QUICK, load_table(tmp_path / "X.npy", target_file=tmp_path / "y.csv"), out=tmp_path / "run")

    assert "x2000" in " ".join([*result.warnings, *(one["column"] for one in result.data.set_aside)])


def test_a_broken_matrix_is_refused_in_one_sentence(tmp_path: Path) -> None:
    data, beside = written(tmp_path, "npy")
    whole = data.read_bytes()
    data.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DataError, match=r"'X\.npy' .*damaged") as cut:
        load_table(data, target_file=beside)
    assert str(cut.value).count("\n") == 0

    np.save(data, np.full((N_ROWS, 2_000), 1 + 2j))
    with pytest.raises(DataError, match=r"'X\.npy' .*complex"):
        load_table(data, target_file=beside)

    np.save(data, np.array([[print] * 2_000] * 2, dtype=object), allow_pickle=True)
    with pytest.raises(DataError, match=r"'X\.npy'"):
        load_table(data, target_file=beside)

    np.save(data, np.zeros((3, 4, 5)))
    with pytest.raises(DataError, match=r"must be a matrix of rows and columns"):
        load_table(data, target_file=beside)

    np.save(data, matrix()[:200])
    with pytest.raises(DataError, match=r"200 rows and 'y\.csv' 300; they must have the same"):
        load_table(data, target_file=beside)


def test_a_broken_parquet_file_is_refused_in_one_sentence(tmp_path: Path) -> None:
    data, _ = written(tmp_path, "parquet")
    whole = data.read_bytes()
    data.write_bytes(whole[: len(whole) // 2])

    with pytest.raises(DataError, match=r"'X\.parquet' .*damaged"):
        load_table(data)


def test_another_matrix_has_another_fingerprint_wherever_it_differs(tmp_path: Path) -> None:
    data, beside = written(tmp_path, "npy")
    before = load_table(data, target_file=beside).fingerprint
    X = matrix()
    X[150, 2_500] += 1

    np.save(data, X)

    assert load_table(data, target_file=beside).fingerprint != before


def test_a_refit_of_very_many_columns_is_refused(tmp_path: Path) -> None:
    data, _ = written(tmp_path, "parquet")
    run(QUICK, data, out=tmp_path / "run")

    with pytest.raises(DataError, match="start a new search"):
        refit(tmp_path / "run", data, out=tmp_path / "again")


def test_the_folder_says_where_matrix_and_target_are(tmp_path: Path) -> None:
    data, beside = written(tmp_path, "npy")

    run(QUICK, load_table(data, target_file=beside), source=str(data), out=tmp_path / "run")

    assert json.loads((tmp_path / "run" / "data.json").read_text())["target_file"] == str(beside)
