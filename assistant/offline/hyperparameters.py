"""Settings of families: a range, one value, or some choices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from assistant.offline.budget import tidy
from assistant.offline.families import as_heard
from assistant.offline.line import Hit
from assistant.offline.models_listed import Group, family_groups
from assistant.offline.patterns import fullmatch, match
from assistant.offline.reading import Reading
from assistant.offline.stances import stance
from assistant.offline.wishes import of_wishes
from automl.families import known_family
from automl.spec.plugins import outside_names

# What a setting is called, and its name in each family that has it.
_SETTINGS: tuple[tuple[str, dict[str, str]], ...] = (
    (r"(?:num )?(?:leave|leaf)s?(?: per tree)?|number of (?:leave|leaf)s?|num leave", {"lightgbm": "num_leaves", "hist_gradient_boosting": "max_leaf_nodes", "decision_tree": "max_leaf_nodes"}),
    (r"(?:max(?:imum|imal)? )?(?:tree )?depth(?: of (?:the )?trees?)?|level(?:s)? deep|level|deep", dict.fromkeys(("lightgbm", "xgboost", "random_forest", "extra_trees", "decision_tree", "hist_gradient_boosting"), "max_depth") | {"catboost": "depth"}),
    (r"(?:number of |n )?(?:tree|estimator|boosting round|round|iteration)s?|n estimators?", dict.fromkeys(("lightgbm", "xgboost", "random_forest", "extra_trees"), "n_estimators") | {"catboost": "iterations", "hist_gradient_boosting": "max_iter"}),
    (r"learning rate|eta|shrinkage|lr|learn rate", dict.fromkeys(("lightgbm", "xgboost", "catboost", "hist_gradient_boosting"), "learning_rate") | {"mlp": "learning_rate_init"}),
    (r"(?:number of |n |k )?(?:nearest )?neighbours?|k", {"knn": "n_neighbors"}),
    (r"min(?:imum)?(?: number of)? (?:sample|row|case|observation)s?(?: per| in a| in each| in every)?(?: leaf| leave)?|min child samples?|min samples leaf|(?:sample|row|case)s? (?:per|in (?:a|each|every)) (?:leaf|leave)", {"lightgbm": "min_child_samples", "random_forest": "min_samples_leaf", "extra_trees": "min_samples_leaf", "decision_tree": "min_samples_leaf", "hist_gradient_boosting": "min_samples_leaf"}),
    (r"subsample|row sampling|bagging fraction", {"lightgbm": "subsample", "xgboost": "subsample", "catboost": "subsample"}),
    (r"colsample bytree|column sampling|feature fraction", {"lightgbm": "colsample_bytree", "xgboost": "colsample_bytree"}),
    (r"l2(?: leaf reg| regularization| regularisation| penalty)?", {"catboost": "l2_leaf_reg", "lightgbm": "reg_lambda", "xgboost": "reg_lambda", "hist_gradient_boosting": "l2_regularization"}),
    (r"l1 ratio|mixing parameter", {"linear": "l1_ratio"}),
    (r"gamma", {"svm": "gamma"}),
    (r"c|regularization c|penalty c", {"svm": "C", "linear": "C"}),
    (r"alpha", {"linear": "alpha", "mlp": "alpha"}),
)  # fmt: skip
_NUMBER = r"(?:<num>|<pct>|one)"
_RANGE = rf"(?:between |from |of |in |, |: |= )*(?P<low>{_NUMBER}) (?:to|and|-|–|up to|through|\.\.) (?P<high>{_NUMBER})"
_LIST = rf"(?:of |: |= |in |either )*(?P<list>{_NUMBER}(?: ,(?: or| and)? {_NUMBER})* or {_NUMBER})"
_AT_MOST = rf"(?:of |: )*(?:at most|at maximum|no more than|not more than|up to|max(?:imum)?(?: of)?|below|under|less than|limit to|limited to|<=|≤|<|be at most|not above|not deeper than|no deeper than) (?P<most>{_NUMBER})"
_AT_LEAST = rf"(?:of |: )*(?:at least|no less than|not less than|no fewer than|min(?:imum)?(?: of)?|above|over|more than|>=|≥|>|from) (?P<least>{_NUMBER})"
_VALUE = rf"(?:of |: |= |to |at |be |exactly |set to |fix at |equal |equal to |with )*(?P<value>{_NUMBER})"
_MOST_BEHIND = rf"(?:of |: |= )*(?P<most>{_NUMBER}) (?:at most|maximum|max|or less|or fewer|at the most|tops)"
_LEAST_BEHIND = rf"(?:of |: |= )*(?P<least>{_NUMBER}) (?:at least|minimum|min|or more)"
_FORMS = (_RANGE, _LIST, _AT_MOST, _AT_LEAST, _MOST_BEHIND, _LEAST_BEHIND, _VALUE)
_MAY = r"(?: (?:should|must|may|can|be|stay|lie|vary|go|range|set|search|try|somewhere|only|the|its|in the|range of|value of|fixed))*"
_KERNELS = {
    "rbf": "rbf",
    "radial": "rbf",
    "gaussian": "rbf",
    "linear": "linear",
    "polynomial": "poly",
    "poly": "poly",
    "sigmoid": "sigmoid",
}
_KERNEL = r" (?P<names>(?:(?:rbf|radial|gaussian|linear|polynomial|poly|sigmoid)(?: ,| or| and| basis function| basis)* )+)kernels?(?= )|kernels?(?: be|:| =| of| should be| set to)? (?P<names2>rbf|radial|gaussian|linear|poly(?:nomial)?|sigmoid)(?= )"
_BLENDS: tuple[tuple[str, dict[str, Any]], ...] = (
    (r"ridge", {"value": 0}),
    (r"lasso", {"value": 1}),
    (r"elastic ?net", {"min": 0, "max": 1}),
)


@of_wishes
def read_hyperparameters(reading: Reading) -> None:
    """Find settings of families."""
    groups = family_groups(reading.line)
    _read_kernel(reading)
    _read_blend(reading, groups)
    for names, by_family in (*_SETTINGS, *_from_outside(groups)):
        for hit in _said(reading, names, groups):
            _read_setting(reading, hit, by_family, groups)


def _from_outside(groups: list[Group]) -> Iterator[tuple[str, dict[str, str]]]:
    """Settings of named families that packages bring along, by their own names."""
    for name in dict.fromkeys(name for group in groups for name in group.families if name in outside_names()):
        found = known_family(name)
        if found is None:
            continue
        for setting in dict.fromkeys(s for task in found.tasks for s in found.parameters(task)):
            words = dict.fromkeys((as_heard(setting), as_heard(setting.replace("_", " "))))
            yield "|".join(map(re.escape, words)), {name: setting}


def _said(reading: Reading, names: str, groups: list[Group]) -> list[Hit]:
    """Places where a setting and its figures stand together, in either order."""
    found: list[Hit] = []
    for form in _FORMS:
        for pattern in (
            rf" (?P<name>{names}){_MAY} {form}(?= )",
            rf" {form} (?P<name>{names})(?= )",
            rf" {form} (?:in |of )(?P<name>{names})(?= )",
            rf" (?:no|not) (?P<name>{names})(?:er)? than (?P<most>{_NUMBER})(?= )",
        ):
            found.extend(hit for hit in reading.line.find(pattern) if not _overlaps(hit, found))
        of_one = rf" (?P<name>{names}) (?:of|for|in)(?: the| a| an| my)* (?P<whose>[a-z0-9 ]{{2,40}}?){_MAY} {form}(?= )"
        found.extend(
            hit
            for hit in reading.line.find(of_one)
            if any((group.start, group.end) == hit.span("whose") for group in groups)
            and not _overlaps(hit, found)
        )
    return [hit for hit in found if reading.free(hit)]


def _overlaps(hit: Hit, found: list[Hit]) -> bool:
    return any(hit.start < other.end and other.start < hit.end for other in found)


def _read_setting(reading: Reading, hit: Hit, by_family: dict[str, str], groups: list[Group]) -> None:
    families = [f for f in _families_for(reading, hit, groups) if f in by_family]
    bounds = _bounds(hit)
    if not families or bounds is None:
        return
    for family in families:
        reading.set(f"hyperparameters.{family}.{by_family[family]}", bounds, hit.quote)
    reading.claim(hit)


def _bounds(hit: Hit) -> dict[str, Any] | None:
    groups = hit.match.groupdict()
    if groups.get("low"):
        low, high = tidy(hit.quantity("low").value), tidy(hit.quantity("high").value)
        return {"min": low, "max": high} if low <= high else None
    if groups.get("list"):
        return {"choices": [tidy(quantity.value) for quantity in hit.payloads("list")]}
    for group, key in (("most", "max"), ("least", "min"), ("value", "value")):
        if groups.get(group) and hit.payloads(group):
            return {key: tidy(hit.quantity(group).value)}
    return None


def _families_for(reading: Reading, hit: Hit, groups: list[Group]) -> tuple[str, ...]:
    """The families that a setting belongs to: of the same sentence, the nearest; else those in use."""
    sentence = next(
        ((a, b) for a, b in reading.line.sentences() if a <= hit.start < b), (0, len(reading.line.items))
    )
    near = [g for g in groups if sentence[0] <= g.start < sentence[1]]
    inside = [g for g in near if hit.start <= g.start and g.end <= hit.end]
    if inside:
        return inside[0].families
    behind = [g for g in near if g.start >= hit.end]
    if behind and fullmatch(
        r" (?:for|in|of|on|with|to) (?:the |a |an |my )?", _between(reading, hit.end, behind[0].start)
    ):
        return behind[0].families
    before = [g for g in near if g.end <= hit.start]
    if before:
        return before[-1].families
    if behind:
        return behind[0].families
    included = reading.said("models.include")
    return tuple(included) if included else tuple(f for g in groups for f in g.families)


def _between(reading: Reading, start: int, end: int) -> str:
    line = reading.line
    return " " + line.canon[line.place(start) : line.place(end)] if end > start else ""


def _read_kernel(reading: Reading) -> None:
    hit = reading.line.first(_KERNEL)
    if hit:
        names = hit.said("names") or hit.said("names2")
        kernels = list(dict.fromkeys(_KERNELS[word] for word in names.split() if word in _KERNELS))
        reading.set("hyperparameters.svm.kernel", {"choices": kernels}, hit.quote)
        reading.claim(hit)


def _read_blend(reading: Reading, groups: list[Group]) -> None:
    """Ridge, lasso and elastic net are linear models with a setting of their own."""
    said: list[tuple[dict[str, Any], str]] = []
    for group in groups:
        for mention in group.mentions:
            for pattern, bounds in _BLENDS:
                if (
                    mention.families == ("linear",)
                    and match(pattern, mention.words.strip())
                    and stance(reading.line, group) == "only"
                ):
                    said.append((bounds, reading.line.words(mention.start, mention.end)))
    if len(said) == 1:
        reading.set("hyperparameters.linear.l1_ratio", said[0][0], said[0][1])
    elif len(said) > 1 and all("value" in bounds for bounds, _ in said):
        reading.set("hyperparameters.linear.l1_ratio", {"choices": [b["value"] for b, _ in said]}, said[0][1])
