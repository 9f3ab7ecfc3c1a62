"""How many people live where: by municipality, year, sex and one-year age, on 1 January.

Official figures when they have been fetched or imported, else the shipped age groups of two
dates, spread. Missing is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veivalg.axes import (
    AGES,
    SEXES,
    Axes,
    BoolArray,
    FloatArray,
    IntArray,
    check_shape,
    make_read_only,
)
from veivalg.data.age_groups import GROUP_NAMES
from veivalg.data.geography import geography
from veivalg.data.shared_years import with_shared_years_split
from veivalg.data.shipped import SOURCES, shipped_rows
from veivalg.data.spreading import spread
from veivalg.data.stored import FigureStore, pivoted, positions, stored_table, years_in
from veivalg.errors import MissingFigure, OutOfRange, UnknownPlace
from veivalg.provenance import Source

DATASET = "population"
SHIPPED_YEARS = (2019, 2024)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Headcount:
    """People on 1 January.

    persons   (municipality, year, sex, age)  persons, NaN where there is no figure
    axes      labels of those axes; years rise but need not follow on each other
    observed  (municipality, year)            False where the figure is an estimated split of a
                                              sum, or missing
    source    table, date and hash
    """

    persons: FloatArray
    axes: Axes
    observed: BoolArray
    source: Source

    def __post_init__(self) -> None:
        check_shape(self.persons, self.axes, name="persons")
        pair = Axes((self.axes["municipality"], self.axes["year"]))
        check_shape(self.observed, pair, name="observed")
        if (self.persons < 0).any():
            raise OutOfRange(
                "A headcount has a negative number of persons; check where it is read."
            )
        make_read_only(self.persons, self.observed)

    @property
    def municipalities(self) -> tuple[str, ...]:
        return self.axes["municipality"].labels

    @property
    def years(self) -> tuple[int, ...]:
        return self.axes["year"].labels

    def on_1_january(self, year: int) -> FloatArray:
        """(municipality, sex, age)  persons in one year.

        Raises OutOfRange for a year not held, MissingFigure when a municipality lacks it.
        """
        if year not in self.years:
            raise OutOfRange(
                f"There are no figures for 1 January {year}; held are {_listed(self.years)}."
            )
        persons = self.persons[:, self.years.index(year)]
        lacking = np.isnan(persons).any(axis=(1, 2))
        if lacking.any():
            code = self.municipalities[int(np.argmax(lacking))]
            raise MissingFigure(
                f"{code} has no figures on today's borders for 1 January {year}; "
                f"{int(lacking.sum())} municipalities lack them. Choose a later year."
            )
        return persons


def headcount(store: FigureStore | None) -> Headcount:
    """The official headcount of a store, else the shipped one."""
    official = official_headcount(store) if store is not None else None
    return official or shipped_headcount()


@cache
def shipped_headcount() -> Headcount:
    """Shipped age groups of 1 January 2019 and 2024, spread to one-year ages."""
    groups, observed = shipped_groups()
    persons = spread(groups, shipped_country(), shipped_patterns())
    axes = Axes.of(municipality=geography().codes, year=SHIPPED_YEARS, sex=SEXES, age=AGES)
    return Headcount(
        persons=persons, axes=axes, observed=observed, source=SOURCES["population.csv"]
    )


def shipped_groups() -> tuple[FloatArray, BoolArray]:
    """(municipality, year, sex, group) persons, and (municipality, year) whether observed."""
    _, lines = shipped_rows("population.csv")
    numbers = np.array([line[3:] for line in lines], dtype=np.float64)
    shape = (len(geography().codes), len(SHIPPED_YEARS), len(SEXES), 1 + len(GROUP_NAMES))
    table = numbers.reshape(shape)
    return table[..., 1:], table[:, :, 0, 0] == 1


def shipped_country() -> FloatArray:
    """(year, sex, age)  persons in Norway at the two shipped dates."""
    _, lines = shipped_rows("country.csv")
    numbers = np.array([line[2:] for line in lines], dtype=np.float64)
    return numbers.reshape(len(SEXES), len(AGES), len(SHIPPED_YEARS)).transpose(2, 0, 1)


def shipped_patterns() -> FloatArray:
    """(year, sex, age, pattern)  how municipalities' profiles differ from the country's."""
    _, lines = shipped_rows("patterns.csv")
    numbers = np.array([line[2:] for line in lines], dtype=np.float64)
    blocks = numbers.reshape(len(SHIPPED_YEARS), len(SEXES), -1, numbers.shape[1])
    knots, values = blocks[0, 0, :, 0], blocks[..., 1:]
    return _between_knots(knots, values)


def _between_knots(knots: FloatArray, values: FloatArray) -> FloatArray:
    """(..., knot, pattern) to (..., age, pattern), straight lines between the knots."""
    hats = np.stack([np.interp(AGES, knots, row) for row in np.eye(len(knots))], axis=1)
    ages: FloatArray = hats @ values
    return ages


def official_headcount(store: FigureStore) -> Headcount | None:
    """The headcount fetched or imported, None when there is none.

    Raises UnknownPlace for a municipality that is not in force, OutOfRange for an age above the
    last or a negative figure, MissingFigure where only some ages of a year are there.
    """
    stored = stored_table(store, DATASET, ("municipality", "year", "sex", "age", "persons"))
    if stored is None:
        return None
    table, source = stored
    axes = Axes.of(municipality=geography().codes, year=years_in(table), sex=SEXES, age=AGES)
    places = [
        positions(table, axes["municipality"], dataset=DATASET, wrong=UnknownPlace),
        *(
            positions(table, axes[name], dataset=DATASET, wrong=OutOfRange)
            for name in axes.names[1:]
        ),
    ]
    persons = _empty_years_missing(pivoted(table, "persons", places, axes, dataset=DATASET))
    _require_whole_years(persons, axes)
    persons = with_shared_years_split(persons, axes, geography().changes.values())
    observed = ~np.isnan(persons[:, :, 0, 0]) & ~_estimated(table, places, axes)
    return Headcount(persons=persons, axes=axes, observed=observed, source=source)


def _empty_years_missing(persons: FloatArray) -> FloatArray:
    """A municipality without a single person in a year did not exist: no figure, not 0."""
    nobody = np.nansum(persons, axis=(2, 3)) == 0
    return np.where(nobody[:, :, None, None], np.nan, persons)


def _require_whole_years(persons: FloatArray, axes: Axes) -> None:
    lacking = np.isnan(persons)
    some = lacking.any(axis=(2, 3)) & ~lacking.all(axis=(2, 3))
    if not some.any():
        return
    m, y = np.unravel_index(int(np.argmax(some)), some.shape)
    s, a = np.unravel_index(int(np.argmax(lacking[m, y])), (len(SEXES), len(AGES)))
    raise MissingFigure(
        f"{axes['municipality'].labels[m]} lacks {SEXES[s]} of age {AGES[a]} on 1 January "
        f"{axes['year'].labels[y]} in the stored figures {DATASET!r}, but has others. "
        "Fetch or import them again."
    )


def _estimated(table: pa.Table, places: Sequence[IntArray], axes: Axes) -> BoolArray:
    """(municipality, year)  whether the figures are marked as estimated, or lie before the first
    year with a series on today's borders.
    """
    years = np.array(axes["year"].labels)
    first = np.array([m.series_from or 0 for m in geography().municipalities])
    estimated: BoolArray = years < first[:, None]
    if "quality" in table.column_names:
        marked = pc.not_equal(table["quality"], "observed").combine_chunks()
        lines = np.flatnonzero(pc.fill_null(marked, True).to_numpy(zero_copy_only=False))
        estimated[places[0][lines], places[1][lines]] = True
    return estimated


def _listed(years: Sequence[int]) -> str:
    return f"{years[0]} to {years[-1]}" if len(years) > 3 else ", ".join(map(str, years))
