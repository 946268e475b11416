"""What nearly every fit imports, imported once in the server that workers are forked from.

CatBoost and XGBoost are not here: each takes 20 to 60 MB in every process and many runs need neither.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import lightgbm  # noqa: F401 - the import is the purpose
import pandas as pd  # noqa: F401
import sklearn.linear_model
import sklearn.metrics
import sklearn.preprocessing  # noqa: F401

import automl.search.jobs  # noqa: F401
