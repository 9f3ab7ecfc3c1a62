"""A place made ready on shipped figures, made once for all tests, and contributions by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from tests.fakes import shipped
from veivalg.analysis.consequences import chain
from veivalg.axes import FloatArray
from veivalg.consequences.outcome import indicators
from veivalg.data.geography import geography
from veivalg.pathways.inputs import Repertoire, repertoire
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Ground, Site, site_of
from veivalg.shifts.contribution import Contribution

NAMES = tuple(one.name for one in indicators())


@cache
def ground() -> Ground:
    """The country's run as today."""
    run = shipped.run()
    made = chain(shipped.simulation(), run)
    return Ground(
        ledger=run.ledger,
        assumptions=run.assumptions,
        prepared=made.prepared,
        geography=geography(),
        identity=made.identity,
    )


@cache
def site(text: str = "3448") -> Site:
    """Nordre Land with its labour market, unless told otherwise."""
    return site_of(ground(), shipped.place(text))


@cache
def known() -> Repertoire:
    return repertoire()


@cache
def today(text: str = "3448") -> FloatArray:
    """(indicator, year) with nothing moved."""
    return outcomes(site(text), (), indicators())[0]


def run(every: Sequence[Contribution], text: str = "3448") -> FloatArray:
    """(indicator, year) with the contributions as they are."""
    return outcomes(site(text), every, indicators())[0]


def shape_of(place: Site, *, ramp: bool = False) -> FloatArray:
    """(row, year) nothing in the base year, all of it from the next, or growing to the last."""
    years = len(place.years)
    course = np.linspace(0.0, 1.0, years) if ramp else np.minimum(np.arange(years), 1.0)
    return np.tile(course, (len(place.codes), 1))


def by_hand(
    dial: str,
    mid: float,
    *,
    low: float | None = None,
    high: float | None = None,
    source: str = "choice.by_hand",
    shape: FloatArray | None = None,
    future: bool = False,
    gains: bool = False,
    law: bool = False,
) -> Contribution:
    """One contribution; low and high are the middle unless they are told."""
    return Contribution(
        source=source,
        dial=dial,
        shape=shape_of(site()) if shape is None else shape,
        low=mid if low is None else low,
        mid=mid,
        high=mid if high is None else high,
        future=future,
        gains=gains,
        law=law,
    )


def value(found: FloatArray, name: str, year: int = 2040) -> float:
    """An indicator of Nordre Land in a year."""
    return float(found[NAMES.index(name), site().years.index(year)])
