"""Families of installed packages are named in words like any other, and listed where somebody asks what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from outside import install, install_example
from tables import houses

from assistant.offline.context import Context, Understood
from assistant.offline.understand import understand
from automl.project.store import Home
from tests.fakes import use
from tools.context import ToolContext
from tools.documents import Patch, change


@pytest.fixture(autouse=True)
def installed(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.mktemp("site")
    install_example(folder)
    install(folder, "kernels_of_all", "Kernel = None", kernel="kernels_of_all:Kernel")
    monkeypatch.syspath_prepend(folder)


def said(understood: Understood) -> dict[str, Any]:
    return {path: value for path, value in understood.patches.items() if path != "audience"}


@pytest.mark.parametrize(
    ("words", "path", "value"),
    [
        ("Use only kernel ridge.", "models.include", ["kernel_ridge"]),
        ("only kernel-ridge models please", "models.include", ["kernel_ridge"]),
        ("KernelRidge and nothing else", "models.include", ["kernel_ridge"]),
        (
            "Just kernel_ridge and random forests",
            "models.include",
            ["kernel_ridge", "random_forest"],
        ),
        ("Only linear models and kernel ridge", "models.include", ["linear", "kernel_ridge"]),
        ("no kernel ridge", "models.exclude", ["kernel_ridge"]),
        ("Leave out kernel ridge and the svm.", "models.exclude", ["kernel_ridge", "svm"]),
        ("I think kernel ridge does well here", "priors.kernel_ridge", 0.7),
        ("Give kernel ridge half of the time", "shares.kernel_ridge", 0.5),
    ],
)
def test_its_name_is_heard(made_up: Callable[[str], Context], words: str, path: str, value: object) -> None:
    found = said(understand(words, made_up("customers")))
    same = sorted(found[path]) == sorted(value) if isinstance(value, list) else found[path] == value
    assert same, found


def test_also_joins_it_to_what_may_be_used(made_up: Callable[[str], Context]) -> None:
    from dataclasses import replace

    context = replace(made_up("customers"), spec={"models": {"include": ["linear"]}})
    found = said(understand("Also try kernel ridge.", context))
    assert found == {"models.include": ["linear", "kernel_ridge"]}


def test_a_name_that_is_a_word_takes_nothing_away(made_up: Callable[[str], Context]) -> None:
    found = said(understand("Use the svm with a linear or rbf kernel only", made_up("customers")))
    assert found["models.include"] == ["svm"]
    found = said(understand("no kernel family please", made_up("customers")))
    assert found == {"models.exclude": ["kernel"]}


@pytest.mark.parametrize(
    "words",
    [
        "Which models can you use?",
        "What kinds of models are there?",
        "which algorithms do you know",
        "List all model families.",
        "What methods are available?",
    ],
)
def test_somebody_asks_what_there_is(made_up: Callable[[str], Context], words: str) -> None:
    assert [intent.name for intent in understand(words, made_up("customers")).intents] == ["families"]


@pytest.mark.parametrize("words", ["Which models did you try?", "Show the models", "compare all models"])
def test_what_was_tried_is_another_question(made_up: Callable[[str], Context], words: str) -> None:
    assert [intent.name for intent in understand(words, made_up("customers")).intents] == ["leaderboard"]


@pytest.fixture
def context(tmp_path: Path) -> Iterator[ToolContext]:
    with Home(tmp_path / "home").create("houses") as project:
        houses().to_csv(tmp_path / "houses.csv", index=False)
        project.add_data(tmp_path / "houses.csv")
        yield ToolContext(project)


def test_what_there_is_names_families_from_outside(context: ToolContext) -> None:
    text, artifact = use("list_families", context)
    assert "LightGBM" in text
    assert "Installed packages bring Kernel ridge (of tandem_kernel_ridge 0.1.0)." in text
    assert "kernel is left out: The family 'kernel' of the package 'kernels_of_all' is left out" in text
    kernel_ridge = next(one for one in artifact["families"] if one["name"] == "kernel_ridge")
    assert kernel_ridge["package"] == "tandem_kernel_ridge 0.1.0"


def test_what_the_plan_does_without_is_said(context: ToolContext) -> None:
    change(context, Patch(values={"target": "price", "models.exclude": ["kernel_ridge"]}), via="form")
    assert "Kernel ridge is left out: The specification excludes it." in use("list_families", context)[0]


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("alpha of kernel ridge at most 1", {"max": 1}),
        ("For kernel ridge keep alpha between 0.01 and 2.", {"min": 0.01, "max": 2}),
        ("kernel ridge with an alpha of 0.5", {"value": 0.5}),
    ],
)
def test_a_setting_of_it_is_bounded(
    made_up: Callable[[str], Context], words: str, bounds: dict[str, float]
) -> None:
    assert said(understand(words, made_up("customers")))["hyperparameters.kernel_ridge.alpha"] == bounds


def test_its_package_stands_for_it(made_up: Callable[[str], Context]) -> None:
    found = said(understand("use only the tandem_kernel_ridge package", made_up("customers")))
    assert found == {"models.include": ["kernel_ridge"]}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("use only the tabpfn plugin", "tabpfn"),
        ("Try the gp_family package.", "gp_family"),
        ("only Gaussian processes please", "gaussian_process"),
        ("use AdaBoost", "ada_boost"),
    ],
)
def test_one_that_is_not_installed_is_named_as_missing(
    made_up: Callable[[str], Context], words: str, name: str
) -> None:
    found = understand(words, made_up("customers"))
    assert said(found) == {}
    (remark,) = found.remarks
    assert f"under the entry point '{name}' of 'tandem.families'" in remark
    assert "Installed packages bring kernel and Kernel ridge." in remark


def test_a_package_that_brings_no_family_is_told_apart(made_up: Callable[[str], Context]) -> None:
    (remark,) = understand("use the scikit-learn package", made_up("customers")).remarks
    assert remark.startswith("The package 'scikit_learn'")
    assert "names no family" in remark


@pytest.mark.parametrize(
    "words", ["only customers with the premium package", "Use the whole family of columns"]
)
def test_other_packages_and_families_are_no_learners(made_up: Callable[[str], Context], words: str) -> None:
    assert not any("tandem.families" in remark for remark in understand(words, made_up("customers")).remarks)
