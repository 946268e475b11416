"""Models as plain data: JSON, arrays, and the boosters' own formats; reading it back runs nothing that stands in it.

JSON holds numbers, text, lists and these marks, each an object with one key that says what it is:

    {"array": 3}                          entry "a3" of the array file; "scalar" for a single NumPy number
    {"dict": [[key, value], …]}           {"tuple": [...]}         {"float": "nan"}         {"moment": "2024-01-01"}
    {"object": "automl.families.levels.Levels", "state": …}        one of `CLASSES`, made without calling anything
    {"estimator": "sklearn.linear_model._ridge.Ridge", "state": …}     of a family from outside
    {"tree": [n_features, n_outputs], "classes": …, "state": …}    a tree of scikit-learn, checked node by node
    {"booster": "lightgbm", "file": "booster-0.txt"}               read by the library that wrote it
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from automl.errors import FolderError
from automl.families.estimators import class_of, is_storable

#: Every class that a stored model may be made of; nothing else is ever created from a file.
CLASSES = (
    "automl.data.table.Column",
    "automl.families.bends.Bends",
    "automl.families.calibration.Calibration",
    "automl.families.catboost.CatBoostLearner",
    "automl.families.categories.CategoryColumn",
    "automl.families.combinations.Combinations",
    "automl.families.dates.DateParts",
    "automl.families.ensemble.WeightedEnsemble",
    "automl.families.forest.TreesLearner",
    "automl.families.hist_gradient_boosting.HistLearner",
    "automl.families.kernels.Kernel",
    "automl.families.kernels.LandmarkMachine",
    "automl.families.kernels.VectorMachine",
    "automl.families.knn.NeighboursLearner",
    "automl.families.leading_words.LeadingWords",
    "automl.families.learner.ConstantLearner",
    "automl.families.letters.Letters",
    "automl.families.levels.Levels",
    "automl.families.lightgbm.LightGBMLearner",
    "automl.families.linear.LinearLearner",
    "automl.families.matrix.Layout",
    "automl.families.mlp.NetworkLearner",
    "automl.families.model.Model",
    "automl.families.naive_bayes.Evidence",
    "automl.families.naive_bayes.NaiveBayesLearner",
    "automl.families.needs.Needs",
    "automl.families.plugin.SklearnLearner",
    "automl.families.preparation.Preparation",
    "automl.families.recall.Recall",
    "automl.families.recall.Recalling",
    "automl.families.repeated.RepeatedLearner",
    "automl.families.scaling.Scaling",
    "automl.families.svm.SVMLearner",
    "automl.families.target_encoding.TargetEncoding",
    "automl.families.target_form.LogTarget",
    "automl.families.terms.Components",
    "automl.families.terms.Terms",
    "automl.families.text_shape.TextShape",
    "automl.families.texts.TextColumn",
    "automl.families.xgboost.XGBoostLearner",
)


@dataclass
class Parts:
    """What the marks of a JSON tree point to."""

    arrays: dict[str, NDArray[Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)


def encode(value: Any, parts: Parts) -> Any:
    """A model, or anything that one is made of, as JSON; arrays and boosters go into `parts`.

    Raises
    ------
    TypeError
        If something is neither plain data nor an instance of one of `CLASSES`: a mistake of ours, found by the tests.
    """
    if value is None or isinstance(value, bool | str) or type(value) is int:
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, list):
        return [encode(item, parts) for item in value]
    if isinstance(value, tuple):
        return {"tuple": [encode(item, parts) for item in value]}
    if isinstance(value, dict):
        return {"dict": [[encode(k, parts), encode(v, parts)] for k, v in value.items()]}
    if isinstance(value, np.datetime64):
        return {"moment": str(value)}
    if isinstance(value, np.ndarray | np.generic):
        return _keep_array(value, parts)
    return _encode_object(value, parts)


def decode(data: Any, parts: Parts) -> Any:
    """What `encode` made, as it was.

    Raises
    ------
    FolderError
        If a mark or a class is unknown, or a tree or an entry is damaged.
    """
    if isinstance(data, list):
        return [decode(item, parts) for item in data]
    if not isinstance(data, dict):
        return data
    for mark, read in _MARKS.items():
        if mark in data:
            return read(data, parts)
    raise FolderError(f"The stored model holds a part of an unknown kind: {sorted(data)[:3]}.")


def _keep_array(value: NDArray[Any] | np.generic, parts: Parts) -> dict[str, Any]:
    if value.dtype.hasobject:
        raise TypeError(f"an array of objects cannot be stored: {value!r:.80}")
    name = f"a{len(parts.arrays)}"
    parts.arrays[name] = np.asarray(value)
    return {"array" if isinstance(value, np.ndarray) else "scalar": name}


def _encode_object(value: Any, parts: Parts) -> dict[str, Any]:
    kind = type(value)
    path = f"{kind.__module__}.{kind.__qualname__}"
    if path in CLASSES:
        state = value.__getstate__() or {}
        return {"object": path, "state": encode(state, parts)}
    if path == "sklearn.tree._tree.Tree":
        shape = [int(value.n_features), int(value.n_outputs)]
        classes, state = encode(np.asarray(value.n_classes), parts), encode(value.__getstate__(), parts)
        return {"tree": shape, "classes": classes, "state": state}
    if path in _BOOSTERS:
        library, ending, write = _BOOSTERS[path]
        name = f"booster-{len(parts.files)}.{ending}"
        parts.files[name] = write(value)
        return {"booster": library, "file": name}
    if is_storable(kind):
        return {"estimator": path, "state": encode(vars(value), parts)}
    raise TypeError(
        f"{path} is not among the classes of a stored model; a family from outside says in 'to_state' what to keep"
    )


def _decode_object(data: Mapping[str, Any], parts: Parts) -> Any:
    path = data["object"]
    if path not in CLASSES:
        raise FolderError(
            f"The stored model asks for {path!r}, which is not part of any model; it was not loaded."
        )
    module, _, name = path.rpartition(".")
    kind = getattr(importlib.import_module(module), name)
    made = kind.__new__(kind)
    made.__dict__.update(decode(data["state"], parts))
    declared = {attribute for base in kind.__mro__ for attribute in vars(base).get("__annotations__", ())}
    if lacking := sorted(attribute for attribute in declared if not hasattr(made, attribute)):
        raise FolderError(
            f"The stored model was written by an earlier Tandem: its {name} has no {', '.join(lacking)}. "
            "Search again, or read it with the Tandem that wrote it."
        )
    return made


def _decode_estimator(data: Mapping[str, Any], parts: Parts) -> Any:
    kind = class_of(data["estimator"])
    made = kind.__new__(kind)
    made.__dict__.update(decode(data["state"], parts))
    return made


def _decode_tree(data: Mapping[str, Any], parts: Parts) -> Any:
    from sklearn.tree._tree import Tree

    n_features, n_outputs = data["tree"]
    state = decode(data["state"], parts)
    nodes = state["nodes"]
    inner = nodes["left_child"] >= 0
    check_nodes(
        nodes["left_child"][inner],
        nodes["right_child"][inner],
        nodes["feature"][inner],
        at=np.flatnonzero(inner),
        n_nodes=len(nodes),
        n_features=n_features,
    )
    tree = Tree(n_features, decode(data["classes"], parts), n_outputs)
    tree.__setstate__(state)
    return tree


def check_nodes(
    left: NDArray[Any],
    right: NDArray[Any],
    column: NDArray[Any],
    *,
    at: NDArray[Any],
    n_nodes: int,
    n_features: int,
) -> None:
    """Refuse a tree that would lead outside of itself or in circles: its library walks it without looking.

    Parameters
    ----------
    left, right, column : ndarray
        Children and column of each inner node.
    at : ndarray
        Position of each inner node; its children come after it.
    """
    children = np.concatenate([left, right]).astype(np.int64)
    after = np.concatenate([at, at])
    columns = column.astype(np.int64)
    if (
        (children <= after).any()
        or (children >= n_nodes).any()
        or (columns < 0).any()
        or (columns >= n_features).any()
    ):
        raise FolderError("The stored model is damaged: a tree in it leads outside of itself.")


def _decode_booster(data: Mapping[str, Any], parts: Parts) -> Any:
    read = _READERS.get(data["booster"])
    if read is None:
        raise FolderError(f"The stored model names an unknown library: {data['booster']!r}.")
    return read(parts.files[data["file"]])


def _read_lightgbm(content: bytes) -> Any:
    import lightgbm

    return lightgbm.Booster(model_str=content.decode("utf-8"))


def _read_xgboost(content: bytes) -> Any:
    import xgboost

    booster = xgboost.Booster({"nthread": 1})
    booster.load_model(bytearray(content))
    return booster


def _read_catboost(content: bytes) -> Any:
    from catboost import CatBoost

    return CatBoost().load_model(blob=content)


def _write_catboost(model: Any) -> bytes:
    return bytes(model._serialize_model())


_BOOSTERS: dict[str, tuple[str, str, Callable[[Any], bytes]]] = {
    "lightgbm.basic.Booster": ("lightgbm", "txt", lambda booster: booster.model_to_string().encode("utf-8")),
    "xgboost.core.Booster": ("xgboost", "ubj", lambda booster: bytes(booster.save_raw("ubj"))),
    "catboost.core.CatBoost": ("catboost", "cbm", _write_catboost),
}
_READERS: dict[str, Callable[[bytes], Any]] = {
    "lightgbm": _read_lightgbm,
    "xgboost": _read_xgboost,
    "catboost": _read_catboost,
}
_MARKS: dict[str, Callable[[Mapping[str, Any], Parts], Any]] = {
    "object": _decode_object,
    "estimator": _decode_estimator,
    "tree": _decode_tree,
    "booster": _decode_booster,
    "array": lambda data, parts: parts.arrays[data["array"]],
    "scalar": lambda data, parts: parts.arrays[data["scalar"]][()],
    "dict": lambda data, parts: {decode(k, parts): decode(v, parts) for k, v in data["dict"]},
    "tuple": lambda data, parts: tuple(decode(item, parts) for item in data["tuple"]),
    "float": lambda data, parts: float(data["float"]),
    "moment": lambda data, parts: np.datetime64(data["moment"]),
}
