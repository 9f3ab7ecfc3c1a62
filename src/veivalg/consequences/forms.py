"""In which form a figure is given: one number, by age, by year, or by named item."""

from __future__ import annotations

from typing import Literal

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray
from veivalg.consequences.parameters import Parameter

Form = Literal["value", "by_age", "by_age_and_sex", "by_year", "by_item"]


def form_of(parameter: Parameter) -> Form:
    """Which of the forms of the files a figure has."""
    if parameter.ages is not None:
        same = bool((parameter.ages == parameter.ages[0]).all())
        return "by_age" if same else "by_age_and_sex"
    if not parameter.items:
        return "value"
    years = all(len(key) == 4 and key.isdigit() for key in parameter.items)
    return "by_year" if years else "by_item"


def age_groups(rate: FloatArray) -> dict[str, float]:
    """Ages with the same number as groups, {"67-79": …, "90+": …}; those with 0 are left out.

    rate  (age)
    """
    return {
        age_label(first, last): float(rate[first])
        for first, last in age_runs(rate)
        if rate[first] != 0
    }


def age_runs(*rates: FloatArray) -> tuple[tuple[int, int], ...]:
    """First and last age of each run of ages with the same numbers in every row (age)."""
    changed = np.any([np.diff(rate) != 0 for rate in rates], axis=0)
    starts = [0, *(np.flatnonzero(changed) + 1).tolist()]
    ends = [start - 1 for start in starts[1:]] + [AGES[-1]]
    return tuple(zip(starts, ends, strict=True))


def age_label(first: int, last: int) -> str:
    """As the files write ages: 67-79, 90+ or 3."""
    if last == AGES[-1]:
        return f"{first}+"
    return str(first) if first == last else f"{first}-{last}"


def parts_of(parameter: Parameter) -> tuple[str, ...]:
    """What may stand in brackets behind the figure's name: age groups, years or items."""
    if parameter.ages is None:
        return tuple(parameter.items)
    runs = age_runs(*parameter.ages)
    return tuple(age_label(a, b) for a, b in runs if parameter.ages[:, a].any())


def numbers_of(parameter: Parameter) -> dict[str, object]:
    """The figure's numbers under the name of its form, as its file has them."""
    form = form_of(parameter)
    if parameter.ages is None:
        return {form: dict(parameter.items) if parameter.items else parameter.number}
    if form == "by_age":
        return {form: age_groups(parameter.ages[0])}
    return {form: {sex: age_groups(parameter.ages[s]) for s, sex in enumerate(SEXES)}}
