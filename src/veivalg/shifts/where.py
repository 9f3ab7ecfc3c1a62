"""Where a future counts: everywhere, by centrality, in the north, or in a kind of place.

What kind of place a municipality is (many cabins, one large employer, a new industry) is published
nowhere in one table; whoever knows it says so, and until then nothing counts that asks for it.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from veivalg.axes import FloatArray
from veivalg.data.geography import geography
from veivalg.shifts.figures import figure

CLASSES = {
    "classes_1_2": (1, 2),
    "classes_1_3": (1, 3),
    "classes_2_4": (2, 4),
    "classes_5_6": (5, 6),
    "farming": (5, 6),
}
"""First and last class of centrality; farming municipalities are taken to be the least central."""
NORTHERN = ("18", "55", "56")
"""Nordland, Troms, Finnmark."""
KINDS = ("cabin", "host", "tourism", "industry", "coast", "one_company", "islands")
"""Kinds of place that the user says."""
WHERE = ("everywhere", *CLASSES, "north", "merging", *KINDS, "hit")


def counts_in(
    where: str,
    municipalities: tuple[str, ...],
    *,
    members: Collection[str],
    kinds: Collection[str],
) -> FloatArray:
    """(row) 1 where it counts, else 0.

    members  of the place that is asked about: "hit" is these, and what kind they are is `kinds`
    """
    if where == "everywhere":
        return np.ones(len(municipalities))
    if where == "hit" or where in KINDS:
        asked = where == "hit" or where in kinds
        return np.array([float(asked and code in members) for code in municipalities])
    return np.array([float(_inside(where, code)) for code in municipalities])


def _inside(where: str, code: str) -> bool:
    known = geography()
    one = known.municipality(code)
    if where == "north":
        return one.county in NORTHERN
    if where == "merging":
        return known.sizes[known.codes.index(code)] < figure("merging_below")
    first, last = CLASSES[where]
    return first <= one.centrality <= last
