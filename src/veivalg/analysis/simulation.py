"""Figures projected: what one set of figures says about every place, expected and drawn.

Everything here is a value made once and read by many: the web page swaps a whole
`Simulation` when figures change, the command line makes one for its own question.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from veivalg import __version__
from veivalg.axes import FloatArray, IntArray, make_read_only
from veivalg.data.figures import Figures
from veivalg.data.geography import Geography
from veivalg.errors import MissingFigure, OutOfRange
from veivalg.population.assumptions import Assumptions
from veivalg.population.ledger import Ledger
from veivalg.provenance import content_hash

MAIN_ALTERNATIVE = "MMMM"
LAST_YEAR = 2050
FURTHEST_YEAR = 2060


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Simulation:
    """The figures, the places and the opening stock that all alternatives share.

    start      (municipality, sex, age)  residents on 1 January of base_year
    """

    figures: Figures
    geography: Geography
    base_year: int
    last_year: int
    start: FloatArray

    @property
    def history_years(self) -> tuple[int, ...]:
        """Years with counted residents, up to the base year."""
        years = self.figures.headcount.axes["year"].labels
        return tuple(year for year in years if year <= self.base_year)

    def history(self, members: tuple[str, ...]) -> FloatArray:
        """(year, sex, age) residents of some municipalities together; NaN where one lacks."""
        persons = self.figures.headcount.persons[self.rows(members)][:, : len(self.history_years)]
        total: FloatArray = persons.sum(axis=0)
        return total

    def rows(self, members: tuple[str, ...]) -> IntArray:
        """Positions of municipalities along the municipality axis."""
        codes = self.figures.headcount.axes["municipality"]
        return np.array([codes.position(code) for code in members])


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
    MissingFigure when a municipality has no residents counted in the base year.
    """
    headcount = figures.headcount
    years = headcount.axes["year"].labels
    opening = max(years) if base_year is None else base_year
    _check_years(opening, last_year, years)
    start = headcount.persons[:, years.index(opening)].astype(np.float64)
    _check_complete(start, headcount.axes["municipality"].labels, opening)
    make_read_only(start)
    return Simulation(
        figures=figures, geography=geography, base_year=opening, last_year=last_year, start=start
    )


def expected(simulation: Simulation, alternative: str = MAIN_ALTERNATIVE) -> Expected:
    """The expected run of one alternative. Raises UnknownAlternative."""
    from veivalg.population.estimate import estimate
    from veivalg.population.project import project

    assumptions = estimate(
        simulation.figures,
        base_year=simulation.base_year,
        to_year=simulation.last_year,
        alternative=alternative,
    )
    ledger = project(simulation.start, assumptions)
    return Expected(alternative=alternative, assumptions=assumptions, ledger=ledger)


def ledger_of(ledger: Ledger, members: tuple[str, ...], *, name: str) -> Ledger:
    """The books of several municipalities together, as one place."""
    rows = np.array([ledger.places.index(code) for code in members])
    arrays = [f.name for f in fields(ledger) if f.name not in ("places", "years")]
    summed = {a: getattr(ledger, a)[rows].sum(axis=0, keepdims=True) for a in arrays}
    return Ledger(places=(name,), years=ledger.years, **summed)


def _check_years(base: int, last: int, counted: tuple[int, ...]) -> None:
    if base not in counted:
        raise OutOfRange(
            f"There are no residents for 1 January {base}; choose one of "
            f"{', '.join(map(str, counted))}, or fetch more with `veivalg data fetch`."
        )
    if not base < last <= FURTHEST_YEAR:
        raise OutOfRange(
            f"The last year is {last}; from {base} it can be {base + 1} to {FURTHEST_YEAR}."
        )


def check_last_year(last: int) -> None:
    """Raise OutOfRange for a year that no run reaches, before any figure is read."""
    if last > FURTHEST_YEAR:
        raise OutOfRange(f"The last year is {last}; it can be up to {FURTHEST_YEAR}.")


def _check_complete(start: FloatArray, codes: tuple[str, ...], year: int) -> None:
    lacking = np.isnan(start).any(axis=(1, 2))
    if lacking.any():
        raise MissingFigure(
            f"Municipality {codes[int(np.argmax(lacking))]} has no residents for 1 January {year}; "
            "choose another year, or fetch more with `veivalg data fetch`."
        )
