"""How sure a path's numbers are: intervals around the lines, from doubt about the amounts.

Every amount in stories, events and choices has a low, a middle and a high; keyed draws of doubt
between them (those of `mixes`) are run in each line. The same luck meets every line and every path,
so that differences between paths are not made by the draws. docs/model/uncertainty.md.

It holds doubt about amounts alone. Not what people happen to do (births, deaths and moves as they
fall), not that rates may be others than today's, nor which story comes. How much futures delay
choices that are hard to agree on stays at its middle.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from veivalg.analysis.asked import Progress
from veivalg.analysis.compare import (
    BOTH,
    LINES,
    ONLY_TOGETHER,
    OWN,
    WORLD,
    asked_indicators,
    line_strengths,
)
from veivalg.analysis.mixes import SEED, doubt_labels, drawn_doubts
from veivalg.axes import FloatArray, make_read_only
from veivalg.consequences.indicator import Indicator
from veivalg.pathways.chosen import Moved, moved_by
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site
from veivalg.randomness import Draws

MOVED_LINES = (WORLD, OWN, BOTH)
"""Positions in LINES of those that something moves; today has no doubt of this kind."""
ENDS = (10.0, 90.0)
MOST_DRAWS, FEWEST_DRAWS = 80, 16
CELLS = 1_400
"""Draws times municipalities that are run; about 0.7 s for the three lines."""
PIECE = 100
"""What is run between two tidings, about 20 ms: who moves a slider is not held up."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PathIntervals:
    """Between which values 80 per cent of the draws lie.

    lines      names, in the order of MOVED_LINES
    indicators with those of people last
    low, high  (line, indicator, year) in the indicator's unit; NaN in a line that nothing moves,
               and where there is no number
    draws      how many
    doubts     amounts that are in doubt
    """

    lines: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    years: tuple[int, ...]
    low: FloatArray
    high: FloatArray
    draws: int
    doubts: int

    def __post_init__(self) -> None:
        make_read_only(self.low, self.high)


def draws_for(rows: int) -> int:
    """How many draws a place is run with, by the municipalities that are run for it."""
    return max(FEWEST_DRAWS, min(MOST_DRAWS, CELLS // rows))


def path_intervals(
    site: Site,
    path: Path,
    known: Repertoire,
    *,
    moved: Moved | None = None,
    count: int | None = None,
    seed: int = SEED,
) -> Generator[Progress, None, PathIntervals]:
    """Intervals of a path's three lines: a generator that returns its answer.

    moved  contributions of the path, when they are gathered already
    count  draws, None = 80, fewer for places of many municipalities
    """
    held = moved_by(path, site, known) if moved is None else moved
    wanted = asked_indicators()
    draws = count or draws_for(len(site.codes))
    labels = doubt_labels(held.every)
    doubt = drawn_doubts(labels, draws, Draws(seed))
    ends = np.full((len(ENDS), len(MOVED_LINES), len(wanted), len(site.years)), np.nan)
    lines = [line for line in enumerate(line_strengths(held)[list(MOVED_LINES)]) if line[1].any()]
    step = max(1, PIECE // len(site.codes))
    parts = [slice(first, first + step) for first in range(0, draws, step)]
    for done, (at, strength) in enumerate(lines):
        counting = np.flatnonzero(strength)
        every = [held.every[int(k)] for k in counting]
        strong = np.tile(strength[counting], (draws, 1))
        values = []
        for part in parts:
            some = doubt[part][:, counting]
            values.append(outcomes(site, every, wanted, strength=strong[part], doubt=some))
            yield Progress(done * len(parts) + len(values), len(lines) * len(parts))
        ends[:, at] = np.percentile(np.concatenate(values), ENDS, axis=0)
    if len(site.place.members) == 1:
        ends[:, :, [one.name in ONLY_TOGETHER for one in wanted]] = np.nan
    return PathIntervals(
        lines=tuple(LINES[line] for line in MOVED_LINES),
        indicators=wanted,
        years=site.years,
        low=ends[0],
        high=ends[1],
        draws=draws,
        doubts=_in_doubt(held, labels),
    )


def _in_doubt(held: Moved, labels: tuple[tuple[str, str, int], ...]) -> int:
    """Amounts that count and whose low and high are not the same."""
    return len(
        {
            label
            for label, one, much in zip(labels, held.every, held.strength.tolist(), strict=True)
            if much and one.low != one.high
        }
    )
