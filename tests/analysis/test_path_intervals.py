"""Intervals of a path from doubt about amounts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.pathways.grounds import by_hand, known, site
from veivalg.analysis.asked import Progress, answered
from veivalg.analysis.compare import BOTH, OWN, PEOPLE, WORLD, four_lines
from veivalg.analysis.mixes import doubt_labels, drawn_doubts
from veivalg.analysis.path_intervals import (
    CELLS,
    FEWEST_DRAWS,
    MOST_DRAWS,
    PathIntervals,
    draws_for,
    path_intervals,
)
from veivalg.axes import FloatArray
from veivalg.pathways.chosen import Moved, moved_by
from veivalg.pathways.inputs import Path
from veivalg.pathways.path_text import read_path
from veivalg.randomness import Draws

FEW = 40
CHOICES = "1~v.L001-3-2028.L021-4-2027"
BOTH_SIDES = "1~f.H1-60.H3-40~x.X5-2-2031~v.L001-3-2028.L021-4-2027"
IN_WORLD, IN_OWN, IN_BOTH = range(3)


def answered_intervals(*asked: Any, **how: Any) -> PathIntervals:
    return answered(path_intervals(*asked, **how))


def path(text: str) -> Path:
    return read_path(text, known(), years=site().years)


@cache
def found(text: str, count: int = FEW) -> PathIntervals:
    return answered_intervals(site(), path(text), known(), count=count)


def width(held: PathIntervals, line: int, name: str) -> FloatArray:
    at = [one.name for one in held.indicators].index(name)
    return held.high[line, at] - held.low[line, at]


def test_a_path_with_nothing_chosen_has_none():
    held = found("1")
    assert np.isnan(held.low).all()
    assert np.isnan(held.high).all()
    assert held.doubts == 0


def test_a_line_that_nothing_moves_has_none_and_the_two_others_are_the_same():
    held = found(CHOICES)
    assert np.isnan(held.low[IN_WORLD]).all()
    assert np.isfinite(held.low[IN_OWN]).any()
    assert np.array_equal(held.low[IN_OWN], held.low[IN_BOTH], equal_nan=True)


def test_without_doubt_there_is_no_width():
    moved = moved_by(path(BOTH_SIDES), site(), known())
    sure = replace(
        moved, every=tuple(replace(one, low=one.mid, high=one.mid) for one in moved.every)
    )
    held = answered_intervals(site(), path(BOTH_SIDES), known(), moved=sure, count=FEW)
    lines = four_lines(site(), path(BOTH_SIDES), known(), moved=sure)
    expected = np.concatenate([lines.lines, lines.people], axis=1)[[WORLD, OWN, BOTH]]
    assert np.allclose(held.low, held.high, rtol=1e-9, atol=1e-9, equal_nan=True)
    assert np.allclose(held.low, expected, rtol=1e-9, atol=1e-9, equal_nan=True)
    assert held.doubts == 0


def test_the_expected_line_lies_within_where_one_amount_alone_is_in_doubt():
    # Sick leave moves those at hand one way only: no other amount can bend the answer back.
    one = by_hand("sick_leave", 1.0, low=0.4, high=1.9)
    moved = Moved(every=(one,), strength=np.ones(1))
    held = answered_intervals(site(), Path(), known(), moved=moved, count=FEW)
    lines = four_lines(site(), Path(), known(), moved=moved)
    at = [one.name for one in held.indicators].index("staff.available")
    expected = lines.line("staff.available", OWN)
    low, high = held.low[IN_OWN, at], held.high[IN_OWN, at]
    known_years = np.isfinite(expected)
    assert (low[known_years] <= expected[known_years]).all()
    assert (expected[known_years] <= high[known_years]).all()
    assert (high - low)[-1] > 0


def test_the_ends_are_those_of_the_amount_that_the_draws_give():
    one = by_hand("sick_leave", 1.0, low=0.0, high=2.0)
    moved = Moved(every=(one,), strength=np.ones(1))
    held = answered_intervals(site(), Path(), known(), moved=moved, count=FEW)
    doubt = drawn_doubts(doubt_labels((one,)), FEW, Draws(1))[:, 0]
    # In the unit of the dial the amount is 1 + doubt, and those at hand are linear in it.
    strong = [four_lines(site(), Path(), known(), moved=replace(moved, strength=np.array([s])))
              for s in 1.0 + np.percentile(doubt, (10, 90))]  # fmt: skip
    ends = sorted(float(lines.line("staff.available", OWN)[-1]) for lines in strong)
    at = [one.name for one in held.indicators].index("staff.available")
    got = [float(held.low[IN_OWN, at, -1]), float(held.high[IN_OWN, at, -1])]
    assert np.allclose(got, ends, rtol=1e-6)


def test_the_same_question_has_the_same_answer():
    again = answered_intervals(site(), path(BOTH_SIDES), known(), count=FEW)
    assert np.array_equal(again.low, found(BOTH_SIDES).low, equal_nan=True)
    assert np.array_equal(again.high, found(BOTH_SIDES).high, equal_nan=True)


def test_the_same_luck_meets_an_amount_whatever_else_is_chosen():
    held, other = found(BOTH_SIDES), found(CHOICES)
    assert np.array_equal(held.low[IN_OWN], other.low[IN_OWN], equal_nan=True)
    assert held.doubts > other.doubts > 0


def test_both_sides_add_to_the_doubt_and_people_are_among_it():
    held = found(BOTH_SIDES)
    assert [one.name for one in held.indicators][-len(PEOPLE) :] == ["residents", "aged_80plus"]
    for name in ("residents", "staff.unfilled"):
        assert width(held, IN_BOTH, name)[-1] > 0
    assert np.nanmin(held.high - held.low) >= 0


def test_a_single_municipality_has_no_number_for_what_only_several_have():
    held = found(BOTH_SIDES)
    at = [one.name for one in held.indicators].index("society.in_centre_share")
    assert np.isnan(held.low[:, at]).all()


def test_larger_places_have_fewer_draws():
    assert draws_for(1) == draws_for(5) == MOST_DRAWS
    assert draws_for(67) == CELLS // 67
    assert draws_for(357) == FEWEST_DRAWS


def test_it_is_told_how_far_it_is_and_the_pieces_do_not_change_the_answer(
    monkeypatch: pytest.MonkeyPatch,
):
    heard: list[Progress] = []
    monkeypatch.setattr("veivalg.analysis.path_intervals.PIECE", 35)
    held = answered(path_intervals(site(), path(BOTH_SIDES), known(), count=FEW), told=heard.append)
    assert (
        len(heard) == heard[-1].done == heard[-1].total == 3 * -(-FEW // (35 // len(site().codes)))
    )
    assert np.allclose(held.low, found(BOTH_SIDES).low, rtol=1e-9, atol=1e-9, equal_nan=True)
