"""A projection of chosen places as one table: expected persons and quantiles by sex and age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from veivalg.analysis.drawn import Drawing, DrawnGroups, Told, drawn_batches
from veivalg.analysis.simulation import Expected, Simulation
from veivalg.analysis.uncertainty import QUANTILES, quantiles, statistic_name
from veivalg.axes import AGES, FloatArray, IntArray, make_read_only
from veivalg.data.places import Place, membership
from veivalg.population.assumptions import Assumptions
from veivalg.population.kept import Kept
from veivalg.provenance import Source, content_hash

EXPECTED = "expected"
ALL = "all"
MOST_BYTES = 700_000_000
"""Memory for draws held at a time; more places are done in several rounds of the same draws."""
BYTES_A_NUMBER = 3
"""Two for a drawn number, and room for those of a large place."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Projection:
    """Residents of chosen places on 1 January, as files and tables show them.

    persons     (statistic, place, year, sex, age)
    statistics  "expected", then quantiles such as "p10"
    sexes       "F", "M", or "all" alone
    ages        "0" to "105", or "all" alone
    source      of the opening stock
    identity    hash of all that the numbers follow from; equal identities, equal numbers
    """

    places: tuple[Place, ...]
    years: tuple[int, ...]
    statistics: tuple[str, ...]
    sexes: tuple[str, ...]
    ages: tuple[str, ...]
    persons: FloatArray
    alternative: str
    draws: int
    seed: int
    source: Source
    assumptions: Assumptions
    identity: str


def projection(
    simulation: Simulation,
    run: Expected,
    places: Sequence[Place],
    *,
    totals: bool = False,
    drawing: Drawing | None = None,
) -> Projection:
    """Expected persons of the places and, when drawing, the quantiles of QUANTILES.

    totals   sum over sex and age
    """
    layers = [expected_persons(run, places, totals=totals)[None]]
    if drawing is not None:
        layers.append(_quantiles(simulation, run, places, totals, drawing))
    return labelled(
        simulation,
        run,
        places,
        np.concatenate(layers),
        totals=totals,
        draws=drawing.count if drawing else 0,
        seed=drawing.seed if drawing else 0,
    )


def lines_of(places: int, years: int, *, totals: bool, draws: int) -> int:
    """How many numbers a projection will hold, known before the work."""
    cells = 1 if totals else 2 * len(AGES)
    return places * years * cells * (1 + len(QUANTILES) * bool(draws))


def totals_from_draws(
    simulation: Simulation, run: Expected, places: Sequence[Place], drawn: DrawnGroups
) -> Projection:
    """Totals of the places with quantiles from draws already made; the same numbers as
    `projection(totals=True)` gives for the same count and seed.
    """
    layers = [expected_persons(run, places, totals=True)[None]]
    paths = [drawn.of(simulation.rows(place.members)).sum(axis=-1) for place in places]
    layers.append(quantiles(np.stack(paths, axis=1))[..., None, None])
    return labelled(
        simulation,
        run,
        places,
        np.concatenate(layers),
        totals=True,
        draws=len(drawn.persons),
        seed=drawn.seed,
    )


def labelled(
    simulation: Simulation,
    run: Expected,
    places: Sequence[Place],
    persons: FloatArray,
    *,
    totals: bool,
    draws: int,
    seed: int,
) -> Projection:
    """Persons (statistic, place, year, sex, age) with all that a file must say about them."""
    make_read_only(persons)
    names = (EXPECTED, *map(statistic_name, QUANTILES))
    return Projection(
        places=tuple(places),
        years=run.ledger.years,
        statistics=names[: len(persons)],
        sexes=(ALL,) if totals else ("F", "M"),
        ages=(ALL,) if totals else tuple(map(str, AGES)),
        persons=persons,
        alternative=run.alternative,
        draws=draws,
        seed=seed,
        source=simulation.figures.headcount.source,
        assumptions=run.assumptions,
        identity=content_hash([run.identity, draws, seed if draws else 0]),
    )


def expected_persons(run: Expected, places: Sequence[Place], *, totals: bool) -> FloatArray:
    """(place, year, sex, age) expected persons; sex and age have one label when totals."""
    members = membership(places, run.ledger.places)
    persons = run.ledger.persons
    if totals:
        persons = persons.sum(axis=(2, 3), keepdims=True)
    summed: FloatArray = np.tensordot(members, persons, axes=1)
    return summed


def _quantiles(
    simulation: Simulation,
    run: Expected,
    places: Sequence[Place],
    totals: bool,
    drawing: Drawing,
) -> FloatArray:
    """(quantile, place, year, sex, age), in as many rounds as memory asks for."""
    cells = len(run.ledger.years) * (1 if totals else 2 * len(AGES))
    size = max(1, MOST_BYTES // (BYTES_A_NUMBER * cells * drawing.count))
    starts = range(0, len(places), size)
    shape = (len(QUANTILES), len(places), len(run.ledger.years), *((1, 1) if totals else (2, 106)))
    found = np.empty(shape)
    for number, start in enumerate(starts):
        part = places[start : start + size]
        told = _part_of(drawing.told, number, len(starts))
        drawn = _drawn(simulation, run, part, totals, replace(drawing, told=told))
        for p in range(len(part)):
            found[:, start + p] = quantiles(drawn[:, p])
    return found


def _drawn(
    simulation: Simulation,
    run: Expected,
    places: Sequence[Place],
    totals: bool,
    drawing: Drawing,
) -> IntArray:
    """(draw, place, year, sex, age) whole persons, as small as their size allows."""
    kept = Kept(
        municipalities=run.ledger.places,
        places=tuple(f"{place.level} {place.code}" for place in places),
        membership=membership(places, run.ledger.places),
        first_ages=(0,) if totals else AGES,
    )
    persons = np.zeros((drawing.count, 0), dtype=np.uint16)
    for first, batch in drawn_batches(simulation, run, kept, drawing):
        part = batch.sum(axis=3, keepdims=True) if totals else batch
        if first == 0:
            persons = np.zeros((drawing.count, *part.shape[1:]), dtype=np.uint16)
        if part.max(initial=0) > np.iinfo(persons.dtype).max:
            persons = persons.astype(np.int64)
        persons[first : first + len(part)] = part
    return persons


def _part_of(told: Told, number: int, rounds: int) -> Told:
    """A listener of one round that tells how far all rounds are."""

    def heard(done: int, total: int) -> None:
        told(number * total + done, rounds * total)

    return heard
