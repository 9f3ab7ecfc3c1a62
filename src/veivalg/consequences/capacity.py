"""Capacity as whole things: groups, classes and units, which are had whole or not at all.

They are counted by municipality, so that those of a region are the sum of its municipalities'.
Equation: docs/model/services.md, "Whole things".
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray
from veivalg.consequences.drivers import Driven
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.setting import Components, Setting

FIRST_AGE = 6
GRADES = tuple(range(1, 11))
NEARLY = 1e-9
"""A group is not opened for what is a rounding error above a whole number."""


def weights(
    parameters: Parameters, younger: FloatArray, persons: FloatArray, years: tuple[int, ...]
) -> dict[str, FloatArray]:
    """Pupils of each grade: (sex, age)."""
    rate = parameters.ages("services.school_use")
    rows: dict[str, FloatArray] = {}
    for grade in GRADES:
        row = np.zeros((len(SEXES), len(AGES)))
        row[:, FIRST_AGE + grade - 1] = rate[:, FIRST_AGE + grade - 1]
        rows[f"services.grade_{grade}"] = row
    return rows


def components(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Groups, classes and units in whole numbers, (…, municipality, year)."""
    number = setting.parameters.number
    level = setting.level("pupils_1_4")
    moved = setting.standard.moved
    grades = np.stack(
        [moved("services.grade", driven[f"services.grade_{grade}"] * level) for grade in GRADES]
    )
    return {
        "services.kindergarten_groups": whole(
            parts["services.kindergarten_under_3"], number("capacity.under_3_per_group")
        )
        + whole(parts["services.kindergarten_3_plus"], number("capacity.three_plus_per_group")),
        "services.school_classes": whole(grades, number("capacity.pupils_per_class")).sum(axis=0),
        "services.school_starters": grades[0],
        "services.institution_units": whole(
            parts["services.institution_places"], number("capacity.places_per_unit")
        ),
    }


def whole(users: FloatArray, size: float) -> FloatArray:
    """Groups of at most `size` that hold all users; none for nobody."""
    groups: FloatArray = np.ceil(users / size - NEARLY)
    return np.maximum(groups, 0.0)


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        name="services.school_starters",
        unit="persons",
        of=("services.school_starters",),
        rests_on=("services.school_use",),
        evidence="strong",
        why="none",
    ),
    Indicator(
        name="services.school_classes",
        unit="classes",
        of=("services.school_classes",),
        rests_on=("services.school_use", "capacity.pupils_per_class"),
        evidence="weak",
        why="none",
    ),
    Indicator(
        name="services.kindergarten_groups",
        unit="groups",
        of=("services.kindergarten_groups",),
        rests_on=(
            "services.kindergarten_use",
            "capacity.under_3_per_group",
            "capacity.three_plus_per_group",
        ),
        evidence="weak",
        why="none",
    ),
    Indicator(
        name="services.institution_units",
        unit="units",
        of=("services.institution_units",),
        rests_on=("services.institution_use", "capacity.places_per_unit"),
        evidence="weak",
        why="none",
    ),
)
