"""Births and deaths in the country as a whole: life tables, fertility by age, yearly numbers.

Each part is official when it has been fetched or imported, else the shipped table. A year that
one part has and another lacks is NaN in the other, never 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veivalg.axes import AGES, OPEN_AGE, SEXES, Axes, FloatArray, check_shape, make_read_only
from veivalg.data.shipped import SOURCES, shipped_rows
from veivalg.data.stored import FigureStore, pivoted, positions, stored_table, years_in
from veivalg.errors import OutOfRange
from veivalg.provenance import Source

MOTHERS = tuple(range(15, 50))
"""Ages of mothers; the first and last hold those younger and older as well."""

Part = tuple[tuple[int, ...], FloatArray, Source]
"""Years, figures with the year as first axis, and where they come from."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vitals:
    """Births and deaths in Norway. NaN in years that the part does not have.

    years              all years that any part has, rising
    death_probability  (year, sex, age)  chance of dying before the next birthday, exact age 0–105
    fertility_rate     (year, age)       births per woman at age 15–49 at the birth
    births, deaths     (year, sex)       persons in the calendar year
    sources            of the life tables, the fertility rates, the numbers
    """

    years: tuple[int, ...]
    death_probability: FloatArray
    fertility_rate: FloatArray
    births: FloatArray
    deaths: FloatArray
    sources: tuple[Source, Source, Source]

    def __post_init__(self) -> None:
        chance, rate = self.death_probability, self.fertility_rate
        check_shape(chance, Axes.of(year=self.years, sex=SEXES, age=AGES), name="death_probability")
        check_shape(rate, Axes.of(year=self.years, age=MOTHERS), name="fertility_rate")
        for name in ("births", "deaths"):
            check_shape(getattr(self, name), Axes.of(year=self.years, sex=SEXES), name=name)
        for name, values, highest in (
            ("death_probability", chance, 1.0),
            ("fertility_rate", rate, 1.0),
        ):
            if (values > highest).any():
                raise OutOfRange(
                    f"{name} is {np.nanmax(values):g} in some year; it lies from 0 to 1. If the "
                    "table counts per 1,000, divide by 1,000 where it is read."
                )
        make_read_only(chance, rate, self.births, self.deaths)

    @property
    def source(self) -> Source:
        """Where the life tables come from."""
        return self.sources[0]


def vitals(store: FigureStore | None) -> Vitals:
    """Official figures for each part that a store has, shipped ones for the rest."""
    if store is None:
        return shipped_vitals()
    return _joined(
        _stored_life_tables(store) or _shipped_life_tables(),
        _stored_fertility(store) or _shipped_fertility(),
        _stored_numbers(store) or _shipped_numbers(),
    )


@cache
def shipped_vitals() -> Vitals:
    """Life tables 2000–2024, fertility 1980–2022, births and deaths 1980–2023, as shipped."""
    return _joined(_shipped_life_tables(), _shipped_fertility(), _shipped_numbers())


def _joined(life_tables: Part, fertility: Part, numbers: Part) -> Vitals:
    years = tuple(sorted({*life_tables[0], *fertility[0], *numbers[0]}))
    births_and_deaths = _on_years(years, numbers)
    return Vitals(
        years=years,
        death_probability=_on_years(years, life_tables),
        fertility_rate=_on_years(years, fertility),
        births=births_and_deaths[:, 0].copy(),
        deaths=births_and_deaths[:, 1].copy(),
        sources=(life_tables[2], fertility[2], numbers[2]),
    )


def _on_years(years: tuple[int, ...], part: Part) -> FloatArray:
    held, figures, _ = part
    spaced = np.full((len(years), *figures.shape[1:]), np.nan)
    spaced[[years.index(year) for year in held]] = figures
    return spaced


def _shipped_life_tables() -> Part:
    header, lines = shipped_rows("life_tables.csv")
    chance = np.array([line[2:] for line in lines], dtype=np.float64)
    by_year = chance.T.reshape(-1, len(SEXES), len(AGES))
    return tuple(map(int, header[2:])), by_year, SOURCES["life_tables.csv"]


def _shipped_fertility() -> Part:
    header, lines = shipped_rows("fertility.csv")
    rate = np.array([line[1:] for line in lines], dtype=np.float64)
    return tuple(map(int, header[1:])), rate.T.copy(), SOURCES["fertility.csv"]


def _shipped_numbers() -> Part:
    """(year, births and deaths, sex)"""
    _, lines = shipped_rows("births_deaths.csv")
    numbers = np.array([line[1:] for line in lines], dtype=np.float64)
    years = tuple(int(line[0]) for line in lines)
    return years, numbers.reshape(-1, 2, len(SEXES)), SOURCES["births_deaths.csv"]


def _stored_life_tables(store: FigureStore) -> Part | None:
    """Life tables; the closing line above the last age, where everybody dies, is left out."""
    stored = stored_table(store, "life_table", ("year", "sex", "age", "death_probability"))
    if stored is None:
        return None
    table, source = stored
    table = table.filter(pc.not_equal(table["age"], pa.scalar(OPEN_AGE + 1, table["age"].type)))
    axes = Axes.of(year=years_in(table), sex=SEXES, age=AGES)
    return axes["year"].labels, _pivoted(table, "death_probability", axes, "life_table"), source


def _stored_fertility(store: FigureStore) -> Part | None:
    """Rates; those below the first and above the last age of mothers are added to these."""
    stored = stored_table(store, "fertility", ("year", "age", "rate"))
    if stored is None:
        return None
    table, source = stored
    axes = Axes.of(year=years_in(table), age=range(OPEN_AGE + 1))
    rate = _pivoted(table, "rate", axes, "fertility")
    first, last = MOTHERS[0], MOTHERS[-1]
    mothers = rate[:, first : last + 1].copy()
    mothers[:, 0] += np.nansum(rate[:, :first], axis=1)
    mothers[:, -1] += np.nansum(rate[:, last + 1 :], axis=1)
    return axes["year"].labels, mothers, source


def _stored_numbers(store: FigureStore) -> Part | None:
    """(year, births and deaths, sex)"""
    stored = stored_table(store, "births_deaths", ("year", "sex", "births", "deaths"))
    if stored is None:
        return None
    table, source = stored
    axes = Axes.of(year=years_in(table), sex=SEXES)
    both = [_pivoted(table, name, axes, "births_deaths") for name in ("births", "deaths")]
    return axes["year"].labels, np.stack(both, axis=1), source


def _pivoted(table: pa.Table, value: str, axes: Axes, dataset: str) -> FloatArray:
    places = [positions(table, axis, dataset=dataset, wrong=OutOfRange) for axis in axes.axes]
    return pivoted(table, value, places, axes, dataset=dataset)
