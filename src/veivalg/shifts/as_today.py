"""What dials are measured against: some municipalities as they are expected to be, as today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from veivalg.axes import FloatArray, IntArray
from veivalg.population.assumptions import Assumptions
from veivalg.population.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AsToday:
    """Some municipalities in the run as today.

    municipalities  codes of the rows
    years           opening years
    persons         (row, year, sex, age)
    parts           components by name, (row, year)
    fertility       (year)  children per woman in the country; one value a flow year
    mortality_years (year)  years of life expectancy that one unit of log mortality takes
    net_moves       (row, year)  net in-moves from the rest of the country, one a flow year
    """

    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    persons: FloatArray
    parts: Mapping[str, FloatArray]
    fertility: FloatArray
    mortality_years: FloatArray
    net_moves: FloatArray

    def aged(self, first: int, last: int) -> FloatArray:
        """(row, year) residents of ages from first to last."""
        held: FloatArray = self.persons[..., first : last + 1].sum(axis=(-2, -1))
        return held

    def until(self, years: int) -> AsToday:
        """The same with only the first years."""
        return replace(
            self,
            years=self.years[:years],
            persons=self.persons[:, :years],
            parts={name: values[..., :years] for name, values in self.parts.items()},
            fertility=self.fertility[:years],
            mortality_years=self.mortality_years[:years],
            net_moves=self.net_moves[..., :years],
        )

    @property
    def residents(self) -> FloatArray:
        """(row, year)."""
        held: FloatArray = self.persons.sum(axis=(-2, -1))
        return held


def as_today(
    ledger: Ledger, assumptions: Assumptions, parts: Mapping[str, FloatArray], rows: IntArray
) -> AsToday:
    """The rows of a run, and of its components (municipality, year)."""
    net = (ledger.moved_in[rows] - ledger.moved_out[rows]).sum(axis=(2, 3))
    return AsToday(
        municipalities=tuple(ledger.places[i] for i in rows),
        years=ledger.years,
        persons=ledger.persons[rows],
        parts={name: values[rows] for name, values in parts.items()},
        fertility=_held(assumptions.birth_rate.sum(axis=1)),
        mortality_years=_held(years_per_log_mortality(assumptions.death_probability)),
        net_moves=_held(net),
    )


def life_expectancy(death_probability: FloatArray) -> FloatArray:
    """(…) expected years at birth from death probabilities (…, cohort), both ends half a year."""
    alive = np.cumprod(1.0 - np.minimum(death_probability, 1.0), axis=-1)
    years: FloatArray = 0.5 + alive.sum(axis=-1)
    return years


def years_per_log_mortality(death_probability: FloatArray) -> FloatArray:
    """(year) years of life expectancy lost when mortality rises by one log unit, mean of the sexes.

    Taken from one per cent: what 1 % higher mortality costs, times a hundred.
    """
    step = 0.01
    lost = life_expectancy(death_probability) - life_expectancy(death_probability * np.exp(step))
    per_unit: FloatArray = lost.mean(axis=-1) / step
    return per_unit


def _held(flow: FloatArray) -> FloatArray:
    """(…, opening year) from (…, flow year): the last year repeats the one before."""
    return np.concatenate([flow, flow[..., -1:]], axis=-1)
