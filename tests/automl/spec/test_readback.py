"""The specification in plain words: every field that is set, with figures that are computed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from automl.data.sql import check_expression, evaluate_rows
from automl.data.table import Table
from automl.errors import SpecError
from automl.spec.defaults import complete, effective, follow
from automl.spec.document import Question, SetAside, SpecDocument
from automl.spec.parse import parse_spec
from automl.spec.patch import apply_patch
from automl.spec.questions import open_questions
from automl.spec.readback import read_back
from automl.spec.validate import validate
from automl.spec.wording import amount, duration, figure, percent

CHURN = {"task": "binary", "target": "Churn", "positive_label": "Yes"}
RENT = {"task": "regression", "target": "MonthlyCharges"}


def told(spec: dict[str, Any], table: Table, **more: Any) -> str:
    document = SpecDocument.from_json(spec)
    document = document.model_copy(update={"defaults": complete(document.spec, table)} | more)
    return read_back(document, table, evaluate=evaluate_rows)


def test_the_churn_example_reads_as_a_person_would_say_it(customers: Table) -> None:
    spec = CHURN | {
        "metric": {"kind": "payoff", "fn": -500, "fp": -20, "currency": "USD"},
        "baseline": {"rule": "Contract = 'Month-to-month'"},
        "budget": {"time_s": 180},
    }

    assert told(spec, customers).split("\n\n") == [
        "You want to find the rows whose 'Churn' is 'Yes'. That is about 20 % of the 100 rows.",
        "Missing a row that is 'Yes' costs $500; acting on a row that is not 'Yes' costs $20. So acting pays as soon "
        "as the "
        "chance of 'Yes' is above 3.8 %. One missed case weighs as much as 25 needless actions. On the 100 rows "
        "here, doing "
        "nothing comes to −$10,000 and acting on every row to −$1,600.",
        # 60 on a monthly contract: 18 right, 42 in vain (42 × 20), 2 missed (2 × 500).
        "Today you act on the rows in which \"Contract = 'Month-to-month'\" holds, 60 of the 100 rows (60 %); 30 % "
        "of those "
        "are 'Yes'. By your figures that comes to −$1,840 on the rows here.",
        "The search takes at most 3 minutes.",
        "Because you did not say otherwise: outcomes that you did not mention count 0; models are tested on 5 parts "
        "of the "
        "rows in turn.",
    ]


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        (
            CHURN | {"metric": {"kind": "payoff", "tp": 180, "fp": -20}},
            "the chance of 'Yes' is above 10 %. One missed case weighs as much as 9 needless actions.",
        ),
        (
            CHURN | {"metric": {"kind": "payoff", "tp": 90, "fp": -270}},
            "above 75 %. One needless action weighs as much as 3 missed cases.",
        ),
        (
            CHURN
            | {
                "metric": {
                    "kind": "payoff",
                    "tp": "2 * MonthlyCharges",
                    "fp": "-MonthlyCharges",
                    "currency": "EUR",
                }
            },
            "Acting on a row that is 'Yes' counts '2 * MonthlyCharges' (at the median it is worth €139); acting on a "
            "row that is not "
            "'Yes' counts '-MonthlyCharges' (at the median it costs €69.50). So acting pays as soon as the chance of "
            "'Yes' is above "
            "33.3 %.",
        ),
        (
            CHURN | {"metric": {"kind": "payoff", "tp": "MonthlyCharges", "fp": -10}},
            "differs by row: 12.6 % at the median, between 8.4 % and 25.1 % for four rows of five.",
        ),
        (
            CHURN | {"metric": {"kind": "top_k", "k": 50}},
            "You can act on only 50 rows, so the best are chosen: 50 of the 100 rows "
            "(50 %). Chosen blindly, about 10 of them would be 'Yes'.",
        ),
        (
            CHURN | {"metric": {"kind": "top_k", "k": 40, "out_of": 2000}},
            "You can act on 40 of 2,000 (2 %): of the 100 rows here that is the best 2.",
        ),
        (
            CHURN | {"metric": {"kind": "top_k", "fraction": 0.05}},
            "only 5 % of the rows, so the best are chosen: 5 of the 100 rows",
        ),
        (
            CHURN
            | {"metric": {"kind": "floor", "maximise": "precision", "subject_to": "recall", "at_least": 0.9}},
            "the share of the 'Yes' rows that are found (recall) is at least 90 %. Of the 20 such rows here that is "
            "18.",
        ),
        (
            CHURN
            | {
                "metric": {
                    "kind": "floor",
                    "maximise": "recall",
                    "subject_to": "precision",
                    "at_least": 0.25,
                }
            },
            "(recall) as high as possible, while the share of 'Yes' among the rows acted on (precision) "
            "is at least 25 %. "
            "That allows 3 needless actions for each right one.",
        ),
        (
            CHURN
            | {
                "metric": {
                    "kind": "standard",
                    "name": "f1",
                    "constraints": [{"measure": "flagged", "at_most": 30}],
                }
            },
            "In any case the number of rows acted on must be at most 30. That is 30 % of the 100 rows here.",
        ),
        (
            RENT | {"metric": {"kind": "asymmetric", "under": 3, "over": 1}},
            "Each unit predicted too low costs 3, each unit too high "
            "1. One side weighs 3 times the other, so the prediction aims a little high: at a value that the truth "
            "stays below in about "
            "75 % of the rows.",
        ),
        (
            RENT | {"metric": {"kind": "tolerance", "relative": 0.1, "cost_outside": 500, "currency": "USD"}},
            "A prediction within 10 % of the truth is fine; at the median of 69.5 that is 6.95 either way. Any other "
            "costs $500.",
        ),
        (
            RENT | {"metric": {"kind": "tolerance", "absolute": 5}},
            "within 5 of the truth is fine, which is 7.2 % of the median.",
        ),
        (
            RENT | {"expectation": {"metric": "mae", "at_most": 10}},
            "Always answering the median would be 25.",
        ),
        (
            CHURN | {"expectation": {"metric": "accuracy", "at_least": 0.85}},
            "Always answering 'No' would already reach 80 %.",
        ),
        (
            {
                "task": "multiclass",
                "target": "plan",
                "metric": {"kind": "cost_matrix", "costs": {"A": {"B": -8}}, "currency": "EUR"},
            },
            "Answering 'B' where 'A' is right costs €8. Everything else counts 0. Always answering 'A' would come to "
            "€0 a row",
        ),
        (
            {
                "task": "multiclass",
                "target": "stars",
                "metric": {"kind": "cost_matrix", "per_step": -5, "currency": "EUR"},
            },
            "Each step between the label and the answer costs €5, in the order 1, 2, 3, 4 and 5. Always answering "
            "'3' would come to −€6 "
            "a row",
        ),
        ({"task": "multiclass", "target": "plan"}, "The most frequent, 'A', has 25 of the 100 rows (25 %)"),
        (
            CHURN | {"metric": {"kind": "weighted", "name": "f1", "weight": "MonthlyCharges"}},
            "The tenth of the rows that weighs most carries 16.5 % of the weight.",
        ),
        (
            CHURN | {"metric": {"kind": "expression", "sql": "sum(predicted)", "direction": "minimise"}},
            "is to be as low as possible",
        ),
        (
            CHURN | {"filter": "tenure <= 50"},
            "That is about 40 % of the 50 rows. Only rows in which 'tenure <= 50' holds are learned "
            "from and judged on, 50 of the 100 rows (50 %).",
        ),
        (CHURN | {"ignore_columns": ["sex", "plan"]}, "You asked to ignore 'sex' and 'plan'."),
        (
            CHURN | {"models": {"include": ["linear", "catboost"]}},
            "The search uses only linear models and CatBoost, beside the baseline.",
        ),
        (
            CHURN | {"models": {"exclude": ["mlp", "svm"]}},
            "The search leaves out neural networks and support vector machines.",
        ),
        (CHURN | {"priors": {"catboost": 0.7}}, "You believe that CatBoost will do well (70 %)"),
        (CHURN | {"priors": {"svm": 0.3}}, "You doubt that support vector machines will do well (30 %)"),
        (
            CHURN
            | {
                "hyperparameters": {
                    "lightgbm.num_leaves": {"min": 8, "max": 31},
                    "svm.kernel": {"choices": ["rbf"]},
                    "mlp.early_stopping": {"value": True},
                    "knn.n_neighbors": {"max": 9},
                }
            },
            "The setting 'num_leaves' of LightGBM stays between 8 and 31. The setting 'kernel' of support vector "
            "machines is 'rbf'. The "
            "setting 'early_stopping' of neural networks is fixed at on. The setting 'n_neighbors' of nearest "
            "neighbours is at most 9.",
        ),
        (
            CHURN | {"monotone": {"tenure": "decreasing"}},
            "The chance of 'Yes' never rises as 'tenure' goes up.",
        ),
        (
            CHURN | {"limits": {"model_mb": 5, "predict_ms": 10, "interpretable": True}},
            "The model takes at most 5 MB on disk. It "
            "answers one row within 10 ms. A person must be able to read it",
        ),
        (
            CHURN
            | {"fairness": {"column": "sex", "measure": "demographic_parity_difference", "at_most": 0.1}},
            "must be at most 0.1. There are 'female' with 50 rows and 'male' with 50 rows.",
        ),
        (
            CHURN | {"budget": {"trials": 50, "memory_gb": 4, "workers": 2}},
            "The search fits 50 models, uses at most 4 GB of memory and works with 2 processes.",
        ),
        (
            CHURN
            | {
                "validation": {
                    "kind": "time",
                    "column": "joined",
                    "cutoff": "2024-03-31",
                    "gap": "1D",
                    "group": "plan",
                }
            },
            "by 'joined'. The test begins at 2024-03-31: 10 of the 100 rows (10 %). Between learning and testing "
            "'1D' is left unused. "
            "Rows of one 'plan' stay together.",
        ),
        (
            CHURN | {"validation": {"kind": "group", "column": "plan", "folds": 3}},
            "All rows of one 'plan' (4 groups) stay together when models are tested, in 3 parts.",
        ),
        (
            CHURN | {"validation": {"kind": "holdout", "test_fraction": 0.3}},
            "tested on 30 % of the rows that are kept aside",
        ),
        (
            CHURN | {"baseline": {"score": 0.81}},
            "The result to beat is 0.81, measured by how reliably a case is ranked",
        ),
        (
            CHURN | {"baseline": {"predictions_column": "old_score"}},
            "Today's predictions stand in 'old_score'",
        ),
        (CHURN | {"audience": "engineer"}, "Explanations are written for an engineer."),
        (
            {"task": "forecast", "target": "tenure", "forecast": {"horizon": 28, "series_column": "plan"}},
            "You want to forecast 'tenure' along 'joined', 28 steps ahead (one step is 'D'). There are 4 series, one "
            "for each 'plan'.",
        ),
        (
            {"task": "clustering", "clusters": {"min": 4, "max": 6}},
            "You want to sort 100 rows into 4 to 6 groups.",
        ),
        ({"task": "anomaly"}, "You want to find the unusual ones among 100 rows."),
        (RENT, "it is 70 at the median, and four of five lie between 30 and 109."),
        ({}, "The column to predict is still open."),
        ({"target": "nope"}, "The column to predict is 'nope', which the table does not have."),
    ],
)
def test_every_field_is_told_with_what_it_means_here(
    spec: dict[str, Any], sentence: str, customers: Table
) -> None:
    assert sentence in told(spec, customers).replace("\n\n", " ")


def test_what_is_set_aside_or_open_stands_at_the_end(customers: Table) -> None:
    text = told(
        {"target": "income"},
        customers,
        set_aside=(SetAside(column="customerID", reason="It is different in every row."),),
        questions=(Question(field="positive_label", text="Which one?"),),
    )

    assert "whose 'income' is ' >50K', if that is the one you mean." in text
    assert text.endswith(
        "Not learned from: 'customerID' (it is different in every row).\n\nStill open: Which one?"
    )
    assert "is the label to find" not in text


def test_without_sql_the_sentences_do_without_those_figures(customers: Table) -> None:
    spec = CHURN | {
        "metric": {"kind": "payoff", "tp": "MonthlyCharges", "fp": -5},
        "baseline": {"rule": "tenure > 5"},
    }

    text = read_back(SpecDocument.from_json(spec), customers)

    assert "counts 'MonthlyCharges'; acting on a row that is not 'Yes' costs 5." in text
    assert "Today you act on the rows in which 'tenure > 5' holds." in text


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        (500, "USD", "$500"),
        (-20, "EUR", "−€20"),
        (1234.5, "CHF", "1,234 CHF"),
        (0.5, "USD", "$0.50"),
        (10, None, "10"),
        (-0.05, None, "−0.05"),
        (0, "EUR", "€0"),
    ],
)
def test_money_is_written_as_people_write_it(value: float, currency: str | None, shown: str) -> None:
    assert amount(value, currency) == shown


def test_figures_keep_as_many_digits_as_they_need() -> None:
    assert [figure(x) for x in (0, 1234567.8, 17.5, 0.0412, -3, 0.00001)] == [
        "0",
        "1,234,568",
        "17.5",
        "0.0412",
        "−3",
        "0",
    ]
    assert [percent(x) for x in (0.265, 0.04, 0.0012, 0, 1)] == ["26.5 %", "4 %", "0.12 %", "0 %", "100 %"]
    assert [duration(s) for s in (90, 180, 7200, 1, 0.5)] == [
        "90 seconds",
        "3 minutes",
        "2 hours",
        "1 second",
        "0.5 seconds",
    ]


COLUMNS = st.sampled_from(
    ["Churn", "tenure", "MonthlyCharges", "plan", "joined", "stars", "nope", "income", "odd.name"]
)
SQL = st.sampled_from(
    ["tenure", "tenure > 5", "-0.1 * MonthlyCharges", "nope + 1", ")(", "sum(tenure)", "Contract = 'x'"]
)
VALUE = st.none() | st.integers(-500, 500) | SQL
BOUND = st.sampled_from(
    [{"at_least": 0.9}, {"at_most": 0.1}, {"at_least": 50}, {"at_most": 500, "at_least": 0}]
)
SCORE = st.sampled_from(["roc_auc", "f1", "rmse", "mae", "accuracy", "quadratic_kappa", "silhouette"])
MEASURE = SCORE | st.sampled_from(
    ["recall", "precision", "flagged", "flagged_share", "specificity", "nonsense"]
)
GOOD_RATE = st.sampled_from(["precision", "recall", "specificity"])
RATE = st.sampled_from(["precision", "recall", "false_positive_rate", "specificity"])
PAYOFFS = dict.fromkeys(("tp", "fp", "fn", "tn"), VALUE) | {"currency": st.sampled_from([None, "EUR", "CHF"])}


def part(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


METRIC = (
    part(kind=st.just("standard"), name=SCORE)
    | part(kind=st.just("payoff"), **PAYOFFS)
    | part(kind=st.just("top_k"), k=st.integers(1, 500), **PAYOFFS)
    | part(kind=st.just("top_k"), fraction=st.floats(0.001, 1), **PAYOFFS)
    | st.builds(
        lambda base, bound: base | bound,
        part(kind=st.just("floor"), maximise=GOOD_RATE, subject_to=RATE),
        BOUND,
    )
    | part(kind=st.just("cost_matrix"), per_step=st.integers(-5, 5) | SQL)
    | part(kind=st.just("cost_matrix"), costs=st.just({"A": {"B": -5, "x": "tenure"}, "1": {"2": -1}}))
    | part(kind=st.just("asymmetric"), under=st.integers(1, 5), over=st.integers(1, 5))
    | part(kind=st.just("tolerance"), relative=st.floats(0.01, 1), cost_outside=st.none() | st.just(5))
    | part(kind=st.just("weighted"), name=SCORE, weight=SQL)
    | part(kind=st.just("expression"), sql=SQL, direction=st.just("maximise"))
)
CONSTRAINTS = st.lists(
    st.builds(lambda measure, bound: {"measure": measure} | bound, MEASURE, BOUND), max_size=2
)
FAMILIES = st.lists(
    st.sampled_from(["dummy", "linear", "svm", "naive_bayes", "ensemble"]), unique=True, max_size=3
)
DOCUMENT = st.fixed_dictionaries(
    {},
    optional={
        "task": st.sampled_from(["binary", "multiclass", "regression", "forecast", "clustering", "anomaly"]),
        "target": COLUMNS,
        "positive_label": st.sampled_from(["Yes", "A", ["A", "B"], "1", [], "x"]),
        "ignore_columns": st.lists(COLUMNS, max_size=3),
        "filter": SQL,
        "metric": st.builds(
            lambda metric, bounds: metric | {"constraints": bounds or None}, METRIC, CONSTRAINTS
        ),
        "models": st.one_of(part(include=FAMILIES), part(exclude=FAMILIES)),
        "hyperparameters": st.just(
            {"svm.C": {"max": 5}, "nope.x": {"value": "a"}, "linear": {"choices": [1, True, "a"]}}
        ),
        "priors": st.dictionaries(st.sampled_from(["svm", "svm.C", "nope"]), st.floats(0, 1), max_size=2),
        "monotone": st.dictionaries(COLUMNS, st.sampled_from(["increasing", "decreasing"]), max_size=2),
        "limits": part(model_mb=st.just(5), interpretable=st.booleans()),
        "fairness": st.builds(
            lambda column, bound: {"column": column, "measure": "equalized_odds_ratio"} | bound,
            COLUMNS,
            BOUND,
        ),
        "budget": part(time_s=st.none() | st.floats(0.1, 1e9), trials=st.none() | st.integers(1, 10**9)),
        "validation": part(kind=st.sampled_from(["kfold", "holdout"]))
        | part(kind=st.just("group"), column=COLUMNS, folds=st.none() | st.integers(2, 50))
        | part(
            kind=st.just("time"),
            column=COLUMNS,
            cutoff=st.none()
            | st.sampled_from(["2024-02-01", "2024-02-01T00:00:00+02:00", "50", "soon", "nan"]),
            gap=st.none() | st.sampled_from(["1D", "M", "2h", "x", "1MS"]),
            group=st.none() | COLUMNS,
        ),
        "forecast": part(
            time_column=st.none() | COLUMNS,
            series_column=st.none() | COLUMNS,
            frequency=st.none() | st.just("W"),
        ),
        "clusters": part(min=st.none() | st.integers(2, 9), max=st.none() | st.integers(2, 9)),
        "baseline": part(rule=SQL) | part(score=st.floats(-5, 5)) | part(predictions_column=COLUMNS),
        "expectation": st.builds(lambda score, bound: {"metric": score} | bound, SCORE, BOUND),
        "audience": st.sampled_from(["novice", "expert"]),
    },
)


@settings(max_examples=100)
@given(spec=DOCUMENT)
def test_any_specification_is_checked_completed_asked_about_and_read_back(
    spec: dict[str, Any], customers: Table
) -> None:
    document = SpecDocument.from_json(spec)
    validate(document.spec, customers, check_sql=check_expression, setting_names=lambda family, task: ("C",))
    following = follow(document.spec, customers)
    try:
        document = apply_patch(document, following, source="data", via="words")
    except SpecError:
        pytest.fail(f"what follows does not fit: {following}")
    defaults = complete(document.spec, customers)
    whole = effective(document.spec, defaults)
    questions = open_questions(document.spec, customers, evaluate=evaluate_rows)
    full = document.model_copy(update={"defaults": defaults, "questions": questions})
    text = read_back(full, customers, evaluate=evaluate_rows)

    assert parse_spec(whole.to_json()) == whole
    assert SpecDocument.from_json(full.to_json()) == full
    assert text and "nan" not in text.replace("'nan'", "").replace("at nan", "").split()
    assert "None" not in text
    assert len({question.field for question in questions}) == len(questions)
