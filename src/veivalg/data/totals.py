"""How many people lived in each municipality year by year, for a line through the past.

The shipped headcount has one-year ages on two dates only; this table has every year, but no ages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from veivalg.axes import Axes, BoolArray, FloatArray, check_shape, make_read_only
from veivalg.data.geography import geography
from veivalg.data.shipped import SOURCES, shipped_rows
from veivalg.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Totals:
    """Residents on 1 January, both sexes and all ages.

    persons   (municipality, year)  persons
    observed  (municipality, year)  False where the figure is an estimated split of a sum
    axes      labels of those axes; years follow on each other
    source    table and date
    """

    persons: FloatArray
    observed: BoolArray
    axes: Axes
    source: Source

    def __post_init__(self) -> None:
        check_shape(self.persons, self.axes, name="persons")
        check_shape(self.observed, self.axes, name="observed")
        make_read_only(self.persons, self.observed)


@cache
def shipped_totals() -> Totals:
    """Totals from 2005 to 2024, as shipped; the same value each time."""
    header, lines = shipped_rows("totals.csv")
    years = tuple(map(int, header[1:]))
    first = np.array([m.series_from or 0 for m in geography().municipalities])
    return Totals(
        persons=np.array([line[1:] for line in lines], dtype=np.float64),
        observed=np.array(years) >= first[:, None],
        axes=Axes.of(municipality=geography().codes, year=years),
        source=SOURCES["totals.csv"],
    )
