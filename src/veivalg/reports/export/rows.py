"""The long and tidy form that every export shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from veivalg.analysis.projection import Projection
from veivalg.errors import OutOfRange

COLUMNS = ("place", "name", "year", "sex", "age", "statistic", "persons")
DECIMALS = 4
"""Decimals of persons in files. Expected numbers are sums of chances; the rest is noise."""
MOST_LINES = 1_048_576 - 1
"""Lines of a workbook's sheet, the header apart: a limit of the file format."""
_STARTS_A_FORMULA = ("=", "+", "-", "@", "|", "%")


class Row(NamedTuple):
    """One line: `persons` on 1 January of `year`."""

    place: str
    name: str
    year: int
    sex: str
    age: str
    statistic: str
    persons: int | float


def rows(projection: Projection) -> Iterator[Row]:
    """Every number of a projection, places outermost and statistics innermost."""
    for p, place in enumerate(projection.places):
        code, name = harmless(place.code), harmless(place.name)
        for y, year in enumerate(projection.years):
            for s, sex in enumerate(projection.sexes):
                block = projection.persons[:, p, y, s].round(DECIMALS).tolist()
                for a, age in enumerate(projection.ages):
                    for q, statistic in enumerate(projection.statistics):
                        yield Row(code, name, year, sex, age, statistic, shown(block[q][a]))


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


def check_lines(lines: int) -> None:
    """Raise OutOfRange when a workbook's sheet cannot hold so many lines."""
    if lines > MOST_LINES:
        raise OutOfRange(
            f"The workbook would have {lines:,} lines; a sheet holds {MOST_LINES:,}. "
            "Take fewer places, add --totals, or write .csv instead."
        )
