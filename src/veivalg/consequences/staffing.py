"""Person-years needed: users of each service times staff per user, split on occupations.

A position that stands empty is not among the person-years that are counted, but it is needed: need
is what is counted plus what is empty. Equations: docs/model/workforce.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.drivers import Driven
from veivalg.consequences.indicator import Evidence, Indicator
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.services import CARE_AGES, INSTITUTION, ROUND_THE_CLOCK, sum_of
from veivalg.consequences.setting import Components, Setting
from veivalg.errors import BadParameter

Users = Mapping[str, FloatArray]
AREAS = (
    "kindergarten",
    "school",
    "after_school",
    "doctors",
    "physiotherapists",
    "health_centres",
    "institution",
    "home",
    "round_the_clock",
    "child_welfare",
    "social_services",
    "administration",
    "technical",
    "culture",
)
CARE = ("institution", "home", "round_the_clock")
HEALTH = ("doctors", "physiotherapists", "health_centres")
LEVELS = {area: "staffing.care" if area in CARE else f"staffing.{area}" for area in AREAS}
"""Local level of staff per user, by area; 1 where none is known."""
HOME_HOURS = tuple(f"services.home_hours_{group}" for group, _, _ in CARE_AGES)
PER_USER = {
    "after_school": ("services.after_school", "staff.after_school_per_child"),
    "doctors": ("services.gp_consultations", "staff.doctors_per_consultation"),
    "physiotherapists": ("services.gp_consultations", "staff.physiotherapists_per_consultation"),
    "health_centres": ("services.health_centre", "staff.health_centre_per_resident"),
    "child_welfare": ("services.child_welfare", "staff.child_welfare_per_child"),
    "social_services": ("services.social_assistance", "staff.social_services_per_recipient"),
    "administration": ("services.residents", "staff.administration_per_resident"),
    "technical": ("services.residents", "staff.technical_per_resident"),
    "culture": ("services.residents", "staff.culture_per_resident"),
}
"""Areas that are one component of services times one figure."""
GROUPS = ("care", "school", "kindergarten", "other")
PROFILES = ("care_short", "care_long", "teaching", "kindergarten", "office", "technical")
OCCUPATIONS: tuple[tuple[str, str, str], ...] = (
    ("skilled_health_worker", "care", "care_short"),
    ("health_assistant", "care", "care_short"),
    ("nurse", "care", "care_long"),
    ("social_educator", "care", "care_long"),
    ("other_health", "care", "care_long"),
    ("doctor", "care", "care_long"),
    ("physiotherapist", "care", "care_long"),
    ("public_health_nurse", "care", "care_long"),
    ("teacher", "school", "teaching"),
    ("school_assistant", "school", "kindergarten"),
    ("kindergarten_teacher", "kindergarten", "teaching"),
    ("kindergarten_worker", "kindergarten", "kindergarten"),
    ("child_welfare_officer", "other", "care_long"),
    ("social_worker", "other", "care_long"),
    ("engineer", "other", "office"),
    ("planner", "other", "office"),
    ("lawyer", "other", "office"),
    ("manager", "other", "office"),
    ("administrative_officer", "other", "office"),
    ("culture_worker", "other", "office"),
    ("operations_worker", "other", "technical"),
)
"""Occupation, the group it is told in, and the working life it follows; sorted by both."""
OCCUPATION_NAMES = tuple(name for name, _, _ in OCCUPATIONS)


def weights(
    parameters: Parameters, younger: FloatArray, persons: FloatArray, years: tuple[int, ...]
) -> dict[str, FloatArray]:
    """None: need rests on the users of services."""
    return {}


def components(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Person-years, (…, municipality, year).

    staff.counted.<area>      as published statistics count them: those who are employed
    staff.need.<area>         with the empty positions; sums to the same as the next
    staff.need.<occupation>
    """
    counted = counted_by_area(parts, setting)
    stacked = np.stack([counted[area] for area in AREAS])
    table = need_per_counted(setting.parameters)
    by_occupation = np.tensordot(table, stacked, axes=(0, 0))
    found: Components = {f"staff.counted.{area}": counted[area] for area in AREAS}
    for area, per in zip(AREAS, table.sum(axis=1), strict=True):
        found[f"staff.need.{area}"] = counted[area] * per
    for name, need in zip(OCCUPATION_NAMES, by_occupation, strict=True):
        found[f"staff.need.{name}"] = need
    return _tasks_shared(found, setting)


def _tasks_shared(found: Components, setting: Setting) -> Components:
    """A share of what nurses do is done by skilled health workers instead."""
    given, taking = "staff.need.nurse", "staff.need.skilled_health_worker"
    shared = setting.standard.moved(given, found[given])
    if shared is not found[given]:
        found[taking] = found[taking] + (found[given] - shared)
        found[given] = shared
    return found


def counted_by_area(users: Users, setting: Setting) -> Components:
    """Person-years by area at today's staff per user, those employed."""
    number = setting.parameters.number
    found: Components = {
        area: users[component] * number(figure) for area, (component, figure) in PER_USER.items()
    }
    found["kindergarten"] = _kindergarten(users, setting.parameters)
    found["school"] = _school(users, setting.parameters)
    found["institution"] = sum_of(users, *INSTITUTION) * number("staff.institution_per_resident")
    found["home"] = sum_of(users, *HOME_HOURS) * number("staff.home_per_weekly_hour")
    housing = number("staff.round_the_clock_per_resident")
    found["round_the_clock"] = sum_of(users, *ROUND_THE_CLOCK) * housing
    moved = setting.standard.moved
    return {
        area: moved(f"staff.counted.{area}", found[area] * setting.level(LEVELS[area]))
        for area in AREAS
    }


def need_per_counted(parameters: Parameters) -> FloatArray:
    """(area, occupation) person-years needed per person-year counted in the area.

    Raises BadParameter when the shares of an area do not sum to 1 or name no occupation of ours,
    or when every position of an occupation is said to be empty.
    """
    empty = np.array([parameters.item("staff.empty_positions", name) for name in OCCUPATION_NAMES])
    if (empty >= 1).any():
        name = OCCUPATION_NAMES[int(np.argmax(empty))]
        raise BadParameter(
            f"staff.empty_positions of {name} is {empty.max():g}; with no position filled nobody "
            "is counted and need is unknown. Choose a share below 1."
        )
    table: FloatArray = np.stack([occupation_shares(a, parameters) for a in AREAS]) / (1 - empty)
    return table


def occupation_shares(area: str, parameters: Parameters) -> FloatArray:
    """(occupation) shares of an area's person-years."""
    figure = f"staff.{area}_occupations"
    items = parameters[figure].items
    unknown = set(items) - set(OCCUPATION_NAMES)
    if unknown:
        raise BadParameter(
            f"{figure} has {min(unknown)!r}, which is no occupation of ours; "
            f"choose among {', '.join(OCCUPATION_NAMES)}."
        )
    shares = np.array([items.get(name, 0.0) for name in OCCUPATION_NAMES])
    if abs(shares.sum() - 1) > 1e-6:
        raise BadParameter(f"{figure} sums to {shares.sum():g}; shares of an area sum to 1.")
    return shares


def _kindergarten(users: Users, parameters: Parameters) -> FloatArray:
    """Basic staff by the age of children, and other staff in proportion."""
    small = users["services.kindergarten_under_3"]
    weighted = small * parameters.number("staff.kindergarten_weight_under_3")
    weighted = weighted + users["services.kindergarten_3_plus"]
    basic: FloatArray = weighted / parameters.number("staff.kindergarten_children_per_staff")
    return basic * (1 + parameters.number("staff.kindergarten_other_staff"))


def _school(users: Users, parameters: Parameters) -> FloatArray:
    """Teaching by step in municipal schools, and other staff in proportion."""
    per_pupil = parameters["staff.teaching_per_pupil"].items
    steps = (users[f"services.pupils_{step}"] * per for step, per in per_pupil.items())
    teaching: FloatArray = sum(steps, np.zeros(()))
    municipal = 1 - parameters.number("services.private_school_share")
    return teaching * municipal * (1 + parameters.number("staff.school_other_staff"))


linear = components
"""Need is proportional to users, and they to people."""
NEED = tuple(f"staff.need.{area}" for area in AREAS)


def _needed(name: str, areas: tuple[str, ...], *figures: str, evidence: Evidence) -> Indicator:
    return Indicator(
        name=f"staff.{name}",
        unit="person-years",
        of=tuple(f"staff.need.{area}" for area in areas),
        evidence=evidence,
        rests_on=(
            *(f"staff.{one}" for one in figures),
            *(f"staff.{area}_occupations" for area in areas),
            "staff.empty_positions",
        ),
    )


_CARE_FIGURES = ("institution_per_resident", "home_per_weekly_hour", "round_the_clock_per_resident")
_HEALTH_FIGURES = (
    "doctors_per_consultation",
    "physiotherapists_per_consultation",
    "health_centre_per_resident",
)
_SCHOOL_FIGURES = ("teaching_per_pupil", "school_other_staff", "after_school_per_child")
_KINDERGARTEN_FIGURES = (
    "kindergarten_children_per_staff",
    "kindergarten_weight_under_3",
    "kindergarten_other_staff",
)
_WELFARE_FIGURES = ("child_welfare_per_child", "social_services_per_recipient")
_RESIDENT_FIGURES = (
    "administration_per_resident",
    "technical_per_resident",
    "culture_per_resident",
)
INDICATORS: tuple[Indicator, ...] = (
    _needed(
        "need",
        AREAS,
        *_CARE_FIGURES,
        *_HEALTH_FIGURES,
        *_SCHOOL_FIGURES,
        *_KINDERGARTEN_FIGURES,
        *_WELFARE_FIGURES,
        *_RESIDENT_FIGURES,
        evidence="some",
    ),
    _needed("need_care", CARE, *_CARE_FIGURES, evidence="some"),
    _needed("need_health", HEALTH, *_HEALTH_FIGURES, evidence="some"),
    _needed("need_school", ("school", "after_school"), *_SCHOOL_FIGURES, evidence="some"),
    _needed("need_kindergarten", ("kindergarten",), *_KINDERGARTEN_FIGURES, evidence="strong"),
    _needed(
        "need_welfare", ("child_welfare", "social_services"), *_WELFARE_FIGURES, evidence="weak"
    ),
    _needed(
        "need_other",
        ("administration", "technical", "culture"),
        *_RESIDENT_FIGURES,
        evidence="assumption",
    ),
)
