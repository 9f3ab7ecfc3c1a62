"""One sentence under each big number."""

from __future__ import annotations

import math

import numpy as np

from veivalg.analysis.outlook import Outlook
from veivalg.telling.finding import Finding, finding, rounded

STEADY = 0.01
"""A change within one per cent is told as staying about the same. Assumption: what a reader
would call unchanged."""
WELL_INSIDE = 0.95


def about_numbers(outlook: Outlook) -> list[Finding]:
    """Sentences for persons, 80+ and working age per person of 67 and over."""
    return [_persons(outlook), _oldest(outlook), _working(outlook)]


def direction(change: float, of: float) -> str:
    """up, down or steady."""
    if abs(change) <= STEADY * of:
        return "steady"
    return "up" if change > 0 else "down"


def first_counted(outlook: Outlook) -> tuple[int, float]:
    """The first year with counted residents, and how many."""
    persons = outlook.indicator_history[0]
    position = int(np.argmax(~np.isnan(persons)))
    return outlook.history_years[position], float(persons[position])


def _persons(outlook: Outlook) -> Finding:
    year, before = first_counted(outlook)
    now = outlook.value("persons", outlook.base_year)
    then = outlook.value("persons", outlook.last_year)
    ahead = direction(then - now, now)
    values = {
        "place": outlook.place.name,
        "base": str(outlook.base_year),
        "end": str(outlook.last_year),
        "change": abs(rounded(then - now)),
    }
    if year == outlook.base_year:
        return finding("numbers", f"persons.{ahead}", **values)
    past = direction(now - before, before)
    values |= {"start": str(year), "past_change": abs(round(now - before))}
    return finding("numbers", f"persons.{past}_{ahead}", **values)


def _oldest(outlook: Outlook) -> Finding:
    now, then = (outlook.value("80+", year) for year in (outlook.base_year, outlook.last_year))
    values = {"base": str(outlook.base_year), "end": str(outlook.last_year)}
    factor = then / now if now else math.inf
    if factor >= 1.75:
        name = next(n for n, limit in (("fourfold", 3.5), ("threefold", 2.75), ("more_than_double", 2.1),
                                       ("double", 1.75)) if factor >= limit)
        return finding("numbers", f"80plus.{name}", **values)
    percent = abs(round(100 * (factor - 1)))
    return finding("numbers", f"80plus.{direction(then - now, now)}", percent=percent, **values)


def _working(outlook: Outlook) -> Finding:
    name = "working_per_67plus"
    now, then = (outlook.value(name, year) for year in (outlook.base_year, outlook.last_year))
    values = {"now": round(now, 1), "then": round(then, 1), "end": str(outlook.last_year)}
    ahead = direction(then - now, now)
    if not outlook.drawn or ahead == "steady":
        return finding("numbers", f"working.{ahead}", **values)
    low, high = outlook.interval(name, outlook.last_year, low=2.5, high=97.5)
    certain = high < now if ahead == "down" else low > now
    sure = "sure" if certain else "unsure"
    return finding(
        "numbers", f"working.{ahead}_{sure}", low=round(low, 1), high=round(high, 1), **values
    )
