"""Sheets of a path: the four lines beside each other, all figures, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator

from veivalg.analysis.path_table import PathTable
from veivalg.language import Language, text
from veivalg.reports.export.consequence_rows import decimals, number_or_none
from veivalg.reports.export.consequence_sheets import all_figures, opening, resting_on
from veivalg.reports.export.path_rows import COLUMNS, rows
from veivalg.reports.export.sheet import Line, Sheet

OVERVIEW = ("place", "name", "chapter", "indicator", "unit", "line")


def sheets(table: PathTable, language: Language) -> Iterator[Sheet]:
    """All of them, in their order."""
    yield Sheet(
        name=text("export.consequences.sheet.overview", language),
        widths=((1, 3, 30),),
        lines=_overview(table, language),
    )
    yield all_figures(COLUMNS, rows(table), language)
    yield resting_on(table, language)


def _overview(table: PathTable, language: Language) -> Iterator[Line]:
    """The four lines of an indicator below each other, with the years across."""
    yield from opening(table, language, OVERVIEW)
    number = 4
    for p, place in enumerate(table.places):
        for i, one in enumerate(table.indicators):
            chapter = text(f"export.consequences.chapter.{one.chapter}", language)
            named = text(f"consequence.{one.name}", language)
            for k, line in enumerate(table.lines):
                said = place.code, place.name, chapter, named, one.unit
                values = table.values[k, p, i].round(decimals(one)).tolist()
                shown = text(f"export.paths.line.{line}", language)
                yield Line(number, (*said, shown, *map(number_or_none, values)))
                number += 1
