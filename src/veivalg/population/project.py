"""The expected run: every municipality, every year, moves by origin and destination."""

from __future__ import annotations

import numpy as np

from veivalg.axes import AGES, COHORTS, SEXES, Axes, FloatArray, require_counts
from veivalg.errors import OutOfRange
from veivalg.population.assumptions import Assumptions
from veivalg.population.ledger import FLOWS, Ledger
from veivalg.population.year import (
    NEWBORN,
    Chances,
    YearBooks,
    by_cohort,
    chances,
    class_runs,
    expected_year,
    move_between,
    pull,
)


def project(start: FloatArray, assumptions: Assumptions) -> Ledger:
    """The books of the whole country, year by year, in expectation.

    start    (municipality, sex, age)  residents on 1 January of the first year
    returns  a Ledger with places = assumptions.municipalities and one opening year more
             than there are years of flows

    Raises OutOfRange for missing or negative persons and for movers with nowhere to go,
    LabelMismatch when start has another shape than the assumptions.
    Equations: docs/model/population.md, "The steps of a year".
    """
    check_start(start, assumptions)
    pulled = pull(assumptions)
    check_destinations(assumptions, pulled)
    persons, flows = empty_books(len(assumptions.years), places=len(start))
    persons[0] = start.transpose(2, 1, 0)
    out, away, arriving = (
        by_cohort(values)
        for values in (
            assumptions.out_probability,
            assumptions.emigration_probability,
            assumptions.immigrant_share,
        )
    )
    for year in range(len(assumptions.years)):
        chance = chances(
            death_chance(assumptions, year),
            out * assumptions.mobility[year],
            away * assumptions.emigration[year],
        )
        books = YearBooks(**{name: flows[name][year] for name in FLOWS})
        np.multiply(arriving, assumptions.immigrants[year], out=books.immigrated)
        one_year(persons[year : year + 2], assumptions, year, chance, books, pulled)
    return ledger_of(assumptions.municipalities, assumptions.years, persons, flows)


def one_year(
    persons: FloatArray,
    assumptions: Assumptions,
    year: int,
    chance: Chances,
    books: YearBooks,
    pulled: FloatArray,
) -> None:
    """Fill persons[1] from persons[0], (2, age, sex, municipality), and the books of the year."""
    runs = class_runs(assumptions.class_of_cohort)

    def between(moved_out: FloatArray, first: int, moved_in: FloatArray) -> None:
        move_between(
            moved_out,
            moved_in,
            runs=runs[:1] if first == NEWBORN else runs[1:],
            destination=assumptions.destination,
            attraction=assumptions.attraction[year],
            pulled=pulled[:, year],
        )

    expected_year(
        persons[0],
        chance,
        books,
        between=between,
        birth_rate=assumptions.birth_rate[year],
        birth_level=assumptions.birth_level,
        girls=assumptions.girls,
        becoming=persons[1],
    )


def death_chance(assumptions: Assumptions, year: int) -> FloatArray:
    """(cohort, sex, municipality): national probability x local level, not yet cut at 1."""
    national = assumptions.death_probability[year].T[:, :, np.newaxis]
    chance: FloatArray = national * assumptions.death_level.T
    return chance


def empty_books(years: int, *, places: int) -> tuple[FloatArray, dict[str, FloatArray]]:
    """Room for a run: persons (year, age, sex, municipality) and flows by name."""
    persons: FloatArray = np.empty((years + 1, len(AGES), len(SEXES), places))
    flows: dict[str, FloatArray] = {
        name: np.empty((years, len(COHORTS), len(SEXES), places)) for name in FLOWS[1:]
    }
    flows["births"] = np.empty((years, len(SEXES), places))
    return persons, flows


def ledger_of(
    places: tuple[str, ...],
    flow_years: tuple[int, ...],
    persons: FloatArray,
    flows: dict[str, FloatArray],
) -> Ledger:
    """The books with axes in the house's order; the numbers themselves are not moved."""
    return Ledger(
        places=places,
        years=(*flow_years, flow_years[-1] + 1),
        persons=persons.transpose(3, 0, 2, 1),
        births=flows["births"].transpose(2, 0, 1),
        **{name: flows[name].transpose(3, 0, 2, 1) for name in FLOWS[1:]},
    )


def check_start(start: FloatArray, assumptions: Assumptions) -> None:
    """Raise unless the opening stock is counts of persons with the assumptions' places."""
    axes = Axes.of(municipality=assumptions.municipalities, sex=SEXES, age=AGES)
    require_counts(start, axes, name="persons on 1 January")


def check_destinations(assumptions: Assumptions, pulled: FloatArray) -> None:
    """Raise OutOfRange when somebody would move and has no destination."""
    classes = range(pulled.shape[0])
    leaves = np.stack(
        [
            (assumptions.out_probability[:, :, assumptions.class_of_cohort == k] > 0).any(
                axis=(1, 2)
            )
            for k in classes
        ]
    )
    lost = leaves[:, np.newaxis] & ~(pulled > 0)
    if lost.any():
        k, year, origin = np.argwhere(lost)[0]
        raise OutOfRange(
            f"destination shares from {assumptions.municipalities[origin]} sum to 0 in class {k} "
            f"in {assumptions.years[year]}, but people move out; give at least one destination "
            "a share and an attraction above 0, or set out_probability to 0."
        )
