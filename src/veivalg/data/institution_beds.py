"""Beds in institutions for care: by municipality, and by KOSTRA group beside the residents of 80+.

Counted on the municipality numbers of their time and added up on today's. A municipality that took
in a part of one that was split, or where a part has no figure, has none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from veivalg.axes import Axes, FloatArray, IntArray, check_shape, make_read_only, require_counts
from veivalg.data.codes import Number
from veivalg.data.geography import geography
from veivalg.data.shipped import SOURCES, shipped_rows
from veivalg.data.stored import FigureStore, stored_table, years_in
from veivalg.errors import OutOfRange, UnknownPlace
from veivalg.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InstitutionBeds:
    """Beds in institutions at the end of the year.

    beds    (municipality, year)  beds, on today's borders; NaN where there is no figure
    axes    labels of those axes, all municipalities
    source  table and date

    Raises OutOfRange naming the cell.
    """

    beds: FloatArray
    axes: Axes
    source: Source

    def __post_init__(self) -> None:
        check_shape(self.beds, self.axes, name="beds")
        require_counts(np.nan_to_num(self.beds), self.axes, name="beds")
        make_read_only(self.beds)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GroupBeds:
    """Beds and the old by KOSTRA group, each summed over the municipalities that have both.

    beds               (group)  beds in institutions, end of 2018
    residents_80_plus  (group)  persons aged 80 and over, 1 January 2019
    municipalities     (group)  how many are in the sums
    axes               group: "EKG01" to "EKG17" where a municipality is left
    source             derived by adding
    """

    beds: FloatArray
    residents_80_plus: FloatArray
    municipalities: IntArray
    axes: Axes
    source: Source

    def __post_init__(self) -> None:
        check_shape(self.municipalities, self.axes, name="municipalities")
        require_counts(self.beds, self.axes, name="beds")
        require_counts(self.residents_80_plus, self.axes, name="residents_80_plus")
        make_read_only(self.beds, self.residents_80_plus, self.municipalities)


@cache
def shipped_group_beds() -> GroupBeds:
    """Beds of 2018 by group; the same value each time."""
    _, lines = shipped_rows("beds.csv")
    return GroupBeds(
        beds=np.array([line[2] for line in lines], dtype=np.float64),
        residents_80_plus=np.array([line[3] for line in lines], dtype=np.float64),
        municipalities=np.array([line[1] for line in lines], dtype=np.int64),
        axes=Axes.of(group=tuple(line[0] for line in lines)),
        source=SOURCES["beds.csv"],
    )


def institution_beds(store: FigureStore) -> InstitutionBeds | None:
    """Imported beds by year, None when there are none. Raises UnknownPlace, OutOfRange."""
    dataset = "institution_beds"
    stored = stored_table(store, dataset, ("municipality", "year", dataset))
    if stored is None:
        return None
    table, source = stored
    axes = Axes.of(municipality=geography().codes, year=years_in(table))
    beds = np.full(axes.shape, np.nan)
    for y, year in enumerate(axes["year"].labels):
        counted = {
            line["municipality"]: line[dataset]
            for line in table.to_pylist()
            if line["year"] == year and line[dataset] is not None
        }
        for code, total in on_todays_numbers(counted, year, geography().changes).items():
            beds[axes["municipality"].position(code), y] = total
    return InstitutionBeds(beds=beds, axes=axes, source=source)


def on_todays_numbers(
    counted: Mapping[str, float], year: int, changes: Mapping[str, Number]
) -> dict[str, float]:
    """Today's municipality -> sum of the figures of those that lie in it, for a year.

    counted  figure by a number of any time; a number in force that year and not here is missing
    changes  every number, by number

    A municipality is left out when a number in force that year has no figure, or was split later.
    Raises UnknownPlace, OutOfRange for a figure on a number that was not in force.
    """
    parts: dict[str, list[float | None]] = defaultdict(list)
    for number in _in_force(year, changes.values()):
        figure = None if number.split else counted.get(number.code)
        for heir in number.successors:
            parts[heir].append(figure)
    _refuse_strangers(counted, year, changes)
    return {
        code: sum(known)
        for code, figures in parts.items()
        if len(known := [f for f in figures if f is not None]) == len(figures)
    }


def _in_force(year: int, numbers: Iterable[Number]) -> list[Number]:
    return [n for n in numbers if (n.first or 0) <= year <= (n.last or year)]


def _refuse_strangers(
    counted: Mapping[str, float], year: int, changes: Mapping[str, Number]
) -> None:
    in_force = {number.code for number in _in_force(year, changes.values())}
    for code, figure in counted.items():
        if code not in changes:
            raise UnknownPlace(
                f"The stored beds have the municipality {code!r}, a number that never was in "
                "force; import them again."
            )
        if code not in in_force:
            raise OutOfRange(
                f"The stored beds give {figure:g} beds to {code} in {year}, when that number was "
                "not in force; they would be counted twice. Import them again."
            )
