"""A sudden event: flood, pandemic, a closure. It comes on top, with size and duration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from veivalg.errors import BadParameter
from veivalg.futures.trend import Trend, read_trend
from veivalg.shifts.reading import Told, document, only, told, whole

SIZES = ("small", "middle", "large")
LONGEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Shock:
    """One kind of event.

    sizes   what small, middle and large are, by language
    years   how long it lasts unless told otherwise
    trends  amounts low, mid, high are of a small, middle and large event; years after it
    also    what is told and moves no number
    """

    id: str
    name: Told
    text: Told
    sizes: tuple[Told, ...]
    years: int
    trends: tuple[Trend, ...]
    also: tuple[Told, ...]


@cache
def shocks() -> Mapping[str, Shock]:
    """The eight that ship, by id. Raises BadParameter."""
    text = files(__package__).joinpath("shocks.toml").read_text(encoding="utf-8")
    entries = document(text, file="shocks.toml")["shock"]
    held = [_shock(entry) for entry in entries]
    return MappingProxyType({one.id: one for one in held})


def _shock(entry: Any) -> Shock:
    where = f"shocks.toml, {entry.get('id')}"
    only(entry, ("id", "name", "text", "sizes", "years", "trend", "also"), where=where)
    if len(entry["sizes"]) != len(SIZES):
        raise BadParameter(f"{where} has {len(entry['sizes'])} sizes; write {len(SIZES)}.")
    return Shock(
        id=entry["id"],
        name=told(entry, "name", where=where, languages=3),
        text=told(entry, "text", where=where, languages=3),
        sizes=tuple(
            told({"size": one}, "size", where=where, languages=3) for one in entry["sizes"]
        ),
        years=whole(entry, "years", where=where, least=1, most=LONGEST),
        trends=tuple(
            read_trend(t, where=where, languages=3, earliest=0) for t in entry.get("trend", [])
        ),
        also=tuple(told(one, "text", where=where, languages=3) for one in entry.get("also", [])),
    )
