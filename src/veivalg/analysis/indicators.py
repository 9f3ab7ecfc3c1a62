"""The figures a municipality is followed by: persons, age groups and ratios between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import OPEN_AGE, FloatArray, IntArray
from veivalg.errors import OutOfRange

AGE_BOUNDS: tuple[tuple[str, int, int], ...] = (
    ("0-5", 0, 5),
    ("6-15", 6, 15),
    ("16-19", 16, 19),
    ("20-66", 20, 66),
    ("67-79", 67, 79),
    ("80+", 80, OPEN_AGE),
)
"""Age groups: label, first and last age. Together they hold every age once."""
GROUPS = tuple(label for label, _, _ in AGE_BOUNDS)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: the persons in some age groups, over the persons in others if any.

    unit   "persons", or "persons per person", or "share"
    over   groups below the line; empty for a count
    """

    name: str
    unit: str
    groups: tuple[str, ...]
    over: tuple[str, ...] = ()

    @property
    def decimals(self) -> int:
        """Decimals it is shown with: none for a count."""
        return 1 if self.over else 0


ALL_INDICATORS: tuple[Indicator, ...] = (
    Indicator("persons", "persons", GROUPS),
    *(Indicator(group, "persons", (group,)) for group in GROUPS),
    Indicator("working_per_67plus", "persons per person", ("20-66",), ("67-79", "80+")),
    Indicator("working_per_80plus", "persons per person", ("20-66",), ("80+",)),
    Indicator("share_80plus", "share", ("80+",), GROUPS),
)
BY_NAME = {indicator.name: indicator for indicator in ALL_INDICATORS}
INDICATORS = tuple(BY_NAME)


def indicator_named(name: str) -> Indicator:
    """Raises OutOfRange for a name that is none of ours."""
    if name not in BY_NAME:
        raise OutOfRange(
            f"Indicator {name!r} does not exist; choose one of {', '.join(INDICATORS)}."
        )
    return BY_NAME[name]


def by_group(persons: FloatArray | IntArray) -> FloatArray:
    """Persons by age group, both sexes.

    persons  (…, sex, age)   ages 0 to 105
    returns  (…, group)      persons, in the order of GROUPS
    """
    both = persons.sum(axis=-2, dtype=np.float64)
    starts = [first for _, first, _ in AGE_BOUNDS]
    groups: FloatArray = np.add.reduceat(both, starts, axis=-1)
    return groups


def indicator_values(groups: FloatArray) -> FloatArray:
    """All indicators from persons by age group.

    groups   (…, group)      persons; groups may be the sum of several places
    returns  (indicator, …)  in the order of INDICATORS; NaN where nobody is below the line
    """
    return np.stack([values_of(indicator, groups) for indicator in ALL_INDICATORS])


def values_of(indicator: Indicator, groups: FloatArray) -> FloatArray:
    """One indicator from persons by age group: (…, group) to (…)."""
    above = groups[..., _positions(indicator.groups)].sum(axis=-1)
    if not indicator.over:
        count: FloatArray = above
        return count
    below = groups[..., _positions(indicator.over)].sum(axis=-1)
    return ratio(above, below)


def ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Above over below, NaN where below is 0."""
    result: FloatArray = np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0)
    return result


def ages_of(groups: tuple[str, ...]) -> IntArray:
    """The one-year ages that some age groups hold, rising."""
    spans = [range(first, last + 1) for label, first, last in AGE_BOUNDS if label in groups]
    return np.array([age for span in spans for age in span])


def _positions(groups: tuple[str, ...]) -> list[int]:
    return [GROUPS.index(group) for group in groups]
