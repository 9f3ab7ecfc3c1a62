"""The past, filled along cohorts, and the migration it implies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.axes import AGES, COHORTS
from veivalg.errors import MissingFigure
from veivalg.population.history import fill_along_cohorts, history, net_migration


def stocks(years: tuple[int, ...], places: int = 3, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 40, (places, len(years), 2, len(AGES))) * 1.0


def past(years: tuple[int, ...], persons: np.ndarray, base_year: int):
    codes = tuple(f"{i:04d}" for i in range(len(persons)))
    observed = np.ones((len(persons), len(years)), dtype=bool)
    return history(
        municipalities=codes, years=years, persons=persons, observed=observed, base_year=base_year
    )


def test_history_stops_at_the_base_year():
    persons = stocks((2019, 2020, 2021))
    assert past((2019, 2020, 2021), persons, 2020).years == (2019, 2020)
    assert (past((2019, 2020, 2021), persons, 2020).base == persons[:, 1]).all()


def test_what_comes_after_the_base_year_changes_nothing():
    years = (2019, 2020, 2021)
    first, second = stocks(years), stocks(years)
    second[:, 2] += 100
    assert (past(years, first, 2020).persons == past(years, second, 2020).persons).all()


def test_a_base_year_without_stock_says_which_are_held():
    with pytest.raises(MissingFigure, match=r"2022.*2019 to 2021"):
        past((2019, 2020, 2021), stocks((2019, 2020, 2021)), 2022)


@given(st.integers(2, 7))
def test_filled_years_end_on_the_later_stock(gap):
    earlier, later = stocks((1,))[:, 0], stocks((1,), seed=2)[:, 0]
    filled = fill_along_cohorts(earlier, later, gap=gap)
    assert len(filled) == gap
    assert (filled[-1] == later).all()
    assert all((stock >= 0).all() for stock in filled)


def test_a_cohort_between_two_dates_lies_on_the_line_between_them():
    earlier, later = stocks((1,))[:, 0], stocks((1,), seed=2)[:, 0]
    filled = fill_along_cohorts(earlier, later, gap=5)
    assert np.allclose(filled[1][..., 32], 0.6 * earlier[..., 30] + 0.4 * later[..., 35])


def test_nobody_moves_when_cohorts_only_die():
    years = (2020, 2021)
    opening = stocks((2020,))[:, 0] + 5
    dying = np.full((1, 2, len(COHORTS)), 0.1)
    closing = np.zeros_like(opening)
    closing[..., 1:] = 0.9 * opening[..., :-1]
    closing[..., -1] += 0.9 * opening[..., -1]
    found = past(years, np.stack([opening, closing], axis=1), 2021)
    assert np.abs(net_migration(found, dying)).max() < 1e-9


def test_every_migrant_is_found_in_the_cohort_that_arrived():
    years = (2020, 2021)
    opening = np.zeros((1, 2, len(AGES))) + 10
    closing = opening.copy()
    closing[0, 1, 30] += 7
    closing[..., -1] = 20
    found = net_migration(
        past(years, np.stack([opening, closing], axis=1), 2021), np.zeros((1, 2, len(COHORTS)))
    )
    assert found[0, 0, 1, 30] == 7
    assert np.abs(found).sum() == 7


def test_a_municipality_that_did_not_exist_gains_nobody_from_nowhere():
    years = (2005, 2006)
    persons = stocks(years) + 1
    persons[0, 0] = np.nan
    found = past(years, persons, 2006)
    assert (net_migration(found, np.zeros((1, 2, len(COHORTS))))[0] == 0).all()
    assert not found.observed[0, 0]
