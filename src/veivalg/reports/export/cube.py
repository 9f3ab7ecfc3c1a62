"""Numbers with labels on every axis, as JSON-stat has them, for each kind of result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.analysis.path_table import PathTable
from veivalg.analysis.projection import EXPECTED, Projection
from veivalg.axes import FloatArray
from veivalg.consequences.indicator import Indicator
from veivalg.data.places import Place
from veivalg.language import Language, text
from veivalg.reports.export.consequence_rows import decimals, number_or_none
from veivalg.reports.export.rows import DECIMALS
from veivalg.reports.export.statement import Derived, figures_behind


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One axis: its labels, what readers see in their place, and units where it has them."""

    name: str
    labels: Sequence[str]
    shown: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cube:
    """All numbers, the last axis running fastest; None where there is no number.

    role   as JSON-stat says which axis is time, place and what is measured
    about  what is said beside the statement
    """

    dimensions: tuple[Dimension, ...]
    role: Mapping[str, Sequence[str]]
    values: Sequence[int | float | None]
    about: Mapping[str, Any] = field(default_factory=dict)


def people_cube(projection: Projection, language: Language) -> Cube:
    """Axes: statistic, place, year, sex, age."""
    unit = {"base": text("export.unit.persons", language), "decimals": DECIMALS}
    statistics = projection.statistics
    return Cube(
        dimensions=(
            Dimension(name="statistic", labels=statistics, units=dict.fromkeys(statistics, unit)),
            _places(projection.places),
            _years(projection.years),
            Dimension(name="sex", labels=projection.sexes),
            Dimension(name="age", labels=projection.ages),
        ),
        role={"time": ["year"], "geo": ["place"], "metric": ["statistic"]},
        values=projection.persons.round(DECIMALS).ravel().tolist(),
    )


def consequence_cube(table: ConsequenceTable, language: Language) -> Cube:
    """Axes: statistic, place, indicator, year."""
    return Cube(
        dimensions=(
            Dimension(name="statistic", labels=table.statistics),
            _places(table.places),
            _indicators(table.indicators, language),
            _years(table.years),
        ),
        role={"time": ["year"], "geo": ["place"], "metric": ["indicator"]},
        values=_rounded(table.values, table.indicators),
        about=_about(table, _by_place(table, table.rests_on), language),
    )


def path_cube(table: PathTable, language: Language) -> Cube:
    """Axes: line, statistic, place, indicator, year."""
    lines = {line: text(f"export.paths.line.{line}", language) for line in table.lines}
    sources = {
        line: _by_place(table, said) for line, said in zip(table.lines, table.rests_on, strict=True)
    }
    return Cube(
        dimensions=(
            Dimension(name="line", labels=table.lines, shown=lines),
            Dimension(name="statistic", labels=(EXPECTED,)),
            _places(table.places),
            _indicators(table.indicators, language),
            _years(table.years),
        ),
        role={"time": ["year"], "geo": ["place"], "metric": ["indicator"]},
        values=_rounded(table.values, table.indicators),
        about=_about(table, sources, language),
    )


def _places(places: tuple[Place, ...]) -> Dimension:
    names = {place.code: place.name for place in places}
    return Dimension(name="place", labels=[place.code for place in places], shown=names)


def _years(years: tuple[int, ...]) -> Dimension:
    return Dimension(name="year", labels=[str(year) for year in years])


def _indicators(every: tuple[Indicator, ...], language: Language) -> Dimension:
    return Dimension(
        name="indicator",
        labels=[one.name for one in every],
        shown={one.name: text(f"consequence.{one.name}", language) for one in every},
        units={one.name: {"base": one.unit, "decimals": decimals(one)} for one in every},
    )


def _rounded(values: FloatArray, every: tuple[Indicator, ...]) -> list[int | float | None]:
    """Values (…, indicator, year) with as many decimals as each indicator has in files."""
    rounded = values.copy()
    for i, one in enumerate(every):
        rounded[..., i, :] = values[..., i, :].round(decimals(one))
    return [number_or_none(value) for value in rounded.ravel().tolist()]


def _by_place(table: Derived, rests_on: tuple[tuple[str, ...], ...]) -> dict[str, dict[str, str]]:
    names = [one.name for one in table.indicators]
    return {
        place.code: dict(zip(names, said, strict=True))
        for place, said in zip(table.places, rests_on, strict=True)
    }


def _about(table: Derived, sources: Mapping[str, Any], language: Language) -> dict[str, Any]:
    return {"sources": sources, "figures_behind": figures_behind(table, language)}
