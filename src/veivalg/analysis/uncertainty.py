"""How sure an indicator is: quantiles over the draws, and single possible futures."""

from __future__ import annotations

import numpy as np

from veivalg.axes import FloatArray, IntArray

QUANTILES = (2.5, 10.0, 25.0, 50.0, 75.0, 90.0, 97.5)
"""Per cent; together the 50, 80 and 95 % intervals and the median."""
SINGLE_FUTURES = 20


def quantiles(
    drawn: FloatArray | IntArray, *, percents: tuple[float, ...] = QUANTILES
) -> FloatArray:
    """Quantiles over the first axis.

    drawn    (draw, …)
    returns  (quantile, …)  linear between the two nearest draws; NaN where any draw is
    """
    result: FloatArray = np.percentile(drawn, percents, axis=0)
    return result


def single_futures(drawn: FloatArray, *, count: int = SINGLE_FUTURES) -> FloatArray:
    """The first draws as they fell, not picked for their looks: (future, …)."""
    return drawn[:count]


def statistic_name(percent: float) -> str:
    """Name of a quantile in files: 10 is "p10", 2.5 is "p2.5"."""
    return f"p{percent:g}"


def share_below(drawn: FloatArray, limit: float) -> float:
    """Share of the draws (draw) that end below a limit."""
    return float(np.mean(drawn < limit))
