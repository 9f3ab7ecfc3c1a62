"""Dials that move how many hands there are. Equations: docs/model/dials.md."""

from __future__ import annotations

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.staffing import OCCUPATIONS
from veivalg.shifts.as_today import AsToday
from veivalg.shifts.contribution import Totals
from veivalg.shifts.factors import Gathered
from veivalg.shifts.figures import figure

EVERYBODY = tuple(name for name, _, _ in OCCUPATIONS)
IN_CARE = (
    "skilled_health_worker",
    "health_assistant",
    "nurse",
    "social_educator",
    "other_health",
)
TAKEN_ALONG = (*IN_CARE, "teacher", "school_assistant")
"""Occupations that private providers hire for the users who come to them."""
SCARCE = (
    "nurse",
    "social_educator",
    "doctor",
    "public_health_nurse",
    "kindergarten_teacher",
    "engineer",
    "planner",
)
OLDER, GROWN = (62, 69), (25, 61)


def gather(totals: Totals, base: AsToday, into: Gathered, *, presence: float) -> None:
    """Read every dial of staff. Equations (17) to (25).

    presence  share of agreed work that is done, in the base year
    """
    away = totals.get("sick_leave")
    if away is not None:
        _hands(into, EVERYBODY, 1.0 - away / 100.0 / presence)
    longer = totals.get("position_care")
    if longer is not None:
        _hands(into, IN_CARE, 1.0 + longer / 100.0 / figure("mean_position"))
    _hands(into, EVERYBODY, totals.factor("hours_per_year"))
    _hands(into, IN_CARE, totals.factor("supply_care"))
    _hands(into, SCARCE, totals.factor("scarce_hours"))
    private = totals.get("private_share")
    if private is not None:
        _hands(into, TAKEN_ALONG, 1.0 - private / 100.0 * figure("private_hands"))
    leaving = totals.get("exit_care")
    if leaving is not None:
        _hands(into, IN_CARE, 1.0 + _stock(-leaving / 100.0, figure("leaving_rate")))
    _in_work(totals, base, into)
    _trained(totals, base, into)
    _others(totals, base, into)


def _hands(into: Gathered, names: tuple[str, ...], factor: FloatArray | float) -> None:
    into.times([f"staff.available.{name}" for name in names], factor)


def _in_work(totals: Totals, base: AsToday, into: Gathered) -> None:
    """More people in work at some ages: all occupations gain as employment does."""
    employed = base.parts["staff.employed"]
    for key, ages, counts in (
        ("employment_62_69", OLDER, figure("older_intensity")),
        ("employment_25_61", GROWN, 1.0),
    ):
        points = totals.get(key)
        if points is not None:
            more = points / 100.0 * base.aged(*ages) * counts
            share = np.divide(more, employed, out=np.zeros_like(more), where=employed > 0)
            _hands(into, EVERYBODY, 1.0 + share)


def _trained(totals: Totals, base: AsToday, into: Gathered) -> None:
    """New people a year build a stock that others leave."""
    for key, occupation in (
        ("entrants_nurses", "nurse"),
        ("entrants_skilled", "skilled_health_worker"),
    ):
        coming = totals.get(key)
        if coming is not None:
            new = coming * base.residents / 10_000.0 * figure("trained_stay")
            into.plus(f"staff.available.{occupation}", _stock(new, figure("leaving_rate")))
    more = totals.get("entrants_nurses_country")
    if more is not None:
        nurses = base.parts["staff.available.nurse"]
        new = more / 100.0 * figure("entering_rate") * nurses
        into.plus("staff.available.nurse", _stock(new, figure("leaving_rate")))


def _others(totals: Totals, base: AsToday, into: Gathered) -> None:
    helpers = totals.get("assistants")
    if helpers is not None:
        care = sum(
            (base.parts[f"staff.need.{a}"] for a in ("institution", "home", "round_the_clock")),
            np.zeros(()),
        )
        into.plus("staff.available.health_assistant", helpers / 100.0 * care)
    without = totals.get("gp_vacancy")
    if without is not None:
        into.plus("staff.available.doctor", -without / 100.0 * base.parts["staff.need.doctor"])
    fillable = totals.get("fillable_share")
    if fillable is not None:
        into.plus("staff.fillable", np.clip(fillable / 100.0, 0.0, 1.0))


def _stock(new: FloatArray, leaving: float) -> FloatArray:
    """(…, year) what newcomers (…, year) have become on 1 January, some of them leaving again."""
    held = np.zeros_like(new)
    for year in range(1, new.shape[-1]):
        held[..., year] = held[..., year - 1] * (1.0 - leaving) + new[..., year - 1]
    return held
