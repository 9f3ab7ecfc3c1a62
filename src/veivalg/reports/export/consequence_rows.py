"""Consequences in the long and tidy form that every file shares."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.consequences.indicator import Indicator
from veivalg.reports.export.rows import harmless, shown

COLUMNS = ("place", "year", "chapter", "indicator", "unit", "statistic", "value", "source")
DECIMALS_OF_COUNTS, DECIMALS_OF_RATIOS = 4, 6


class Row(NamedTuple):
    """One line; `value` is None where there is no number."""

    place: str
    year: int
    chapter: str
    indicator: str
    unit: str
    statistic: str
    value: int | float | None
    source: str


def rows(table: ConsequenceTable) -> Iterator[Row]:
    """Every number, places outermost, then indicators and years, statistics innermost."""
    for p, place in enumerate(table.places):
        code = harmless(place.code)
        for i, one in enumerate(table.indicators):
            source = harmless(table.rests_on[p][i])
            block = table.values[:, p, i].round(decimals(one)).tolist()
            for y, year in enumerate(table.years):
                for q, statistic in enumerate(table.statistics):
                    value = number_or_none(block[q][y])
                    yield Row(code, year, one.chapter, one.name, one.unit, statistic, value, source)


def count(table: ConsequenceTable) -> int:
    """Lines that `rows` gives."""
    return int(table.values.size)


def decimals(one: Indicator) -> int:
    """Decimals in files: expected numbers are sums of chances, and the rest is noise."""
    return DECIMALS_OF_RATIOS if one.per or one.unit == "share" else DECIMALS_OF_COUNTS


def number_or_none(value: float) -> int | float | None:
    """None for a number that is missing, which is not 0."""
    return None if math.isnan(value) else shown(value)
