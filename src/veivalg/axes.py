"""Names, order and labels of array axes, and exact matching between them.

Every array in Veivalg has its axes in the order draw, municipality, year, sex, age.
A value carries the labels of its axes; labels must be equal, never merely alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.errors import LabelMismatch, OutOfRange

FloatArray = NDArray[np.floating[Any]]
IntArray = NDArray[np.integer[Any]]
BoolArray = NDArray[np.bool_]

SEXES = ("female", "male")
OPEN_AGE = 105
AGES = tuple(range(OPEN_AGE + 1))
"""Age in completed years on 1 January; the last is 105 and over."""
COHORTS = tuple(range(OPEN_AGE + 2))
"""Age that a cohort reaches by 31 December: 0 is born this year, 106 joins the open age."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One axis: its name and its labels in order, each label once."""

    name: str
    labels: tuple[Any, ...]

    def __post_init__(self) -> None:
        if len(set(self.labels)) != len(self.labels):
            twice = next(x for i, x in enumerate(self.labels) if x in self.labels[:i])
            raise LabelMismatch(f"{self.name} {twice!r} is listed twice; list each one once.")

    def position(self, label: Any) -> int:
        """Place of a label along the axis. Raises LabelMismatch when it is not there."""
        try:
            return self.labels.index(label)
        except ValueError:
            raise LabelMismatch(
                f"{self.name} {label!r} is not among the {len(self.labels)} held "
                f"({_span(self.labels)})."
            ) from None

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, slots=True)
class Axes:
    """The axes of one array, in the order they stand in its shape."""

    axes: tuple[Axis, ...]

    @classmethod
    def of(cls, **labels: Sequence[Any]) -> Axes:
        """Axes by name, in the order given: `Axes.of(municipality=..., year=...)`."""
        return cls(tuple(Axis(name, tuple(values)) for name, values in labels.items()))

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(axis) for axis in self.axes)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(axis.name for axis in self.axes)

    def __getitem__(self, name: str) -> Axis:
        for axis in self.axes:
            if axis.name == name:
                return axis
        raise LabelMismatch(f"There is no axis {name!r} here, only {', '.join(self.names)}.")


def check_shape(values: NDArray[Any], axes: Axes, *, name: str) -> None:
    """Raise LabelMismatch unless the array has the shape its axes say."""
    if values.shape != axes.shape:
        raise LabelMismatch(
            f"{name} has shape {values.shape}, but its axes "
            f"({', '.join(axes.names)}) have shape {axes.shape}."
        )


def check_same(left: Axis, right: Axis, *, where: str) -> None:
    """Raise LabelMismatch unless two axes carry equal labels in equal order."""
    if left == right:
        return
    only_left = [x for x in left.labels if x not in right.labels][:3]
    only_right = [x for x in right.labels if x not in left.labels][:3]
    if only_left or only_right:
        detail = f"only in the first: {only_left}; only in the second: {only_right}"
    else:
        detail = "the labels are the same, but in another order"
    raise LabelMismatch(f"{left.name} does not match in {where}: {detail}.")


def require_share(values: FloatArray, axes: Axes, *, name: str) -> None:
    """Raise OutOfRange, naming the cell, unless every value lies from 0 to 1."""
    _require(
        values,
        axes,
        name,
        upper=1.0,
        hint=(
            "a share lies from 0 to 1. If the table counts per 1,000, divide by 1,000 "
            "where it is read"
        ),
    )


def require_counts(values: FloatArray, axes: Axes, *, name: str) -> None:
    """Raise OutOfRange, naming the cell, unless every value is a number not below 0."""
    _require(
        values,
        axes,
        name,
        upper=np.inf,
        hint=(
            "a count of persons is never negative or missing. Hidden or lacking cells must be "
            "settled where the table is read"
        ),
    )


def _require(values: FloatArray, axes: Axes, name: str, *, upper: float, hint: str) -> None:
    check_shape(values, axes, name=name)
    bad = ~((values >= 0) & (values <= upper))
    if not bad.any():
        return
    cell = np.unravel_index(int(np.argmax(bad)), values.shape)
    where = ", ".join(
        f"{axis.name} {axis.labels[i]}" for axis, i in zip(axes.axes, cell, strict=True)
    )
    raise OutOfRange(f"{name} is {values[cell]:g} for {where}; {hint}.")


def make_read_only(*arrays: NDArray[Any]) -> None:
    """Lock arrays, so that a value that exists never changes."""
    for array in arrays:
        array.setflags(write=False)


def _span(labels: tuple[Any, ...]) -> str:
    return f"{labels[0]} to {labels[-1]}" if labels else "none"
