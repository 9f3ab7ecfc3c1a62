"""Stories at their weights and shocks in their years, as contributions to dials."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from veivalg.axes import FloatArray
from veivalg.futures.connections import Connections
from veivalg.futures.shock import LONGEST, Shock
from veivalg.futures.story import Story
from veivalg.futures.trend import Trend
from veivalg.shifts.as_today import AsToday
from veivalg.shifts.contribution import Contribution
from veivalg.shifts.where import counts_in

COVER = "state_cover"
TOTAL_OF_EVENT = ("once_cost",)
"""Dials that a shock gives for the whole event: spread evenly over its years."""
LATEST = 10 * LONGEST
"""Years after it begins in which an event is over."""


def story_contributions(
    story: Story,
    base: AsToday,
    *,
    members: Collection[str],
    kinds: Collection[str],
    strength: Mapping[str, float],
    connections: Connections,
) -> tuple[Contribution, ...]:
    """What a story does at full weight; a mix counts them by its weights.

    strength  by part, from `Connections.strength`

    A trend may have begun before the base year: what has come by then is in the figures already.
    """
    found = []
    for trend in story.trends:
        part = connections.part_of(story.id, trend.name)
        factor = strength[part.id] if part else 1.0
        where = counts_in(trend.where, base.municipalities, members=members, kinds=kinds)
        if where.any():
            course = trend.course(base.years)
            shape = where[:, None] * (course - course[0]) * factor
            found.append(_contribution(f"story.{story.id}", trend, shape))
    return tuple(found)


def shock_contributions(
    shock: Shock,
    size: int,
    year: int,
    base: AsToday,
    *,
    members: Collection[str],
    lasts: int | None = None,
) -> tuple[Contribution, ...]:
    """What an event of a size (1 small, 2 middle, 3 large) does from a year on.

    lasts  years; all that it does is drawn out or shortened in proportion. None = as usual

    What the state covers of an event's bill is taken off that bill, never off another's.
    """
    longer = 1.0 if lasts is None else lasts / shock.years
    drawn = [
        replace(trend, first=trend.first * longer, last=trend.last * longer)
        for trend in shock.trends
    ]
    own = np.ones(len(base.years))
    for trend in drawn:
        if trend.dial.key == COVER:
            own = own - _of_size(trend, size) / 100.0 * trend.course(base.years, event=year)
    found = []
    for trend in drawn:
        if trend.dial.key == COVER:
            continue
        where = counts_in(trend.where, base.municipalities, members=members, kinds=())
        course = trend.course(base.years, event=year)
        if trend.dial.key in TOTAL_OF_EVENT:
            ahead = tuple(range(year, year + LATEST))
            course = own * course / trend.course(ahead, event=year).sum()
        amount = _of_size(trend, size)
        one = _contribution(f"shock.{shock.id}", trend, where[:, None] * course)
        found.append(replace(one, low=amount, mid=amount, high=amount, on_top=True))
    return tuple(found)


def _of_size(trend: Trend, size: int) -> float:
    return (trend.low, trend.mid, trend.high)[size - 1]


def _contribution(source: str, trend: Trend, shape: FloatArray) -> Contribution:
    return Contribution(
        source=source,
        dial=trend.dial.key,
        shape=np.ascontiguousarray(shape),
        low=trend.low,
        mid=trend.mid,
        high=trend.high,
        future=True,
    )
