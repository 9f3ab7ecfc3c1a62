"""*Signposts*: the last year in which a choice can be made, and what says "reconsider".

A choice must be made so early that it works fully when it is needed. It should be thought over when
a public figure shows that another future is coming than the one it was made for, one in which it
does not reach far enough. Rules: docs/model/answers.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

import numpy as np

from veivalg.analysis.explain import known_indicator
from veivalg.analysis.moving_most import START_AFTER, movers
from veivalg.analysis.watched import FIGURES, Figure, Seen, seen
from veivalg.axes import FloatArray
from veivalg.choices.effects import DELAYED_GROUPS
from veivalg.choices.lever import Lever
from veivalg.consequences.indicator import Indicator
from veivalg.errors import BadParameter, OutOfRange
from veivalg.language import refusing
from veivalg.pathways.chosen import Moved, moved_by, slower_by_year
from veivalg.pathways.inputs import FULL, Path, Repertoire
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site
from veivalg.shifts.reading import MOST_DIGITS

RECOMMENDED = {
    "money.net_result_share": "money.recommended_net_result_share",
    "money.reserve_share": "money.recommended_reserve_share",
    "money.debt_share": "money.recommended_debt_share",
}
"""Indicators with a recommended value, and the figure that holds it."""
MOST_MORE = 5
"""Levers that are not chosen and move the indicator most in the good direction."""
MUCH = 0.01
"""Of the indicator's value: what a lever must move to be named."""
FAILING = 0.05
"""Without a value that must be kept, a future fails the package when the indicator is so much
worse, as a share of what it is on the path."""
STORIES = ("story", "scenario", "own")

State = Literal["open", "in_time", "too_late", "late", "passed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """When it is needed.

    year     first year beyond the value that must be kept; the year asked about when it is never
             passed, or before anything could be done
    value    what must be kept: given, recommended, or None
    passed   first year in which the value is passed without the choices, None when it is not
    """

    year: int
    value: float | None
    passed: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The last year in which a lever can begin and still work fully when it is needed.

    starts   the year it is chosen from, None when it is not chosen
    first    first year it can begin
    full     when it works fully if it begins in the year chosen, else in the first year
    state    not chosen: open, or passed when there is no time; chosen: in_time, too_late when it
             should begin earlier, late when no year would be early enough
    """

    lever: str
    year: int
    starts: int | None
    first: int
    full: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A figure that passes a value in a year says that a story is coming.

    value   halfway between the figure on the path and in the story
    above   whether it is above the value that speaks for the story
    """

    figure: Figure
    story: str
    year: int
    value: float
    above: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signposts:
    """What to decide by when, and what to look for; `fails_in` are futures that the package does
    not meet, whether or not a figure tells them early.
    """

    indicator: Indicator
    need: Need
    decide_by: tuple[Deadline, ...]
    reconsider: tuple[Turn, ...]
    fails_in: tuple[str, ...]


def signposts(
    site: Site,
    path: Path,
    known: Repertoire,
    name: str,
    year: int,
    *,
    threshold: float | None = None,
) -> Signposts:
    """Deadlines of choices and signs of another future.

    threshold  value of the indicator that must be kept; None = the recommended one, if any

    Raises BadParameter for an indicator that does not exist or a threshold that is no number,
    OutOfRange for a year outside the run or an indicator without a value.
    """
    one, at = known_indicator(site, name, year)
    moved = moved_by(path, site, known)
    world = _world(site, moved, one)
    if not np.isfinite(world).all():
        raise refusing(OutOfRange, "asked.no_value", value=name)
    if threshold is not None and not abs(threshold) <= MOST_DIGITS:
        raise refusing(BadParameter, "asked.threshold", value=str(threshold))
    value = _kept(site, name) if threshold is None else threshold
    worse = _worse(one, world[0], value)
    need = _need(site, world, year, value, worse)
    fails, turns = _turns(site, path, known, one, at, value, worse)
    return Signposts(
        indicator=one,
        need=need,
        decide_by=_deadlines(site, path, known, moved, one, year, need, worse),
        reconsider=turns,
        fails_in=fails,
    )


def _world(site: Site, moved: Moved, one: Indicator) -> FloatArray:
    """(year) the indicator in the futures without the choices."""
    strength = moved.strength * moved.futures
    none = not strength.any()
    found = outcomes(
        site, () if none else moved.every, (one,), strength=None if none else strength[None]
    )
    return np.asarray(found[0, 0])


def _kept(site: Site, name: str) -> float | None:
    figure = RECOMMENDED.get(name)
    return None if figure is None else site.setting.parameters.number(figure)


def _worse(one: Indicator, start: float, value: float | None) -> float:
    """1 when more is worse, -1 when less is; 0 when neither and no value says it."""
    if one.better != "neither":
        return 1.0 if one.better == "less" else -1.0
    return 0.0 if value is None else (1.0 if value >= start else -1.0)


def _need(site: Site, world: FloatArray, year: int, value: float | None, worse: float) -> Need:
    beyond = worse * (world - value) > 0 if value is not None else np.zeros(len(world), dtype=bool)
    if not beyond.any():
        return Need(year=year, value=value, passed=None)
    passed = site.years[int(np.argmax(beyond))]
    in_time = passed > site.years[0] + START_AFTER
    return Need(year=passed if in_time else year, value=value, passed=passed)


def _deadlines(
    site: Site,
    path: Path,
    known: Repertoire,
    moved: Moved,
    one: Indicator,
    year: int,
    need: Need,
    worse: float,
) -> tuple[Deadline, ...]:
    """Chosen levers and those that would help most, the earliest deadline first."""
    starts: dict[str, int | None] = {choice.lever: choice.year for choice in path.choices}
    value = abs(float(_world(site, moved, one)[site.years.index(year)]))
    more = [
        mover.choice.lever
        for mover in movers(site, path, known, one.name, year)
        if not mover.chosen and worse * mover.change <= 0 and abs(mover.change) > MUCH * value
    ]
    starts |= dict.fromkeys(more[:MOST_MORE])
    slower = slower_by_year(moved, site)
    found = [
        _deadline(known.levers[lever], start, site.years, need.year, slower)
        for lever, start in starts.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.year, one.lever)))


def _deadline(
    lever: Lever, starts: int | None, years: tuple[int, ...], need: int, slower: dict[int, float]
) -> Deadline:
    def full(start: int) -> int:
        delay = slower.get(start, 1.0) if lever.group in DELAYED_GROUPS else 1.0
        return start + ceil(lever.delay * delay) + lever.phase_in

    first = min(years[0] + START_AFTER, years[-1])
    in_time = [start for start in years[1:] if full(start) <= need]
    last = in_time[-1] if in_time else need - (full(years[0]) - years[0])
    begins = first if starts is None else starts
    return Deadline(
        lever=lever.id,
        year=last,
        starts=starts,
        first=first,
        full=full(begins),
        state=_deadline_state(starts, last, first),
    )


def _deadline_state(starts: int | None, last: int, first: int) -> State:
    if starts is None:
        return "open" if first <= last else "passed"
    if starts <= last:
        return "in_time"
    return "too_late" if first <= last else "late"


def _turns(
    site: Site,
    path: Path,
    known: Repertoire,
    one: Indicator,
    at: int,
    value: float | None,
    worse: float,
) -> tuple[tuple[str, ...], tuple[Turn, ...]]:
    """Stories in which the package fails, and the figures that tell them early."""
    chosen = seen(site, moved_by(path, site, known), one)
    everywhere = tuple(held for held in path.weights if _general(held[0]))
    failing: dict[str, Seen] = {}
    for story, held in known.stories.items():
        weights = ((story, float(FULL)), *everywhere)
        if held.kind not in STORIES or _general(story) or set(path.weights) == set(weights):
            continue
        other = seen(site, moved_by(replace(path, weights=weights), site, known), one)
        if _fails(float(other.asked[at]), float(chosen.asked[at]), value, worse):
            failing[story] = other
    turns = [turn for figure in FIGURES for turn in _of_figure(figure, chosen, failing, site, at)]
    return tuple(failing), tuple(sorted(turns, key=lambda turn: turn.year))


def _general(story: str) -> bool:
    """Whether it is a general trend, which holds in every future."""
    return story[:1] == "T" and story[1:].isdigit()


def _fails(there: float, here: float, value: float | None, worse: float) -> bool:
    """Whether the package does not reach as far in the other future as is needed."""
    much = FAILING * abs(here)
    if value is None:
        return worse * (there - here) > much if worse else abs(there - here) > much
    return worse * (there - value) > 0 and (
        worse * (here - value) <= 0 or worse * (there - here) > much
    )


def _of_figure(
    figure: Figure, chosen: Seen, failing: dict[str, Seen], site: Site, at: int
) -> Iterator[Turn]:
    """At most one turn above and one below: the story that is told apart first, before the year."""
    here = chosen.figures[figure.key][:at]
    least = np.array([figure.least(value) for value in here])
    for sign in (1.0, -1.0):
        told = []
        for story, other in failing.items():
            gap = sign * (other.figures[figure.key][:at] - here)
            seen_in = gap >= least
            if seen_in.any():
                first = int(np.argmax(seen_in))
                told.append((first, float(gap[first]), story))
        if told:
            first, gap_then, story = min(told)
            value = float(here[first]) + sign * gap_then / 2.0
            yield Turn(
                figure=figure, story=story, year=site.years[first], value=value, above=sign > 0
            )
