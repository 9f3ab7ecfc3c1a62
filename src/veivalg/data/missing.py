"""A figure that is not there, and why: never zero, and never merely left out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Reason = Literal["suppressed", "lacking", "not fetched"]
REASONS: tuple[Reason, ...] = ("suppressed", "lacking", "not fetched")
HIDDEN = ":"
THERE = -1
"""In an array of reasons: the figure is there. Others are positions in `REASONS`."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a figure is missing.

    reason  "suppressed"   the publisher hides it (fewer than five persons)
            "lacking"      the publisher has none
            "not fetched"  it may be published, but is not among the figures held
    """

    reason: Reason


def reason_positions(marks: pa.ChunkedArray) -> NDArray[np.int8]:
    """(line)  position in `REASONS` of what each publisher's mark says of a missing figure.

    `:` hides a figure; every other mark, and none, says that there is no figure.
    """
    hidden = pc.fill_null(pc.equal(marks, HIDDEN), False).to_numpy(zero_copy_only=False)
    positions = np.where(hidden, REASONS.index("suppressed"), REASONS.index("lacking"))
    return positions.astype(np.int8)
