"""Own figures read from a file: `place,figure,year,unit,value,source`, as a spreadsheet writes it.

Comma, semicolon or tab between cells; with the last two a decimal comma may stand in numbers. A
mark at the start, a line `sep=;`, `="0301"`, lost zeros (301) and empty lines are what
spreadsheets do, and are read past. What a cell means is checked in `own_checks`.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from veivalg.consequences.own_figures import LONGEST_SOURCE, MOST_FIGURES, one_line
from veivalg.errors import BadParameter
from veivalg.language import refusing

MOST_BYTES = 64_000
COLUMNS = ("place", "figure", "year", "unit", "value", "source")
NEEDED = COLUMNS[:-1]
NORWEGIAN = {
    "sted": "place",
    "stad": "place",
    "kommune": "place",
    "tall": "figure",
    "tal": "figure",
    "år": "year",
    "eining": "unit",
    "enhet": "unit",
    "verdi": "value",
    "kilde": "source",
    "kjelde": "source",
}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_EXCEL_TEXT = re.compile(r'="?([^"]*)"?')


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as it was written: cells by column, and whether a comma may be a decimal comma."""

    number: int
    place: str
    figure: str
    year: str
    unit: str
    value: str
    source: str
    decimal_comma: bool


def lines_of(content: bytes | str) -> tuple[Line, ...]:
    """The lines of a file with own figures, empty ones left out.

    Raises BadParameter when it is too large, has no header, or a line has too few or many cells.
    """
    if len(content) > MOST_BYTES:
        raise refusing(BadParameter, "own.refused.too_large", kilobytes=MOST_BYTES // 1000)
    text = (content if isinstance(content, str) else _decoded(content)).removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    marked = first.strip().lower().startswith("sep=")
    delimiter = _delimiter(rest.lstrip().partition("\n")[0] if marked else first)
    reader = csv.reader(io.StringIO(rest if marked else text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num + marked, [_cell(c) for c in row]) for row in reader]
    except csv.Error as error:
        raise refusing(BadParameter, "own.refused.header", columns=", ".join(NEEDED)) from error
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if len(rows) - 1 > MOST_FIGURES:
        raise refusing(BadParameter, "own.refused.too_many", most=MOST_FIGURES)
    columns = _columns(rows[0][1] if rows else [])
    if len(rows) < 2:
        raise refusing(BadParameter, "own.refused.empty")
    return tuple(_line(n, cells, columns, comma=delimiter != ",") for n, cells in rows[1:])


def _decoded(content: bytes) -> str:
    """UTF-8; else what spreadsheets on Windows write: UTF-16 with a mark, or code page 1252."""
    if content.startswith(UTF_16):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(header: str) -> str:
    return max(";\t,", key=header.count)


def _cell(cell: str) -> str:
    """One line of text; ="0301" is how a spreadsheet keeps a number as text."""
    text = one_line(cell)
    excel = _EXCEL_TEXT.fullmatch(text)
    return excel.group(1).strip() if excel and text.startswith('="') else text


def _columns(header: list[str]) -> list[str]:
    named = [NORWEGIAN.get(cell.lower(), cell.lower()) for cell in header]
    if any(named.count(column) != 1 for column in NEEDED):
        raise refusing(BadParameter, "own.refused.header", columns=", ".join(NEEDED))
    return named


def _line(number: int, cells: list[str], columns: list[str], *, comma: bool) -> Line:
    given = dict(zip(columns, cells, strict=False))
    if any(cells[len(columns) :]) or _is_decimals(given):
        raise refusing(BadParameter, "own.refused.cells", line=number)
    for column in NEEDED[1:]:
        if not given.get(column):
            raise refusing(BadParameter, "own.refused.lacking", line=number, column=column)
    return Line(
        number=number,
        decimal_comma=comma,
        **{
            column: given.get(column, "")[: LONGEST_SOURCE if column == "source" else None]
            for column in COLUMNS
        },
    )


def _is_decimals(given: dict[str, str]) -> bool:
    """Whether 0,12 was split at its comma: 0 became the value, and 12 the source."""
    return given.get("value", "").isdigit() and given.get("source", "").isdigit()
