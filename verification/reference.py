"""The reference figures, imported into a store of their own for as long as a check runs."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from veivalg.data.codes import numbers_through_time
from veivalg.data.figures import Figures, figures
from veivalg.data.geography import geography
from veivalg.sources.folder import import_folder
from veivalg.sources.snapshots import SnapshotStore

Array = NDArray[np.floating]

NOT_COMPARABLE = ("1806", "1875", "5055", "5056", "5059")
"""Municipalities with parts of one that was split: no published series before 2020."""


@contextmanager
def reference_store() -> Iterator[SnapshotStore]:
    """A store with the folder that VEIVALG_REFERENCE names imported into it."""
    folder = os.environ.get("VEIVALG_REFERENCE", "")
    if not Path(folder, "README.md").is_file():
        sys.exit(f"VEIVALG_REFERENCE is {folder!r}; set it to the folder of reference figures.")
    with tempfile.TemporaryDirectory() as place:
        store = SnapshotStore(Path(place))
        import_folder(store, Path(folder))
        yield store


def official_figures(store: SnapshotStore) -> Figures:
    found = figures(store)
    assert found.kind == "official", "the reference holds no headcount by municipality"
    return found


def comparable() -> NDArray[np.bool_]:
    """(municipality) whether the series can be compared through time."""
    return ~np.isin(geography().codes, NOT_COMPARABLE)


def official_totals(
    store: SnapshotStore, *, vintage: int, level: str, alternative: str = "MMMM"
) -> dict[str, dict[int, float]]:
    """Persons by today's code and year of an official projection; split numbers are left out."""
    today = {
        code: number.successors[0]
        for code, number in numbers_through_time().items()
        if len(number.successors) == 1
    }
    table, _ = store.read("official_projection")
    totals: dict[str, dict[int, float]] = {}
    for row in table.to_pylist():
        if (row["vintage"], row["level"], row["alternative"]) != (vintage, level, alternative):
            continue
        code = today.get(row["code"], row["code"]) if level == "municipality" else row["code"]
        by_year = totals.setdefault(code, {})
        by_year[row["year"]] = by_year.get(row["year"], 0.0) + row["persons"]
    return totals
