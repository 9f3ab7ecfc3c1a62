"""A workbook of goals: the sentences, each table of the mapping, and what they rest on."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from veivalg.language import Language, text, words
from veivalg.plans.counted import Row, Table
from veivalg.plans.goal import Plan
from veivalg.plans.mapping import Mapping2019, mapped
from veivalg.reports.export.goals_files import COLUMNS, unit_rows

WIDE = {"text": 70, "heading": 40, "document": 28, "example": 70, "key": 36}
USUAL_WIDTH = 14
LONGEST_NAME = 31
"""Letters that a sheet's name may have."""


def goals_workbook(
    plans: Sequence[Plan],
    language: Language,
    *,
    every: bool = False,
    found: Mapping2019 | None = None,
) -> bytes:
    """The whole file, words in the reader's language and codes as words."""
    held = mapped(plans) if found is None else found
    buffer = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": text("goals.workbook.sheet.goals", language)})
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _goals(book, plans, language, every=every, bold=bold, wrapped=wrapped)
        for table in held.tables.values():
            if any(row.count for row in table.rows):
                _table(book, table, held.parts(table.name), language, bold, wrapped)
        _groups(book, held, language, bold, wrapped)
        _documents(book, plans, language, bold)
        _about(book, held, language, wrapped)
    return buffer.getvalue()


def code_word(group: str, code: str, language: Language) -> str:
    """A code in words; the code itself when it has none."""
    return words(language).get(f"web.goals.code.{group}.{code}", code)


def key_words(parts: Sequence[str], key: str, language: Language) -> str:
    """A key of a table in words, "area, bearing"; parts as `Mapping2019.parts` tells them."""
    return ", ".join(
        code_word(group, part, language) if group else part
        for group, part in zip(parts, key.split("|"), strict=False)
    )


def _goals(
    book: Any, plans: Sequence[Plan], language: Language, *, every: bool, bold: Any, wrapped: Any
) -> None:
    sheet = _sheet(book, text("goals.workbook.sheet.goals", language))
    _heads(sheet, COLUMNS, language, bold)
    rows = unit_rows(plans, every=every)
    for number, row in enumerate(rows, start=1):
        for column, name in enumerate(COLUMNS):
            value = row[name]
            if name in ("kind", "area", "area2", "theme", "state", "challenge", "dimension"):
                group = "area" if name == "area2" else name
                value = code_word(group, value, language) if value else ""
            _cell(sheet, number, column, value, wrapped if name in WIDE else None)
    sheet.autofilter(0, 0, max(1, len(rows)), len(COLUMNS) - 1)


def _table(
    book: Any, table: Table, parts: Sequence[str], language: Language, bold: Any, wrapped: Any
) -> None:
    sheet = _sheet(book, code_word("table", table.name, language))
    columns = ("key", "count", "bodies", "share", "low", "high", "example", "document", "page")
    _heads(sheet, columns, language, bold)
    for number, row in enumerate((one for one in table.rows if one.count), start=1):
        for column, value in enumerate(_row(row, parts, language)):
            _cell(sheet, number, column, value, wrapped if column in (0, 6) else None)


def _row(row: Row, parts: Sequence[str], language: Language) -> tuple[Any, ...]:
    first = row.quoted[0]
    shares = [None if one is None else round(one, 4) for one in (row.share, row.low, row.high)]
    key = key_words(parts, row.key, language)
    return (key, row.count, row.bodies, *shares, first.text, first.document, first.page)


def _groups(book: Any, found: Mapping2019, language: Language, bold: Any, wrapped: Any) -> None:
    sheet = _sheet(book, code_word("table", "groups", language))
    _heads(sheet, ("key", "bodies", "text", "document", "page"), language, bold)
    number = 0
    for group in found.groups:
        for one in group.members:
            number += 1
            cells = (group.named_by.text, group.bodies, one.text, one.document, one.page)
            for column, value in enumerate(cells):
                _cell(sheet, number, column, value, wrapped if column in (0, 2) else None)


def _documents(book: Any, plans: Sequence[Plan], language: Language, bold: Any) -> None:
    sheet = _sheet(book, text("goals.workbook.sheet.documents", language))
    _heads(sheet, ("document", "municipality", "type", "form", "adopted", "sdg"), language, bold)
    for number, plan in enumerate(plans, start=1):
        told = plan.about
        cells = (
            plan.document,
            told.municipality or told.name,
            code_word("type", told.document_type, language),
            code_word("form", told.form, language),
            told.adopted,
            code_word("sdg_use", told.sdg_use, language),
        )
        for column, value in enumerate(cells):
            _cell(sheet, number, column, value, None)


def _about(book: Any, found: Mapping2019, language: Language, wrapped: Any) -> None:
    sheet = _sheet(book, text("goals.workbook.sheet.about", language))
    sheet.set_column(0, 0, 100)
    values = {
        "documents": text("goals.workbook.sheet.documents", language),
        "state": code_word("column", "state", language),
        "proposed": str(found.proposed),
        "accepted": str(found.accepted),
        "bodies": str(found.bodies),
    }
    for number in (1, 2, 3):
        said = text(f"goals.workbook.about.{number}", language, **values)
        sheet.write_string(number - 1, 0, said, wrapped)


def _sheet(book: Any, name: str) -> Any:
    clean = "".join(" " if letter in "[]:*?/\\" else letter for letter in name)
    return book.add_worksheet(clean[:LONGEST_NAME].strip())


def _heads(sheet: Any, columns: Sequence[str], language: Language, bold: Any) -> None:
    for column, name in enumerate(columns):
        sheet.write_string(0, column, code_word("column", name, language), bold)
        sheet.set_column(column, column, WIDE.get(name, USUAL_WIDTH))
    sheet.freeze_panes(1, 0)


def _cell(sheet: Any, row: int, column: int, value: Any, style: Any) -> None:
    """Text is written as text, so that no cell becomes a formula."""
    if isinstance(value, str):
        sheet.write_string(row, column, value[:32_000], style)
    elif value is not None:
        sheet.write_number(row, column, value, style)
