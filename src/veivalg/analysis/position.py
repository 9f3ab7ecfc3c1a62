"""Where every place stands today, from a run's figures."""

from __future__ import annotations

from veivalg.analysis.consequences import Chain
from veivalg.consequences.standing import Positions, positions
from veivalg.consequences.standing_figures import AHEAD, measured
from veivalg.data.totals import shipped_totals


def positions_of(chain: Chain) -> Positions | None:
    """Every municipality's position; None when the run ends before the year looked ahead to.

    Own figures of the user's change a municipality's position as any other figure would.
    """
    simulation, ledger = chain.simulation, chain.run.ledger
    if AHEAD not in ledger.years:
        return None
    setting = chain.prepared.setting
    figures = measured(
        ledger.persons,
        ledger.years,
        headcount=simulation.figures.headcount,
        totals=shipped_totals(),
        geography=simulation.geography,
        local=setting.local,
        commuting=simulation.figures.commuting,
        parts=chain.prepared.components,
    )
    residents = ledger.persons[:, 0].sum(axis=(1, 2))
    return positions(figures, ledger.places, residents, setting.parameters)
