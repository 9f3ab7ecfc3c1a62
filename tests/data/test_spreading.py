from __future__ import annotations

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from veivalg.axes import AGES
from veivalg.data.age_groups import GROUP_NAMES, GROUP_STARTS, group_of_age, group_sums
from veivalg.data.headcount import (
    shipped_country,
    shipped_groups,
    shipped_headcount,
    shipped_patterns,
)
from veivalg.data.spreading import scaled_to_groups, spread, whole_persons

COUNTRY = shipped_country()
PATTERNS = shipped_patterns()

groups_of_few = arrays(
    np.float64, (3, 2, 2, len(GROUP_NAMES)), elements=st.integers(0, 5_000).map(float)
)
groups_with_nobody = arrays(
    np.float64, (2, 2, 2, len(GROUP_NAMES)), elements=st.sampled_from([0.0, 0.0, 1.0, 7.0])
)


@settings(max_examples=40, deadline=None)
@given(groups_of_few)
def test_group_sums_are_kept_and_nobody_is_negative(groups):
    persons = spread(groups, COUNTRY, PATTERNS)
    assert (persons >= 0).all()
    assert np.allclose(group_sums(persons), groups, rtol=1e-12, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(groups_with_nobody)
def test_empty_groups_and_empty_places_stay_empty(groups):
    persons = spread(groups, COUNTRY, PATTERNS)
    empty = np.repeat((groups == 0)[..., None, :], 1, axis=-2)[..., 0, :][..., group_of_age()]
    assert (persons[empty] == 0).all()
    assert np.isfinite(persons).all()


def test_the_country_comes_back_as_itself():
    persons = spread(group_sums(COUNTRY)[None], COUNTRY, PATTERNS)
    assert np.allclose(persons[0], COUNTRY, rtol=1e-9)


@settings(max_examples=20, deadline=None)
@given(groups_of_few)
def test_places_are_spread_each_on_their_own(groups):
    together = spread(groups, COUNTRY, PATTERNS)
    alone = spread(groups[1:2], COUNTRY, PATTERNS)
    assert np.allclose(together[1:2], alone, rtol=1e-3, atol=1e-2)


@settings(max_examples=50, deadline=None)
@given(arrays(np.float64, (2, len(AGES)), elements=st.floats(0, 500)))
def test_whole_persons_move_no_cell_by_one_and_keep_whole_sums(persons):
    persons = scaled_to_groups(persons + 1e-3, np.round(group_sums(persons)))
    whole = whole_persons(persons)
    assert (whole == np.round(whole)).all()
    assert (whole >= 0).all()
    assert (np.abs(whole - persons) < 1 + 1e-6).all()
    assert (group_sums(whole) == np.round(group_sums(persons))).all()


def test_shipped_sums_are_the_published_ones():
    groups, observed = shipped_groups()
    persons = shipped_headcount().persons
    assert np.allclose(group_sums(persons), groups, atol=1e-6)
    assert groups[:, 1].sum() == 5_550_203
    assert observed[:, 1].all()
    assert (~observed[:, 0]).sum() == 7


def test_the_whole_country_spreads_at_start_up():
    groups, _ = shipped_groups()
    fastest = min(_seconds(groups) for _ in range(3))
    assert fastest < 0.5


def _seconds(groups):
    start = time.process_time()
    spread(groups, COUNTRY, PATTERNS)
    return time.process_time() - start


def test_groups_cover_every_age_once():
    assert len(GROUP_STARTS) == len(GROUP_NAMES)
    assert (np.bincount(group_of_age()) == [1, 5, 7, 3, 4, 25, 22, 13, 10, 16]).all()
