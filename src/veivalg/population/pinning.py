"""Pinning: the country's residents made to follow a national projection, and what it took.

A switch, off by default. Only immigration is moved, because it is the least known: each year's
immigrants are changed by what the country lacks or has too many of. Local shares stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from veivalg.axes import FloatArray, make_read_only
from veivalg.errors import MissingFigure, OutOfRange
from veivalg.population.assumptions import Assumptions
from veivalg.population.project import project

ROUNDS = 8
CLOSE_ENOUGH = 0.5
"""Persons in the whole country that may be left over in any year."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pinned:
    """Assumptions that follow a national projection, and by how much they were moved.

    assumptions  the pinned ones
    years        flow years
    before       (year)  immigrants before, persons
    after        (year)  immigrants after, persons
    """

    assumptions: Assumptions
    years: tuple[int, ...]
    before: FloatArray
    after: FloatArray

    def __post_init__(self) -> None:
        make_read_only(self.before, self.after)


def pinned(start: FloatArray, assumptions: Assumptions, residents: Mapping[int, float]) -> Pinned:
    """Move immigration until the country has the residents asked for on each 1 January.

    start      (municipality, sex, age)  residents on the first 1 January
    residents  persons in the country by year, for every year after the first

    Raises MissingFigure when a year is lacking, OutOfRange when a year would need more
    people to leave than there are immigrants to take away.
    """
    years = assumptions.years
    wanted = np.array([_residents_in(residents, year + 1) for year in years])
    immigrants = assumptions.immigrants.copy()
    for _ in range(ROUNDS):
        moved = replace(assumptions, immigrants=immigrants)
        country = project(start, moved).persons.sum(axis=(0, 2, 3))[1:]
        lacking = wanted - country
        if np.abs(lacking).max() < CLOSE_ENOUGH:
            return Pinned(
                assumptions=moved,
                years=years,
                before=assumptions.immigrants.copy(),
                after=immigrants.copy(),
            )
        immigrants = immigrants + np.diff(lacking, prepend=0.0)
        _check(immigrants, years)
    raise OutOfRange(
        "The country cannot be made to follow the national projection: "
        f"{np.abs(lacking).max():,.0f} persons are left over after {ROUNDS} rounds. "
        "Project without pinning."
    )


def _residents_in(residents: Mapping[int, float], year: int) -> float:
    if year not in residents:
        raise MissingFigure(
            f"The national projection has no figure for 1 January {year}; it holds "
            f"{min(residents, default=0)} to {max(residents, default=0)}. "
            "Choose an earlier last year."
        )
    return residents[year]


def _check(immigrants: FloatArray, years: tuple[int, ...]) -> None:
    below = immigrants < 0
    if below.any():
        year = years[int(np.argmax(below))]
        raise OutOfRange(
            f"To follow the national projection, {-immigrants.min():,.0f} more people would have "
            f"to leave in {year} than come. Project without pinning, or choose another alternative."
        )
