"""A sheet of a workbook before it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple


class Line(NamedTuple):
    """Cells of a line, counted from 0. Text stays text, None leaves the cell empty."""

    number: int
    cells: Iterable[Any]
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sheet:
    """Lines in the order they stand.

    widths  (first column, last column, letters)
    headed  the first line stays when the rest is scrolled
    """

    name: str
    widths: tuple[tuple[int, int, int], ...]
    lines: Iterable[Line]
    headed: bool = False
