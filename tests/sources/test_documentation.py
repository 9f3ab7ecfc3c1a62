from __future__ import annotations

from pathlib import Path

import pytest

from veivalg.sources.borders import BORDER_SETS
from veivalg.sources.fetching import _CLASSIFICATIONS
from veivalg.sources.file_kind import FileKind
from veivalg.sources.folder_files import BORDER_FILES, FILE_KINDS
from veivalg.sources.ssb import ORDERS

TEXT = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", FILE_KINDS, ids=lambda kind: kind.pattern)
def test_every_kind_of_file_is_described(kind: FileKind) -> None:
    described = TEXT.split("## Files for import")[1].splitlines()
    line = next(row for row in described if row.startswith(f"| `{kind.pattern}` "))
    for column in kind.columns:
        assert f"`{column.name}`{'?' if column.empty else ''}" in line


def test_every_dataset_that_is_fetched_is_described() -> None:
    datasets = [
        *(o.dataset for o in ORDERS),
        *(name for name, _, _ in _CLASSIFICATIONS),
        *(b.dataset for b in BORDER_SETS),
    ]
    for dataset in datasets:
        assert f"`{dataset}`" in TEXT, dataset
    for table in {t for order in ORDERS for ask in order.asks for t in ask.tables}:
        assert table in TEXT, table
    for pattern in BORDER_FILES:
        assert f"`{pattern}`" in TEXT
