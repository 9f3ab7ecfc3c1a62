"""A table of the emulated statistics bank: variables, code lists, figures, and how it answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from math import prod

import numpy as np


class Problem(Exception):
    """An error answer of the service: its HTTP status, the title and status of its body."""

    def __init__(self, title: str, status: int = 400, told: int | None = None, detail: str = ""):
        super().__init__(title)
        self.status = status
        self.body = {"type": "Parameter error", "title": title, "status": told or status}
        if detail:
            self.body["detail"] = detail


class EmptyFailure(Exception):
    """HTTP 500 without a body: the same code twice in one variable."""


@dataclass
class Listed:
    """A code list: its codes, labels, and the rows of the table behind each."""

    id: str
    label: str
    kind: str
    codes: list[str]
    labels: list[str]
    rows: list[list[int]]
    members: list[list[str]]


@dataclass
class Dimension:
    """A variable; `rows` are the positions in the figures behind each of its own codes."""

    id: str
    label: str
    codes: list[str]
    labels: list[str]
    role: str = ""
    elimination: bool = False
    rows: list[list[int]] | None = None
    lists: list[Listed] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)

    def own_rows(self, size: int) -> list[list[int]]:
        return self.rows or [[i] for i in range(size)]


@dataclass
class Table:
    """Figures with an axis per variable; NaN is missing, with a mark: `marks` by cell, else `mark`.

    Cells marked on their own are not summed with others.
    """

    id: str
    label: str
    dimensions: list[Dimension]
    figures: np.ndarray
    updated: str = "2026-02-24T07:00:00Z"
    discontinued: bool = False
    mark: str = ".."
    marks: dict[tuple[int, ...], str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    values_as_object: bool = False

    @property
    def periods(self) -> list[str]:
        return next(d for d in self.dimensions if d.role == "time").codes

    def entry(self, base: str, language: str) -> dict:
        """The catalogue's line."""
        line = {
            "language": language,
            "id": self.id,
            "label": f"{self.id}: {self.label}",
            "description": "",
            "updated": self.updated,
            "firstPeriod": self.periods[0],
            "lastPeriod": self.periods[-1],
            "category": "public",
            "variableNames": [d.label for d in self.dimensions],
            "source": "Statistisk sentralbyrå",
            "subjectCode": "be",
            "timeUnit": "Annual",
            "paths": [[{"id": "be", "label": "Befolkning"}]],
            "links": [{"rel": "self", "hreflang": language, "href": f"{base}/tables/{self.id}"}],
        }
        return line | ({"discontinued": True} if self.discontinued else {})

    def metadata(self, key: str) -> dict:
        """JSON-stat 2 with all codes and no figures; `key` is codelists or codeLists."""
        answer = self._shell([(d, d.codes, d.labels) for d in self.dimensions])
        for dimension in self.dimensions:
            extension = answer["dimension"][dimension.id]["extension"]
            extension["elimination"] = dimension.elimination
            extension[key] = [
                {"id": x.id, "label": x.label, "type": x.kind} for x in dimension.lists
            ]
        return answer | {"value": []}

    def answer(self, asked: dict[str, tuple[str, list[str]]], most_cells: int) -> dict:
        """Figures for codes per variable: {variable in lower case: (code list, expressions)}."""
        self._refuse_unknown(asked)
        chosen, axes = [], []
        for dimension in self.dimensions:
            size = self.figures.shape[len(axes)]
            if dimension.id.lower() not in asked:
                if not dimension.elimination:
                    raise Problem("Missing selection for mandantory variable")
                axes.append([list(range(size))])
                continue
            codelist, expressions = asked[dimension.id.lower()]
            codes, labels, rows = _listed(dimension, codelist, size)
            places = _places(codes, expressions)
            chosen.append((dimension, [codes[i] for i in places], [labels[i] for i in places]))
            axes.append([rows[i] for i in places])
        if prod(len(codes) for _, codes, _ in chosen) > most_cells:
            raise Problem("Too many cells selected", detail="Too many cells selected")
        return self._filled(self._shell(chosen), axes)

    def _refuse_unknown(self, asked: dict[str, tuple[str, list[str]]]) -> None:
        known = {d.id.lower() for d in self.dimensions}
        if set(asked) - known:
            raise Problem("Non-existent variable")

    def _filled(self, answer: dict, axes: list[list[list[int]]]) -> dict:
        values = self.figures
        for axis, rows in enumerate(axes):
            if all(len(r) == 1 for r in rows):
                values = np.take(values, [r[0] for r in rows], axis=axis)
            else:
                values = np.stack(
                    [np.take(values, r, axis=axis).sum(axis=axis) for r in rows], axis=axis
                )
        flat = values.reshape(-1)
        missing = np.flatnonzero(np.isnan(flat)).tolist()
        figures = [int(x) if x == int(x) else round(x, 6) for x in np.nan_to_num(flat).tolist()]
        for index in missing:
            figures[index] = None
        if missing:
            own = self._own_marks(axes)
            answer["status"] = {str(i): own.get(i, self.mark) for i in missing}
        if self.values_as_object:
            answer["value"] = {str(i): v for i, v in enumerate(figures) if v is not None}
        else:
            answer["value"] = figures
        return answer

    def _own_marks(self, axes: list[list[list[int]]]) -> dict[int, str]:
        """Flat place in the answer -> mark, for cells marked on their own."""
        shape = tuple(len(rows) for rows in axes)
        places = [{rows[0]: i for i, rows in enumerate(axis)} for axis in axes]
        asked = {
            tuple(p[i] for p, i in zip(places, cell, strict=True)): mark
            for cell, mark in self.marks.items()
            if all(i in p for p, i in zip(places, cell, strict=True))
        }
        return {int(np.ravel_multi_index(cell, shape)): mark for cell, mark in asked.items()}

    def _shell(self, chosen: list[tuple[Dimension, list[str], list[str]]]) -> dict:
        answer = {
            "version": "2.0",
            "class": "dataset",
            "label": f"{self.id}: {self.label}",
            "source": "Statistisk sentralbyrå",
            "updated": self.updated,
            "note": self.notes,
            "role": {},
            "id": [d.id for d, _, _ in chosen],
            "size": [len(codes) for _, codes, _ in chosen],
            "dimension": {},
            "extension": {
                "noteMandatory": {"0": True} if self.notes else {},
                "px": {"tableid": self.id, "aggregallowed": True},
                "discontinued": self.discontinued or None,
            },
        }
        for dimension, codes, labels in chosen:
            if dimension.role:
                answer["role"].setdefault(dimension.role, []).append(dimension.id)
            answer["dimension"][dimension.id] = _category(dimension, codes, labels)
        return answer


def _category(dimension: Dimension, codes: list[str], labels: list[str]) -> dict:
    """The index is an object, and not in order: the position is what counts."""
    pairs = sorted(zip(codes, range(len(codes)), strict=True))
    category = {"index": dict(pairs), "label": dict(zip(codes, labels, strict=True))}
    if dimension.units:
        category["unit"] = {
            c: {"base": dimension.units.get(c, "antall"), "decimals": 0} for c in codes
        }
    return {
        "label": dimension.label,
        "category": category,
        "extension": {"elimination": False, "show": "value"},
    }


def _listed(
    dimension: Dimension, codelist: str, size: int
) -> tuple[list[str], list[str], list[list[int]]]:
    if not codelist:
        return dimension.codes, dimension.labels, dimension.own_rows(size)
    for listed in dimension.lists:
        if listed.id == codelist:
            return listed.codes, listed.labels, listed.rows
    raise Problem("Non-existent codelist")


def _places(codes: list[str], expressions: list[str]) -> list[int]:
    lowered = [c.lower() for c in codes]
    found: list[int] = []
    plain = [e.lower() for e in expressions if not re.search(r"[*?()]", e)]
    if len(set(plain)) != len(plain):
        raise EmptyFailure
    for expression in expressions:
        matching = _matching(lowered, expression.lower())
        if not matching:
            raise Problem("Non-existent value")
        found.extend(i for i in matching if i not in found) if len(expressions) < 50 else (
            found.extend(matching)
        )
    return found


def _matching(codes: list[str], expression: str) -> list[int]:
    called = re.fullmatch(r"(top|bottom|from|to|range)\(([^)]*)\)", expression)
    if called:
        return _called(codes, called[1], [a.strip() for a in called[2].split(",")])
    if "(" in expression or ")" in expression:
        raise Problem("Illegal selection expression")
    if "*" in expression or "?" in expression:
        return [i for i, c in enumerate(codes) if fnmatchcase(c, expression)]
    return [codes.index(expression)] if expression in codes else []


def _called(codes: list[str], name: str, given: list[str]) -> list[int]:
    every = list(range(len(codes)))
    try:
        if name in ("top", "bottom"):
            count, offset = int(given[0]), int(given[1]) if len(given) > 1 else 0
            turned = every[::-1] if name == "top" else every
            return sorted(turned[offset : offset + count])
        first = codes.index(given[0])
        if name == "from":
            return every[first:]
        if name == "to":
            return every[: first + 1]
        return every[first : codes.index(given[1]) + 1]
    except (ValueError, IndexError):
        raise Problem("Non-existent value") from None
