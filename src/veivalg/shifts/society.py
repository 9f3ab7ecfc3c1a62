"""Dials that move society, climate and land. Equations: docs/model/dials.md."""

from __future__ import annotations

import numpy as np

from veivalg.shifts.as_today import AsToday
from veivalg.shifts.contribution import Totals
from veivalg.shifts.factors import Gathered
from veivalg.shifts.figures import figure


def gather(totals: Totals, base: AsToday, into: Gathered) -> None:
    """Read every dial of society and land. Equations (35) to (40)."""
    oldest = base.persons.shape[-1] - 1
    for key, people in (
        ("outside_15_29", (("society.outside", 15, 29),)),
        (
            "low_income",
            (("society.low_income", 0, oldest), ("society.low_income_children", 0, 17)),
        ),
    ):
        points = totals.get(key)
        if points is not None:
            for name, first, last in people:
                into.plus(name, points / 100.0 * base.aged(first, last))
    voting = totals.get("turnout")
    if voting is not None:
        into.plus("society.voters", voting / 100.0 * base.parts["society.entitled"])
    poor = totals.get("low_income")
    if poor is not None:
        households = base.parts["services.households"]
        into.plus("society.low_income_households", poor / 100.0 * households)
    into.times(["society.volunteers"], totals.factor("volunteer_hours"))
    into.times(["society.helpers"], totals.factor("relatives_hours"))
    into.times(["land.road"], totals.factor("transport_emissions", "emissions"))
    driven = totals.get("car_km")
    if driven is not None:
        into.times(["land.road"], np.asarray(1.0 + driven / 100.0 * figure("cars_share")))
    into.times(["land.heating"], totals.factor("emissions"))
    into.times(["land.homes"], totals.factor("land_per_dwelling"))
