"""What the consequences of a run are computed from, besides the people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from veivalg.axes import FloatArray, IntArray, make_read_only
from veivalg.consequences.drivers import Weights
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.standard import AS_TODAY, Standard
from veivalg.errors import LabelMismatch
from veivalg.provenance import content_hash

Components = dict[str, FloatArray]
"""By name, (…, municipality, year): amounts that add up over municipalities."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Local:
    """What is known of each municipality, by name: (municipality).

    level   by service: local use or cost over the country's at equal ages, 1 = as the country
    basis   by service: "own", "group", "county" or "country", for each municipality
    known   other local figures by name, NaN where there is none: "need_index", …
    """

    level: Mapping[str, FloatArray]
    basis: Mapping[str, tuple[str, ...]]
    known: Mapping[str, FloatArray]

    def __post_init__(self) -> None:
        make_read_only(*self.level.values(), *self.known.values())

    def rows(self, rows: IntArray) -> Local:
        """Some of the municipalities, in the order given."""
        return Local(
            level={name: values[rows] for name, values in self.level.items()},
            basis={name: tuple(given[i] for i in rows) for name, given in self.basis.items()},
            known={name: values[rows] for name, values in self.known.items()},
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Setting:
    """One alternative's figures, levels and national series, for some municipalities.

    municipalities  codes of the rows
    years           opening years; stocks are of 1 January, flows of the year that opens
    parameters      default figures, own ones in their place
    weights         of the drivers, care shifted by healthy ageing
    unshifted       the same without healthy ageing, for *why*
    local           levels and other local figures of the rows
    region_of       (municipality)  position of each row's labour-market region in `regions`
    regions         codes of all labour-market regions
    commuting       (region, region)  share of those who work and live in the first that work in
                    the second; rows sum to 1
    country         series of the whole country's expected run, by name: (year) or (region, year)
    standard        what futures and choices move, as today unless told otherwise
    """

    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    parameters: Parameters
    weights: Weights
    unshifted: Weights
    local: Local
    region_of: IntArray
    regions: tuple[str, ...]
    commuting: FloatArray
    country: Mapping[str, FloatArray]
    standard: Standard = AS_TODAY

    @property
    def identity(self) -> str:
        """Hash of every default figure and local level."""
        figures = [one.identity for one in self.parameters.held.values()]
        local = [*self.local.level.items(), *self.local.known.items()]
        return content_hash([*figures, *(part for pair in local for part in pair)])

    def level(self, service: str) -> FloatArray:
        """(municipality, 1) local level of a service, 1 where none is known."""
        held = self.local.level.get(service)
        found = np.ones(len(self.municipalities)) if held is None else held
        return found[:, None]

    def national(self, name: str) -> FloatArray:
        """A series of the whole country. Raises LabelMismatch when no chapter has made it."""
        if name not in self.country:
            raise LabelMismatch(
                f"The country's series {name!r} is not made; chapters run in order."
            )
        return self.country[name]

    def with_country(self, series: Mapping[str, FloatArray]) -> Setting:
        """The same, knowing more series of the country."""
        return replace(self, country=MappingProxyType({**self.country, **series}))

    def rows(self, rows: IntArray) -> Setting:
        """The same for some of the municipalities."""
        return replace(
            self,
            municipalities=tuple(self.municipalities[i] for i in rows),
            local=self.local.rows(rows),
            region_of=self.region_of[rows],
            standard=self.standard if self.standard.none else self.standard.rows(rows),
        )
