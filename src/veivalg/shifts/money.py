"""Dials that move revenue and spending. Equations: docs/model/dials.md."""

from __future__ import annotations

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.spending import DRIVERS
from veivalg.shifts.as_today import AsToday
from veivalg.shifts.contribution import COST, INVESTMENT, Totals
from veivalg.shifts.factors import Gathered
from veivalg.shifts.figures import figure


def gather(totals: Totals, base: AsToday, into: Gathered) -> None:
    """Read every dial of money. Equations (26) to (34)."""
    every = tuple(DRIVERS)
    _cost(into, every, totals.factor("cost_all"))
    better = totals.get("productivity")
    if better is not None:
        _cost(into, every, 1.0 / (1.0 + better / 100.0))
    for key, services in (
        ("cost_admin", ("administration",)),
        ("cost_school", ("school",)),
        ("cost_kindergarten", ("kindergarten",)),
        ("cost_culture", ("culture",)),
        ("cost_needs", ("school", "child_welfare", "social")),
        ("cost_preparedness", every),
        ("cost_guards", every),
    ):
        _cost(into, services, totals.factor(key))
    for key, part in (
        ("cost_shared", "shared_share"),
        ("cost_purchases", "purchases_share"),
        ("cost_buildings", "buildings_share"),
        ("energy", "energy_share"),
        ("cost_training", "wages_of_area"),
    ):
        held = totals.get(key)
        if held is not None:
            _cost(into, every, 1.0 + held / 100.0 * figure(part))
    if totals.get("cost_admin") is not None:
        into.times(["staff.counted.administration"], totals.factor("cost_admin"))
    _income(totals, into)
    _measures(totals, base, into)


def _income(totals: Totals, into: Gathered) -> None:
    into.times(["money.free_income"], totals.factor("free_income"))
    into.times(["money.gross_revenue"], totals.factor("gross_revenue"))
    into.times(["money.tax"], totals.factor("tax_base"))


def _measures(totals: Totals, base: AsToday, into: Gathered) -> None:
    """What choices and events cost the municipality, and what is invested more or less."""
    into.plus("money.spending_measures", _or_nothing(totals.get(COST)))
    event = totals.get("once_cost")
    if event is not None:
        own = 1.0 - np.asarray(totals.share("state_cover"))
        into.plus("money.spending_measures", event * own * base.residents)
    into.times(["money.investment"], totals.factor("cost_investment"))
    into.plus("money.investment", _or_nothing(totals.get(INVESTMENT)))
    debt = totals.get("debt_ratio")
    if debt is not None:
        yearly = np.diff(debt, axis=-1, append=debt[..., -1:])
        into.plus("money.investment", yearly / 100.0 * base.parts["money.gross_revenue"])


def _cost(into: Gathered, services: tuple[str, ...], factor: FloatArray | float) -> None:
    into.times([f"money.spending_{service}" for service in services], factor)


def _or_nothing(amount: FloatArray | None) -> FloatArray | float:
    return 0.0 if amount is None else amount
