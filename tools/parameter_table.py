"""Writes docs/model/parameters.md: every default figure of the consequences, from the files.

    python tools/parameter_table.py

A test compares the page with the figures, so that neither changes without the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

import numpy as np

from veivalg.axes import AGES, OPEN_AGE, FloatArray
from veivalg.consequences.parameters import BASES, Parameter, default_parameters
from veivalg.shifts.figures import shift_figures

PAGE = Path(__file__).parents[1] / "docs" / "model" / "parameters.md"
MOST_ENTRIES = 9
"""So many ages, years or items of a figure stand in the table; the file has the rest."""
HEAD = """\
# Default figures

Every number that the consequences start from, as the files in
`src/veivalg/consequences/figures/` have it, and those that tell how futures and choices move them
(`src/veivalg/shifts/figures.toml`). The page is written by `python tools/parameter_table.py`, and a
test compares it with the files. How the figures are used is on the page on
[services](services.md) and those of the other chapters; [dials](dials.md) has those of futures and
choices.

What a figure rests on:

- **published**: read in the publisher's own table or text
- **quoted**: the publisher's figure as somebody else quotes it
- **derived**: our arithmetic on such figures, told after the source
- **assumption**: no figure was found; the range and the reason say how unsure it is

A range of a single number is in its own unit. A range of a row by age, year or item is a factor
on the whole row. Ages are completed years on 1 January; an age that is not named has nothing. Any
figure of the consequences can be replaced by an own one, and is then marked wherever it is used.
"""
PLACES = {"shifts": "shifts/figures.toml"}
"""Files that stand elsewhere."""
COLUMNS = ("Figure", "Value", "Unit", "Basis", "Source and reason", "Year", "Range")


def page(figures: Mapping[str, Parameter]) -> str:
    """The whole page; figures in the order of the files, a heading for each file."""
    every = sorted(figures.values(), key=_file)
    chapters = [_chapter(file, list(those)) for file, those in groupby(every, key=_file)]
    return "\n".join([HEAD, _count(every), "", *chapters])


def _chapter(file: str, figures: list[Parameter]) -> str:
    lines = [
        f"## {file}",
        "",
        f"`{PLACES.get(file, f'figures/{file}.toml')}`: {_count(figures)}",
        "",
        _line(COLUMNS),
        _line(["---"] * len(COLUMNS)),
        *(_line(_cells(one)) for one in figures),
        "",
    ]
    return "\n".join(lines)


def _file(one: Parameter) -> str:
    return one.name.split(".")[0]


def _count(figures: Iterable[Parameter]) -> str:
    of = Counter(one.basis for one in figures)
    kinds = [f"{of[basis]} {basis}" for basis in BASES if of[basis]]
    return f"{of.total()} figures, {', '.join(kinds)}."


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _cells(one: Parameter) -> list[str]:
    source = " ".join(text for text in (_sentence(one.source), _sentence(one.reason)) if text)
    return [
        f"`{one.name.split('.', 1)[1]}`",
        _value(one),
        one.unit,
        one.basis,
        source,
        "" if one.year is None else str(one.year),
        "" if one.range is None else f"{one.range[0]:g} to {one.range[1]:g}",
    ]


def _sentence(text: str) -> str:
    return text if not text or text.endswith(".") else f"{text}."


def _value(one: Parameter) -> str:
    if one.ages is not None:
        women, men = (_entries(_spans(row)) for row in one.ages)
        return women if women == men else f"women {women}; men {men}"
    if one.items:
        return _entries([(name, value) for name, value in one.items.items()])
    return _number(one.number)


def _spans(row: FloatArray) -> list[tuple[str, float]]:
    """Label and value of each run of ages with the same value; ages without any are left out."""
    starts = [0, *(np.flatnonzero(np.diff(row)) + 1).tolist()]
    ends = [*(start - 1 for start in starts[1:]), AGES[-1]]
    return [(_label(a, b), float(row[a])) for a, b in zip(starts, ends, strict=True) if row[a]]


def _label(first: int, last: int) -> str:
    if last == OPEN_AGE:
        return f"{first}+"
    return str(first) if first == last else f"{first}–{last}"


def _entries(entries: list[tuple[str, float]]) -> str:
    shown = entries
    if len(entries) > MOST_ENTRIES:
        shown = [*entries[: MOST_ENTRIES - 2], ("…", float("nan")), entries[-1]]
    return ", ".join(f"{name}: {_number(v)}" if v == v else name for name, v in shown)


def _number(value: float) -> str:
    """Without trailing noughts, large ones with a thin space between thousands."""
    text = f"{value:,.0f}" if abs(value) >= 1e6 else f"{value:,.6g}"
    return text.replace(",", "\u202f")


def shown_figures() -> dict[str, Parameter]:
    """Default figures of the consequences, and those of futures and choices."""
    return {**default_parameters().held, **shift_figures().held}


if __name__ == "__main__":
    PAGE.write_text(page(shown_figures()), encoding="utf-8")
    print(f"{PAGE.name}: {len(shown_figures())} figures")
