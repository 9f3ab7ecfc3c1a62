"""The order in which a page is read: bands from top to bottom, and columns within each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from veivalg.sources.document_pdf_lines import Line

GUTTER = 9.0
"""Points of white between two columns, at the least."""
FEWEST_ROWS = 2
"""Rows with print on both sides before a gutter is one."""
CELLS = 3
"""Columns from which a band is taken for a table."""
LOOSE = 1.9
"""Parts of the letter size between two rows beyond which a column has ended."""


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that are read one after the other.

    left, right  of the column's own print
    table        whether it is one of the columns of a table
    """

    lines: tuple[Line, ...]
    left: float
    right: float
    table: bool = False


Row = list[Line]


def columns_of(lines: Sequence[Line]) -> list[Column]:
    """A page's columns in the order in which they are read."""
    found: list[Column] = []
    for band, cuts in _bands(_rows(lines)):
        table = len(cuts) + 1 >= CELLS
        found += [_column(part, table=table) for part in _parts(band, cuts)]
    return found


def _column(lines: list[Line], *, table: bool) -> Column:
    return Column(
        lines=tuple(lines),
        left=min(line.left for line in lines),
        right=max(line.right for line in lines),
        table=table,
    )


def _rows(lines: Sequence[Line]) -> list[Row]:
    """Lines beside one another, from top to bottom."""
    rows: list[Row] = []
    for line in sorted(lines, key=lambda one: (one.middle, one.left)):
        if rows and abs(line.middle - rows[-1][0].middle) < 0.5 * min(
            line.bottom - line.top, rows[-1][0].bottom - rows[-1][0].top
        ):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _bands(rows: list[Row]) -> list[tuple[list[Row], list[float]]]:
    """Runs of rows with the same gutters, and where those are; no gutter is one column."""
    found: list[tuple[list[Row], list[float]]] = []
    at = 0
    while at < len(rows):
        band, cuts = _widest(rows, at)
        if not cuts and found and not found[-1][1]:
            found[-1][0].extend(band)
        else:
            found.append((band, cuts))
        at += len(band)
    return found


def _widest(rows: list[Row], at: int) -> tuple[list[Row], list[float]]:
    """The longest run from a row on that has a gutter; that row alone when there is none."""
    if len(rows[at]) == 1:
        return [rows[at]], []
    gaps = _white(rows[at])
    last, open_gaps, both = at, gaps, 1
    for number in range(at + 1, len(rows)):
        narrowed = _narrowed(open_gaps, rows[number])
        if not narrowed:
            break
        open_gaps, last = narrowed, number
        both += len(rows[number]) > 1
    band = rows[at : last + 1]
    if both < FEWEST_ROWS or not open_gaps:
        return [rows[at]], [(low + high) / 2 for low, high in gaps] if gaps else []
    band = _until_ended(band)
    return band, [(low + high) / 2 for low, high in open_gaps]


def _until_ended(band: list[Row]) -> list[Row]:
    """The band without what stands below its columns: rows of one side, after white or headings."""
    last_both = max(number for number, row in enumerate(band) if len(row) > 1)
    for number in range(last_both + 1, len(band)):
        line, above = band[number][0], _above(band, number)
        white = line.top - above.bottom
        if white > (LOOSE - 1.0) * line.size or line.bold != above.bold or abs(
            line.size - above.size
        ) > 0.6:  # fmt: skip
            return band[:number]
    return band


def _above(band: list[Row], number: int) -> Line:
    """The line above the first of a row, in its own column."""
    line = band[number][0]
    for row in reversed(band[:number]):
        for one in row:
            if one.left < line.right and line.left < one.right:
                return one
    return band[number - 1][0]


def _white(row: Row) -> list[tuple[float, float]]:
    """Gaps between the lines of a row that are wide enough."""
    return [
        (one.right, other.left) for one, other in pairwise(row) if other.left - one.right >= GUTTER
    ]


def _narrowed(gaps: list[tuple[float, float]], row: Row) -> list[tuple[float, float]]:
    """What is left of gaps when a row's print is taken away."""
    found = []
    for low, high in gaps:
        for line in row:
            if line.left < high and line.right > low:
                if line.left <= low:
                    low = max(low, line.right)
                else:
                    high = min(high, line.left)
        if high - low >= GUTTER:
            found.append((low, high))
    return found


def _parts(band: list[Row], cuts: list[float]) -> list[list[Line]]:
    """The band's lines by column, from left to right, empty columns left out."""
    parts: list[list[Line]] = [[] for _ in range(len(cuts) + 1)]
    for row in band:
        for line in row:
            middle = (line.left + line.right) / 2
            parts[sum(middle > cut for cut in cuts)].append(line)
    return [part for part in parts if part]
