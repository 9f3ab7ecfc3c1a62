"""Word documents as blocks: styles are structure, breaks count pages, tables keep their heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.table import Table
from docx.text.paragraph import Paragraph

from veivalg.sources.document_text import Block, BlockKind
from veivalg.sources.document_words import as_head, cleaned, of_contents, without_bullet

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"(?:heading|overskrift|rubrik)\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"(?:list|liste|punkt|bullet|nummer)", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"^(?:toc|innholds|innhald|caption|bildetekst|header|footer|topp|bunn)", re.IGNORECASE
)
BOLD_HEADING_WORDS = 12
DEEPEST_TABLE = 3
MOST_SECTIONS = 20
_BOX = _WORD + "txbxContent"
_ALTERNATIVE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocxText:
    """What a Word document says."""

    blocks: tuple[Block, ...]
    pages: int
    title: str
    made: int | None
    running: tuple[str, ...]


def docx_text(path: Path) -> DocxText:
    """Everything a Word document says.

    Pages are counted by the breaks that somebody put in; where there are none, by those that Word
    noted when it last showed the document.
    """
    document = Document(str(path))
    explicit = any(_breaks(one, explicit=True) for one in document.element.body.iter(_WORD + "p"))
    counted = _Pages(explicit=explicit)
    blocks = list(_body_blocks(document, counted))
    properties = document.core_properties
    made = properties.created.year if properties.created else None
    return DocxText(
        blocks=tuple(blocks),
        pages=counted.page,
        title=cleaned(properties.title or ""),
        made=made,
        running=_running(document),
    )


def _running(document: WordDocument) -> tuple[str, ...]:
    """Heads and feet of the sections, each once."""
    found: dict[str, None] = {}
    for section in list(document.sections)[:MOST_SECTIONS]:
        for part in (section.header, section.footer):
            for paragraph in part.paragraphs:
                found[cleaned(paragraph.text)] = None
    return tuple(text for text in found if text)


class _Pages:
    """The page that is being read; a break moves it on."""

    def __init__(self, *, explicit: bool, page: int = 1) -> None:
        self.page = page
        self._explicit = explicit

    def past(self, paragraph: Any) -> int:
        """The page on which a paragraph's text begins; afterwards that of what follows."""
        before, after = _split_breaks(paragraph, explicit=self._explicit)
        begins = self.page + before
        self.page = begins + after
        return begins


def _breaks(paragraph: Any, *, explicit: bool) -> int:
    return sum(_split_breaks(paragraph, explicit=explicit))


def _split_breaks(paragraph: Any, *, explicit: bool) -> tuple[int, int]:
    """Page breaks before a paragraph's first text, and after it."""
    before = after = 0
    seen = False
    properties = paragraph.find(_WORD + "pPr")
    if (
        explicit
        and properties is not None
        and properties.find(_WORD + "pageBreakBefore") is not None
    ):
        before += 1
    for one in paragraph.iter():
        if one.tag == _WORD + "t" and (one.text or "").strip():
            seen = True
        page = one.tag == _WORD + "br" and one.get(_WORD + "type") == "page"
        if page if explicit else one.tag == _WORD + "lastRenderedPageBreak":
            before, after = (before, after + 1) if seen else (before + 1, after)
    return before, after


def _body_blocks(document: WordDocument, pages: _Pages) -> Iterator[Block]:
    for element in document.element.body.iterchildren():
        if element.tag == _WORD + "p":
            yield from _paragraph_blocks(Paragraph(element, document), pages)
        elif element.tag == _WORD + "tbl":
            yield from _table_blocks(Table(element, document), pages, depth=1)
        elif element.tag == _WORD + "sdt" and "docPartGallery" not in _tags(element):
            for inner in element.iter(_WORD + "p"):  # a content control, not a list of contents
                if not any(one.tag == _BOX for one in inner.iterancestors()):
                    yield from _paragraph_blocks(Paragraph(inner, document), pages)


def _boxed_blocks(holder: Paragraph, page: int) -> Iterator[Block]:
    """What stands in text boxes that a paragraph holds, once though Word writes it twice."""
    boxes = list(holder._p.iter(_BOX))
    for number, box in enumerate(boxes):
        second = any(one.tag == _ALTERNATIVE for one in box.iterancestors())
        if second and any(_said(box) == _said(other) for other in boxes[:number]):
            continue
        inside = _Pages(explicit=True, page=page)
        for paragraph in box.iterchildren(_WORD + "p"):
            yield from _paragraph_blocks(Paragraph(paragraph, holder._parent), inside)


def _said(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(_WORD + "t"))


def _tags(element: Any) -> set[str]:
    return {str(one.tag).rpartition("}")[2] for one in element.iter()}


def _paragraph_blocks(paragraph: Paragraph, pages: _Pages) -> Iterator[Block]:
    page = pages.past(paragraph._p)
    style = _style(paragraph)
    for line in paragraph.text.split("\n"):
        text = cleaned(line)
        if not text or of_contents(text) or _OUTSIDE.match(style):
            continue
        kind, level, text = _kind(paragraph, style, text)
        if text:
            yield Block(kind=kind, text=text, page=page, level=level)
    yield from _boxed_blocks(paragraph, page)


def _kind(paragraph: Paragraph, style: str, text: str) -> tuple[BlockKind, int, str]:
    found = _HEADING.search(style)
    if found:
        return "heading", int(found[1]), text
    outline = _outline(paragraph)
    if outline is not None:
        return "heading", outline, text
    if style.lower() in ("title", "tittel"):
        return "heading", 1, text
    sign, rest = without_bullet(text)
    if _LIST.search(style) or _numbered(paragraph) or sign:
        return "bullet", 1, rest
    if _bold(paragraph) and len(text.split()) <= BOLD_HEADING_WORDS and not text.endswith("."):
        return "heading", 6, text
    return "paragraph", 0, text


def _style(paragraph: Paragraph) -> str:
    style = paragraph.style
    return (style.name or "") if style is not None else ""


def _outline(paragraph: Paragraph) -> int | None:
    """The outline level that the paragraph itself has, from 1; None for body text."""
    found = paragraph._p.find(f"{_WORD}pPr/{_WORD}outlineLvl")
    level = int(found.get(_WORD + "val", "9")) if found is not None else 9
    return level + 1 if level < 9 else None


def _numbered(paragraph: Paragraph) -> bool:
    return paragraph._p.find(f"{_WORD}pPr/{_WORD}numPr") is not None


def _bold(paragraph: Paragraph) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)


def _table_blocks(table: Table, pages: _Pages, *, depth: int) -> Iterator[Block]:
    """Cells row by row, each with the head of its column."""
    if depth > DEEPEST_TABLE:
        return
    heads = _heads(table)
    for number, row in enumerate(table.rows):
        seen: set[int] = set()
        for column, cell in enumerate(row.cells):
            if id(cell._tc) in seen:
                continue
            seen.add(id(cell._tc))
            header = heads[column] if column < len(heads) else ""
            for text, page in _cell_lines(cell, pages):
                yield _cell(text, page, header)
            if number or not heads:
                for inner in cell.tables:
                    yield from _table_blocks(inner, pages, depth=depth + 1)


def _heads(table: Table) -> list[str]:
    """The head of each column, when the first row can be one; else nothing."""
    rows = list(table.rows)
    if len(rows) < 2:
        return []
    texts = [cleaned(cell.text) for cell in rows[0].cells]
    return texts if all(as_head(text) for text in texts if text) else []


def _cell_lines(cell: Any, pages: _Pages) -> list[tuple[str, int]]:
    found = []
    for paragraph in cell.paragraphs:
        page = pages.past(paragraph._p)
        for line in paragraph.text.split("\n"):
            text = without_bullet(cleaned(line))[1]
            if text:
                found.append((text, page))
    return found


def _cell(text: str, page: int, header: str) -> Block:
    return Block(kind="cell", text=text, page=page, header=header)
