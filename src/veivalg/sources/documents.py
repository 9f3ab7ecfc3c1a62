"""Plan documents as text with page numbers: PDF, Word, web pages and plain text.

Every file is read in a process of its own, with limits on time and memory, so that a broken or
hostile one harms nothing but itself (`document_child`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from veivalg.errors import UnreadableDocument
from veivalg.language import refusing
from veivalg.sources.document_child import REFUSED, document_from
from veivalg.sources.document_text import DocumentText

ENDINGS = (".pdf", ".docx", ".docm", ".html", ".htm", ".xhtml", ".txt", ".md")
"""Names of files that are looked for in a folder; what a file is, its content tells."""
MEGABYTE = 1_000_000
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\]")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may take.

    bytes         of the file
    pages         of the document
    letters       of text in all
    seconds       from start to end
    memory_bytes  of the process that reads it; not on Windows
    """

    bytes: int = 100 * MEGABYTE
    pages: int = 2_000
    letters: int = 20_000_000
    seconds: float = 60.0
    memory_bytes: int = 1_500 * MEGABYTE


LIMITS = Limits()


def read_document(path: Path, *, limits: Limits = LIMITS, name: str | None = None) -> DocumentText:
    """What a file says.

    name  what it is called, when that is not the file's own name

    Raises UnreadableDocument, naming the file, the reason and the fix.
    """
    called = shown_name(path.name if name is None else name)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _refusal(called, "no_file", {"why": error.strerror or ""}, limits) from error
    if size > limits.bytes:
        raise _refusal(called, "too_large", {"size": round(size / MEGABYTE)}, limits)
    told = _child_answer(path, called, limits)
    if told["kind"] == REFUSED:
        raise _refusal(called, told["reason"], told["values"], limits)
    return document_from({**told["document"], "name": called})


def read_documents(
    paths: Iterable[Path],
    *,
    limits: Limits = LIMITS,
    at_once: int = 2,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[Path, DocumentText | UnreadableDocument]]:
    """Each file and what it says, or why it could not be read, in the order given.

    at_once  files read at the same time
    stopped  asked before each file is begun; those that are not begun are left out
    """
    waiting = list(paths)
    with ThreadPoolExecutor(max_workers=at_once) as pool:
        begun: list[tuple[Path, Future[DocumentText | UnreadableDocument]]] = []
        while waiting or begun:
            while waiting and len(begun) < 2 * at_once and not stopped():
                path = waiting.pop(0)
                begun.append((path, pool.submit(_either, path, limits)))
            if not begun:
                return
            path, found = begun.pop(0)
            yield path, found.result()


def documents_in(folder: Path) -> list[Path]:
    """Files of a folder that may be documents, sorted, those in folders below too.

    Links, hidden files and the marks that Word leaves beside open files are left out.
    """
    found = []
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            hidden = name.startswith((".", "~$"))
            if name.lower().endswith(ENDINGS) and not hidden and not path.is_symlink():
                found.append(path)
    return found


def shown_name(name: str) -> str:
    """A file's name as it can be shown: no folders, no signs that are not seen, not too long."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _UNSEEN.sub("", last).strip() or "document"
    if len(clean) <= LONGEST_NAME:
        return clean
    stem, dot, ending = clean.rpartition(".")
    ending = dot + ending if dot and len(ending) <= 5 else ""
    return (stem or clean)[: LONGEST_NAME - len(ending) - 1] + "…" + ending


def _either(path: Path, limits: Limits) -> DocumentText | UnreadableDocument:
    try:
        return read_document(path, limits=limits)
    except UnreadableDocument as error:
        return error


def _child_answer(path: Path, called: str, limits: Limits) -> dict[str, Any]:
    command = [
        sys.executable, "-X", "utf8", "-m", "veivalg.sources.document_child", str(path.absolute()),
        str(limits.memory_bytes), str(int(limits.seconds) + 1), str(limits.pages),
        str(limits.letters),
    ]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="veivalg-") as empty:
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=limits.seconds,
                cwd=empty,
                env=_own_environment(),
                stdin=subprocess.DEVNULL,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise _refusal(called, "too_slow", {}, limits) from error
    try:
        told: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        reason = "too_slow" if done.returncode in (-9, -24) else "broken"
        raise _refusal(called, reason, {}, limits) from None
    return told


def _own_environment() -> dict[str, str]:
    """What the child needs to find us, and nothing that it could tell."""
    kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
    here = {name: os.environ[name] for name in kept if name in os.environ}
    return here | {
        "PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _refusal(
    called: str, reason: str, values: dict[str, Any], limits: Limits
) -> UnreadableDocument:
    known = {
        "limit_megabytes": str(limits.bytes // MEGABYTE),
        "limit_pages": str(limits.pages),
        "limit_seconds": f"{limits.seconds:g}",
        **{name: str(value) for name, value in values.items()},
    }
    return refusing(UnreadableDocument, f"document.{reason}", file=called, **known)
