"""Answers of a statistics bank as tidy rows: one column per variable, our codes, our units."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from veivalg.errors import ServiceUnavailable, TableChanged
from veivalg.sources.arrow import Column, listed, pc
from veivalg.sources.jsonstat import Cube
from veivalg.sources.orders import Settled

UNFINISHED_SHARE = 0.1
"""Municipalities without residents in the newest year that cannot be new ones (assumption)."""
STILL_INSIDE = {"1580": "1508"}
"""Municipality without figures -> the one that holds them: Haram lay in Ålesund 2020-2023."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A settled table and its answers, in the order of its parts."""

    settled: Settled
    cubes: tuple[Cube, ...]

    def rows(self) -> pa.Table:
        """A row per cell: the wants as columns of text, and `value`, null where missing."""
        return pa.concat_tables([self._rows(cube) for cube in self.cubes]).combine_chunks()

    def marked_rows(self) -> pa.Table:
        """The same with `mark`: the publisher's mark where a figure is missing, else ""."""
        marks = pa.chunked_array([_marks(cube) for cube in self.cubes], pa.string())
        return self.rows().append_column("mark", marks.combine_chunks())

    def units(self, name: str) -> dict[str, str]:
        """Unit of each of our codes of a variable, as published; "" where none is told."""
        variable = self.cubes[0].variable(self.settled.ids[name])
        own = _lowered(self.settled.clean[name])
        return {own[code.lower()]: variable.units.get(code, "") for code in variable.codes}

    def _rows(self, cube: Cube) -> pa.Table:
        columns = {name: self._column(cube, name) for name in self.settled.ids}
        values = pa.array(cube.values.reshape(-1), pa.float64(), from_pandas=True)
        return pa.table({**columns, "value": values})

    def _column(self, cube: Cube, name: str) -> Column:
        variable = cube.variable(self.settled.ids[name])
        clean = self.settled.clean[name]
        own = _lowered(clean)
        unknown = [c for c in variable.codes if c.lower() not in own]
        if unknown:
            raise TableChanged(
                f"Table {self.settled.entry.id} answers {variable.id} {unknown[0]}, which was "
                "not asked for; its codes have changed. Run `veivalg data fetch` again."
            )
        words = pa.array([own[c.lower()] for c in variable.codes], pa.string())
        places: Column = pa.array(cube.positions(variable.id).astype(np.int32))
        return pa.DictionaryArray.from_arrays(places, words).cast(pa.string())

    def missing(self) -> str:
        """Sentence on figures that are missing, by reason; "" when none is."""
        total: dict[str, int] = {}
        for cube in self.cubes:
            for reason, count in cube.reasons().items():
                total[reason] = total.get(reason, 0) + count
        return "; ".join(f"{count} cells {reason}" for reason, count in sorted(total.items()))


def _marks(cube: Cube) -> pa.Array:
    marks = np.full(cube.values.size, "", dtype=object)
    for index, mark in cube.marks.items():
        marks[index] = mark
    return pa.array(marks, pa.string())


def _lowered(codes: Mapping[str, str]) -> dict[str, str]:
    """Codes are not case-sensitive, and the answer may write them otherwise than the list."""
    return {code.lower(): own for code, own in codes.items()}


def whole_number(column: Column) -> Column:
    """Labels such as "007", "105+" and "2024" as numbers."""
    distinct = pc.unique(column).to_pylist()
    numbers = {text: int(re.sub(r"\D", "", str(text))) for text in distinct}
    encoded = column.combine_chunks().dictionary_encode()
    values = pa.array([numbers[t] for t in listed(encoded.dictionary)], pa.int16())
    return values.take(encoded.indices)


def sex_letter(column: Column) -> Column:
    """SSB's 1 for men and 2 for women as M and F."""
    return pc.if_else(pc.equal(column, "1"), "M", "F")


def wide(rows: pa.Table, keys: Sequence[str], names: Sequence[str]) -> pa.Table:
    """Contents as columns: one row per key, null where a content has no figure."""
    result: pa.Table | None = None
    for name in names:
        part = rows.filter(pc.equal(rows["content"], name))
        part = part.select([*keys, "value"]).rename_columns([*keys, name])
        result = part if result is None else result.join(part, keys=list(keys))
    assert result is not None, "at least one content"
    return result.sort_by([(key, "ascending") for key in keys])


def population_rows(answered: Answered) -> tuple[pa.Table, str]:
    """Residents by municipality, year, sex and age; municipality-years without figures left out.

    A municipality whose every cell of a year is 0 or missing has no figures on these borders
    that year: nobody lives in no municipality of Norway.
    Returns the rows and a remark on what is lacking.
    """
    rows = answered.rows()
    table = pa.table(
        {
            "municipality": rows["place"],
            "year": whole_number(rows["year"]),
            "sex": sex_letter(rows["sex"]),
            "age": whole_number(rows["age"]),
            "persons": rows["value"],
        }
    )
    lacking = _without_figures(table)
    _refuse_unfinished(table, lacking)
    kept = table.filter(pa.array(~_is_in(table, lacking)))
    quality = np.where(_is_in(kept, _holders(lacking)), "includes_other", "observed")
    kept = kept.append_column("quality", pa.array(quality, pa.string()))
    return kept, _lacking_remark(lacking)


def _refuse_unfinished(table: pa.Table, lacking: set[tuple[str, int]]) -> None:
    """Between 05:00 and 08:00 figures under revision show as 0 or dots; those are not figures."""
    newest = pc.max(table["year"]).as_py()
    now = sorted(place for place, year in lacking if year == newest)
    if len(now) > UNFINISHED_SHARE * len(pc.unique(table["municipality"])):
        raise ServiceUnavailable(
            f"The newest year, {newest}, shows no residents in {len(now)} municipalities "
            f"({', '.join(now[:3])} ...): SSB is revising the figures, as it does in the early "
            "morning. Run `veivalg data fetch` after 08:15; the figures here are unchanged."
        )


def _block_codes(table: pa.Table) -> tuple[NDArray[np.int64], list[tuple[str, int]]]:
    """Number of each row's (municipality, year), and those pairs in order."""
    places = table["municipality"].combine_chunks().dictionary_encode()
    years = table["year"].combine_chunks().dictionary_encode()
    count = len(years.dictionary)
    codes = np.asarray(places.indices, dtype=np.int64) * count + np.asarray(
        years.indices, dtype=np.int64
    )
    pairs = [(str(p), int(y)) for p in listed(places.dictionary) for y in listed(years.dictionary)]
    return codes, pairs


def _without_figures(table: pa.Table) -> set[tuple[str, int]]:
    codes, pairs = _block_codes(table)
    persons = np.nan_to_num(table["persons"].to_numpy())
    sums = np.bincount(codes, weights=persons, minlength=len(pairs))
    asked = np.bincount(codes, minlength=len(pairs)) > 0
    return {
        pair for pair, total, there in zip(pairs, sums, asked, strict=True) if there and total == 0
    }


def _is_in(table: pa.Table, chosen: set[tuple[str, int]]) -> NDArray[np.bool_]:
    codes, pairs = _block_codes(table)
    return np.array([pair in chosen for pair in pairs], dtype=bool)[codes]


def _holders(lacking: set[tuple[str, int]]) -> set[tuple[str, int]]:
    """Municipality-years whose figures include those of another municipality."""
    return {(STILL_INSIDE[p], year) for p, year in lacking if p in STILL_INSIDE}


def _lacking_remark(lacking: set[tuple[str, int]]) -> str:
    places: dict[str, list[int]] = {}
    for place, year in sorted(lacking):
        places.setdefault(place, []).append(year)
    spans = [f"{place} {span}" for place, years in places.items() for span in _spans(years)]
    return f"No figures on present borders: {', '.join(spans)}." if spans else ""


def _spans(years: Sequence[int]) -> list[str]:
    """Rising years as spans without holes: 2005-2019, 2022."""
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    return [f"{s[0]}-{s[-1]}" if len(s) > 1 else f"{s[0]}" for s in spans]
