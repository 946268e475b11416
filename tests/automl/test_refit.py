"""More rows, the same model: judged beside the old one on rows that neither has seen, and the better one delivered."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tables import customers

from automl import load, run
from automl.data.fresh import columns_of, fresh_rows, fresh_splits
from automl.earlier import EARLIER, KNOWN, load_arrays, save
from automl.errors import AutoMLError, DataError, StoppedError, TamperedError
from automl.folder import read_result
from automl.project.transcript import read
from automl.refit import refit
from automl.replay import replay

N_OLD, N_ALL = 300, 700
SPEC = {
    "target": "left",
    "task": "binary",
    "positive_label": "Yes",
    "validation": {"kind": "time", "column": "joined"},
    "metric": {"kind": "payoff", "tp": 180, "fp": -20},
    "models": {"include": ["linear", "decision_tree", "ensemble"]},
    "budget": {"trials": 5, "workers": 2},
}


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run on the first customers, in the order in which they joined."""
    folder = tmp_path_factory.mktemp("earlier")
    customers(N_ALL).iloc[:N_OLD].to_csv(folder / "old.csv", index=False)
    run(SPEC, folder / "old.csv", out=folder / "run")
    return folder


def later(folder: Path, *, turned: slice) -> Path:
    """All customers; those of a slice are told with the opposite of what they did."""
    table = customers(N_ALL)
    said = table.loc[table.index[turned], "left"]
    table.loc[said.index, "left"] = said.map({"Yes": "No", "No": "Yes"})
    table.to_csv(folder / "all.csv", index=False)
    return folder / "all.csv"


def test_what_the_new_rows_teach_is_delivered_with_the_evidence(earlier: Path, tmp_path: Path) -> None:
    table = later(tmp_path, turned=slice(N_OLD, None))  # from now on everything is the other way round

    done = refit(earlier / "run", table, out=tmp_path / "new")

    before, found = read_result(earlier / "run"), done.evidence
    assert (found.better, found.run, found.n_fresh) == ("new", "run", N_ALL - N_OLD)
    assert found.old.value is not None and found.new.value is not None
    assert found.new.value < found.old.value, "a log loss"
    assert found.gain.value == pytest.approx(found.old.value - found.new.value)
    result = read_result(tmp_path / "new")
    assert result.refit_of == found
    assert result.held_out == found.new
    assert [(m.model, m.weight) for m in result.chosen.members] == [
        (m.model, m.weight) for m in before.chosen.members
    ]
    assert found.sentence in (tmp_path / "new" / "report.html").read_text("utf-8")
    assert len(load(tmp_path / "new").predict(table)) == N_ALL
    assert replay(tmp_path / "new")["sentence"].startswith("Identical")


def test_the_old_model_stays_where_the_new_rows_mislead(earlier: Path, tmp_path: Path) -> None:
    # Both are judged on the later half of the new rows, which are as they always were.
    table = later(tmp_path, turned=slice(N_OLD, 500))

    done = refit(earlier / "run", table, out=tmp_path / "new")

    assert done.evidence.better == "old"
    assert done.evidence.sentence.endswith("Learning anew did not make it better; the model of run stays.")
    assert read_result(tmp_path / "new") == read_result(earlier / "run")
    pd.testing.assert_frame_equal(load(tmp_path / "new").predict(table), load(earlier / "run").predict(table))
    assert (tmp_path / "new" / "refit.json").is_file()
    assert replay(tmp_path / "new", data=earlier / "old.csv")["sentence"].startswith("Identical")


def test_no_row_that_the_old_model_has_seen_is_judged(earlier: Path, tmp_path: Path) -> None:
    mixed = customers(N_ALL).sample(frac=1.0, random_state=3)
    again = pd.concat([mixed, mixed.iloc[:50]])  # copies of rows seen are as well known as those
    again.to_csv(tmp_path / "all.csv", index=False)

    from automl.data.load import load_table
    from automl.framing import frame
    from automl.pipeline import as_document
    from automl.prepare import prepare
    from automl.spec.model import KFold

    table = load_table(tmp_path / "all.csv")
    problem = prepare(frame(as_document(SPEC), table), table).problem
    known = load_arrays(earlier / "run" / KNOWN)["rows"]
    fresh = fresh_rows(problem, columns_of(problem), known)
    splits = fresh_splits(problem, table, KFold(), fresh=fresh)

    new = set(map(tuple, customers(N_ALL).iloc[N_OLD:].astype(str).to_numpy()))
    judged = again.iloc[problem.row_ids[splits.held_out]].astype(str)
    assert len(judged) >= 90
    assert set(map(tuple, judged.to_numpy())) <= new
    train, stop = splits.folds[0]
    parts = [set(map(tuple, again.iloc[problem.row_ids[p]].astype(str).to_numpy())) for p in (train, stop)]
    assert not parts[0] & set(map(tuple, judged.to_numpy()))
    assert not parts[0] & parts[1], "copies stay together"
    assert len(np.union1d(splits.search, splits.held_out)) == problem.n_rows


def test_what_cannot_be_refitted_is_said_in_a_sentence(earlier: Path, tmp_path: Path) -> None:
    def refused(table: pd.DataFrame, *, of: Path = earlier / "run", out: str = "new") -> str:
        table.to_csv(tmp_path / "table.csv", index=False)
        with pytest.raises(AutoMLError) as caught:
            refit(of, tmp_path / "table.csv", out=tmp_path / out)
        return str(caught.value)

    whole = customers(N_ALL)
    words = whole.assign(tenure=[f"about {value:.0f} months or so" for value in whole["tenure"]])

    assert "There is no column 'tenure'" in refused(whole.drop(columns="tenure"))
    assert "Column 'tenure' holds" in refused(words)
    assert "Only 0 of the 300 rows" in refused(whole.assign(amount=whole["amount"] * 1.1)), (
        "not 700 new customers"
    )
    assert "Only 10 rows are new to the model" in refused(whole.iloc[: N_OLD + 10])
    assert f"Only 100 of the {N_OLD} rows" in refused(whole.iloc[N_OLD - 100 :]), (
        "a part of them, and new ones"
    )
    copy = tmp_path / "copy"
    shutil.copytree(earlier / "run", copy)
    assert "Name another folder" in refused(whole, of=copy, out="copy")
    (copy / KNOWN).unlink()
    assert "Search once more" in refused(whole, of=copy)
    assert not (tmp_path / "new").exists()


def test_evidence_that_was_changed_does_not_replay(earlier: Path, tmp_path: Path) -> None:
    refit(earlier / "run", later(tmp_path, turned=slice(N_OLD, None)), out=tmp_path / "new")
    arrays = load_arrays(tmp_path / "new" / EARLIER)
    save(tmp_path / "new" / EARLIER, known=arrays["known"], said=arrays["said"][::-1])

    with pytest.raises(TamperedError, match=EARLIER):
        replay(tmp_path / "new")


def test_the_rows_judged_decide_nothing(earlier: Path, tmp_path: Path) -> None:
    refit(earlier / "run", later(tmp_path, turned=slice(N_OLD, None)), out=tmp_path / "new")

    before, result = read_result(earlier / "run"), read_result(tmp_path / "new")
    trials = [entry.body for entry in read(tmp_path / "new" / "transcript.jsonl") if entry.kind == "trial"]
    assert not any(any(trial["resolved"]) for trial in trials), "what the search found out is given"
    assert result.split.n_search + result.split.n_held_out == N_ALL
    assert (result.out_of_fold.compared, result.out_of_fold.flattered) == (1, 0.0)
    assert result.decision is not None and before.decision is not None
    assert result.decision.threshold == before.decision.threshold


def test_the_rows_judged_are_learned_from_too_where_that_is_quick(
    earlier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = later(tmp_path, turned=slice(N_OLD, None))

    long = refit(earlier / "run", table, out=tmp_path / "long").result
    monkeypatch.setattr("automl.refit.LEAST_S", 0.0)
    monkeypatch.setattr("automl.refit.SHARE_OF_SEARCH", 0.0)
    short = refit(earlier / "run", table, out=tmp_path / "short").result

    assert f"The {short.split.n_held_out} rows judged are left out of the model" in short.refit
    assert "left out" not in long.refit
    assert short.held_out == long.held_out
    for name in ("short", "long"):
        assert replay(tmp_path / name)["sentence"].startswith("Identical")


def test_a_stop_leaves_the_earlier_model_or_what_was_judged(earlier: Path, tmp_path: Path) -> None:
    table = later(tmp_path, turned=slice(N_OLD, None))
    heard: list[str] = []

    with pytest.raises(StoppedError, match="stopped before it could be judged; the earlier one stays"):
        refit(earlier / "run", table, out=tmp_path / "new", should_stop=lambda: True)
    done = refit(
        earlier / "run",
        table,
        out=tmp_path / "new",
        overwrite=True,
        on_event=lambda kind, body: heard.append(kind),
        should_stop=lambda: "trial" in heard,
    )

    assert done.evidence.better == "new"
    assert "It was stopped before the 201 rows judged could be learned from too." in done.result.refit
    assert replay(tmp_path / "new")["sentence"].startswith("Identical")


def test_a_refit_can_be_refitted(earlier: Path, tmp_path: Path) -> None:
    refit(earlier / "run", later(tmp_path, turned=slice(N_OLD, None)), out=tmp_path / "new")
    entries = read(tmp_path / "new" / "transcript.jsonl")
    assert [entry.kind for entry in entries[:2]] == ["run", "refit"]

    with pytest.raises(DataError, match="Only 0 rows are new"):
        refit(tmp_path / "new", tmp_path / "all.csv", out=tmp_path / "again")


def test_new_rows_alone_are_put_behind_the_old_ones(earlier: Path, tmp_path: Path) -> None:
    whole = later(tmp_path, turned=slice(N_OLD, None))
    new = pd.read_csv(whole).iloc[N_OLD:]
    new[[*reversed(new.columns)]].to_csv(
        tmp_path / "new.csv", index=False
    )  # columns are known by their names

    alone = refit(earlier / "run", tmp_path / "new.csv", out=tmp_path / "alone")
    both = refit(earlier / "run", whole, out=tmp_path / "both")

    assert alone.joined == (
        f"The file holds new rows alone: its {N_ALL - N_OLD} rows were put behind the {N_OLD} of the table that the "
        "model learned from."
    )
    assert both.joined is None
    assert alone.evidence == both.evidence, "the same rows are learned from and judged"
    assert replay(tmp_path / "alone")["sentence"].startswith("Identical")
    again = pd.read_csv(whole).iloc[:60].assign(amount=lambda table: table["amount"] + 0.5)
    again.to_csv(tmp_path / "more.csv", index=False)
    third = refit(tmp_path / "alone", tmp_path / "more.csv", out=tmp_path / "third")
    assert third.evidence.n_fresh == 60


def test_a_row_that_the_model_knows_is_not_judged_among_new_ones(earlier: Path, tmp_path: Path) -> None:
    whole = pd.read_csv(later(tmp_path, turned=slice(N_OLD, None)))
    pd.concat([whole.iloc[:100], whole.iloc[N_OLD:]]).to_csv(tmp_path / "new.csv", index=False)

    with pytest.raises(AutoMLError):  # a fifth of it is known, so it is not taken for new rows by itself
        refit(earlier / "run", tmp_path / "new.csv", out=tmp_path / "new")
    done = refit(earlier / "run", tmp_path / "new.csv", out=tmp_path / "new", only_new=True)

    # Nobody turned the first hundred: they equal rows that the model knows.
    assert done.evidence.n_fresh == N_ALL - N_OLD
    assert done.joined is not None
    assert done.joined.endswith("100 of them equal rows that the model knows, and are not judged.")


def test_new_rows_alone_need_the_old_table(earlier: Path, tmp_path: Path) -> None:
    shutil.copytree(earlier, tmp_path / "moved")
    document = (tmp_path / "moved" / "run" / "data.json").read_text("utf-8")
    away = document.replace(str(earlier / "old.csv"), str(tmp_path / "gone.csv"))
    assert away != document
    (tmp_path / "moved" / "run" / "data.json").write_text(away, "utf-8")
    customers(N_ALL).iloc[N_OLD:].to_csv(tmp_path / "new.csv", index=False)

    with pytest.raises(AutoMLError, match="Bring old and new rows in one table"):
        refit(tmp_path / "moved" / "run", tmp_path / "new.csv", out=tmp_path / "new")
