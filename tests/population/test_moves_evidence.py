"""Local net migration, gravity, and the alternatives' letters."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from veivalg.axes import COHORTS
from veivalg.errors import UnknownAlternative
from veivalg.population.abroad import (
    LocalLevels,
    emigration_by_cohort,
    fit_abroad_trend,
    national_net_path,
    net_crossings,
)
from veivalg.population.alternatives import KNOWN, alternative
from veivalg.population.bands import BANDS, band_of_cohort, sum_bands
from veivalg.population.gravity import (
    CRUDE_MOVING_RATE,
    access_design,
    destination_shares,
    distances_km,
    fitted_attraction,
    learned_shares,
    moving_schedule,
)
from veivalg.population.net_moves import (
    DAMPINGS,
    Record,
    learn_damping,
    learn_trust,
    shrunk_rates,
    split_level,
)

PLACES = 40


def places(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    residents = np.exp(rng.normal(8.5, 1.2, PLACES))
    return residents, distances_km(rng.uniform(5, 15, PLACES), rng.uniform(58, 65, PLACES))


def test_bands_hold_every_cohort_once():
    assert len(band_of_cohort()) == len(COHORTS)
    assert sum_bands(np.ones(len(COHORTS))).sum() == len(COHORTS)
    assert [b for b, (first, last) in enumerate(BANDS) for _ in range(first, last + 1)] == list(
        band_of_cohort()
    )


def test_nobody_moves_to_where_they_live_and_all_arrive():
    shares = destination_shares(*places())
    assert (np.diag(shares) == 0).all()
    assert np.allclose(shares.sum(axis=1), 1)


def test_the_schedule_gives_the_rate_of_the_country():
    country = np.random.default_rng(2).uniform(1e3, 5e4, (2, len(COHORTS)))
    moved = (moving_schedule(country) * country).sum()
    assert moved == pytest.approx(CRUDE_MOVING_RATE * country.sum())
    assert (moving_schedule(country)[:, 0] == 0).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_attraction_brings_the_net_moves_that_are_wanted(seed):
    """Where no place holds most of the people: else its movers have nowhere to go but back."""
    rng = np.random.default_rng(seed)
    residents, distance = places(seed)
    assume(residents.max() < 0.3 * residents.sum())
    shares = destination_shares(residents, distance)
    out = np.stack([0.04 * residents, 0.02 * residents])
    net = 0.3 * out * rng.uniform(-1, 1, out.shape)
    net -= out * (net.sum(axis=1) / out.sum(axis=1))[:, None]

    def miss(steps: int) -> float:
        attraction = fitted_attraction(out, net, shares, np.ones_like(out), steps=steps)
        arriving = attraction * ((out / (attraction @ shares.T)) @ shares)
        assert np.allclose(arriving.sum(axis=1), out.sum(axis=1))
        return float(np.abs(arriving - out - net).sum() / out.sum())

    assert miss(300) < min(0.01, 0.1 * miss(0))


def test_crossings_sum_to_the_net_migration_of_the_country():
    rng = np.random.default_rng(3)
    opening = rng.uniform(0, 50, (PLACES, 4, 2, len(COHORTS)))
    net = rng.normal(0, 3, opening.shape)
    levels = LocalLevels(
        immigration=rng.uniform(0.5, 2, PLACES),
        emigration=rng.uniform(0.5, 2, PLACES),
        moving=np.ones(PLACES),
    )
    leaving = emigration_by_cohort(opening[:, -1].sum(axis=0))
    crossings = net_crossings(net, opening, levels, leaving)
    assert np.allclose(crossings.sum(axis=0), net.sum(axis=0))


def test_the_path_abroad_starts_near_the_newest_year_and_ends_at_the_mean():
    net = dict(zip(range(1990, 2020), np.linspace(5e3, 4e4, 30), strict=True))
    trend = fit_abroad_trend(net, np.ones((2, len(COHORTS))))
    path = national_net_path(trend, np.array([1.0, 500.0]), quantile=0.0)
    assert abs(path[0] - 4e4) < abs(path[1] - 4e4)
    assert path[1] == pytest.approx(np.mean(list(net.values())))


def test_refugees_fade_and_leave_the_ordinary_path_alone():
    net = dict.fromkeys(range(2000, 2022), 2e4) | {2022: 5.23e4, 2023: 5.3e4}
    trend = fit_abroad_trend(net, np.ones((2, len(COHORTS))))
    path = national_net_path(trend, np.array([1.0, 2.0, 30.0]), quantile=0.0)
    assert trend.long_run == pytest.approx(2e4)
    assert path == pytest.approx([2e4 + 16_500, 2e4 + 8_250, 2e4], rel=1e-3)


def made_record(lasting: float, years: int, seed: int = 4) -> tuple[Record, np.ndarray]:
    """A record whose municipalities differ for good by `lasting`, and by chance each year."""
    rng = np.random.default_rng(seed + 100)
    residents, distance = places(seed)
    exposure = np.repeat((residents[:, None] / len(BANDS))[:, None, :], years, axis=1)
    exposure = np.repeat(exposure, len(BANDS), axis=2)
    rate = lasting * rng.standard_normal(PLACES)[:, None, None]
    excess = exposure * rate + 0.3 * np.sqrt(exposure) * rng.standard_normal(exposure.shape)
    record = Record(exposure=exposure, excess=excess, usable=np.ones(PLACES, dtype=bool))
    return record, access_design(residents, distance)


def test_what_lasts_is_believed_and_chance_is_not():
    lasting, design = made_record(0.02, 15)
    chance, _ = made_record(0.0, 15)
    kept = learn_trust(lasting, design).share(lasting.exposure.sum(axis=1)).mean()
    doubted = learn_trust(chance, design).share(chance.exposure.sum(axis=1)).mean()
    assert kept > 0.7
    assert doubted < 0.4


def test_a_level_that_lasts_is_not_damped():
    record, design = made_record(0.02, 15)
    assert learn_damping(record, design, np.full(len(BANDS), 0.04)) == max(DAMPINGS)


def test_pattern_and_level_are_the_rate_and_the_pattern_has_no_level():
    record, design = made_record(0.01, 15)
    rates = shrunk_rates(record, design, learn_trust(record, design))
    residents = record.exposure[:, -1]
    mobility = np.linspace(0.01, 0.1, len(BANDS))
    pattern, level = split_level(rates, residents, mobility)
    assert np.allclose(pattern + level, rates)
    assert np.allclose((pattern * residents).sum(axis=1), 0)


@pytest.mark.parametrize("letters", KNOWN)
def test_known_alternatives_are_understood(letters):
    assert alternative(letters.lower()).letters == letters


@pytest.mark.parametrize(
    ("letters", "names"),
    [
        ("MMM", "3 letters"),
        ("XMMM", "'X' for fertility"),
        ("MMHM", "'H' for moves"),
        ("", "0 letters"),
    ],
)
def test_an_alternative_that_does_not_exist_names_the_letter(letters, names):
    with pytest.raises(UnknownAlternative, match=names):
        alternative(letters)


def test_observed_moves_are_found_again_and_the_rest_follows_the_model():
    """A country that moves with exponent 2.0; half of the origins are published."""
    residents, distance = places(7)
    truth = destination_shares(residents, distance, exponent=2.0)
    moves = np.full((PLACES, PLACES), np.nan)
    moves[: PLACES // 2] = truth[: PLACES // 2] * 50_000
    shares = learned_shares(residents, distance, moves)
    assert np.allclose(shares.sum(axis=1), 1)
    assert (np.diag(shares) == 0).all()
    assert np.allclose(shares, truth, atol=1e-9)


def test_few_observed_moves_change_the_model_little():
    residents, distance = places(8)
    moves = np.zeros((PLACES, PLACES))
    moves[0, 1] = 3
    shares = learned_shares(residents, distance, moves)
    assert shares[0, 1] < 0.5
    assert shares[0, 2] > 0


def test_a_pair_that_is_not_published_is_no_zero():
    residents, distance = places(9)
    moves = destination_shares(residents, distance) * 10_000
    moves[0, 5] = np.nan
    assert learned_shares(residents, distance, moves)[0, 5] > 0
