"""What lies behind the stories: seven general trends, seven drivers with two axes, and what goes
across: implications and opportunities that several stories share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from veivalg.futures.trend import Trend, read_trend
from veivalg.shifts.reading import Told, document, told


@dataclass(frozen=True, slots=True, kw_only=True)
class General:
    """A general trend of society, with the amounts it is given."""

    id: str
    name: Told
    text: Told
    trends: tuple[Trend, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverFigure:
    """A figure that is published, or said, about a driver."""

    label: Told
    low: float
    mid: float
    high: float
    unit: Told
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What drives development: sure, or one of the two unsure ones with their ends."""

    id: str
    sure: bool
    name: Told
    text: Told
    low_end: Told | None
    high_end: Told | None
    figures: tuple[DriverFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """An implication of a story in short, or an opportunity that helps in several."""

    id: str
    group: str
    text: Told
    levers: tuple[str, ...]


@cache
def general_trends() -> tuple[General, ...]:
    """The seven. Raises BadParameter."""
    return tuple(
        General(
            id=entry["id"],
            name=_told(entry, "name"),
            text=_told(entry, "text"),
            trends=tuple(
                read_trend(t, where=f"trends.toml, {entry['id']}", languages=3)
                for t in entry.get("trend", [])
            ),
        )
        for entry in _tables("trends.toml", "general")
    )


@cache
def drivers() -> tuple[Driver, ...]:
    """Five sure ones and two unsure. Raises BadParameter."""
    return tuple(
        Driver(
            id=entry["id"],
            sure=entry["sure"],
            name=_told(entry, "name"),
            text=_told(entry, "text"),
            low_end=_told(entry, "low_end") if "low_end" in entry else None,
            high_end=_told(entry, "high_end") if "high_end" in entry else None,
            figures=tuple(_figure(one) for one in entry.get("figures", [])),
        )
        for entry in _tables("drivers.toml", "driver")
    )


@cache
def implications() -> tuple[Across, ...]:
    """What each story means in short; `group` is the story."""
    return tuple(_across(entry, "story") for entry in _tables("across.toml", "implication"))


@cache
def opportunities() -> tuple[Across, ...]:
    """What helps in several stories, in four groups."""
    return tuple(_across(entry, "group") for entry in _tables("across.toml", "opportunity"))


def _across(entry: Mapping[str, Any], group: str) -> Across:
    return Across(
        id=entry["id"],
        group=entry[group],
        text=_told(entry, "text"),
        levers=tuple(entry.get("levers", ())),
    )


def _figure(entry: Mapping[str, Any]) -> DriverFigure:
    return DriverFigure(
        label=_told(entry, "label"),
        low=float(entry["low"]),
        mid=float(entry["mid"]),
        high=float(entry["high"]),
        unit=_told(entry, "unit"),
        source=entry["source"],
    )


def _tables(file: str, key: str) -> list[dict[str, Any]]:
    text = files(__package__).joinpath(file).read_text(encoding="utf-8")
    tables: list[dict[str, Any]] = document(text, file=file)[key]
    return tables


def _told(entry: Mapping[str, Any], key: str) -> Told:
    return told(entry, key, where=str(entry.get("id", "background")), languages=3)
