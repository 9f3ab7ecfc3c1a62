"""Local levels: own figures speak as loudly as they are large, and the country stays whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from veivalg.consequences.levels import USUAL_VARIANCE, Level, local_level

MOST = 12


def judged(observed, expected, *, index=None, power=1.0, county=None) -> Level:
    count = len(expected)
    return local_level(
        np.array(observed, dtype=np.float64),
        np.array(expected, dtype=np.float64),
        index=np.full(count, np.nan) if index is None else np.array(index, dtype=np.float64),
        power=power,
        county=np.zeros(count, dtype=int) if county is None else np.array(county),
    )


@st.composite
def countries(draw):
    """Users counted (some not held), users expected, index (some unknown), county."""
    count = draw(st.integers(2, MOST))

    def row(one):
        return np.array(draw(st.lists(one, min_size=count, max_size=count)), dtype=np.float64)

    expected = row(st.one_of(st.just(0.0), st.floats(0.01, 5_000)))
    ratio = row(st.one_of(st.just(np.nan), st.just(0.0), st.floats(0.3, 3)))
    index = row(st.one_of(st.just(np.nan), st.floats(0.5, 2)))
    county = row(st.integers(0, 3)).astype(int)
    return expected * ratio, expected, index, county


@given(countries(), st.floats(0, 2))
@settings(deadline=None)
def test_levels_are_numbers_above_nothing_and_say_what_they_rest_on(country, power):
    observed, expected, index, county = country
    found = judged(observed, expected, index=index, power=power, county=county)
    assert np.isfinite(found.level).all()
    assert (found.level > 0).all()
    own = np.array([basis == "own" for basis in found.basis])
    np.testing.assert_array_equal(own, ~np.isnan(observed) & (expected > 0))
    assert set(found.basis) <= {"own", "county", "group", "country"}


@given(countries())
@settings(deadline=None)
def test_the_country_has_the_users_that_are_published(country):
    """Where some have no figures of their own and those who have do not fill the country."""
    observed, expected, index, county = country
    found = judged(observed, expected, index=index, county=county)
    own = np.array([basis == "own" for basis in found.basis])
    taken = (found.level * expected)[own].sum()
    assume(expected[~own].sum() > 0 and taken < 0.999 * expected.sum())
    assert (found.level * expected).sum() == pytest.approx(expected.sum(), rel=1e-9)


@given(st.lists(st.floats(0, 1e5), min_size=1, max_size=MOST), st.integers(0, 3))
@settings(deadline=None)
def test_without_any_figures_everybody_is_as_the_country(expected, county):
    nothing = np.full(len(expected), np.nan)
    found = judged(nothing, expected, county=[(i + county) % 3 for i in range(len(expected))])
    np.testing.assert_allclose(found.level, 1.0, rtol=1e-12)
    assert set(found.basis) == {"country"}


def test_an_index_alone_gives_its_power_and_keeps_the_country():
    index = [0.8, 1.0, 1.25, np.nan]
    found = judged([np.nan] * 4, [100, 100, 100, 100], index=index, power=0.5)
    ratio = found.level / found.level[1]
    np.testing.assert_allclose(ratio, [0.8**0.5, 1.0, 1.25**0.5, 1.0], rtol=1e-12)
    assert found.level.sum() == pytest.approx(4)
    assert found.basis == ("group", "group", "group", "country")


def test_a_power_of_nothing_makes_the_index_dumb():
    found = judged([np.nan] * 3, [10, 20, 30], index=[0.5, 1.0, 2.0], power=0.0)
    np.testing.assert_allclose(found.level, 1.0)


@given(st.floats(0.5, 2.0))
@settings(deadline=None)
def test_own_figures_of_many_are_almost_kept(ratio):
    found = judged([20_000 * ratio, np.nan], [20_000, 1_000_000], county=[0, 1])
    assert found.level[0] == pytest.approx(ratio, rel=0.002)


def test_own_figures_of_few_are_held_back():
    """Twice as many as expected: 4 for 2 says little, 4,000 for 2,000 nearly everything."""
    few = judged([4, np.nan], [2, 1e6], county=[0, 1]).level[0]
    some = judged([40, np.nan], [20, 1e6], county=[0, 1]).level[0]
    many = judged([4_000, np.nan], [2_000, 1e6], county=[0, 1]).level[0]
    assert 1 < few < 1.35
    assert few < some < many < 2
    assert many > 1.97


def test_two_by_hand():
    """One municipality with 12 users for 9, one without, in one county; fewer than five are held,
    so that the usual variance holds: half of it the county's, half the municipality's."""
    found = judged([12, np.nan], [9, 1e9])
    half, chance, ratio = USUAL_VARIANCE / 2, 1 / 12.5, np.log(12.5 / 9.5)
    shared = ratio / (chance + half) / (1 / (chance + half) + 1 / half)
    own = shared + half / (half + chance) * (ratio - shared)
    assert found.level[0] == pytest.approx(np.exp(own), rel=1e-12)
    assert found.basis == ("own", "county")


def test_the_county_speaks_for_those_without_figures_but_less_than_for_itself():
    """Four large neighbours use half as much again; a fifth has no figures, nor has the rest."""
    observed = [1_500, 1_500, 1_500, 1_500, np.nan, np.nan]
    expected = [1_000, 1_000, 1_000, 1_000, 1_000, 100_000]
    found = judged(observed, expected, county=[0, 0, 0, 0, 0, 1])
    neighbour, elsewhere = found.level[4], found.level[5]
    assert elsewhere < 1 < neighbour < 1.5
    assert found.basis[4:] == ("county", "country")
    alone = judged(
        [1_500, np.nan, np.nan, np.nan, np.nan, np.nan], expected, county=[0, 0, 0, 0, 0, 1]
    )
    assert 1 < alone.level[4] < neighbour


def test_each_county_speaks_for_itself_alone():
    observed = [1_500, np.nan, 667, np.nan, np.nan]
    found = judged(observed, [1_000, 10, 1_000, 10, 1e6], county=[0, 0, 1, 1, 2])
    assert found.level[3] < 0.95 < 1.05 < found.level[1]
    assert found.level[4] == pytest.approx(1, abs=0.001)


def test_own_figures_are_measured_against_the_index_and_not_added_to_it():
    """Two who use what their index says: they keep it, and their county has nothing to add."""
    found = judged(
        [24_000, 16_000, np.nan, np.nan],
        [20_000, 20_000, 20_000, 1e7],
        index=[1.2, 0.8, 1.1, 1.0],
        county=[0, 0, 0, 1],
    )
    np.testing.assert_allclose(found.level[:2], [1.2, 0.8], rtol=0.002)
    assert found.level[2] / found.level[3] == pytest.approx(1.1, rel=0.002)


def test_a_county_of_few_users_says_less_than_one_of_many():
    def neighbour(size: float) -> float:
        found = judged(
            [1.5 * size, 1.5 * size, np.nan, np.nan],
            [size, size, 10, 1e7],
            county=[0, 0, 0, 1],
        )
        return float(found.level[2] / found.level[3])

    assert 1 < neighbour(2) < neighbour(20) < neighbour(2_000) < 1.5


def test_nobody_where_some_were_expected_is_a_figure_too():
    found = judged([0, np.nan, np.nan], [8, 50, 1e6], county=[0, 0, 1])
    assert 0.3 < found.level[0] < 1
    assert found.level[0] < found.level[1] < 1
    assert found.level[2] == pytest.approx(1, rel=1e-4)
    assert found.basis[0] == "own"


def test_where_nobody_is_expected_what_is_counted_says_nothing():
    with_users, without = judged([5, 100], [0, 100]), judged([np.nan, 100], [0, 100])
    np.testing.assert_array_equal(with_users.level, without.level)
    assert with_users.basis == without.basis == ("county", "own")


@given(countries(), st.integers(0, MOST - 1))
@settings(deadline=None)
def test_what_is_not_held_moves_no_level(country, place):
    """A municipality without users, figures and index may be there or not."""
    observed, expected, index, county = country
    at = place % len(expected)
    observed, expected, index, county = (
        np.insert(row.astype(float), at, value)
        for row, value in ((observed, np.nan), (expected, 0.0), (index, np.nan), (county, 0))
    )
    with_it = judged(observed, expected, index=index, county=county.astype(int))
    without = judged(*country[:2], index=country[2], county=country[3])
    np.testing.assert_allclose(np.delete(with_it.level, at), without.level, rtol=1e-12)
    assert np.isfinite(with_it.level[at])


@given(st.floats(1, 100))
@settings(deadline=None)
def test_ratios_count_and_not_the_size_of_the_country(scale):
    """Where users are many, ten times as many of everything give the same levels."""
    rng = np.random.default_rng(7)
    expected = rng.uniform(1e5, 1e6, 8)
    observed = np.where(np.arange(8) < 6, expected * rng.uniform(0.6, 1.6, 8), np.nan)
    county = np.arange(8) % 2
    index = rng.uniform(0.8, 1.2, 8)
    small = judged(observed, expected, index=index, county=county)
    large = judged(observed * scale, expected * scale, index=index, county=county)
    np.testing.assert_allclose(small.level, large.level, rtol=2e-3)


@given(st.permutations(range(6)))
@settings(deadline=None)
def test_the_order_of_municipalities_does_not_matter(order):
    order = np.array(order)
    observed = np.array([10, np.nan, 300, 40, np.nan, 7])
    expected = np.array([12, 80, 200, 50, 20, 9.0])
    county, index = np.array([0, 0, 1, 1, 2, 2]), np.array([1.1, 0.9, np.nan, 1, 1, 1.3])
    plain = judged(observed, expected, index=index, county=county)
    turned = judged(observed[order], expected[order], index=index[order], county=county[order])
    np.testing.assert_allclose(turned.level, plain.level[order], rtol=1e-12)
    assert turned.basis == tuple(plain.basis[i] for i in order)
