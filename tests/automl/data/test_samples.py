"""Sample tables: the same for the same seed, with the traps they promise and a signal that can be learned."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import accuracy_score, r2_score, roc_auc_score
from sklearn.model_selection import train_test_split

from automl.data.checks import run_checks
from automl.data.load import load_table
from automl.data.samples import SAMPLES, Sample, sample, write_sample
from automl.data.sql import check_expression
from automl.data.table import Table
from automl.errors import DataError
from automl.spec.parse import parse_spec
from automl.spec.questions import open_questions
from automl.spec.validate import validate

EACH = pytest.mark.parametrize("story", SAMPLES, ids=lambda one: one.name)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Table]:
    """Each sample, written as a file and loaded like anybody's."""
    folder = tmp_path_factory.mktemp("samples")
    return {one.name: load_table(write_sample(one.name, folder)) for one in SAMPLES}


@EACH
def test_the_same_seed_gives_the_same_file_and_another_one_another(story: Sample) -> None:
    assert story.file_bytes(3) == story.file_bytes(3)
    assert story.file_bytes(3) != story.file_bytes(4)
    pd.testing.assert_frame_equal(story.frame(), story.frame(0))


@EACH
def test_it_is_made_in_half_a_second_and_of_a_size_to_try_things_on(story: Sample) -> None:
    start = time.process_time()
    frame = story.frame()

    assert time.process_time() - start < 0.5
    assert 2_000 <= len(frame) <= 6_000
    assert 10 <= len(frame.columns) <= 20


@EACH
def test_the_file_is_what_a_business_would_export(story: Sample, tmp_path: Path) -> None:
    path = write_sample(story.name, tmp_path / "new" / "folder", seed=1)

    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=story.separator))
    assert rows[0] == list(story.frame(1).columns)
    assert len(rows) == len(story.frame(1)) + 1
    assert path.suffix == (".tsv" if story.separator == "\t" else ".csv")


def test_an_unknown_sample_is_answered_with_the_nearest() -> None:
    assert sample("support_tickets").name == "support_tickets"
    with pytest.raises(
        DataError, match=r"There is no sample table 'broadband'\. Did you mean 'broadband_customers'\?"
    ):
        sample("broadband")


@EACH
def test_its_goal_is_a_specification_that_fits_it(story: Sample, tables: dict[str, Table]) -> None:
    table, spec = tables[story.name], parse_spec(story.story.spec)

    assert validate(spec, table, check_sql=check_expression) == ()
    assert open_questions(spec, table) == ()
    assert spec.target == story.story.target


@EACH
def test_its_traps_are_really_there(story: Sample, tables: dict[str, Table]) -> None:
    table, raw = tables[story.name], story.frame()
    kinds = {column.name: column.kind for column in table.columns}
    for trap in story.story.traps:
        values = raw[trap.column]
        if trap.kind == "id":
            assert values.is_unique
        elif trap.kind == "constant":
            assert values.nunique(dropna=False) == 1
        elif trap.kind == "gaps":
            assert 0.005 < values.isna().mean() < 0.5
        elif trap.kind == "date":
            assert pd.api.types.is_string_dtype(values) and kinds[trap.column] == "datetime"
        elif trap.kind == "amount":
            assert pd.api.types.is_string_dtype(values) and kinds[trap.column] == "number"
        elif trap.kind == "text":
            assert values.str.split().str.len().max() > 2


@EACH
def test_ids_constants_and_leaks_are_found_and_nothing_else_is_taken_away(
    story: Sample, tables: dict[str, Table]
) -> None:
    findings = run_checks(tables[story.name], story.story.target, task=story.story.spec["task"])
    found = {
        column for finding in findings if finding.action in ("set_aside", "ask") for column in finding.columns
    }

    assert found == {trap.column for trap in story.story.traps if trap.kind in ("id", "constant", "leak")}


def features(story: Sample, table: Table) -> pd.DataFrame:
    """Honest columns as numbers, the quick way; sentences as counts of words."""
    unfair = {trap.column for trap in story.story.traps if trap.kind in ("id", "constant", "leak")}
    found: dict[str, object] = {}
    for column in table.columns:
        values = table.frame[column.name]
        if column.name in unfair or column.name == story.story.target:
            continue
        if column.kind == "text":
            words = CountVectorizer(min_df=20, max_features=80)
            counts = words.fit_transform(values.fillna("")).toarray()
            found |= {f"{column.name} {i}": counts[:, i] for i in range(counts.shape[1])}
        elif column.kind in ("number", "boolean"):
            found[column.name] = values
        else:
            found[column.name] = pd.factorize(values)[0]
    return pd.DataFrame(found).astype("float64")


@EACH
def test_a_plain_model_learns_something_but_not_everything(story: Sample, tables: dict[str, Table]) -> None:
    table, spec = tables[story.name], story.story.spec
    X = features(story, table)
    if spec["task"] == "regression":
        y = table.frame[story.story.target].to_numpy()
        train, test = train_test_split(np.arange(len(y)), random_state=0)
        told = np.exp(
            HistGradientBoostingRegressor(random_state=0)
            .fit(X.iloc[train], np.log(y[train]))
            .predict(X.iloc[test])
        )
        assert 0.85 < r2_score(y[test], told) < 0.97
        assert 0.5 < (np.abs(told / y[test] - 1) < 0.1).mean() < 0.85
        return
    labels = table.labels(story.story.target).to_numpy()
    train, test = train_test_split(np.arange(len(labels)), random_state=0, stratify=labels)
    model = HistGradientBoostingClassifier(max_iter=60, learning_rate=0.06, random_state=0)
    model.fit(X.iloc[train], labels[train])
    if spec["task"] == "binary":
        chance = model.predict_proba(X.iloc[test])[:, list(model.classes_).index(spec["positive_label"])]
        assert 0.75 < roc_auc_score(labels[test] == spec["positive_label"], chance) < 0.93
    else:
        assert 0.8 < accuracy_score(labels[test], model.predict(X.iloc[test])) < 0.95


@EACH
def test_the_leak_would_tell_nearly_everything(story: Sample, tables: dict[str, Table]) -> None:
    table, target = tables[story.name], story.story.target
    (leak,) = (trap.column for trap in story.story.traps if trap.kind == "leak")
    if story.story.spec["task"] == "regression":
        assert table.frame[leak].corr(table.frame[target]) > 0.999
        return
    value = table.frame[leak] if table.kind_of(leak) == "number" else table.labels(leak)
    seen = (value > 0) if table.kind_of(leak) == "number" else value.fillna("(blank)")
    likeliest = table.labels(target).groupby(seen).agg(lambda labels: labels.mode()[0])
    assert (seen.map(likeliest) == table.labels(target)).mean() > 0.99


def test_about_a_quarter_cancels_and_few_machines_fail() -> None:
    assert 0.2 < (sample("broadband_customers").frame()["Cancelled"] == "Yes").mean() < 0.28
    assert 0.03 < sample("machine_readings").frame()["failed_within_7_days"].mean() < 0.05
