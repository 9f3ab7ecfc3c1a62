"""A choice at a level from a year on, as contributions to dials, cost and staff.

Equations (42) to (46): docs/model/choices.md.
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import FloatArray
from veivalg.choices.counts import COUNTS
from veivalg.choices.lever import GAINING, Lever
from veivalg.shifts.as_today import AsToday
from veivalg.shifts.contribution import COST, INVESTMENT, PERSON_YEARS, Contribution

AREA_OF_GROUP = {
    "care_technology": "home",
    "prevention_and_housing": "home",
    "inclusion": "social_services",
    "climate_and_land": "technical",
    "preparedness": "technical",
}
"""Where the person-years of running a lever are needed; administration for other groups."""
DELAYED_GROUPS = ("structure", "climate_and_land")
"""Groups that take longer when it is hard to agree."""


def area_of(lever: Lever) -> str:
    """Area of staff that runs the lever."""
    return AREA_OF_GROUP.get(lever.group, "administration")


def effect_course(
    lever: Lever, start: int, years: tuple[int, ...], *, delay: float = 1.0
) -> FloatArray:
    """(year) share of the full effect: delay, phasing in, and fading where it does.

    delay  factor on the lever's own delay
    """
    at = np.array(years, dtype=np.float64)
    first = start + lever.delay * delay
    if lever.phase_in:
        share = np.clip((at - first) / lever.phase_in, 0.0, 1.0)
    else:
        share = np.asarray(at >= first, dtype=np.float64)
    if lever.lasts == "fading":
        full = first + lever.phase_in
        left = np.clip(1.0 - (at - full) / max(lever.fades_over, 1), 0.0, 1.0)
        share = np.where(at > full, left, share)
    return np.asarray(share)


def cost_course(lever: Lever, start: int, years: tuple[int, ...]) -> FloatArray:
    """(year) share of those reached that is paid for: from the first year, before the effect."""
    at = np.array(years, dtype=np.float64)
    share = np.clip((at - start + 1.0) / max(lever.phase_in, 1), 0.0, 1.0)
    if lever.cost.years is not None:
        share = np.where(at < start + lever.cost.years, share, 0.0)
    return np.asarray(share)


def units_reached(lever: Lever, level: int, base: AsToday, count: str) -> FloatArray:
    """(row, year) units that the level reaches when it is phased in."""
    counted = COUNTS[count](base) * lever.cost.share
    if lever.cost.reached == "dose":
        return np.asarray(counted * lever.doses[level - 1] / 100.0)
    scale = 1.0 if lever.cost.reached == "all" else lever.scale[level - 1]
    return np.asarray(counted * scale)


def contributions(
    lever: Lever,
    level: int,
    start: int,
    base: AsToday,
    where: FloatArray,
    *,
    delay: float = 1.0,
) -> tuple[Contribution, ...]:
    """What a choice does and takes.

    level  1 timid to 5 radical
    where  (row) 1 where it counts
    delay  factor on the delay of levers that are hard to agree on
    """
    slower = delay if lever.group in DELAYED_GROUPS else 1.0
    course = effect_course(lever, start, base.years, delay=slower) * lever.scale[level - 1]
    source = f"choice.{lever.id}"
    effects = tuple(
        Contribution(
            source=source,
            dial=effect.dial.key,
            shape=where[:, None] * course,
            low=effect.low,
            mid=effect.mid,
            high=effect.high,
            gains=lever.group in GAINING,
            law=not lever.lawful,
        )
        for effect in lever.effects
    )
    return effects + _taken(lever, level, start, base, where)


def _taken(
    lever: Lever, level: int, start: int, base: AsToday, where: FloatArray
) -> tuple[Contribution, ...]:
    """Cost and person-years of the municipality; the pay is in the yearly cost."""
    cost, source = lever.cost, f"choice.{lever.id}"
    course = cost_course(lever, start, base.years)
    reached = where[:, None] * units_reached(lever, level, base, cost.count)
    staffed = where[:, None] * units_reached(lever, level, base, cost.person_years_count)
    found = []
    if cost.person_years:
        found.append(
            _certain(source, f"{PERSON_YEARS}{area_of(lever)}", staffed * course, cost.person_years)
        )
    if "municipality" not in cost.pays:
        return tuple(found)
    low, high = cost.range
    if cost.yearly:
        found.append(_ranged(source, COST, reached * course, cost.yearly, low, high))
    if cost.once:
        new = np.maximum(np.diff(reached * course, axis=-1, prepend=0.0), 0.0)
        found.append(_ranged(source, INVESTMENT, new, cost.once, low, high))
    return tuple(found)


def _certain(source: str, dial: str, shape: FloatArray, amount: float) -> Contribution:
    return _ranged(source, dial, shape, amount, 1.0, 1.0)


def _ranged(
    source: str, dial: str, shape: FloatArray, amount: float, low: float, high: float
) -> Contribution:
    return Contribution(
        source=source, dial=dial, shape=shape, low=amount * low, mid=amount, high=amount * high
    )
