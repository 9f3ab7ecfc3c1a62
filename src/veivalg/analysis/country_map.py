"""One indicator of every municipality in every year: what the map of Norway colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.analysis.comparison import indexed
from veivalg.analysis.drawn import DrawnGroups
from veivalg.analysis.indicators import BY_NAME, by_group, values_of
from veivalg.analysis.simulation import Expected, Simulation
from veivalg.analysis.uncertainty import quantiles
from veivalg.axes import FloatArray

MAP_INDICATORS = (
    "working_per_80plus",
    "working_per_67plus",
    "share_80plus",
    "persons_index",
    "persons",
)
"""persons_index is persons with the base year as 100."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountryMap:
    """Municipalities through the years, counted and expected on one line.

    value         (indicator, year, municipality)  NaN where nobody was counted
    country       (indicator, year)
    country_low, country_high  (indicator, year)   80 % interval; NaN for counted years and
                                                   until draws are ready
    years         counted years before the base year, then the projected ones
    """

    years: tuple[int, ...]
    base_year: int
    municipalities: tuple[str, ...]
    value: FloatArray
    country: FloatArray
    country_low: FloatArray
    country_high: FloatArray


def country_map(simulation: Simulation, run: Expected, drawn: DrawnGroups | None) -> CountryMap:
    """The map's figures; one interval for the country when draws are given."""
    past = [year for year in simulation.history_years if year < simulation.base_year]
    counted = by_group(simulation.figures.headcount.persons[:, : len(past)])
    groups = np.concatenate([counted, by_group(run.ledger.persons)], axis=1)
    country = groups.sum(axis=0)
    low, high = _country_interval(drawn, past=len(past), years=groups.shape[1])
    return CountryMap(
        years=(*past, *run.ledger.years),
        base_year=simulation.base_year,
        municipalities=run.ledger.places,
        value=_map_values(np.moveaxis(groups, 0, 1), base=len(past)),
        country=_map_values(country, base=len(past)),
        country_low=low,
        country_high=high,
    )


def _map_values(groups: FloatArray, *, base: int) -> FloatArray:
    """(indicator, year, …) from persons (year, …, group)."""
    persons = values_of(BY_NAME["persons"], groups)
    index = indexed(persons, base=persons[base])
    return np.stack(
        [
            index if name == "persons_index" else values_of(BY_NAME[name], groups)
            for name in MAP_INDICATORS
        ]
    )


def _country_interval(
    drawn: DrawnGroups | None, *, past: int, years: int
) -> tuple[FloatArray, FloatArray]:
    ends = np.full((2, len(MAP_INDICATORS), years), np.nan)
    if drawn is not None:
        groups = drawn.of(np.arange(drawn.persons.shape[1]))
        paths = np.stack([_map_values(path, base=0) for path in groups])
        ends[:, :, past:] = quantiles(paths, percents=(10.0, 90.0))
    return ends[0], ends[1]
