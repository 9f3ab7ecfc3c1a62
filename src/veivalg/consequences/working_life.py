"""Working lives by one-year age: who enters an occupation, who is in it, who leaves.

A profile is what a person of each sex and age counts as in an occupation's pool. Its level says
nothing, only its shape does: pools are compared with themselves in the base year.
Equations: docs/model/workforce.md.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray
from veivalg.consequences.ageing import graduated
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.staffing import PROFILES
from veivalg.errors import BadParameter

LAST_YEAR = 2050
"""The year that `staff.later_leaving` is reached."""
BEND = (50, 60)
"""Leaving earlier or later moves employment along age from the first, fully from the second."""
STEEPEST = 0.2
"""Bound of the tilt of a profile, per year of age."""


def profiles(parameters: Parameters, persons: FloatArray, years: tuple[int, ...]) -> FloatArray:
    """What each person counts as in each profile's pool.

    persons  (sex, age)  of the country in the base year: mean ages are met there
    returns  (profile, year, sex, age)
    """
    employed = employment(parameters, persons)
    start = _untilted(parameters, employed, np.zeros(1))
    tilt = tilts(start[:, 0], persons, _items(parameters, "staff.mean_age"))
    later = parameters.number("staff.later_leaving") * np.clip(
        (np.array(years) - years[0]) / (LAST_YEAR - years[0]), 0, 1
    )
    rows = _untilted(parameters, employed, later) if later.any() else start
    return np.broadcast_to(
        rows * _slope(tilt)[:, None, None], (len(PROFILES), len(years), *employed.shape)
    )


def employment(parameters: Parameters, persons: FloatArray) -> FloatArray:
    """(sex, age) share employed, groups made a curve that keeps each group's mean."""
    rate = parameters.ages("staff.employment")
    return np.stack([graduated(rate[s], persons[s], _steps(rate[s])) for s in range(len(SEXES))])


def entering_and_leaving(profile: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What a person adds to the pool, or takes from it, by growing one year older.

    profile  (…, year, sex, age)
    returns  two of the same shape, neither negative; the last year repeats its own profile
    """
    next_year = np.concatenate([profile[..., 1:, :, :], profile[..., -1:, :, :]], axis=-3)
    older = np.concatenate([next_year[..., 1:], next_year[..., -1:]], axis=-1)
    change = older - profile
    return np.maximum(change, 0.0), np.maximum(-change, 0.0)


def tilts(rows: FloatArray, persons: FloatArray, mean_ages: FloatArray) -> FloatArray:
    """(profile) tilt per year of age that gives each profile its mean age, by bisection.

    rows       (profile, sex, age)
    mean_ages  (profile)
    Raises BadParameter when no tilt within bounds gives the mean age.
    """
    pool = (rows * persons).sum(axis=1)
    low = np.full(len(rows), -STEEPEST)
    high = -low
    for _ in range(40):
        middle = (low + high) / 2
        too_young = _mean_age(pool * _slope(middle)) < mean_ages
        low, high = np.where(too_young, middle, low), np.where(too_young, high, middle)
    missed = np.abs(_mean_age(pool * _slope(low)) - mean_ages) > 0.05
    if missed.any():
        p = int(np.argmax(missed))
        raise BadParameter(
            f"staff.mean_age of {PROFILES[p]} is {mean_ages[p]:g}, which no working life from "
            "the given ages of entry can have; choose a mean age nearer 45."
        )
    return low


def mean_age(rows: FloatArray, persons: FloatArray) -> FloatArray:
    """(…) mean age, in completed years, of the pool (…, sex, age) of these people."""
    return _mean_age((rows * persons).sum(axis=-2))


def _mean_age(pool: FloatArray) -> FloatArray:
    """(…) mean age of (…, age)."""
    mean: FloatArray = pool @ np.array(AGES, dtype=np.float64) / pool.sum(axis=-1)
    return mean


def _untilted(parameters: Parameters, employed: FloatArray, later: FloatArray) -> FloatArray:
    """(profile, year, sex, age) share of sex, employment and entry; later is (year) years."""
    ages = np.array(AGES, dtype=np.float64)
    earlier = _items(parameters, "staff.leaving_earlier")
    bend = np.clip((ages - BEND[0]) / (BEND[1] - BEND[0]), 0, 1)
    at = ages + (earlier[:, None] - later)[:, :, None] * bend
    work = np.stack([np.interp(at, ages, employed[s]) for s in range(len(SEXES))], axis=2)
    first = _items(parameters, "staff.entry_from")[:, None]
    full = _items(parameters, "staff.entry_full")[:, None]
    entered = np.clip((ages - first) / np.maximum(full - first, 1e-9), 0, 1)
    women = _items(parameters, "staff.women")
    sexes = np.stack([women, 1 - women], axis=1)
    rows: FloatArray = sexes[:, None, :, None] * work * entered[:, None, None, :]
    return rows


def _slope(tilt: FloatArray) -> FloatArray:
    """(profile, age) the tilt's factor at each age, 1 at 45."""
    slope: FloatArray = np.exp(tilt[:, None] * (np.array(AGES) - 45.0))
    return slope


def _steps(rate: FloatArray) -> tuple[tuple[int, int], ...]:
    """Runs of ages with the same rate above 0."""
    edges = [0, *(np.flatnonzero(np.diff(rate)) + 1).tolist(), len(rate)]
    return tuple((a, b - 1) for a, b in pairwise(edges) if rate[a] > 0)


def _items(parameters: Parameters, figure: str) -> FloatArray:
    return np.array([parameters.item(figure, profile) for profile in PROFILES])
