"""A goal: an indicator, at most or at least an amount, in a year."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from veivalg.analysis.compare import ONLY_TOGETHER, asked_indicator, asked_indicators
from veivalg.axes import BoolArray, FloatArray
from veivalg.consequences.indicator import Indicator
from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.pathways.path_text import nearest
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site
from veivalg.shifts.reading import MOST_DIGITS

Sense = Literal["at_most", "at_least"]
ROUNDING = 1e-9
"""In the indicator's unit: what the order of adding can make is no difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What is wanted.

    amount  in the indicator's unit; a share from 0 to 1
    """

    indicator: Indicator
    sense: Sense
    amount: float
    year: int

    @property
    def sign(self) -> float:
        """1 when less is wanted, -1 when more is."""
        return 1.0 if self.sense == "at_most" else -1.0

    def lacking(self, values: FloatArray) -> FloatArray:
        """How far values are from the goal, in the indicator's unit; 0 or below when it is met."""
        lacking: FloatArray = self.sign * (np.asarray(values) - self.amount)
        return lacking

    def meets(self, values: FloatArray) -> BoolArray:
        """Whether each value meets the goal; a missing one does not."""
        met: BoolArray = self.lacking(values) <= ROUNDING
        return met

    def met(self, value: float) -> bool:
        """Whether a value meets the goal; a missing one does not."""
        return bool(self.meets(np.asarray(value)))


def goal_of(
    site: Site, name: str, *, at_most: float | None, at_least: float | None, year: int
) -> Goal:
    """A goal that can be asked about at a site.

    Raises BadParameter with the nearest names for an unknown indicator, OutOfRange when the amount
    or the year is lacking or outside, or when the indicator has no number there.
    """
    nearest(name, [one.name for one in asked_indicators()], "goal.indicator")
    amount = at_most if at_least is None else at_least
    if amount is None or not math.isfinite(amount):
        raise refusing(OutOfRange, "goal.no_amount")
    if abs(amount) > MOST_DIGITS:
        raise refusing(OutOfRange, "asked.threshold", value=f"{amount:g}")
    if at_most is not None and at_least is not None:
        raise refusing(OutOfRange, "goal.two_amounts")
    years = site.years
    if year not in years[1:]:
        raise refusing(
            OutOfRange, "goal.year", value=str(year), first=str(years[1]), last=str(years[-1])
        )
    one = asked_indicator(name)
    today = outcomes(site, (), (one,))[0, 0, years.index(year)]
    alone = len(site.place.members) == 1 and name in ONLY_TOGETHER
    if alone or not math.isfinite(today):
        raise refusing(OutOfRange, "goal.no_number", name=name, year=str(year))
    return Goal(
        indicator=one, sense="at_most" if at_least is None else "at_least", amount=amount, year=year
    )
