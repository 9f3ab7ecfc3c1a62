"""From figures to a projection's assumptions and their uncertainty: what other rooms call.

outlook = estimate_outlook(figures)
ledger = project(outlook.start, outlook.assumptions("MMMM"))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from veivalg.axes import BoolArray, FloatArray, IntArray
from veivalg.data.events import MOTHERS
from veivalg.data.figures import Figures
from veivalg.data.geography import Geography, geography
from veivalg.data.residents import residents_of_norway
from veivalg.errors import MissingFigure, OutOfRange
from veivalg.population.abroad import LocalLevels, national_net_migration
from veivalg.population.alternatives import alternative
from veivalg.population.assumptions import Assumptions
from veivalg.population.evidence import Evidence, National, access_class, gather
from veivalg.population.fertility import cohort_birth_rate
from veivalg.population.fitting import altered, middle_assumptions
from veivalg.population.gravity import (
    access_design,
    destination_shares,
    distances_km,
    learned_shares,
)
from veivalg.population.history import History, history
from veivalg.population.mortality import cohort_death_probability
from veivalg.population.project import project
from veivalg.population.shrinkage import shrunk_ratio
from veivalg.population.uncertainty import Uncertainty, answer_to_attraction, measured_spread

DEFAULT_HORIZON = 2050
LAST_YEAR = 2060
FIRST_YEAR_OF_FERTILITY = 1979
"""Rates before the fall of the 1970s had ended say little of the spread to come; assumption."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outlook:
    """One base year read, estimated and ready to run.

    evidence  what the past says
    middle    assumptions of the main alternative, MMMM
    region    (municipality)  labour-market region as a number
    """

    evidence: Evidence
    middle: Assumptions
    region: IntArray

    @property
    def base_year(self) -> int:
        return self.evidence.past.years[-1]

    @property
    def start(self) -> FloatArray:
        """(municipality, sex, age) residents on 1 January of the base year."""
        return self.evidence.past.base

    def assumptions(self, letters: str = "MMMM") -> Assumptions:
        """Assumptions of an alternative. Raises UnknownAlternative."""
        chosen = alternative(letters)
        return (
            self.middle if chosen.letters == "MMMM" else altered(self.evidence, self.middle, chosen)
        )

    def uncertainty(self, letters: str = "MMMM") -> Uncertainty:
        """What differs between draws around an alternative."""
        middle = self.assumptions(letters)
        return Uncertainty(
            evidence=self.evidence,
            middle=middle,
            answer=answer_to_attraction(project(self.start, self.middle), self.middle),
            spread=measured_spread(self.evidence, self.evidence.mobility, self.region),
            region=self.region,
        )


def estimate_outlook(
    figures: Figures, *, base_year: int | None = None, to_year: int = DEFAULT_HORIZON
) -> Outlook:
    """Read the figures up to a base year, and nothing later, and estimate what follows.

    base_year  1 January the projection opens on; None = the newest with a full stock

    Raises OutOfRange for years that cannot be projected, MissingFigure when the base year or
    what must come before it is not held.
    """
    count = figures.headcount
    opening_year = max(count.years) if base_year is None else base_year
    check_years(opening_year, to_year, held=count.years)
    places = geography()
    past = history(
        municipalities=count.municipalities,
        years=count.years,
        persons=count.persons,
        observed=count.observed,
        base_year=opening_year,
    )
    if len(past.years) < 2:
        raise MissingFigure(
            f"A projection from {opening_year} needs a stock from an earlier year too; figures are "
            f"held from {count.years[0]}. Choose a later year, or fetch more with "
            "`veivalg data fetch`."
        )
    return _outlook(figures, past, places, to_year)


def check_years(base_year: int, to_year: int, *, held: tuple[int, ...]) -> None:
    """Raise OutOfRange unless a projection may open and close on these years."""
    if base_year not in held:
        raise OutOfRange(
            f"There is no stock for 1 January {base_year}; held are "
            f"{', '.join(map(str, held)) if len(held) < 4 else f'{held[0]} to {held[-1]}'}. "
            "Choose one of these years."
        )
    if not base_year < to_year <= LAST_YEAR:
        raise OutOfRange(
            f"The last year is {to_year}; from {base_year} it can be "
            f"{base_year + 1} to {LAST_YEAR}."
        )


def _outlook(figures: Figures, past: History, places: Geography, to_year: int) -> Outlook:
    by_code = places.by_code
    members = [by_code[code] for code in past.municipalities]
    distance = distances_km(np.array([m.lon for m in members]), np.array([m.lat for m in members]))
    residents = past.base.sum(axis=(1, 2))
    levels = _local_levels(figures, past, access_class(access_design(residents, distance)))
    evidence = gather(past, _national(figures, past), distance, _usable(past), levels)
    return Outlook(
        evidence=evidence,
        middle=replace(
            middle_assumptions(
                evidence, _destinations(figures, past, residents, distance), to_year=to_year
            ),
            sources=figures.sources,
        ),
        region=np.unique([m.region for m in members], return_inverse=True)[1],
    )


def _destinations(
    figures: Figures, past: History, residents: FloatArray, distance: FloatArray
) -> FloatArray:
    """(origin, destination) shares of movers: observed before the base year, else modelled."""
    if figures.moves is None:
        return destination_shares(residents, distance)
    years = figures.moves.axes["year"].labels
    known = [i for i, year in enumerate(years) if year < past.years[-1]]
    if not known:
        return destination_shares(residents, distance)
    moves = figures.moves.persons[known]
    lacking = np.isnan(moves).all(axis=0)
    return learned_shares(residents, distance, np.where(lacking, np.nan, np.nansum(moves, axis=0)))


def _usable(past: History) -> BoolArray:
    """(municipality) whether every published stock, from the second on, is observed.

    A municipality that lacks only the first published year is filled in by nobody: its first
    year of net migration would be its whole population, so that too is kept out.
    """
    positions = [past.years.index(year) for year in past.counted]
    return np.asarray(past.observed[:, positions].all(axis=1))


def _national(figures: Figures, past: History) -> National:
    """The country's vital statistics of the years before the base year."""
    vitals, base_year = figures.vitals, past.years[-1]
    dying = _years_with(vitals.years, vitals.death_probability, before=base_year)
    bearing = _years_with(vitals.years, vitals.fertility_rate, before=base_year)
    bearing = {y: r for y, r in bearing.items() if y >= FIRST_YEAR_OF_FERTILITY}
    births = _years_with(vitals.years, vitals.births, before=base_year)
    deaths = _years_with(vitals.years, vitals.deaths, before=base_year)
    if not dying or not bearing or not births:
        raise MissingFigure(
            f"No life table, fertility or births are held from before {base_year}; "
            "choose a later base year, or fetch more with `veivalg data fetch`."
        )
    residents = {y: n for y, n in residents_of_norway(figures.headcount).items() if y <= base_year}
    return National(
        years=tuple(dying),
        death_probability=cohort_death_probability(np.stack(list(dying.values()))),
        birth_years=tuple(bearing),
        birth_rate=cohort_birth_rate(np.stack(list(bearing.values())), MOTHERS[0]),
        girls=_share_of_girls(births),
        net_migration=national_net_migration(
            residents,
            {y: float(n.sum()) for y, n in births.items()},
            {y: float(n.sum()) for y, n in deaths.items()},
        ),
    )


def _share_of_girls(births: Mapping[int, FloatArray]) -> float:
    girls = sum(n[0] for n in births.values())
    return float(girls / sum(n.sum() for n in births.values()))


def _years_with(
    years: tuple[int, ...], values: FloatArray, *, before: int
) -> dict[int, FloatArray]:
    """Rows by year, of years before one, where nothing is missing."""
    return {
        year: row
        for year, row in zip(years, values, strict=True)
        if year < before and not np.isnan(row).any()
    }


def _local_levels(figures: Figures, past: History, group: IntArray) -> LocalLevels:
    """Levels of gross flows, from what was published before the base year."""
    flows = figures.gross_flows.before(past.years[-1])
    if flows is None:
        return LocalLevels.unknown(len(past.municipalities))
    residents = past.base.sum(axis=(1, 2))
    known = np.asarray(~np.isnan(flows).any(axis=1))
    immigration, emigration, moving = (
        _level(np.nan_to_num(flows[:, kind]), residents, known, group) for kind in range(3)
    )
    return LocalLevels(immigration=immigration, emigration=emigration, moving=moving)


def _level(
    persons: FloatArray, residents: FloatArray, known: BoolArray, group: IntArray
) -> FloatArray:
    """(municipality) persons per resident over the country's, shrunk; mean 1 over residents."""
    expected = residents * (persons[known].sum() / residents[known].sum())
    level = shrunk_ratio(persons, expected, group, known)
    scaled: FloatArray = level * residents.sum() / (level * residents).sum()
    return scaled


def estimate(
    figures: Figures,
    *,
    base_year: int | None = None,
    to_year: int = DEFAULT_HORIZON,
    alternative: str = "MMMM",
) -> Assumptions:
    """Assumptions of one alternative in one call; `estimate_outlook` keeps what lies behind."""
    return estimate_outlook(figures, base_year=base_year, to_year=to_year).assumptions(alternative)
