"""The ratio of a draw's in-flow to the expected, against the same written with matrices."""

from __future__ import annotations

import numpy as np
import pytest

from veivalg.axes import FloatArray

dealing = pytest.importorskip("veivalg.population.dealing")


def slowly(
    pool: FloatArray, attraction: FloatArray, factor: FloatArray, destination: FloatArray
) -> FloatArray:
    """(draw, class, municipality): share of all movers of a class who arrive."""
    arrived = np.empty_like(pool)
    for i in range(pool.shape[0]):
        for k in range(pool.shape[1]):
            weight = destination[k] * attraction[k] * factor[i]
            arrived[i, k] = pool[i, k] @ (weight / weight.sum(axis=1, keepdims=True))
    total = arrived.sum(axis=2, keepdims=True)
    share: FloatArray = np.divide(arrived, total, out=np.ones_like(arrived), where=total > 0)
    return share


def quickly(
    pool: FloatArray,
    attraction: FloatArray,
    factor: FloatArray,
    destination: FloatArray,
    expected: FloatArray,
) -> FloatArray:
    turned = np.ascontiguousarray(destination.transpose(0, 2, 1))
    ratio = np.empty_like(pool)
    dealing.compare(pool, attraction, factor, destination, turned, expected, ratio)
    return ratio


@pytest.mark.parametrize("places", [2, 3, 40])
@pytest.mark.parametrize("draws", [1, 4, 6])
def test_in_flow_equals_the_written_out_one(places: int, draws: int) -> None:
    chance = np.random.default_rng(places)
    destination = chance.random((3, places, places)) * (1 - np.eye(places))
    destination /= destination.sum(axis=2, keepdims=True)
    attraction = chance.random((3, places)) + 0.5
    factor = chance.random((draws, places)) + 0.5
    pool = chance.poisson(3.0, (draws, 3, places)).astype(float)
    even = np.ones((3, places))
    share = slowly(pool, attraction, factor, destination)
    np.testing.assert_allclose(
        quickly(pool, attraction, factor, destination, even), share, rtol=1e-12
    )
    expected = slowly(pool[:1] + 1.0, attraction, np.ones((1, places)), destination)[0]
    ratio = quickly(pool, attraction, factor, destination, expected)
    moved = pool.sum(axis=2, keepdims=True) > 0
    np.testing.assert_allclose(ratio, np.where(moved, share / expected, 1.0), rtol=1e-12)


def test_expected_movers_have_ratio_one_to_the_last_bit() -> None:
    chance = np.random.default_rng(1)
    destination = chance.random((2, 9, 9)) * (1 - np.eye(9))
    pool, attraction = chance.random((1, 2, 9)), np.ones((2, 9))
    share = quickly(pool, attraction, np.ones((1, 9)), destination, np.ones((2, 9)))[0]
    again = quickly(np.tile(pool, (7, 1, 1)), attraction, np.ones((7, 9)), destination, share)
    assert np.abs(again - 1.0).max() < 1e-15


def test_nobody_moving_gives_ratio_one() -> None:
    destination = np.array([[[0.0, 1.0], [1.0, 0.0]]])
    nobody = np.zeros((2, 1, 2))
    even = np.ones((1, 2))
    assert (quickly(nobody, even, np.ones((2, 2)), destination, even) == 1.0).all()
