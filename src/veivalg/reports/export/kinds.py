"""The kinds of results that become files: one line each says how all forms of it are made.

A new kind needs its rows, its cube, its sheets, its texts (`title`, `column.…`) and an entry here;
CSV, its description, the workbook, JSON-stat, file names and the routes follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.analysis.path_table import PathTable
from veivalg.analysis.projection import Projection
from veivalg.language import Language
from veivalg.provenance import content_hash
from veivalg.reports.export import (
    consequence_rows,
    consequence_sheets,
    path_rows,
    path_sheets,
    people_sheets,
    rows,
)
from veivalg.reports.export.cube import Cube, consequence_cube, path_cube, people_cube
from veivalg.reports.export.sheet import Sheet
from veivalg.reports.export.statement import Exported, figures_behind

MARKED = 8
"""Letters of a path's identity in a file's name."""
LONGEST_CODE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """How one kind of result is written.

    texts    keys of the description of its columns begin so; `elsewhere` has those of other kinds
    word     of file names, between `veivalg-` and the place
    columns  of the long and tidy form
    rows, count, cube, sheets   of a value
    behind   figures that stand in the description of a CSV, None for a kind without
    mark     of file names, what sets apart two values of the same place and years
    """

    texts: str
    word: str
    columns: tuple[str, ...]
    rows: Callable[[Any], Iterable[tuple[Any, ...]]]
    count: Callable[[Any], int]
    cube: Callable[[Any, Language], Cube]
    sheets: Callable[[Any, Language], Iterator[Sheet]]
    behind: Callable[[Any, Language], list[dict[str, Any]]] | None = None
    mark: Callable[[Any], str] = lambda value: ""
    elsewhere: Mapping[str, str] = field(default_factory=dict)

    def column_text(self, name: str) -> str:
        """Message key of what a column holds."""
        return f"{self.elsewhere.get(name, self.texts)}.column.{name}"


KINDS: Mapping[type[Exported], Kind] = {
    Projection: Kind(
        texts="export",
        word="",
        columns=rows.COLUMNS,
        rows=rows.rows,
        count=rows.count,
        cube=people_cube,
        sheets=people_sheets.sheets,
    ),
    ConsequenceTable: Kind(
        texts="export.consequences",
        word="consequences-",
        columns=consequence_rows.COLUMNS,
        rows=consequence_rows.rows,
        count=consequence_rows.count,
        cube=consequence_cube,
        sheets=consequence_sheets.sheets,
        behind=figures_behind,
        mark=lambda table: "-own" if table.own else "",
    ),
    PathTable: Kind(
        texts="export.consequences",
        word="path-",
        columns=path_rows.COLUMNS,
        rows=path_rows.rows,
        count=path_rows.count,
        cube=path_cube,
        sheets=path_sheets.sheets,
        behind=figures_behind,
        mark=lambda table: f"-{table.path.identity[:MARKED]}{'-own' if table.own else ''}",
        elsewhere=dict.fromkeys(("line", "source"), "export.paths"),
    ),
}


def kind_of(value: Exported) -> Kind:
    """The kind of a result."""
    return KINDS[type(value)]


def _place_in(value: Exported) -> str:
    """The place's code; of a large group how many it is, for names of files are short."""
    one = value.places[0]
    if len(one.code) <= LONGEST_CODE:
        return one.code
    return f"{len(one.members)}-{one.level}-{content_hash([one.code])[:MARKED]}"


def file_name(value: Exported, ending: str) -> str:
    """Says kind, place, years, alternative, and whether the figures are shipped or official."""
    kind = kind_of(value)
    figures = "official" if value.source.kind == "official" else "shipped"
    years = f"{value.years[0]}-{value.years[-1]}"
    named = f"{_place_in(value)}-{years}-{value.alternative}-{figures}"
    return f"veivalg-{kind.word}{named}{kind.mark(value)}.{ending}"
