"""Writes the numbers of docs/model/worked-example.md from the model; its words stay as they are.

    python -m tools.worked_example

A line of the page is `| A1 | what | how | 2024 | 2040 |`: the numbers are replaced by the model's,
with as many decimals as stand there. Tables with a row for each age, occupation or service are
known by their first heading. A test reckons every line anew from the numbers printed elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tools.worked_numbers import YEARS, Example, Numbers, numbers
from tools.worked_tables import Rows, wide
from veivalg.analysis.consequences import chain
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography

PAGE = Path(__file__).parents[1] / "docs" / "model" / "worked-example.md"
LABEL = re.compile(r"[A-Z]\d+")
NUMBER = re.compile(r"−?[\d,]*\d(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of the page: the headings above it, and its cells."""

    head: tuple[str, ...]
    cells: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.cells[0]


def page(text: str, example: Example) -> str:
    """The page with the model's numbers in every table."""
    labelled, tables = numbers(example), wide(example)
    head: tuple[str, ...] = ()
    found = []
    for line in text.splitlines():
        cells = cells_of(line)
        if not cells:
            head = ()
        elif not head:
            head = cells
        elif not cells[0].startswith("---"):
            line = written(Row(head, cells), labelled, tables)
        found.append(line)
    return "\n".join(found) + "\n"


def rows(text: str) -> list[Row]:
    """Every row of every table of the page."""
    head: tuple[str, ...] = ()
    found = []
    for line in text.splitlines():
        cells = cells_of(line)
        if cells and head and not cells[0].startswith("---"):
            found.append(Row(head, cells))
        head = (head or cells) if cells else ()
    return found


def cells_of(line: str) -> tuple[str, ...]:
    """Cells of a line of a table; none of another line."""
    if not line.startswith("| "):
        return ()
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def written(row: Row, labelled: Numbers, tables: dict[str, Rows]) -> str:
    """A row with the model's numbers; raises KeyError for a row that the model has none for."""
    if LABEL.fullmatch(row.label):
        pair = np.broadcast_to(labelled[row.label], len(YEARS))
        values = {str(year): float(value) for year, value in zip(YEARS, pair, strict=True)}
        cells = [
            as_printed(values[name], like=cell) if name in values else cell
            for name, cell in zip(row.head, row.cells, strict=True)
        ]
    else:
        known = tables[row.head[0]][row.label]
        cells = [row.label] + [
            as_printed(value, like=cell) if value == value else cell
            for value, cell in zip(known, row.cells[1:], strict=True)
        ]
    return "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def as_printed(value: float, *, like: str) -> str:
    """With as many decimals as another number, and a real minus sign."""
    text = f"{value:,.{decimals(like)}f}"
    return text.replace("-", "−") if float(text.replace(",", "")) else text.removeprefix("-")


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


def as_number(text: str) -> float:
    """Raises ValueError for what is not a number as `as_printed` writes it."""
    if not NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is no number of the page.")
    return float(text.replace(",", "").replace("−", "-"))


def shipped_example() -> Example:
    """The example on shipped figures and the main alternative."""
    simulation = simulation_of(shipped_figures(), geography())
    return Example(chain(simulation, expected(simulation, "MMMM")))


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), shipped_example()), encoding="utf-8")
    print(f"{PAGE.name}: {len(rows(PAGE.read_text(encoding='utf-8')))} rows")
