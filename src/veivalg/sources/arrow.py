"""Arrow columns and functions over them, untyped: the published types do not fit the library.

They refuse, for one, a plain number where a function takes one (pyarrow-stubs 20, 2026).
"""

from __future__ import annotations

from typing import Any, TypeAlias

import pyarrow.compute

pc: Any = pyarrow.compute
Column: TypeAlias = Any
"""A column of a table, in one piece or in several."""


def listed(column: Column) -> list[Any]:
    """A column's values, None where one is missing."""
    return list(column.to_pylist())
