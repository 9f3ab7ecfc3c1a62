"""A store of figures in memory, and tiny municipalities to try things on."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from veivalg.provenance import Source

OFFICIAL = Source(
    publisher="Statistisk sentralbyrå",
    table="07459",
    date="2024-01-01",
    kind="official",
    retrieved="2026-11-20",
)


class StoreInMemory:
    """What `SnapshotStore` answers, without a disk."""

    def __init__(self, **tables: pa.Table) -> None:
        self.tables = tables

    def latest(self, dataset: str) -> Any:
        return self.tables.get(dataset)

    def read(self, dataset: str) -> tuple[pa.Table, Source]:
        return self.tables[dataset], OFFICIAL


@pytest.fixture
def store_of() -> Callable[..., StoreInMemory]:
    return StoreInMemory


@pytest.fixture(scope="session")
def reference() -> Path:
    folder = os.environ.get("VEIVALG_REFERENCE", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("VEIVALG_REFERENCE does not name the folder of reference figures")
    return Path(folder)
