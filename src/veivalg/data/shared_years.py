"""Years in which one municipality's figures hold those of another, because they were one.

From 2020 to 2023 Haram lay in Ålesund. On today's borders Statistics Norway then gives all to
Ålesund and nothing to Haram. Left like that, 9,000 people would seem to move in 2024. The sum is
therefore split by shares of the years around, and the headcount says that it was not observed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from veivalg.axes import Axes, FloatArray
from veivalg.data.age_groups import group_of_age, group_sums
from veivalg.data.codes import Number


def with_shared_years_split(
    persons: FloatArray, axes: Axes, numbers: Iterable[Number]
) -> FloatArray:
    """The same persons, where a sum that one holds for several is dealt out among them.

    persons  (municipality, year, sex, age)  persons, NaN where there is no figure; a municipality
             that no number was split into, and a year when none or all have figures, is untouched
    """
    dealt = persons.copy()
    codes = axes["municipality"].labels
    for number in numbers:
        if number.split:
            heirs = [codes.index(code) for code in number.successors]
            in_force = [
                y
                for y, year in enumerate(axes["year"].labels)
                if (number.first or 0) <= year <= (number.last or 0)
            ]
            dealt[heirs] = _dealt(persons[heirs], axes["year"].labels, in_force)
    return dealt


def _dealt(persons: FloatArray, years: tuple[int, ...], in_force: list[int]) -> FloatArray:
    """(heir, year, sex, age), each year in force that one heir holds alone split among all."""
    there = ~np.isnan(persons[:, :, 0, 0])
    known = [y for y in range(len(years)) if there[:, y].all()]
    dealt = persons.copy()
    for y in in_force:
        if known and there[:, y].sum() == 1:
            total = persons[int(np.argmax(there[:, y])), y]
            dealt[:, y] = total * _shares(persons, years, known, y)
    return dealt


def _shares(persons: FloatArray, years: tuple[int, ...], known: list[int], year: int) -> FloatArray:
    """(heir, sex, age)  share by sex and age group, on the line between the nearest known years."""
    before = max((y for y in known if y < year), default=min(known))
    after = min((y for y in known if y > year), default=before)
    before = after if before > year else before
    way = 0.0 if after == before else (years[year] - years[before]) / (years[after] - years[before])
    groups = (1 - way) * group_sums(persons[:, before]) + way * group_sums(persons[:, after])
    total = groups.sum(axis=0)
    shares = np.where(total > 0, groups / np.where(total > 0, total, 1.0), 1 / len(persons))
    return shares[..., group_of_age()]
