"""Simple forecasts to be held against: no change, Hamilton–Perry, and the mean of the two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

GROUP_YEARS = 5
GROUPS = 18
PRIOR_PERSONS = 10.0
"""Persons a cohort ratio is shrunk towards the country's by; gives the published errors of this
method from 2016 (3.6 % after five years)."""
MOTHERS = slice(3, 10)


def hamilton_perry(
    before: Array, base: Array, comparable: NDArray[np.bool_], horizon: int
) -> Array:
    """(municipality, year, group) persons at 0…horizon years, between five-year steps linear.

    before, base  (municipality, sex, age) five years apart

    Cohort ratios by sex and five-year group, shrunk towards the country's; children per woman
    aged 15–49 likewise (Hamilton and Perry 1962; Smith, Tayman and Swanson 2013).
    """
    earlier, now = _groups(before), _groups(base)
    grown = np.concatenate([now[..., 1:17], now[..., 17:]], axis=-1)
    origin = _origin(earlier)
    country = grown[comparable].sum(axis=0) / origin[comparable].sum(axis=0)
    ratio = (grown + PRIOR_PERSONS * country) / (origin + PRIOR_PERSONS)
    children, mothers = now[..., 0], now[:, 0, MOTHERS].sum(axis=-1)
    per_mother = children[comparable].sum(axis=0) / mothers[comparable].sum()
    child_ratio = (children + PRIOR_PERSONS * per_mother) / (mothers[:, None] + PRIOR_PERSONS)
    steps = [now]
    for _ in range(-(-horizon // GROUP_YEARS)):
        later = np.empty_like(now)
        later[..., 1:] = _origin(steps[-1]) * ratio
        later[..., 0] = child_ratio * steps[-1][:, 0, MOTHERS].sum(axis=-1)[:, None]
        steps.append(later)
    both = np.stack([step.sum(axis=1) for step in steps], axis=1)
    return np.stack([_at(both, year / GROUP_YEARS) for year in range(horizon + 1)], axis=1)


def in_age_band(groups: Array, first: int, last: int) -> Array:
    """(…) persons of ages first…last, groups of five years taken as even inside."""
    starts = np.arange(GROUPS) * GROUP_YEARS
    ends = np.append(starts[1:], 200)
    inside = np.minimum(ends, last + 1) - np.maximum(starts, first)
    width = np.where(ends > 105, np.where(last >= 105, inside, GROUP_YEARS), GROUP_YEARS)
    share = np.where(inside > 0, inside / np.maximum(width, 1), 0.0)
    band: Array = groups @ np.minimum(share, 1.0)
    return band


def _groups(persons: Array) -> Array:
    starts = np.arange(GROUPS) * GROUP_YEARS
    return np.add.reduceat(persons, starts, axis=-1)


def _origin(groups: Array) -> Array:
    return np.concatenate([groups[..., :16], groups[..., 16:].sum(axis=-1, keepdims=True)], axis=-1)


def _at(steps: Array, position: float) -> Array:
    low = int(position)
    if low == position:
        return steps[:, low]
    return steps[:, low] + (position - low) * (steps[:, low + 1] - steps[:, low])
