"""Sobol indices against functions whose indices are known, and against themselves."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from veivalg.analysis.sobol import indices, latin_hypercube, sobol, sobol_points
from veivalg.axes import FloatArray
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.randomness import Draws

A, B = 7.0, 0.1
THREE = ("x1", "x2", "x3")
WEIGHTS = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
EIGHT = tuple(f"x{number}" for number in range(1, 9))


def ishigami(points: FloatArray) -> FloatArray:
    x = np.pi * (2 * points - 1)
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def ishigami_known() -> tuple[FloatArray, FloatArray, float]:
    """First, total and variance in closed form (Ishigami and Homma 1990)."""
    one = (1 + B * np.pi**4 / 5) ** 2 / 2
    two = A**2 / 8
    one_and_three = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = one + two + one_and_three
    first = np.array([one, two, 0]) / variance
    return first, first + np.array([one_and_three, 0, one_and_three]) / variance, variance


def g_function(points: FloatArray) -> FloatArray:
    return np.prod((np.abs(4 * points - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1)


def g_known() -> tuple[FloatArray, FloatArray]:
    own = 1 / (3 * (1 + WEIGHTS) ** 2)
    variance = np.prod(1 + own) - 1
    return own / variance, own * np.prod(1 + own) / (1 + own) / variance


def test_the_closed_forms_are_those_of_the_books():
    first, total, _ = ishigami_known()
    np.testing.assert_allclose(first, [0.3139, 0.4424, 0], atol=5e-5)
    np.testing.assert_allclose(total, [0.5576, 0.4424, 0.2437], atol=5e-5)


def test_ishigami():
    """4.9 standard errors of one run: 0.0086 for the least sure index at 2^14 rows."""
    first, total, variance = ishigami_known()
    found = sobol(THREE, ishigami, draws=Draws(1), count=2**14)
    np.testing.assert_allclose(found.first, first, atol=0.042)
    np.testing.assert_allclose(found.total, total, atol=0.042)
    assert found.variance == pytest.approx(variance, rel=0.03)
    assert found.evaluations == 5 * 2**14


def test_the_g_function():
    """4.9 standard errors of one run: 0.0068 for the least sure index at 2^14 rows."""
    first, total = g_known()
    found = sobol(EIGHT, g_function, draws=Draws(1), count=2**14)
    np.testing.assert_allclose(found.first, first, atol=0.034)
    np.testing.assert_allclose(found.total, total, atol=0.034)


def many_times(model, names, times: int, count: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Estimates (time, 2, input) and intervals (time, 2 bounds, 2, input)."""
    runs = [sobol(names, model, draws=Draws(seed), count=count) for seed in range(times)]
    estimates = np.stack([(run.first, run.total) for run in runs])
    bounds = np.stack([np.stack([run.first_interval, run.total_interval], axis=1) for run in runs])
    return estimates, bounds[:, 0], bounds[:, 1]


@pytest.mark.parametrize(
    ("model", "names", "known"),
    [(ishigami, THREE, ishigami_known()[:2]), (g_function, EIGHT, g_known())],
)
def test_they_are_unbiased_and_the_intervals_hold_the_truth(model, names, known):
    """200 runs of 256 rows: 4.9 standard errors; a 95 % interval holds the truth 95 % of the time.

    An error of some 0.02 in an index, or intervals a fifth too narrow, would be seen.
    """
    truth = np.stack(known)
    estimates, low, high = many_times(model, names, times=200, count=256)
    error = estimates.std(axis=0, ddof=1) / np.sqrt(len(estimates))
    assert (np.abs(estimates.mean(axis=0) - truth) < 4.9 * error + 0.003).all()
    held = ((low <= truth) & (truth <= high)).mean(axis=0)
    assert (held > 0.95 - 4.9 * np.sqrt(0.95 * 0.05 / 200)).all()


def test_a_sum_shares_its_variance_by_the_squares():
    weights = np.array([1.0, 2.0, 3.0, 0.0])
    found = sobol("abcd", lambda points: points @ weights, draws=Draws(3), count=2**12)
    np.testing.assert_allclose(found.first, weights**2 / 14, atol=0.03)
    np.testing.assert_allclose(found.total, weights**2 / 14, atol=0.01)
    assert found.total[3] == 0
    assert found.first[3] == 0


def test_neither_unit_nor_level_counts():
    one = sobol(THREE, ishigami, draws=Draws(1), count=512)
    two = sobol(THREE, lambda points: 1e6 - 5 * ishigami(points), draws=Draws(1), count=512)
    np.testing.assert_allclose(one.first, two.first, atol=1e-8)
    np.testing.assert_allclose(one.total, two.total, atol=1e-8)
    np.testing.assert_allclose(one.total_interval, two.total_interval, atol=1e-8)
    assert two.variance == pytest.approx(25 * one.variance)


def test_each_answer_of_many_is_as_if_alone_and_what_is_missing_spoils_nothing_else():
    def three(points: FloatArray) -> FloatArray:
        one = ishigami(points)
        missing = np.where(points[:, 0] > 0.99, np.nan, one)
        return np.stack([one, missing, np.full_like(one, 0.1), points[:, 0]], axis=1).reshape(
            len(points), 2, 2
        )

    found = sobol(THREE, three, draws=Draws(1), count=256)
    alone = sobol(THREE, ishigami, draws=Draws(1), count=256)
    assert found.first.shape == (3, 2, 2)
    assert found.first_interval.shape == (2, 3, 2, 2)
    np.testing.assert_allclose(found.first[:, 0, 0], alone.first)
    np.testing.assert_allclose(found.total_interval[:, :, 0, 0], alone.total_interval)
    assert np.isnan(found.first[:, 0, 1]).all()
    assert np.isnan(found.total[:, 1, 0]).all(), "an answer that does not vary has no indices"
    assert found.total[0, 1, 1] == pytest.approx(1, abs=0.1)


def test_a_narrower_interval_lies_within_a_wider():
    points = sobol_points(3, count=256, draws=Draws(1))
    answers = ishigami(points.reshape(-1, 3)).reshape(5, 256)
    wide = indices(THREE, answers, draws=Draws(1), level=0.95)
    narrow = indices(THREE, answers, draws=Draws(1), level=0.5)
    assert (wide.first_interval[0] < narrow.first_interval[0]).all()
    assert (narrow.total_interval[1] < wide.total_interval[1]).all()
    assert ((wide.total_interval[0] < wide.total) & (wide.total < wide.total_interval[1])).all()


def test_a_latin_hypercube_has_one_point_in_every_slice():
    points = latin_hypercube(Draws(1).stream("tried"), rows=50, inputs=4)
    for column in points.T:
        np.testing.assert_array_equal(np.sort((column * 50).astype(int)), np.arange(50))
    large = latin_hypercube(Draws(1).stream("tried"), rows=5000, inputs=2)
    assert abs(np.corrcoef(large.T)[0, 1]) < 4.9 / np.sqrt(5000)
    assert stats.kstest(large[:, 0] * 5000 % 1, "uniform").pvalue > 1e-6


def test_the_design_takes_one_input_from_the_other_sample():
    points = sobol_points(3, count=10, draws=Draws(1))
    a, b = points[0], points[1]
    for number, mixed in enumerate(points[2:]):
        np.testing.assert_array_equal(mixed[:, number], b[:, number])
        np.testing.assert_array_equal(np.delete(mixed, number, 1), np.delete(a, number, 1))
    np.testing.assert_array_equal(points, sobol_points(3, count=10, draws=Draws(1)))
    assert not np.array_equal(points, sobol_points(3, count=10, draws=Draws(2)))


def test_what_cannot_be_estimated_is_refused():
    with pytest.raises(OutOfRange, match="0 inputs"):
        sobol_points(0, count=8, draws=Draws(1))
    with pytest.raises(OutOfRange, match="count is 1"):
        sobol_points(2, count=1, draws=Draws(1))
    with pytest.raises(LabelMismatch, match=r"at 1000 points .* shape \(7,\)"):
        sobol(THREE, lambda points: points[:7, 0], draws=Draws(1), count=200)
    with pytest.raises(LabelMismatch, match=r"need 5 blocks .* there are 4"):
        indices(THREE, np.zeros((4, 10)), draws=Draws(1))
    with pytest.raises(LabelMismatch, match="'a' is listed twice"):
        sobol("aa", ishigami, draws=Draws(1))
    with pytest.raises(OutOfRange, match="level is 95"):
        indices(THREE, np.zeros((5, 10)), draws=Draws(1), level=95)
