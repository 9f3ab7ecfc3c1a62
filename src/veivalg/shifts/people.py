"""Dials that move people: births, deaths, moves and who comes from abroad.

Equations: docs/model/dials.md.
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import FloatArray
from veivalg.population.cases import YOUNG, Changes
from veivalg.shifts.as_today import AsToday
from veivalg.shifts.contribution import Totals
from veivalg.shifts.figures import figure

DIALS = (
    "births_tfr",
    "life_expectancy",
    "net_inmove_20_39",
    "net_inmove_all",
    "net_immigration",
    "refugees_settled",
    "stay_share_refugees",
    "moves_inside",
    "spread_of_local_moves",
)


def changes(totals: Totals, base: AsToday) -> Changes:
    """How the population run differs in every case. Equations (1) to (6)."""
    moves = totals.factor("moves_inside") if totals.get("moves_inside") is not None else None
    return Changes(
        births=_births(totals, base),
        deaths=_deaths(totals, base),
        moving_out=_array(moves),
        moving_in=_array(moves),
        immigrants=totals.get("net_immigration"),
        arrivals=_arrivals(totals, base),
        joining=_per(totals.get("net_inmove_20_39"), base.aged(*YOUNG), 100.0),
        settling=_settling(totals, base),
    )


def _births(totals: Totals, base: AsToday) -> FloatArray | None:
    more = totals.get("births_tfr")
    return None if more is None else np.maximum(1.0 + more / base.fertility, 0.0)


def _deaths(totals: Totals, base: AsToday) -> FloatArray | None:
    more = totals.get("life_expectancy")
    return None if more is None else np.asarray(np.exp(-more / base.mortality_years))


def _arrivals(totals: Totals, base: AsToday) -> FloatArray | None:
    """Refugees who stay: those settled beyond today, and those of today who stay longer."""
    settled, staying = totals.get("refugees_settled"), totals.get("stay_share_refugees")
    if settled is None and staying is None:
        return None
    more = 0.0 if settled is None else settled
    longer = 0.0 if staying is None else staying / 100.0
    stay = figure("refugees_stay")
    per_thousand = more * (stay + longer) + figure("settled_today") * longer
    return np.asarray(per_thousand * base.residents / 1000.0)


def _settling(totals: Totals, base: AsToday) -> FloatArray | None:
    everybody = _per(totals.get("net_inmove_all"), base.residents, 100.0)
    wider = totals.get("spread_of_local_moves")
    if wider is None:
        return everybody
    spread = wider / 100.0 * base.net_moves
    return spread if everybody is None else everybody + spread


def _per(amount: FloatArray | None, people: FloatArray, of: float) -> FloatArray | None:
    return None if amount is None else amount * people / of


def _array(factor: FloatArray | float | None) -> FloatArray | None:
    return None if factor is None else np.maximum(np.asarray(factor), 0.0)
