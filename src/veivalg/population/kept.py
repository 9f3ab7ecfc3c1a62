"""What is kept of drawn runs: places and ages asked for, and quantiles over the draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.axes import (
    AGES,
    OPEN_AGE,
    SEXES,
    Axes,
    FloatArray,
    IntArray,
    check_shape,
    make_read_only,
)
from veivalg.errors import BadGroup, LabelMismatch, OutOfRange

ONE_YEAR = AGES
"""`first_ages` of a Kept that keeps every age by itself."""
MOST_BYTES = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """The places and ages whose drawn persons are kept.

    municipalities  codes, as in the assumptions
    places          labels of the rows of membership: municipalities, regions, groups
    membership      (place, municipality)  1 where the municipality belongs to the place, else 0
    first_ages      first age of each group kept, from 0; the last group is open

    Raises BadGroup for a place without municipalities, OutOfRange for other ages or memberships.
    """

    municipalities: tuple[str, ...]
    places: tuple[str, ...]
    membership: FloatArray
    first_ages: tuple[int, ...] = ONE_YEAR

    def __post_init__(self) -> None:
        axes = Axes.of(place=self.places, municipality=self.municipalities)
        check_shape(self.membership, axes, name="membership")
        if not np.isin(self.membership, (0, 1)).all():
            raise OutOfRange("membership is 1 for a municipality in the place and 0 for others.")
        empty = np.flatnonzero(self.membership.sum(axis=1) == 0)
        if empty.size:
            raise BadGroup(f"{self.places[empty[0]]} has no municipalities; give it at least one.")
        ages = self.first_ages
        if not ages or ages[0] != 0 or list(ages) != sorted(set(ages)) or ages[-1] > OPEN_AGE:
            raise OutOfRange(
                f"age groups begin at {ages}; give rising ages from 0, none above {OPEN_AGE}."
            )
        make_read_only(self.membership)

    @property
    def age_labels(self) -> tuple[str, ...]:
        """("0-5", "6-15", "16+"), or ("0", "1", ..., "105+")."""
        ends = [first - 1 for first in self.first_ages[1:]]
        closed = zip(self.first_ages, ends, strict=False)
        labels = [str(low) if low == high else f"{low}-{high}" for low, high in closed]
        return (*labels, f"{self.first_ages[-1]}+")

    @property
    def group_of_age(self) -> IntArray:
        """(age): position of the group that each age belongs to."""
        group: IntArray = np.searchsorted(self.first_ages, AGES, side="right") - 1
        return group

    def bytes_for(self, *, draws: int, years: int) -> int:
        """Memory that the persons kept of so many draws and opening years take."""
        return draws * years * len(self.places) * len(SEXES) * len(self.first_ages) * 4


def every_municipality(
    municipalities: tuple[str, ...], first_ages: tuple[int, ...] = ONE_YEAR
) -> Kept:
    """Keep each municipality by itself."""
    return Kept(
        municipalities=municipalities,
        places=municipalities,
        membership=np.eye(len(municipalities)),
        first_ages=first_ages,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnPaths:
    """Persons in each draw, for the places and ages that were kept.

    first_draw  number of the first draw
    places      labels
    years       opening years
    age_labels  "0-5" … "80+", or single ages
    persons     (draw, place, year, sex, age) int32  residents on 1 January
    """

    first_draw: int
    places: tuple[str, ...]
    years: tuple[int, ...]
    age_labels: tuple[str, ...]
    persons: IntArray

    def __post_init__(self) -> None:
        axes = Axes.of(
            draw=range(self.first_draw, self.first_draw + self.persons.shape[0]),
            place=self.places,
            year=self.years,
            sex=SEXES,
            age=self.age_labels,
        )
        check_shape(self.persons, axes, name="drawn persons")
        make_read_only(self.persons)

    def of(self, place: str) -> IntArray:
        """(draw, year, sex, age): one place. Raises LabelMismatch when it was not kept."""
        if place not in self.places:
            raise LabelMismatch(f"{place!r} was not kept; the run kept {len(self.places)} places.")
        one: IntArray = self.persons[:, self.places.index(place)]
        return one

    def totals(self) -> IntArray:
        """(draw, place, year): all ages and both sexes."""
        total: IntArray = self.persons.sum(axis=(3, 4), dtype=np.int64)
        return total


def quantiles(values: NDArray[Any], levels: Sequence[float]) -> FloatArray:
    """Quantiles over the draws, which are the first axis.

    values   (draw, ...)  any number made of each draw: persons, shares, ratios
    levels   shares from 0 to 1
    returns  (quantile, ...)
    """
    outside = [level for level in levels if not 0 <= level <= 1]
    if outside:
        raise OutOfRange(f"quantile {outside[0]:g} lies outside 0 to 1; p10 is 0.1.")
    if not len(values):
        raise OutOfRange("quantiles are asked of 0 draws; ask for at least one draw.")
    found: FloatArray = np.quantile(values, levels, axis=0)
    return found
