"""GLOSSARY.md: every domain word once, whole in three languages, and used."""

from __future__ import annotations

import re
from collections import Counter

from tests.house.tree import PACKAGE, ROOT

COLUMNS = 6


def rows() -> list[list[str]]:
    lines = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("| ") and not line.startswith("| ---")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table]
    return [row for row in cells if row[0] != "bokmål"]


def identifiers() -> list[str]:
    return [name for row in rows() for name in re.findall(r"`(\w+)`", row[3])]


def test_every_row_is_whole():
    assert len(rows()) >= 60
    assert not [row for row in rows() if len(row) != COLUMNS or not all(row)]


def test_identifiers_are_unique():
    assert not [name for name, times in Counter(identifiers()).items() if times > 1]


def test_identifiers_are_english_names():
    assert not [name for name in identifiers() if not re.fullmatch(r"[a-z][a-z0-9_]*", name)]


def test_words_are_unique_in_each_language():
    for column in (0, 1, 2):
        words = Counter(row[column].lower() for row in rows())
        assert not [word for word, times in words.items() if times > 1]


def test_most_identifiers_are_in_use():
    """The glossary follows the code: nine in ten words are found there."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    unused = [name for name in identifiers() if not re.search(rf"{name}", code, re.IGNORECASE)]
    assert len(unused) <= len(identifiers()) / 10, unused
