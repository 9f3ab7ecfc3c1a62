"""Bands of age that move for the same reasons: with parents, to study, to work, to care.

A band is the class by which moves find destinations, and the age detail at which local
levels of moving are estimated. Cohorts are ages reached on 31 December.
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import COHORTS, FloatArray, IntArray

BANDS: tuple[tuple[int, int], ...] = (
    (0, 5),
    (6, 15),
    (16, 18),
    (19, 19),
    (20, 21),
    (22, 24),
    (25, 29),
    (30, 34),
    (35, 44),
    (45, 54),
    (55, 66),
    (67, 79),
    (80, COHORTS[-1]),
)
"""First and last cohort of each band."""
OLDEST_BAND = len(BANDS) - 1


def band_of_cohort() -> IntArray:
    """(cohort): position in BANDS of the band each cohort belongs to."""
    sizes = [last - first + 1 for first, last in BANDS]
    return np.repeat(np.arange(len(BANDS)), sizes)


def sum_bands(by_cohort: FloatArray) -> FloatArray:
    """(…, band) sums of (…, cohort) over the cohorts of each band."""
    sums: FloatArray = np.add.reduceat(by_cohort, [first for first, _ in BANDS], axis=-1)
    return sums
