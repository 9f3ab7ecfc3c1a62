"""From evidence to assumptions: the future as it follows from the past, for one base year.

The projection is run once while it is estimated: each year attraction is fitted so that
every municipality gains or loses, by age band, what its evidence says. What the engine then
runs is an ordinary model of moves by origin and destination.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from veivalg.axes import COHORTS, FloatArray
from veivalg.population.abroad import (
    emigration_by_cohort,
    immigrants_by_cohort,
    national_net_path,
)
from veivalg.population.alternatives import Alternative
from veivalg.population.assumptions import Assumptions
from veivalg.population.bands import band_of_cohort, sum_bands
from veivalg.population.evidence import Evidence
from veivalg.population.fertility import national_birth_rate
from veivalg.population.gravity import STEPS_FIRST, STEPS_NEXT, fitted_attraction, moving_schedule
from veivalg.population.ledger import FLOWS
from veivalg.population.mortality import national_death_probability
from veivalg.population.project import death_chance, empty_books
from veivalg.population.year import NEWBORN, Chances, YearBooks, by_cohort, chances, expected_year

BORN_YET = slice(NEWBORN + 1, None)


@dataclass(frozen=True, slots=True)
class EvenShare:
    """Crossing the border as everywhere, beside as here.

    residents        (municipality)               share of the country's residents
    away_here        (cohort, sex, municipality)  share emigrating, at the local level
    away_everywhere  (cohort, sex, municipality)  the same at the country's level
    """

    residents: FloatArray
    away_here: FloatArray
    away_everywhere: FloatArray


def middle_assumptions(evidence: Evidence, shares: FloatArray, *, to_year: int) -> Assumptions:
    """Assumptions of the main alternative, MMMM, from the base year to `to_year`.

    shares  (origin, destination)  of movers, before attraction
    """
    start = evidence.past.base
    blank = _before_moves_are_fitted(evidence, shares, to_year)
    net = national_net_path(
        evidence.abroad, _years_ahead(evidence.national.net_migration, blank.years), quantile=0.0
    )
    attraction, immigrants = _fit_year_by_year(evidence, blank, start, net)
    return replace(blank, attraction=attraction, immigrants=immigrants)


def _before_moves_are_fitted(evidence: Evidence, shares: FloatArray, to_year: int) -> Assumptions:
    past, national = evidence.past, evidence.national
    base_year = past.years[-1]
    years = tuple(range(base_year, to_year))
    country = np.zeros((2, len(COHORTS)))
    country[:, 1:] = past.base.sum(axis=0)
    leaving = emigration_by_cohort(country)
    abroad = evidence.abroad
    arriving = immigrants_by_cohort(abroad.profile * abroad.long_run, leaving * country)
    municipalities = len(past.municipalities)
    levels = evidence.levels
    local = past.base.sum(axis=(1, 2)) * levels.immigration
    local /= local.sum()
    classes = len(evidence.moves.pattern[0])
    return Assumptions(
        municipalities=past.municipalities,
        years=years,
        birth_rate=national_birth_rate(
            evidence.fertility, _years_ahead(national.birth_years, years), quantile=0.0
        ),
        birth_level=evidence.birth_level,
        girls=national.girls,
        death_probability=national_death_probability(evidence.mortality, years),
        death_level=evidence.death_level,
        out_probability=levels.moving[:, None, None] * moving_schedule(country),
        mobility=np.ones(len(years)),
        class_of_cohort=band_of_cohort(),
        destination=np.broadcast_to(shares, (classes, *shares.shape)),
        attraction=np.ones((len(years), classes, municipalities)),
        emigration_probability=levels.emigration[:, None, None] * leaving,
        emigration=np.ones(len(years)),
        immigrants=np.zeros(len(years)),
        immigrant_share=local[:, None, None] * arriving,
    )


def _years_ahead(known: Iterable[int], years: tuple[int, ...]) -> FloatArray:
    """(year) years from the newest known year."""
    return np.asarray(np.array(years, dtype=np.float64) - max(known))


def _fit_year_by_year(
    evidence: Evidence, blank: Assumptions, start: FloatArray, net: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Attraction (year, class, municipality) and immigrants (year) along the main path.

    net  (year)  the country's net immigration, persons
    """
    out, away, arriving = (
        by_cohort(x)
        for x in (blank.out_probability, blank.emigration_probability, blank.immigrant_share)
    )
    _, flows = empty_books(1, places=len(start))
    stock = np.ascontiguousarray(start.transpose(2, 1, 0))
    attraction = np.ones(blank.attraction.shape)
    immigrants = np.zeros(len(blank.years))
    shares = blank.destination[0]
    current = attraction[0]
    residents = start.sum(axis=(1, 2))
    even = EvenShare(
        residents=residents / residents.sum(),
        away_here=away,
        away_everywhere=away / evidence.levels.emigration,
    )
    for year in range(len(blank.years)):
        chance = chances(death_chance(blank, year), out, away)
        books = YearBooks(**{name: flows[name][0] for name in FLOWS})
        immigrants[year] = max(net[year] + (stock * chance.emigration[BORN_YET]).sum(), 0.0)
        np.multiply(arriving, immigrants[year], out=books.immigrated)
        wanted = _net_moves_wanted(evidence, stock, books, even, year)
        leaving = _by_band(stock * chance.moving[BORN_YET])
        current = fitted_attraction(
            leaving, wanted, shares, current, steps=STEPS_FIRST if year == 0 else STEPS_NEXT
        )
        attraction[year] = current
        stock = _next_stock(blank, year, stock, chance, books, current)
    return attraction, immigrants


def _net_moves_wanted(
    evidence: Evidence, stock: FloatArray, books: YearBooks, even: EvenShare, year: int
) -> FloatArray:
    """(class, municipality) net moves inside Norway that bring what the evidence foretells.

    All net migration beyond an even share of the country's, less what the municipality
    itself gains across the border beyond an even share. What is left over in a band is taken
    from all in proportion to residents.
    """
    residents = _by_band(stock)
    beyond: FloatArray = residents * evidence.moves.rate(year).T
    crossing = books.immigrated[BORN_YET] - stock * even.away_here[BORN_YET]
    evenly = books.immigrated.sum(axis=2)[BORN_YET, :, None] * even.residents
    evenly = evenly - stock * even.away_everywhere[BORN_YET]
    inside: FloatArray = beyond - _by_band(crossing - evenly)
    left_over = inside.sum(axis=1) / np.maximum(residents.sum(axis=1), 1e-9)
    inside -= residents * left_over[:, None]
    return inside


def _by_band(born_yet: FloatArray) -> FloatArray:
    """(band, municipality) sums of (cohort from 1, sex, municipality)."""
    every = np.zeros((len(COHORTS), born_yet.shape[2]))
    every[1:] = born_yet.sum(axis=1)
    return np.ascontiguousarray(sum_bands(every.T).T)


def _next_stock(
    blank: Assumptions,
    year: int,
    stock: FloatArray,
    chance: Chances,
    books: YearBooks,
    attraction: FloatArray,
) -> FloatArray:
    """Persons (age, sex, municipality) a year later; attraction (class, municipality)."""
    shares = blank.destination[0]
    pulled = attraction @ shares.T
    classes = blank.class_of_cohort

    def between(moved_out: FloatArray, first: int, moved_in: FloatArray) -> None:
        cohorts = slice(0, 1) if first == NEWBORN else BORN_YET
        k = classes[cohorts]
        sent = moved_out[cohorts] / pulled[k][:, None, :]
        moved_in[cohorts] = (sent @ shares) * attraction[k][:, None, :]

    return expected_year(
        stock,
        chance,
        books,
        between=between,
        birth_rate=blank.birth_rate[year],
        birth_level=blank.birth_level,
        girls=blank.girls,
    )


def altered(evidence: Evidence, middle: Assumptions, chosen: Alternative) -> Assumptions:
    """The main alternative moved to another: same people, other national paths."""
    years = middle.years
    national = evidence.national
    known = np.array(years, dtype=np.float64)
    net_ahead = known - max(national.net_migration)
    middle_net = national_net_path(evidence.abroad, net_ahead, quantile=0.0)
    chosen_net = national_net_path(evidence.abroad, net_ahead, quantile=chosen.immigration)
    immigrants = np.maximum(middle.immigrants + chosen_net - middle_net, 0.0)
    return replace(
        middle,
        birth_rate=national_birth_rate(
            evidence.fertility, known - max(national.birth_years), quantile=chosen.fertility
        ),
        death_probability=national_death_probability(
            evidence.mortality, years, quantile=-chosen.life_expectancy
        ),
        mobility=np.full(len(years), float(chosen.moves)),
        immigrants=immigrants * float(chosen.abroad),
        emigration=np.full(len(years), float(chosen.abroad)),
    )
