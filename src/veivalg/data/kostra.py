"""Key figures of municipal services and economy, as observed: KOSTRA by key, region and year.

A year's figures are published unrevised on 15 March of the next year and revised on 15 June, and
nothing in a figure tells which it is. What tells is the day its table was updated, or that the
same copy holds the year after.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from veivalg.axes import Axes, BoolArray, FloatArray, check_shape, make_read_only
from veivalg.data.geography import geography
from veivalg.data.missing import REASONS, THERE, Missing, reason_positions
from veivalg.data.shipped import SOURCES, shipped_rows
from veivalg.data.stored import FigureStore, stored_table
from veivalg.errors import LabelMismatch, OutOfRange, TableChanged, UnknownPlace
from veivalg.provenance import Source
from veivalg.sources.kostra_indicators import SECTORS, Indicator, indicators

COUNTRY, WITHOUT_OSLO = "EAK", "EAKUO"
GROUPS = tuple(f"EKG{number:02d}" for number in range(1, 18))
REVISED = "06-15"
"""Month and day on which the year before is revised (SSB, KOSTRA publishing calendar)."""
SHIPPED_MARKS = {"mark": "", "updated": "2026-03-16"}
"""Marks of every shipped figure: none, and the day on which its table was published."""
MOST_OF_ALL = 1.5
"""A share above this is a misprint or a wrong unit, unless the list of keys says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KostraFigures:
    """Observed key figures. Figures belong to the calendar year, stocks to its 31 December.

    values   (key, region, year)  in the unit that the key names, shares 0 to 1, NaN where missing
    reasons  (key, region, year)  position in `missing.REASONS`, -1 where there is a figure
    revised  (key, year)  False where the figures are, or may be, unrevised
    axes     key: all that are known; region: municipality codes, "EAK" the country, "EAKUO" the
             country without Oslo, "EKG01" to "EKG17" (groups; estimates weighted by SSB); year
    sources  one a table

    Raises OutOfRange naming the cell.
    """

    values: FloatArray
    reasons: NDArray[np.int8]
    revised: BoolArray
    axes: Axes
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        check_shape(self.values, self.axes, name="values")
        check_shape(self.reasons, self.axes, name="reasons")
        check_shape(self.revised, Axes((self.axes["key"], self.axes["year"])), name="revised")
        _check_missing(self)
        _check_range(self)
        make_read_only(self.values, self.reasons, self.revised)

    @property
    def keys(self) -> tuple[str, ...]:
        return self.axes["key"].labels

    @property
    def regions(self) -> tuple[str, ...]:
        return self.axes["region"].labels

    @property
    def years(self) -> tuple[int, ...]:
        return self.axes["year"].labels

    def value(self, key: str, region: str, year: int) -> float | Missing:
        """One figure, or why it is missing.

        Raises LabelMismatch for a key that does not exist, UnknownPlace for such a region.
        """
        k = self._key(key)
        _check_region(region)
        if region not in self.regions or year not in self.years:
            return Missing("not fetched")
        cell = k, self.regions.index(region), self.years.index(year)
        if np.isnan(self.values[cell]):
            return Missing(REASONS[self.reasons[cell]])
        return float(self.values[cell])

    def newest(self, key: str, region: str, *, up_to: int) -> tuple[int, float] | None:
        """The newest year not after `up_to` that has a figure, and the figure; None without one.

        Raises LabelMismatch for a key that does not exist, UnknownPlace for such a region.
        """
        for year in sorted((y for y in self.years if y <= up_to), reverse=True):
            figure = self.value(key, region, year)
            if not isinstance(figure, Missing):
                return year, figure
        self.value(key, region, up_to)
        return None

    def is_revised(self, key: str, year: int) -> bool:
        """Whether a year's figures are known to be revised; False for a year that is not held."""
        held = year in self.years
        return bool(held and self.revised[self._key(key), self.years.index(year)])

    def _key(self, key: str) -> int:
        return self.axes["key"].position(key)


def _check_region(region: str) -> None:
    if region in geography().by_code or region in (COUNTRY, WITHOUT_OSLO, *GROUPS):
        return
    raise UnknownPlace(
        f"KOSTRA has no region {region!r}; it has municipalities by number, {COUNTRY} (the "
        f"country), {WITHOUT_OSLO} (without Oslo) and {GROUPS[0]} to {GROUPS[-1]} (groups)."
    )


def _check_missing(held: KostraFigures) -> None:
    """A cell has a figure or a reason, not both and not neither."""
    if ((held.reasons == THERE) != ~np.isnan(held.values)).any():
        raise LabelMismatch(
            "values and reasons disagree: each cell of KOSTRA figures has a figure or a reason."
        )


def _check_range(held: KostraFigures) -> None:
    known = indicators()
    if unknown := [key for key in held.keys if key not in known]:
        raise LabelMismatch(f"There is no key figure {unknown[0]!r} in the list of key figures.")
    lower = np.array([-np.inf if known[key].negative else 0.0 for key in held.keys])
    upper = np.array([_highest(known[key]) for key in held.keys])
    low = held.values < lower[:, None, None]
    high = held.values > upper[:, None, None]
    if not (low | high).any():
        return
    k, r, y = np.argwhere(low | high)[0]
    what = "it is never negative" if low[k, r, y] else f"a share is at most {MOST_OF_ALL}"
    raise OutOfRange(
        f"{held.keys[k]} is {held.values[k, r, y]:g} for {held.regions[r]} in {held.years[y]}; "
        f"{what}. Correct the figure or its unit where it was read."
    )


def _highest(one: Indicator) -> float:
    return MOST_OF_ALL if one.is_share and not one.beyond else np.inf


@cache
def shipped_kostra() -> KostraFigures:
    """2020 to 2025 for the country, without Oslo, KOSTRA group 8 and five municipalities.

    2025 is unrevised. The same value each time.
    """
    header, lines = shipped_rows("kostra.csv")
    years = tuple(map(int, header[2:]))
    cells = [
        {"key": key, "region": region, "year": year, "value": float(text)}
        for key, region, *figures in lines
        for year, text in zip(years, figures, strict=True)
        if text
    ]
    table = pa.Table.from_pylist([cell | SHIPPED_MARKS for cell in cells])
    return _figures([table], (SOURCES["kostra.csv"],))


def kostra(store: FigureStore) -> KostraFigures | None:
    """Every key figure that has been fetched or imported; None when none has.

    Raises TableChanged for a unit, key or column that is not as it should be, UnknownPlace.
    """
    tables, sources = [], []
    columns = ("key", "unit", "region", "year", "value", "mark", "updated")
    for dataset in SECTORS.values():
        stored = stored_table(store, dataset, columns)
        if stored is not None:
            tables.append(_in_our_units(stored[0], dataset))
            sources.append(stored[1])
    return _figures(tables, tuple(sources)) if tables else None


def _in_our_units(table: pa.Table, dataset: str) -> pa.Table:
    """The same lines, each figure in the unit that its key names."""
    pairs = table.group_by(["key", "unit"]).aggregate([]).to_pylist()
    factors: dict[str, float] = {}
    for pair in pairs:
        one = indicators().get(pair["key"])
        if one is None:
            raise TableChanged(
                f"The stored figures {dataset!r} have the key {pair['key']!r}, which is not in "
                "the list of key figures; fetch or import them again."
            )
        if factors.setdefault(one.key, one.factor(pair["unit"])) != one.factor(pair["unit"]):
            raise TableChanged(
                f"The stored figures {dataset!r} count {one.key} in two units; fetch or import "
                "them again."
            )
    places = pc.index_in(table["key"], value_set=pa.array(list(factors))).to_numpy()
    by_line = np.array(list(factors.values()))[places]
    ours = table["value"].cast(pa.float64()).to_numpy() * by_line
    # Shares are rounded, because 2.7 per cent is 0.027 and not 0.027000000000000003.
    ours = np.where(by_line < 1, np.round(ours, 10), ours)
    column = pa.array(ours, pa.float64(), from_pandas=True)
    return table.set_column(table.column_names.index("value"), "value", column)


def _figures(tables: list[pa.Table], sources: tuple[Source, ...]) -> KostraFigures:
    columns = ["key", "region", "year", "value", "mark"]
    whole = pa.concat_tables([t.select(columns) for t in tables], promote_options="permissive")
    keys = tuple(indicators())
    regions = tuple(sorted(pc.unique(whole["region"]).to_pylist()))
    years = tuple(sorted(int(y) for y in pc.unique(whole["year"]).to_pylist()))
    for region in regions:
        _check_region(region)
    axes = Axes.of(key=keys, region=regions, year=years)
    cells = _cells(whole, axes)
    values = np.full(axes.shape, np.nan).reshape(-1)
    reasons = np.full(axes.shape, REASONS.index("not fetched"), dtype=np.int8).reshape(-1)
    values[cells] = pc.fill_null(whole["value"], np.nan).to_numpy()
    reasons[cells] = np.where(np.isnan(values[cells]), reason_positions(whole["mark"]), THERE)
    return KostraFigures(
        values=values.reshape(axes.shape),
        reasons=reasons.reshape(axes.shape),
        revised=_revised(tables, axes),
        axes=axes,
        sources=sources,
    )


def _cells(whole: pa.Table, axes: Axes) -> NDArray[np.int64]:
    """Flat position of each line. Raises TableChanged when two lines claim one cell."""
    places = [
        pc.index_in(whole[axis.name], value_set=pa.array(axis.labels, whole[axis.name].type))
        for axis in axes.axes
    ]
    cells = np.ravel_multi_index(tuple(place.to_numpy() for place in places), axes.shape)
    found, count = np.unique(cells, return_counts=True)
    if (count > 1).any():
        k, r, y = np.unravel_index(found[np.argmax(count > 1)], axes.shape)
        raise TableChanged(
            f"{axes['key'].labels[k]} for {axes['region'].labels[r]} in {axes['year'].labels[y]} "
            "stands twice among the stored KOSTRA figures; fetch or import them again."
        )
    return np.asarray(cells, dtype=np.int64)


def _revised(parts: list[pa.Table], axes: Axes) -> BoolArray:
    """(key, year)  whether the year's figures were taken after they had been revised.

    They were when their table was updated after the day of revision, or when the same copy holds
    a later year: figures of the year after come nine months after that day.
    """
    revised = np.zeros((len(axes["key"]), len(axes["year"])), dtype=bool)
    years = np.array(axes["year"].labels)
    for part in parts:
        held = part.filter(pc.is_valid(part["value"]))
        if held.num_rows:
            updated, newest = pc.max(held["updated"]).as_py() or "", pc.max(held["year"]).as_py()
            day = np.array([updated[:10] >= f"{year + 1}-{REVISED}" for year in years])
            figures = held.group_by("key").aggregate([("year", "max")])
            for key, last in zip(*figures.to_pydict().values(), strict=True):
                revised[axes["key"].position(key)] = (years <= last) & (day | (years < newest))
    return revised
