"""Everything a page shows about one place: counted years, the expected path, how sure, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.analysis.causes import causes_of_change
from veivalg.analysis.drawn import DrawnGroups
from veivalg.analysis.indicators import INDICATORS, by_group, indicator_values
from veivalg.analysis.simulation import Expected, Simulation, ledger_of
from veivalg.analysis.uncertainty import QUANTILES, SINGLE_FUTURES, quantiles, single_futures
from veivalg.axes import FloatArray, make_read_only
from veivalg.data.places import Place
from veivalg.population.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prospect:
    """One place under one alternative.

    totals              (year_t)               counted residents of all ages, every year held
    history             (year_h, sex, age)     counted residents; NaN where not counted
    expected            (year, sex, age)       expected residents, the base year first
    indicator_history   (indicator, year_h)
    indicator_expected  (indicator, year)
    quantiles           (quantile, indicator, year)  NaN until draws are ready
    futures             (future, indicator, year)    single draws; NaN until draws are ready
    why                 (indicator, year, cause)     summed since the base year
    ledger              the place's own books, one row
    """

    place: Place
    alternative: str
    totals_years: tuple[int, ...]
    history_years: tuple[int, ...]
    years: tuple[int, ...]
    totals: FloatArray
    history: FloatArray
    expected: FloatArray
    indicator_history: FloatArray
    indicator_expected: FloatArray
    quantiles: FloatArray
    futures: FloatArray
    why: FloatArray
    ledger: Ledger
    drawn: bool

    @property
    def base_year(self) -> int:
        return self.years[0]

    @property
    def last_year(self) -> int:
        return self.years[-1]

    def value(self, indicator: str, year: int) -> float:
        """Expected value of an indicator in a projected year."""
        position = INDICATORS.index(indicator), self.years.index(year)
        return float(self.indicator_expected[position])

    def interval(
        self, indicator: str, year: int, *, low: float, high: float
    ) -> tuple[float, float]:
        """Two quantiles (per cent) of an indicator; NaN until draws are ready."""
        at = INDICATORS.index(indicator), self.years.index(year)
        ends = (float(self.quantiles[(QUANTILES.index(percent), *at)]) for percent in (low, high))
        return next(ends), next(ends)


def prospect(
    simulation: Simulation, run: Expected, place: Place, drawn: DrawnGroups | None
) -> Prospect:
    """One place from one alternative's run, with intervals when draws are given."""
    ledger = ledger_of(run.ledger, place.members, name=place.code)
    history = simulation.history(place.members)
    totals_years, totals = simulation.totals(place.members)
    value = Prospect(
        place=place,
        alternative=run.alternative,
        totals_years=totals_years,
        totals=totals,
        history_years=simulation.history_years,
        years=ledger.years,
        history=history,
        expected=ledger.persons[0],
        indicator_history=indicator_values(by_group(history)),
        indicator_expected=indicator_values(by_group(ledger.persons[0])),
        why=causes_of_change(ledger)[:, 0],
        ledger=ledger,
        drawn=drawn is not None,
        **_how_sure(simulation, place, drawn, years=len(ledger.years)),
    )
    make_read_only(
        value.totals,
        value.history,
        value.indicator_expected,
        value.quantiles,
        value.futures,
        value.why,
    )
    return value


def _how_sure(
    simulation: Simulation, place: Place, drawn: DrawnGroups | None, *, years: int
) -> dict[str, FloatArray]:
    if drawn is None:
        unknown = np.full((SINGLE_FUTURES, len(INDICATORS), years), np.nan)
        return {"quantiles": unknown[: len(QUANTILES)].copy(), "futures": unknown}
    groups = drawn.of(simulation.rows(place.members))
    paths = np.moveaxis(indicator_values(groups), 0, 1)
    return {"quantiles": quantiles(paths), "futures": single_futures(paths)}
