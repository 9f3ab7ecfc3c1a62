"""Figures projected: what one set of figures says about every place, expected and drawn.

Everything here is a value made once and read by many: the web page swaps a whole
`Simulation` when figures change, the command line makes one for its own question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from veivalg import __version__
from veivalg.axes import FloatArray, IntArray
from veivalg.data.figures import Figures
from veivalg.data.geography import Geography
from veivalg.data.totals import shipped_totals
from veivalg.errors import OutOfRange
from veivalg.population.assumptions import Assumptions
from veivalg.population.estimate import DEFAULT_HORIZON, Outlook, estimate_outlook
from veivalg.population.estimate import LAST_YEAR as FURTHEST_YEAR
from veivalg.population.ledger import Ledger
from veivalg.population.pinning import pinned
from veivalg.population.project import project
from veivalg.provenance import content_hash

MAIN_ALTERNATIVE = "MMMM"
LAST_YEAR = DEFAULT_HORIZON


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulation:
    """The figures, the places, and what the figures say of the years to come.

    outlook   estimated from the figures up to the base year, ready to run
    """

    figures: Figures
    geography: Geography
    outlook: Outlook

    @property
    def base_year(self) -> int:
        return self.outlook.base_year

    @property
    def last_year(self) -> int:
        return self.outlook.middle.years[-1] + 1

    @property
    def start(self) -> FloatArray:
        """(municipality, sex, age) residents on 1 January of the base year."""
        return self.outlook.start

    @property
    def history_years(self) -> tuple[int, ...]:
        """Years with counted residents, up to the base year."""
        return tuple(year for year in self.figures.headcount.years if year <= self.base_year)

    def history(self, members: tuple[str, ...]) -> FloatArray:
        """(year, sex, age) residents of some municipalities together; NaN where one lacks."""
        persons = self.figures.headcount.persons[self.rows(members)][:, : len(self.history_years)]
        total: FloatArray = persons.sum(axis=0)
        return total

    def totals(self, members: tuple[str, ...]) -> tuple[tuple[int, ...], FloatArray]:
        """Years up to the base year, and residents of all ages in each: NaN where one lacks.

        Shipped figures hold ages on two dates only, but totals of every year.
        """
        if self.figures.kind == "official":
            return self.history_years, self.history(members).sum(axis=(1, 2))
        shipped = shipped_totals()
        labels = shipped.axes["year"].labels
        years = tuple(year for year in labels if year <= self.base_year)
        codes = shipped.axes["municipality"]
        persons = shipped.persons[[codes.position(code) for code in members], : len(years)]
        return years, persons.sum(axis=0)

    def rows(self, members: tuple[str, ...]) -> IntArray:
        """Positions of municipalities along the municipality axis."""
        codes = self.figures.headcount.axes["municipality"]
        return np.array([codes.position(code) for code in members], dtype=np.int64)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Expected:
    """One alternative's expected run over every municipality."""

    alternative: str
    assumptions: Assumptions
    ledger: Ledger

    @property
    def identity(self) -> str:
        """Hash of what the run was made from; the same identity gives the same numbers."""
        return content_hash([__version__, self.assumptions.identity, self.ledger.persons[:, 0]])


def simulation_of(
    figures: Figures,
    geography: Geography,
    *,
    base_year: int | None = None,
    last_year: int = LAST_YEAR,
) -> Simulation:
    """The figures made ready to project from base_year (the newest when None).

    Raises OutOfRange for a year outside what the figures and the model allow, and
    MissingFigure when the figures hold too little of what came before.
    """
    outlook = estimate_outlook(figures, base_year=base_year, to_year=last_year)
    return Simulation(figures=figures, geography=geography, outlook=outlook)


def expected(
    simulation: Simulation,
    alternative: str = MAIN_ALTERNATIVE,
    *,
    residents: Mapping[int, float] | None = None,
) -> Expected:
    """The expected run of one alternative. Raises UnknownAlternative.

    residents  of the country by year, to be followed by moving immigration; None = as it comes
    """
    assumptions = simulation.outlook.assumptions(alternative)
    if residents is not None:
        assumptions = pinned(simulation.start, assumptions, residents).assumptions
    ledger = project(simulation.start, assumptions)
    return Expected(alternative=alternative, assumptions=assumptions, ledger=ledger)


def ledger_of(ledger: Ledger, members: tuple[str, ...], *, name: str) -> Ledger:
    """The books of several municipalities together, as one place."""
    rows = np.array([ledger.places.index(code) for code in members])
    arrays = [f.name for f in fields(ledger) if f.name not in ("places", "years")]
    summed = {a: getattr(ledger, a)[rows].sum(axis=0, keepdims=True) for a in arrays}
    return Ledger(places=(name,), years=ledger.years, **summed)


def check_last_year(last: int) -> None:
    """Raise OutOfRange for a year that no run reaches, before any figure is read."""
    if last > FURTHEST_YEAR:
        raise OutOfRange(f"The last year is {last}; it can be up to {FURTHEST_YEAR}.")
