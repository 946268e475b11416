"""What settings of families are called, and the words that some of them take instead of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from assistant.offline.search.families import as_heard
from assistant.offline.text.line import Line
from automl.families import known_family
from automl.spec.plugins import outside_names

_TREES = ("lightgbm", "xgboost", "random_forest", "extra_trees", "decision_tree", "hist_gradient_boosting")
_FORESTS = ("random_forest", "extra_trees", "decision_tree")
_BOOSTERS = ("lightgbm", "xgboost", "catboost", "hist_gradient_boosting")

# What a setting is called, and its name in each family that has it.
_NAMES: tuple[tuple[str, dict[str, str]], ...] = (
    (r"(?:num )?(?:leave|leaf)s?(?: per tree)?|number of (?:leave|leaf)s?|num leave", {"lightgbm": "num_leaves", "hist_gradient_boosting": "max_leaf_nodes", "decision_tree": "max_leaf_nodes"}),
    (r"(?:max(?:imum|imal)? )?(?:tree )?depth(?: of (?:the )?trees?)?|level(?:s)? deep|level|deep(?:er)?", dict.fromkeys(_TREES, "max_depth") | {"catboost": "depth"}),
    (r"(?:number of |n |num )?(?:tree|estimator|boosting round|round|iteration)s?|n estimators?", dict.fromkeys(("lightgbm", "xgboost", "random_forest", "extra_trees"), "n_estimators") | {"catboost": "iterations", "hist_gradient_boosting": "max_iter"}),
    (r"learning rate(?: init)?|eta|shrinkage|lr|learn rate|step size", dict.fromkeys(_BOOSTERS, "learning_rate") | {"mlp": "learning_rate_init"}),
    (r"(?:number of |n |k )?(?:nearest )?neighbours?|nearest ones?|k", {"knn": "n_neighbors"}),
    (r"min(?:imum)?(?: number of)? (?:sample|row|case|observation)s?(?: per| in a| in each| in every)?(?: leaf| leave)?|min child samples?|min samples leaf|min samples leave|[a-z]+ (?:per|(?:in|at|to|for) (?:a|an|each|every|any|one|its|the)) (?:leaf|leave|leaf node|end node|terminal node)|(?:leaf|leave)s?(?: (?:that|which|should|must|may|can|have to|need to|to|always|still))* (?:hold|contain|cover|have|get|keep|with)|(?:min(?:imum)? )?(?:leaf|leave|node) size", {"lightgbm": "min_child_samples", **dict.fromkeys((*_FORESTS, "hist_gradient_boosting"), "min_samples_leaf")}),
    (r"subsample|row sampling|bagging fraction", dict.fromkeys(("lightgbm", "xgboost", "catboost"), "subsample")),
    (r"colsample bytree|column sampling|feature fraction", dict.fromkeys(("lightgbm", "xgboost"), "colsample_bytree")),
    (r"l2(?: leaf reg| leave reg| regularization| regularisation| penalty)?", {"catboost": "l2_leaf_reg", "lightgbm": "reg_lambda", "xgboost": "reg_lambda", "hist_gradient_boosting": "l2_regularization"}),
    (r"l1 ratio|mixing (?:parameter|ratio)|mix of l1 and l2", {"linear": "l1_ratio"}),
    (r"max(?:imum)? features?", dict.fromkeys((*_FORESTS, "hist_gradient_boosting"), "max_features")),
    (r"gamma", {"svm": "gamma", "xgboost": "gamma"}),
    (r"(?:regulari[sz]ation |penalty )?c", {"svm": "C", "linear": "C"}),
    (r"alpha|weight decay", {"linear": "alpha", "mlp": "alpha", "naive_bayes": "alpha"}),
    (r"drop ?out(?: rate)?", {"mlp": "dropout"}),
    (r"p(?= (?:=|:|fix|set|equal|be|either))", {"knn": "p"}),
)  # fmt: skip
# Names of parameters that people say of other things, or that say nothing by themselves.
_TOO_COMMON = frozenset(
    ("p", "metric", "weights", "extra_trees", "alpha", "k", "depth", "bootstrap", "criterion")
)

_TAKES_WORDS: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    (r"kernels?", {"svm": "kernel"}, {"rbf": "rbf", "radial": "rbf", "radial basis function": "rbf", "gaussian": "rbf", "linear": "linear", "polynomial": "poly", "poly": "poly", "sigmoid": "sigmoid"}),
    (r"max(?:imum)? features?|features? per split", dict.fromkeys(_FORESTS, "max_features"), {"sqrt": "sqrt", "square root": "sqrt", "log2": "log2"}),
    (r"(?:split(?:ting)? )?criterion|impurity", dict.fromkeys(_FORESTS, "criterion"), {"gini": "gini", "entropy": "entropy", "log loss": "log_loss"}),
    (r"gamma", {"svm": "gamma"}, {"scale": "scale", "auto": "auto"}),
    (r"weights?|weighting", {"knn": "weights"}, {"uniform": "uniform", "distance": "distance"}),
    (r"activations?(?: function)?", {"mlp": "activation"}, {"relu": "relu", "tanh": "tanh", "logistic": "logistic", "identity": "identity"}),
    (r"class weights?", dict.fromkeys(("linear", "svm", *_TREES, "catboost", "mlp"), "class_weight"), {"balanced": "balanced", "balance": "balanced"}),
)  # fmt: skip
_BETWEEN = r"(?: (?:,|or|and|/|&|the|a|an|either|both|plus))+"
_FILLERS = r"(?: (?:may|can|must|should|will|be|to|set|fix|either|of|:|=|in|one|only|just|the|a|an|choose|chosen|by|from|between|among|both|or|\[|\(|\{|\"|'|try|vary|take|as|go))*"


class Setting(NamedTuple):
    """A setting that is named in a line: its stretch of items, and its name in each family that has it."""

    start: int
    end: int
    by_family: dict[str, str]


@dataclass(frozen=True)
class Choices:
    """A setting whose values are words, with those words."""

    start: int
    end: int
    by_family: dict[str, str]
    values: tuple[str, ...]


def settings_in(line: Line, families: Iterable[str]) -> list[Setting]:
    """Settings that are named, none overlapping; the longest name wins."""
    found: list[Setting] = []
    names = [*_NAMES, *_names_of(families)]
    hits = [(hit, by_family) for pattern, by_family in names for hit in line.find(rf" (?:{pattern})(?= )")]
    for hit, by_family in sorted(hits, key=lambda pair: pair[0].start - pair[0].end):
        same = next((one for one in found if (one.start, one.end) == (hit.start, hit.end)), None)
        if same is not None:
            found.remove(same)
            found.append(same._replace(by_family=by_family | same.by_family))
        elif all(hit.end <= other.start or other.end <= hit.start for other in found):
            found.append(Setting(hit.start, hit.end, by_family))
    return found


def owner_of(line: Line, setting: Setting) -> list[str]:
    """The only family that has a setting of that name, where it is written as the estimator has it: "num_leaves"."""
    typed = line.words(setting.start, setting.end).lower()
    written = [family for family, name in setting.by_family.items() if name == typed]
    return written if len(written) == 1 and "_" in typed else []


def _names_of(families: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Settings of named families by the names that their libraries, or the packages that bring them, use."""
    for name in dict.fromkeys(families):
        found = known_family(name)
        if found is None:
            continue
        for setting in dict.fromkeys(s for task in found.tasks for s in found.parameters(task)):
            if name in outside_names() or (setting not in _TOO_COMMON and len(setting) > 1):
                heard = dict.fromkeys((as_heard(setting), as_heard(setting.replace("_", " "))))
                yield "|".join(map(re.escape, heard)), {name: setting}


def choices_in(line: Line) -> list[Choices]:
    """Settings with the words that they may take, in either order: "kernel rbf or poly", "the rbf and the poly kernel"."""
    found: list[Choices] = []
    for name, by_family, said in _TAKES_WORDS:
        value = "|".join(sorted(map(re.escape, said), key=len, reverse=True))
        listed = rf"(?P<list>(?:{value})(?:{_BETWEEN} (?:{value}))*)"
        for pattern in (
            rf" (?:{name}){_FILLERS} {listed}(?= )",
            rf" {listed}(?: basis function)?(?: (?:both|either|only|just|try|tried|use|as|for|the|be|set|allow|may|can|to))* (?:{name})(?= )",
            *((rf" (?:{name}) ,(?: (?:both|either|try|the))* {listed}(?= )",) if "uniform" in said else ()),
            *(
                (rf" {listed} of (?:the |all |its |number |of )*(?:feature|column|variable|input)s?(?= )",)
                if "sqrt" in said
                else ()
            ),
        ):
            for hit in line.find(pattern):
                values = re.findall(rf"(?<= )(?:{value})(?= )", f" {hit.match.group('list')} ")
                if all(hit.end <= one.start or one.end <= hit.start for one in found):
                    chosen = tuple(dict.fromkeys(said[word] for word in values))
                    found.append(Choices(hit.start, hit.end, by_family, chosen))
    return found
