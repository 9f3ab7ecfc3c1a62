"""One sentence under each big number."""

from __future__ import annotations

import math

import numpy as np

from veivalg.analysis.prospect import Prospect
from veivalg.telling.finding import Finding, Value, finding, rounded

STEADY = 0.01
"""A change within one per cent is told as staying about the same. Assumption: what a reader
would call unchanged."""
MULTIPLES = (("fourfold", 3.5), ("threefold", 2.75), ("more_than_double", 2.1), ("double", 1.75))
"""What a factor is called, from the least that is called so."""


def about_numbers(prospect: Prospect) -> list[Finding]:
    """Sentences for persons, 80+ and working age per person of 67 and over."""
    return [_persons(prospect), _oldest(prospect), _working(prospect)]


def direction(change: float, of: float) -> str:
    """up, down or steady."""
    if abs(change) <= STEADY * of:
        return "steady"
    return "up" if change > 0 else "down"


def first_counted(prospect: Prospect) -> tuple[int, float]:
    """The first year with counted residents, and how many."""
    position = int(np.argmax(~np.isnan(prospect.totals)))
    return prospect.totals_years[position], float(prospect.totals[position])


def _persons(prospect: Prospect) -> Finding:
    year, before = first_counted(prospect)
    now = prospect.value("persons", prospect.base_year)
    then = prospect.value("persons", prospect.last_year)
    ahead = direction(then - now, now)
    values: dict[str, Value] = {
        "place": prospect.place.name,
        "base": str(prospect.base_year),
        "end": str(prospect.last_year),
        "change": abs(rounded(then - now)),
    }
    if year == prospect.base_year:
        return finding("numbers", f"persons.{ahead}", **values)
    past = direction(now - before, before)
    values |= {"start": str(year), "past_change": abs(round(now - before))}
    return finding("numbers", f"persons.{past}_{ahead}", **values)


def _oldest(prospect: Prospect) -> Finding:
    now, then = (prospect.value("80+", year) for year in (prospect.base_year, prospect.last_year))
    values: dict[str, Value] = {
        "base": str(prospect.base_year),
        "end": str(prospect.last_year),
    }
    factor = then / now if now else math.inf
    if factor >= MULTIPLES[-1][1]:
        name = next(name for name, least in MULTIPLES if factor >= least)
        return finding("numbers", f"80plus.{name}", **values)
    percent = abs(round(100 * (factor - 1)))
    return finding("numbers", f"80plus.{direction(then - now, now)}", percent=percent, **values)


def _working(prospect: Prospect) -> Finding:
    name = "working_per_67plus"
    now, then = (prospect.value(name, year) for year in (prospect.base_year, prospect.last_year))
    values: dict[str, Value] = {
        "now": round(now, 1),
        "then": round(then, 1),
        "end": str(prospect.last_year),
    }
    ahead = direction(then - now, now)
    if not prospect.drawn or ahead == "steady":
        return finding("numbers", f"working.{ahead}", **values)
    least, most = prospect.interval(name, prospect.last_year, low=2.5, high=97.5)
    certain = most < now if ahead == "down" else least > now
    low, high = prospect.interval(name, prospect.last_year, low=10.0, high=90.0)
    sure = "sure" if certain else "unsure"
    return finding(
        "numbers", f"working.{ahead}_{sure}", low=round(low, 1), high=round(high, 1), **values
    )
