"""Shapley parts: they add up, treat equals alike, and agree with the slow sum over all orders."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.analysis.shapley import (
    MOST_EXACT,
    all_masks,
    by_mask,
    by_names,
    exact_parts,
    sampled_parts,
    shapley,
)
from veivalg.axes import BoolArray, FloatArray
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.randomness import Draws

DRAWS = Draws(1)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
RELATIVE = 1e-9


def table(n: int, seed: int, shape: tuple[int, ...] = (3,)) -> FloatArray:
    """Any game at all: worth by number of the coalition, a vector of sizes 1e-6, 1, 1e6."""
    drawn = np.random.default_rng(seed).standard_normal((2**n, *shape))
    return drawn * 10.0 ** (6 * (np.arange(shape[0]) % 3 - 1)) if shape else drawn


def game(worth: FloatArray) -> Callable[[BoolArray], FloatArray]:
    return lambda masks: worth[masks @ (1 << np.arange(masks.shape[1]))]


def slow_parts(n: int, worth: FloatArray) -> FloatArray:
    """The definition: what a player adds, averaged over every order."""
    parts = np.zeros((n, *worth.shape[1:]))
    orders = list(permutations(range(n)))
    for order in orders:
        made = 0
        for player in order:
            parts[player] += worth[made | 1 << player] - worth[made]
            made |= 1 << player
    return parts / len(orders)


def close(one: FloatArray, other: FloatArray, size: FloatArray) -> bool:
    return bool((np.abs(one - other) <= RELATIVE * np.abs(size).max(axis=0)).all())


games = st.tuples(st.integers(1, 6), st.integers(0, 10**6))


@given(games)
@settings(deadline=None, max_examples=40)
def test_they_agree_with_the_mean_over_all_orders(asked):
    n, seed = asked
    worth = table(n, seed)
    assert close(exact_parts(LETTERS[:n], game(worth)).parts, slow_parts(n, worth), worth)


@given(st.integers(1, MOST_EXACT), st.integers(0, 10**6))
@settings(deadline=None, max_examples=40)
def test_they_sum_to_the_difference(n, seed):
    worth = table(n, seed)
    found = exact_parts(LETTERS[:n], game(worth))
    np.testing.assert_array_equal(found.start, worth[0])
    np.testing.assert_array_equal(found.end, worth[-1])
    assert found.coalitions == 2**n
    assert not found.standard_error.any()
    assert close(found.parts.sum(axis=0), worth[-1] - worth[0], worth)


@given(games, st.data())
@settings(deadline=None, max_examples=40)
def test_naming_them_in_another_order_moves_no_bit(asked, data):
    n, seed = asked
    worth = dict(zip(map(bytes, all_masks(n)), table(n, seed), strict=True))
    names = LETTERS[:n]
    other = data.draw(st.permutations(names))

    def of(players: frozenset[str]) -> FloatArray:
        return worth[bytes(np.array([name in players for name in names]))]

    one = exact_parts(names, by_names(names, of)).parts
    two = exact_parts(other, by_names(other, of)).parts
    np.testing.assert_array_equal(two[[other.index(name) for name in names]], one)
    drawn = sampled_parts(names, by_names(names, of), draws=DRAWS, pairs=3).parts
    again = sampled_parts(other, by_names(other, of), draws=DRAWS, pairs=3).parts
    np.testing.assert_array_equal(again[[other.index(name) for name in names]], drawn)


@given(st.integers(2, 8), st.integers(0, 10**6))
@settings(deadline=None, max_examples=40)
def test_players_who_do_the_same_get_the_same(n, seed):
    """The worth depends on how many of the first two are there, not on which."""
    by_count = np.random.default_rng(seed).standard_normal((3, 2**n))

    def many(masks: BoolArray) -> FloatArray:
        rest = masks[:, 2:] @ (1 << np.arange(n - 2)) if n > 2 else np.zeros(len(masks), int)
        return by_count[masks[:, :2].sum(axis=1), rest]

    parts = exact_parts(LETTERS[:n], many).parts
    assert parts[0] == pytest.approx(parts[1], rel=RELATIVE, abs=1e-12)


@given(st.integers(2, 8), st.integers(0, 10**6))
@settings(deadline=None, max_examples=40)
def test_who_changes_nothing_gets_exactly_nothing(n, seed):
    worth = table(n - 1, seed)

    def many(masks: BoolArray) -> FloatArray:
        return game(worth)(masks[:, 1:])

    assert not exact_parts(LETTERS[:n], many).parts[0].any()
    assert not sampled_parts(LETTERS[:n], many, draws=DRAWS, pairs=5).parts[0].any()


@given(games, st.floats(-10, 10))
@settings(deadline=None, max_examples=40)
def test_parts_of_a_sum_are_the_sum_of_parts(asked, times):
    n, seed = asked
    one, two = table(n, seed, ()), table(n, seed + 1, ())
    names = LETTERS[:n]
    both = exact_parts(names, game(one + times * two)).parts
    apart = exact_parts(names, game(one)).parts + times * exact_parts(names, game(two)).parts
    np.testing.assert_allclose(both, apart, rtol=RELATIVE, atol=1e-11)


def test_the_gloves():
    """Two left gloves and one right: the right one has two thirds of the pair's worth."""
    worth = by_names("abr", lambda who: float("r" in who and len(who) > 1))
    np.testing.assert_allclose(exact_parts("abr", worth).parts, [1 / 6, 1 / 6, 2 / 3])


def test_a_large_worth_hides_no_small_difference():
    worth = table(5, 3, ()) + 1e9
    found = exact_parts(LETTERS[:5], game(worth))
    assert found.parts.sum() == pytest.approx(worth[-1] - worth[0], rel=1e-6)
    np.testing.assert_allclose(found.parts, slow_parts(5, worth), atol=1e-6)


def test_what_is_missing_once_is_missing_and_spoils_nothing_else():
    worth = table(4, 1, (2,))
    worth[5, 0] = np.nan
    parts = exact_parts("abcd", game(worth)).parts
    assert np.isnan(parts[:, 0]).all()
    np.testing.assert_allclose(parts[:, 1], slow_parts(4, worth)[:, 1], rtol=RELATIVE)


def test_coalitions_are_asked_for_once_and_some_at_a_time():
    asked: list[BoolArray] = []

    def many(masks: BoolArray) -> FloatArray:
        asked.append(masks)
        return masks.sum(axis=1)

    exact_parts(LETTERS[:7], many, batch=50)
    assert [len(masks) for masks in asked] == [50, 50, 28]
    assert len(np.unique(np.concatenate(asked), axis=0)) == 2**7


def test_a_function_of_one_coalition_gives_the_same():
    weights = np.array([1.0, 2.0, 4.0])
    one = exact_parts("abc", by_mask(lambda mask: np.array([weights @ mask, mask.all()])))
    np.testing.assert_allclose(one.parts, [[1, 1 / 3], [2, 1 / 3], [4, 1 / 3]])


@given(st.integers(1, 16), st.integers(0, 10**6), st.integers(1, 6), st.integers(1, 200))
@settings(deadline=None, max_examples=40)
def test_drawn_parts_sum_to_the_difference_however_few(n, seed, pairs, batch):
    worth = table(n, seed)
    found = sampled_parts(LETTERS[:n], game(worth), draws=DRAWS, pairs=pairs, batch=batch)
    assert close(found.parts.sum(axis=0), worth[-1] - worth[0], worth)


def test_drawn_parts_come_near_the_exact_ones():
    """Within 4.9 standard errors at 400 pairs; errors off by a sixth themselves would be seen."""
    worth = table(8, 5, (40,))
    exact = exact_parts(LETTERS[:8], game(worth)).parts
    drawn = sampled_parts(LETTERS[:8], game(worth), draws=DRAWS, pairs=400)
    apart = (drawn.parts - exact) / drawn.standard_error
    assert np.abs(apart).max() < 4.9
    assert 0.85 < np.sqrt(np.mean(apart**2)) < 1.15


def test_drawn_parts_of_many_players_who_only_add_are_exact():
    weights = np.arange(20.0)
    found = sampled_parts(LETTERS[:20], lambda masks: masks @ weights, draws=DRAWS, pairs=2)
    np.testing.assert_allclose(found.parts, weights, rtol=RELATIVE, atol=1e-9)
    np.testing.assert_allclose(found.standard_error, 0, atol=1e-9)


def test_a_pair_is_exact_where_only_two_and_two_work_together():
    """An order and its reverse let each of two go first once: products of two are shared evenly."""
    between = np.triu(np.random.default_rng(1).standard_normal((15, 15)), 1)
    found = sampled_parts(
        LETTERS[:15],
        lambda masks: np.einsum("mi,ij,mj->m", masks, between, masks),
        draws=DRAWS,
        pairs=1,
    )
    np.testing.assert_allclose(found.parts, (between + between.T).sum(axis=1) / 2, rtol=RELATIVE)
    assert np.isnan(found.standard_error).all()


def test_batches_and_seeds():
    worth = table(13, 2, ())
    names = LETTERS[:13]
    one = sampled_parts(names, game(worth), draws=DRAWS, pairs=7)
    few = sampled_parts(names, game(worth), draws=DRAWS, pairs=7, batch=30)
    other = sampled_parts(names, game(worth), draws=Draws(2), pairs=7)
    np.testing.assert_allclose(one.parts, few.parts, rtol=RELATIVE)
    np.testing.assert_allclose(one.standard_error, few.standard_error, rtol=RELATIVE)
    assert one.coalitions <= 2 + 7 * 2 * 12
    assert not np.allclose(one.parts, other.parts)


def test_twelve_are_exact_and_thirteen_are_drawn():
    few = shapley(LETTERS[:12], lambda masks: masks.sum(axis=1), draws=DRAWS, pairs=4)
    many = shapley(LETTERS[:13], lambda masks: masks.sum(axis=1), draws=DRAWS, pairs=4)
    assert few.coalitions == 4096
    assert many.coalitions < 200


def test_what_cannot_be_shared_out_is_refused():
    with pytest.raises(OutOfRange, match="0 players"):
        exact_parts((), len)
    with pytest.raises(OutOfRange, match="8192 coalitions; name at most 12"):
        exact_parts(LETTERS[:13], len)
    with pytest.raises(LabelMismatch, match="'a' is listed twice"):
        exact_parts("aa", len)
    with pytest.raises(LabelMismatch, match=r"4 coalitions .* shape \(3,\)"):
        exact_parts("ab", lambda masks: masks[:3, 0])
    with pytest.raises(OutOfRange, match="pairs of orders is 0"):
        sampled_parts("ab", len, draws=DRAWS, pairs=0)


def test_parts_can_only_be_read():
    found = exact_parts("ab", lambda masks: masks.sum(axis=1))
    with pytest.raises(ValueError, match="read-only"):
        found.parts[0] = 1
