"""Users of services: linear in people, whole for regions, as published in the base year."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from veivalg.consequences import services
from veivalg.consequences.ageing import graduated, shifted, years_left, years_younger
from veivalg.consequences.capacity import whole
from veivalg.consequences.drivers import (
    FIRST_AGES,
    driven,
    driven_by_band,
    driven_by_draw,
    gathered,
    in_bands,
    per_person,
)
from veivalg.consequences.parameters import default_parameters

PLACES, YEARS = 3, 2
people = arrays(
    np.float64,
    (PLACES, YEARS, 2, 106),
    elements=st.floats(0, 1000, allow_nan=False, allow_infinity=False),
)
KNOWN = default_parameters()
START = np.linspace(60_000, 500, 106) * np.ones((2, 1))
STILL = np.zeros((YEARS, 2, 106))
WEIGHTS = gathered(services.weights(KNOWN, STILL, START, (2024, 2025)), years=YEARS)


@given(people)
@settings(deadline=None, max_examples=25)
def test_the_users_of_a_region_are_the_sum_of_its_municipalities(persons):
    apart = driven(persons, WEIGHTS)
    together = driven(persons.sum(axis=0, keepdims=True), WEIGHTS)
    for name in WEIGHTS.names:
        np.testing.assert_allclose(apart[name].sum(axis=0), together[name][0], rtol=1e-9, atol=1e-9)


@given(people)
@settings(deadline=None, max_examples=25)
def test_age_bands_add_up_to_everybody(persons):
    banded, whole_people = driven_by_band(persons, WEIGHTS), driven(persons, WEIGHTS)
    np.testing.assert_allclose(banded.values.sum(axis=1), whole_people.values, rtol=1e-9, atol=1e-9)


@given(people)
@settings(deadline=None, max_examples=25)
def test_a_draw_equal_to_what_is_expected_gives_what_is_expected(persons):
    drawn = in_bands(persons)[None]
    found = driven_by_draw(drawn, per_person(persons, WEIGHTS))
    np.testing.assert_allclose(
        found.values[:, 0], driven(persons, WEIGHTS).values, rtol=1e-9, atol=1e-9
    )


def test_one_more_person_adds_that_persons_use():
    persons = np.zeros((1, YEARS, 2, 106))
    persons[0, :, 0, 85] = 1
    use = driven(persons, WEIGHTS)["services.home_80plus"]
    assert use[0, 0] == pytest.approx(
        WEIGHTS.values[0].reshape(2, 106, -1)[0, 85, WEIGHTS.names.index("services.home_80plus")]
    )
    assert 0.15 < use[0, 0] < 0.35


def test_bands_hold_every_age_once():
    assert FIRST_AGES[0] == 0
    assert list(FIRST_AGES) == sorted(set(FIRST_AGES))
    assert in_bands(np.ones((1, 1, 2, 106))).sum() == 212


def test_smoothing_keeps_each_groups_users():
    rate = KNOWN.ages("services.home_use")[0]
    persons = START.sum(axis=0)
    curve = graduated(rate, persons, services.SMOOTHED)
    for first, last in services.SMOOTHED:
        ages = slice(first, last + 1)
        assert curve[ages] @ persons[ages] == pytest.approx(rate[ages] @ persons[ages], rel=1e-9)
    assert (np.diff(curve[67:]) >= 0).all()


def test_years_left_agree_with_a_table_by_hand():
    """Everyone dies at the end of the third year with one in two dying in each before."""
    chance = np.zeros((1, 2, 107))
    chance[..., 1:] = 1.0
    chance[..., 1:3] = 0.5
    left = years_left(chance)[0, 0]
    assert left[2] == pytest.approx(0.5)
    assert left[1] == pytest.approx(0.5 * 1.5 + 0.25)
    assert left[0] == pytest.approx(0.5 * (1 + left[1]) + 0.25)


def test_nobody_ages_better_when_life_is_no_longer():
    chance = np.repeat(np.linspace(0.001, 0.5, 107)[None, None], 2, axis=1).repeat(3, axis=0)
    assert not years_younger(chance, share=1.0, years=4).any()


@given(share=st.floats(0, 1))
@settings(deadline=None, max_examples=20)
def test_healthier_ageing_never_adds_need_where_need_grows_with_age(share):
    chance = np.repeat(np.linspace(0.001, 0.5, 107)[None, None], 2, axis=1).repeat(3, axis=0)
    chance[1:] *= 0.8
    younger = years_younger(chance, share=share, years=3)
    rate = np.repeat(np.linspace(0, 0.5, 106)[None], 2, axis=0)
    after = shifted(rate, younger)
    assert (after <= rate + 1e-12).all()
    np.testing.assert_allclose(after[0], rate)
    assert (younger[..., :50] == 0).all()


@given(
    users=st.floats(0, 1e5, allow_nan=False),
    size=st.integers(1, 30),
)
def test_whole_things_hold_everybody_and_none_is_spare(users, size):
    groups = float(whole(np.array(users), float(size)))
    assert groups == int(groups)
    assert groups * size >= users - 1e-6
    assert (groups - 1) * size < users or groups == 0


def test_nobody_needs_no_group():
    assert whole(np.array(0.0), 9) == 0
