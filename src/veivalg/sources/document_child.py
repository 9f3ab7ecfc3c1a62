"""Reads one document in a process of its own: `python -m veivalg.sources.document_child …`.

A document comes from anywhere. What it can do wrong (endless objects, a bomb, a crash in a library)
ends with this process. It writes no files, and its answer is one JSON text on standard output.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from veivalg.sources.document_kind import Kind, kind_of
from veivalg.sources.document_text import Block, DocumentText

READ = "read"
REFUSED = "refused"


class Refused(Exception):
    """A document that is not read; `args[0]` is the reason, and values for its sentence follow."""

    def __init__(self, reason: str, **values: Any) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


def text_of(path: Path, *, most_pages: int, most_letters: int) -> DocumentText:
    """What a file says. Raises Refused."""
    content = path.read_bytes()
    kind = kind_of(content)
    if not kind.reader:
        raise Refused(kind.refusal or "not_a_document", what=kind.called)
    found = READERS[kind.reader](path, content, kind, most_pages)
    letters = sum(len(block.text) for block in found["blocks"])
    if letters > most_letters:
        raise Refused("too_much_text", limit=most_letters)
    if not letters:
        pictures = bool(found.get("blank_pages"))
        raise Refused("pictures_only" if pictures else "no_text")
    return DocumentText(
        name=path.name, sha256=hashlib.sha256(content).hexdigest(), format=kind.reader, **found
    )


def _pdf(path: Path, content: bytes, kind: Kind, most_pages: int) -> dict[str, Any]:
    from veivalg.sources.document_pdf import Encrypted, TooManyPages, pdf_text

    try:
        found = pdf_text(path, most_pages=most_pages)
    except Encrypted as error:
        raise Refused("encrypted") from error
    except TooManyPages as error:
        raise Refused("too_many_pages", pages=error.args[0], limit=most_pages) from error
    notes = ("plans.note.pictured_pages",) if found.blank else ()
    return {
        "blocks": found.blocks,
        "pages": found.pages,
        "blank_pages": found.blank,
        "title": found.title,
        "year_made": found.made,
        "running": found.running,
        "notes": notes,
    }


def _docx(path: Path, content: bytes, kind: Kind, most_pages: int) -> dict[str, Any]:
    from veivalg.sources.document_docx import docx_text
    from veivalg.sources.document_zip import BombedZip, checked_zip

    try:
        checked_zip(path)
    except BombedZip as error:
        raise Refused("zip_bomb") from error
    found = docx_text(path)
    if found.pages > most_pages:
        raise Refused("too_many_pages", pages=found.pages, limit=most_pages)
    notes = ("plans.note.macros",) if kind.macros else ()
    return {
        "blocks": found.blocks,
        "pages": found.pages,
        "title": found.title,
        "year_made": found.made,
        "running": found.running,
        "notes": notes,
    }


def _html(path: Path, content: bytes, kind: Kind, most_pages: int) -> dict[str, Any]:
    from veivalg.sources.document_html import html_blocks

    blocks, title = html_blocks(content)
    return {"blocks": tuple(blocks), "pages": 1, "title": title}


def _plain(path: Path, content: bytes, kind: Kind, most_pages: int) -> dict[str, Any]:
    from veivalg.sources.document_plain import plain_blocks

    blocks, pages = plain_blocks(content)
    if pages > most_pages:
        raise Refused("too_many_pages", pages=pages, limit=most_pages)
    return {"blocks": tuple(blocks), "pages": pages}


Reader = Callable[[Path, bytes, Kind, int], dict[str, Any]]
READERS: dict[str, Reader] = {"pdf": _pdf, "docx": _docx, "html": _html, "text": _plain}


def limited(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Set what this process may use, where the system can: Windows only has the time limit."""
    try:
        import resource
    except ImportError:  # pragma: no cover
        return
    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


def answer(path: Path, *, most_pages: int, most_letters: int) -> dict[str, Any]:
    """The document, or why it is refused, as JSON can hold it."""
    try:
        document = text_of(path, most_pages=most_pages, most_letters=most_letters)
    except Refused as error:
        return {"kind": REFUSED, "reason": error.reason, "values": error.values}
    except MemoryError:
        return {"kind": REFUSED, "reason": "too_heavy", "values": {}}
    except OSError as error:
        return {"kind": REFUSED, "reason": "no_file", "values": {"why": error.strerror or ""}}
    except Exception as error:  # any fault of a library in a broken file: it cannot be read
        return {"kind": REFUSED, "reason": "broken", "values": {"why": type(error).__name__}}
    return {"kind": READ, "document": _held(document)}


def _held(document: DocumentText) -> dict[str, Any]:
    held = {
        name: getattr(document, name)
        for name in (
            "name", "sha256", "format", "pages", "blank_pages", "title", "year_made",
            "running", "notes",
        )
    }  # fmt: skip
    held["blocks"] = [
        [block.kind, block.text, block.page, block.level, block.header] for block in document.blocks
    ]
    return held


def document_from(held: dict[str, Any]) -> DocumentText:
    """The document that a child wrote."""
    blocks = tuple(
        Block(kind=kind, text=text, page=page, level=level, header=header)
        for kind, text, page, level, header in held.pop("blocks")
    )
    listed: dict[str, Any] = {
        name: tuple(held.pop(name)) for name in ("blank_pages", "running", "notes")
    }
    return DocumentText(blocks=blocks, **listed, **held)


def main(arguments: list[str]) -> None:
    """PATH MEMORY_BYTES CPU_SECONDS MOST_PAGES MOST_LETTERS."""
    path = Path(arguments[0])
    memory, cpu, pages, letters = (int(one) for one in arguments[1:5])
    limited(memory_bytes=memory, cpu_seconds=cpu)
    told = json.dumps(answer(path, most_pages=pages, most_letters=letters))
    sys.stdout.write(told)
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
