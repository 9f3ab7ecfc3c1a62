"""Tables as they are stored, turned into arrays on known axes.

A stored table is tidy: one line per figure. Here each line finds its cell, and whatever does not
fit is an error that names the line. A cell without a line, or with an empty one, is NaN.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veivalg.axes import Axes, Axis, FloatArray, IntArray
from veivalg.errors import OutOfRange, SnapshotError, TableChanged, VeivalgError
from veivalg.provenance import Source

SEX_LETTERS = ("F", "M")
"""How stored tables write the sexes, in the order of `axes.SEXES`."""


class FigureStore(Protocol):
    """What is asked of a store of snapshots; `sources.SnapshotStore` is one."""

    def latest(self, dataset: str) -> Any:
        """The newest snapshot of a dataset, None when there is none."""

    def read(self, dataset: str) -> tuple[pa.Table, Source]:
        """The table of the newest snapshot, and where it comes from."""


def stored_table(
    store: FigureStore, dataset: str, columns: Sequence[str]
) -> tuple[pa.Table, Source] | None:
    """A dataset with the columns asked for, None when the store has none.

    Raises SnapshotError when it has no lines, TableChanged when a column is lacking.
    """
    if store.latest(dataset) is None:
        return None
    table, source = store.read(dataset)
    lacking = [name for name in columns if name not in table.column_names]
    if lacking:
        raise TableChanged(
            f"The stored figures {dataset!r} have no column {lacking[0]!r}, only "
            f"{', '.join(table.column_names)}; fetch or import them again."
        )
    if table.num_rows == 0:
        raise SnapshotError(
            f"The stored figures {dataset!r} are empty; fetch or import them again."
        )
    return table, source


def years_in(table: pa.Table) -> tuple[int, ...]:
    """The years of a table, rising."""
    return tuple(sorted(int(year) for year in pc.unique(table["year"]).to_pylist()))


def positions(
    table: pa.Table, axis: Axis, *, dataset: str, wrong: type[VeivalgError], column: str = ""
) -> IntArray:
    """(line)  place along an axis of each line's label.

    Raises `wrong` for a label that the axis does not have, naming it.
    """
    column = column or axis.name
    values = table[column].combine_chunks()
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    labels = pa.array(stored_labels(axis), type=values.type)
    found = pc.index_in(values, value_set=labels)
    if found.null_count:
        line = int(np.argmax(pc.is_null(found).to_numpy(zero_copy_only=False)))
        raise wrong(
            f"The stored figures {dataset!r} have {column} {values[line].as_py()!r} in line "
            f"{line + 1}; known are {stored_labels(axis)[0]} to {stored_labels(axis)[-1]}. "
            "Fetch or import them again."
        )
    places: IntArray = found.to_numpy().astype(np.int64)
    return places


def stored_labels(axis: Axis) -> tuple[Any, ...]:
    """Labels of an axis as stored tables write them."""
    return SEX_LETTERS if axis.name == "sex" else axis.labels


def pivoted(
    table: pa.Table, value: str, places: Sequence[IntArray], axes: Axes, *, dataset: str
) -> FloatArray:
    """An array on `axes` of one column; cells without a figure are NaN.

    places  one array per axis, from `positions`

    Raises TableChanged when two lines claim one cell, OutOfRange when a figure is negative.
    """
    cells = np.ravel_multi_index(tuple(places), axes.shape)
    figures = table[value].cast(pa.float64()).to_numpy().astype(np.float64)
    negative = figures < 0
    if negative.any():
        line = int(np.argmax(negative))
        raise OutOfRange(
            f"{value} is {figures[line]:g} for {_where(int(cells[line]), axes)} in the stored "
            f"figures {dataset!r}; it is never negative. Fetch or import them again."
        )
    array = np.full(int(np.prod(axes.shape)), np.nan)
    array[cells] = figures
    if len(cells) > len(array) or np.bincount(cells, minlength=len(array)).max() > 1:
        cell = int(np.bincount(cells).argmax())
        raise TableChanged(
            f"{_where(cell, axes)} stands twice in the stored figures {dataset!r}. "
            "Fetch or import them again."
        )
    return array.reshape(axes.shape)


def _where(cell: int, axes: Axes) -> str:
    place = np.unravel_index(cell, axes.shape)
    return ", ".join(f"{a.name} {a.labels[i]}" for a, i in zip(axes.axes, place, strict=True))
