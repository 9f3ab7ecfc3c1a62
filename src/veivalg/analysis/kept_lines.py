"""Lines that were run before: when one thing is moved, two of the four lines are as they were.

A line follows from its site and from the contributions that count in it, and from nothing else. So
it is kept by a hash of just these, and what is kept equals what a new run would give, bit for bit.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np

from veivalg.axes import FloatArray, make_read_only
from veivalg.consequences.indicator import Indicator
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site
from veivalg.shifts.contribution import Contribution

LINES_KEPT = 200
"""A line of every indicator takes about 25 kB."""

_kept: OrderedDict[bytes, FloatArray] = OrderedDict()
_lock = Lock()


def line_of(
    site: Site,
    every: Sequence[Contribution],
    strength: FloatArray,
    wanted: tuple[Indicator, ...],
) -> FloatArray:
    """(indicator, year) of a place when contributions count as strongly as `strength` says.

    strength  (contribution)
    """
    counting = np.flatnonzero(strength)
    held = [every[int(k)] for k in counting]
    key = _key(site, held, strength[counting], wanted)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    strong = strength[None, counting] if held else None
    found: FloatArray = outcomes(site, held, wanted, strength=strong)[0]
    make_read_only(found)
    with _lock:
        _kept[key] = found
        while len(_kept) > LINES_KEPT:
            _kept.popitem(last=False)
    return found


def _key(
    site: Site, held: list[Contribution], strength: FloatArray, wanted: tuple[Indicator, ...]
) -> bytes:
    """Everything that a line follows from."""
    digest = hashlib.blake2b(digest_size=16)
    place = site.place
    told = [site.identity, place.level, place.code, *place.members, *site.codes]
    told += [one.name for one in wanted]
    digest.update("\n".join(told).encode())
    for one, much in zip(held, strength.tolist(), strict=True):
        amounts = (one.low, one.mid, one.high, much)
        kind = (one.source, one.dial, one.future, one.gains, one.law)
        digest.update(repr((kind, amounts)).encode())
        digest.update(np.ascontiguousarray(one.shape).tobytes())
    return digest.digest()
