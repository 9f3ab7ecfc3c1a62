"""One expected year on plain arrays: who dies, leaves, moves in, is born and stays.

Arrays here lie as (cohort, sex, municipality), municipalities next to each other in memory,
because moves are products of rows of municipalities with a matrix of origins and
destinations. Equations: docs/model/population.md, "The steps of a year".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from veivalg.axes import COHORTS, OPEN_AGE, FloatArray
from veivalg.population.assumptions import Assumptions

FEMALE, MALE = 0, 1
NEWBORN = 0


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cohorts that share a destination class: first to last, last not included."""

    destination_class: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Chances:
    """Share of a cohort that dies, moves and emigrates within one year.

    Each (cohort, sex, municipality), 0 to 1; the three sum to 1 at most.
    """

    death: FloatArray
    moving: FloatArray
    emigration: FloatArray


@dataclass(frozen=True, slots=True)
class YearBooks:
    """Room for one year's flows, (cohort, sex, municipality); births (sex, municipality)."""

    births: FloatArray
    deaths: FloatArray
    moved_in: FloatArray
    moved_out: FloatArray
    immigrated: FloatArray
    emigrated: FloatArray


Between = Callable[[FloatArray, int, FloatArray], None]
"""Fills in-moves of the cohorts from a first one on: (moved_out, first cohort, moved_in)."""


def class_runs(class_of_cohort: np.ndarray[tuple[int], np.dtype[np.integer]]) -> tuple[Run, ...]:
    """Cohorts cut where the destination class changes; the newborn cohort stands alone."""
    classes = [int(k) for k in class_of_cohort]
    starts = [c for c in COHORTS if c <= 1 or classes[c] != classes[c - 1]]
    ends = [*starts[1:], len(COHORTS)]
    return tuple(Run(classes[first], first, last) for first, last in zip(starts, ends, strict=True))


def by_cohort(local: FloatArray) -> FloatArray:
    """From (municipality, sex, cohort) to (cohort, sex, municipality), laid out so in memory."""
    return np.ascontiguousarray(local.transpose(2, 1, 0), dtype=np.float64)


def pull(assumptions: Assumptions) -> FloatArray:
    """(class, year, origin): sum over destinations of share x attraction.

    What the shares of one origin are divided by, so that they sum to 1 again.
    """
    attraction = assumptions.attraction.transpose(1, 0, 2)
    return np.ascontiguousarray(attraction @ assumptions.destination.transpose(0, 2, 1))


def chances(death: FloatArray, moving: FloatArray, emigration: FloatArray) -> Chances:
    """Chances that sum to 1 at most: death first, those who leave share what is left.

    Each of any one shape; not below 0. Where the three exceed 1, moving and emigration
    are scaled down by one factor.
    """
    if (_highest(death) + _highest(moving) + _highest(emigration) <= 1.0).all():
        return Chances(death, moving, emigration)
    death = np.minimum(death, 1.0)
    leaving = moving + emigration
    room = 1.0 - death
    if (leaving > room).any():
        scale = np.where(leaving > room, room / np.where(leaving > 0, leaving, 1.0), 1.0)
        moving, emigration = moving * scale, emigration * scale
    return Chances(death, moving, emigration)


def _highest(chance: FloatArray) -> FloatArray:
    """The highest value for each label of the first axis."""
    highest: FloatArray = chance.max(axis=tuple(range(1, chance.ndim)))
    return highest


def move_between(
    moved_out: FloatArray,
    moved_in: FloatArray,
    *,
    runs: tuple[Run, ...],
    destination: FloatArray,
    attraction: FloatArray,
    pulled: FloatArray,
) -> None:
    """Send each origin's movers to their destinations, all ages of a class at once.

    moved_out, moved_in  (cohort, sex, municipality)  persons; moved_in is filled for `runs`
    destination          (class, origin, destination) shares
    attraction, pulled   (class, municipality)        this year's factor, and `pull` of it

    When all classes share one matrix of shares in memory, all ages go in one product: many
    small products with thirteen copies of it would wait for memory.
    """
    places = moved_out.shape[-1]
    if destination.strides[0] == 0:
        cohorts = slice(runs[0].first, runs[-1].last)
        classes = np.repeat(
            [run.destination_class for run in runs], [run.last - run.first for run in runs]
        )
        sent = moved_out[cohorts] / pulled[classes][:, np.newaxis]
        arrived = moved_in[cohorts]
        np.matmul(sent.reshape(-1, places), destination[0], out=arrived.reshape(-1, places))
        arrived *= attraction[classes][:, np.newaxis]
        return
    for run in runs:
        k = run.destination_class
        sent = moved_out[run.first : run.last] / pulled[k]
        arrived = moved_in[run.first : run.last]
        np.matmul(sent.reshape(-1, places), destination[k], out=arrived.reshape(-1, places))
        arrived *= attraction[k]


def leave(opening: FloatArray, chance: Chances, books: YearBooks, cohorts: slice) -> FloatArray:
    """Book deaths, moves out and emigration of some cohorts; return those who stay."""
    deaths, out, away = books.deaths[cohorts], books.moved_out[cohorts], books.emigrated[cohorts]
    np.multiply(opening, chance.death[cohorts], out=deaths)
    np.multiply(opening, chance.moving[cohorts], out=out)
    np.multiply(opening, chance.emigration[cohorts], out=away)
    staying = opening - deaths
    staying -= out
    staying -= away
    return staying


def born(
    opening: FloatArray, closing: FloatArray, birth_rate: FloatArray, birth_level: FloatArray
) -> FloatArray:
    """(municipality): children born to women of cohorts 1 and up.

    opening, closing  (cohort from 1, municipality)  women on 1 January and on 31 December
    birth_rate        (cohort from 1)                births per woman-year
    birth_level       (municipality)
    """
    fertile = np.flatnonzero(birth_rate)
    if not fertile.size:
        return np.zeros_like(birth_level)
    ages = slice(fertile[0], fertile[-1] + 1)
    rate = 0.5 * birth_rate[ages]
    children: FloatArray = (rate @ opening[ages] + rate @ closing[ages]) * birth_level
    return children


def expected_year(
    persons: FloatArray,
    chance: Chances,
    books: YearBooks,
    *,
    between: Between,
    birth_rate: FloatArray,
    birth_level: FloatArray,
    girls: float,
    becoming: FloatArray | None = None,
) -> FloatArray:
    """Persons on the next 1 January; the year's flows are written into `books`.

    persons     (age, sex, municipality)  residents on 1 January
    books       immigrated must be filled beforehand; the rest is filled here
    birth_rate  (cohort); birth_level (municipality); girls share of newborns
    becoming    room for what is returned, (age, sex, municipality), None = new room
    """
    older, newborn = slice(NEWBORN + 1, None), slice(NEWBORN, NEWBORN + 1)
    staying = leave(persons, chance, books, older)
    between(books.moved_out, NEWBORN + 1, books.moved_in)
    staying += books.moved_in[older]
    staying += books.immigrated[older]

    children = born(persons[:, FEMALE], staying[:, FEMALE], birth_rate[older], birth_level)
    books.births[FEMALE] = children * girls
    books.births[MALE] = children - books.births[FEMALE]
    infants = leave(books.births[np.newaxis], chance, books, newborn)
    between(books.moved_out, NEWBORN, books.moved_in)
    infants += books.moved_in[newborn] + books.immigrated[newborn]
    becoming = np.empty_like(persons) if becoming is None else becoming
    grown_older(infants, staying, becoming)
    return becoming


def grown_older(infants: FloatArray, older: FloatArray, persons: FloatArray) -> None:
    """From cohorts on 31 December to ages on 1 January: the two oldest share the open age."""
    persons[0] = infants[0]
    persons[1:] = older[:OPEN_AGE]
    persons[OPEN_AGE] += older[OPEN_AGE]
