"""What the income system reckons that a municipality must spend, against the country.

The ministry calculates an index from age, settlement and living conditions for the services that
the equalisation of spending covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from veivalg.axes import Axes, FloatArray, check_shape, make_read_only
from veivalg.data.geography import geography
from veivalg.data.shipped import SOURCES, shipped_rows
from veivalg.data.stored import FigureStore, pivoted, positions, stored_table, years_in
from veivalg.errors import OutOfRange, UnknownPlace
from veivalg.provenance import Source

LOWEST, HIGHEST = 0.5, 4.0
"""Outside these it is per cent or a misprint (assumption; published 2025-2026: 0.91 to 1.92)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExpenditureNeed:
    """Index of calculated expenditure need per resident.

    index   (municipality, year)  the country is 1; NaN where the source has none
    axes    labels of those axes, all municipalities
    source  table and date

    Raises OutOfRange naming the cell.
    """

    index: FloatArray
    axes: Axes
    source: Source

    def __post_init__(self) -> None:
        check_shape(self.index, self.axes, name="index")
        bad = (self.index < LOWEST) | (self.index > HIGHEST)
        if bad.any():
            m, y = np.argwhere(bad)[0]
            raise OutOfRange(
                f"The expenditure need of {self.axes['municipality'].labels[m]} in "
                f"{self.axes['year'].labels[y]} is {self.index[m, y]:g}; it lies from {LOWEST} to "
                f"{HIGHEST}, and the country is 1. Divide per cent by 100 where it is read."
            )
        make_read_only(self.index)


@cache
def shipped_expenditure_need() -> ExpenditureNeed:
    """The indices of 2025 and 2026; the same value each time."""
    header, lines = shipped_rows("need_index.csv")
    return ExpenditureNeed(
        index=np.array([[float(text) if text else np.nan for text in line[1:]] for line in lines]),
        axes=Axes.of(municipality=geography().codes, year=tuple(map(int, header[1:]))),
        source=SOURCES["need_index.csv"],
    )


def expenditure_need(store: FigureStore) -> ExpenditureNeed | None:
    """The imported indices, None when there are none. Raises UnknownPlace, TableChanged."""
    dataset, column = "expenditure_need", "expenditure_need_index"
    stored = stored_table(store, dataset, ("municipality", "year", column))
    if stored is None:
        return None
    table, source = stored
    axes = Axes.of(municipality=geography().codes, year=years_in(table))
    places = [positions(table, axis, dataset=dataset, wrong=UnknownPlace) for axis in axes.axes]
    index = pivoted(table, column, places, axes, dataset=dataset)
    return ExpenditureNeed(index=index, axes=axes, source=source)
