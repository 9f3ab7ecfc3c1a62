"""Goals met: states follow from the lines, and a conflict from a choice that helps and costs."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from tests.fakes.asked import known, path, site
from veivalg.analysis.attainment import FELT, STEADY, Attained, attainment
from veivalg.analysis.compare import BOTH, TODAY, four_lines
from veivalg.choices.catalogue import goals
from veivalg.consequences.outcome import indicator
from veivalg.pathways.inputs import Path

GOALS = 44


@cache
def attained(*, nothing: bool = False) -> tuple[Attained, ...]:
    return attainment(site(), Path() if nothing else path(), known())


def test_every_goal_has_a_state_in_the_order_of_the_paper():
    assert [one.goal.id for one in attained()] == [goal.id for goal in goals()]
    assert len(attained()) == GOALS


def test_a_goal_without_an_indicator_cannot_be_measured_and_no_other():
    for one in attained():
        assert (one.state == "not_measured") == (not one.goal.measured_by)
        assert bool(one.indicator) == bool(one.goal.measured_by)


@pytest.mark.parametrize("nothing", [True, False])
def test_values_are_those_of_the_lines(nothing: bool):
    some = Path() if nothing else path()
    for one in attained(nothing=nothing):
        if one.state == "not_measured":
            continue
        lines = four_lines(site(), some, known(), wanted=(indicator(one.indicator),)).lines[:, 0]
        at = site().years.index(2040)
        told = (one.start, one.middle, one.end, one.without)
        held = (lines[BOTH, 0], lines[BOTH, at], lines[BOTH, -1], lines[TODAY, at])
        assert told == pytest.approx(held, rel=1e-11)


@pytest.mark.parametrize("nothing", [True, False])
def test_states_say_which_way_the_worst_indicator_goes(nothing: bool):
    seen = set()
    for one in attained(nothing=nothing):
        seen.add(one.state)
        sign = 1.0 if one.better == "more" else -1.0
        size = max(abs(one.start), abs(one.middle))
        gain = min(sign * (one.middle - one.start), sign * (one.end - one.start))
        if one.state == "wrong_way":
            assert gain < -STEADY * size
        if one.state == "met" and "money" not in one.indicator:
            assert gain >= -STEADY * size
    assert {"met", "wrong_way", "not_measured"} <= seen


def test_nothing_chosen_is_in_nobodys_way():
    assert all(one.against is None and not one.lever for one in attained(nothing=True))


def test_in_a_conflict_a_choice_helps_one_goal_and_costs_the_other():
    conflicts = [one for one in attained() if one.state == "in_conflict"]
    assert conflicts
    for one in conflicts:
        assert one.against is not None
        assert one.against.id != one.goal.id
        choices = tuple(choice for choice in path().choices if choice.lever != one.lever)
        assert len(choices) == len(path().choices) - 1
        assert _change(one.goal.measured_by, choices) < -FELT
        assert _change(one.against.measured_by, choices, best=True) > FELT


def _change(measured: tuple, choices: tuple, *, best: bool = False) -> float:
    """What the choice that is left out adds, in parts of the indicator, better = larger."""
    at, found = site().years.index(2040), []
    for name, better in measured:
        wanted = (indicator(name),)
        with_it, without = (
            four_lines(site(), some, known(), wanted=wanted).lines[BOTH, 0]
            for some in (path(), replace(path(), choices=choices))
        )
        size = max(abs(with_it[0]), abs(with_it[at]))
        found.append((1 if better == "more" else -1) * (with_it[at] - without[at]) / size)
    return max(found) if best else min(found)
