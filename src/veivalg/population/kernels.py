# mypy: allow-untyped-defs, allow-untyped-calls, allow-untyped-decorators
"""Compiled: one year of whole persons for some draws, each draw by itself.

Imported late, by `veivalg.population.drawn` alone (see `luck`). Rows lie as in
`veivalg.population.year`: (cohort or age, sex, municipality). Draws never meet here, so
threads can share them out in any way without changing a number.

The year has two halves. In the first everybody alive on 1 January dies, emigrates, moves out
or stays. Between the halves the movers of all draws are pooled (`dealing`). In the second they
arrive, immigrants come, children are born, and the newborns go through their own first year.
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import COHORTS, OPEN_AGE
from veivalg.population.cells import (
    IMMIGRATED,
    PROCESSES,
    ROWS_OF_ROOM,
    arrive_row,
    birth_rows,
    immigrate_row,
    leave_row,
)
from veivalg.population.compiling import allocating, compiled
from veivalg.population.dealing import compare
from veivalg.population.luck import mixed, row_key

__all__ = ["FLOWS", "PROCESSES", "arrive", "begin", "compare", "keep", "leave", "place_keys"]

_LAST = COHORTS[-1]
_OPEN = OPEN_AGE
_SEXES = 2
FLOWS = ("deaths", "emigrated", "moved_out", "moved_in", "immigrated")
"""Order of the flows in books."""


@allocating
def place_keys(numbers):
    """(municipality) uint64: a key for each municipality number."""
    keys = np.empty(numbers.size, np.uint64)
    for m in range(numbers.size):
        keys[m] = mixed(np.uint64(numbers[m]) * np.uint64(0x9E3779B97F4A7C15))
    return keys


@allocating
def leave(
    keys, places, first_draw, year, persons, base, factor, class_of_cohort, birth_rate,
    pool, movers, children, books,
):  # fmt: skip
    """First half: persons become those who stay, still by age on 1 January.

    keys        (process) uint64; places (municipality) uint64
    persons     (draw, age, sex, municipality) int32, changed in place
    base        (cohort, sex, 3, municipality)  chances of dying, emigrating, moving
    factor      (draw, 3, municipality)
    pool        (draw, class, municipality)  filled: moved out, cohorts 1 and up
    movers      (draw, cohort, sex)          filled: moved out, all municipalities
    children    (draw, municipality)         filled: births by women as of 1 January, halved
    books       (draw or 0, 5, cohort, sex, municipality) int32, filled when there is room
    """
    count = persons.shape[3]
    room, out = np.empty((ROWS_OF_ROOM, count)), np.empty((3, count), np.int32)
    for i in range(persons.shape[0]):
        draw = first_draw + i
        pool[i] = 0.0
        children[i] = 0.0
        for cohort in range(1, _LAST + 1):
            to = pool[i, class_of_cohort[cohort]]
            for sex in range(_SEXES):
                people = persons[i, cohort - 1, sex]
                if sex == 0:
                    _bear(birth_rate[cohort], people, children[i])
                leave_row(
                    keys, draw, year, sex, cohort, places, people,
                    base[cohort, sex], factor[i], room, out,
                )  # fmt: skip
                movers[i, cohort, sex] = _add(out[2], to)
                if books.shape[0] > 0:
                    books[i, :3, cohort, sex] = out


@compiled
def _bear(rate, women, children):
    """Add half a year's births of these women to children."""
    if rate > 0.0:
        for m in range(women.size):
            children[m] += 0.5 * rate * women[m]


@compiled
def _add(row, to):
    """Add a row of counts to another row; return its sum."""
    total = 0
    for m in range(row.size):
        total += row[m]
        to[m] += row[m]
    return total


@allocating
def arrive(
    keys, places, first_draw, year, persons, class_of_cohort, birth_rate,
    share, ratio, coming, coming_factor, movers, children, books,
):  # fmt: skip
    """Second half for everybody born before the year: persons by age on the next 1 January.

    persons        (draw, age, sex, municipality)  those who stay, changed in place; age 0 is void
    share          (cohort, sex, municipality)     destinations in the expected run
    ratio          (draw, class, municipality)     the draw's destinations over the expected ones
    coming         (cohort, sex, municipality)     expected immigrants
    coming_factor  (draw, municipality)
    children       (draw, municipality)  births by women as of 31 December are added, halved
    """
    count = persons.shape[3]
    room, flow = np.empty((ROWS_OF_ROOM, count)), np.empty((2, count), np.int32)
    for i in range(persons.shape[0]):
        draw = first_draw + i
        oldest = np.zeros((_SEXES, count), np.int32)
        for cohort in range(_LAST, 0, -1):
            for sex in range(_SEXES):
                _come(
                    keys, places, draw, year, sex, cohort, movers[i, cohort, sex],
                    share, ratio[i, class_of_cohort[cohort]], coming, coming_factor[i], room, flow,
                )  # fmt: skip
                staying = persons[i, cohort - 1, sex]
                closing = oldest[sex] if cohort > _OPEN else persons[i, cohort, sex]
                for m in range(count):
                    closing[m] = staying[m] + flow[0, m] + flow[1, m]
                if sex == 0:
                    _bear(birth_rate[cohort], closing, children[i])
                if books.shape[0] > 0:
                    books[i, 3:, cohort, sex] = flow
        persons[i, _OPEN] += oldest


@compiled
def _come(
    keys, places, draw, year, sex, cohort, movers, share, ratio, coming, factor, room, flow
):  # fmt: skip
    """Fill flow (2, municipality) with those who move in and those who immigrate."""
    arrive_row(
        keys, draw, year, sex, cohort, places, movers, share[cohort, sex], ratio, room, flow[0]
    )
    key = row_key(keys[IMMIGRATED], draw, year, sex, cohort)
    immigrate_row(key, places, coming[cohort, sex], factor, room, flow[1])


@allocating
def begin(
    keys, places, first_draw, year, persons, base, factor, newborn_class, birth_factor, girls,
    share, ratio, coming, coming_factor, children, born, books,
):  # fmt: skip
    """Births, and the first year of those born: age 0 on the next 1 January.

    birth_factor  (draw, municipality)       local level x the draw's factors
    girls         share of girls among newborns
    born          (draw, sex, municipality) int32, filled
    """
    count = persons.shape[3]
    room, out = np.empty((ROWS_OF_ROOM, count)), np.empty((3, count), np.int32)
    flow = np.empty((2, count), np.int32)
    for i in range(persons.shape[0]):
        draw = first_draw + i
        children[i] *= birth_factor[i]
        birth_rows(keys, draw, year, places, children[i], girls, room, born[i])
        for sex in range(_SEXES):
            people = persons[i, 0, sex]
            people[:] = born[i, sex]
            leave_row(keys, draw, year, sex, 0, places, people, base[0, sex], factor[i], room, out)
            _come(
                keys, places, draw, year, sex, 0, out[2].sum(),
                share, ratio[i, newborn_class], coming, coming_factor[i], room, flow,
            )  # fmt: skip
            people += flow[0] + flow[1]
            if books.shape[0] > 0:
                books[i, :3, 0, sex] = out
                books[i, 3:, 0, sex] = flow


@allocating
def keep(persons, first_of_place, place_of, group_of_age, groups, kept):
    """Add persons up to the places and age groups asked for.

    persons         (draw, age, sex, municipality) int32
    first_of_place  (municipality + 1), place_of: the places that municipality m belongs to are
                    place_of[first_of_place[m]] up to place_of[first_of_place[m + 1]]
    group_of_age    (age)
    kept            (draw, place, sex, group) int32, filled
    """
    count = persons.shape[3]
    for i in range(persons.shape[0]):
        local = np.zeros((groups, _SEXES, count), np.int32)
        for age in range(_OPEN + 1):
            local[group_of_age[age]] += persons[i, age]
        kept[i] = 0
        for m in range(count):
            for j in range(first_of_place[m], first_of_place[m + 1]):
                for group in range(groups):
                    for sex in range(_SEXES):
                        kept[i, place_of[j], sex, group] += local[group, sex, m]
