"""PDF as blocks: columns read in order, headings by their type, running heads left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from veivalg.sources.document_columns import columns_of
from veivalg.sources.document_paragraphs import LARGER, Type, column_blocks
from veivalg.sources.document_pdf_lines import Line, page_lines
from veivalg.sources.document_text import Block
from veivalg.sources.document_words import HYPHENS, ends_sentence, joined, of_contents, page_number

MARGIN = 0.11
"""Part of the page at top and bottom where running heads and feet stand."""
WIDE_MARGIN = 0.2
"""Where what stands at the very same place on many pages is one too, if it is several words or
has a number."""
REPEATED_PAGES = 3
MOST_RUNNING = 6
SEVERAL_WORDS = 3
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"D:(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfText:
    """What a PDF says."""

    blocks: tuple[Block, ...]
    pages: int
    blank: tuple[int, ...]
    title: str
    made: int | None
    running: tuple[str, ...]


class Encrypted(Exception):
    """The file needs a password."""


class TooManyPages(Exception):
    """More pages than are read; `args[0]` is how many."""


def pdf_text(path: Path, *, most_pages: int) -> PdfText:
    """Everything a PDF says. Raises Encrypted, TooManyPages or pypdfium2's own error."""
    document = _opened(path)
    try:
        if len(document) > most_pages:
            raise TooManyPages(len(document))
        sheets = []
        blank = []
        for number in range(len(document)):
            page = document[number]
            lines = page_lines(page)
            if not lines and _pictured(page):
                blank.append(number + 1)
            sheets.append(_Sheet(lines, page.get_height()))
            page.close()
        told = document.get_metadata_dict()
    finally:
        document.close()
    pages, running = _without_running(sheets)
    year = _YEAR.search(str(told.get("CreationDate", "")))
    return PdfText(
        blocks=tuple(_blocks(pages)),
        pages=len(sheets),
        blank=tuple(blank),
        title=_title(str(told.get("Title", ""))),
        made=int(year[1]) if year else None,
        running=running,
    )


def _title(told: str) -> str:
    """What the file calls itself, unless it is what programs write when nobody did."""
    title = joined([told])
    return "" if title.lower() in ("untitled", "uten navn", "uten tittel") else title


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if (
            getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD
            or "password" in str(error).lower()
        ):
            raise Encrypted from error
        raise


def _pictured(page: pdfium.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page: its lines, and how high it is."""

    lines: list[Line]
    height: float


def _without_running(sheets: list[_Sheet]) -> tuple[list[list[Line]], tuple[str, ...]]:
    """Each page's lines without running heads and feet and page numbers, and those heads."""
    seen: Counter[tuple[str, int]] = Counter()
    for sheet in sheets:
        seen.update({_place(line, sheet) for line in sheet.lines if _outer(line, sheet)})
    fixed = Counter(key for sheet in sheets for key in {_fixed(line) for line in sheet.lines})
    often = max(REPEATED_PAGES, min(len(sheets) // 5, 12))
    every_other = max(REPEATED_PAGES, len(sheets) // 2)
    titles = _largest(sheets)
    left: Counter[str] = Counter()
    pages: list[list[Line]] = []
    for sheet in sheets:
        kept = []
        for line in sheet.lines:
            anew = fixed[_fixed(line)] >= every_other and _stands_out(line, sheet)
            if anew or _running(line, sheet, seen, often) or _of_chapter(line, sheet, titles):
                left[line.text] += 1
            else:
                kept.append(line)
        pages.append(kept)
    return pages, tuple(text for text, _ in left.most_common(MOST_RUNNING))


def _largest(sheets: list[_Sheet]) -> dict[str, float]:
    """The largest size that each text is set in."""
    found: dict[str, float] = {}
    for sheet in sheets:
        for line in sheet.lines:
            found[line.text] = max(line.size, found.get(line.text, 0.0))
    return found


def _of_chapter(line: Line, sheet: _Sheet, titles: dict[str, float]) -> bool:
    """Whether a line in the margin is the title of a chapter, set large elsewhere."""
    return _outer(line, sheet) and titles[line.text] > LARGER * line.size


def _running(line: Line, sheet: _Sheet, seen: Counter[tuple[str, int]], often: int) -> bool:
    if not _outer(line, sheet):
        return False
    return page_number(line.text) or seen[_place(line, sheet)] >= often


def _outer(line: Line, sheet: _Sheet, margin: float = MARGIN) -> bool:
    return line.bottom < margin * sheet.height or line.top > (1 - margin) * sheet.height


def _fixed(line: Line) -> tuple[str, int, int]:
    """A line with its place to the point: what is printed anew on page after page."""
    return line.text, round(line.left), round(line.middle)


def _stands_out(line: Line, sheet: _Sheet) -> bool:
    """Whether a line that comes back is no heading of a form, such as "Mål"."""
    long = len(line.text.split()) >= SEVERAL_WORDS or bool(_DIGITS.search(line.text))
    return long and _outer(line, sheet, WIDE_MARGIN)


def _place(line: Line, sheet: _Sheet) -> tuple[str, int]:
    """A line without its numbers, and whether it stands at the top or at the bottom."""
    words = sorted(_DIGITS.sub("", line.text.lower()).split())
    return " ".join(words), int(line.middle > sheet.height / 2)


def _blocks(pages: list[list[Line]]) -> Iterator[Block]:
    kind = _type([line for lines in pages for line in lines])
    found: list[Block] = []
    for number, lines in enumerate(pages, start=1):
        for column in columns_of([line for line in lines if not of_contents(line.text)]):
            _add(found, column_blocks(column, kind, number))
    yield from found


def _add(found: list[Block], more: Sequence[Block]) -> None:
    """Blocks put behind those before; a paragraph cut by a column or page is made whole."""
    for first, block in enumerate(more):
        before = found[-1] if found else None
        if first == 0 and before is not None and _goes_on(before, block):
            found[-1] = replace(before, text=joined([before.text, block.text]))
        else:
            found.append(block)


def _goes_on(before: Block, block: Block) -> bool:
    if before.kind not in ("paragraph", "bullet") or block.kind != "paragraph":
        return False
    broken = before.text.endswith(tuple(HYPHENS)) or not ends_sentence(before.text)
    return broken and block.text[:1].islower()


def _type(lines: list[Line]) -> Type:
    """The size of running text, and the sizes of headings above it, the largest first."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    body = max(letters, key=lambda size: (letters[size], -size), default=10.0)
    return Type(body=body, lines=tuple(lines), white=_usual_white(lines, body))


def _usual_white(lines: list[Line], body: float) -> float:
    """Median white between lines of running text that follow one another, in letter sizes."""
    whites = [
        (line.top - last.bottom) / body
        for last, line in pairwise(lines)
        if line.size == last.size == body and abs(line.left - last.left) < 1.0
    ]
    near = [one for one in whites if -1.0 < one < 1.5]
    return median(near) if near else 0.0
