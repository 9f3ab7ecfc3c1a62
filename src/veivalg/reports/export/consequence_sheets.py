"""Sheets of consequences: an overview, all figures, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.consequences.forms import numbers_of
from veivalg.consequences.own_figures import OwnFigure
from veivalg.consequences.parameters import Parameter
from veivalg.language import Language, text
from veivalg.reports.export.consequence_rows import COLUMNS, decimals, number_or_none, rows
from veivalg.reports.export.sheet import Line, Sheet
from veivalg.reports.export.statement import (
    Derived,
    about_figures,
    reason_of,
    statement,
    title,
)

FIGURE_FIELDS = ("name", "number", "unit", "basis", "source", "year", "range", "reason")
OWN_FIELDS = ("place", "figure", "year", "unit", "value", "source")
OVERVIEW = ("place", "name", "chapter", "indicator", "unit")


def sheets(table: ConsequenceTable, language: Language) -> Iterator[Sheet]:
    """All of them, in their order."""
    yield Sheet(
        name=text("export.consequences.sheet.overview", language),
        widths=((1, 3, 30),),
        lines=_overview(table, language),
    )
    yield all_figures(COLUMNS, rows(table), language)
    yield resting_on(table, language)


def all_figures(
    columns: tuple[str, ...], every: Iterator[tuple[Any, ...]], language: Language
) -> Sheet:
    """The long and tidy form as a sheet."""
    lines = [Line(0, columns, bold=True)]
    named = text("export.sheet.persons", language)
    return Sheet(name=named, widths=((2, 4, 24),), lines=_after(lines, every), headed=True)


def resting_on(table: Derived, language: Language) -> Sheet:
    """Own figures, default figures, and the statement."""
    own = [OWN_FIELDS, *map(_own_cells, table.own), ()] if table.own else []
    figures = (_figure_cells(one, language) for one in table.parameters)
    lines = [*own, FIGURE_FIELDS, *figures, (), *statement(table, language).items()]
    return Sheet(
        name=text("export.sheet.sources", language),
        widths=((0, 7, 28),),
        lines=[
            Line(number, cells, bold=cells in (OWN_FIELDS, FIGURE_FIELDS))
            for number, cells in enumerate(lines)
        ],
    )


def opening(table: Derived, language: Language, heads: tuple[str, ...]) -> list[Line]:
    """Title, what the figures are, and the heads with the years across."""
    return [
        Line(0, (title(table, language),), bold=True),
        Line(1, (about_figures(table, language),)),
        Line(3, (*heads, *table.years), bold=True),
    ]


def _overview(table: ConsequenceTable, language: Language) -> Iterator[Line]:
    """Expected values with the years across."""
    yield from opening(table, language, OVERVIEW)
    number = 4
    for p, place in enumerate(table.places):
        for i, one in enumerate(table.indicators):
            chapter = text(f"export.consequences.chapter.{one.chapter}", language)
            named = text(f"consequence.{one.name}", language)
            values = table.values[0, p, i].round(decimals(one)).tolist()
            cells = map(number_or_none, values)
            yield Line(number, (place.code, place.name, chapter, named, one.unit, *cells))
            number += 1


def _after(first: list[Line], every: Iterator[tuple[Any, ...]]) -> Iterator[Line]:
    yield from first
    for number, row in enumerate(every, start=len(first)):
        yield Line(number, row)


def _own_cells(one: OwnFigure) -> tuple[Any, ...]:
    return one.place, one.figure, one.year, one.unit, one.value, one.source


def _figure_cells(one: Parameter, language: Language) -> tuple[Any, ...]:
    (number,) = numbers_of(one).values()
    span = f"{one.range[0]:g} – {one.range[1]:g}" if one.range else ""
    said = number if isinstance(number, float) else str(number)
    why = reason_of(one, language)
    return one.name, said, one.unit, one.basis, one.source, one.year, span, why
