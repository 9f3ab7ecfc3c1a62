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
from veivalg.population.factors import Factors
from veivalg.population.kept import MOST_BYTES, DrawnPaths, Kept
from veivalg.population.ledger import Ledger
from veivalg.population.project import check_start, death_chance, ledger_of, project
from veivalg.population.year import by_cohort
from veivalg.randomness import Draws

DRAWS_AT_ONCE = 100
_DRAWS_PER_TASK = 12


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
    names = _kernels().FLOWS
    persons: FloatArray = np.empty((years + 1, len(AGES), len(SEXES), places))
    flows: dict[str, FloatArray] = {
        name: np.empty((years, len(COHORTS), len(SEXES), places)) for name in names
    }
    flows["births"] = np.empty((years, len(SEXES), places))
    persons[0] = country.start
    for y, state in enumerate(_years(country, single, draws, slice(0, 1), books=True)):
        persons[y + 1], flows["births"][y] = state.persons[0], state.born[0]
        for f, name in enumerate(names):
            flows[name][y] = state.books[0, f]
    return ledger_of(assumptions.municipalities, assumptions.years, persons, flows)


@dataclass(frozen=True, slots=True)
class _Year:
    """One year before any draw's factors.

    base            (cohort, sex, 3, municipality)  chances of dying, emigrating, moving
    share           (cohort, sex, municipality)     in-moves of the expected run
    inflow          (class, municipality)           the same pooled, as shares
    coming          (cohort, sex, municipality)     immigrants
    """

    calendar_year: int
    base: FloatArray
    share: FloatArray
    inflow: FloatArray
    coming: FloatArray
    birth_rate: FloatArray
    attraction: FloatArray


@dataclass(frozen=True, slots=True)
class _Country:
    """What all draws share; destinations both ways are for one class when all are alike."""

    assumptions: Assumptions
    start: IntArray
    years: tuple[_Year, ...]
    classes: IntArray
    destination: FloatArray
    turned: FloatArray


@dataclass(frozen=True, slots=True)
class _State:
    """What the kernels change: persons of each draw, and room for a year's flows."""

    persons: NDArray[np.int32]
    pool: FloatArray
    ratio: FloatArray
    movers: IntArray
    children: FloatArray
    born: NDArray[np.int32]
    books: NDArray[np.int32]


def _prepared(start: FloatArray, assumptions: Assumptions, expected: Ledger | None) -> _Country:
    check_start(start, assumptions)
    expected = project(start, assumptions) if expected is None else expected
    destination = _destination(assumptions)
    turned = np.ascontiguousarray(destination.transpose(0, 2, 1))
    local = tuple(
        by_cohort(values)
        for values in (
            assumptions.emigration_probability,
            assumptions.out_probability,
            assumptions.immigrant_share,
        )
    )
    return _Country(
        assumptions=assumptions,
        start=np.ascontiguousarray(whole_persons(start).transpose(2, 1, 0), dtype=np.int32),
        years=tuple(
            _year(assumptions, expected, y, local, (destination, turned))
            for y in range(len(assumptions.years))
        ),
        classes=np.array(assumptions.class_of_cohort, np.int64),
        destination=destination,
        turned=turned,
    )


def _destination(assumptions: Assumptions) -> FloatArray:
    """(class, origin, destination), or (1, origin, destination) when all classes are alike."""
    shares = assumptions.destination
    if shares.strides[0] == 0 or all(np.array_equal(shares[0], other) for other in shares[1:]):
        shares = shares[:1]
    return np.array(shares, np.float64, order="C")


def _year(
    given: Assumptions,
    expected: Ledger,
    y: int,
    local: tuple[FloatArray, ...],
    destinations: tuple[FloatArray, FloatArray],
) -> _Year:
    away, moving, arriving = local
    chances = (death_chance(given, y), away * given.emigration[y], moving * given.mobility[y])
    attraction = np.array(given.attraction[y], np.float64, order="C")
    places = (1, len(given.municipalities))
    pool, inflow = np.zeros((1, *attraction.shape)), np.empty((1, *attraction.shape))
    out = expected.moved_out[:, y].sum(axis=1).T
    np.add.at(pool[0], given.class_of_cohort[1:], out[1:])
    even = np.ones_like(attraction)
    _kernels().compare(pool, attraction, np.ones(places), *destinations, even, inflow)
    return _Year(
        calendar_year=given.years[y],
        base=np.stack(chances, axis=2),
        share=by_cohort(expected.moved_in[:, y]).copy(),
        inflow=inflow[0],
        coming=arriving * given.immigrants[y],
        birth_rate=np.array(given.birth_rate[y]),
        attraction=attraction,
    )


def whole_persons(start: FloatArray) -> IntArray:
    """(municipality, sex, age): whole persons, sums from age 0 up within half a person.

    Whole numbers stay as they are; fractions, from estimates, are carried to the next age.
    """
    upwards = np.rint(np.cumsum(start, axis=-1))
    return np.diff(upwards, axis=-1, prepend=0.0).astype(np.int32)


def _years(
    country: _Country, factors: Factors, draws: Draws, part: slice, *, books: bool = False
) -> Iterator[_State]:
    """Run some of the draws; after each year, yield the state, with persons as it ends."""
    kernels, given = _kernels(), country.assumptions
    first, count = factors.first_draw + part.start, part.stop - part.start
    state = _first_state(country, count, books=books)
    keys = np.array([draws.key(name) for name in kernels.PROCESSES], np.uint64)
    places = kernels.place_keys(np.array([int(code) for code in given.municipalities]))
    for y, year in enumerate(country.years):
        number, leaving = year.calendar_year, _leaving_factor(factors, y, part)
        coming = (year.coming, _coming_factor(factors, y, part, year.coming))
        kernels.leave(
            keys, places, first, number, state.persons, year.base, leaving, country.classes,
            year.birth_rate, state.pool, state.movers, state.children, state.books,
        )  # fmt: skip
        kernels.compare(
            state.pool, year.attraction, factors.attraction[part, y].copy(),
            country.destination, country.turned, year.inflow, state.ratio,
        )  # fmt: skip
        kernels.arrive(
            keys, places, first, number, state.persons, country.classes, year.birth_rate,
            year.share, state.ratio, *coming, state.movers, state.children, state.books,
        )  # fmt: skip
        kernels.begin(
            keys, places, first, number, state.persons, year.base, leaving, country.classes[0],
            _birth_factor(given, factors, y, part), given.girls, year.share, state.ratio, *coming,
            state.children, state.born, state.books,
        )  # fmt: skip
        yield state


def _first_state(country: _Country, count: int, *, books: bool) -> _State:
    classes, places = country.years[0].attraction.shape
    booked = count if books else 0
    return _State(
        persons=np.tile(country.start, (count, 1, 1, 1)).astype(np.int32),
        pool=np.zeros((count, classes, places)),
        ratio=np.ones((count, classes, places)),
        movers=np.zeros((count, len(COHORTS), len(SEXES)), np.int64),
        children=np.zeros((count, places)),
        born=np.zeros((count, len(SEXES), places), np.int32),
        books=np.zeros((booked, 5, len(COHORTS), len(SEXES), places), np.int32),
    )


def _leaving_factor(factors: Factors, y: int, part: slice) -> FloatArray:
    """(draw, 3, municipality): on the chances of dying, emigrating and moving."""
    deaths = factors.deaths[part, y, np.newaxis] * factors.local_deaths[part]
    away = factors.emigration[part, y, np.newaxis] * np.ones_like(deaths)
    moving = factors.mobility[part, y, np.newaxis] * factors.out[part, y]
    return np.stack([deaths, away, moving], axis=1)


def _birth_factor(given: Assumptions, factors: Factors, y: int, part: slice) -> FloatArray:
    """(draw, municipality): births over those of national rates."""
    national = factors.births[part, y, np.newaxis]
    factor: FloatArray = given.birth_level * factors.local_births[part] * national
    return factor


def _coming_factor(factors: Factors, y: int, part: slice, coming: FloatArray) -> FloatArray:
    """(draw, municipality): on expected immigrants; local factors change no draw's total."""
    local = factors.local_immigrants[part, y]
    by_place = coming.sum(axis=(0, 1))
    total = (local * by_place).sum(axis=1, keepdims=True)
    scale = np.where(total > 0, by_place.sum() / np.where(total > 0, total, 1.0), 0.0)
    factor: FloatArray = factors.immigrants[part, y, np.newaxis] * local * scale
    return factor


def _fill(
    paths: NDArray[np.int32],
    country: _Country,
    factors: Factors,
    draws: Draws,
    keep: Kept,
    threads: int | None,
) -> None:
    """Fill paths (draw, place, year, sex, group) for the draws of `factors`."""
    belonging, ages = _belonging(keep.membership), keep.group_of_age
    groups = len(keep.first_ages)

    def run(part: slice) -> None:
        room = np.empty((part.stop - part.start, len(keep.places), len(SEXES), groups), np.int32)

        def keep_year(y: int, persons: NDArray[np.int32]) -> None:
            _kernels().keep(persons, *belonging, ages, groups, room)
            paths[part, :, y] = room

        keep_year(0, np.tile(country.start, (len(room), 1, 1, 1)))
        for y, state in enumerate(_years(country, factors, draws, part)):
            keep_year(y + 1, state.persons)

    with ThreadPoolExecutor(threads or available_processors()) as pool:
        list(pool.map(run, _parts(factors.count)))


def _parts(count: int) -> list[slice]:
    """All draws, a few at a time, for threads to share."""
    starts = range(0, count, _DRAWS_PER_TASK)
    return [slice(first, min(first + _DRAWS_PER_TASK, count)) for first in starts]


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
