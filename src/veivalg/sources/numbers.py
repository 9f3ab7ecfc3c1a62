"""Municipality numbers that exist or have existed, to tell a misprint from a number.

The list is KLASS 131 (Statistisk sentralbyrå, CC BY 4.0) as it stood for 1994-2026; numbers of
later years come from KLASS when figures are fetched. Names and changes live in `data`.
"""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from importlib.resources import files

from veivalg.errors import SnapshotError
from veivalg.sources.snapshots import SnapshotStore

KLASS_DATASET = "municipality_numbers"


@lru_cache(maxsize=1)
def listed_numbers() -> dict[str, int | None]:
    """Number -> last year it was in force, None while it still is."""
    text = files("veivalg.sources").joinpath("municipality_numbers.txt").read_text("utf-8")
    lines = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return {parts[0]: int(parts[1]) if len(parts) > 1 else None for parts in lines}


def present_numbers(store: SnapshotStore | None = None) -> frozenset[str]:
    """Numbers in force now: those listed, and those KLASS has given since."""
    listed = {number for number, last in listed_numbers().items() if last is None}
    return frozenset(listed | _from_klass(store))


def all_numbers(store: SnapshotStore | None = None) -> frozenset[str]:
    """Every number since 1994, in force or not."""
    return frozenset(listed_numbers()) | _from_klass(store)


def _from_klass(store: SnapshotStore | None) -> frozenset[str]:
    if store is None:
        return frozenset()
    with suppress(SnapshotError):
        if store.latest(KLASS_DATASET):
            table, _ = store.read(KLASS_DATASET)
            return frozenset(map(str, table["municipality"].to_pylist())) - {"9999"}
    return frozenset()
