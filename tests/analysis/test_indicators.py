from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.analysis.indicators import (
    AGE_BOUNDS,
    ALL_INDICATORS,
    BY_NAME,
    GROUPS,
    INDICATORS,
    ages_of,
    by_group,
    indicator_named,
    indicator_values,
)
from veivalg.axes import AGES
from veivalg.errors import OutOfRange


def test_age_groups_hold_every_age_once():
    assert [age for _, first, last in AGE_BOUNDS for age in range(first, last + 1)] == list(AGES)


@given(st.integers(0, 2**32 - 1))
def test_persons_is_the_sum_of_all_ages(seed: int):
    persons = np.random.default_rng(seed).uniform(0, 100, (3, 2, 106))
    groups = by_group(persons)
    assert groups.shape == (3, len(GROUPS))
    np.testing.assert_allclose(groups.sum(axis=-1), persons.sum(axis=(1, 2)))
    slow = [persons[..., first : last + 1].sum(axis=(1, 2)) for _, first, last in AGE_BOUNDS]
    np.testing.assert_allclose(groups, np.stack(slow, axis=-1))


def test_ratios_are_of_the_sums():
    groups = np.array([10.0, 20.0, 10.0, 100.0, 30.0, 20.0])
    values = dict(zip(INDICATORS, indicator_values(groups), strict=True))
    assert values["persons"] == 190
    assert values["working_per_67plus"] == 2.0
    assert values["working_per_80plus"] == 5.0
    assert values["share_80plus"] == pytest.approx(20 / 190)


def test_nobody_below_the_line_is_missing_not_zero():
    groups = np.array([1.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    values = dict(zip(INDICATORS, indicator_values(groups), strict=True))
    assert np.isnan(values["working_per_67plus"])
    assert values["share_80plus"] == 0


def test_a_missing_age_makes_its_group_missing():
    persons = np.ones((2, 106))
    persons[0, 70] = np.nan
    values = dict(zip(INDICATORS, indicator_values(by_group(persons)), strict=True))
    assert np.isnan(values["67-79"])
    assert np.isnan(values["persons"])
    assert values["0-5"] == 12


def test_unknown_indicator_names_the_choices():
    with pytest.raises(OutOfRange, match="working_per_67plus"):
        indicator_named("happiness")
    assert indicator_named("80+") is BY_NAME["80+"]


def test_ages_of_the_oldest_group_reach_the_open_age():
    assert ages_of(("80+",))[-1] == 105
    assert len({indicator.name for indicator in ALL_INDICATORS}) == len(ALL_INDICATORS)
