"""The past as the model reads it: a stock for every 1 January, and net migration between.

Net migration by municipality, sex and cohort is what is left of the change in a cohort when
expected deaths are taken out. Equations: docs/model/estimation.md, "Net migration".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import COHORTS, OPEN_AGE, BoolArray, FloatArray, make_read_only
from veivalg.errors import MissingFigure

LAST_COHORT = COHORTS[-1]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class History:
    """Residents on every 1 January from the first year to the base year.

    municipalities  codes
    years           consecutive years; the last is the base year
    persons         (municipality, year, sex, age)
    observed        (municipality, year)  False where the figure is estimated or filled in
    counted         years with published stocks; those between them are filled along cohorts
    """

    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    persons: FloatArray
    observed: BoolArray
    counted: tuple[int, ...]

    def __post_init__(self) -> None:
        make_read_only(self.persons, self.observed)

    @property
    def base(self) -> FloatArray:
        """(municipality, sex, age) residents on 1 January of the base year."""
        return self.persons[:, -1]

    @property
    def opening_by_cohort(self) -> FloatArray:
        """(municipality, flow year, sex, cohort) opening stock; newborns not yet there."""
        flow_years = len(self.years) - 1
        shape = (*self.persons.shape[:1], flow_years, 2, len(COHORTS))
        opening = np.zeros(shape)
        opening[..., 1:] = self.persons[:, :-1]
        return opening


def history(
    *,
    municipalities: tuple[str, ...],
    years: tuple[int, ...],
    persons: FloatArray,
    observed: BoolArray,
    base_year: int,
) -> History:
    """History up to a base year, with years between published ones filled along cohorts.

    persons   (municipality, year, sex, age)  NaN where a municipality has no figure
    observed  (municipality, year)

    Raises MissingFigure when the base year has no stock.
    """
    held = [y for y in years if y <= base_year]
    if base_year not in years:
        raise MissingFigure(
            f"There is no stock for 1 January {base_year}; figures are held for "
            f"{years[0]} to {years[-1]} ({len(years)} years). Choose one of these."
        )
    position = {y: i for i, y in enumerate(years)}
    stocks = [_without_gaps(persons[:, position[y]]) for y in held]
    known = [
        observed[:, position[y]] & ~np.isnan(persons[:, position[y]]).any((1, 2)) for y in held
    ]
    filled = [stocks[0]]
    flags = [known[0]]
    for earlier, later, start, end in zip(stocks, stocks[1:], held, held[1:], strict=False):
        filled += fill_along_cohorts(earlier, later, gap=end - start)
        flags += [known[held.index(start)] & known[held.index(end)]] * (end - start - 1)
        flags.append(known[held.index(end)])
    return History(
        municipalities=municipalities,
        years=tuple(range(held[0], base_year + 1)),
        persons=np.stack(filled, axis=1),
        observed=np.stack(flags, axis=1),
        counted=tuple(held),
    )


def _without_gaps(stock: FloatArray) -> FloatArray:
    """A municipality without figures stands as nobody; `observed` keeps it out of estimates."""
    return np.where(np.isnan(stock), 0.0, stock)


def fill_along_cohorts(earlier: FloatArray, later: FloatArray, *, gap: int) -> list[FloatArray]:
    """Stocks for each year after `earlier` up to and with `later`, linear along each cohort.

    earlier, later  (municipality, sex, age), `gap` years apart
    returns         `gap` stocks; the last is `later` itself

    A cohort born between the two dates is taken as large at birth as at the later date.
    """
    steps = []
    for years in range(1, gap):
        stock = np.empty_like(later)
        weight = years / gap
        for age in range(OPEN_AGE + 1):
            end = min(age + gap - years, OPEN_AGE)
            begin = age - years
            if begin < 0:
                stock[..., age] = later[..., end]
            elif age < OPEN_AGE - gap:
                stock[..., age] = (1 - weight) * earlier[..., begin] + weight * later[..., end]
            else:
                stock[..., age] = (1 - weight) * earlier[..., age] + weight * later[..., age]
        steps.append(stock)
    steps.append(later)
    return steps


def net_migration(past: History, death_probability: FloatArray) -> FloatArray:
    """(municipality, flow year, sex, cohort) persons; newborns count as no migrants.

    death_probability  (flow year, sex, cohort)  national share dying within the year

    The two cohorts that share the open age are not told apart by the stock: what is left
    there is booked on the younger of them. A municipality without an opening stock has none.
    """
    opening = past.opening_by_cohort
    left = opening * (1 - death_probability)
    closing = past.persons[:, 1:]
    net = np.zeros_like(opening)
    net[..., 1:OPEN_AGE] = closing[..., 1:OPEN_AGE] - left[..., 1:OPEN_AGE]
    net[..., OPEN_AGE] = closing[..., OPEN_AGE] - left[..., OPEN_AGE] - left[..., LAST_COHORT]
    net[opening.sum(axis=(2, 3)) == 0] = 0.0
    return net
