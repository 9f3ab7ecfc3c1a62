"""Arrays for the browser: one JSON header and float32 numbers behind it.

uint32 LE length of the header, the header in UTF-8, zeros up to a multiple of 4, then every
array in the header's order as float32 LE. Described for readers in docs/api.md.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from veivalg.axes import FloatArray
from veivalg.errors import LabelMismatch

MEDIA_TYPE = "application/vnd.veivalg.arrays"


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """One array with the names of its axes; labels are those of the envelope."""

    name: str
    axes: tuple[str, ...]
    values: FloatArray
    unit: str = ""


def envelope(arrays: Sequence[Named], labels: Mapping[str, Sequence[Any]], **header: Any) -> bytes:
    """The bytes of an answer. Raises LabelMismatch when labels and shape differ."""
    for array in arrays:
        _check(array, labels)
    entries = [
        {"name": a.name, "axes": a.axes, "shape": a.values.shape, "unit": a.unit} for a in arrays
    ]
    document = {"arrays": entries, "labels": labels, **header}
    text = json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    start = len(text).to_bytes(4, "little") + text
    padding = bytes(-len(start) % 4)
    numbers = (np.ascontiguousarray(array.values, dtype="<f4").tobytes() for array in arrays)
    return b"".join((start, padding, *numbers))


def _check(array: Named, labels: Mapping[str, Sequence[Any]]) -> None:
    held = tuple(len(labels[axis]) for axis in array.axes)
    if held != array.values.shape:
        raise LabelMismatch(
            f"{array.name} has shape {array.values.shape}, but its labels {array.axes} have {held}."
        )
