"""Signposts: deadlines that are just early enough, and figures that stand halfway."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.fakes.asked import known, path, site
from veivalg.analysis.compare import WORLD, four_lines
from veivalg.analysis.moving_most import START_AFTER
from veivalg.analysis.signposts import RECOMMENDED, Signposts, signposts
from veivalg.analysis.watched import FIGURES, seen
from veivalg.choices.effects import effect_course
from veivalg.consequences.outcome import indicator
from veivalg.errors import BadParameter, OutOfRange
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Chosen, Path

UNFILLED = "staff.unfilled"


def found(name: str = UNFILLED, year: int = 2040, **how: float) -> Signposts:
    return signposts(site(), path(), known(), name, year, **how)


def world(name: str) -> np.ndarray:
    return four_lines(site(), path(), known(), wanted=(indicator(name),)).lines[WORLD, 0]


def test_the_need_is_the_first_year_beyond_what_must_be_kept():
    line = world(UNFILLED)
    limit = (line[12] + line[13]) / 2
    need = found(threshold=limit).need
    assert need.year == need.passed == site().years[int(np.argmax(line > limit))]


def test_what_is_never_passed_is_needed_in_the_year_asked_about():
    assert found(threshold=1e6).need.passed is None
    assert found(threshold=1e6).need.year == 2040


def test_what_is_passed_before_anything_can_be_done_is_needed_in_the_year_asked_about():
    need = found(threshold=0.1).need
    assert need.passed is not None
    assert need.passed <= site().years[0] + START_AFTER
    assert need.year == 2040


@pytest.mark.parametrize("name", RECOMMENDED)
def test_recommended_values_hold_when_no_other_is_given(name: str):
    value = site().setting.parameters.number(RECOMMENDED[name])
    assert found(name).need.value == value


@pytest.mark.parametrize("limit", [30.0, 40.0, 1e6])
def test_a_deadline_is_the_last_year_that_is_early_enough(limit: float):
    posts = found(threshold=limit)
    assert {one.lever for one in posts.decide_by} >= {c.lever for c in path().choices}
    for one in posts.decide_by:
        lever, years = known().levers[one.lever], site().years
        if one.year < years[0] + 1 or lever.group in ("structure", "climate_and_land"):
            continue  # no year is early enough; a future slows those of the two groups
        at = years.index(posts.need.year)
        steady = replace(lever, lasts="lasting")
        assert effect_course(steady, one.year, years)[at] == 1.0
        assert effect_course(steady, one.year + 1, years)[at] < 1.0


@pytest.mark.parametrize(
    ("year", "state"), [(2028, "in_time"), (2034, "in_time"), (2035, "too_late")]
)
def test_a_choice_is_in_time_until_its_deadline(year: int, state: str):
    lever = known().levers["L001"]
    last = 2038 - lever.delay - lever.phase_in
    assert last == 2034  # so that the years above are on both sides of it
    some = Path(choices=(Chosen(lever="L001", level=3, year=year),))
    posts = signposts(site(), some, known(), UNFILLED, 2038)
    assert next(one.state for one in posts.decide_by if one.lever == "L001") == state


def test_levers_that_are_named_beside_the_chosen_help():
    posts = found()
    more = [one.lever for one in posts.decide_by if one.starts is None]
    assert 1 <= len(more) <= 5
    at = site().years.index(2040)
    before = moved_by(path(), site(), known())
    now = seen(site(), before, indicator(UNFILLED)).asked[at]
    for lever in more:
        choices = (*path().choices, Chosen(lever=lever, level=3, year=2027))
        then = seen(
            site(),
            moved_by(replace(path(), choices=choices), site(), known()),
            indicator(UNFILLED),
        ).asked[at]
        assert then < now


def test_a_sign_stands_halfway_between_the_path_and_a_story_in_which_the_package_fails():
    posts, one = found(), indicator(UNFILLED)
    assert posts.reconsider
    here = seen(site(), moved_by(path(), site(), known()), one)
    at = site().years.index(2040)
    for turn in posts.reconsider:
        assert turn.story in posts.fails_in
        other = replace(path(), weights=((turn.story, 100.0),))
        there = seen(site(), moved_by(other, site(), known()), one)
        assert there.asked[at] > here.asked[at] * 1.05
        look = site().years.index(turn.year)
        ends = (here.figures[turn.figure.key][look], there.figures[turn.figure.key][look])
        assert turn.value == pytest.approx(sum(ends) / 2)
        assert (ends[1] > ends[0]) == turn.above
        assert abs(ends[1] - ends[0]) >= turn.figure.least(ends[0])
        assert turn.year < 2040


def test_a_package_that_is_always_enough_has_nothing_to_look_for():
    posts = found(threshold=1e6)
    assert posts.fails_in == ()
    assert posts.reconsider == ()


def test_figures_as_today_are_those_of_the_run():
    as_today = seen(site(), moved_by(Path(), site(), known()), indicator(UNFILLED))
    base, inside = site().base, site().inside
    assert set(as_today.figures) == {one.key for one in FIGURES}
    for key, ages in (("persons_80plus", slice(80, None)), ("persons_20_39", slice(20, 40))):
        counted = base.persons[inside][..., ages].sum(axis=(0, 2, 3))
        np.testing.assert_allclose(as_today.figures[key], counted, rtol=1e-12)
    np.testing.assert_allclose(as_today.figures["net_moves"], base.net_moves[inside].sum(axis=0))
    np.testing.assert_allclose(as_today.figures["sick_leave"], 9.1)


def test_net_moves_follow_the_people_that_a_choice_brings():
    """More people in the run, born and dead apart, are those who moved."""
    some = Path(choices=(Chosen(lever="L059", level=5, year=2026),))
    now, then = (
        seen(site(), moved_by(one, site(), known()), indicator(UNFILLED)).figures
        for one in (Path(), some)
    )
    brought = (then["net_moves"] - now["net_moves"])[:10].sum()
    young = then["persons_20_39"][10] - now["persons_20_39"][10]
    assert brought > 0.5
    assert young == pytest.approx(brought, rel=0.35)


@pytest.mark.parametrize(
    ("name", "year", "error"),
    [("staff.unfiled", 2040, BadParameter), (UNFILLED, 2090, OutOfRange)],
)
def test_what_is_not_there_is_refused(name: str, year: int, error: type[Exception]):
    with pytest.raises(error):
        found(name, year)


def test_general_trends_of_the_path_hold_in_every_future():
    """Held against its own story with the same general trend, a path fails nowhere by it."""
    whole = Path(weights=(("T4", 100.0), ("H1", 100.0)), choices=path().choices)
    plain = Path(weights=(("H1", 100.0),), choices=path().choices)
    for one in (whole, plain):
        assert "H1" not in signposts(site(), one, known(), UNFILLED, 2040).fails_in
    other = replace(whole, weights=(("H2", 100.0), ("T4", 100.0)))
    line = four_lines(site(), other, known(), wanted=(indicator(UNFILLED),)).value(UNFILLED, 2040)
    for above, fails in ((line - 1e-6, True), (line + 1e-6, False)):
        found = signposts(site(), whole, known(), UNFILLED, 2040, threshold=above)
        here = four_lines(site(), whole, known(), wanted=(indicator(UNFILLED),))
        assert here.value(UNFILLED, 2040) < line  # the path itself keeps what is asked
        assert ("H2" in found.fails_in) == fails
