"""JSON-stat 2 and 1: an answer from a statistics bank as an array with labels and marks.

A missing figure is NaN with a reason, never zero. Sizes and order follow the answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.errors import SourceError

REASONS: Mapping[str, str] = {
    ".": "not possible: the figure cannot occur",
    "..": "lacking: the publisher has no figure",
    "...": "not yet published",
    ":": "confidential: hidden by the publisher",
}
"""Standard marks of Statistics Norway that stand for a missing figure."""
ZERO_MARK = "-"
"""Before 2021: exactly nil. `*` (provisional) stands beside a figure that counts."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that is not there, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Variable:
    """One dimension of a table: its codes in order, with labels and, for contents, units."""

    id: str
    label: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    role: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    elimination: bool = False
    codelists: tuple[tuple[str, str], ...] = ()

    def label_of(self, code: str) -> str:
        return self.labels[self.codes.index(code)]


@dataclass(frozen=True, slots=True)
class Cube:
    """Figures of an answer.

    variables  dimensions in the order of the array's axes
    values     float64, NaN where a figure is missing
    marks      flat index -> mark as published, only for missing figures
    """

    label: str
    updated: str
    variables: tuple[Variable, ...]
    values: NDArray[np.float64]
    marks: Mapping[int, str]
    notes: tuple[str, ...] = ()

    def variable(self, name: str) -> Variable:
        """Dimension by its id, in any case of letters. Raises SourceError."""
        for variable in self.variables:
            if variable.id.lower() == name.lower():
                return variable
        raise SourceError(f"The answer «{self.label}» has no variable {name}.")

    def positions(self, name: str) -> NDArray[np.int64]:
        """Position along one dimension of every cell, in flat order."""
        shape = self.values.shape
        axis = next(i for i, v in enumerate(self.variables) if v.id.lower() == name.lower())
        steps = np.arange(shape[axis]).reshape([-1 if i == axis else 1 for i in range(len(shape))])
        return np.broadcast_to(steps, shape).reshape(-1)

    def at(self, **codes: str) -> float | Missing:
        """One figure by its codes, or why it is missing. Raises SourceError for other codes."""
        try:
            index = tuple(v.codes.index(codes[v.id]) for v in self.variables)
        except (KeyError, ValueError) as error:
            raise SourceError(f"The answer «{self.label}» has no cell {codes}.") from error
        flat = int(np.ravel_multi_index(index, self.values.shape))
        if np.isnan(self.values[index]):
            return Missing(REASONS[self.marks.get(flat, "..")])
        return float(self.values[index])

    def reasons(self) -> dict[str, int]:
        """How many figures are missing, by reason."""
        counted: dict[str, int] = {}
        for mark in self.marks.values():
            counted[REASONS[mark]] = counted.get(REASONS[mark], 0) + 1
        return counted


def parse(text: bytes | str) -> Cube:
    """Figures from JSON-stat 2 or 1. Raises SourceError when the text is something else."""
    try:
        answer = json.loads(text)
        dataset = _dataset(answer)
        variables = _variables(dataset)
        return _cube(dataset, variables)
    except SourceError:
        raise
    except (LookupError, ValueError, TypeError, AttributeError, StopIteration) as error:
        raise SourceError(
            f"The answer is not JSON-stat, or is cut off ({type(error).__name__}: {error}). "
            "Try again; if it stays so, the service has changed its format."
        ) from error


def _dataset(answer: dict[str, Any]) -> dict[str, Any]:
    """The dataset itself: JSON-stat 1 wraps it in a bundle by name."""
    if "dimension" in answer:
        return answer
    return next(v for v in answer.values() if isinstance(v, dict) and "dimension" in v)


def _variables(dataset: dict[str, Any]) -> tuple[Variable, ...]:
    dimensions = dataset["dimension"]
    ids = dataset.get("id") or dimensions["id"]
    roles = dataset.get("role") or dimensions.get("role") or {}
    role_of = {name: role for role, names in roles.items() for name in names}
    return tuple(_variable(name, dimensions[name], role_of.get(name, "")) for name in ids)


def _variable(name: str, dimension: dict[str, Any], role: str) -> Variable:
    category, extension = dimension["category"], dimension.get("extension") or {}
    labels = category.get("label") or {}
    codes = _codes(category)
    lists = extension.get("codelists") or extension.get("codeLists") or []
    return Variable(
        id=name,
        label=dimension.get("label", name),
        codes=codes,
        labels=tuple(str(labels.get(code, code)) for code in codes),
        role=role,
        units={c: str((u or {}).get("base", "")) for c, u in (category.get("unit") or {}).items()},
        elimination=bool(extension.get("elimination")),
        codelists=tuple((c["id"], c.get("label", "")) for c in lists),
    )


def _codes(category: dict[str, Any]) -> tuple[str, ...]:
    """Codes in order; the index may be a list, an object in any order, or left out for one."""
    index = category.get("index")
    if index is None:
        return tuple(category["label"])
    if isinstance(index, list):
        return tuple(index)
    return tuple(sorted(index, key=index.__getitem__))


def _cube(dataset: dict[str, Any], variables: tuple[Variable, ...]) -> Cube:
    shape = tuple(len(v.codes) for v in variables)
    told = tuple(dataset.get("size") or dataset["dimension"].get("size") or shape)
    if told != shape:
        raise SourceError(f"The answer says it has the size {told}, but its codes are {shape}.")
    values = _values(dataset["value"], prod(shape))
    marks = _marks(dataset.get("status"), values)
    return Cube(
        label=dataset.get("label", ""),
        updated=dataset.get("updated", ""),
        variables=variables,
        values=values.reshape(shape) if values.size else np.empty((0,) * len(shape)),
        marks=marks,
        notes=_mandatory_notes(dataset),
    )


def _values(value: Any, cells: int) -> NDArray[np.float64]:
    """Flat figures; an answer about the table alone has none."""
    if isinstance(value, dict):
        flat = np.full(cells, np.nan)
        for index, figure in value.items():
            flat[int(index)] = np.nan if figure is None else figure
        return flat
    if not value:
        return np.empty(0)
    if len(value) != cells:
        raise SourceError(f"The answer holds {len(value)} figures where {cells} were due.")
    return np.array(value, dtype=np.float64)


def _marks(status: Any, values: NDArray[np.float64]) -> dict[int, str]:
    """Marks of missing figures; sets their values to NaN, and nil to 0."""
    marks: dict[int, str] = {}
    for index, mark in _marked(status, values.size):
        if mark in REASONS:
            values[index] = np.nan
            marks[index] = mark
        elif mark == ZERO_MARK and np.isnan(values[index]):
            values[index] = 0.0
    for lacking in np.flatnonzero(np.isnan(values)).tolist():
        marks.setdefault(lacking, "..")
    return marks


def _marked(status: Any, cells: int) -> Iterable[tuple[int, str]]:
    """Index and mark; the status may be an object, a list, or one mark for all."""
    if not cells or not status:
        return ()
    if isinstance(status, dict):
        return ((int(index), str(mark).strip()) for index, mark in status.items())
    if isinstance(status, str):
        return ((index, status.strip()) for index in range(cells))
    return ((i, str(mark).strip()) for i, mark in enumerate(status) if mark)


def _mandatory_notes(dataset: dict[str, Any]) -> tuple[str, ...]:
    """Notes that the publisher says must be shown with the figures."""
    notes = dataset.get("note") or []
    must = (dataset.get("extension") or {}).get("noteMandatory") or {}
    return tuple(note for i, note in enumerate(notes) if must.get(str(i)))
