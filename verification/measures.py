"""How wrong a forecast was: the measures every method is given."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

SIZES = (
    ("under 2,000", 0, 2_000),
    ("2,000–5,000", 2_000, 5_000),
    ("5,000–20,000", 5_000, 20_000),
    ("20,000 and over", 20_000, 10**9),
)
AGES = ((0, 5), (6, 15), (16, 19), (20, 66), (67, 79), (80, 105))


def name_of(ages: tuple[int, int]) -> str:
    first, last = ages
    return f"{first}+" if last >= 105 else f"{first}–{last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """Errors of one method from one base year after some years, per cent of what came.

    mape, median  mean and median absolute error over municipalities
    within_5      per cent of municipalities less than 5 % off
    bias          mean error, above 0 = too many forecast
    by_size       mean absolute error by number of residents in the base year
    by_age        mean absolute error of the number in an age band
    coverage_80   per cent of municipalities inside the 80 % interval, None when there is none
    """

    method: str
    base_year: int
    horizon: int
    municipalities: int
    mape: float
    median: float
    within_5: float
    bias: float
    by_size: dict[str, float]
    by_age: dict[str, float]
    coverage_80: float | None = None

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


def accuracy(
    method: str,
    base_year: int,
    horizon: int,
    *,
    forecast: Array,
    truth: Array,
    size: Array,
    bands: dict[tuple[int, int], tuple[Array, Array]],
    coverage_80: float | None = None,
) -> Accuracy:
    """forecast, truth, size (municipality); bands: forecast and truth of each age band."""
    error = 100 * (forecast / truth - 1)
    miss = np.abs(error)
    return Accuracy(
        method=method,
        base_year=base_year,
        horizon=horizon,
        municipalities=len(truth),
        mape=_rounded(miss.mean()),
        median=_rounded(np.median(miss)),
        within_5=_rounded(100 * (miss < 5).mean(), 1),
        bias=_rounded(error.mean()),
        by_size={
            name: _rounded(miss[(size >= low) & (size < high)].mean()) for name, low, high in SIZES
        },
        by_age={
            name_of(ages): _rounded(100 * np.abs(foretold / came - 1)[came > 0].mean())
            for ages, (foretold, came) in bands.items()
        },
        coverage_80=None if coverage_80 is None else _rounded(coverage_80, 1),
    )


def _rounded(value: float, decimals: int = 2) -> float:
    return round(float(value), decimals)
