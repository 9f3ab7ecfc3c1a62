"""Where a path is run: a place with the labour market it shares, made ready once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from veivalg.axes import FloatArray, IntArray
from veivalg.consequences.drivers import Driven, Weights, driven
from veivalg.consequences.preparing import Prepared
from veivalg.consequences.setting import Setting
from veivalg.data.geography import Geography
from veivalg.data.places import Place
from veivalg.population.assumptions import Assumptions
from veivalg.population.cases import Surrounded, surrounded
from veivalg.population.ledger import Ledger
from veivalg.shifts.as_today import AsToday, as_today


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ground:
    """The country's run as today, from which every path starts.

    identity  hash of the run, its default figures and own ones
    """

    ledger: Ledger
    assumptions: Assumptions
    prepared: Prepared
    geography: Geography
    identity: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """A place and every municipality of the labour-market regions it has a part in.

    codes    municipalities of the rows
    inside   (member)  positions of the place's own municipalities among the rows
    base     the rows as today
    given    the same, ready to be run anew
    setting  figures and levels of the rows
    drivers  of the rows as today
    """

    place: Place
    codes: tuple[str, ...]
    inside: IntArray
    base: AsToday
    given: Surrounded
    setting: Setting
    drivers: Driven
    identity: str

    @property
    def years(self) -> tuple[int, ...]:
        return self.base.years

    @property
    def mine(self) -> FloatArray:
        """(row) 1 for the place's own municipalities."""
        found = np.zeros(len(self.codes))
        found[self.inside] = 1.0
        return found

    @property
    def presence(self) -> float:
        """Share of agreed work that is done, in the base year."""
        return float(self.setting.parameters["staff.presence"].in_year(self.years[:1])[0])


def site_of(ground: Ground, place: Place) -> Site:
    """A place made ready: some milliseconds."""
    codes = whole_regions(ground.geography, place)
    rows = np.array([ground.ledger.places.index(code) for code in codes], dtype=np.int64)
    setting = ground.prepared.setting.rows(rows)
    return Site(
        place=place,
        codes=codes,
        inside=np.array([codes.index(code) for code in place.members], dtype=np.int64),
        base=as_today(ground.ledger, ground.assumptions, ground.prepared.components, rows),
        given=surrounded(ground.ledger, ground.assumptions, rows),
        setting=setting,
        drivers=driven(ground.ledger.persons[rows], setting.weights),
        identity=ground.identity,
    )


def whole_regions(geography: Geography, place: Place) -> tuple[str, ...]:
    """Every municipality of the labour-market regions that a place has a part in."""
    regions = dict.fromkeys(geography.municipality(code).region for code in place.members)
    members = (m for region in regions for m in geography.place("region", region).members)
    return tuple(sorted(members))


def until(setting: Setting, years: int) -> Setting:
    """The setting with only the first years."""
    if years == len(setting.years):
        return setting
    country: Mapping[str, FloatArray] = {
        name: values[..., :years] for name, values in setting.country.items()
    }
    return replace(
        setting,
        years=setting.years[:years],
        weights=Weights(setting.weights.names, setting.weights.values[:years]),
        unshifted=Weights(setting.unshifted.names, setting.unshifted.values[:years]),
        country=MappingProxyType(dict(country)),
    )
