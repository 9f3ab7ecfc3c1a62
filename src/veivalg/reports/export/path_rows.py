"""The four lines of a path in the long and tidy form that every file shares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from veivalg.analysis.path_table import PathTable
from veivalg.analysis.projection import EXPECTED
from veivalg.reports.export.consequence_rows import decimals, number_or_none
from veivalg.reports.export.rows import harmless

COLUMNS = ("place", "line", "year", "chapter", "indicator", "unit", "statistic", "value", "source")


class Row(NamedTuple):
    """One line; `value` is None where there is no number."""

    place: str
    line: str
    year: int
    chapter: str
    indicator: str
    unit: str
    statistic: str
    value: int | float | None
    source: str


def rows(table: PathTable) -> Iterator[Row]:
    """Every number: places outermost, then indicators, lines and years."""
    for p, place in enumerate(table.places):
        code = harmless(place.code)
        for i, one in enumerate(table.indicators):
            for k, line in enumerate(table.lines):
                source = harmless(table.rests_on[k][p][i])
                said = one.chapter, one.name, one.unit, EXPECTED
                values = table.values[k, p, i].round(decimals(one)).tolist()
                for year, value in zip(table.years, values, strict=True):
                    yield Row(code, line, year, *said, number_or_none(value), source)


def count(table: PathTable) -> int:
    """Lines that `rows` gives."""
    return int(table.values.size)
