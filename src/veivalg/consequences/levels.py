"""Local levels: how much a service is used in a municipality, against the country at equal ages.

Three things are known of a municipality: its index of expenditure need (or another index of its
group), what its neighbours in the county use, and perhaps its own figures. The logarithm of the
local level is normal around the index to a power, with a county's share and a municipality's own;
each is held back towards what it belongs to in proportion to how little stands behind it.
Equation: docs/model/services.md, "Local levels".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import BoolArray, FloatArray, IntArray

COUNTY_PART = 0.5
"""Part of the variance between municipalities that lies between counties. Assumption, 0.3-0.7: the
nine of the care sample in one county are alike in this degree."""
FEWEST = 5
"""Municipalities with figures that are needed to measure how much they differ."""
USUAL_VARIANCE = 0.06
"""Variance of the logarithm between municipalities when too few have figures. Assumption,
0.03-0.12: what the care sample shows (levels differ by about a fourth)."""


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """Local level of one service, and what each rests on: own, county, group or country.

    level  (municipality)  1 = as the country at equal ages
    """

    level: FloatArray
    basis: tuple[str, ...]


def local_level(
    observed: FloatArray,
    expected: FloatArray,
    *,
    index: FloatArray,
    power: float,
    county: IntArray,
) -> Level:
    """Level of a service from what some municipalities are known to have.

    observed  (municipality)  users; NaN where not held
    expected  (municipality)  users at the country's rates
    index     (municipality)  need or use of the municipality's group, country = 1; NaN = unknown
    power     how strongly the level follows the index
    county    (municipality)  which county each lies in
    """
    has_index = ~np.isnan(index)
    centre = np.where(has_index, power * np.log(np.where(has_index, index, 1.0)), 0.0)
    usable = ~np.isnan(observed) & (expected > 0)
    residual = np.where(usable, _log_ratio(observed, expected), 0.0) - centre
    chance = np.where(usable, 1 / (np.where(usable, observed, 0.0) + 0.5), np.inf)
    variance = _between(residual[usable], chance[usable])
    shared = _county_effect(residual, chance, usable, county, variance)
    own = (1 - COUNTY_PART) * variance
    pull = np.where(usable, own / (own + chance), 0.0)
    level = np.exp(centre + shared + pull * np.where(usable, residual - shared, 0.0))
    near = np.isin(county, county[usable])
    return Level(_as_the_country(level, expected, usable), _basis(usable, near, has_index))


def _log_ratio(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """Half a user is added on both sides, so that none has a logarithm too."""
    with np.errstate(invalid="ignore"):
        ratio: FloatArray = np.log((observed + 0.5) / (expected + 0.5))
    return ratio


def _between(residual: FloatArray, chance: FloatArray) -> float:
    """Variance between municipalities beyond chance, by moments."""
    if residual.size < FEWEST:
        return USUAL_VARIANCE
    weight = 1 / (chance + USUAL_VARIANCE)
    mean = np.average(residual, weights=weight)
    spread = np.average((residual - mean) ** 2 - chance, weights=weight)
    return float(max(spread, 0.01))


def _county_effect(
    residual: FloatArray, chance: FloatArray, usable: BoolArray, county: IntArray, variance: float
) -> FloatArray:
    """(municipality) what its county adds to the logarithm, held back towards nothing."""
    between, own = COUNTY_PART * variance, (1 - COUNTY_PART) * variance
    shared = np.zeros(len(residual))
    for one in np.unique(county[usable]):
        inside = usable & (county == one)
        weight = 1 / (chance[inside] + own)
        shared[county == one] = (weight @ residual[inside]) / (weight.sum() + 1 / between)
    return shared


def _as_the_country(level: FloatArray, expected: FloatArray, usable: BoolArray) -> FloatArray:
    """Levels that are not own are scaled so that the country's users stay as published."""
    rest = ~usable
    estimated = (level * expected)[rest].sum()
    left = expected.sum() - (level * expected)[usable].sum()
    if estimated <= 0 or left <= 0:
        return level
    return np.where(rest, level * left / estimated, level)


def _basis(usable: BoolArray, near: BoolArray, has_index: BoolArray) -> tuple[str, ...]:
    """Own figures, else those of somebody in the county, else an index, else nothing."""
    return tuple(
        "own" if own else "county" if neighbour else "group" if indexed else "country"
        for own, neighbour, indexed in zip(
            usable.tolist(), near.tolist(), has_index.tolist(), strict=True
        )
    )
