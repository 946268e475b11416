"""Why a model says what it says: importance, effects, contributions, single predictions, curves.

`explain_model` is what the pipeline calls. Everything works on any model that predicts a typed frame; scikit-learn is
not needed.
"""

from automl.explain.effects import column_effect
from automl.explain.importance import permutation_importance
from automl.explain.model import explain_model
from automl.explain.native import mix_contributions, native_contributions
from automl.explain.predictor import as_predict
from automl.explain.rows import explain_row
from automl.explain.shapley import Contributions, sampled_shapley, typical_rows
from automl.explain.sizes import Sizes
from automl.explain.what_if import WhatIf, what_if

__all__ = [
    "Contributions",
    "Sizes",
    "WhatIf",
    "as_predict",
    "column_effect",
    "explain_model",
    "explain_row",
    "mix_contributions",
    "native_contributions",
    "permutation_importance",
    "sampled_shapley",
    "typical_rows",
    "what_if",
]
