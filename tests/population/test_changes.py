"""Changes of cases: factors on top of others, and cases that are alike told once."""

from __future__ import annotations

import numpy as np

from veivalg.population.cases import Changes

SHAPE = (4, 2, 3)


def drawn(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random(SHAPE)


def test_a_factor_multiplies_what_is_there_and_stands_alone_where_nothing_is():
    births, factor = drawn(1), np.array([0.0, 1.0, 2.0, 0.5])[:, None, None]
    found = Changes(births=births, arrivals=drawn(2)).times({"births": factor, "deaths": factor})
    assert found.births is not None
    assert found.deaths is not None
    np.testing.assert_array_equal(found.births, births * factor)
    np.testing.assert_array_equal(found.deaths, factor)
    np.testing.assert_array_equal(found.arrivals, drawn(2))


def test_cases_that_are_alike_are_told_once():
    births = drawn(3)[[0, 1, 0, 0]]
    found, which = Changes(births=births, deaths=np.ones((1, 2, 3))).distinct()
    assert found.cases == 2
    assert which.tolist() == [0, 1, 0, 0]
    np.testing.assert_array_equal(found.births[which], births)
    np.testing.assert_array_equal(found.deaths, np.ones((1, 2, 3)))


def test_cases_that_differ_in_one_place_alone_stay_apart():
    births, deaths = np.ones(SHAPE), np.ones(SHAPE)
    births[2, 1, 2], deaths[3, 0, 0] = 1.0 + 1e-12, 0.5
    _, which = Changes(births=births, deaths=deaths).distinct()
    assert which.tolist() == [0, 0, 1, 2]


def test_a_single_case_is_itself():
    one = Changes(births=np.ones((1, 2, 3)))
    found, which = one.distinct()
    assert found is one
    assert which.tolist() == [0]
