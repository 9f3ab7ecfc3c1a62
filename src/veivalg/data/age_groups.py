"""Statistics Norway's age groups, and the one-year ages they are made of."""

from __future__ import annotations

import numpy as np

from veivalg.axes import AGES, FloatArray, IntArray

GROUP_STARTS = (0, 1, 6, 13, 16, 20, 45, 67, 80, 90)
"""First age of each group: those of the projections (SSB 14288), which follow kindergarten,
school and pension age."""
GROUP_NAMES = ("0", "1-5", "6-12", "13-15", "16-19", "20-44", "45-66", "67-79", "80-89", "90+")


def group_of_age() -> IntArray:
    """(age)  position of the group that each one-year age lies in."""
    return np.searchsorted(np.array(GROUP_STARTS), np.array(AGES), side="right") - 1


def group_sums(persons: FloatArray) -> FloatArray:
    """Sums over the ages of each group; the last axis goes from age to group."""
    sums: FloatArray = np.add.reduceat(persons, GROUP_STARTS, axis=-1)
    return sums
