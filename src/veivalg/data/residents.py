"""Residents of Norway on 1 January, as one number a year: the long series that ships."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from veivalg.data.headcount import Headcount
from veivalg.data.shipped import shipped_rows


@cache
def shipped_residents() -> Mapping[int, float]:
    """Persons by year from 1986. Source: SSB 07459, `bundled/README.md`, residents.csv."""
    _, lines = shipped_rows("residents.csv")
    return {int(year): float(persons) for year, persons in lines}


def residents_of_norway(headcount: Headcount) -> Mapping[int, float]:
    """Persons by year: the long series, and later years summed over municipalities."""
    known = dict(shipped_residents())
    last = max(known)
    for i, year in enumerate(headcount.years):
        everyone = headcount.persons[:, i]
        if year > last and not np.isnan(everyone).any():
            known[year] = float(everyone.sum())
    return known
