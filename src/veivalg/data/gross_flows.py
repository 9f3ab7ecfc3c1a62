"""Who crossed a municipality's borders: moves out inside Norway, immigration, emigration.

Counted on the municipality numbers of their time and added up on today's. A municipality that took
in a part of one that was split has no figure, rather than a guess or a sum without that part.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from veivalg.axes import Axes, FloatArray, check_shape, make_read_only
from veivalg.data.codes import numbers_through_time
from veivalg.data.geography import geography
from veivalg.data.shipped import SOURCES, shipped_rows
from veivalg.data.stored import FigureStore, stored_table
from veivalg.provenance import Source

KINDS = ("immigration", "emigration", "moved_out")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GrossFlows:
    """Persons who crossed a border, by municipality and period.

    persons   (municipality, period, kind)  persons; NaN where there is no figure
    periods   years in which each period lies; quarters stand alone
    axes      labels of the axes of `persons`
    source    table, date and hash
    """

    persons: FloatArray
    periods: tuple[int, ...]
    axes: Axes
    source: Source

    def __post_init__(self) -> None:
        check_shape(self.persons, self.axes, name="persons")
        make_read_only(self.persons)

    def before(self, year: int) -> FloatArray | None:
        """(municipality, kind) persons in all periods before a year.

        None when there are fewer than two, because one quarter alone is mostly chance.
        """
        known = [i for i, period in enumerate(self.periods) if period < year]
        if len(known) < 2:
            return None
        sums: FloatArray = self.persons[:, known].sum(axis=1)
        return sums


def gross_flows(store: FigureStore | None) -> GrossFlows:
    """Those of a store, else the shipped ones."""
    stored = None
    if store is not None:
        stored = stored_table(store, "components", ("municipality", *KINDS))
    return shipped_gross_flows() if stored is None else _on_todays_borders(*stored)


@cache
def shipped_gross_flows() -> GrossFlows:
    """First quarters of 2015 and 2016, as shipped."""
    _, lines = shipped_rows("gross_flows.csv")
    numbers = np.array([line[1:] for line in lines], dtype=np.float64)
    persons = numbers.reshape(len(lines), -1, len(KINDS))
    return _flows(persons, ("2015K1", "2016K1"), SOURCES["gross_flows.csv"])


def _on_todays_borders(table: pa.Table, source: Source) -> GrossFlows:
    when = "quarter" if "quarter" in table.column_names else "year"
    labels = tuple(sorted({str(x) for x in table[when].to_pylist()}))
    position = {code: i for i, code in enumerate(geography().codes)}
    numbers = numbers_through_time()
    persons = np.zeros((len(position), len(labels), len(KINDS)))
    counted = np.zeros(persons.shape[:2], dtype=bool)
    columns = [table[name].to_pylist() for name in ("municipality", when, *KINDS)]
    for code, period, *counts in zip(*columns, strict=True):
        heirs = numbers[code].successors if code in numbers else ()
        whole = len(heirs) == 1 and None not in counts
        for heir in heirs:
            cell = position[heir], labels.index(str(period))
            counted[cell] = True
            persons[cell] += counts if whole else np.nan
    persons[~counted] = np.nan
    return _flows(persons, labels, source)


def _flows(persons: FloatArray, labels: tuple[str, ...], source: Source) -> GrossFlows:
    return GrossFlows(
        persons=persons,
        periods=tuple(int(label[:4]) for label in labels),
        axes=Axes.of(municipality=geography().codes, period=labels, kind=KINDS),
        source=source,
    )
