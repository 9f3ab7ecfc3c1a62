"""What a path says in a sentence, and what it lacks."""

from __future__ import annotations

import pytest

from tests.pathways.grounds import known, site
from veivalg.analysis.adding_up import Overlap, Shortfall
from veivalg.analysis.compare import four_lines
from veivalg.pathways.path_text import read_path
from veivalg.telling.paths import about_overlap, about_path, about_shortfall


def headline(text: str, language: str = "nb") -> str:
    lines = four_lines(site(), read_path(text, known(), years=site().years), known())
    return about_path(lines, 2040).worded()[language]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1", "Velg en fremtid"),
        ("1~f.H3-60", "Nå kan du velge noe selv"),
        ("1~v.L021-4-2027", "Uten dem ville det manglet"),
        ("1~v.L109-3-2027", "så det merkes"),
        ("1~v.L037-5-2027", "flere enn de"),
    ],
)
def test_the_headline_says_what_the_choices_do(text: str, said: str):
    assert said in headline(text)


def test_every_headline_is_told_in_three_languages():
    told = {language: headline("1~v.L021-4-2027", language) for language in ("nb", "nn", "en")}
    assert len(set(told.values())) == 3
    assert all("2040" in sentence for sentence in told.values())


@pytest.mark.parametrize(
    ("amount", "said"),
    [(0.6, "om lag én stilling"), (1.2, "om lag én stilling"), (12.4, "om lag 12 stillinger")],
)
def test_one_position_is_told_as_one(amount: float, said: str):
    told = about_shortfall(Shortfall(what="staff", year=2040, amount=amount)).worded()
    assert said in told["nb"]


def test_money_that_lacks_is_told_with_a_decimal_of_the_language():
    told = about_shortfall(Shortfall(what="money", year=2031, amount=2.345)).worded()
    assert "2,3 millioner" in told["nb"]
    assert "2.3 million" in told["en"]


def test_an_overlap_asks_for_a_source():
    one = Overlap(group="home_hours", levers=("L001", "L002"), percent=41.6)
    told = about_overlap(one, known())
    assert "42" in told.worded()["nb"]
