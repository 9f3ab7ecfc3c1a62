"""Lines of print on a PDF page, each with its place, size and weight."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

GAP_IN_LINE = 1.6
"""Parts of the letter size between two words beyond which they stand in different columns."""
MOST_CHARACTERS = 60_000
"""On one page."""
BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of print without a wide gap. Points, from the upper left corner of the page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    bold: bool

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def page_lines(page: pdfium.PdfPage) -> list[Line]:
    """Stretches of print in the order in which the file has them."""
    text_page = page.get_textpage()
    try:
        count = min(text_page.count_chars(), MOST_CHARACTERS)
        height = page.get_height()
        return list(_lines(text_page.raw, count, height))
    finally:
        text_page.close()


@dataclass(slots=True)
class _Growing:
    """A line being read, letter by letter."""

    letters: list[str]
    left: float
    right: float
    top: float
    bottom: float
    first: int

    def reach(self, right: float, top: float, bottom: float) -> None:
        """Take in a letter's place; written out, as it is done for every letter."""
        if right > self.right:
            self.right = right
        if top < self.top:
            self.top = top
        if bottom > self.bottom:
            self.bottom = bottom

    def line(self, text_page: Any) -> Line | None:
        text = "".join(self.letters).strip()
        if not text:
            return None
        size, bold = _type(text_page, self.first, self.bottom - self.top)
        return Line(text, self.left, self.right, self.top, self.bottom, size, bold)


def _lines(text_page: Any, count: int, height: float) -> Iterator[Line]:
    box = raw.FS_RECTF()
    here = ctypes.byref(box)
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    growing: _Growing | None = None
    for at in range(count):
        letter = _letter(unicode_of(text_page, at))
        if letter in "\r\n":
            if growing is not None and letter == "\n":
                yield from _ended(growing, text_page)
                growing = None
            continue
        if not box_of(text_page, at, here):
            continue
        left, right, top, bottom = box.left, box.right, height - box.top, height - box.bottom
        if growing is not None and _apart(growing, left, right, top, bottom):
            yield from _ended(growing, text_page)
            growing = None
        if growing is None:
            if letter.isspace():
                continue
            growing = _Growing([], left, right, top, bottom, at)
        growing.letters.append(letter)
        if not letter.isspace():
            growing.reach(right, top, bottom)
    if growing is not None:
        yield from _ended(growing, text_page)


def _apart(growing: _Growing, left: float, right: float, top: float, bottom: float) -> bool:
    """Whether a letter stands so far away that it belongs to another column or line."""
    if right <= left:  # a space that the reader put in
        return False
    size = max(growing.bottom - growing.top, 1.0)
    if left - growing.right > GAP_IN_LINE * size or left < growing.left - size:
        return True
    if top >= growing.top and bottom <= growing.bottom:
        return False
    shared = min(bottom, growing.bottom) - max(top, growing.top)
    return shared < 0.3 * min(size, bottom - top)


def _ended(growing: _Growing, text_page: Any) -> Iterator[Line]:
    line = growing.line(text_page)
    if line is not None:
        yield line


def _letter(code: int) -> str:
    """The letter; a hyphen where the file says that a word is broken."""
    if 0x20 <= code < 0x7F:
        return chr(code)
    if code in (0x02, 0xFFFE, 0xAD):
        return "\u00ad"
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return ""
    return chr(code)


def _type(text_page: Any, at: int, height: float) -> tuple[float, bool]:
    """Size and boldness of the letter at a place."""
    size = float(raw.FPDFText_GetFontSize(text_page, at))
    matrix = raw.FS_MATRIX()
    if raw.FPDFText_GetMatrix(text_page, at, ctypes.byref(matrix)):
        size *= max(abs(matrix.d), abs(matrix.b)) or 1.0
    if not 1.0 <= size <= 400.0:
        size = height
    weight = int(raw.FPDFText_GetFontWeight(text_page, at))
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int(0)
    raw.FPDFText_GetFontInfo(text_page, at, name, 128, ctypes.byref(flags))
    called = name.value.decode("latin-1").lower()
    bold = weight >= BOLD_WEIGHT or "bold" in called or "black" in called or "heavy" in called
    return round(size, 1), bold or bool(flags.value & _FORCE_BOLD)
