"""The order in which a page is read: bands from top to bottom, and columns within each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from veivalg.sources.document_pdf_lines import Line
from veivalg.sources.document_words import alone_as_bullet

GUTTER = 9.0
"""Points of white between two columns, at the least."""
FEWEST_ROWS = 2
"""Rows with print on both sides before a gutter is one."""
CELLS = 3
"""Columns from which a band is taken for a table."""
OVERLAP = 0.15
"""Parts of the letter size that two lines must share in height to stand beside one another."""
BULLET_GAP = 3.5
"""Parts of the letter size between a bullet sign and its text, at the most."""
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
        if rows and (_level(line, rows[-1][0]) or _beside(line, rows[-1])):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [_with_bullets(sorted(row, key=lambda one: one.left)) for row in rows]


def _level(line: Line, other: Line) -> bool:
    lower = min(line.bottom - line.top, other.bottom - other.top)
    return abs(line.middle - other.middle) < 0.5 * lower


def _beside(line: Line, row: Row) -> bool:
    """Whether a line stands in a column of its own, as in a box whose lines are set otherwise."""
    apart = all(line.left - one.right >= GUTTER or one.left - line.right >= GUTTER for one in row)
    return apart and any(
        min(line.bottom, one.bottom) - max(line.top, one.top) >= OVERLAP * line.size for one in row
    )


def _with_bullets(row: Row) -> Row:
    """A bullet sign or a list number that stands alone put before the line to its right."""
    found: Row = []
    for line in row:
        last = found[-1] if found else None
        if last and alone_as_bullet(last.text) and line.left - last.right <= BULLET_GAP * line.size:
            text = f"{last.text} {line.text}"
            found[-1] = replace(line, text=text, left=last.left)
        else:
            found.append(line)
    return found


def _bands(rows: list[Row]) -> list[tuple[list[Row], list[float]]]:
    """Runs of rows with the same gutters, and where those are; no gutter is one column."""
    found: list[tuple[list[Row], list[float]]] = []
    at = 0
    while at < len(rows):
        band, cuts = _widest(rows, at)
        at += len(band)
        if cuts and found and not found[-1][1]:
            band = [*_taken_from(found, band, cuts[0]), *band]
        if not cuts and found and not found[-1][1]:
            found[-1][0].extend(band)
        else:
            found.append((band, cuts))
    return found


def _taken_from(
    found: list[tuple[list[Row], list[float]]], band: list[Row], cut: float
) -> list[Row]:
    """First lines of a right column that begins above the left one, out of what is read before."""
    above, below = found[-1][0], band[0]
    taken: list[Row] = []
    while above and len(above[-1]) == 1 and above[-1][0].left > cut:
        line = above[-1][0]
        if min(one.top for one in below) - line.bottom > line.size:
            break
        taken.insert(0, above.pop())
        below = taken[0]
    if not above:
        found.pop()
    return taken


def _widest(rows: list[Row], at: int) -> tuple[list[Row], list[float]]:
    """The longest run from a row on that has a gutter; that row alone when there is none."""
    if len(rows[at]) == 1:
        return [rows[at]], []
    gaps = _white(rows[at])
    last, open_gaps, both, whole = at, gaps, 1, 1
    for number in range(at + 1, len(rows)):
        narrowed = _narrowed(open_gaps, rows[number])
        if not narrowed or (both >= FEWEST_ROWS and _more_columns(rows, number, len(narrowed))):
            break
        if len(narrowed) < len(open_gaps):
            if whole >= FEWEST_ROWS and len(open_gaps) + 1 >= CELLS:  # what stands below a table
                break
            whole = 0
        open_gaps, last = narrowed, number
        both += len(rows[number]) > 1
        whole += len(rows[number]) > len(open_gaps)
    band = rows[at : last + 1]
    if both < FEWEST_ROWS or not open_gaps:
        return [rows[at]], [(low + high) / 2 for low, high in gaps] if gaps else []
    band = _until_ended(band)
    return band, [(low + high) / 2 for low, high in open_gaps]


def _more_columns(rows: list[Row], at: int, gaps: int) -> bool:
    """Whether a table with more columns than that begins at a row, as below text in columns."""
    if len(rows[at]) < max(CELLS, gaps + 2):
        return False
    open_gaps, whole = _white(rows[at]), 1
    for row in rows[at + 1 :]:
        narrowed = _narrowed(open_gaps, row)
        if len(narrowed) <= gaps:
            break
        open_gaps = narrowed
        whole += len(row) > gaps + 1
    return len(open_gaps) > gaps and whole >= FEWEST_ROWS


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
