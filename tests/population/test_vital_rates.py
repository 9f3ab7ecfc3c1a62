"""Deaths and births: schedules by cohort, trends, and local levels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.axes import COHORTS
from veivalg.population.fertility import (
    cohort_birth_rate,
    deviation_ahead,
    fit_fertility_trend,
    national_birth_rate,
)
from veivalg.population.mortality import (
    Z80,
    cohort_death_probability,
    fit_mortality_trend,
    national_death_probability,
)
from veivalg.population.shrinkage import prior_events, shrunk_ratio


def falling_mortality(years: int, fall: float) -> np.ndarray:
    """(year, sex, cohort) Gompertz probabilities that fall by the same share every year."""
    base = np.minimum(1e-4 * np.exp(0.09 * np.arange(len(COHORTS))), 0.6)
    both = np.stack([base, np.minimum(1.4 * base, 0.7)])
    return both * np.exp(-fall * np.arange(years))[:, None, None]


def test_a_fall_in_mortality_goes_on_as_it_was():
    probability = falling_mortality(20, 0.02)
    trend = fit_mortality_trend(probability, tuple(range(2000, 2020)))
    ahead = national_death_probability(trend, (2019, 2029))
    ratio = ahead[1] / ahead[0]
    assert np.allclose(ratio, np.exp(-0.2), atol=0.02)


def test_the_first_year_joins_the_last_observed():
    probability = falling_mortality(20, 0.02)
    trend = fit_mortality_trend(probability, tuple(range(2000, 2020)))
    assert np.allclose(national_death_probability(trend, (2018,))[0], probability[18], rtol=0.01)


@given(st.integers(2025, 2060))
def test_the_quantiles_of_mortality_lie_on_each_side(year):
    noisy = falling_mortality(20, 0.02) * np.exp(
        0.02 * np.random.default_rng(3).standard_normal((20, 1, 1))
    )
    trend = fit_mortality_trend(noisy, tuple(range(2000, 2020)))
    low, middle, high = (
        national_death_probability(trend, (year,), quantile=z)[0] for z in (-Z80, 0.0, Z80)
    )
    assert (low <= middle).all()
    assert (middle <= high).all()
    assert low[0, 80] < high[0, 80]


def test_a_cohort_spends_half_the_year_at_each_age():
    table = np.zeros(106)
    table[40], table[41] = 0.002, 0.004
    assert cohort_death_probability(table)[41] == pytest.approx(0.003)


def test_no_infant_death_is_lost_between_newborns_and_one_year_olds():
    table = np.zeros(106)
    table[0] = 0.01
    cohort = cohort_death_probability(table)
    assert cohort[0] + cohort[1] == pytest.approx(0.01)


def test_births_by_cohort_keep_total_fertility():
    rates = np.linspace(0, 0.1, 35)
    cohort = cohort_birth_rate(rates, 15)
    assert cohort.sum() == pytest.approx(rates.sum())
    assert cohort[:15].sum() == 0
    assert cohort[51:].sum() == 0


def test_the_middle_path_of_fertility_keeps_the_newest_level():
    rates = cohort_birth_rate(np.full((8, 35), 0.04) * np.linspace(1.2, 1.0, 8)[:, None], 15)
    trend = fit_fertility_trend(rates)
    path = national_birth_rate(trend, np.arange(1.0, 5.0), quantile=0.0)
    assert (path == rates[-1]).all()


def test_the_spread_of_fertility_grows_and_stays_bounded():
    spread = deviation_ahead(0.02, np.arange(1.0, 200.0))
    assert (np.diff(spread) > 0).all()
    assert spread[0] == pytest.approx(0.02)
    assert spread[-1] < 0.02 / np.sqrt(1 - 0.95**2) + 1e-9


def test_a_local_level_lies_between_what_is_seen_and_its_group():
    expected = np.array([5.0, 50.0, 5000.0, 400.0])
    observed = np.array([9.0, 90.0, 9000.0, 300.0])
    group = np.zeros(4, dtype=int)
    usable = np.ones(4, dtype=bool)
    level = shrunk_ratio(observed, expected, group, usable)
    seen, middle = observed / expected, observed.sum() / expected.sum()
    assert ((level - seen) * (level - middle) <= 1e-12).all()
    assert abs(level[0] - middle) < abs(level[2] - middle) + 1e-12


def test_a_municipality_without_usable_figures_gets_its_group():
    expected, observed = np.array([100.0, 100.0, 80.0]), np.array([150.0, 50.0, 800.0])
    usable = np.array([True, True, False])
    level = shrunk_ratio(observed, expected, np.zeros(3, dtype=int), usable)
    assert level[2] == pytest.approx(1.0)


def test_pure_chance_is_shrunk_away():
    """Ratios that differ by chance alone have a prior far heavier than any municipality."""
    rng = np.random.default_rng(5)
    expected = rng.uniform(20, 400, 400)
    observed = rng.poisson(expected).astype(float)
    assert prior_events(observed, expected) > 5 * expected.max()


def test_true_differences_are_found_again():
    """True ratios with standard deviation 0.2 give a prior near 1 / 0.2² = 25 events."""
    rng = np.random.default_rng(6)
    expected = rng.uniform(200, 2000, 2000)
    truth = rng.gamma(25, 1 / 25, 2000)
    observed = rng.poisson(expected * truth).astype(float)
    assert 20 < prior_events(observed, expected) < 31
