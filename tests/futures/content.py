"""What ships as content, leaf by leaf, and what it must not repeat."""

from __future__ import annotations

import csv
import os
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE

FILES = tuple(sorted([*PACKAGE.glob("futures/**/*.toml"), *PACKAGE.glob("choices/**/*.toml")]))
WORD = re.compile(r"[^\W\d_]+|\d+")
SEEDS = "../seeds"
CHECKLIST = "checklist.csv"
NOT_HERE = "VEIVALG_REFERENCE names no folder with the documents' checklist beside it"


def leaves(held: object, place: str = "") -> Iterator[tuple[str, object]]:
    """Every value of a document with its place: "story/trend/3/text/nn"."""
    if isinstance(held, dict):
        for key, inner in held.items():
            yield from leaves(inner, f"{place}/{key}")
    elif isinstance(held, list):
        for index, inner in enumerate(held):
            yield from leaves(inner, f"{place}/{index}")
    else:
        yield place, held


@cache
def texts(language: str | None = None) -> tuple[tuple[str, str], ...]:
    """Place and text of every text that ships, of one language when it is named."""
    found = []
    for file in FILES:
        for place, held in leaves(tomllib.loads(file.read_text(encoding="utf-8"))):
            if isinstance(held, str) and (language is None or place.endswith(f"/{language}")):
                found.append((f"{file.name}{place}", held))
    return tuple(found)


def words(text: str) -> list[str]:
    return [word.lower() for word in WORD.findall(text)]


def seeds() -> Path:
    """The folder of the documents, beside the reference figures; else the test is skipped."""
    reference = os.environ.get("VEIVALG_REFERENCE")
    folder = Path(reference, SEEDS) if reference else None
    if folder is None or not (folder / CHECKLIST).exists():
        pytest.skip(NOT_HERE)
    return folder


@cache
def checklist() -> tuple[dict[str, str], ...]:
    with (seeds() / CHECKLIST).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))
