"""The long and tidy form that every export shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from veivalg.analysis.projection import Projection

COLUMNS = ("place", "name", "year", "sex", "age", "statistic", "persons")
DECIMALS = 4
"""Decimals of persons in files. Expected numbers are sums of chances; the rest is noise."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "|", "%")


class Row(NamedTuple):
    """One line: `persons` on 1 January of `year`."""

    place: str
    name: str
    year: int
    sex: str
    age: str
    statistic: str
    persons: float


def rows(projection: Projection) -> Iterator[Row]:
    """Every number of a projection, places outermost and statistics innermost."""
    for p, place in enumerate(projection.places):
        code, name = harmless(place.code), harmless(place.name)
        for y, year in enumerate(projection.years):
            for s, sex in enumerate(projection.sexes):
                block = projection.persons[:, p, y, s].round(DECIMALS).tolist()
                for a, age in enumerate(projection.ages):
                    for q, statistic in enumerate(projection.statistics):
                        yield Row(code, name, year, sex, age, statistic, block[q][a])


def count(projection: Projection) -> int:
    """Lines that `rows` gives."""
    return int(projection.persons.size)


def harmless(text: str) -> str:
    """Text on one line that a spreadsheet does not run: an apostrophe goes before = + - @."""
    line = " ".join(text.split())
    return f"'{line}" if line.startswith(_STARTS_A_FORMULA) else line


def shown(persons: float) -> int | float:
    """Whole numbers without a decimal point."""
    return int(persons) if persons.is_integer() else persons
