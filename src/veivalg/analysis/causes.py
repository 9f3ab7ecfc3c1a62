"""*Why* an indicator changes: causes that add up exactly to the change.

Of a count of persons in some ages, a year's change is the flows booked on the cohorts that
reach those ages by 31 December, plus *ageing*: those who grew into the ages less those who
grew out of them. Of a ratio above/below, each cause's part is its Shapley share between the
line's two sides, which is linear in the cause and therefore adds up:

    part = change_above · ½(1/below₀ + 1/below₁) - change_below · ½(above₀ + above₁)/(below₀·below₁)
"""

from __future__ import annotations

import numpy as np

from veivalg.analysis.indicators import ALL_INDICATORS, Indicator, ages_of
from veivalg.axes import OPEN_AGE, FloatArray, IntArray
from veivalg.population.ledger import FLOWS, SIGNS, Ledger

CAUSES = (*FLOWS, "ageing")


def causes_of_change(ledger: Ledger) -> FloatArray:
    """Why each indicator moved since the first year, summed up year by year.

    returns  (indicator, place, year, cause)  in the indicator's unit; Y + 1 years, the first
             all zeros; over causes it sums to the indicator less its first value. NaN from
             the year in which nobody is below a ratio's line.
    """
    return np.stack([cumulative_causes(indicator, ledger) for indicator in ALL_INDICATORS])


def cumulative_causes(indicator: Indicator, ledger: Ledger) -> FloatArray:
    """(place, year, cause) for one indicator, from 0 in the first year."""
    yearly = yearly_causes(indicator, ledger)
    total = np.zeros((yearly.shape[0], yearly.shape[1] + 1, yearly.shape[2]))
    np.cumsum(yearly, axis=1, out=total[:, 1:])
    return total


def yearly_causes(indicator: Indicator, ledger: Ledger) -> FloatArray:
    """(place, year, cause): what each cause did to one indicator within each year."""
    above_change, above = _of_ages(ages_of(indicator.groups), ledger)
    if not indicator.over:
        return above_change
    below_change, below = _of_ages(ages_of(indicator.over), ledger)
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = np.where(below > 0, 1 / below, np.nan)
    mean_inverse = (inverse[:, :-1] + inverse[:, 1:]) / 2
    product = inverse[:, :-1] * inverse[:, 1:] * (above[:, :-1] + above[:, 1:]) / 2
    parts: FloatArray = above_change * mean_inverse[..., None] - below_change * product[..., None]
    return parts


def _of_ages(ages: IntArray, ledger: Ledger) -> tuple[FloatArray, FloatArray]:
    """Change by cause (place, year, cause) and persons (place, year + 1) of some ages."""
    persons = ledger.persons[..., ages].sum(axis=(-2, -1), dtype=np.float64)
    cohorts = _cohorts_reaching(ages)
    changes = [_flow(name, ledger, cohorts) for name in FLOWS]
    opening = ledger.opening_by_cohort[..., cohorts].sum(axis=(-2, -1), dtype=np.float64)
    changes.append(opening - persons[:, :-1])
    return np.stack(changes, axis=-1), persons


def _flow(name: str, ledger: Ledger, cohorts: IntArray) -> FloatArray:
    """(place, year): one flow with its sign, summed over the cohorts that reach the ages."""
    flow = getattr(ledger, name)
    if name == "births":
        born: FloatArray = flow.sum(axis=-1, dtype=np.float64) * bool(0 in cohorts)
        return born
    booked: FloatArray = SIGNS[name] * flow[..., cohorts].sum(axis=(-2, -1), dtype=np.float64)
    return booked


def _cohorts_reaching(ages: IntArray) -> IntArray:
    """Cohorts whose age on 31 December is among these; 106 joins the open age."""
    return np.append(ages, OPEN_AGE + 1) if OPEN_AGE in ages else ages
