"""Plain text as a document: hard-wrapped lines, bullets, and headings told by how they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from veivalg.sources.document_text import Block
from veivalg.sources.document_words import (
    HYPHENS,
    ends_sentence,
    joined,
    of_contents,
    page_number,
    without_bullet,
)

PAGE_END = "\f"
LONGEST_HEADING = 90
MOST_WORDS = 11
_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})\.?\s+[^\W\d]")
_LABEL = re.compile(
    r"^(?:samfunns|hoved|hovud|del|resultat|effekt|overordna |overordnede |langsiktige )?"
    r"(?:mål|måla|målene|visjon|visjonen|strategi|strategier|strategiar|tiltak|satsingsområde[rt]?|"
    r"innsatsområde[r]?|utfordringer|utfordringar)\s*\d*\s*:?$",
    re.IGNORECASE,
)
_LONE_NUMBER = re.compile(r"^\s*\d{1,2}\s*$")
_FOOT = re.compile(r"^\s*(?P<text>[^\W\d_].*?)(?:\s{3,}|\t+)(?:side\s*)?\d{1,4}\s*$", re.IGNORECASE)
_MARKDOWN = re.compile(r"^(#{1,6})\s+(.*)$")


def decoded(content: bytes) -> str:
    """Text in UTF-8, UTF-16 with a mark, or else as Western European."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def plain_blocks(content: bytes) -> tuple[list[Block], int]:
    """Blocks of a text file and its number of pages; a form feed begins a new page."""
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    pages = _without_feet(text).split(PAGE_END)
    blocks: list[Block] = []
    chapter = 0
    for number, page in enumerate(pages, start=1):
        lines, chapter = _with_chapters(page.split("\n"), chapter)
        blocks += _page_blocks(lines, number)
    return blocks, len(pages)


def _without_feet(text: str) -> str:
    """The text without lines that come again with a page number at their end."""
    lines = text.split("\n")
    feet = Counter(found["text"] for found in map(_FOOT.match, lines) if found)
    return "\n".join(
        line for line in lines if not ((foot := _FOOT.match(line)) and feet[foot["text"]] > 1)
    )


def _with_chapters(lines: list[str], chapter: int) -> tuple[list[str], int]:
    """Lines with the number of a chapter before its title, where it stands alone below it.

    chapter  the number of the last one; a lone number that is not the next is a page's
    """
    kept: list[str] = []
    for line in lines:
        number = int(line) if _LONE_NUMBER.match(line) else 0
        if chapter < number <= chapter + 2 and _title_above(kept):
            chapter = number
            title = joined(_title_above(kept))
            del kept[len(kept) - len(_last_lot(kept)) :]
            kept += [f"{chapter} {title}", ""]
        else:
            kept.append(line)
    return kept, chapter


def _last_lot(lines: list[str]) -> list[str]:
    """The last lines with print, and the empty ones below."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    begin = end
    while begin and lines[begin - 1].strip():
        begin -= 1
        if lines[begin].startswith(" "):  # the first line of a page, as some programs write it
            break
    return lines[begin:]


def _title_above(lines: list[str]) -> list[str]:
    """The title that the last lines are, at most two of them; empty when they are none."""
    lot = [line for line in _last_lot(lines) if line.strip()]
    return lot if 0 < len(lot) <= 2 and _heading_like(joined(lot)) else []


def _page_blocks(lines: list[str], page: int) -> list[Block]:
    kept = [line for line in lines if not of_contents(line) and not page_number(line)]
    blocks = []
    for lot in _lots(kept):
        block = _block(lot, page)
        if block is not None:
            blocks.append(block)
    return blocks


def _lots(lines: list[str]) -> Iterator[list[str]]:
    """Lines that belong to one block."""
    lot: list[str] = []
    blank = False
    for at, line in enumerate(lines):
        if not line.strip():
            blank = True
            continue
        if lot and _begins(lot, lines, at, blank):
            yield lot
            lot = []
        lot.append(line)
        blank = False
    if lot:
        yield lot


def _begins(lot: list[str], lines: list[str], at: int, blank: bool) -> bool:
    """Whether the line at `at` begins a block of its own, after the lines of `lot`."""
    line = lines[at]
    if without_bullet(line)[0]:
        return True
    before = lot[-1].rstrip()
    if before.endswith(tuple(HYPHENS)) and line.lstrip()[:1].islower():
        return False
    going_on = line.strip()[:1].islower() and not ends_sentence(before)
    if going_on:  # a list's own lines may stand apart from its first
        return False
    if blank or (line.startswith(" ") and not before.startswith(" ") and _heading_like(line)):
        return True
    return (
        (_heading_like(before) and len(lot) == 1)
        or _label(line)
        or bool(_NUMBERED.match(line.strip()))
    )


def _block(lot: list[str], page: int) -> Block | None:
    marked = _MARKDOWN.match(lot[0].strip())
    if marked and len(lot) == 1:
        return Block(kind="heading", text=marked[2].strip(), page=page, level=len(marked[1]))
    sign, first = without_bullet(lot[0])
    number = _NUMBERED.match(lot[0].strip())
    if number and len(lot) <= 2 and _heading_like(joined(lot)):
        level = number[1].count(".") + 1
        return Block(kind="heading", text=joined(lot), page=page, level=level)
    if sign:
        text = joined([first, *lot[1:]])
        indent = len(lot[0]) - len(lot[0].lstrip())
        return Block(kind="bullet", text=text, page=page, level=1 + indent // 4) if text else None
    text = joined(lot)
    if not text:
        return None
    if _label(text) or (text.endswith(":") and len(text) <= LONGEST_HEADING):
        return Block(kind="heading", text=text, page=page, level=5)
    if len(lot) <= 2 and _heading_like(text):
        return Block(kind="heading", text=text, page=page, level=4)
    return Block(kind="paragraph", text=text, page=page)


def _label(line: str) -> bool:
    return _LABEL.match(line.strip()) is not None


def _heading_like(line: str) -> bool:
    """Short, begins with a capital or a number, and does not end as a sentence does."""
    text = line.strip()
    return (
        0 < len(text) <= LONGEST_HEADING
        and len(text.split()) <= MOST_WORDS
        and (text[0].isupper() or text[0].isdigit())
        and not text.endswith((".", ",", ";", "!", *HYPHENS))
        and not text.endswith((" og", " eller", " i", " for", " av", " til", " på"))
    )
