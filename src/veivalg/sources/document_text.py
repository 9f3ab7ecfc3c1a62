"""A document as text: blocks in reading order, each on its page, whatever file it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "paragraph", "bullet", "cell"]
Format = Literal["pdf", "docx", "html", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading, paragraph, bullet or table cell as printed, its line breaks joined.

    level   of a heading: 1 the highest; of a bullet: how deep it is nested, from 1; else 0
    page    on which it begins, the first is 1
    header  of a cell: what stands at the top of its column, "" when nothing does; of that head
            itself its own text
    """

    kind: BlockKind
    text: str
    page: int
    level: int = 0
    header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """What a file says, as its reader found it.

    name         the file's own name, without folders
    sha256       of the bytes, so that the same file is known again
    pages        how many there are; 1 for formats without pages
    blank_pages  pages with pictures and no text, as scans are
    title, year_made  what the file says of itself, "" and None when it says nothing
    running      heads and feet that stand on page after page, the most frequent first
    notes        keys of what a reader should know ("plans.note.pictured_pages", …)
    """

    name: str
    sha256: str
    format: Format
    pages: int
    blocks: tuple[Block, ...]
    blank_pages: tuple[int, ...] = ()
    title: str = ""
    year_made: int | None = None
    running: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
