"""A family from outside: found by its entry point, tried, stored, reported; and said in a sentence where it cannot be."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tables import houses

from automl import load, run
from automl.errors import FolderError, SpecError
from automl.families import all_families, applicable, family
from automl.families.estimators import class_of
from automl.spec.labels import family_label
from automl.spec.parse import parse_spec
from automl.spec.plugins import outside
from automl.testing import FAMILY_CHECKS

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "examples" / "kernel_ridge"


def install(folder: Path, module: str, code: str, **points: str) -> None:
    """What an installer leaves behind: a module, and a dist-info folder that says what it offers."""
    (folder / f"{module}.py").write_text(code)
    info = folder / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    lines = "\n".join(f"{name} = {value}" for name, value in points.items())
    (info / "entry_points.txt").write_text(f"[tandem.families]\n{lines}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "site"
    found.mkdir()
    monkeypatch.syspath_prepend(found)
    return found


@pytest.fixture
def kernel_ridge(site: Path) -> Path:
    code = (EXAMPLE / "tandem_kernel_ridge.py").read_text("utf-8")
    install(site, "tandem_kernel_ridge", code, kernel_ridge="tandem_kernel_ridge:KernelRidgeFamily")
    return site


def test_the_example_is_short_and_says_what_the_test_installs() -> None:
    code = (EXAMPLE / "tandem_kernel_ridge.py").read_text("utf-8").splitlines()
    assert len(code) < 50
    assert (
        'kernel_ridge = "tandem_kernel_ridge:KernelRidgeFamily"' in (EXAMPLE / "pyproject.toml").read_text()
    )


@pytest.mark.parametrize("check", FAMILY_CHECKS, ids=lambda check: check.__name__)
def test_the_example_does_what_every_family_must(kernel_ridge: Path, check: object) -> None:
    check(family("kernel_ridge"))  # type: ignore[operator] # each takes a family


def test_looking_names_up_imports_nothing(kernel_ridge: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(kernel_ridge)!r})\n"
        "from automl.spec.plugins import outside_names\n"
        "print(outside_names(), 'tandem_kernel_ridge' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "('kernel_ridge',) False"


def test_it_is_searched_delivered_stored_and_reported(kernel_ridge: Path, tmp_path: Path) -> None:
    models = {"include": ["kernel_ridge"]}
    spec = {"target": "price", "models": models, "budget": {"trials": 4, "workers": 1}}
    table = houses()
    result = run(spec, table, out=tmp_path / "run")

    assert {row.family for row in result.leaderboard} == {"dummy", "kernel_ridge"}
    assert result.chosen.family == "kernel_ridge"
    assert "Kernel ridge" in (tmp_path / "run" / "report.html").read_text("utf-8")
    assert np.isfinite(load(tmp_path / "run").predict(table)["prediction"]).all()


def test_a_family_that_is_gone_is_named(kernel_ridge: Path) -> None:
    assert family_label("kernel_ridge") == "Kernel ridge"
    assert parse_spec({"models": {"include": ["kernel_ridge"]}}).models is not None
    shutil.rmtree(kernel_ridge / "tandem_kernel_ridge-1.0.dist-info")
    sys.path.remove(str(kernel_ridge))
    with pytest.raises(SpecError, match="no model family 'kernel_ridge'"):
        parse_spec({"models": {"include": ["kernel_ridge"]}})


BROKEN = """
from automl.families.plugin import SklearnFamily
class NoMethod(SklearnFamily):
    label = "No method"
class NoLabel(SklearnFamily):
    def estimator(self, task, params, *, seed): return None
class Raises(SklearnFamily):
    label = "Raises"
    def estimator(self, task, params, *, seed): raise RuntimeError("no licence")
class NoChances(SklearnFamily):
    label = "No chances"
    def estimator(self, task, params, *, seed):
        from sklearn.svm import LinearSVC
        return LinearSVC()
"""


def test_what_cannot_be_used_says_why_and_the_rest_goes_on(site: Path) -> None:
    install(
        site,
        "broken_families",
        BROKEN,
        no_method="broken_families:NoMethod",
        no_label="broken_families:NoLabel",
        raises="broken_families:Raises",
        no_chances="broken_families:NoChances",
        lightgbm="broken_families:Raises",
    )
    install(site, "cannot_be_imported", "raise OSError('no such device')", gone="cannot_be_imported:Gone")
    usable, left_out = applicable("binary")
    why = dict(left_out)

    assert "lightgbm" in {one.name for one in usable}
    assert "lacks the method 'estimator'" in why["no_method"]
    assert "has no 'label'" in why["no_label"]
    assert "RuntimeError: no licence" in why["raises"]
    assert "has no method 'predict_proba'" in why["no_chances"]
    assert "OSError: no such device" in why["gone"]
    assert "built in" in why["lightgbm of broken_families"]
    assert {one.name for one in all_families()} >= {"linear", "raises"}


def test_a_stored_model_cannot_ask_for_anything_else(kernel_ridge: Path) -> None:
    assert [one.name for one in outside()] == ["kernel_ridge"]
    for path in (
        "os.system",
        "sklearn.svm._classes.SVC",
        "sklearn.tests.test_base.MyEstimator",
        "subprocess.Popen",
    ):
        with pytest.raises(FolderError, match="not loaded"):
            class_of(path)
    assert class_of("sklearn.kernel_ridge.KernelRidge").__name__ == "KernelRidge"
