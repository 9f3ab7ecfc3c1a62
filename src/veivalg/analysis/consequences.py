"""What an alternative means for a place: every indicator, how sure it is, and why it changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.analysis.drawn import DrawnGroups
from veivalg.analysis.simulation import Expected, Simulation
from veivalg.analysis.thresholds import Threshold, thresholds
from veivalg.analysis.uncertainty import QUANTILES, quantiles
from veivalg.axes import FloatArray, IntArray, make_read_only
from veivalg.consequences.drivers import driven, driven_by_draw, per_person
from veivalg.consequences.footing import basis_of, replaced_in
from veivalg.consequences.indicator import Indicator, signed
from veivalg.consequences.outcome import Sums, components, indicator, indicators, together
from veivalg.consequences.own_figures import OwnFigure, own_text
from veivalg.consequences.preparing import Prepared, prepared
from veivalg.consequences.reasons import causes_of, reasons
from veivalg.consequences.staffing import OCCUPATION_NAMES
from veivalg.data.places import Place
from veivalg.pathways.site import Ground, whole_regions
from veivalg.provenance import content_hash

MOST_CELLS = 20_000
"""Draws times municipalities that intervals of consequences are made of: all 200 draws for up to a
hundred municipalities, 56 for the country."""
LEAST_DRAWS = 20
CELLS_AT_ONCE = 2_000
"""Draws times municipalities reckoned at a time: about 0.1 GB."""
ONLY_TOGETHER = ("society.in_centre_share", "society.in_central_places_share")
"""How people are spread between municipalities says nothing of a single one."""
REGION_STAFF = ("staff.need", "staff.available", "staff.unfilled")
"""What municipalities that share a labour market are compared by."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chain:
    """From people to consequences under one alternative, for every municipality.

    prepared  the country's expected run, its default figures and local levels
    identity  hash of what the numbers and their marks follow from
    own       own figures in the place of default ones
    default   the same without own figures, None when there are none
    """

    simulation: Simulation
    run: Expected
    prepared: Prepared
    identity: str
    own: tuple[OwnFigure, ...] = ()
    default: Chain | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlaceConsequences:
    """Every indicator of one place under one alternative.

    expected    (indicator, year)             NaN where it cannot be reckoned; `missing` says why
    quantiles   (quantile, indicator, year)   NaN until draws are ready
    causes      names of the causes of each indicator's change, () where none are given
    why         per indicator (cause, year)   since the base year; adds up to the change
    thresholds  levels that an indicator passes, by year
    region      municipalities that share the place's labour market
    region_staff  (need, available, unfilled; member; year)  person-years
    occupations  (needed, available; occupation; year)  person-years, as `OCCUPATION_NAMES`
    basis       by indicator: own, group, county, country or mixed, for what has a local level
    replaced    indicators that rest on own figures
    missing     by indicator: message key of why there is no number
    """

    place: Place
    alternative: str
    years: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    expected: FloatArray
    quantiles: FloatArray
    causes: tuple[tuple[str, ...], ...]
    why: tuple[FloatArray, ...]
    thresholds: tuple[Threshold, ...]
    region: tuple[str, ...]
    region_staff: FloatArray
    occupations: FloatArray
    basis: Mapping[str, str]
    replaced: frozenset[str]
    missing: Mapping[str, str]
    drawn: bool
    identity: str

    def series(self, name: str) -> FloatArray:
        """(year) expected values of an indicator."""
        row: FloatArray = self.expected[self._row(name)]
        return row

    def value(self, name: str, year: int) -> float:
        """Expected value of an indicator in a year."""
        return float(self.series(name)[self.years.index(year)])

    def interval(self, name: str, year: int, *, low: float, high: float) -> tuple[float, float]:
        """Two quantiles (per cent); NaN until draws are ready."""
        at = self._row(name), self.years.index(year)
        ends = [float(self.quantiles[(QUANTILES.index(p), *at)]) for p in (low, high)]
        return ends[0], ends[1]

    def _row(self, name: str) -> int:
        return next(i for i, one in enumerate(self.indicators) if one.name == name)


def chain(
    simulation: Simulation,
    run: Expected,
    *,
    own: tuple[OwnFigure, ...] = (),
    default: Chain | None = None,
) -> Chain:
    """The consequences of a run made ready: about 0.3 s for the country.

    own      own figures, checked (`consequences.own_checks`)
    default  the chain without them, when it is made already
    """
    ready = prepared(
        simulation.figures,
        simulation.geography,
        run.ledger,
        run.assumptions.death_probability,
        own=own,
    )
    plain = (default or chain(simulation, run)) if own else None
    return Chain(
        simulation=simulation,
        run=run,
        prepared=ready,
        identity=content_hash([run.identity, ready.setting.identity, own_text(own)]),
        own=own,
        default=plain,
    )


def ground_of(chain: Chain) -> Ground:
    """The run that paths start from."""
    return Ground(
        ledger=chain.run.ledger,
        assumptions=chain.run.assumptions,
        prepared=chain.prepared,
        geography=chain.simulation.geography,
        identity=chain.identity,
    )


def expected_values(chain: Chain, place: Place, every: tuple[Indicator, ...]) -> FloatArray:
    """(indicator, year) expected values of a place."""
    found = together(chain.prepared.components, chain.simulation.rows(place.members))
    return told_of(place, np.stack([found.value(one)[0] for one in every]), every)


def told_of(place: Place, values: FloatArray, every: tuple[Indicator, ...]) -> FloatArray:
    """(…, indicator, year) without what says nothing of a single municipality: NaN."""
    if len(place.members) == 1:
        values[..., [one.name in ONLY_TOGETHER for one in every], :] = np.nan
    return values


def consequences_of(
    chain: Chain, place: Place, drawn: DrawnGroups | None = None
) -> PlaceConsequences:
    """Everything the page shows about one place; intervals when draws are given."""
    every = indicators()
    rows = chain.simulation.rows(place.members)
    expected = expected_values(chain, place, every)
    why = reasons(chain.prepared, chain.run.ledger.persons, rows, every)
    region = _region(chain, place)
    value = PlaceConsequences(
        place=place,
        alternative=chain.run.alternative,
        years=chain.run.ledger.years,
        indicators=every,
        expected=expected,
        quantiles=_quantiles(chain, place, drawn, every, expected.shape[1]),
        causes=tuple(causes_of(one) for one in every),
        why=why,
        thresholds=thresholds(
            chain.run.ledger.years,
            {one.name: row for one, row in zip(every, expected, strict=True)},
        ),
        region=region,
        region_staff=_staff(chain.prepared, chain.simulation.rows(region)),
        occupations=_occupations(chain.prepared, rows),
        basis=basis_of(chain.prepared.setting.rows(rows), every),
        replaced=replaced_at(chain, place, every, expected),
        missing=_missing(every, expected),
        drawn=drawn is not None,
        identity=content_hash([chain.identity, place, drawn is not None]),
    )
    make_read_only(
        value.expected, value.quantiles, value.region_staff, value.occupations, *value.why
    )
    return value


def replaced_at(
    chain: Chain, place: Place, every: tuple[Indicator, ...], expected: FloatArray
) -> frozenset[str]:
    """Indicators that rest on own figures, or have other numbers than without them."""
    if chain.default is None:
        return frozenset()
    setting = chain.prepared.setting.rows(chain.simulation.rows(place.members))
    before = expected_values(chain.default, place, every)
    moved = [
        not np.array_equal(a, b, equal_nan=True) for a, b in zip(expected, before, strict=True)
    ]
    return replaced_in(setting, every) | {
        one.name for one, other in zip(every, moved, strict=True) if other
    }


def drawn_values(
    chain: Chain, place: Place, drawn: DrawnGroups, wanted: tuple[Indicator, ...]
) -> FloatArray:
    """(draw, indicator, year) of a place, the rest of its labour market drawn with it.

    Other labour-market regions stay as expected: what crosses their borders to work is little.
    """
    members = whole_regions(chain.simulation.geography, place)
    rows = chain.simulation.rows(members)
    setting = chain.prepared.setting.rows(rows)
    each = per_person(chain.run.ledger.persons[rows], setting.weights)
    count = _count_of(len(drawn.persons), len(rows))
    inside = np.array([members.index(code) for code in place.members])
    found = []
    for batch in _batches(drawn.persons[:count, rows], cells=CELLS_AT_ONCE):
        parts = components(driven_by_draw(batch, each), setting)
        summed = together(parts, inside)
        found.append(np.stack([summed.value(one)[..., 0, :] for one in wanted], axis=1))
    return told_of(place, np.concatenate(found), wanted)


def draws_used(chain: Chain, place: Place, drawn: DrawnGroups) -> int:
    """How many of the draws the intervals of a place are made of."""
    rows = chain.simulation.rows(whole_regions(chain.simulation.geography, place))
    return _count_of(len(drawn.persons), len(rows))


def direct_components(chain: Chain, members: tuple[str, ...]) -> Mapping[str, FloatArray]:
    """Components of whole labour-market regions reckoned from their people alone.

    The same as the country's run gives for them; this is what one place costs.
    """
    rows = chain.simulation.rows(members)
    setting = chain.prepared.setting.rows(rows)
    return components(driven(chain.run.ledger.persons[rows], setting.weights), setting)


def _count_of(drawn: int, municipalities: int) -> int:
    return min(drawn, max(LEAST_DRAWS, MOST_CELLS // municipalities))


def _batches(drawn: IntArray, *, cells: int) -> list[IntArray]:
    """Draws dealt so that a batch holds about so many draws times municipalities."""
    size = max(1, cells // drawn.shape[1])
    return [drawn[start : start + size] for start in range(0, len(drawn), size)]


def _quantiles(
    chain: Chain,
    place: Place,
    drawn: DrawnGroups | None,
    every: tuple[Indicator, ...],
    years: int,
) -> FloatArray:
    if drawn is None:
        return np.full((len(QUANTILES), len(every), years), np.nan)
    return quantiles(drawn_values(chain, place, drawn, every))


def _region(chain: Chain, place: Place) -> tuple[str, ...]:
    """Those who compete for the same staff: the region of a municipality, else the members."""
    if place.level == "country":
        return ()
    if place.level == "municipality":
        return whole_regions(chain.simulation.geography, place)
    return place.members


def _staff(ready: Prepared, rows: IntArray) -> FloatArray:
    """(need, available, unfilled; member; year)."""
    told = [indicator(name) for name in REGION_STAFF]
    needed = {signed(part)[0] for one in told for part in one.of}
    members = Sums({name: ready.components[name][rows] for name in needed})
    return np.stack([members.value(one) for one in told])


def _occupations(ready: Prepared, rows: IntArray) -> FloatArray:
    """(needed, available; occupation; year) of some municipalities together."""
    return np.stack(
        [
            [
                ready.components[f"staff.{what}.{name}"][rows].sum(axis=0)
                for name in OCCUPATION_NAMES
            ]
            for what in ("need", "available")
        ]
    )


def _missing(every: tuple[Indicator, ...], expected: FloatArray) -> dict[str, str]:
    """Indicators without a number in every year but the last, and why."""
    lacking = [bool(np.isnan(row[:-1]).all()) for row in expected]
    return {
        one.name: f"consequence.missing.{_reason(one)}"
        for one, gone in zip(every, lacking, strict=True)
        if gone
    }


def _reason(one: Indicator) -> str:
    if one.name in ONLY_TOGETHER:
        return "only_together"
    return "nobody" if one.per else "not_held"
