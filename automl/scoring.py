"""The delivered model on new rows: predictions, probabilities, and what to do with each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from automl.data.rows import read_rows
from automl.data.table import NewRows
from automl.errors import DataError, FolderError
from automl.families.recall import Recall, Recalling
from automl.families.storage import MANIFEST, load_manifest, load_model, manifest_digest
from automl.folder import read_result
from automl.metrics import Decisions, Predictions, Rule
from automl.metrics.spread import SpreadModel
from automl.outside import gone_here, others_here, refuse_without
from automl.project.folders import cannot
from automl.search.result import OutsideFamily

Array = NDArray[np.float64]

# Measured on 100,000 rows of seven models: as fast as any, where 5,000 and 50,000 lose up to a third on some.
ROWS_AT_ONCE = 20_000


@dataclass(frozen=True)
class ScoringModel:
    """A delivered model with everything that it needs to read, predict and decide on new rows.

    Attributes
    ----------
    model : object
        With `predict_proba` or `predict` on the typed frame.
    spread : SpreadModel or None
        Predicts how far from the mean the truth may lie, where decisions need it.
    recall : Recall or None
        What became of the rows it learned from, where tables like this one hold copies.
    facts : mapping
        From the manifest: schema, features, task, classes, target, rule, currency, levels.
    """

    model: Any
    spread: SpreadModel | None
    facts: Mapping[str, Any]
    recall: Recall | None = None

    @property
    def task(self) -> str:
        """``"binary"``, ``"multiclass"`` or ``"regression"``."""
        return str(self.facts["task"])

    @property
    def classes(self) -> tuple[str, ...]:
        """Labels in the order of the probabilities; empty for regression."""
        return tuple(self.facts["classes"])

    @property
    def features(self) -> list[str]:
        """Columns that the model learned from."""
        return list(self.facts["features"])

    @property
    def rule(self) -> Rule:
        """How predictions become decisions."""
        return Rule.from_json(self.facts["rule"])

    def read(self, source: str | Path | pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
        """New rows in the kinds that the model learned, and what had to be done to them.

        Raises
        ------
        DataError
            If the source cannot be read, or none of the model's columns is in it.
        """
        found = self.rows(source)
        return found.frame, found.notes

    def rows(self, source: str | Path | pd.DataFrame) -> NewRows:
        """As `read`, with the cells as they came.

        Raises
        ------
        DataError
            As `read`.
        """
        names = {column["name"] for column in self.facts["schema"]["columns"]}
        # New rows need no target, and nothing else that the model does not look at.
        spare = names - set(self.features)
        found = read_rows(source, self.facts["schema"], known_levels=self._levels, optional=spare)
        if not set(self.features) & set(found.names):
            raise DataError(
                f"None of the columns that the model learned from is in the new rows; it needs "
                f"{', '.join(map(repr, self.features[:6]))}{' …' if len(self.features) > 6 else ''}."
            )
        return found

    @cached_property
    def _levels(self) -> dict[str, frozenset[str]]:
        return {name: frozenset(known) for name, known in self.facts["levels"].items()}

    def predictions(self, frame: pd.DataFrame, *, recalled: bool = True) -> Predictions:
        """What the model says of typed rows; their truth is not looked at.

        Parameters
        ----------
        recalled : bool
            Rows that equal some it learned from are answered by those too; reasons are those of the model alone.
        """
        if frame.empty:  # some estimators refuse to be asked about no rows
            none = np.zeros(0)
            shares = None if self.task == "regression" else np.zeros((0, len(self.classes)))
            return Predictions(
                actual=None,
                probability=shares,
                value=none if shares is None else None,
                scale=none,
                rows=frame,
            )
        recall = self.recall if recalled else None
        if self.task == "regression":
            value = _in_blocks(self.model.predict, frame)
            scale = (
                None
                if self.spread is None
                else np.asarray(self.spread.predict(frame, value), dtype=np.float64)
            )
            if recall is not None:
                value = recall.mix(frame[self.features], value)
                scale = None if scale is None else scale * recall.own_share(frame[self.features])
            return Predictions(actual=None, probability=None, value=value, scale=scale, rows=frame)
        probability = _in_blocks(self.model.predict_proba, frame)
        if recall is not None:
            probability = recall.mix(frame[self.features], probability)
        return Predictions(actual=None, probability=probability, value=None, scale=None, rows=frame)

    def seen_before(self, frame: pd.DataFrame) -> tuple[str, ...]:
        """A note on typed rows that equal some which the model learned from; none where it keeps no memory."""
        n_known = (
            0
            if self.recall is None or frame.empty
            else int((self.recall.known(frame[self.features]) > 0).sum())
        )
        if not n_known:
            return ()
        are = "row equals one" if n_known == 1 else "rows equal some"
        return (
            f"{n_known:,} {are} that the model learned from; there it says mostly what was true of those.",
        )

    def other_versions(self) -> tuple[str, ...]:
        """Notes on families from outside that the model learned with and that are here in another version, or gone."""
        used = [OutsideFamily.model_validate(one) for one in self.facts.get("outside", ())]
        others, gone = others_here(used), gone_here(used)
        notes = []
        if others:
            notes.append(f"The model was made with {', '.join(others)}; its predictions may be others.")
        if gone:
            notes.append(
                f"The model was made with {', '.join(gone)}, which is not installed here; it predicts without."
            )
        return tuple(notes)

    def predict(self, source: str | Path | pd.DataFrame) -> pd.DataFrame:
        """Predictions in the form of the contract, in the order of the rows.

        Returns
        -------
        DataFrame
            `prediction`; `prediction_mean` where the value to act on differs from the mean; `probability_<label>` for
            classes; `decision` where the metric defines an action.
        """
        frame, _ = self.read(source)
        return self.table(self.predictions(frame))

    def table(self, predictions: Predictions) -> pd.DataFrame:
        """Predictions as the columns of the contract."""
        decisions = self.rule.decide(predictions, batch="file")
        columns: dict[str, Any] = {}
        if self.task == "regression":
            moved = decisions.value is not None and self.rule.kind in ("quantile", "tolerance")
            columns["prediction"] = decisions.value if moved else predictions.value
            if moved:
                columns["prediction_mean"] = predictions.value
            return pd.DataFrame(columns)
        probability = predictions.probability
        assert probability is not None
        columns["prediction"] = np.array(self.classes, dtype=object)[self._labels(probability, decisions)]
        for code, label in enumerate(self.classes):
            columns[f"probability_{label}"] = probability[:, code]
        if self.rule.kind == "cost_matrix" and decisions.label is not None:
            columns["decision"] = np.array(self.classes, dtype=object)[decisions.label]
        elif self.facts["has_action"] and decisions.action is not None:
            columns["decision"] = decisions.action.astype(np.int64)
        return pd.DataFrame(columns)

    def _labels(self, probability: Array, decisions: Decisions) -> NDArray[np.int64]:
        """The label stated: by the threshold that was chosen for it, else the likeliest."""
        if self.rule.kind in ("threshold", "label") and decisions.label is not None:
            return decisions.label
        return np.asarray(probability.argmax(axis=1), dtype=np.int64)


def _in_blocks(say: Callable[[pd.DataFrame], Any], X: pd.DataFrame) -> Array:
    """What is said of rows, some at a time: their matrices stay small, and new memory is not asked for each one."""
    if len(X) <= ROWS_AT_ONCE:  # a slice of one row costs as much as a tree
        return np.asarray(say(X), dtype=np.float64)
    starts = range(0, len(X), ROWS_AT_ONCE)
    return np.concatenate([np.asarray(say(X.iloc[i : i + ROWS_AT_ONCE]), dtype=np.float64) for i in starts])


def load(folder: str | Path) -> ScoringModel:
    """The delivered model of a run; nothing that stands in its files is executed.

    Parameters
    ----------
    folder : path
        The run folder, or its `model` folder.

    Raises
    ------
    FolderError
        If it is missing, damaged, or was changed after it was written.
    """
    path = Path(folder)
    path = path / "model" if (path / "model").is_dir() else path
    if not path.is_dir():
        raise FolderError(f"There is no model in {str(folder)!r}; name the --out folder of a finished run.")
    try:
        _refuse_other(path)
        facts = load_manifest(path)
        spread = SpreadModel.from_json(facts["spread"]) if facts.get("spread") else None
        stored = _read_model(path, facts)
        if isinstance(stored, Recalling):
            return ScoringModel(stored.model, spread, facts, stored.recall)
        return ScoringModel(stored, spread, facts)
    except OSError as error:
        raise cannot("read", error.filename or path, error) from error


def _read_model(path: Path, facts: Mapping[str, Any]) -> Any:
    """The stored model; where its family came from outside and is not here, the error says what to install."""
    used = [OutsideFamily.model_validate(one) for one in facts.get("outside", ())]
    try:
        return load_model(path)
    except FolderError:
        refuse_without(used)
        raise


def _refuse_other(model: Path) -> None:
    """Refuse a model that is not the one of the run whose folder it lies in."""
    record = model.parent / "result.json"
    if not record.is_file() or not (model / MANIFEST).is_file():
        return
    expected = read_result(model.parent).model_digest
    if expected and manifest_digest(model) != expected:
        raise FolderError(
            f"The model in {str(model)!r} is not the one that the run delivered: its {MANIFEST} was changed. Put back "
            "an untouched copy."
        )


def predict_file(folder: Path, data: str, out: Path) -> tuple[str, ...]:
    """Score the rows of a file into another; returns the notes on what had to be done to the rows."""
    model = load(folder)
    frame, notes = model.read(data)
    write_table(model.table(model.predictions(frame)), Path(out))
    return (*model.other_versions(), *notes, *model.seen_before(frame))


def write_table(frame: pd.DataFrame, out: Path) -> None:
    """Write a table in the format that the file's ending names.

    Parameters
    ----------
    out : Path
        Ending in .csv or .tsv (also with .gz or .zst behind it), .jsonl, .parquet or .xlsx; CSV where there is none.

    Raises
    ------
    FolderError
        If the file cannot be written, or its ending names another format.
    """
    ending = next(reversed([suffix.lower() for suffix in out.suffixes if suffix.lower() not in _PACKED]), "")
    if ending not in _WRITERS:
        raise FolderError(
            f"Cannot write {str(out)!r}: no {ending} files are written; choose one of "
            f"{', '.join(sorted(filter(None, _WRITERS)))}."
        )
    if not out.parent.is_dir():
        raise FolderError(
            f"Cannot write {str(out)!r}: there is no folder {str(out.parent)!r}; check the path."
        )
    temporary = out.with_name(f".part.{out.name}")  # the ending says how it is packed
    try:
        _WRITERS[ending](frame, temporary)
        temporary.replace(out)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise cannot("write", out, error) from error


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False)


def _write_tsv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False, sep="\t")


def _write_jsonl(frame: pd.DataFrame, path: Path) -> None:
    frame.to_json(path, orient="records", lines=True, force_ascii=False, double_precision=15)


def _write_parquet(frame: pd.DataFrame, path: Path) -> None:
    frame.to_parquet(path, index=False)


def _write_excel(frame: pd.DataFrame, path: Path) -> None:
    frame.to_excel(path, index=False, engine="openpyxl")


_PACKED = (".gz", ".zst")
_WRITERS: dict[str, Callable[[pd.DataFrame, Path], None]] = {
    "": _write_csv,
    ".csv": _write_csv,
    ".txt": _write_csv,
    ".tsv": _write_tsv,
    ".tab": _write_tsv,
    ".jsonl": _write_jsonl,
    ".parquet": _write_parquet,
    ".xlsx": _write_excel,
}
