"""A family from outside: found by its entry point, tried, stored, reported; what cannot be used costs a sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from outside import EXAMPLE, install, install_example, leave
from tables import customers, houses

from automl import load, run
from automl.errors import FolderError, SpecError
from automl.families import FAMILIES, applicable, family, shape_of
from automl.families.estimators import class_of
from automl.replay import replay
from automl.search.schedule import Schedule
from automl.spec.labels import family_label
from automl.spec.model import Models
from automl.spec.parse import parse_spec
from automl.spec.plugins import outside
from automl.testing import FAMILY_CHECKS

ROOT = Path(__file__).parents[3]
ONLY = {
    "target": "price",
    "models": {"include": ["kernel_ridge"]},
    "budget": {"trials": 4, "workers": 1},
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "site"
    found.mkdir()
    monkeypatch.syspath_prepend(found)
    return found


@pytest.fixture
def kernel_ridge(site: Path) -> Path:
    install_example(site)
    return site


def test_the_example_is_short_and_says_what_the_test_installs() -> None:
    code = (EXAMPLE / "tandem_kernel_ridge.py").read_text("utf-8").splitlines()
    project = (EXAMPLE / "pyproject.toml").read_text("utf-8")
    assert len(code) < 50
    assert "\n".join(code) in (ROOT / "docs" / "plugins.md").read_text("utf-8")
    assert 'kernel_ridge = "tandem_kernel_ridge:KernelRidgeFamily"' in project


@pytest.mark.parametrize("check", FAMILY_CHECKS, ids=lambda check: check.__name__)
def test_the_example_does_what_every_family_must(kernel_ridge: Path, check: object) -> None:
    check(family("kernel_ridge"))  # type: ignore[operator] # each takes a family


def test_words_that_name_no_family_from_outside_import_none(kernel_ridge: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(kernel_ridge)!r}); sys.path.insert(0, 'tests')\n"
        "from tables import houses\n"
        "from assistant import plan\n"
        "plan(houses(), 'predict price, no neural nets')\n"
        "print('tandem_kernel_ridge' in sys.modules)\n"
        "plan(houses(), 'predict price with kernel ridge only')\n"
        "print('tandem_kernel_ridge' in sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "True"]


def test_what_the_specification_rules_out_is_not_imported(site: Path) -> None:
    install(site, "never_imported", "raise AssertionError('was imported')", own="never_imported:Own")
    _, left_out = applicable("binary", models=Models(include=("linear",)))
    assert dict(left_out)["own"] == "The specification names other families to use only."
    assert "never_imported" not in sys.modules


def test_it_is_tried_early_but_never_first_beside_families_of_ours(kernel_ridge: Path) -> None:
    table = houses()
    X, y = table[["area", "age"]], table["price"].to_numpy()
    shape = shape_of(X, y, features=(), task="regression", n_classes=0)
    schedule = Schedule(
        [*FAMILIES, family("kernel_ridge")],
        shape,
        bounds={},
        priors={},
        seed=0,
        greater_is_better=False,
    )
    order = [name for name, _ in schedule.queue]
    assert 1 <= order.index("kernel_ridge") <= 4


def test_it_is_searched_delivered_stored_reported_and_repeated(kernel_ridge: Path, tmp_path: Path) -> None:
    houses().to_csv(tmp_path / "table.csv", index=False)
    result = run(ONLY, tmp_path / "table.csv", out=tmp_path / "run")

    assert {row.family for row in result.leaderboard} == {"dummy", "kernel_ridge"}
    assert result.chosen.family == "kernel_ridge"
    assert [one.to_json() for one in result.outside] == [
        {"family": "kernel_ridge", "package": "tandem_kernel_ridge", "version": "0.1.0", "left_out": ""}
    ]
    report = (tmp_path / "run" / "report.html").read_text("utf-8")
    assert "Kernel ridge" in report
    assert "a family of tandem_kernel_ridge" in report
    assert np.isfinite(load(tmp_path / "run").predict(houses())["prediction"]).all()
    assert replay(tmp_path / "run")["sentence"].endswith("every figure of the result too.")


def test_a_replay_needs_the_family_and_says_which_version_it_had(
    kernel_ridge: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    houses().to_csv(tmp_path / "table.csv", index=False)
    run(ONLY, tmp_path / "table.csv", out=tmp_path / "run")
    model = load(tmp_path / "run")
    said_there = model.predict(houses())["prediction"]
    assert model.other_versions() == ()

    leave(monkeypatch, kernel_ridge)
    with pytest.raises(
        FolderError, match=r"'kernel_ridge' of the package 'tandem_kernel_ridge' 0\.1\.0.*install"
    ):
        replay(tmp_path / "run")
    gone = load(tmp_path / "run")  # all that is stored of it is scikit-learn's
    (note,) = gone.other_versions()
    assert note.endswith("tandem_kernel_ridge 0.1.0, which is not installed here; it predicts without.")
    assert np.array_equal(gone.predict(houses())["prediction"], said_there)

    newer = tmp_path / "newer"
    install_example(newer, version="0.2.0")
    monkeypatch.syspath_prepend(newer)
    said = "The run was made with tandem_kernel_ridge 0.1.0 (here 0.2.0)."
    assert replay(tmp_path / "run")["sentence"].endswith(said)
    (note,) = load(tmp_path / "run").other_versions()
    assert "tandem_kernel_ridge 0.1.0 (here 0.2.0)" in note


def test_a_run_repeats_beside_families_that_came_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    houses().to_csv(tmp_path / "table.csv", index=False)
    spec = {"target": "price", "limits": {"interpretable": True}, "budget": {"trials": 3, "workers": 1}}
    run(spec, tmp_path / "table.csv", out=tmp_path / "run")
    later = tmp_path / "later"
    install_example(later)
    monkeypatch.syspath_prepend(later)
    assert replay(tmp_path / "run")["trials"] == 3


def test_a_family_that_is_gone_is_named(kernel_ridge: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert family_label("kernel_ridge") == "Kernel ridge"
    assert parse_spec({"models": {"include": ["kernel_ridge"]}}).models is not None
    leave(monkeypatch, kernel_ridge)
    with pytest.raises(SpecError, match="no model family 'kernel_ridge'"):
        parse_spec({"models": {"include": ["kernel_ridge"]}})


OWN = """
import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
class Nearest(ClassifierMixin, BaseEstimator):
    def __init__(self, softness=1.0):
        self.softness = softness
    def fit(self, X, y):
        self.classes_ = np.unique(y)
        self.centres = np.array([X[y == c].mean(axis=0) for c in self.classes_])
        return self
    def predict_proba(self, X):
        near = np.exp(-((X[:, None] - self.centres) ** 2).mean(axis=2) / self.softness)
        return near / near.sum(axis=1, keepdims=True)
"""


def test_a_class_of_an_estimator_is_enough(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(site, "own_estimators", OWN, nearest_centre="own_estimators:Nearest")
    table = customers()
    models = {"include": ["nearest_centre"]}
    result = run(
        {"target": "left", "models": models, "budget": {"trials": 3, "workers": 1}},
        table,
        out=tmp_path / "run",
    )
    assert result.chosen.family == "nearest_centre"
    assert result.chosen.label.startswith("Nearest centre")
    baseline = next(row for row in result.leaderboard if row.family == "dummy")
    assert result.leaderboard[0].score > baseline.score + 0.2  # ROC AUC
    assert len(load(tmp_path / "run").predict(table)) == len(table)

    leave(monkeypatch, site)
    with pytest.raises(FolderError, match=r"'nearest_centre' of the package 'own_estimators' 1\.0"):
        load(tmp_path / "run")


BROKEN = """
import time
from automl.families.plugin import SklearnFamily
from automl.families.space import Real
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
class NoMethod(SklearnFamily):
    label = "No method"
class BadLabel(SklearnFamily):
    label = "<b>\\n"
    def estimator(self, task, params, *, seed): return None
class Raises(SklearnFamily):
    def estimator(self, task, params, *, seed): raise RuntimeError("no licence")
class NoChances(SklearnFamily):
    def estimator(self, task, params, *, seed): return LinearSVC()
class NoSetting(SklearnFamily):
    search = (Real("gama", 0.1, 1.0),)
    def estimator(self, task, params, *, seed): return LogisticRegression(**params)
class Hangs(SklearnFamily):
    def estimator(self, task, params, *, seed): time.sleep(3600)
class Fine(SklearnFamily):
    def estimator(self, task, params, *, seed): return LogisticRegression(**params)
    def cost_s(self, shape, params): return float("nan")
"""


def test_what_cannot_be_used_says_why_and_the_rest_goes_on(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("automl.spec.untrusted.PATIENCE_S", 1.0)
    points = {
        "no_method": "NoMethod",
        "bad_label": "BadLabel",
        "raises": "Raises",
        "no_chances": "NoChances",
        "no_setting": "NoSetting",
        "hangs": "Hangs",
        "fine": "Fine",
        "lightgbm": "Raises",
        "missing": "Missing",
    }
    install(site, "broken", BROKEN, **{name: f"broken:{kind}" for name, kind in points.items()})
    install(site, "never_there", "print('hello')\nraise OSError('no such device')", gone="never_there:Gone")
    install(site, "leaves", "raise SystemExit(3)", leaving="leaves:Gone")
    install(site, "number", "Seven = 7", seven="number:Seven", **{"Odd-Name": "number:Seven"})
    usable, left_out = applicable("binary")
    why = dict(left_out)

    assert [one.name for one in usable if one not in FAMILIES] == ["fine"]
    assert "lacks the method 'estimator'" in why["no_method"]
    assert "has the 'label' '<b>\\n'" in why["bad_label"]
    assert "RuntimeError: no licence" in why["raises"]
    assert "has no method 'predict_proba'" in why["no_chances"]
    assert "sets 'gama', which LogisticRegression has no parameter for" in why["no_setting"]
    assert "did not end within 1 seconds" in why["hangs"]
    assert "AttributeError" in why["missing"]
    assert "OSError: no such device" in why["gone"]
    assert "SystemExit: 3" in why["leaving"]
    assert "neither an estimator's class" in why["seven"]
    assert "lower-case" in why["Odd-Name of number"]
    assert "built in" in why["lightgbm of broken"]
    assert all(text.endswith(".") and "\n" not in text for text in why.values())
    assert capsys.readouterr().out == ""

    shape = shape_of(
        pd.DataFrame({"a": [1.0, 2.0]}), np.array([0, 1]), features=(), task="binary", n_classes=2
    )
    assert family("fine").fit_s(shape, {}) > 0


MISBEHAVING = """
import time
import numpy as np
from sklearn.base import BaseEstimator, RegressorMixin
class Base(RegressorMixin, BaseEstimator):
    def fit(self, X, y):
        return self
class RaisesInFit(Base):
    def fit(self, X, y): raise RuntimeError("no licence for fitting")
    def predict(self, X): return np.zeros(len(X))
class SaysNaN(Base):
    def predict(self, X): return np.full(len(X), np.nan)
class TooShort(Base):
    def predict(self, X): return np.zeros(len(X) - 1)
class Hangs(Base):
    def fit(self, X, y): time.sleep(3600)
    def predict(self, X): return np.zeros(len(X))
class Unstorable(Base):
    def fit(self, X, y):
        self.says = lambda X: np.zeros(len(X))
        return self
    def predict(self, X): return self.says(X)
"""


def test_what_misbehaves_in_a_fit_costs_one_sentence(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("automl.search.loop.FOLD_TIMEOUT_S", 3.0)
    points = {
        "raises_in_fit": "RaisesInFit",
        "says_nan": "SaysNaN",
        "too_short": "TooShort",
        "hangs_in_fit": "Hangs",
        "unstorable": "Unstorable",
    }
    install(site, "misbehaving", MISBEHAVING, **{n: f"misbehaving:{kind}" for n, kind in points.items()})
    spec = {
        "target": "price",
        "models": {"include": ["linear", *points]},
        "budget": {"trials": 12, "workers": 2},
    }
    result = run(spec, houses())

    assert result.chosen.family == "linear"
    why = {failure.family: failure.reason for failure in result.failures}
    assert len(result.failures) == len(why) == len(points)
    assert "RuntimeError: no licence for fitting" in why["raises_in_fit"]
    assert "SaysNaN predicts values that are no numbers" in why["says_nan"]
    assert "TooShort gives an array of shape" in why["too_short"]
    assert "stopped after" in why["hangs_in_fit"]
    assert "'to_state'" in why["unstorable"]


def test_a_search_of_nothing_but_what_fails_says_so(site: Path, tmp_path: Path) -> None:
    install(site, "failing", MISBEHAVING, failing="failing:RaisesInFit")
    spec = {"target": "price", "models": {"include": ["failing"]}, "budget": {"trials": 8, "workers": 1}}
    result = run(spec, houses(), out=tmp_path / "run")
    assert result.chosen.family == "dummy"
    assert [failure.reason for failure in result.failures] == ["RuntimeError: no licence for fitting"]
    assert "no licence for fitting" in (tmp_path / "run" / "report.html").read_text("utf-8")


CHATTY = """
print("imported")
from sklearn.linear_model import Ridge
class Chatty(Ridge):
    def fit(self, X, y):
        print("learning")
        return super().fit(X, y)
"""


def test_what_it_prints_does_not_stand_in_the_answer(site: Path, tmp_path: Path) -> None:
    install(site, "chatty", CHATTY, chatty="chatty:Chatty")
    code = (
        f"import sys; sys.path.insert(0, {str(site)!r}); sys.path.insert(0, 'tests')\n"
        "from automl import run\n"
        "from tables import houses\n"
        "models, budget = {'include': ['chatty']}, {'trials': 2, 'workers': 1}\n"
        "print(run({'target': 'price', 'models': models, 'budget': budget}, houses()).chosen.family)\n"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout == "chatty\n"


def test_a_stored_model_cannot_ask_for_anything_else(kernel_ridge: Path) -> None:
    assert [one.name for one in outside()] == ["kernel_ridge"]
    paths = (
        "os.system",
        "sklearn.svm._classes.SVC",
        "sklearn.tests.test_base.MyEstimator",
        "subprocess.Popen",
    )
    for path in paths:
        with pytest.raises(FolderError, match="not loaded"):
            class_of(path)
    assert class_of("sklearn.kernel_ridge.KernelRidge").__name__ == "KernelRidge"
