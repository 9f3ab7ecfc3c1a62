"""The page's own lists of codes are those of the code book, and every code has its words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from veivalg.language import LANGUAGES, words
from veivalg.plans import codes
from veivalg.plans.goal import State
from veivalg.plans.grouping import BY
from veivalg.plans.mapping import DECIDED, KEY_PARTS, mapped
from veivalg.plans.tie import known_indicators

PAGE = Path(__file__).parents[2] / "frontend/src/workbench/goals"
LISTED = re.compile(r"export const (\w+) = \[([^\]]*)\]")


def listed(file: str) -> dict[str, list[str]]:
    """Lists of a file of the page by name; a list that is spread into another is put in."""
    text = (PAGE / file).read_text("utf-8")
    found: dict[str, list[str]] = {}
    for name, held in LISTED.findall(text):
        spread = [one for other in re.findall(r"\.\.\.(\w+)", held) for one in found[other]]
        found[name] = [*spread, *re.findall(r"'([^']+)'", held)]
    return found


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("GOAL_LIKE", codes.GOAL_LIKE),
        ("KINDS", codes.KINDS),
        ("AREAS", codes.AREAS),
        ("THEMES", codes.THEMES),
        ("STATES", get_args(State)),
        ("DECIDED", DECIDED),
        ("TYPES", codes.DOCUMENT_TYPES),
        ("FORMS", codes.FORMS),
        ("SDG_USES", codes.SDG_USES[::-1]),
        ("BY", BY),
    ],
)
def test_the_page_knows_the_codes_of_the_code_book(name: str, known: tuple[str, ...]):
    assert listed("codes.ts")[name] == list(known)


def test_what_the_page_offers_to_measure_goals_by_exists():
    measures = listed("measures.ts")["MEASURES"]
    assert measures
    assert set(measures) <= set(known_indicators())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: str):
    known = words(language)  # type: ignore[arg-type]
    groups: dict[str, tuple[object, ...]] = {
        "kind": codes.KINDS, "area": codes.AREAS, "theme": codes.THEMES, "sdg": codes.SDGS,
        "type": codes.DOCUMENT_TYPES, "form": codes.FORMS, "sdg_use": codes.SDG_USES,
        "challenge": codes.CHALLENGES, "dimension": codes.DIMENSIONS, "concept": codes.CONCEPTS,
        "bearing": codes.BEARINGS, "state": get_args(State), "by": BY, "table": tuple(KEY_PARTS),
    }  # fmt: skip
    lacking = [
        f"{group}.{code}"
        for group, every in groups.items()
        for code in every
        if f"web.goals.code.{group}.{code}" not in known
    ]
    assert lacking == []


def test_every_table_tells_what_its_keys_are():
    assert set(mapped([], by="size").tables) == set(KEY_PARTS)
