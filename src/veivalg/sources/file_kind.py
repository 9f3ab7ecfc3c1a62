"""What a kind of importable file looks like: its names, its columns, the dataset it becomes."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.sources.columns import Column

SSB = "Statistisk sentralbyrå"
HMD = "Human Mortality Database og Human Fertility Database"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """A kind of file: which names it has, what its columns hold, which dataset it becomes.

    pattern    name without years and ending
    dataset    "" when the dataset has the file's own name
    key        columns that together occur once
    block      columns of a block that must be whole, with its number of rows and their meaning
    moment     "start" when figures are counted on 1 January of `year`, else "end" of the year
    """

    pattern: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    dataset: str = ""
    block: tuple[str, ...] = ()
    block_rows: int = 0
    block_meaning: str = ""
    table: str = ""
    publisher: str = SSB
    moment: str = "end"
    note: str = ""
    fixed: tuple[tuple[str, str], ...] = ()


def columns(*described: str) -> tuple[Column, ...]:
    """Columns from "name kind", "name>dataset_name kind", a trailing ? allowing empty cells."""
    return tuple(_column(text) for text in described)


def _column(text: str) -> Column:
    names, kind = text.split()
    name, _, new = names.partition(">")
    return Column(name, new or name, kind.rstrip("?"), empty=kind.endswith("?"))
