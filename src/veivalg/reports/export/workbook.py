"""A workbook: what is read first, all figures, and what they rest on, on sheets of their own."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from veivalg.language import Language
from veivalg.reports.export.kinds import kind_of
from veivalg.reports.export.rows import check_lines
from veivalg.reports.export.sheet import Line, Sheet
from veivalg.reports.export.statement import Exported, title


def workbook(value: Exported, language: Language) -> bytes:
    """The whole file. Raises OutOfRange when there are more lines than a sheet holds."""
    kind = kind_of(value)
    check_lines(kind.count(value))
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": title(value, language), "author": "Veivalg"})
        bold = book.add_format({"bold": True, "text_wrap": False})
        for sheet in kind.sheets(value, language):
            _write(book.add_worksheet(sheet.name), sheet, bold)
    return buffer.getvalue()


def _write(written: Any, sheet: Sheet, bold: Any) -> None:
    for first, last, width in sheet.widths:
        written.set_column(first, last, width)
    if sheet.headed:
        written.freeze_panes(1, 0)
    for line in sheet.lines:
        _write_line(written, line, bold if line.bold else None)


def _write_line(written: Any, line: Line, style: Any) -> None:
    """Text is written as text, so that no cell becomes a formula."""
    for column, cell in enumerate(line.cells):
        if isinstance(cell, str):
            written.write_string(line.number, column, cell, style)
        elif cell is not None:
            written.write_number(line.number, column, cell, style)
