"""Small PDF files for tests and benchmarks: lines of text at places, in Helvetica."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

HEIGHT = 842
STEP = 14


@dataclass(frozen=True)
class Text:
    """A line: how far from the left and the top, its size, and whether it is bold."""

    text: str
    left: float = 60
    top: float = 100
    size: float = 10.5
    bold: bool = False


def pdf(pages: Sequence[Sequence[Text]], *, title: str = "", extra: bytes = b"") -> bytes:
    """A whole file with these lines on its pages."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) >>".encode("cp1252"),
    ]
    kids = []
    for lines in pages:
        content = b"".join(_line(one) for one in lines)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects, extra)


def _line(one: Text) -> bytes:
    escaped = one.text.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        escaped = escaped.replace(sign, b"\\" + sign)
    font = b"F2" if one.bold else b"F1"
    place = f"{one.left:.1f} {HEIGHT - one.top:.1f}".encode()
    size = f"{one.size:.1f}".encode()
    return b"BT /%s %s Tf %s Td (%s) Tj ET\n" % (font, size, place, escaped)


def _file(objects: Sequence[bytes], extra: bytes) -> bytes:
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R %s>>\nstartxref\n%d\n%%%%EOF\n"
    return out + trailer % (len(objects) + 1, extra, start)


def lines(
    texts: Sequence[str], *, left: float = 60, top: float = 100, step: float = 14
) -> list[Text]:
    """Lines below one another."""
    return [Text(text, left=left, top=top + step * at) for at, text in enumerate(texts)]
