"""What a file is, told by its content and never by its name."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Literal

HEAD = 4096
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|div|p|h[1-6]|article|main|meta|title)\b", re.I
)
_PICTURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
    b"BM": "BMP",
}
_OTHERS = {
    b"\x7fELF": "program",
    b"MZ": "program",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"{\\rtf": "RTF",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BINARY = 0.02
"""Part of control signs from which a file is not text."""
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a file is.

    reader   pdf, docx, html or text; "" when none reads it
    called   what it is called when it is refused
    refusal  the reason, "" when it can be read
    macros   whether it holds programs, which are never run
    """

    reader: Literal["pdf", "docx", "html", "text", ""]
    called: str = ""
    refusal: str = ""
    macros: bool = False


def kind_of(content: bytes) -> Kind:
    """What a file is, from its bytes."""
    head = content[:HEAD]
    if not content.strip(b"\x00\t\n\r\f "):
        return Kind(reader="", refusal="empty")
    if b"%PDF-" in head[:1024]:
        return Kind(reader="pdf")
    if content.startswith(b"PK\x03\x04"):
        return _zipped(content)
    signed = _signed(content)
    if signed is not None:
        return signed
    if _TAG.search(head):
        return Kind(reader="html")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or _text(head):
        return Kind(reader="text")
    return Kind(reader="", called="binary", refusal="not_a_document")


def _signed(content: bytes) -> Kind | None:
    """A kind that is never read, told by how the file begins; None when it is none of those."""
    if content.startswith(OLD_OFFICE):
        locked = "EncryptedPackage".encode("utf-16-le") in content[:65536]
        return Kind(reader="", called="Word 97–2003", refusal="encrypted" if locked else "old_word")
    for sign, called in _PICTURES.items():
        if content.startswith(sign):
            return Kind(reader="", called=called, refusal="picture")
    for sign, called in _OTHERS.items():
        if content.startswith(sign):
            return Kind(reader="", called=called, refusal="not_a_document")
    return None


def _zipped(content: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as held:
            names = set(held.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return Kind(reader="", called="zip", refusal="broken")
    if "word/document.xml" in names or ("[Content_Types].xml" in names and any(
        name.startswith("word/") for name in names
    )):  # fmt: skip
        return Kind(reader="docx", macros="word/vbaProject.bin" in names)
    if any(name.startswith("xl/") for name in names):
        return Kind(reader="", called="Excel", refusal="not_a_document")
    if any(name.startswith("ppt/") for name in names):
        return Kind(reader="", called="PowerPoint", refusal="not_a_document")
    if "content.xml" in names and "mimetype" in names:
        return Kind(reader="", called="OpenDocument", refusal="not_a_document")
    return Kind(reader="", called="zip", refusal="not_a_document")


def _text(head: bytes) -> bool:
    controls = sum(one < 32 and one not in _TEXT_CONTROLS for one in head)
    return controls <= BINARY * len(head)
