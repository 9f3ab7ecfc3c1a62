"""Public yearly figures that tell early which future is coming, as a path makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import indicator
from veivalg.pathways.chosen import Moved
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site
from veivalg.population.cases import project_cases
from veivalg.shifts.applied import changes_of
from veivalg.shifts.contribution import Totals, totals

OLD, YOUNG = 80, slice(20, 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A figure that somebody publishes every year for every municipality.

    key      "persons_80plus"
    table    number at Statistics Norway (docs/sources.md), "" when another publishes it
    share    least difference that is told, as a share of the figure; single years swing
    amount   the same in the figure's unit; the larger of the two holds
    """

    key: str
    table: str
    share: float
    amount: float

    def least(self, value: float) -> float:
        """The least difference from a value that is told."""
        return max(self.amount, self.share * abs(value))


FIGURES = (
    Figure(key="persons_80plus", table="07459", share=0.02, amount=5.0),
    Figure(key="persons_20_39", table="07459", share=0.02, amount=5.0),
    Figure(key="net_moves", table="06913", share=0.0, amount=10.0),
    Figure(key="sick_leave", table="", share=0.0, amount=0.5),
    Figure(key="net_result_share", table="12134", share=0.0, amount=0.5),
    Figure(key="home_users_80plus", table="12003", share=0.03, amount=3.0),
    Figure(key="social_assistance", table="14019", share=0.05, amount=5.0),
)
"""Sick leave is published by KS; shares are per cent. Least differences: assumptions, about what
single years swing."""
READ_OFF = {
    "home_users_80plus": "services.home_users_80plus",
    "social_assistance": "services.social_assistance",
}
RESULT = "money.net_result_share"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """A path as the world will see it: (year) by key of a figure, and the indicator asked about."""

    figures: Mapping[str, FloatArray]
    asked: FloatArray


def seen(site: Site, moved: Moved, one: Indicator) -> Seen:
    """The figures of a path, and one indicator, (year)."""
    every, strength = moved.every, moved.strength[None]
    total = totals(every, strength) if every else Totals({})
    wanted = one, indicator(RESULT), *(indicator(name) for name in READ_OFF.values())
    held = outcomes(site, every, wanted, strength=strength if every else None)[0]
    figures = {
        **_people(site, total),
        "sick_leave": 100.0 * (1.0 - site.presence) + _mean(total, "sick_leave", site),
        "net_result_share": 100.0 * held[1],
        **dict(zip(READ_OFF, held[2:], strict=True)),
    }
    return Seen(figures=figures, asked=held[0])


def _people(site: Site, total: Totals) -> dict[str, FloatArray]:
    """Residents at two ages on 1 January, and net moves from the rest of the country.

    Out-moves are those of the run times the path's factor on moving.
    """
    changes = changes_of(total, site.base)
    persons = project_cases(site.given, changes)[0]
    net = site.base.net_moves
    if changes.moving_in is not None:
        net = net * changes.moving_in[0]
    for more in (changes.joining, changes.settling):
        if more is not None:
            net = net + more[0]
    return {
        "persons_80plus": persons[site.inside, ..., OLD:].sum(axis=(0, 2, 3)),
        "persons_20_39": persons[site.inside, ..., YOUNG].sum(axis=(0, 2, 3)),
        "net_moves": np.asarray(net[site.inside].sum(axis=0)),
    }


def _mean(total: Totals, dial: str, site: Site) -> FloatArray:
    """(year) of a dial, mean of the place's municipalities."""
    held = total.get(dial)
    none = np.zeros(len(site.years))
    return none if held is None else np.asarray(held[0, site.inside].mean(axis=0))
