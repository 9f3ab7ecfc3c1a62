"""What a place is: a municipality, or municipalities seen as one.

A place of any level is a list of municipalities; its figures are the sum of theirs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from veivalg.axes import FloatArray
from veivalg.errors import BadGroup, UnknownPlace

Level = Literal["municipality", "region", "county", "country", "group", "like"]
LEVELS: tuple[Level, ...] = ("municipality", "region", "county", "country", "group", "like")
COUNTRY_CODE = "0"
JOINER = "-"
"""Stands between the numbers of a group: "3448-3450"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """One of the municipalities in force.

    code           four digits, "3448"
    name           official name with all its languages, "Kárášjohka – Karasjok"
    norwegian      the Norwegian part alone, "Karasjok"
    sami_names     official names in Sámi and Kven, () when there are none
    county, region codes of the county and the labour-market region it belongs to
    centrality     Statistics Norway's class, 1 most central to 6
    kostra_group   "EKG01" to "EKG17"
    lon, lat       mean point of the area, degrees, WGS84
    column, row    square on the tile map, column 0 west and row 0 north
    series_from    first year with figures on today's borders, None when all years have them
    """

    code: str
    name: str
    norwegian: str
    sami_names: tuple[str, ...]
    county: str
    region: str
    centrality: int
    kostra_group: str
    lon: float
    lat: float
    column: int
    row: int
    series_from: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """Something a reader must know about a place, as a message key and what fills it."""

    key: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Municipalities seen as one: `members` are their numbers, each once, in rising order.

    For "like" the code is that of the municipality they are like; it is not a member itself.
    """

    level: Level
    code: str
    name: str
    members: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.members:
            raise BadGroup(f"{self.name or self.code!r} has no municipalities; name at least one.")
        if len(set(self.members)) != len(self.members):
            twice = next(x for i, x in enumerate(self.members) if x in self.members[:i])
            raise BadGroup(f"{twice} stands twice in {self.name or 'the group'}; list it once.")


def membership(places: Sequence[Place], codes: Sequence[str]) -> FloatArray:
    """Which municipalities each place consists of.

    returns  (place, municipality)  1 where it is a member, else 0; the product with an array
             over municipalities is the sum per place

    Raises UnknownPlace when a member is not among the codes.
    """
    position = {code: i for i, code in enumerate(codes)}
    shares = np.zeros((len(places), len(codes)))
    for p, place in enumerate(places):
        lacking = [code for code in place.members if code not in position]
        if lacking:
            raise UnknownPlace(
                f"{place.name} has {lacking[0]}, which is not among the {len(codes)} "
                "municipalities of these figures."
            )
        shares[p, [position[code] for code in place.members]] = 1.0
    return shares
