"""Boxes are found where they are known to be, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from veivalg.analysis.prim import (
    Box,
    Discovery,
    balanced,
    binomial_tail,
    dense,
    discover,
    quasi_p_values,
)
from veivalg.axes import BoolArray, FloatArray
from veivalg.errors import LabelMismatch, MissingFigure, OutOfRange

NAMES = "abcdefgh"
SEEDS = range(20)


def two_inputs(x: FloatArray) -> BoolArray:
    return (x[:, 0] > 0.3) & (x[:, 0] < 0.7) & (x[:, 1] > 0.6)


def three_inputs(x: FloatArray) -> BoolArray:
    return (x[:, 0] < 0.5) & (x[:, 1] > 0.4) & (x[:, 2] > 0.2) & (x[:, 2] < 0.8)


TWO = {(0, 0): 0.3, (1, 0): 0.7, (0, 1): 0.6}
THREE = {(1, 0): 0.5, (0, 1): 0.4, (0, 2): 0.2, (1, 2): 0.8}
"""Corners by side (0 lower, 1 upper) and input."""


def cases(
    region: Callable[[FloatArray], BoolArray], *, rows: int, wrong: float, seed: int
) -> tuple[FloatArray, BoolArray]:
    """Eight uniform inputs, and what happens in a region but for a share gone the other way."""
    stream = np.random.default_rng(seed)
    values = stream.random((rows, len(NAMES)))
    return values, region(values) ^ (stream.random(rows) < wrong)


def found_in(region: Callable[[FloatArray], BoolArray], **how: float) -> list[Discovery]:
    return [discover(NAMES, *cases(region, seed=seed, **how)) for seed in SEEDS]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("region", "corners", "wrong", "tolerance"),
    [
        (two_inputs, TWO, 0.0, 0.03),
        (three_inputs, THREE, 0.0, 0.03),
        (two_inputs, TWO, 0.1, 0.05),
        (three_inputs, THREE, 0.1, 0.05),
    ],
)
def test_known_corners_are_found_and_noise_stays_free(region, corners, wrong, tolerance):
    """2,000 rows: the spacing of rows along a side is 0.001, a peel takes 0.05 of the box."""
    for found in found_in(region, rows=2000, wrong=wrong):
        bounds = found.box.bounds
        sides = {(int(side), int(column)) for side, column in np.argwhere(np.isfinite(bounds))}
        assert sides == set(corners)
        for where, corner in corners.items():
            assert bounds[where] == pytest.approx(corner, abs=tolerance)
        assert found.box.density > 0.95 - 1.3 * wrong
        assert (found.quasi_p[: max(column for _, column in corners) + 1] < 1e-6).all()
        assert np.isnan(found.quasi_p[3:]).all()


def test_with_few_rows_and_much_noise_nothing_false_is_said():
    """One case in five goes the other way and rows are 500: a side may be missed, none invented."""
    found = found_in(two_inputs, rows=500, wrong=0.2)
    assert not [one for one in found if not set(one.box.restricted) <= {"a", "b"}]
    assert sum(set(one.box.restricted) == {"a", "b"} for one in found) >= 12


def test_pure_noise_has_no_box():
    for seed in SEEDS:
        values, _ = cases(two_inputs, rows=1000, wrong=0, seed=seed)
        interest = np.random.default_rng(seed + 1000).random(1000) < 0.3
        found = discover(NAMES, values, interest)
        assert found.box.restricted == ()
        assert found.box.coverage == 1
        assert np.isnan(found.quasi_p).all()


def test_a_ball_gets_a_box_about_its_middle():
    """Friedman and Fisher's kind of target: x² + y² < 0.36, of eight inputs from -1 to 1.

    The box of the best harmonic mean has half-sides of some 0.53 and holds nine tenths of each.
    """
    for seed in SEEDS:
        values = 2 * np.random.default_rng(seed).random((3000, 8)) - 1
        found = discover(NAMES, values, (values[:, :2] ** 2).sum(axis=1) < 0.36).box
        assert found.restricted == ("a", "b")
        np.testing.assert_allclose(np.abs(found.bounds[:, :2]), 0.53, atol=0.08)
        assert found.coverage > 0.8
        assert found.density > 0.8


def test_a_slanted_edge_gets_the_corner_behind_it():
    """a + b > 1.3: a rotated region is no box; the best corner holds four fifths of each."""
    for seed in SEEDS:
        values = np.random.default_rng(seed).random((3000, 8))
        found = discover(NAMES, values, values[:, 0] + values[:, 1] > 1.3).box
        assert found.restricted == ("a", "b")
        assert np.isinf(found.bounds[1]).all()
        np.testing.assert_allclose(found.bounds[0, :2], 0.5, atol=0.1)
        assert found.coverage > 0.7
        assert found.density > 0.75


def ishigami(x: FloatArray) -> FloatArray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_where_ishigami_is_high():
    """Above 9 in one lobe (x2, x3 > 0): x1 and x2 near π/2, x3 near π; known from the formula."""
    for seed in SEEDS:
        values = np.random.default_rng(seed).random((4000, 8)) * np.pi
        values[:, 0] = 2 * values[:, 0] - np.pi
        found = discover(NAMES, values, ishigami(values) > 9).box
        assert found.restricted == ("a", "b", "c")
        assert found.bounds[:, :2].mean(axis=0) == pytest.approx(np.pi / 2, abs=0.25)
        assert found.bounds[0, 2] == pytest.approx(2.2, abs=0.4)
        assert found.bounds[1, 2] == np.inf
        fresh = np.random.default_rng(seed + 1000).random((20000, 8)) * np.pi
        fresh[:, 0] = 2 * fresh[:, 0] - np.pi
        assert (ishigami(fresh[found.holds(fresh)]) > 9).mean() > 0.6, "0.055 among all"


def test_levels_are_named_as_they_are():
    stream = np.random.default_rng(1)
    values = np.column_stack(
        [stream.integers(0, 3, 1000), stream.integers(0, 2, 1000), stream.integers(1, 6, 1000)]
    ).astype(float)
    inside = (values[:, 0] == 2) & (values[:, 2] >= 2) & (values[:, 2] <= 4)
    found = discover("abc", values, inside ^ (stream.random(1000) < 0.05))
    np.testing.assert_array_equal(found.box.bounds, [[2, -np.inf, 2], [np.inf, np.inf, 4]])
    assert found.box.restricted == ("a", "c")


def test_a_single_value_cannot_be_cut():
    values = np.column_stack([np.ones(200), np.linspace(0, 1, 200)])
    found = discover("ab", values, values[:, 1] > 0.5)
    assert found.box.restricted == ("b",)
    assert found.box.density == 1
    assert found.box.coverage >= 0.98


@pytest.mark.parametrize("edge", [0.31, 0.42, 0.5, 0.58, 0.69])
def test_a_box_in_the_mirror_is_the_mirrored_box(edge: float):
    values = np.linspace(0, 1, 400)[:, None]
    below = discover("a", values, values[:, 0] < edge).box
    above = discover("a", -values, values[:, 0] < edge).box
    np.testing.assert_array_equal(above.bounds, -below.bounds[::-1])
    assert below.bounds[1, 0] == pytest.approx(edge, abs=0.01)


def test_a_level_must_be_worth_all_its_rows():
    """Half the rows go with a level of *a*, which then is denser; *b* gains more for each row."""
    rows = 1000
    values = np.column_stack([np.arange(rows) % 2, np.arange(rows) // 2]).astype(float)
    interest = (values[:, 1] >= 100) & ((values[:, 0] == 1) | (np.arange(rows) % 6 < 4))
    steps = discover("ab", values, interest).trajectory
    assert steps[1].restricted == ("b",)
    level = values[:, 0] == 1
    assert interest[level].mean() > steps[1].density, "which greed alone would have taken"


def test_a_dense_box_is_chosen_when_asked_for():
    values, interest = cases(two_inputs, rows=2000, wrong=0.1, seed=1)
    blurred = interest | (values[:, 1] > 0.5) & (np.arange(2000) % 2 == 0)
    even = discover(NAMES, values, blurred)
    asked = discover(NAMES, values, blurred, rule=dense(0.85))
    assert asked.box.density >= 0.85 > even.box.density
    assert asked.box.coverage < even.box.coverage
    densest = discover(NAMES, values, blurred, rule=dense(1.0))
    assert densest.box.density == max(box.density for box in densest.refined)


def box(coverage: float, density: float) -> Box:
    return Box(("a",), np.array([[-np.inf], [np.inf]]), 10, 5, coverage, density, 0.1)


def test_the_rules():
    boxes = [box(1.0, 0.2), box(0.8, 0.6), box(0.7, 0.7), box(0.2, 1.0), box(0.0, 0.0)]
    assert balanced(boxes) == 2
    assert dense(0.5)(boxes) == 1
    assert dense(0.65)(boxes) == 2
    assert dense(0.9)(boxes) == 3


small = st.tuples(st.integers(0, 10**6), st.integers(60, 200), st.integers(1, 4))


def drawn(asked: tuple[int, int, int]) -> tuple[str, FloatArray, BoolArray]:
    """Few rows, some inputs with few levels, and a target that hangs on the first input."""
    seed, rows, inputs = asked
    stream = np.random.default_rng(seed)
    values = stream.random((rows, inputs))
    values[:, ::2] = np.floor(values[:, ::2] * stream.integers(2, 9))
    interest = stream.random(rows) < 0.1 + 0.7 * (values[:, 0] >= np.median(values[:, 0]))
    interest[:2] = True, False
    return NAMES[:inputs], values, interest


@given(small)
@settings(deadline=None, max_examples=60)
def test_a_box_says_the_truth_about_its_rows(asked):
    names, values, interest = drawn(asked)
    found = discover(names, values, interest)
    for one in (*found.trajectory, *found.refined):
        inside = one.holds(values)
        assert one.rows == inside.sum()
        assert one.hits == interest[inside].sum()
        assert one.density == pytest.approx(interest[inside].mean())
        assert one.coverage == pytest.approx(interest[inside].sum() / interest.sum())
        assert one.support == pytest.approx(inside.mean())


@given(small)
@settings(deadline=None, max_examples=60)
def test_each_peel_takes_a_little_from_one_side(asked):
    names, values, interest = drawn(asked)
    steps = discover(names, values, interest).trajectory
    assert steps[0].coverage == 1
    for before, after in pairwise(steps):
        assert (before.bounds != after.bounds).sum() == 1
        assert after.rows < before.rows
        assert (after.holds(values) <= before.holds(values)).all()


@given(small)
@settings(deadline=None, max_examples=60)
def test_only_the_order_of_values_counts_and_rows_may_come_in_any(asked):
    names, values, interest = drawn(asked)
    one = discover(names, values, interest).box
    np.testing.assert_array_equal(
        discover(names, np.exp(3 * values), interest).box.holds(np.exp(3 * values)),
        one.holds(values),
    )
    order = np.random.default_rng(1).permutation(len(values))
    mixed = discover(names, values[order], interest[order]).box
    np.testing.assert_array_equal(mixed.bounds, one.bounds)


@given(small)
@settings(deadline=None, max_examples=60)
def test_every_side_that_is_left_is_more_than_chance(asked):
    names, values, interest = drawn(asked)
    found = discover(names, values, interest).box
    for side, column in np.argwhere(np.isfinite(found.bounds)):
        without = found.bounds.copy()
        without[side, column] = (-np.inf, np.inf)[side]
        inside = ((values >= without[0]) & (values <= without[1])).all(axis=1)
        assert stats.binom.sf(found.hits - 1, found.rows, interest[inside].mean()) <= 0.05


def test_quasi_p_values_are_binomial():
    values, interest = cases(three_inputs, rows=400, wrong=0.2, seed=3)
    bounds = np.full((2, 8), np.inf)
    bounds[0] = -np.inf
    bounds[:, 0] = 0.1, 0.6
    bounds[1, 4] = 0.9
    inside = ((values >= bounds[0]) & (values <= bounds[1])).all(axis=1)
    tried = Box(tuple(NAMES), bounds, int(inside.sum()), int(interest[inside].sum()), 0, 0, 0)
    found = quasi_p_values(tried, NAMES, values, interest)
    for column, free in ((0, values[:, 4] <= 0.9), (4, np.abs(values[:, 0] - 0.35) <= 0.25)):
        expected = stats.binom.sf(tried.hits - 1, tried.rows, interest[free].mean())
        assert found[column] == pytest.approx(expected)
    assert np.isnan(found[[1, 2, 3, 5, 6, 7]]).all()
    assert found[4] > 0.05, "an input that is noise"


@given(st.integers(0, 300), st.integers(1, 300), st.floats(0, 1))
def test_the_binomial_tail(hits, rows, share):
    hits = min(hits, rows)
    expected = stats.binom.sf(hits - 1, rows, share)
    assert binomial_tail(hits, rows, share) == pytest.approx(expected, rel=1e-8, abs=1e-300)


def test_what_cannot_be_searched_is_refused():
    values, interest = cases(two_inputs, rows=50, wrong=0, seed=1)
    with pytest.raises(LabelMismatch, match=r"2 inputs and 50 cases .* they have \(50, 8\)"):
        discover("ab", values, interest)
    with pytest.raises(OutOfRange, match="50 of 50 cases"):
        discover(NAMES, values, np.ones(50, dtype=bool))
    with pytest.raises(OutOfRange, match="0 of 50 cases"):
        discover(NAMES, values, np.zeros(50, dtype=bool))
    with pytest.raises(OutOfRange, match="peeled is 5"):
        discover(NAMES, values, interest, peeled=5)
    values[7, 2] = np.nan
    with pytest.raises(MissingFigure, match="Row 7 has no value of c"):
        discover(NAMES, values, interest)
