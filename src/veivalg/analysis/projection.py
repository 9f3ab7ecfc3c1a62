"""A projection of chosen places as one table: expected persons and quantiles by sex and age."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event

import numpy as np

from veivalg.analysis.drawn import DRAWS, SEED, DrawnGroups, Told, drawn_batches, nobody
from veivalg.analysis.simulation import Expected, Simulation
from veivalg.analysis.uncertainty import QUANTILES, quantiles, statistic_name
from veivalg.axes import AGES, FloatArray, IntArray, make_read_only
from veivalg.data.places import Place, membership
from veivalg.population.assumptions import Assumptions
from veivalg.population.kept import Kept
from veivalg.provenance import Source, content_hash

EXPECTED = "expected"
ALL = "all"
MOST_BYTES = 600_000_000
"""Memory for draws held at a time; more places are done in several rounds of the same draws."""


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
    draws: int = DRAWS,
    seed: int = SEED,
    stop: Event | None = None,
    told: Told = nobody,
) -> Projection:
    """Expected persons of the places and, unless draws is 0, the quantiles of QUANTILES.

    totals   sum over sex and age
    """
    layers = [expected_persons(run, places, totals=totals)[None]]
    if draws:
        layers.append(_quantiles(simulation, run, places, totals, draws, seed, stop, told))
    persons = np.concatenate(layers)
    return labelled(simulation, run, places, persons, totals=totals, draws=draws, seed=seed)


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
    draws: int,
    seed: int,
    stop: Event | None,
    told: Told,
) -> FloatArray:
    """(quantile, place, year, sex, age), in as many rounds as memory asks for."""
    size = _places_a_round(len(run.ledger.years), draws, totals=totals)
    starts = range(0, len(places), size)
    rounds = []
    for number, start in enumerate(starts):

        def heard(done: int, total: int, number: int = number) -> None:
            told(number * total + done, len(starts) * total)

        part = places[start : start + size]
        drawn = _drawn(simulation, run, part, totals, draws, seed, stop, heard)
        rounds.append(quantiles(drawn))
    return np.concatenate(rounds, axis=1)


def _drawn(
    simulation: Simulation,
    run: Expected,
    places: Sequence[Place],
    totals: bool,
    draws: int,
    seed: int,
    stop: Event | None,
    told: Told,
) -> IntArray:
    """(draw, place, year, sex, age) whole persons."""
    kept = Kept(
        municipalities=run.ledger.places,
        places=tuple(f"{place.level} {place.code}" for place in places),
        membership=membership(places, run.ledger.places),
        first_ages=(0,) if totals else AGES,
    )
    batches = drawn_batches(simulation, run, kept, count=draws, seed=seed, stop=stop, told=told)
    parts = [batch.sum(axis=3, keepdims=True) if totals else batch for _, batch in batches]
    return np.concatenate(parts)


def _places_a_round(years: int, draws: int, *, totals: bool) -> int:
    cells = years * (2 if totals else 2 * len(AGES))
    return max(1, MOST_BYTES // (3 * 4 * cells * draws))
