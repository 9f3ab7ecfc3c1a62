"""Lines of print made into sentences again: hyphens, ligatures, bullet signs and contents lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SOFT_HYPHEN = "\u00ad"
HYPHENS = "-\u2010\u2011\u00ad\ufffe\u0002"
"""Signs that a word can be broken with; the last two are how some PDFs write a broken word."""
HEAD_WORDS = 6
_HANGING = re.compile(r"^(og|eller|samt|til|og/eller|som|/|and|or)\b", re.IGNORECASE)
BULLET = re.compile(
    r"^\s*(?P<sign>[•·●▪◦‣■□►▶➢✓✔∙\uf0b7\uf0a7\uf0d8]|[–—\-*o](?=\s)|"
    r"\(?(?:\d{1,2}|[a-zA-Z])[.)](?=\s)(?!\s*(?:januar|februar|mars|april|mai|juni|juli|august|"
    r"september|oktober|november|desember)\b))\s*"
)
"""A bullet sign or the number of a list at the beginning of a line."""
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*\d{1,4}\s*$|…{2,}\s*\d{1,4}\s*$|_{4,}\s*\d{1,4}\s*$")
_CONTROL = re.compile(
    r"[\u0000-\u0001\u0003-\u0008\u000b\u000e-\u001f\u007f-\u009f\ufeff\u200b-\u200f]"
)
_SPACES = re.compile(r"\s+")
_PAGE_NUMBER = re.compile(
    r"^(?:side\s*)?[–-]?\s*\d{1,4}\s*[–-]?(?:\s*(?:av|/)\s*\d{1,4})?$", re.IGNORECASE
)


def cleaned(text: str) -> str:
    """On one line, ligatures as letters, no signs that are not seen."""
    plain = unicodedata.normalize("NFC", _CONTROL.sub("", text))
    for ligature in "ﬀﬁﬂﬃﬄ":
        plain = plain.replace(ligature, unicodedata.normalize("NFKC", ligature))
    return _SPACES.sub(" ", plain.replace(SOFT_HYPHEN, "")).strip()


def joined(lines: Iterable[str]) -> str:
    """Lines of a paragraph as one text; a word broken over a line end is whole again.

    A hyphen stays where it hangs ("helse- og omsorg") and before a capital or a digit.
    """
    whole = ""
    for line in lines:
        line = line.strip()
        if not whole:
            whole = line
        elif whole[-1:] and whole[-1] in HYPHENS and len(whole) > 1 and whole[-2].isalpha():
            whole = _across_hyphen(whole, line)
        else:
            whole = f"{whole} {line}"
    return cleaned(whole)


def _across_hyphen(before: str, after: str) -> str:
    first = after[:1]
    if _HANGING.match(after):
        return f"{before[:-1]}- {after}"
    if first.islower():
        return before[:-1] + after
    return f"{before[:-1]}-{after}"


def without_bullet(line: str) -> tuple[str, str]:
    """The bullet sign or list number of a line, "" when there is none, and the rest."""
    found = BULLET.match(line)
    if not found or found.end() >= len(line.rstrip()):
        return "", line.strip()
    return found["sign"], line[found.end() :].strip()


def alone_as_bullet(text: str) -> bool:
    """Whether a text is a bullet sign or a list number and nothing more."""
    return BULLET.fullmatch(f"{text.strip()} ") is not None


def as_head(text: str) -> bool:
    """Whether a text can be the head of a column: a few words, and no sentence."""
    return 0 < len(text.split()) <= HEAD_WORDS and not ends_sentence(text)


def of_contents(line: str) -> bool:
    """Whether a line stands in a table of contents: a title, dots and a page number."""
    return _CONTENTS.search(line) is not None


def page_number(line: str) -> bool:
    """Whether a line is nothing but the number of its page."""
    return _PAGE_NUMBER.match(line.strip()) is not None


def ends_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip(" »\"'”)").endswith((".", "!", "?", ":", ";"))
