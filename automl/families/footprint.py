"""What a fit takes of memory, foreseen from the size of the problem before it is begun.

What a worker really takes is limited by the operating system. On 100,000 rows of 50 columns the estimates were 0.87 to
2.05 times what was measured (`benchmarks/fit_memory.py`); trees and boosting add little to the copies of the matrix.
"""

from __future__ import annotations

from automl.families.needs import Needs
from automl.families.shape import Shape

CELL = 8  # bytes of a float64
MOST_TOO_HIGH = 2.05  # the largest of the estimates over what was measured, as above

# Copies of the matrix alive at once: the numbers of the frame, side by side, scaled, and the learner's own.
COPIES = 4

# Columns that become of one, as `automl.families.preparation` makes them: the bends of a number, the parts of a moment,
# the labels of a category that get a column of their own, for the most part.
_BENT, _DATE, _ONE_HOT, _CATEGORY = 5, 6, 10, 3


def prepared_bytes(shape: Shape, needs: Needs) -> float:
    """Memory of preparing the rows of a fit, and of the matrix that comes of it."""
    numbers = shape.n_numbers * (_BENT if needs.scale.endswith("spline") else 1)
    of_label = _ONE_HOT if needs.encoding == "onehot" else _CATEGORY
    labels = shape.n_categories * min(of_label, max(1, shape.max_levels))
    width = numbers + labels + _DATE * shape.n_dates + needs.text_components * shape.n_texts
    return float(COPIES * CELL * shape.n_rows * width)
