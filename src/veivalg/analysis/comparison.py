"""Places of different size side by side."""

from __future__ import annotations

import numpy as np

from veivalg.axes import FloatArray


def indexed(values: FloatArray, *, base: FloatArray) -> FloatArray:
    """Values with the base as 100.

    values  (year, …)
    base    (…)          value in the base year; NaN results where it is 0
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        result: FloatArray = np.where(base != 0, 100 * values / base, np.nan)
    return result
