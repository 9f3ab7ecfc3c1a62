"""Births: the national schedule and path, and the local level.

Equations: docs/model/estimation.md, "Births".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import COHORTS, BoolArray, FloatArray, IntArray
from veivalg.population.history import History
from veivalg.population.shrinkage import shrunk_ratio

YEARS_BEHIND_LOCAL_LEVEL = 10
"""The last ten years, as for moves."""
YEARS_OF_CHANGE = 5
MEAN_REVERSION = 0.95
"""Share of a deviation in fertility left after a year; assumption, 0.9 to 1: it bounds the
interval of the total fertility rate, which a random walk would not."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FertilityTrend:
    """Fertility seen from a base year.

    rate       (cohort)  births per woman-year in the newest published year
    deviation  standard deviation of a year's change of log total fertility
    """

    rate: FloatArray
    deviation: float


def cohort_birth_rate(by_age: FloatArray, first_age: int) -> FloatArray:
    """(…, cohort) births per woman-year, from rates by age in completed years.

    by_age  (…, age)  births per woman, the first at `first_age`

    A cohort spends about half the year at each of two ages.
    """
    full = np.zeros((*by_age.shape[:-1], len(COHORTS) + 1))
    full[..., first_age : first_age + by_age.shape[-1]] = by_age
    cohort = 0.5 * (full[..., :-1] + full[..., 1:])
    shifted = np.zeros_like(cohort)
    shifted[..., 1:] = cohort[..., :-1]
    return shifted


def fit_fertility_trend(rates: FloatArray) -> FertilityTrend:
    """Fertility trend from (year, cohort) rates in year order.

    The middle path keeps the newest level: forecasts of the log total fertility rate from
    every year since 1979 were nearest with no trend (docs/decisions/0005).
    """
    total = np.log(rates.sum(axis=-1))
    return FertilityTrend(rate=rates[-1], deviation=yearly_deviation(total))


def yearly_deviation(log_total: FloatArray) -> float:
    """Standard deviation of a year's change, measured on changes over several years.

    Rises and falls of fertility last for years, so that single years' changes taken as
    independent would promise too much: the root mean square of changes over
    YEARS_OF_CHANGE years is what their independent sum must give.
    """
    span = min(YEARS_OF_CHANGE, len(log_total) - 1)
    changes = log_total[span:] - log_total[:-span]
    return float(np.sqrt((changes**2).mean() / span))


def national_birth_rate(
    trend: FertilityTrend, years_ahead: FloatArray, *, quantile: float
) -> FloatArray:
    """(year, cohort) rates along the path; quantile in standard deviations, 0 for the middle."""
    spread = deviation_ahead(trend.deviation, years_ahead)
    path: FloatArray = np.exp(quantile * spread)[:, None] * trend.rate
    return path


def deviation_ahead(deviation: float, years_ahead: FloatArray) -> FloatArray:
    """(year) standard deviation of a mean-reverting path after some years."""
    kept = MEAN_REVERSION**2
    spread: FloatArray = deviation * np.sqrt((1 - kept**years_ahead) / (1 - kept))
    return spread


def births_behind(
    past: History, rates: FloatArray, infant_deaths: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Births in the years behind the local level: (municipality) observed and expected.

    rates          (flow year, cohort)  national rates; women counted at both ends of the year
    infant_deaths  (flow year, sex)     share of newborns that die within the year

    Observed births are the children found at age 0, with infant deaths added back: newborns
    that moved are counted where they ended, which is how the level is applied.
    """
    window = slice(max(0, len(past.years) - 1 - YEARS_BEHIND_LOCAL_LEVEL), None)
    women = past.opening_by_cohort[:, window, 0]
    closing = np.zeros_like(women)
    closing[..., :-1] = past.persons[:, 1:, 0][:, window]
    expected = (0.5 * (women + closing) * rates[window]).sum(axis=(1, 2))
    found = past.persons[:, 1:, :, 0][:, window] / (1 - infant_deaths[window])
    return found.sum(axis=(1, 2)), expected


def local_birth_level(
    observed: FloatArray, expected: FloatArray, group: IntArray, usable: BoolArray
) -> FloatArray:
    """(municipality) births over expected at national rates, shrunk towards the group."""
    return shrunk_ratio(observed, expected, group, usable)
