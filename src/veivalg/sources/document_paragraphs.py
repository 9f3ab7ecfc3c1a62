"""Lines of a column put together: headings, paragraphs, bullets and cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from veivalg.sources.document_columns import Column
from veivalg.sources.document_pdf_lines import Line
from veivalg.sources.document_text import Block
from veivalg.sources.document_words import HYPHENS, as_head, ends_sentence, joined, without_bullet

LARGER = 1.12
"""Parts of the size of running text from which print is a heading."""
LONGEST_HEADING = 22
"""Words."""
SHORT_SENTENCE = 8
"""Words of a heading that is a sentence with a full stop and not bold, at the most."""
_STOP = re.compile(r"\w{2}[.!?](?=\s+[A-ZÆØÅ]|$)")
LEADING = 0.4
"""White beyond the usual between two lines, in parts of the letter size, that ends a paragraph."""
SAME_SIZE = 0.6
MOST_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Type:
    """How a document is printed.

    body   size of running text
    white  usual white between two lines of it, in parts of the letter size
    ranks  of headings by size and weight, 1 the highest
    """

    body: float
    lines: tuple[Line, ...]
    white: float = 0.0
    ranks: dict[tuple[float, bool], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = {(line.size, line.bold) for line in self.lines if self.heading(line)}
        for rank, kind in enumerate(sorted(kinds, reverse=True), start=1):
            self.ranks[kind] = min(rank, MOST_LEVELS)

    def heading(self, line: Line) -> bool:
        """Whether a line is set as headings are: larger, or as large and bold."""
        return line.size >= LARGER * self.body or (line.bold and line.size >= self.body - 0.3)

    def level(self, line: Line) -> int:
        """The rank of a heading among the document's, 1 the highest."""
        return self.ranks.get((line.size, line.bold), MOST_LEVELS)


def column_blocks(column: Column, kind: Type, page: int) -> list[Block]:
    """Blocks of a column on a page."""
    lots = list(_lots(column, kind))
    if column.table:
        return _cells(lots, page)
    return [block for lot in lots for block in _block(lot, kind, page)]


def _lots(column: Column, kind: Type) -> Iterator[list[Line]]:
    lot: list[Line] = []
    for line in column.lines:
        if lot and _begins(lot, line, column, kind):
            yield lot
            lot = []
        lot.append(line)
    if lot:
        yield lot


def _begins(lot: list[Line], line: Line, column: Column, kind: Type) -> bool:
    """Whether a line begins a block of its own."""
    last = lot[-1]
    if abs(line.size - last.size) > SAME_SIZE or line.bold != last.bold:
        return not _same_row(last, line)
    if last.text.endswith(tuple(HYPHENS)):
        return False
    if line.top - last.bottom > kind.white * line.size + LEADING * line.size:
        return True
    if without_bullet(line.text)[0] and not line.text[:1].isalnum():
        return True
    if without_bullet(line.text)[0] and (_bullet(lot) or ends_sentence(last.text)):
        return True
    if kind.heading(line):
        return False
    if _bullet(lot):
        return line.left < lot[0].left - 1.0 or (
            line.left < lot[0].left + 4.0 and ends_sentence(last.text)
        )
    short = last.right < column.right - 0.25 * (column.right - column.left)
    return short and ends_sentence(last.text) and line.text[:1].isupper()


def _same_row(last: Line, line: Line) -> bool:
    """A bold or small word within a line of running text."""
    return abs(last.middle - line.middle) < 0.4 * last.size


def _bullet(lot: list[Line]) -> bool:
    return bool(without_bullet(lot[0].text)[0])


def _block(lot: list[Line], kind: Type, page: int) -> list[Block]:
    sign, first = without_bullet(lot[0].text)
    if kind.heading(lot[0]) and _all_heading(lot, kind):
        text = joined(line.text for line in lot)
        if text and len(text.split()) <= LONGEST_HEADING and not _running(text, lot[0]):
            return [Block(kind="heading", text=text, page=page, level=kind.level(lot[0]))]
    if sign:
        text = joined([first, *(line.text for line in lot[1:])])
        return [Block(kind="bullet", text=text, page=page, level=1)] if text else []
    text = joined(line.text for line in lot)
    return [Block(kind="paragraph", text=text, page=page)] if text else []


def _running(text: str, line: Line) -> bool:
    """Whether large print is running text after all: whole sentences that are not bold."""
    stops = _STOP.findall(text)
    return len(stops) > 1 or (bool(stops) and not line.bold and len(text.split()) > SHORT_SENTENCE)


def _all_heading(lot: list[Line], kind: Type) -> bool:
    return all(kind.heading(line) for line in lot)


def _cells(lots: list[list[Line]], page: int) -> list[Block]:
    """Cells of one column of a table; a first one in bold is the head of the others."""
    header = ""
    found = []
    for number, lot in enumerate(lots):
        text = joined([without_bullet(lot[0].text)[1], *(line.text for line in lot[1:])])
        if not text:
            continue
        if number == 0 and lot[0].bold and len(lots) > 1 and as_head(text):
            header = text
            found.append(Block(kind="cell", text=text, page=page, header=text))
        else:
            found.append(Block(kind="cell", text=text, page=page, header=header))
    return found
