"""Consequences as a workbook: an overview, all figures, and what they rest on."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.consequences.forms import numbers_of
from veivalg.consequences.own_figures import OwnFigure
from veivalg.consequences.parameters import Parameter
from veivalg.language import Language, text
from veivalg.reports.export.consequence_rows import (
    COLUMNS,
    count,
    decimals,
    number_or_none,
    rows,
)
from veivalg.reports.export.rows import check_lines
from veivalg.reports.export.statement import about_figures, reason_of, statement, title

FIGURE_FIELDS = ("name", "number", "unit", "basis", "source", "year", "range", "reason")
OWN_FIELDS = ("place", "figure", "year", "unit", "value", "source")
OVERVIEW = ("place", "name", "chapter", "indicator", "unit")


def workbook(table: ConsequenceTable, language: Language) -> bytes:
    """The whole file. Raises OutOfRange when there are more lines than a sheet holds."""
    check_lines(count(table))
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title(table, language), "author": "Veivalg"})
        bold = book.add_format({"bold": True, "text_wrap": False})
        _overview(book, table, language, bold)
        _every(book, table, language, bold)
        _figures(book, table, language, bold)
    return buffer.getvalue()


def _overview(book: Any, table: ConsequenceTable, language: Language, bold: Any) -> None:
    """Expected values with the years across."""
    sheet = book.add_worksheet(text("export.consequences.sheet.overview", language))
    sheet.set_column(1, 3, 30)
    sheet.write_string(0, 0, title(table, language), bold)
    sheet.write_string(1, 0, about_figures(table, language))
    _line(sheet, 3, (*OVERVIEW, *table.years), bold)
    line = 4
    for p, place in enumerate(table.places):
        for i, one in enumerate(table.indicators):
            chapter = text(f"export.consequences.chapter.{one.chapter}", language)
            named = text(f"consequence.{one.name}", language)
            values = table.values[0, p, i].round(decimals(one)).tolist()
            cells = map(number_or_none, values)
            _line(sheet, line, (place.code, place.name, chapter, named, one.unit, *cells))
            line += 1


def _every(book: Any, table: ConsequenceTable, language: Language, bold: Any) -> None:
    sheet = book.add_worksheet(text("export.sheet.persons", language))
    sheet.set_column(2, 4, 24)
    sheet.freeze_panes(1, 0)
    _line(sheet, 0, COLUMNS, bold)
    for number, row in enumerate(rows(table), start=1):
        _line(sheet, number, row)


def _figures(book: Any, table: ConsequenceTable, language: Language, bold: Any) -> None:
    """Own figures, default figures, and the statement."""
    sheet = book.add_worksheet(text("export.sheet.sources", language))
    sheet.set_column(0, 7, 28)
    lines: list[tuple[Any, ...]] = [OWN_FIELDS, *map(_own_cells, table.own), ()]
    lines = lines if table.own else []
    lines += [FIGURE_FIELDS, *(_figure_cells(one, language) for one in table.parameters), ()]
    lines += statement(table, language).items()
    for number, cells in enumerate(lines):
        _line(sheet, number, cells, bold if cells in (OWN_FIELDS, FIGURE_FIELDS) else None)


def _own_cells(one: OwnFigure) -> tuple[Any, ...]:
    return one.place, one.figure, one.year, one.unit, one.value, one.source


def _figure_cells(one: Parameter, language: Language) -> tuple[Any, ...]:
    (number,) = numbers_of(one).values()
    span = f"{one.range[0]:g} – {one.range[1]:g}" if one.range else ""
    said = number if isinstance(number, float) else str(number)
    why = reason_of(one, language)
    return one.name, said, one.unit, one.basis, one.source, one.year, span, why


def _line(sheet: Any, number: int, cells: Any, style: Any = None) -> None:
    """Write a line; text is written as text, so that no cell becomes a formula."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell, style)
        elif cell is not None:
            sheet.write_number(number, column, cell, style)
