"""A workbook: totals to read, all figures, sources and assumptions on sheets of their own."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any

import xlsxwriter

from veivalg.analysis.assumed import assumed
from veivalg.analysis.projection import Projection
from veivalg.language import Language, text
from veivalg.provenance import Source
from veivalg.reports.export.rows import COLUMNS, DECIMALS, check_lines, count, rows, shown
from veivalg.reports.export.statement import about_figures, statement, title

SHOWN_STATISTICS = ("expected", "p10", "p90")
SOURCE_FIELDS = ("publisher", "table", "date", "kind", "retrieved", "licence", "note", "sha256")


def workbook(projection: Projection, language: Language) -> bytes:
    """The whole file. Raises OutOfRange when there are more lines than a sheet holds."""
    check_lines(count(projection))
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title(projection, language), "author": "Veivalg"})
        bold = book.add_format({"bold": True, "text_wrap": False})
        _totals(book, projection, language, bold)
        _persons(book, projection, language, bold)
        _sources(book, projection, language, bold)
        _assumptions(book, projection, language, bold)
    return buffer.getvalue()


def _totals(book: Any, projection: Projection, language: Language, bold: Any) -> None:
    """Residents per place with the years across. Quantiles only where they are of the total."""
    sheet = _sheet(book, "totals", language)
    sheet.set_column(1, 1, 30)
    sheet.write_string(0, 0, title(projection, language), bold)
    sheet.write_string(1, 0, about_figures(projection, language))
    _line(sheet, 3, ("place", "name", "statistic", *projection.years), bold)
    summed = projection.persons.sum(axis=(3, 4)).round(DECIMALS)
    line = 4
    for p, place in enumerate(projection.places):
        for q, statistic in enumerate(projection.statistics):
            if statistic in (SHOWN_STATISTICS if projection.ages == ("all",) else ("expected",)):
                _line(sheet, line, (place.code, place.name, statistic, *summed[q, p].tolist()))
                line += 1


def _persons(book: Any, projection: Projection, language: Language, bold: Any) -> None:
    sheet = _sheet(book, "persons", language)
    sheet.set_column(1, 1, 30)
    sheet.freeze_panes(1, 0)
    _line(sheet, 0, COLUMNS, bold)
    for number, row in enumerate(rows(projection), start=1):
        _line(sheet, number, (*row[:-1], shown(row.persons)))


def _sources(book: Any, projection: Projection, language: Language, bold: Any) -> None:
    sheet = _sheet(book, "sources", language)
    sheet.set_column(0, 7, 24)
    sheet.write_string(0, 0, about_figures(projection, language), bold)
    _line(sheet, 2, [text(f"export.source.{name}", language) for name in SOURCE_FIELDS], bold)
    line = 3
    for line, source in enumerate(_all_sources(projection), start=3):
        _line(sheet, line, [asdict(source)[name] for name in SOURCE_FIELDS])
    for number, (name, said) in enumerate(statement(projection, language).items(), start=line + 2):
        _line(sheet, number, (name, said))


def _assumptions(book: Any, projection: Projection, language: Language, bold: Any) -> None:
    sheet = _sheet(book, "assumptions", language)
    sheet.set_column(0, 0, 44)
    heads = ("name", "year", "value", "unit")
    _line(sheet, 0, [text(f"export.assumption.{name}", language) for name in heads], bold)
    for number, item in enumerate(assumed(projection.assumptions), start=1):
        name = text(f"export.assumption.{item.name}", language)
        unit = text(f"export.unit.{item.unit}", language)
        _line(sheet, number, (name, item.year, round(item.value, 4), unit))


def _all_sources(projection: Projection) -> list[Source]:
    return list(dict.fromkeys((projection.source, *projection.assumptions.sources)))


def _sheet(book: Any, name: str, language: Language) -> Any:
    return book.add_worksheet(text(f"export.sheet.{name}", language))


def _line(sheet: Any, number: int, cells: Any, style: Any = None) -> None:
    """Write a line; text is written as text, so that no cell becomes a formula."""
    for column, cell in enumerate(cells):
        if isinstance(cell, str):
            sheet.write_string(number, column, cell, style)
        else:
            sheet.write_number(number, column, cell, style)
