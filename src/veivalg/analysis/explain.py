"""*Why*: a difference split into causes that add up exactly to it, by Shapley's rule.

Against today the line *both* is held against the line *today* in the same year, and every story,
event and choice is a cause. Against the base year the road from the figure of the base year is
split: accounts that run on, those who live here growing older, births, deaths, moves, use and
prices, and again every story, event and choice. Equations: docs/model/answers.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

import numpy as np

from veivalg.analysis.compare import ONLY_TOGETHER, asked_indicators
from veivalg.analysis.players import FEWEST, Player, players_of
from veivalg.analysis.shapley import MOST_EXACT, Parts, exact_parts
from veivalg.axes import BoolArray, FloatArray, IntArray
from veivalg.consequences.drivers import Driven
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import components, together
from veivalg.errors import BadParameter, OutOfRange
from veivalg.language import refusing
from veivalg.pathways.chosen import Moved, moved_by
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.path_text import nearest
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site, as_in_base_year
from veivalg.shifts.people import DIALS

Against = Literal["today", "base"]
AGAINST: tuple[Against, ...] = ("today", "base")
MOST_PLAYERS = 10
"""Causes of a path against today; 1,024 coalitions."""
MOST_RUNS = 24_000
"""Coalitions times municipalities: with many municipalities more causes are told as one."""
FLOWS = {
    "births": ("births",),
    "deaths": ("deaths",),
    "moves_inside": ("moving_out", "moving_in"),
    "moves_abroad": ("immigration", "emigration"),
}
"""Causes among people, and the flows that each stands for."""
STANDARD, AGEING, RUNNING_ON = "standard", "ageing", "running_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One cause: what it is, the sources it holds, and its share in the indicator's unit."""

    source: str
    holds: tuple[str, ...]
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A difference and its causes; the parts sum to `end` less `start`."""

    indicator: Indicator
    year: int
    base_year: int
    against: Against
    start: float
    end: float
    parts: tuple[Part, ...]


def explained(
    site: Site,
    path: Path,
    known: Repertoire,
    name: str,
    year: int,
    *,
    against: Against = "today",
) -> Explained:
    """Why an indicator is what it is in a year.

    Raises BadParameter for an indicator that does not exist or a path without anything chosen that
    is held against today; OutOfRange for a year outside the run, or a figure that cannot be split
    because a part of the way has none.
    """
    one, at = known_indicator(site, name, year)
    if against == "today" and path.empty:
        raise refusing(BadParameter, "asked.nothing_chosen")
    split = {"today": _against_today, "base": _against_base}[against]
    found = split(site, path, known, one, at)
    if not np.isfinite([found.start, found.end, *(part.value for part in found.parts)]).all():
        raise refusing(OutOfRange, "asked.not_split", value=name)
    return found


def known_indicator(site: Site, name: str, year: int) -> tuple[Indicator, int]:
    """The indicator, and the year's position. Raises BadParameter and OutOfRange."""
    every = {one.name: one for one in asked_indicators()}
    nearest(name, every, "asked.no_indicator")
    if name in ONLY_TOGETHER and len(site.place.members) == 1:
        raise refusing(OutOfRange, "asked.only_together", value=name)
    if year not in site.years:
        first, last = str(site.years[0]), str(site.years[-1])
        raise refusing(OutOfRange, "path.no_year", value=str(year), first=first, last=last)
    return every[name], site.years.index(year)


def _against_today(site: Site, path: Path, known: Repertoire, one: Indicator, at: int) -> Explained:
    players = players_of(path, known, most=min(MOST_PLAYERS, _bearable(site)))
    moved = moved_by(path, site, known)
    holds = _holds(players, moved)
    deep = _moves_people(holds, moved)

    def worth(masks: BoolArray) -> FloatArray:
        return _in_order(masks, deep, lambda some: _run(site, moved, one, at, some @ holds))

    parts = exact_parts([one.name for one in players], worth)
    return _told(site, one, at, "today", parts, {p.name: p.sources for p in players})


def _against_base(site: Site, path: Path, known: Repertoire, one: Indicator, at: int) -> Explained:
    begins = len(FLOWS) + 1
    players = players_of(path, known, most=max(FEWEST, _bearable(site) - begins))
    moved = moved_by(path, site, known)
    holds = _holds(players, moved)
    as_then = as_in_base_year(site)
    deep = np.concatenate([np.arange(len(FLOWS)), begins + _moves_people(holds, moved)])

    def worth(masks: BoolArray) -> FloatArray:
        found = np.empty(len(masks))
        for here, those in ((site, masks[:, begins - 1]), (as_then, ~masks[:, begins - 1])):
            run = partial(_run_with_flows, here, moved, one, at, holds)
            found[those] = _in_order(masks[those], deep, run)
        return found

    parts = exact_parts([*FLOWS, STANDARD, *(one.name for one in players)], worth)
    found = _told(site, one, at, "base", parts, {p.name: p.sources for p in players})
    start, still = _nobody_older(as_then, one)[[0, at]]
    before = (
        Part(source=RUNNING_ON, holds=(), value=float(still - start)),
        Part(source=AGEING, holds=(), value=float(parts.start - still)),
    )
    return replace(found, start=float(start), parts=(*before, *found.parts))


def _bearable(site: Site) -> int:
    """How many players a site of its size can have, at most twelve."""
    return min(MOST_EXACT, int(np.log2(MOST_RUNS / len(site.codes))))


def _holds(players: tuple[Player, ...], moved: Moved) -> FloatArray:
    """(player, contribution) 1 where the contribution belongs to the player."""
    return np.array(
        [[float(c.source in player.sources) for c in moved.every] for player in players]
    ).reshape(len(players), len(moved.every))


def _moves_people(holds: FloatArray, moved: Moved) -> IntArray:
    """Positions of the players that move how many people there are."""
    people = np.array([float(c.dial in DIALS) for c in moved.every])
    return np.flatnonzero(holds @ people > 0)


def _flows(masks: BoolArray) -> dict[str, FloatArray]:
    """(case) 1 or 0 for each flow, from coalitions that begin with the causes among people."""
    return {
        flow: masks[:, column].astype(np.float64)
        for column, flows in enumerate(FLOWS.values())
        for flow in flows
    }


def _in_order(
    masks: BoolArray, deep: IntArray, run: Callable[[BoolArray], FloatArray]
) -> FloatArray:
    """(mask) run so that coalitions with the same people stand together and are run once."""
    order = np.lexsort(masks[:, deep].T) if len(deep) else np.arange(len(masks))
    found = np.empty(len(masks))
    found[order] = run(masks[order])
    return found


def _run(
    site: Site,
    moved: Moved,
    one: Indicator,
    at: int,
    counted: FloatArray,
    *,
    flows: dict[str, FloatArray] | None = None,
) -> FloatArray:
    """(case) the indicator in the year.

    counted  (case, contribution)  1 where it counts
    """
    years = max(at + 1, 2)
    strength = counted * moved.strength
    return outcomes(site, moved.every, (one,), strength=strength, years=years, flows=flows)[
        :, 0, at
    ]


def _run_with_flows(
    site: Site, moved: Moved, one: Indicator, at: int, holds: FloatArray, masks: BoolArray
) -> FloatArray:
    """(mask) the indicator in the year; causes among people and the standard stand first."""
    own = masks[:, len(FLOWS) + 1 :] @ holds
    return _run(site, moved, one, at, own, flows=_flows(masks))


def _nobody_older(as_then: Site, one: Indicator) -> FloatArray:
    """(year) the indicator with the people and the standard of the base year, accounts running on.

    as_then  the site with the standard of the base year
    """
    drivers = as_then.drivers.values
    same = Driven(as_then.drivers.names, np.repeat(drivers[..., :1], drivers.shape[-1], axis=-1))
    parts = components(same, as_then.setting)
    row: FloatArray = together(parts, as_then.inside).value(one)[..., 0, :]
    return row


def _told(
    site: Site,
    one: Indicator,
    at: int,
    against: Against,
    parts: Parts,
    holds: dict[str, tuple[str, ...]],
) -> Explained:
    return Explained(
        indicator=one,
        year=site.years[at],
        base_year=site.years[0],
        against=against,
        start=float(parts.start),
        end=float(parts.end),
        parts=tuple(
            Part(source=name, holds=holds.get(name, ()), value=float(value))
            for name, value in zip(parts.players, parts.parts, strict=True)
        ),
    )
