"""What the cost of a lever is counted by: people, users, places, staff of the place as today."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.staffing import CARE
from veivalg.shifts.as_today import AsToday

OLDEST = 105
OFFICERS_62PLUS = 0.09
"""Employees aged 62 and over among municipal person-years; assumption, 0.07 to 0.11."""
AT_HOME = 0.6
"""People with dementia who live at home; assumption, 0.5 to 0.7."""


def _aged(first: int, last: int = OLDEST) -> Callable[[AsToday], FloatArray]:
    return lambda base: base.aged(first, last)


def _parts(*names: str, times: float = 1.0) -> Callable[[AsToday], FloatArray]:
    return lambda base: times * sum((base.parts[name] for name in names), np.zeros(()))


def _need(*areas: str) -> Callable[[AsToday], FloatArray]:
    return _parts(*(f"staff.need.{area}" for area in areas))


def _new(name: str) -> Callable[[AsToday], FloatArray]:
    """How many more there are than in the base year."""
    return lambda base: np.maximum(base.parts[name] - base.parts[name][..., :1], 0.0)


_HOME = ("services.home_0_66", "services.home_67_79", "services.home_80plus")
_EVERY_AREA = ("institution", "home", "round_the_clock", "kindergarten", "school", "after_school",
               "doctors", "physiotherapists", "health_centres", "child_welfare", "social_services",
               "administration", "technical", "culture")  # fmt: skip
COUNTS: Mapping[str, Callable[[AsToday], FloatArray]] = MappingProxyType(
    {
        "residents": _aged(0),
        "residents_67plus": _aged(67),
        "residents_75plus": _aged(75),
        "residents_80plus": _aged(80),
        "adults_18plus": _aged(18),
        "young_15_29": _aged(15, 29),
        "children_0_12": _aged(0, 12),
        "children_6_18": _aged(6, 18),
        "kindergarten_children": _parts(
            "services.kindergarten_under_3", "services.kindergarten_3_plus"
        ),
        "pupils": _parts("services.municipal_pupils"),
        "pupils_lower_secondary": _parts("services.pupils_8_10"),
        "home_users": _parts(*_HOME),
        "home_nursing_users": _parts("services.home_nursing"),
        "institution_places": _parts("services.institution_places"),
        "new_institution_places": _new("services.institution_places"),
        "dementia_at_home": _parts("services.dementia", times=AT_HOME),
        "municipal_staff": _need(*_EVERY_AREA),
        "care_staff": _need(*CARE),
        "kindergarten_and_school_staff": _need("kindergarten", "school", "after_school"),
        "administration_staff": _need("administration"),
        "employees_62plus": _parts(
            *(f"staff.need.{area}" for area in _EVERY_AREA), times=OFFICERS_62PLUS
        ),
        "social_assistance": _parts("services.social_assistance"),
        "child_welfare": _parts("services.child_welfare"),
        "outside_15_29": _parts("society.outside"),
        "voters": _parts("society.entitled"),
        "refugees_settled": lambda base: base.residents * 0.0015,
        "dwellings": _parts("services.dwellings"),
        "new_dwellings": lambda base: np.diff(
            base.parts["land.new_dwellings"],
            axis=-1,
            append=base.parts["land.new_dwellings"][..., -1:],
        ),
        "once": lambda base: np.ones_like(base.residents),
    }
)
"""By key: (row, year) of a base."""
