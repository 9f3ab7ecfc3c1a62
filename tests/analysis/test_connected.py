"""Whether the stories of a mix go together: against a plain sum, and where it must say nothing."""

from __future__ import annotations

import pytest

from veivalg.analysis.connected import combinations_of_stories, connected
from veivalg.futures.connections import Connections, connections

MIX = {"H1": 0.6, "H3": 0.4}


def plainly(held: Connections, weights: dict[str, float]) -> dict[str, float]:
    """The sum of what all parts say of each, one judgement after the other."""
    about = {part.id: part.descriptor for part in held.parts}
    found = dict.fromkeys(about, 0.0)
    for row, source in enumerate(held.parts):
        for column, target in enumerate(held.parts):
            if about[source.id] != about[target.id]:
                said = weights.get(source.story, 0.0) * held.matrix[row, column]
                found[target.id] += float(said)
    return found


def test_balance_is_the_plain_sum():
    held = connections()
    found = connected(held, MIX)
    expected = plainly(held, MIX)
    assert {one.id: one.balance for one in found.parts} == pytest.approx(expected, abs=1e-12)


def test_against_are_the_chosen_parts_below_nothing_worst_first():
    held = connections()
    found = connected(held, MIX)
    expected = plainly(held, MIX)
    chosen = {part.id for part in held.parts if part.story in MIX}
    below = sorted((p for p in chosen if expected[p] < -1e-9), key=lambda p: expected[p])
    assert below
    assert list(found.against) == below


def test_nothing_is_said_of_an_empty_mix():
    found = connected(connections(), {})
    assert not found.against
    assert not found.conflicts
    assert all(one.balance == 0 and one.strength == 1 for one in found.parts)


def test_strength_is_what_the_model_uses():
    held = connections()
    found = connected(held, MIX)
    assert {one.id: one.strength for one in found.parts} == held.strength(MIX)


def test_conflicts_are_all_weakening_judgements_within_the_mix():
    held = connections()
    inside = [part.id for part in held.parts if part.story in MIX]
    weakening = {
        (first, second)
        for first in inside
        for second in inside
        if held.matrix[held.ids.index(first), held.ids.index(second)] < 0
    }
    found = connected(held, MIX).conflicts
    assert {(one.first, one.second) for one in found} == weakening
    counted = [one.counts for one in found]
    assert counted == sorted(counted)
    assert all(one < 0 for one in counted)


def test_states_of_one_thing_are_told_first_and_once():
    found = connected(connections(), {"H2": 0.1, "H5": 1.0})
    excluding = [one for one in found.conflicts if one.excludes]
    assert [(one.first, one.second, one.says) for one in excluding] == [("P22", "P53", 0.0)]
    assert found.conflicts[0] is excluding[0]
    assert not [one for one in connected(connections(), MIX).conflicts if one.excludes]


def test_an_edited_judgement_moves_the_balance_by_its_weight():
    held = connections()
    row, column = held.ids.index("P11"), held.ids.index("P31")
    edited = held.edited({("P11", "P31"): 3.0})
    before, after = (
        next(one.balance for one in connected(each, MIX).parts if one.id == "P31")
        for each in (held, edited)
    )
    assert after - before == pytest.approx(0.6 * (3.0 - held.matrix[row, column]), abs=1e-12)


def test_every_combination_of_whole_stories_is_judged_as_that_mix():
    held = connections()
    found = combinations_of_stories(held)
    assert len(found) == 26  # 10 pairs, 10 of three, 5 of four, all five
    for one in found:
        alone = connected(held, dict.fromkeys(one.stories, 1.0))
        excludes = any(conflict.excludes for conflict in alone.conflicts)
        assert one.against == alone.against
        assert one.consistent == (not alone.against and not excludes)
    assert any(one.consistent for one in found)
    assert not all(one.consistent for one in found)
