"""Columns of an imported file: what each may hold, and which row is at fault when it does not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from veivalg.axes import OPEN_AGE
from veivalg.errors import SourceError
from veivalg.sources.arrow import Column as ArrowColumn
from veivalg.sources.arrow import pc

MARKS = (".", "..", "...", ":")
"""What publishers write where a figure is missing; as good as an empty cell, but for the reason."""
FIRST_YEAR, LAST_YEAR = 1800, 2200
"""Years outside these are misprints (assumption)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its name there, its name in the dataset, and what it may hold.

    kind   present_number, any_number (municipalities), county, region, year, quarter, sex, age,
           life_table_age, mother_age, count, whole, amount, share, text, mark (why a figure of
           the same column is missing: the publisher's mark, ".." for an empty cell, else "")
    empty  whether a cell may be empty (the publisher hides or lacks the figure)
    """

    name: str
    dataset_name: str
    kind: str
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the folder a row stands, for messages: file and number of its first row."""

    file: str
    first_row: int

    def fault(self, index: int, column: str, value: object, hint: str) -> SourceError:
        """Error that names file, row, value and fix."""
        shown = "empty" if value is None else repr(value)
        return SourceError(
            f"{self.file}, row {index + self.first_row}: {column} is {shown}; {hint} "
            "Nothing was imported."
        )


@dataclass(frozen=True, slots=True)
class Numbers:
    """Municipality numbers that a file may use: those in force now, and all since 1994."""

    present: frozenset[str]
    ever: frozenset[str]


def checked(
    table: pa.Table, columns: tuple[Column, ...], place: Place, numbers: Numbers
) -> pa.Table:
    """The columns of the dataset, each of its own type, every cell checked.

    Raises SourceError naming file, row, value and fix for the first cell at fault.
    """
    lacking = [c.name for c in columns if c.name not in table.column_names]
    if lacking:
        raise SourceError(
            f"{place.file} lacks the column {', '.join(lacking)}; it has "
            f"{', '.join(table.column_names)}. Name the columns as docs/sources.md says. "
            "Nothing was imported."
        )
    arrays = {c.dataset_name: _column(table[c.name], c, place, numbers) for c in columns}
    return pa.table(arrays)


def _column(values: ArrowColumn, column: Column, place: Place, numbers: Numbers) -> ArrowColumn:
    if column.kind == "mark":
        return _mark(values)
    values = _decoded(values)
    if not column.empty:
        _refuse(
            pc.is_null(values),
            values,
            column,
            place,
            "a missing figure is never zero: fill it in, or leave the row out.",
        )
    return _KINDS[column.kind](values, column, place, numbers)


def _decoded(values: ArrowColumn) -> ArrowColumn:
    """Plain values; an empty text and a mark are missing ones."""
    values = _plain(values)
    if pa.types.is_string(values.type):
        missing = pc.is_in(values, value_set=pa.array(["", *MARKS]))
        return pc.if_else(missing, pa.scalar(None, pa.string()), values)
    return values


def _plain(values: ArrowColumn) -> ArrowColumn:
    """Values that stand for themselves; texts without spaces at their ends."""
    if pa.types.is_dictionary(values.type):
        values = values.cast(values.type.value_type)
    if pa.types.is_large_string(values.type):
        values = values.cast(pa.string())
    return pc.utf8_trim_whitespace(values) if pa.types.is_string(values.type) else values


def _mark(values: ArrowColumn) -> ArrowColumn:
    """Why each cell is missing; "" where it is not."""
    values = _plain(values)
    if not pa.types.is_string(values.type):
        return pc.if_else(pc.is_null(values), "..", "")
    text = pc.fill_null(values, "")
    marked = pc.if_else(pc.is_in(text, value_set=pa.array(MARKS)), text, "")
    return pc.if_else(pc.equal(text, ""), "..", marked)


def _refuse(bad: Any, values: ArrowColumn, column: Column, place: Place, hint: str) -> None:
    index = pc.index(bad, True).as_py()
    if index >= 0:
        raise place.fault(index, column.name, values[index].as_py(), hint)


def _text(values: ArrowColumn, column: Column, place: Place, numbers: Numbers) -> ArrowColumn:
    return values.cast(pa.string())


def _one_of(
    values: ArrowColumn, column: Column, place: Place, allowed: frozenset[str], hint: str
) -> ArrowColumn:
    text = values.cast(pa.string())
    distinct = [v for v in pc.unique(text).to_pylist() if v is not None and v not in allowed]
    if distinct:
        _refuse(pc.equal(text, distinct[0]), values, column, place, hint)
    return text


def _present_number(
    values: ArrowColumn, column: Column, place: Place, numbers: Numbers
) -> ArrowColumn:
    return _one_of(
        values,
        column,
        place,
        numbers.present,
        "there is no municipality with that "
        'number now. Write four digits in quotes ("0301"), and the number in force '
        "since 2024.",
    )


def _any_number(values: ArrowColumn, column: Column, place: Place, numbers: Numbers) -> ArrowColumn:
    return _one_of(
        values,
        column,
        place,
        numbers.ever,
        'no municipality has or has had that number. Write four digits ("0301").',
    )


def _sex(values: ArrowColumn, column: Column, place: Place, numbers: Numbers) -> ArrowColumn:
    return _one_of(values, column, place, frozenset("FM"), "write F for women and M for men.")


def _within(lowest: int, highest: int, hint: str) -> _Check:
    def whole(values: ArrowColumn, column: Column, place: Place, numbers: Numbers) -> ArrowColumn:
        read = _as_number(values, column, place)
        outside = pc.or_(pc.less(read, lowest), pc.greater(read, highest))
        _refuse(pc.fill_null(outside, False), values, column, place, hint)
        broken = pc.not_equal(read, pc.floor(read))
        _refuse(pc.fill_null(broken, False), values, column, place, "write a whole number.")
        return read.cast(pa.int16())

    return whole


def _count(values: ArrowColumn, column: Column, place: Place, numbers: Numbers) -> ArrowColumn:
    read = _amount(values, column, place, numbers)
    _refuse(
        pc.fill_null(pc.less(read, 0), False),
        values,
        column,
        place,
        "a count is never below zero: correct the cell.",
    )
    return read


def _share(values: ArrowColumn, column: Column, place: Place, numbers: Numbers) -> ArrowColumn:
    read = _count(values, column, place, numbers)
    _refuse(
        pc.fill_null(pc.greater(read, 1), False),
        values,
        column,
        place,
        "a share lies from 0 to 1: divide per cent by 100, and figures per 1,000 by 1,000.",
    )
    return read


def _amount(values: ArrowColumn, column: Column, place: Place, numbers: Numbers) -> ArrowColumn:
    read = _as_number(values, column, place)
    _refuse(
        pc.fill_null(pc.invert(pc.is_finite(read)), False),
        values,
        column,
        place,
        "write a number, or leave the cell empty where the figure is missing.",
    )
    return read


def _as_number(values: ArrowColumn, column: Column, place: Place) -> ArrowColumn:
    """Values as float64; a cell that is no number is named."""
    if not pa.types.is_string(values.type):
        return values.cast(pa.float64())
    try:
        return values.cast(pa.float64())
    except pa.ArrowInvalid:
        for index, text in enumerate(values.to_pylist()):
            if text is not None and not _is_number(text):
                raise place.fault(
                    index,
                    column.name,
                    text,
                    "write a number with a point for decimals, or "
                    "leave the cell empty where the figure is missing.",
                ) from None
        raise


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


_Check = Callable[[ArrowColumn, Column, Place, Numbers], ArrowColumn]

_KINDS: Mapping[str, _Check] = {
    "present_number": _present_number,
    "any_number": _any_number,
    "text": _text,
    "sex": _sex,
    "year": _within(FIRST_YEAR, LAST_YEAR, "write the year with four digits."),
    "age": _within(
        0,
        OPEN_AGE,
        f"ages run from 0 to {OPEN_AGE}, the last being "
        f"{OPEN_AGE} and over: add older ages to {OPEN_AGE}.",
    ),
    "life_table_age": _within(0, OPEN_AGE + 1, f"ages of a life table run to {OPEN_AGE + 1}."),
    "mother_age": _within(10, 60, "ages of mothers run from 10 to 60."),
    "count": _count,
    "share": _share,
    "amount": _amount,
}


def refuse_repeats(table: pa.Table, key: tuple[str, ...], place: Place) -> None:
    """Raise SourceError when two rows have the same key."""
    codes = _key_codes(table, key)
    order = np.argsort(codes, kind="stable")
    same = np.flatnonzero(codes[order][1:] == codes[order][:-1])
    if same.size:
        index = int(order[same[0] + 1])
        row = {name: table[name][index].as_py() for name in key}
        what = ", ".join(f"{name} {value}" for name, value in row.items())
        raise SourceError(
            f"{place.file}, row {index + place.first_row}: {what} is there twice; keep one of "
            "the rows. Nothing was imported."
        )


def _key_codes(table: pa.Table, key: tuple[str, ...]) -> NDArray[np.int64]:
    """One whole number per row, equal exactly when the key columns are equal."""
    codes = np.zeros(table.num_rows, dtype=np.int64)
    for name in key:
        encoded = table[name].combine_chunks().dictionary_encode()
        part = np.asarray(encoded.indices.fill_null(len(encoded.dictionary)), dtype=np.int64)
        codes = codes * (len(encoded.dictionary) + 1) + part
    return codes


def refuse_holes(
    table: pa.Table, block: tuple[str, ...], *, cells: int, what: str, place: Place
) -> None:
    """Raise SourceError unless every block (municipality and year) has all its cells."""
    codes = _key_codes(table, block)
    found, first, count = np.unique(codes, return_index=True, return_counts=True)
    short = np.flatnonzero(count != cells)
    if short.size:
        index = int(first[short[0]])
        where = ", ".join(f"{name} {table[name][index].as_py()}" for name in block)
        raise SourceError(
            f"{place.file}: {where} has {int(count[short[0]])} rows and not {cells} ({what}), the "
            f"first of them row {index + place.first_row}; a missing figure is never zero: add "
            f"the rows, or leave out that block. Nothing was imported. ({found.size} blocks read.)"
        )
