"""Elementary effects: exact where the answer is linear, known where the grid can be counted out."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from veivalg.analysis.morris import effects, morris, trajectories
from veivalg.axes import FloatArray
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.randomness import Draws

THREE = ("x1", "x2", "x3")


def ishigami(points: FloatArray) -> FloatArray:
    x = np.pi * (2 * points - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def counted_out(levels: int) -> FloatArray:
    """(input, effect) every elementary effect there is on the grid, each once."""
    step = levels // 2
    found: list[list[float]] = [[], [], []]
    for place in product(range(levels), repeat=3):
        for moved in range(3):
            if place[moved] < step:
                start = np.array(place) / (levels - 1)
                end = start + np.eye(3)[moved] * step / (levels - 1)
                rise = ishigami(end[None])[0] - ishigami(start[None])[0]
                found[moved].append(rise / (step / (levels - 1)))
    return np.array(found)


def test_the_grid_counted_out_gives_the_known_values():
    """By hand for four levels: sin is 0, -s, s, 0 with s = √3/2, and a move is two thirds long."""
    s, fourth = np.sqrt(3) / 2, 0.1 * np.pi**4
    mean = 1 + fourth * (1 + 1 / 81) / 2
    by_hand = [s * mean * 1.5, 7 * s**2 * 1.5, fourth * (1 - 1 / 81) * (s / 2) * 1.5]
    np.testing.assert_allclose(np.abs(counted_out(4)).mean(axis=1), by_hand, rtol=1e-12)
    np.testing.assert_allclose(by_hand, [7.704, 7.875, 6.249], atol=1e-3)


@pytest.mark.parametrize("levels", [2, 4, 8])
def test_ishigami(levels: int):
    """4.9 standard errors of 4,000 trajectories; a hundredth off would mostly be seen."""
    known = counted_out(levels)
    found = morris(THREE, ishigami, draws=Draws(1), count=4000, levels=levels)
    error = known.std(axis=1) / np.sqrt(4000)
    assert (np.abs(found.mu - known.mean(axis=1)) <= 4.9 * error + 1e-9).all()
    star = np.abs(known).mean(axis=1)
    assert (np.abs(found.mu_star - star) <= 4.9 * np.abs(known).std(axis=1) / 63.2 + 1e-9).all()
    np.testing.assert_allclose(found.sigma, known.std(axis=1), rtol=0.05, atol=1e-9)
    expected_error = np.abs(known).std(axis=1) / np.sqrt(4000)
    np.testing.assert_allclose(found.mu_star_error, expected_error, rtol=0.1, atol=1e-9)


def test_ishigami_in_order_from_few_runs():
    """x2 pulls both ways equally; x1 always the same way on this grid; x3 only with x1."""
    found = morris(THREE, ishigami, draws=Draws(1), count=100)
    assert found.evaluations == 400
    np.testing.assert_allclose(found.mu_star, [7.704, 7.875, 6.249], atol=4.9 * 0.63)
    assert found.mu_star[1] == pytest.approx(7.875), "every move of x2 is as long, up or down"
    assert found.mu_star[2] == found.mu_star.min()
    assert found.mu[0] == pytest.approx(found.mu_star[0])
    assert abs(found.mu[1]) < 4.9 * 0.79
    assert (found.sigma > 1).all()


def test_a_linear_answer_is_exact():
    weights = np.array([3.0, -2.0, 0.0, 1e-6, 1e6])
    found = morris("abcde", lambda points: 7 + points @ weights, draws=Draws(2), count=5)
    np.testing.assert_allclose(found.mu, weights, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.mu_star, np.abs(weights), rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(found.sigma, 0, atol=1e-8)
    np.testing.assert_allclose(found.mu_star_error, 0, atol=1e-8)


def test_what_is_not_used_has_no_effect_and_what_works_together_has_spread():
    found = morris("abc", lambda points: points[:, 0] * points[:, 1], draws=Draws(3), count=50)
    assert not found.effects[:, 2].any()
    assert (found.sigma[:2] > 0.2).all()
    np.testing.assert_allclose(found.mu_star[:2], 0.5, atol=4.9 * np.sqrt(5) / 6 / np.sqrt(50))


def test_each_answer_of_many_is_as_if_alone_and_what_is_missing_spoils_nothing_else():
    def two(points: FloatArray) -> FloatArray:
        one = ishigami(points)
        return np.stack([one, np.where(points[:, 0] == 0, np.nan, one)], axis=1)

    found = morris(THREE, two, draws=Draws(1))
    alone = morris(THREE, ishigami, draws=Draws(1))
    assert found.effects.shape == (20, 3, 2)
    np.testing.assert_array_equal(found.mu_star[:, 0], alone.mu_star)
    assert np.isnan(found.mu_star[:, 1]).all()


@pytest.mark.parametrize("levels", [2, 4, 6])
def test_a_trajectory_moves_every_input_once_along_the_grid(levels: int):
    points = trajectories(5, count=300, levels=levels, draws=Draws(1))
    moves = np.diff(points, axis=1) != 0
    assert (moves.sum(axis=2) == 1).all()
    assert (moves.sum(axis=1) == 1).all()
    steps = points * (levels - 1)
    np.testing.assert_allclose(steps, np.round(steps), atol=1e-12)
    assert points.min() == 0
    assert points.max() == 1
    met = np.bincount(np.round(steps).astype(int).ravel(), minlength=levels) / steps.size
    np.testing.assert_allclose(met, 1 / levels, atol=4.9 * np.sqrt(1 / levels / 1500))


def test_more_trajectories_begin_with_the_same():
    few = trajectories(4, count=3, draws=Draws(1))
    many = trajectories(4, count=9, draws=Draws(1))
    np.testing.assert_array_equal(few, many[:3])
    assert not np.array_equal(few, trajectories(4, count=3, draws=Draws(2)))


def test_what_cannot_be_estimated_is_refused():
    with pytest.raises(OutOfRange, match="0 inputs"):
        trajectories(0, draws=Draws(1))
    with pytest.raises(OutOfRange, match="count of trajectories is 1"):
        trajectories(2, count=1, draws=Draws(1))
    with pytest.raises(OutOfRange, match="levels is 5"):
        trajectories(2, levels=5, draws=Draws(1))
    with pytest.raises(LabelMismatch, match="'a' is listed twice"):
        morris("aa", ishigami, draws=Draws(1))
    with pytest.raises(LabelMismatch, match=r"at 80 points .* shape \(3,\)"):
        morris(THREE, lambda points: points[:3, 0], draws=Draws(1))
    points = trajectories(2, count=4, draws=Draws(1))
    with pytest.raises(LabelMismatch, match="2 inputs need points"):
        effects("ab", points, np.zeros((4, 2)))
