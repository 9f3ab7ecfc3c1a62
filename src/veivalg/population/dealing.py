"""Where a draw's movers go, compared with where the expected run's movers go.

The expected run knows, for every sex and cohort, which share of all movers arrives in each
municipality. In a draw other people have moved out, and the draw's own attraction holds. So
the expected shares are multiplied by the ratio of the draw's in-flow to the expected in-flow,
both from movers pooled over the cohorts of a destination class. With the expected movers and
no change of attraction the ratio is 1, exactly.

All sums of products here are exact: factors are rounded to so few binary digits that no
float64 is ever rounded. Then the order of summation, which a matrix library chooses by batch
size and number of threads, cannot change a bit.
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import FloatArray

_DESTINATION_DIGITS = 24
_ATTRACTION_DIGITS = 26
_MOVER_DIGITS = 28


def rounded(values: FloatArray, *, digits: int) -> FloatArray:
    """Values to the nearest multiple of 2^-digits."""
    step = 2.0**digits
    near: FloatArray = np.rint(values * step) / step
    return near


def exact_destinations(destination: FloatArray) -> FloatArray:
    """(class, origin, destination): shares with few enough digits for exact sums."""
    return rounded(destination, digits=_DESTINATION_DIGITS)


def inflow(movers: FloatArray, attraction: FloatArray, destination: FloatArray) -> FloatArray:
    """(draw, class, municipality): movers arriving, up to a factor per draw and class.

    movers       (draw, class, municipality)  moved out, pooled over cohorts
    attraction   (draw, class, municipality)
    destination  (class, origin, destination) from `exact_destinations`
    """
    pulls = attraction / attraction.max(axis=-1, keepdims=True)
    pulls = np.ascontiguousarray(rounded(pulls, digits=_ATTRACTION_DIGITS).transpose(1, 0, 2))
    pulled = pulls @ destination.transpose(0, 2, 1)
    sent = np.ascontiguousarray(movers.transpose(1, 0, 2))
    sent = np.divide(sent, pulled, out=np.zeros_like(sent), where=pulled > 0)
    total = sent.sum(axis=-1, keepdims=True)
    sent = rounded(sent / np.where(total > 0, total, 1.0), digits=_MOVER_DIGITS)
    arrived: FloatArray = (sent @ destination) * pulls
    return arrived.transpose(1, 0, 2)


def ratio_to_expected(inflow_of_draws: FloatArray, expected: FloatArray) -> FloatArray:
    """(draw, class, municipality): in-flow of each draw over the expected, both shares.

    inflow_of_draws (draw, class, municipality), expected (class, municipality): from `inflow`.
    1 where nobody is expected, and in classes in which nobody of the draw moves.
    """
    share = _share(inflow_of_draws)
    expected = _share(expected)
    known = (expected > 0) & (share.sum(axis=-1, keepdims=True) > 0)
    ratio: FloatArray = np.divide(share, expected, out=np.ones_like(share), where=known)
    return np.ascontiguousarray(ratio)


def _share(inflow_: FloatArray) -> FloatArray:
    total = inflow_.sum(axis=-1, keepdims=True)
    share: FloatArray = inflow_ / np.where(total > 0, total, 1.0)
    return share
