"""Judgements are texts: they hold together, say who and when, and never enter a sum."""

from __future__ import annotations

import operator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from veivalg.consequences import outcome
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.judged import (
    MARKS,
    Judgement,
    Point,
    draft_judgements,
    read_judgements,
    replaced,
)
from veivalg.consequences.outcome import indicators
from veivalg.consequences.parameters import default_parameters
from veivalg.errors import BadParameter
from veivalg.language import LANGUAGES
from veivalg.language.catalogue import own_words

SECTION = """
[trust]
chapter = "society"
point = "harder"
direction = "weaker"
by = "The council of Nordre Land"
on = 2026-12-01
reason = "We hear it in every meeting."
"""


def own() -> Judgement:
    return read_judgements(SECTION, file="own.toml")["trust"]


@pytest.mark.parametrize(
    "reckon",
    [operator.add, operator.sub, operator.mul, operator.lt, operator.gt, operator.truediv],
)
def test_nothing_can_be_reckoned_with_a_point(reckon):
    for other in (Point.EASIER, 1, 1.0):
        with pytest.raises(TypeError):
            reckon(Point.HARDER, other)
    with pytest.raises(TypeError):
        reckon(own(), own())


@pytest.mark.parametrize("turn", [float, int, lambda point: sum([point]), lambda p: np.mean([p])])
def test_a_point_is_no_number(turn):
    with pytest.raises((TypeError, ValueError)):
        turn(Point.HARDER)


def refers_to_judgements(one: Indicator) -> bool:
    names = (one.name, *one.of, *one.per, *one.parts, *one.rests_on)
    dimensions = set(draft_judgements())
    return any("judged" in name or name.split(".")[-1].lstrip("-") in dimensions for name in names)


def test_no_indicator_refers_to_a_judgement():
    assert not [one.name for one in indicators() if refers_to_judgements(one)]
    assert not [name for name in default_parameters().held if name.startswith("judged.")]
    assert all(module.__name__.split(".")[-1] != "judged" for module in outcome.MODULES)


def test_an_indicator_that_did_would_be_seen():
    assert refers_to_judgements(replace(indicators()[0], of=("society.trust",)))


def test_those_that_ship_are_a_draft_and_say_so():
    for dimension, one in draft_judgements().items():
        assert one.draft
        assert one.on <= date(2026, 12, 31)
        for language in LANGUAGES:
            words = own_words(language)
            assert words.get(f"judged.{dimension}")
            assert words.get(f"judged.{dimension}.reason")
            assert words.get(f"judged.by.{one.by}")
            assert words.get(f"judged.point.{one.point.value.replace(' ', '_')}")
            assert words.get(f"judged.direction.{one.direction.replace(' ', '_')}")


def test_the_scale_has_five_points_and_each_a_mark():
    assert [MARKS[point] for point in Point] == ["−2", "−1", "0", "+1", "+2"]


def test_an_own_judgement_takes_the_place_of_the_draft():
    mine = replaced(draft_judgements(), own())
    assert mine["trust"].by == "The council of Nordre Land"
    assert not mine["trust"].draft
    assert mine["governance"] is draft_judgements()["governance"]


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('point = "harder"', "point = -1", "choose much harder"),
        ('direction = "weaker"', 'direction = "stronger"', "choose weaker"),
        ('direction = "weaker"', 'direction = "down"', "direction 'down'"),
        ('chapter = "society"', 'chapter = "weather"', "chapter 'weather'"),
        ('by = "The council of Nordre Land"', 'by = " "', "who judged"),
        ('reason = "We hear it in every meeting."', "", "no reason"),
        ("on = 2026-12-01", 'on = "lately"', "write a day"),
        ("on = 2026-12-01", "", "'on'"),
        ("[trust]", "trust = 1\n[other]", "section"),
        ("[trust]", "[trust", "TOML"),
    ],
)
def test_what_does_not_hold_is_told(right: str, wrong: str, told: str):
    assert right in SECTION
    with pytest.raises(BadParameter, match=told):
        read_judgements(SECTION.replace(right, wrong), file="own.toml")
