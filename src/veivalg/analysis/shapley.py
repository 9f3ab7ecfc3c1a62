"""*How much* each of several changes counts: Shapley parts that add up to the whole difference.

A player is a change that is made or not made; a coalition is those that are made. A player's part
is what it adds when the changes are made one after the other, averaged over all orders.

A mask has shape (player), a batch of them (mask, player), in the order in which the players were
named. Everything else is done in the order of their names, so that naming them in another order
moves no bit of an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from math import factorial

import numpy as np
from numpy.typing import ArrayLike

from veivalg.axes import Axis, BoolArray, FloatArray, IntArray, make_read_only
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.randomness import Draws

MOST_EXACT = 12
"""With more players all coalitions are too many (4,096 for twelve)."""
PAIRS = 500
BATCH = 4096
"""Coalitions asked for at once."""

Many = Callable[[BoolArray], ArrayLike]
"""(mask, player) coalitions -> (mask, …) what each is worth."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What each player adds.

    players         names, in the order of the axis
    start, end      (…) worth of nobody and of everybody
    parts           (player, …) in the unit of the worth; sums over players to end less start
    standard_error  (player, …) of the parts: 0 when exact, NaN from one pair of orders
    coalitions      how many were evaluated
    """

    players: tuple[str, ...]
    start: FloatArray
    end: FloatArray
    parts: FloatArray
    standard_error: FloatArray
    coalitions: int

    def __post_init__(self) -> None:
        make_read_only(self.start, self.end, self.parts, self.standard_error)


def by_mask(value: Callable[[BoolArray], ArrayLike]) -> Many:
    """A batch from a function of one coalition, given as a mask (player)."""
    return lambda masks: np.stack([np.asarray(value(mask), dtype=np.float64) for mask in masks])


def by_names(players: Sequence[str], value: Callable[[frozenset[str]], ArrayLike]) -> Many:
    """A batch from a function of one coalition, given as the set of its players' names."""
    names = tuple(players)
    return by_mask(lambda mask: value(frozenset(compress(names, mask))))


def shapley(
    players: Sequence[str], many: Many, *, draws: Draws, pairs: int = PAIRS, batch: int = BATCH
) -> Parts:
    """Exact parts of up to twelve players, else parts from drawn orders."""
    if len(players) <= MOST_EXACT:
        return exact_parts(players, many, batch=batch)
    return sampled_parts(players, many, draws=draws, pairs=pairs, batch=batch)


def exact_parts(players: Sequence[str], many: Many, *, batch: int = BATCH) -> Parts:
    """Parts from all 2ⁿ coalitions, each evaluated once.

    A component that is NaN in any coalition is NaN in every part. Raises OutOfRange for nobody or
    more than twelve, LabelMismatch for a name that comes twice or an answer of another length.
    """
    names = _checked(players)
    n = len(names)
    if n > MOST_EXACT:
        raise OutOfRange(
            f"{n} players have {2**n} coalitions; name at most {MOST_EXACT}, or use sampled_parts."
        )
    worth = _worth(all_masks(n), many, names, batch)
    weights = np.array([factorial(s) * factorial(n - 1 - s) / factorial(n) for s in range(n)])
    parts = np.stack([_part(player, worth, weights) for player in range(n)])[_rank(names)]
    return Parts(names, worth[0].copy(), worth[-1].copy(), parts, np.zeros_like(parts), len(worth))


def sampled_parts(
    players: Sequence[str], many: Many, *, draws: Draws, pairs: int = PAIRS, batch: int = BATCH
) -> Parts:
    """Parts from drawn orders, each beside its reverse (an antithetic pair).

    Along every order what is added sums to the whole difference, so that the parts do too. More
    pairs from the same seed begin with the same ones. Raises as `exact_parts`, for any number.
    """
    names = _checked(players)
    n = len(names)
    if pairs < 1:
        raise OutOfRange(f"pairs of orders is {pairs}; draw at least 1.")
    if n == 1:
        return exact_parts(names, many, batch=batch)
    ends = _worth(np.repeat([[False], [True]], n, axis=1), many, names, batch)
    asked, seen = 2, _Seen(0, np.zeros((n, *ends.shape[1:])), np.zeros((n, *ends.shape[1:])))
    for orders in _orders(n, pairs, draws, at_once=max(1, batch // (2 * (n - 1)))):
        masks, where = np.unique(_inner(orders).reshape(-1, n), axis=0, return_inverse=True)
        worth = _worth(masks, many, names, batch)[where.reshape(-1)]
        seen = _with(seen, _added(orders, worth, ends))
        asked += len(masks)
    rank = _rank(names)
    error = _standard_error(seen)
    return Parts(names, ends[0].copy(), ends[1].copy(), seen.mean[rank], error[rank], asked)


def all_masks(players: int) -> BoolArray:
    """(2ⁿ, player) every coalition: nobody first, everybody last."""
    return (np.arange(2**players)[:, None] >> np.arange(players) & 1).astype(bool)


def _checked(players: Sequence[str]) -> tuple[str, ...]:
    names = Axis("player", tuple(players)).labels
    if not names:
        raise OutOfRange("There are 0 players; name at least one.")
    return names


def _rank(names: tuple[str, ...]) -> IntArray:
    """(player) where each player stands among the sorted names."""
    return np.argsort(np.array(sorted(range(len(names)), key=names.__getitem__)))


def _worth(masks: BoolArray, many: Many, names: tuple[str, ...], batch: int) -> FloatArray:
    """(mask, …) what coalitions are worth, whose players stand in the order of sorted names."""
    rank = _rank(names)
    answers = []
    for first in range(0, len(masks), batch):
        asked = masks[first : first + batch][:, rank]
        answer = np.asarray(many(asked), dtype=np.float64)
        if answer.shape[:1] != (len(asked),):
            raise LabelMismatch(
                f"{len(asked)} coalitions were asked for and the answer has shape {answer.shape}; "
                "its first axis should have one entry for each."
            )
        answers.append(answer)
    return np.concatenate(answers)


def _part(player: int, worth: FloatArray, weights: FloatArray) -> FloatArray:
    """(…) what one player adds to every coalition without it, weighted by the coalition's size."""
    numbers = np.arange(len(worth))
    without = numbers[numbers >> player & 1 == 0]
    added = worth[without | 1 << player] - worth[without]
    return np.asarray(np.tensordot(weights[np.bitwise_count(without)], added, axes=1))


def _orders(players: int, pairs: int, draws: Draws, *, at_once: int) -> Iterator[IntArray]:
    """Drawn orders and their reverses, some pairs at a time: (pair, 2, position)."""
    stream = draws.stream("shapley", players)
    for first in range(0, pairs, at_once):
        forward = [stream.permutation(players) for _ in range(min(at_once, pairs - first))]
        yield np.stack([(order, order[::-1]) for order in forward])


def _inner(orders: IntArray) -> BoolArray:
    """(pair, 2, n - 1, player) coalitions along each order, without nobody and everybody."""
    n = orders.shape[-1]
    place = np.argsort(orders, axis=-1)
    return place[..., None, :] < np.arange(1, n)[:, None]


def _added(orders: IntArray, worth: FloatArray, ends: FloatArray) -> FloatArray:
    """(pair, player, …) what each player adds, mean of an order and its reverse.

    worth  (pair · 2 · (n - 1), …) of the inner coalitions
    ends   (2, …) of nobody and everybody
    """
    n = orders.shape[-1]
    inner = worth.reshape(*orders.shape[:2], n - 1, *worth.shape[1:])
    first = np.broadcast_to(ends[0], (*inner.shape[:2], 1, *inner.shape[3:]))
    last = np.broadcast_to(ends[1], first.shape)
    by_position = np.diff(np.concatenate([first, inner, last], axis=2), axis=2)
    place = np.argsort(orders, axis=-1).reshape(*orders.shape, *(1,) * (worth.ndim - 1))
    return np.asarray(np.take_along_axis(by_position, place, axis=2).mean(axis=1))


@dataclass(frozen=True, slots=True)
class _Seen:
    """Pairs so far: how many, mean (player, …) and sum of squares about it (player, …)."""

    pairs: int
    mean: FloatArray
    squares: FloatArray


def _with(seen: _Seen, added: FloatArray) -> _Seen:
    """What was seen and some more pairs (pair, player, …), without sums that swallow digits."""
    more, both = len(added), seen.pairs + len(added)
    mean = added.mean(axis=0)
    apart = mean - seen.mean
    squares = ((added - mean) ** 2).sum(axis=0) + apart**2 * (seen.pairs * more / both)
    return _Seen(both, seen.mean + apart * (more / both), seen.squares + squares)


def _standard_error(seen: _Seen) -> FloatArray:
    """(player, …) of a mean over pairs; NaN from one, which says nothing about its own spread."""
    if seen.pairs == 1:
        return np.full_like(seen.mean, np.nan)
    return np.asarray(np.sqrt(seen.squares / (seen.pairs - 1) / seen.pairs))
