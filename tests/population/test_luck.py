"""Whole counts from uniform numbers, against exact distributions."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from veivalg.axes import BoolArray, FloatArray, IntArray

stats = pytest.importorskip("scipy.stats", reason="scipy gives the exact quantiles")
luck = pytest.importorskip("veivalg.population.luck")

STANDARD_ERRORS = 4.9
"""One false alarm in a million."""
SAMPLE = 4_000_000


def counts(row: str, *rates: FloatArray | IntArray, seed: int = 1) -> IntArray:
    """Draw as the model does, one keyed uniform number for each of many places."""
    size = rates[-1].size
    places = np.random.default_rng(99).integers(0, 2**63, size).astype(np.uint64)
    count = np.empty(size, np.int32)
    room = np.empty((luck.ROOM, size))
    getattr(luck, row)(np.uint64(luck.mixed(np.uint64(seed))), places, *rates, room, count)
    return count


def binomial(n: int, p: float, size: int = SAMPLE) -> IntArray:
    return counts("binomial_row", np.full(size, n, np.int32), np.full(size, p))


def poisson(mean: float, size: int = SAMPLE) -> IntArray:
    return counts("poisson_row", np.full(size, mean))


def assert_frequency(hits: BoolArray, chance: float, *, seen: float = 0.10) -> None:
    """The share of hits is the chance, so closely that an error of `seen` would show."""
    tolerance = STANDARD_ERRORS * sqrt(hits.size * chance * (1 - chance))
    assert seen * hits.size * chance > 2 * tolerance, "the sample is too small to see the error"
    assert abs(int(hits.sum()) - hits.size * chance) <= tolerance
    assert abs(int(hits.sum()) - hits.size * chance * (1 + seen)) > tolerance


BINOMIALS = [(3, 0.01), (80, 0.012), (200, 0.05), (30, 0.45), (12, 0.8), (400, 0.1), (9000, 0.11)]


@pytest.mark.parametrize(("n", "p"), BINOMIALS)
def test_binomial_mean_and_spread(n: int, p: float) -> None:
    drawn = binomial(n, p)
    mean, variance, _, excess = (float(x) for x in stats.binom.stats(n, p, moments="mvsk"))
    assert abs(drawn.mean() - mean) <= STANDARD_ERRORS * sqrt(variance / SAMPLE)
    spread = variance * sqrt((2 + excess) / SAMPLE)
    assert abs(drawn.var() - variance) <= STANDARD_ERRORS * spread
    assert abs(1.1 * drawn.var() - variance) > STANDARD_ERRORS * spread  # a planted error is seen
    assert drawn.min() >= 0
    assert drawn.max() <= n


@pytest.mark.parametrize("mean", [0.02, 0.7, 5.0, 11.9, 12.1, 40.0, 900.0])
def test_poisson_mean_and_spread(mean: float) -> None:
    drawn = poisson(mean)
    assert abs(drawn.mean() - mean) <= STANDARD_ERRORS * sqrt(mean / SAMPLE)
    spread = mean * sqrt((2 + 1 / mean) / SAMPLE)
    assert abs(drawn.var() - mean) <= STANDARD_ERRORS * spread
    assert abs(1.1 * drawn.var() - mean) > STANDARD_ERRORS * spread


@pytest.mark.parametrize(("n", "p"), [(80, 0.012), (200, 0.1), (400, 0.1), (9000, 0.11)])
@pytest.mark.parametrize("share", [0.01, 0.05, 0.95, 0.99])
def test_binomial_tails(n: int, p: float, share: float) -> None:
    edge = int(stats.binom.ppf(share, n, p))
    hits = binomial(n, p) <= edge if share < 0.5 else binomial(n, p) > edge
    chance = stats.binom.cdf(edge, n, p) if share < 0.5 else stats.binom.sf(edge, n, p)
    assert_frequency(hits, float(chance))


@pytest.mark.parametrize("mean", [0.7, 9.0, 14.0, 300.0])
@pytest.mark.parametrize("share", [0.01, 0.99])
def test_poisson_tails(mean: float, share: float) -> None:
    edge = int(stats.poisson.ppf(share, mean))
    hits = poisson(mean) <= edge if share < 0.5 else poisson(mean) > edge
    chance = stats.poisson.cdf(edge, mean) if share < 0.5 else stats.poisson.sf(edge, mean)
    assert_frequency(hits, float(chance))


U = (np.arange(20_001) + 0.5) / 20_001


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (5, 1e-4), (90, 0.1), (7, 0.97), (20, 0.5)])
def test_small_binomials_are_inverted_exactly(n: int, p: float) -> None:
    found = [luck.binomial_quantile(n, p, u) for u in U]
    np.testing.assert_array_equal(found, stats.binom.ppf(U, n, p))


@pytest.mark.parametrize("mean", [1e-3, 0.9, 11.9])
def test_small_poissons_are_inverted_exactly(mean: float) -> None:
    found = [luck.poisson_quantile(mean, u) for u in U]
    np.testing.assert_array_equal(found, stats.poisson.ppf(U, mean))


@pytest.mark.parametrize(("n", "p"), [(101, 0.12), (30, 0.45), (60, 0.6), (5000, 0.01)])
def test_large_binomials_are_one_off_in_one_of_a_thousand(n: int, p: float) -> None:
    off = np.array([luck.binomial_quantile(n, p, u) for u in U]) - stats.binom.ppf(U, n, p)
    assert np.abs(off).max() <= 1
    assert np.abs(off).mean() < 0.0015
    assert abs(off.mean()) < 5e-4


@pytest.mark.parametrize(("n", "p"), [(80, 0.012), (300, 0.2), (10, 0.8), (50, 0.0)])
def test_more_luck_never_gives_fewer(n: int, p: float) -> None:
    found = np.array([luck.binomial_quantile(n, p, u) for u in U])
    assert (np.diff(found) >= 0).all()


@pytest.mark.parametrize(("n", "p", "always"), [(0, 0.5, 0), (0, 1.0, 0), (9, 0.0, 0), (9, 1.0, 9)])
def test_the_certain_is_certain(n: int, p: float, always: int) -> None:
    assert (binomial(n, p, size=100_000) == always).all()
    assert (poisson(0.0, size=1000) == 0).all()


def test_rows_agree_with_single_cells() -> None:
    """The same number whether a cell is settled with its row or by itself."""
    chance = np.random.default_rng(5)
    n = chance.integers(0, 400, 357).astype(np.int32)
    for level in (1e-4, 0.01, 0.08, 0.4, 0.9):
        p = chance.random(357) * level
        together = counts("binomial_row", n, p)
        places = np.random.default_rng(99).integers(0, 2**63, 357).astype(np.uint64)
        key = np.uint64(luck.mixed(np.uint64(1)))
        alone = [
            luck.binomial_quantile(n[m], p[m], luck.uniform(key + places[m])) for m in range(357)
        ]
        np.testing.assert_array_equal(together, alone)


def test_exponential_and_logarithm() -> None:
    x = -np.logspace(-12, 2.5, 5000)
    np.testing.assert_allclose([luck.exponential(v) for v in x], np.exp(x), rtol=1e-8)
    y = -np.expm1(-np.logspace(-8, 2, 5000))
    np.testing.assert_allclose([luck.logarithm(v) for v in y], np.log(y), rtol=1e-8, atol=1e-12)


def test_uniform_numbers_are_even_and_independent_of_their_neighbours() -> None:
    rows = np.array(
        [
            [
                luck.uniform(luck.row_key(np.uint64(7), d, 2030, s, c) + np.uint64(11))
                for c in range(107)
            ]
            for d in range(400)
            for s in range(2)
        ]
    )
    assert rows.min() > 0
    assert rows.max() < 1
    cells = np.histogram(rows, bins=64, range=(0, 1))[0]
    even = rows.size / 64
    assert ((cells - even) ** 2 / even).sum() < stats.chi2.ppf(1 - 1e-6, 63)
    for step in (rows[:, 1:] * 1, rows[2:] * 1):
        other = rows[:, :-1] if step.shape[1] < rows.shape[1] else rows[:-2]
        correlation = np.corrcoef(step.ravel(), other.ravel())[0, 1]
        assert abs(correlation) < STANDARD_ERRORS / sqrt(step.size)
