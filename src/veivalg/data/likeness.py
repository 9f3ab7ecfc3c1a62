"""Which municipalities a municipality can fairly be held against.

The same KOSTRA group (size, bound costs, free income), at most one class apart in centrality,
and of those the nearest in size. docs/geography.md, "Like municipalities".
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from veivalg.data.places import Municipality

ENOUGH = 5
"""Fewer than this and the demands are eased: first centrality, then KOSTRA group. *assumption*"""
MOST = 10
"""*assumption*: enough to even out one odd municipality, few enough to name."""
CLASSES_APART = 1
"""*assumption*: neighbouring classes of centrality differ less than the classes are wide."""


def like_members(
    one: Municipality, municipalities: Sequence[Municipality], sizes: Sequence[int]
) -> tuple[str, ...]:
    """Numbers of the municipalities like `one`, rising, without its own.

    sizes  persons in each municipality, in the same order
    """
    size = {m.code: max(persons, 1) for m, persons in zip(municipalities, sizes, strict=True)}
    others = [m for m in municipalities if m.code != one.code]
    of_group = [m for m in others if m.kostra_group == one.kostra_group]
    close = [m for m in of_group if abs(m.centrality - one.centrality) <= CLASSES_APART]
    chosen, most = next(
        ((part, most) for part, most in ((close, MOST), (of_group, MOST)) if len(part) >= ENOUGH),
        (others, ENOUGH),
    )
    nearest = sorted(chosen, key=lambda m: (abs(log(size[m.code] / size[one.code])), m.code))
    return tuple(sorted(m.code for m in nearest[:most]))
