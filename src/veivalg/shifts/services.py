"""Dials that move who uses services, how many hours they get, and the staff that gives them.

Equations: docs/model/dials.md.
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.services import (
    CARE_AGES,
    CARE_USE,
    HOME,
    INSTITUTION,
    KINDERGARTEN,
    PUPILS,
    ROUND_THE_CLOCK,
)
from veivalg.consequences.staffing import AREAS, CARE
from veivalg.shifts.as_today import AsToday
from veivalg.shifts.contribution import PERSON_YEARS, Totals
from veivalg.shifts.factors import Gathered
from veivalg.shifts.figures import figure

HOURS = tuple(f"services.home_hours_{group}" for group, _, _ in CARE_AGES)
OF_80PLUS = (
    *(f"services.{care}_80plus" for care in CARE_USE),
    "services.home_hours_80plus",
)
USERS = (
    *KINDERGARTEN,
    *PUPILS,
    "services.grade",
    "services.after_school",
    "services.health_centre",
    "services.child_welfare",
    "services.culture_school",
    *HOME,
    *HOURS,
    *INSTITUTION,
    *ROUND_THE_CLOCK,
)
"""Users of what a municipality runs itself."""
LEAVING = tuple(name for name in USERS if name not in KINDERGARTEN)
"""Users lost when they go private; kindergartens count the children of private ones too."""
WITH_USERS = (*CARE, "school", "after_school", "kindergarten", "health_centres", "child_welfare",
              "social_services")  # fmt: skip
"""Areas whose staff spends its time with users."""
STILL_PAID = {("school",): "private_pupil_cut", ("institution", "home_care"): "private_care_paid"}
"""Services, and the part of a user's cost that stays when the user goes private."""
INSIDE = ("institution", "round_the_clock")
COST_OF_AREA = {
    "kindergarten": ("kindergarten",),
    "school": ("school", "after_school"),
    "health": ("health_centres",),
    "institution": ("institution",),
    "home_care": ("home", "round_the_clock"),
    "child_welfare": ("child_welfare",),
    "social": ("social_services",),
    "administration": ("administration",),
    "technical": ("technical",),
    "culture": ("culture",),
}
"""Spending by service, and the areas whose staff it pays."""


def gather(totals: Totals, base: AsToday, into: Gathered) -> None:
    """Read every dial of services into factors and amounts. Equations (7) to (16)."""
    _users(totals, base, into)
    _hours(totals, into)
    areas = _staff_of_areas(totals)
    for area, factor in areas.items():
        into.times([f"staff.counted.{area}"], factor)
    _pay(areas, base, into)
    for area in AREAS:
        more = totals.get(f"{PERSON_YEARS}{area}")
        if more is not None:
            into.plus(f"staff.counted.{area}", more)
    if totals.get("nurse_share") is not None:
        into.times(["staff.need.nurse"], totals.factor("nurse_share"))


def _users(totals: Totals, base: AsToday, into: Gathered) -> None:
    into.times(USERS, totals.factor("service_users"))
    _gone_private(totals, into)
    into.times(OF_80PLUS, totals.factor("care_need_80plus"))
    inside = totals.get("institution_share_80plus")
    if inside is not None:
        into.times(["services.institution_80plus"], _other_share(inside, base))
    housed = totals.get("staffed_housing_80plus")
    if housed is not None:
        _house(housed, base, into)
    into.times(["services.social_assistance"], totals.factor("social_assistance"))
    into.times(["services.child_welfare"], totals.factor("child_welfare"))
    into.times(["services.gp_consultations"], totals.factor("gp_contacts"))
    into.times(["services.practical_help"], totals.factor("practical_help", "care_need"))
    load = totals.factor("school_load")
    into.times([*PUPILS, "services.grade", "services.health_centre"], load)


def _gone_private(totals: Totals, into: Gathered) -> None:
    """Users who go private are gone; a part of what they cost is still paid."""
    away = totals.get("private_share")
    if away is None:
        return
    stays = np.maximum(1.0 - away / 100.0, figure("least_left"))
    into.times(LEAVING, stays)
    for services, still_paid in STILL_PAID.items():
        cost = 1.0 - (1.0 - stays) * (1.0 - figure(still_paid))
        into.times([f"money.spending_{service}" for service in services], cost / stays)


def _house(points: FloatArray, base: AsToday, into: Gathered) -> None:
    """More of those 80 and over in housing staffed round the clock, with hours of their own."""
    held = base.parts["services.round_the_clock_80plus"]
    aged = base.aged(80, base.persons.shape[-1] - 1)
    more = np.maximum(points / 100.0 * aged, -held * (1.0 - figure("least_left")))
    into.plus("services.round_the_clock_80plus", more)
    into.plus("services.home_80plus", more)
    into.plus("services.home_hours_80plus", more * figure("hours_in_housing"))


def _other_share(points: FloatArray, base: AsToday) -> FloatArray:
    """Factor on residents of institutions when another share of those 80 and over lives there."""
    inside = base.parts["services.institution_80plus"] + base.parts["services.short_stay_80plus"]
    aged = base.aged(80, base.persons.shape[-1] - 1)
    share = np.divide(inside, aged, out=np.zeros_like(inside), where=aged > 0)
    change = np.divide(points / 100.0, share, out=np.zeros_like(points), where=share > 0)
    return np.asarray(1.0 + change)


def _hours(totals: Totals, into: Gathered) -> None:
    """Hours of home services; practical help is a part of them."""
    into.times(HOURS, totals.factor("home_hours", "care_need", "travel_hours"))
    practical = totals.get("practical_help")
    if practical is not None:
        into.times(HOURS, 1.0 + practical / 100.0 * figure("practical_share"))


def _staff_of_areas(totals: Totals) -> dict[str, FloatArray]:
    """Factor on the person-years of each area that some dial moves."""
    found: dict[str, FloatArray] = {}

    def times(areas: tuple[str, ...], factor: FloatArray | float) -> None:
        if not isinstance(factor, float):
            for area in areas:
                found[area] = found[area] * factor if area in found else factor

    times(INSIDE, totals.factor("care_hours_inside", "care_need"))
    times(INSIDE, _part(totals, "night_hours", figure("night_share")))
    freed = totals.get("direct_time")
    if freed is not None:
        times(WITH_USERS, np.asarray(1.0 - freed / 100.0))
    times(("administration",), totals.factor("office_hours", "admin_positions"))
    for area in ("social_services", "child_welfare"):
        times((area,), _part(totals, "office_hours", figure("half_of_office")))
    times(("school",), _part(totals, "teachers_per_pupil", figure("teaching_share")))
    larger = totals.get("kindergarten_children_per_staff")
    if larger is not None:
        fewer = 1.0 / (1.0 + larger / 100.0) - 1.0
        times(("kindergarten",), np.asarray(1.0 + figure("basic_share") * fewer))
    times(("technical",), totals.factor("extra_load"))
    times(CARE, totals.factor("extra_care_load"))
    return found


def _pay(areas: dict[str, FloatArray], base: AsToday, into: Gathered) -> None:
    """Pay follows the person-years; the rest of a service's cost stays."""
    follows = figure("wages_of_area")
    for service, paid in COST_OF_AREA.items():
        if any(area in areas for area in paid):
            moved = _mean_of_staff(paid, areas, base)
            into.times([f"money.spending_{service}"], np.asarray(1.0 + follows * (moved - 1.0)))


def _mean_of_staff(
    paid: tuple[str, ...], areas: dict[str, FloatArray], base: AsToday
) -> FloatArray:
    """Factor on the person-years of several areas together, by the staff each has today."""
    if len(paid) == 1:
        return areas[paid[0]]
    need = {area: base.parts[f"staff.need.{area}"] for area in paid}
    whole = sum(need.values(), np.zeros(()))
    more = sum((need[a] * (areas[a] - 1.0) for a in paid if a in areas), np.zeros(()))
    return np.asarray(1.0 + np.divide(more, whole, out=np.zeros_like(more), where=whole > 0))


def _part(totals: Totals, key: str, share: float) -> FloatArray | float:
    """A factor that a dial has on a part of the whole; 1.0 when nothing moves it."""
    held = totals.get(key)
    return 1.0 if held is None else np.asarray(1.0 + held / 100.0 * share)
