"""Mutated documents: none crashes the reader, hangs it, or writes outside its place.

    python -m verification.document_fuzz [N]

Small documents of each kind are made and mutated (bits, cuts, swaps, junk, numbers, the parts of a
Word file packed anew) with a fixed seed, at least 500 of them, and read one by one. A folder that
is watched must stay as it was. Claims: every file ends as read or refused within the time limit.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
from docx import Document

from tests.sources.pdf_written import Text, lines, pdf
from veivalg.errors import UnreadableDocument
from veivalg.randomness import Draws
from veivalg.sources.document_text import DocumentText
from veivalg.sources.documents import Limits, read_documents

COUNT = 520
LIMITS = Limits(seconds=20.0, memory_bytes=800_000_000)
Rng = np.random.Generator
SAID = [
    "Kommunen skal ha gode skoler og barnehager for alle.",
    "Klimagassutslippene er halvert i 2035.",
    "Vi legger til rette for frivillig innsats i hele kommunen.",
]


def samples() -> dict[str, bytes]:
    """One small document of each kind."""
    word = Document()
    word.add_heading("Hovedmål", 1)
    for text in SAID:
        word.add_paragraph(text, style="List Bullet")
    table = word.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 0).text = "Mål", SAID[0]
    held = io.BytesIO()
    word.save(held)
    html = "<html><body><h1>Mål</h1><ul>" + "".join(f"<li>{one}</li>" for one in SAID) + "</ul>"
    pages = [[Text("Mål", size=16, bold=True, top=80), *lines(SAID)] for _ in range(3)]
    return {
        "pdf": pdf(pages),
        "docx": held.getvalue(),
        "html": html.encode(),
        "txt": ("Mål\n\n" + "\n".join(f"• {one}" for one in SAID)).encode(),
    }


def bits(content: bytearray, rng: Rng) -> None:
    for at in rng.integers(0, len(content), size=int(rng.integers(1, 40))):
        content[at] ^= 1 << int(rng.integers(0, 8))


def cut(content: bytearray, rng: Rng) -> None:
    del content[int(rng.integers(1, len(content))) :]


def swapped(content: bytearray, rng: Rng) -> None:
    a, b = sorted(int(x) for x in rng.integers(0, len(content), size=2))
    content[a:b] = bytes(reversed(content[a:b]))


def junk(content: bytearray, rng: Rng) -> None:
    at = int(rng.integers(0, len(content)))
    content[at:at] = rng.bytes(int(rng.integers(1, 3000)))


def numbers(content: bytearray, rng: Rng) -> None:
    big = [b"0", b"-1", b"4294967296", b"99999999999999999999"]
    changed = re.sub(
        rb"\d+", lambda m: big[int(rng.integers(0, 4))] if rng.random() < 0.05 else m[0], content
    )
    content[:] = changed


MUTATIONS: tuple[Callable[[bytearray, Rng], None], ...] = (bits, cut, swapped, junk, numbers)


def mutated(kind: str, content: bytes, rng: Rng) -> bytes:
    if kind == "docx" and rng.random() < 0.6:
        return _packed_anew(content, rng)
    changed = bytearray(content)
    for _ in range(int(rng.integers(1, 4))):
        if changed:
            MUTATIONS[int(rng.integers(0, len(MUTATIONS)))](changed, rng)
    return bytes(changed)


def _packed_anew(content: bytes, rng: Rng) -> bytes:
    """A Word file with mutated parts, in a zip that is whole."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as held,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for one in held.infolist():
            part = bytearray(held.read(one))
            if rng.random() < 0.3 and part:
                MUTATIONS[int(rng.integers(0, len(MUTATIONS)))](part, rng)
            name = "../" + one.filename if rng.random() < 0.02 else one.filename
            packed.writestr(name, bytes(part))
    return out.getvalue()


def main(count: int) -> int:
    made = samples()
    kinds = list(made)
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as root:
        folder, watched = Path(root, "in"), Path(root, "watched")
        folder.mkdir()
        watched.mkdir()
        paths = []
        for number in range(count):
            kind = kinds[number % len(kinds)]
            rng = Draws(7).stream("fuzz", number)
            path = folder / f"{number:04}.{kind}"
            path.write_bytes(mutated(kind, made[kind], rng))
            paths.append(path)
        before = sorted(root_files(Path(root)))
        at = time.monotonic()
        for path, found in read_documents(paths, limits=LIMITS):
            assert isinstance(found, DocumentText | UnreadableDocument)
            ended = "read" if isinstance(found, DocumentText) else found.key
            outcomes[path.suffix, ended] += 1
            now = time.monotonic()
            slowest, at = max(slowest, now - at), now
        written = set(root_files(Path(root))) ^ set(before)
    for (kind, ended), n in sorted(outcomes.items()):
        print(f"{kind:6}{ended:28}{n:5}")
    hung = sum(n for (_, ended), n in outcomes.items() if ended == "document.too_slow")
    print(f"{sum(outcomes.values())} files: {hung} hung, {len(written)} written outside, ", end="")
    print(f"longest wait {slowest:.1f} s, crashes of this process 0")
    return 0 if sum(outcomes.values()) == count and not hung and not written else 1


def root_files(root: Path) -> list[str]:
    return [str(path) for path in root.rglob("*") if path.is_file()]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
