"""People between places: moves and commuting by origin and destination, moves by age.

By municipality these are official figures only, and optional. Commuting between labour-market
regions ships.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veivalg.axes import Axes, FloatArray, check_shape, make_read_only
from veivalg.data.geography import geography
from veivalg.data.shipped import SOURCES, shipped_rows
from veivalg.data.stored import FigureStore, pivoted, positions, stored_table, years_in
from veivalg.errors import OutOfRange, UnknownPlace
from veivalg.provenance import Source

AGES_OF_MOVES = tuple(range(100))
"""One-year ages in the table of moves by age; the last years of life are not in it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flows:
    """Persons from one municipality to another.

    persons  (origin, destination) or (year, origin, destination)  persons; NaN where there is no
             figure, and on the diagonal
    axes     labels of those axes
    source   table, date and hash
    """

    persons: FloatArray
    axes: Axes
    source: Source

    def __post_init__(self) -> None:
        check_shape(self.persons, self.axes, name="persons")
        make_read_only(self.persons)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MovesByAge:
    """Moves over the municipal border, abroad included, both sexes, where they are published.

    moved_in, moved_out  (municipality, year, age)  persons; NaN where there is no figure
    axes                 labels; municipalities are only those that have figures
    source               table, date and hash
    """

    moved_in: FloatArray
    moved_out: FloatArray
    axes: Axes
    source: Source

    def __post_init__(self) -> None:
        check_shape(self.moved_in, self.axes, name="moved_in")
        check_shape(self.moved_out, self.axes, name="moved_out")
        make_read_only(self.moved_in, self.moved_out)


def commuting(store: FigureStore) -> Flows | None:
    """Workers by where they live (origin) and work (destination); None when not held.

    The publisher leaves out pairs without commuters, so a pair that is lacking counts 0 when both
    its municipalities have lines; a municipality without any line is NaN throughout.
    """
    stored = stored_table(store, "commuting", ("residence", "workplace", "persons"))
    if stored is None:
        return None
    table, source = stored
    table = table.rename_columns({"residence": "origin", "workplace": "destination"})
    axes = Axes.of(origin=geography().codes, destination=geography().codes)
    persons = _pairs(table, axes, "commuting")
    lacking = np.isnan(persons)
    sends, receives = ~lacking.all(axis=1, keepdims=True), ~lacking.all(axis=0, keepdims=True)
    none = lacking & sends & receives & ~np.eye(len(persons), dtype=bool)
    return Flows(persons=np.where(none, 0.0, persons), axes=axes, source=source)


@cache
def shipped_region_commuting() -> Flows:
    """Workers of 2017 by labour-market region of residence (origin) and work (destination).

    NaN on the diagonal, because the source lacks those who work in the municipality where they
    live, and NaN for pairs with fewer than 20 workers. The same value each time.
    """
    _, lines = shipped_rows("commuting_regions.csv")
    codes = tuple(place.code for place in geography().regions)
    axes = Axes.of(origin=codes, destination=codes)
    persons = np.full(axes.shape, np.nan)
    for home, work, workers in lines:
        persons[axes["origin"].position(home), axes["destination"].position(work)] = float(workers)
    return Flows(persons=persons, axes=axes, source=SOURCES["commuting_regions.csv"])


def moves(store: FigureStore) -> Flows | None:
    """Moves by year, origin and destination; a pair without a line is NaN. None when not held."""
    dataset = "moves"
    stored = stored_table(store, dataset, ("year", "origin", "destination", "persons"))
    if stored is None:
        return None
    table, source = stored
    axes = Axes.of(year=years_in(table), origin=geography().codes, destination=geography().codes)
    return Flows(persons=_pairs(table, axes, dataset), axes=axes, source=source)


def moves_by_age(store: FigureStore) -> MovesByAge | None:
    """Moves by age for municipalities that have them on numbers in force; None when not held.

    Lines on numbers no longer in force are left out: they overlap those on today's.
    """
    dataset = "migration_by_age"
    stored = stored_table(store, dataset, ("municipality", "year", "age", "moved_in", "moved_out"))
    if stored is None:
        return None
    table, source = stored
    table = table.filter(pc.is_in(table["municipality"], value_set=pa.array(geography().codes)))
    if table.num_rows == 0:
        return None
    held = tuple(sorted(pc.unique(table["municipality"]).to_pylist()))
    axes = Axes.of(municipality=held, year=years_in(table), age=AGES_OF_MOVES)
    places = [positions(table, axis, dataset=dataset, wrong=OutOfRange) for axis in axes.axes]
    return MovesByAge(
        moved_in=pivoted(table, "moved_in", places, axes, dataset=dataset),
        moved_out=pivoted(table, "moved_out", places, axes, dataset=dataset),
        axes=axes,
        source=source,
    )


def _pairs(table: pa.Table, axes: Axes, dataset: str) -> FloatArray:
    places = [
        positions(
            table, axis, dataset=dataset, wrong=OutOfRange if axis.name == "year" else UnknownPlace
        )
        for axis in axes.axes
    ]
    persons = pivoted(table, "persons", places, axes, dataset=dataset)
    codes = np.arange(len(axes["origin"]))
    persons[..., codes, codes] = np.nan
    return persons
