"""Does it hold: a package in stories, scenarios and many mixes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from threading import Event

import numpy as np
import pytest

from tests.pathways.grounds import by_hand, known, shape_of, site
from veivalg.analysis.asked import Progress, answered
from veivalg.analysis.compare import BOTH, WORLD, four_lines
from veivalg.analysis.failing import MOST_INPUTS, failing
from veivalg.analysis.goal import Goal, goal_of
from veivalg.analysis.mixes import (
    CELLS,
    DELAY_STEP,
    FEWEST,
    MIXES,
    Mixes,
    drawn_weights,
    mixed,
    mixes_for,
)
from veivalg.analysis.robustness import Robust, neighbours, robust
from veivalg.errors import BadParameter, OutOfRange, Stopped
from veivalg.futures.connections import connections
from veivalg.futures.story import stories
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Chosen, Path
from veivalg.pathways.path_text import read_path
from veivalg.pathways.run import outcomes
from veivalg.randomness import Draws
from veivalg.shifts.contribution import totals

FEW = 150
PACKAGE = "1~x.X5-2-2031~v.L001-3-2028.L021-4-2027.L059-3-2028"
UNFILLED = "staff.unfilled"


def path(text: str) -> Path:
    return read_path(text, known(), years=site().years)


def goal(amount: float = 45.0, name: str = UNFILLED, year: int = 2040) -> Goal:
    return goal_of(site(), name, at_most=amount, at_least=None, year=year)


@cache
def asked(text: str = PACKAGE, *, amount: float = 45.0, seed: int = 1, threads: int = 2) -> Robust:
    question = robust(
        site(), path(text), known(), goal(amount), count=FEW, seed=seed, threads=threads
    )
    return answered(question)


@cache
def drawn(text: str = PACKAGE, count: int = FEW) -> Mixes:
    return mixed(site(), path(text), known(), count=count, draws=Draws(1))


# Goals


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"name": "staff.unfiled", "at_most": 1.0}, "goal.indicator"),
        ({}, "goal.no_amount"),
        ({"at_most": float("nan")}, "goal.no_amount"),
        ({"at_most": 1.0, "at_least": 2.0}, "goal.two_amounts"),
        ({"at_most": 1.0, "year": 2090}, "goal.year"),
        ({"at_most": 1.0, "year": 2024}, "goal.year"),
        ({"at_most": 1.0, "name": "society.in_centre_share"}, "goal.no_number"),
    ],
)
def test_a_goal_that_cannot_be_asked_about_is_refused(given: dict, key: str):
    asked_for = {"name": UNFILLED, "at_most": None, "at_least": None, "year": 2040, **given}
    with pytest.raises((BadParameter, OutOfRange)) as refusal:
        goal_of(site(), asked_for.pop("name"), **asked_for)
    assert refusal.value.key == key


def test_a_goal_is_met_at_its_own_amount_and_never_by_a_missing_value():
    below, above = goal(10.0), replace(goal(10.0), sense="at_least")
    assert [one.met(10.0) for one in (below, above)] == [True, True]
    assert [one.met(9.0) for one in (below, above)] == [True, False]
    assert [one.met(11.0) for one in (below, above)] == [False, True]
    assert not below.met(float("nan"))
    assert not above.met(float("nan"))


# Mixes


def test_weights_are_sparse_shares_that_do_not_depend_on_how_many_are_drawn():
    many = drawn_weights(9, count=1000, draws=Draws(1))
    assert many.shape == (1000, 9)
    assert many.min() >= 0
    assert many.max() <= 1
    assert (drawn_weights(9, count=40, draws=Draws(1)) == many[:40]).all()
    assert 1.0 < (many > 0.1).sum(axis=1).mean() < 4.0
    assert (many > 0.6).any(axis=0).all(), "every story weighs much in some mix"
    mean = many.mean(axis=0)
    assert np.ptp(mean) < 4.9 * 2 * many.std() / np.sqrt(len(many)), "none is favoured"
    assert not (drawn_weights(9, count=40, draws=Draws(2)) == many[:40]).any(axis=1).all()


def test_doubts_are_those_of_the_amounts_whatever_else_is_chosen():
    one, other = drawn("1~v.L021-4-2027"), drawn("1~v.L001-2-2030.L021-1-2029")
    both = set(one.doubted) & set(other.doubted)
    assert ("choice.L021", "position_care", 0) in both
    for label in both:
        columns = [m.doubt[:, m.doubted.index(label)] for m in (one, other)]
        assert (columns[0] == columns[1]).all()
    assert abs(one.doubt).max() <= 1
    assert (
        len({column.tobytes() for column in one.doubt.T})
        == len(one.doubted)
        == len(set(one.doubted))
    ), "each amount has a doubt of its own"
    assert abs(one.doubt.mean()) < 4.9 / np.sqrt(6 * one.doubt.size)


def test_a_mix_without_doubt_is_the_path_of_its_weights():
    held, package = drawn(), path(PACKAGE)
    names = (UNFILLED, "money.net_result")
    lines = four_lines(site(), package, known()).indicators
    wanted = tuple(one for one in lines if one.name in names)
    found = outcomes(site(), held.every, wanted, strength=held.strength[:5], lift=held.lift[:5])
    for mix in range(5):
        weights = tuple(zip(held.stories, (100 * held.weights[mix]).tolist(), strict=True))
        lines_of = four_lines(site(), replace(package, weights=weights), known(), wanted=wanted)
        np.testing.assert_allclose(found[mix], lines_of.lines[BOTH], rtol=1e-9, atol=1e-9)


def test_what_is_hard_to_agree_on_comes_later_where_the_mix_says_so():
    hard = next(one for one in known().levers.values() if one.group == "structure" and one.delay)
    held = drawn(f"1~v.L021-3-2027.{hard.id}-3-2040")
    mine = [k for k, one in enumerate(held.every) if one.source == f"choice.{hard.id}"]
    labels = {held.doubted[k] for k in mine}
    assert len(mine) > len(labels), "several delays of the same amounts"
    for label in labels:
        same = [k for k in mine if held.doubted[k] == label]
        assert (held.strength[:, same].sum(axis=1) == 1).all()
        assert len({held.doubt[:, k].tobytes() for k in same}) == 1
    slow = held.weights[:, held.stories.index("H1")]
    label = held.doubted[mine[0]]
    late, early = (
        next(held.every[k] for k in mine if held.doubted[k] == label and held.strength[mix, k] == 1)
        for mix in (slow.argmax(), slow.argmin())
    )
    assert late.shape.sum() < early.shape.sum(), "the divided country agrees more slowly"
    assert sum(one.source == "choice.L021" for one in held.every) == len(
        {label for label in held.doubted if label[0] == "choice.L021"}
    ), "others are not delayed"


def test_a_delay_is_rounded_by_less_than_half_a_step():
    hard = next(one for one in known().levers.values() if one.group == "structure" and one.delay)
    held, package = drawn(f"1~v.{hard.id}-3-2040"), path(f"1~v.{hard.id}-3-2040")
    mix = int(held.weights[:, held.stories.index("H1")].argmax())
    weights = tuple(zip(held.stories, (100 * held.weights[mix]).tolist(), strict=True))
    exact = moved_by(replace(package, weights=weights), site(), known())
    plain = next(one for one in exact.every if one.source == f"choice.{hard.id}")
    mine = next(
        one
        for k, one in enumerate(held.every)
        if one.source == plain.source and one.dial == plain.dial and held.strength[mix, k] == 1
    )
    years_off = hard.delay * DELAY_STEP / 2
    assert abs(mine.shape - plain.shape).max() <= years_off / max(hard.phase_in, 1) + 1e-9 or (
        abs(mine.shape - plain.shape).sum(axis=1).max() <= 1
    )


def test_the_strength_of_parts_is_the_same_for_one_mix_and_for_many():
    links = connections()
    weights = drawn_weights(5, count=7, draws=Draws(3))
    names = [f"H{n}" for n in range(1, 6)]
    own = np.stack([weights[:, names.index(part.story)] for part in links.parts], axis=1)
    many = links.strengths(own)
    for row, mix in zip(many, weights, strict=True):
        one = links.strength(dict(zip(names, mix.tolist(), strict=True)))
        assert list(one.values()) == row.tolist()
    assert np.ptp(many) > 0.05


def test_stories_end_at_the_largest_that_counts_in_the_case():
    place = site()
    small = by_hand("turnout", -4.0, source="story.A", future=True)
    large = by_hand("turnout", -10.0, source="story.B", future=True)
    strength = np.array([[1.0, 0.0, 1.0], [1.0, 0.2, 1.0]])
    found = totals([small, large, small], strength).values["turnout"][:, 0, -1]
    np.testing.assert_allclose(found, [-4.0, -10.0])
    lifted = totals([small, small], np.ones((1, 2)), lift=np.full((1, 2), 1.25))
    np.testing.assert_allclose(lifted.values["turnout"][0, 0, -1], -5.0)
    assert shape_of(place).max() == 1.0


def test_large_places_are_tried_against_fewer_mixes():
    assert mixes_for(5) == MIXES
    assert mixes_for(357) == CELLS // 357
    assert mixes_for(10_000) == FEWEST


# The answer


def test_every_future_is_the_run_of_its_own_path():
    package = path(PACKAGE)
    found = asked()
    assert tuple(one.story for one in found.futures) == tuple(stories())
    for one in (found.futures[0], found.futures[-1]):
        alone = replace(package, weights=((one.story, 100.0),))
        lines = four_lines(site(), alone, known())
        assert one.value == pytest.approx(lines.value(UNFILLED, 2040), abs=1e-9)
        assert one.without == pytest.approx(lines.value(UNFILLED, 2040, WORLD), abs=1e-9)
        assert one.holds == (one.value <= 45.0)


def test_regret_is_what_the_best_neighbour_would_have_given():
    package, one = path(PACKAGE), asked().futures[2]
    others = neighbours(package)
    assert [len(other.choices) for other in others] == [0, 3, 3]
    values = [
        four_lines(site(), replace(other, weights=((one.story, 100.0),)), known()).value(
            UNFILLED, 2040
        )
        for other in others
    ]
    assert one.regret == pytest.approx(max(one.value - min(values), 0.0), abs=1e-9)
    assert one.regret > 0
    strongest = path("1~v.L021-5-2027")
    assert neighbours(strongest)[1:] == (path("1~v.L021-4-2027"),)


def test_packages_that_are_given_are_compared_with_too():
    better = path("1~v.L021-5-2027.L028-5-2027.L031-5-2027")
    question = robust(site(), path(PACKAGE), known(), goal(), count=10, others=(better,))
    found = answered(question)
    assert all(
        one.regret > before.regret + 1
        for one, before in zip(found.futures, asked().futures, strict=True)
    )


def test_no_package_is_the_world_as_it_comes():
    found = asked("1~x.X5-2-2031")
    assert (found.values == found.without).all()
    assert all(one.value == one.without and one.regret == 0 for one in found.futures)
    assert found.share_without == found.mixed_share
    package = asked()
    assert (package.without == found.values).all(), "the same luck with and without"


def test_weights_of_zero_change_nothing():
    for text in ("1", "1~f.H1-0.S2-0", "1~f.H3-80"):
        assert (asked(text).values == asked("1").values).all()
    still = drawn("1")
    cases = np.zeros((2, len(still.every)))
    wanted = (goal().indicator,)
    zero = outcomes(site(), still.every, wanted, strength=cases, doubt=cases + 0.7)
    assert (zero == outcomes(site(), (), wanted)).all()


def test_shares_and_range_are_those_of_the_mixes():
    found = asked()
    assert found.values.shape == found.without.shape == (FEW,)
    assert np.isfinite(found.values).all()
    assert found.mixed_share == np.mean(found.values <= 45.0)
    assert found.share == np.mean([one.value <= 45.0 for one in found.futures])
    low, median, high = found.range
    assert found.values.min() < low < median < high < found.values.max()
    assert np.mean(found.values < low) == pytest.approx(0.05, abs=0.01)
    assert (found.values < found.without).all(), "fewer stand empty in every mix"


def test_the_same_seed_gives_the_same_bits_whatever_the_threads():
    one, other = asked(threads=1), asked(threads=3)
    assert one.values.tobytes() == other.values.tobytes() == asked().values.tobytes()
    assert one.failing == other.failing
    assert asked(seed=2).values.tobytes() != one.values.tobytes()


def test_it_can_be_stopped_and_tells_how_far_it_is():
    heard: list[Progress] = []
    stop = Event()

    def told(progress: Progress) -> None:
        heard.append(progress)
        if len(heard) == 10:
            stop.set()

    question = robust(site(), path(PACKAGE), known(), goal(), count=1000)
    with pytest.raises(Stopped):
        answered(question, told=told, stop=stop)
    assert [one.done for one in heard] == list(range(1, 11))
    assert heard[0].total > 10
    with pytest.raises(StopIteration):
        next(question)


# When it fails


def test_what_makes_it_fail_is_found():
    held = drawn(count=1000)
    weight = held.weights[:, held.stories.index("H3")]
    column = held.doubted.index(("choice.L021", "position_care", 0))
    fails = (weight > 0.4) & (held.doubt[:, column] < -0.1)
    values = np.where(fails, 60.0 - 5 * held.doubt[:, column], 40.0 - held.doubt[:, column])
    found = failing(held, goal(50.0), values)
    assert found is not None
    assert found.about == "fails"
    assert {side.source for side in found.sides} == {"H3", "choice.L021"}
    assert found.density > 0.9
    assert found.coverage > 0.8
    sides = {side.kind: side for side in found.sides}
    assert sides["weight"].low == pytest.approx(0.4, abs=0.06)
    assert sides["weight"].high is None
    assert sides["doubt"].high == pytest.approx(-0.1, abs=0.1)
    assert sides["doubt"].low is None
    inside = (weight >= sides["weight"].low) & (held.doubt[:, column] <= sides["doubt"].high)
    assert found.density == pytest.approx(fails[inside].mean())
    assert found.coverage == pytest.approx(inside[fails].mean())


def test_when_it_mostly_fails_it_is_told_when_it_holds():
    held = drawn(count=1000)
    weight = held.weights[:, held.stories.index("S2")]
    found = failing(held, goal(50.0), np.where(weight > 0.3, 40.0, 60.0))
    assert found is not None
    assert found.about == "holds"
    assert [(side.source, side.high) for side in found.sides] == [("S2", None)]


def test_nothing_is_made_up_where_nothing_tells_them_apart():
    held = drawn(count=1000)
    assert failing(held, goal(50.0), np.full(1000, 40.0)) is None
    chance = np.random.default_rng(4).permutation(1000) % 2 * 20.0 + 40.0
    told = failing(held, goal(50.0), chance)
    assert told is None or told.density < 0.75


def test_the_box_of_a_real_package_holds_what_it_says():
    found = asked(amount=44.0)
    assert found.failing is not None
    assert 1 <= len(found.failing.sides) <= MOST_INPUTS
    base = np.mean(found.values > 44.0 if found.failing.about == "fails" else found.values <= 44.0)
    assert found.failing.density > base


def test_choices_may_be_of_any_form():
    nothing = replace(path("1"), choices=(Chosen(lever="L105", level=1, year=2040),))
    question = robust(site(), nothing, known(), goal(), count=5)
    assert answered(question).values.shape == (5,)
