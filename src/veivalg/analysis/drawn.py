"""Drawn runs kept as small as their use allows: age groups for pages, chosen places for files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event

import numpy as np

from veivalg.analysis.indicators import AGE_BOUNDS
from veivalg.analysis.simulation import Expected, Simulation
from veivalg.axes import FloatArray, IntArray, make_read_only
from veivalg.consequences.drivers import FIRST_AGES
from veivalg.errors import OutOfRange, Stopped
from veivalg.population.kept import Kept, every_municipality
from veivalg.randomness import Draws

DRAWS = 200
"""Draws behind the intervals of the page and, unless told otherwise, of the command line."""
MOST_DRAWS = 10_000
SEED = 1
BATCH = 20
"""Draws made between two looks at whether somebody wants to stop."""

Told = Callable[[int, int], None]
"""Hears how far the work is: draws done, draws in all."""


def nobody(done: int, total: int) -> None:
    """Hears and says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnGroups:
    """Whole persons by the age bands of `consequences.drivers` in every draw.

    persons  (draw, municipality, year, band)
    """

    alternative: str
    seed: int
    persons: IntArray

    def of(self, rows: IntArray) -> FloatArray:
        """(draw, year, group) of some municipalities together, from the same draws."""
        together: FloatArray = self.persons[:, rows].sum(axis=1, dtype=np.float64)
        starts = [FIRST_AGES.index(first) for _, first, _ in AGE_BOUNDS]
        groups: FloatArray = np.add.reduceat(together, starts, axis=-1)
        return groups


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """How many futures are drawn, and who is told.

    count    futures; the first ones are the same however many there are
    seed     the same seed gives the same futures
    stop     looked at between batches; when set, the drawing ends with Stopped
    told     hears draws done and draws in all
    threads  of the engine, None = one per core; the result does not depend on it

    Raises OutOfRange for a count or a seed outside what we use.
    """

    count: int = DRAWS
    seed: int = SEED
    stop: Event | None = None
    told: Told = nobody
    threads: int | None = None

    def __post_init__(self) -> None:
        Draws(self.seed)
        if not 1 <= self.count <= MOST_DRAWS:
            raise OutOfRange(
                f"The number of draws is {self.count}; choose from 1 to {MOST_DRAWS}, or 0 on the "
                "command line for the expected numbers alone."
            )


def draw_groups(simulation: Simulation, run: Expected, drawing: Drawing) -> DrawnGroups:
    """Draws of every municipality by age group. Raises Stopped when it is stopped on the way."""
    places = run.ledger.places
    kept = every_municipality(places, first_ages=FIRST_AGES)
    shape = (drawing.count, len(places), len(run.ledger.years), len(FIRST_AGES))
    persons = np.zeros(shape, dtype=np.int32)
    for first, batch in drawn_batches(simulation, run, kept, drawing):
        persons[first : first + len(batch)] = batch.sum(axis=3)
    make_read_only(persons)
    return DrawnGroups(alternative=run.alternative, seed=drawing.seed, persons=persons)


def drawn_batches(
    simulation: Simulation, run: Expected, kept: Kept, drawing: Drawing
) -> Iterator[tuple[int, IntArray]]:
    """Some draws at a time: number of the first, and persons (draw, place, year, sex, age).

    The same seed gives the same draws whatever is kept and however they are dealt in batches.
    """
    from veivalg.population.drawn import project_drawn  # loads the compiler

    doubt = simulation.outlook.uncertainty(run.alternative)
    draws, count = Draws(drawing.seed), drawing.count
    drawing.told(0, count)
    for first in range(0, count, BATCH):
        if drawing.stop is not None and drawing.stop.is_set():
            raise Stopped(f"Stopped after {first} of {count} draws; no interval is kept.")
        paths = project_drawn(
            simulation.start,
            run.assumptions,
            doubt.draw(draws, first, min(BATCH, count - first)),
            draws,
            keep=kept,
            expected=run.ledger,
            threads=drawing.threads,
        )
        yield first, paths.persons
        drawing.told(first + len(paths.persons), count)
