"""Drawn runs: the whole country in whole persons, many times over.

The two layers of uncertainty meet here: factors on the assumptions differ from draw to draw
(`factors`), and persons are counted out by chance (`kernels`). Equations and method:
docs/model/population.md, "Whole persons".
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.axes import AGES, COHORTS, SEXES, Axes, FloatArray, IntArray, check_same
from veivalg.errors import OutOfRange
from veivalg.population.assumptions import Assumptions
from veivalg.population.dealing import exact_destinations, inflow, ratio_to_expected
from veivalg.population.factors import Factors
from veivalg.population.kept import MOST_BYTES, DrawnPaths, Kept
from veivalg.population.ledger import Ledger
from veivalg.population.project import check_start, death_chance, ledger_of, project
from veivalg.population.year import by_cohort
from veivalg.randomness import Draws

DRAWS_AT_ONCE = 100
_DRAWS_PER_TASK = 5


def project_drawn(
    start: FloatArray,
    assumptions: Assumptions,
    factors: Factors,
    draws: Draws,
    *,
    keep: Kept,
    expected: Ledger | None = None,
    threads: int | None = None,
) -> DrawnPaths:
    """Persons in the places asked for, in the draws that `factors` is given for.

    start      (municipality, sex, age)  residents on 1 January of the first year
    expected   the expected run of the same start and assumptions, None = run it here
    threads    None = one per processor; the result does not depend on it

    All draws are held in memory at once, 0.3 MB each for 357 municipalities;
    `project_many` takes thousands in batches. Raises OutOfRange, LabelMismatch.
    """
    _check(assumptions, factors, keep)
    country = _prepared(start, assumptions, expected)
    paths = _empty_paths(assumptions, keep, factors.count)
    _fill(paths, country, factors, draws, keep, threads)
    return _paths_of(paths, assumptions, keep, factors.first_draw)


def project_many(
    start: FloatArray,
    assumptions: Assumptions,
    factors_of: Callable[[int, int], Factors],
    draws: Draws,
    *,
    count: int,
    keep: Kept,
    expected: Ledger | None = None,
    batch: int = DRAWS_AT_ONCE,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> DrawnPaths:
    """As `project_drawn`, for draws 0 to count - 1 in batches that bound memory.

    factors_of  gives the factors of (first draw, number of draws)
    progress    is told (draws done, draws in all) after each batch; an exception it raises ends
                the run, which is how long work is stopped

    The result does not depend on the batch. Raises OutOfRange, before any work, when what is
    to be kept exceeds 1 GB.
    """
    country = _prepared(start, assumptions, expected)
    paths = _empty_paths(assumptions, keep, count)
    for first in range(0, count, batch):
        last = min(first + batch, count)
        factors = factors_of(first, last - first)
        _check(assumptions, factors, keep)
        _fill(paths[first:last], country, factors, draws, keep, threads)
        if progress is not None:
            progress(last, count)
    return _paths_of(paths, assumptions, keep, 0)


def one_draw(
    start: FloatArray,
    assumptions: Assumptions,
    factors: Factors,
    draws: Draws,
    *,
    draw: int,
    expected: Ledger | None = None,
) -> Ledger:
    """The whole country's books in one draw, in whole persons: nothing is lost or invented.

    draw  its number, among those of `factors`; the same draw as in `project_drawn`
    """
    single = factors.only(draw)
    _check(assumptions, single, None)
    country = _prepared(start, assumptions, expected)
    years, places = len(assumptions.years), len(assumptions.municipalities)
    persons = np.empty((years + 1, len(AGES), len(SEXES), places))
    persons[0] = country.start
    flows = {name: np.empty((years, len(COHORTS), len(SEXES), places)) for name in _kernels().FLOWS}
    flows["births"] = np.empty((years, len(SEXES), places))
    with ThreadPoolExecutor(1) as pool:
        for y, state in enumerate(_years(country, single, draws, pool, books=True)):
            persons[y + 1], flows["births"][y] = state.persons[0], state.born[0]
            for f, name in enumerate(_kernels().FLOWS):
                flows[name][y] = state.books[0, f]
    return ledger_of(assumptions.municipalities, assumptions.years, persons, flows)


@dataclass(frozen=True, slots=True)
class _Country:
    """What all draws share: opening stock in whole persons, rates, expected destinations."""

    assumptions: Assumptions
    start: IntArray
    moving: FloatArray
    emigration: FloatArray
    immigrant_share: FloatArray
    destination: FloatArray
    expected_out: FloatArray
    expected_in: FloatArray


@dataclass(frozen=True, slots=True)
class _State:
    """What the kernels change: persons of each draw, and room for a year's flows."""

    persons: NDArray[np.int32]
    pool: FloatArray
    movers: IntArray
    children: FloatArray
    born: NDArray[np.int32]
    books: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Year:
    """What one year is for some draws: chances shared by all, factors of each."""

    base: FloatArray
    factor: FloatArray
    share: FloatArray
    coming: FloatArray
    coming_factor: FloatArray
    birth_rate: FloatArray
    birth_factor: FloatArray
    attraction: FloatArray


def _prepared(start: FloatArray, assumptions: Assumptions, expected: Ledger | None) -> _Country:
    check_start(start, assumptions)
    expected = project(start, assumptions) if expected is None else expected
    return _Country(
        assumptions=assumptions,
        start=np.ascontiguousarray(whole_persons(start).transpose(2, 1, 0), dtype=np.int32),
        moving=by_cohort(assumptions.out_probability),
        emigration=by_cohort(assumptions.emigration_probability),
        immigrant_share=by_cohort(assumptions.immigrant_share),
        destination=exact_destinations(assumptions.destination),
        expected_out=expected.moved_out.transpose(1, 3, 2, 0),
        expected_in=expected.moved_in.transpose(1, 3, 2, 0),
    )


def whole_persons(start: FloatArray) -> IntArray:
    """(municipality, sex, age): whole persons, sums from age 0 up within half a person.

    Whole numbers stay as they are; fractions, from estimates, are carried to the next age.
    """
    upwards = np.rint(np.cumsum(start, axis=-1))
    return np.diff(upwards, axis=-1, prepend=0.0).astype(np.int32)


def _years(
    country: _Country,
    factors: Factors,
    draws: Draws,
    pool: ThreadPoolExecutor,
    *,
    books: bool = False,
) -> Iterator[_State]:
    """Run the years; after each, yield the state, whose persons are those of next 1 January."""
    kernels, given = _kernels(), country.assumptions
    state = _first_state(country, factors.count, books=books)
    keys = np.array([draws.key(name) for name in kernels.PROCESSES], np.uint64)
    places = kernels.place_keys(np.array([int(code) for code in given.municipalities]))
    classes = np.array(given.class_of_cohort, np.int64)
    for y, calendar_year in enumerate(given.years):
        year = _year(country, factors, y)

        def first_half(i: slice, year: _Year = year, number: int = calendar_year) -> None:
            kernels.leave(
                keys, places, factors.first_draw + i.start, number, state.persons[i],
                year.base, year.factor[i], classes, year.birth_rate,
                state.pool[i], state.movers[i], state.children[i], state.books[i],
            )  # fmt: skip

        _share_out(first_half, factors.count, pool)
        ratio = _ratio(country, state, year, y)

        def second_half(
            i: slice, year: _Year = year, number: int = calendar_year, ratio: FloatArray = ratio
        ) -> None:
            first, now = (
                factors.first_draw + i.start,
                (ratio[i], year.coming, year.coming_factor[i]),
            )
            kernels.arrive(
                keys, places, first, number, state.persons[i], classes, year.birth_rate,
                year.share, *now, state.movers[i], state.children[i], state.books[i],
            )  # fmt: skip
            kernels.begin(
                keys, places, first, number, state.persons[i], year.base, year.factor[i],
                classes[0], year.birth_factor[i], given.girls, year.share, *now,
                state.children[i], state.born[i], state.books[i],
            )  # fmt: skip

        _share_out(second_half, factors.count, pool)
        yield state


def _share_out(task: Callable[[slice], None], count: int, pool: ThreadPoolExecutor) -> None:
    """Run a task for all draws, a few at a time, on the threads of the pool."""
    parts = [
        slice(first, min(first + _DRAWS_PER_TASK, count))
        for first in range(0, count, _DRAWS_PER_TASK)
    ]
    for _ in pool.map(task, parts):
        pass


def _first_state(country: _Country, count: int, *, books: bool) -> _State:
    places, classes = country.start.shape[-1], country.destination.shape[0]
    booked = count if books else 0
    return _State(
        persons=np.tile(country.start, (count, 1, 1, 1)).astype(np.int32),
        pool=np.zeros((count, classes, places)),
        movers=np.zeros((count, len(COHORTS), len(SEXES)), np.int64),
        children=np.zeros((count, places)),
        born=np.zeros((count, len(SEXES), places), np.int32),
        books=np.zeros((booked, 5, len(COHORTS), len(SEXES), places), np.int32),
    )


def _year(country: _Country, factors: Factors, y: int) -> _Year:
    given = country.assumptions
    chances = (
        death_chance(given, y),
        country.emigration * given.emigration[y],
        country.moving * given.mobility[y],
    )
    return _Year(
        base=np.stack(chances, axis=2),
        factor=_leaving_factor(factors, y),
        share=np.array(country.expected_in[y]),
        coming=country.immigrant_share * given.immigrants[y],
        coming_factor=_coming_factor(country, factors, y),
        birth_rate=np.array(given.birth_rate[y]),
        birth_factor=given.birth_level * factors.local_births * factors.births[:, y, np.newaxis],
        attraction=given.attraction[y] * factors.attraction[:, y, np.newaxis],
    )


def _leaving_factor(factors: Factors, y: int) -> FloatArray:
    """(draw, 3, municipality): on the chances of dying, emigrating and moving."""
    deaths = factors.deaths[:, y, np.newaxis] * factors.local_deaths
    away = factors.emigration[:, y, np.newaxis] * np.ones_like(deaths)
    moving = factors.mobility[:, y, np.newaxis] * factors.out[:, y]
    return np.stack([deaths, away, moving], axis=1)


def _coming_factor(country: _Country, factors: Factors, y: int) -> FloatArray:
    """(draw, municipality): on expected immigrants; local factors change no draw's total."""
    local = factors.local_immigrants[:, y]
    share = country.immigrant_share.sum(axis=(0, 1))
    total = (local * share).sum(axis=1, keepdims=True)
    scale = np.where(total > 0, share.sum() / np.where(total > 0, total, 1.0), 0.0)
    factor: FloatArray = factors.immigrants[:, y, np.newaxis] * local * scale
    return factor


def _ratio(country: _Country, state: _State, year: _Year, y: int) -> FloatArray:
    """(draw, class, municipality): in-flow of each draw over the expected one."""
    given = country.assumptions
    expected = np.zeros_like(state.pool[:1])
    by_place = country.expected_out[y].sum(axis=1)
    np.add.at(expected[0], given.class_of_cohort[1:], by_place[1:])
    there = inflow(expected, given.attraction[y][np.newaxis], country.destination)[0]
    return ratio_to_expected(inflow(state.pool, year.attraction, country.destination), there)


def _fill(
    paths: NDArray[np.int32],
    country: _Country,
    factors: Factors,
    draws: Draws,
    keep: Kept,
    threads: int | None,
) -> None:
    """Fill paths (draw, place, year, sex, group) for the draws of `factors`."""
    kernels = _kernels()
    first_of_place, place_of = _belonging(keep.membership)
    groups, group_of_age = len(keep.first_ages), keep.group_of_age

    def kept(persons: NDArray[np.int32], y: int) -> None:
        def some(i: slice) -> None:
            part = np.empty((i.stop - i.start, len(keep.places), len(SEXES), groups), np.int32)
            kernels.keep(persons[i], first_of_place, place_of, group_of_age, groups, part)
            paths[i, :, y] = part

        _share_out(some, len(persons), pool)

    with ThreadPoolExecutor(threads or available_processors()) as pool:
        kept(np.tile(country.start, (factors.count, 1, 1, 1)), 0)
        for y, state in enumerate(_years(country, factors, draws, pool)):
            kept(state.persons, y + 1)


def _belonging(membership: FloatArray) -> tuple[IntArray, IntArray]:
    """For each municipality the places it belongs to, as one list and where each part begins."""
    municipality, place = np.nonzero(membership.T)
    first = np.searchsorted(municipality, np.arange(membership.shape[1] + 1))
    return first.astype(np.int64), place.astype(np.int64)


def _empty_paths(assumptions: Assumptions, keep: Kept, count: int) -> NDArray[np.int32]:
    years = len(assumptions.years) + 1
    size = keep.bytes_for(draws=count, years=years)
    if count < 1:
        raise OutOfRange(f"{count} draws were asked for; ask for at least one.")
    if size > MOST_BYTES:
        raise OutOfRange(
            f"{count} draws of {len(keep.places)} places and {len(keep.first_ages)} age groups "
            f"take {size / 1e9:.1f} GB; keep fewer places, wider age groups or fewer draws "
            f"(at most {MOST_BYTES / 1e9:.0f} GB)."
        )
    shape = (count, len(keep.places), years, len(SEXES), len(keep.first_ages))
    return np.empty(shape, np.int32)


def _paths_of(
    paths: NDArray[np.int32], assumptions: Assumptions, keep: Kept, first_draw: int
) -> DrawnPaths:
    return DrawnPaths(
        first_draw=first_draw,
        places=keep.places,
        years=(*assumptions.years, assumptions.years[-1] + 1),
        age_labels=keep.age_labels,
        persons=paths,
    )


def _check(assumptions: Assumptions, factors: Factors, keep: Kept | None) -> None:
    """Raise LabelMismatch unless places and years agree, in the same order."""
    given = Axes.of(municipality=assumptions.municipalities, year=assumptions.years)
    other = Axes.of(municipality=factors.municipalities, year=factors.years)
    for name in given.names:
        check_same(given[name], other[name], where="the assumptions and the factors")
    if keep is not None:
        kept = Axes.of(municipality=keep.municipalities)["municipality"]
        check_same(given["municipality"], kept, where="the assumptions and what is kept")


def available_processors() -> int:
    """Processors that this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _kernels() -> Any:
    """The compiled part, imported when it is first needed."""
    from veivalg.population import kernels

    return kernels
