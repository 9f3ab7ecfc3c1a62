"""How contributions come together: stories within the largest of them, choices on what is left."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.consequences.standard import AS_TODAY
from veivalg.shifts.contribution import (
    COST,
    GAIN,
    LAW,
    PERSON_YEARS,
    Contribution,
    Totals,
    sources_of,
    totals,
)
from veivalg.shifts.factors import Gathered
from veivalg.shifts.figures import figure

ROWS, YEARS = 2, 5
COURSE = np.linspace(0.0, 1.0, YEARS) * np.array([[1.0], [0.5]])
PERCENT, SUM = "home_hours", "sick_leave"


def part(
    mid: float,
    *,
    dial: str = PERCENT,
    source: str = "choice.one",
    spread: float = 0.5,
    **marks: bool,
) -> Contribution:
    return Contribution(
        source=source,
        dial=dial,
        shape=COURSE.copy(),
        low=mid * (1 - spread),
        mid=mid,
        high=mid * (1 + spread),
        **marks,
    )


def total(every: list[Contribution], dial: str = PERCENT, **how: np.ndarray) -> np.ndarray:
    found = totals(every, **how).get(dial)
    assert found is not None
    return found


def test_two_percents_multiply_what_is_left_and_two_sums_add():
    both = [part(-10.0), part(-10.0, source="choice.two")]
    expected = ((1 - 0.1 * COURSE) ** 2 - 1) * 100
    np.testing.assert_allclose(total(both)[0], expected, rtol=1e-12)
    assert total(both)[0, 0, -1] == pytest.approx(-19.0)
    both = [part(-1.0, dial=SUM), part(-2.0, dial=SUM, source="choice.two")]
    np.testing.assert_allclose(total(both, SUM)[0], -3.0 * COURSE, rtol=1e-12)


def test_stories_add_and_end_at_the_largest_of_them():
    stories = [
        part(10.0, source="story.H1", future=True),
        part(6.0, source="story.H2", future=True),
    ]
    weights = np.array([[1.0, 1.0], [0.6, 0.4], [1.0, 0.0]])
    found = total(stories, strength=weights)
    most = 10.0 * 1.5
    np.testing.assert_allclose(found[0, 0, -1], most)
    np.testing.assert_allclose(found[1], (6.0 + 2.4) * COURSE, rtol=1e-12)
    np.testing.assert_allclose(found[2], 10.0 * COURSE, rtol=1e-12)
    assert found.max() <= most


def test_a_story_against_another_may_end_between_them():
    stories = [
        part(10.0, source="story.H1", future=True),
        part(-4.0, source="story.H2", future=True),
    ]
    np.testing.assert_allclose(total(stories)[0], 6.0 * COURSE, rtol=1e-12)


def test_futures_and_choices_multiply_a_share_and_add_a_sum():
    both = [part(20.0, source="story.H1", future=True), part(-10.0)]
    expected = ((1 + 0.2 * COURSE) * (1 - 0.1 * COURSE) - 1) * 100
    np.testing.assert_allclose(total(both)[0], expected, rtol=1e-12)
    both = [part(2.0, dial=SUM, source="story.H1", future=True), part(-1.0, dial=SUM)]
    np.testing.assert_allclose(total(both, SUM)[0], COURSE, rtol=1e-12)


contributions = st.builds(
    part,
    st.floats(-20, 20).map(lambda x: round(x, 3)),
    dial=st.sampled_from([PERCENT, SUM, "care_need", GAIN, LAW]),
    source=st.sampled_from(["choice.a", "choice.b", "story.c"]),
    future=st.booleans(),
    gains=st.booleans(),
    law=st.booleans(),
)


@given(st.lists(contributions, min_size=2, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_totals_do_not_depend_on_the_order(every, chance):
    other = list(every)
    chance.shuffle(other)
    first, second = totals(every).values, totals(other).values
    assert set(first) == set(second)
    for key, values in first.items():
        np.testing.assert_allclose(second[key], values, rtol=1e-9, atol=1e-12)


def test_doubt_takes_the_low_the_middle_and_the_high_amount():
    one = Contribution(
        source="choice.a", dial=PERCENT, shape=COURSE.copy(), low=-2.0, mid=-5.0, high=-12.0
    )
    doubt = np.array([[-1.0], [0.0], [1.0], [0.5]])
    found = total([one], doubt=doubt)[:, 0, -1]
    np.testing.assert_allclose(found, [-2.0, -5.0, -12.0, -8.5])


@given(st.floats(-1, 1), st.floats(-1, 1))
@settings(max_examples=40, deadline=None)
def test_more_of_the_doubt_is_more_of_the_effect(first, second):
    one = part(-6.0)
    low, high = sorted((first, second))
    found = np.abs(total([one, part(0.0)], doubt=np.array([[low, 0.0], [high, 0.0]])))
    assert (found[1] >= found[0] - 1e-12).all()


def test_strength_nought_is_as_if_it_were_not_there_bit_for_bit():
    every = [part(-10.0), part(-7.0, source="choice.two"), part(3.0, dial=SUM)]
    found = totals(every, np.array([[1.0, 0.0, 0.0]]))
    assert set(found.values) == {PERCENT}
    assert (found.values[PERCENT] == totals(every[:1]).values[PERCENT]).all()
    assert not totals(every, np.zeros((1, 3))).values
    assert not totals([]).values


def test_many_cases_equal_one_by_one():
    every = [part(-10.0), part(8.0, future=True), part(2.0, dial=SUM)]
    strength = np.random.default_rng(3).random((7, 3))
    together = totals(every, strength)
    assert together.cases == 7
    for k in range(7):
        for key, values in totals(every, strength[k : k + 1]).values.items():
            np.testing.assert_allclose(together.values[key][k], values[0], rtol=1e-12)


def test_a_future_lowers_the_gain_of_technology_only_and_never_below_nothing():
    lower = part(-40.0, dial=GAIN, source="story.S4", future=True, spread=0.0)
    technology, other = part(-10.0, gains=True), part(-10.0)
    gained = total([technology, lower])[0]
    np.testing.assert_allclose(gained, -10.0 * COURSE * (1 - 0.4 * COURSE), rtol=1e-12)
    np.testing.assert_allclose(total([other, lower])[0], -10.0 * COURSE, rtol=1e-12)
    much = part(-300.0, dial=GAIN, source="story.S4", future=True)
    assert (total([technology, much])[0] <= 0).all()


def test_a_rule_that_is_gone_gives_a_part_of_the_way_to_the_high_effect():
    gone = part(100.0, dial=LAW, source="choice.rules", spread=0.0)
    held, free = part(-10.0, law=True), part(-10.0)
    lift = 1 + COURSE * (1.5 - 1) * figure("law_lift")
    np.testing.assert_allclose(total([held, gone])[0], -10.0 * COURSE * lift, rtol=1e-12)
    np.testing.assert_allclose(total([free, gone])[0], -10.0 * COURSE, rtol=1e-12)


@pytest.mark.parametrize("beside", [COST, f"{PERSON_YEARS}home"])
def test_what_stands_beside_the_dials_adds_up(beside: str):
    every = [part(100.0, dial=beside), part(50.0, dial=beside, source="choice.two")]
    np.testing.assert_allclose(total(every, beside)[0], 150.0 * COURSE, rtol=1e-12)


def test_shares_and_factors_of_what_nothing_moves_are_plain_numbers():
    found = Totals({PERCENT: np.full((1, 1, 1), -20.0), "care_need": np.full((1, 1, 1), 10.0)})
    assert found.share("trust") == 0.0
    assert found.factor("trust") == 1.0
    np.testing.assert_allclose(found.share(PERCENT), -0.2)
    np.testing.assert_allclose(found.factor(PERCENT, "trust", "care_need"), 0.8 * 1.1)


def test_sources_stand_in_the_order_they_come():
    every = [part(1.0, source="story.H1"), part(1.0), part(2.0, source="story.H1")]
    assert sources_of(every) == ("story.H1", "choice.one")


def test_the_course_of_a_contribution_can_only_be_read():
    with pytest.raises(ValueError, match="read-only"):
        part(1.0).shape[0, 0] = 2.0


def test_bounds_have_nothing_among_them_and_follow_the_largest_course():
    one = part(-10.0)
    assert one.bounds == (-15.0, 0.0)
    assert replace(one, shape=0.5 * COURSE).bounds == (-7.5, 0.0)


def test_gathered_factors_multiply_amounts_add_and_nothing_is_as_today():
    into = Gathered()
    into.times(["a"], 1.0)
    into.plus("a", 0.0)
    assert into.standard() is AS_TODAY
    into.times(["a", "b"], np.full((1, 1, 1), 0.5))
    into.times(["a"], np.full((1, 1, 1), 0.5))
    into.plus("a", np.full((1, 1, 1), 3.0))
    into.plus("a", np.full((1, 1, 1), 4.0))
    made = into.standard()
    assert made.factors["a"].item() == 0.25
    assert made.factors["b"].item() == 0.5
    assert made.added["a"].item() == 7.0


def test_measures_cannot_take_away_all_of_a_service():
    into = Gathered()
    into.times(["a"], np.full((1, 1, 1), -3.0))
    assert into.standard().factors["a"].item() == figure("least_left")
