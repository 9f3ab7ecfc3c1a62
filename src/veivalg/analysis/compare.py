"""Four lines, always: as today, a changed world, own choices, and both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.analysis.kept_lines import line_of
from veivalg.axes import FloatArray, make_read_only
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import indicator, indicators
from veivalg.data.places import Place
from veivalg.pathways.chosen import Moved, moved_by
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.site import Site
from veivalg.provenance import content_hash
from veivalg.shifts.contribution import totals
from veivalg.shifts.dial import IN_THE_MODEL, Dial, dials

LINES = ("today", "world", "own", "both")
TODAY, WORLD, OWN, BOTH = range(4)
PEOPLE = (
    Indicator(name="residents", unit="persons", of=("society.residents",)),
    Indicator(name="aged_80plus", unit="persons", of=("society.aged_80plus",)),
)
"""What is told of people beside the indicators, from the same runs."""


def asked_indicators() -> tuple[Indicator, ...]:
    """Everything that a path can be asked about: the page's indicators, then PEOPLE."""
    return (*indicators(), *PEOPLE)


def asked_indicator(name: str) -> Indicator:
    """By name, those of PEOPLE too. Raises OutOfRange for a name that is none of ours."""
    return next((one for one in PEOPLE if one.name == name), None) or indicator(name)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FourLines:
    """What a path makes of a place.

    lines     (line, indicator, year)  in the order of LINES; NaN where there is no number
    people    (line, one of PEOPLE, year)  persons
    followed  dials that are shown beside the model's numbers, and judged ones
    moved     (line, dial, year)  how far each of them is moved, in its unit, mean of the place
    identity  hash of all that the numbers follow from; the same identity, the same numbers
    """

    place: Place
    path: Path
    years: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    lines: FloatArray
    people: FloatArray
    followed: tuple[Dial, ...]
    moved: FloatArray
    identity: str

    def line(self, name: str, line: int) -> FloatArray:
        """(year) of an indicator, or of PEOPLE, in one of the four lines."""
        every = (*self.indicators, *PEOPLE)
        at = next(i for i, one in enumerate(every) if one.name == name)
        count = len(self.indicators)
        row: FloatArray = self.lines[line, at] if at < count else self.people[line, at - count]
        return row

    def value(self, name: str, year: int, line: int = BOTH) -> float:
        """An indicator in a year, in one of the four lines."""
        return float(self.line(name, line)[self.years.index(year)])


def four_lines(
    site: Site,
    path: Path,
    known: Repertoire,
    *,
    wanted: tuple[Indicator, ...] | None = None,
    moved: Moved | None = None,
) -> FourLines:
    """Run a place four times, about 3 ms a run; lines that were run before are kept.

    wanted  indicators, None = all
    moved   contributions of the path, when they are gathered already
    """
    every = indicators() if wanted is None else wanted
    asked = (*every, *PEOPLE)
    held = moved_by(path, site, known) if moved is None else moved
    strength = line_strengths(held)
    lines = np.stack([line_of(site, held.every, row, asked) for row in strength])
    lines, people = lines[:, : len(every)], lines[:, len(every) :]
    if len(site.place.members) == 1:
        lines[:, [one.name in ONLY_TOGETHER for one in every]] = np.nan
    followed, beside = _followed(site, held, strength)
    make_read_only(lines, people, beside)
    return FourLines(
        place=site.place,
        path=path,
        years=site.years,
        indicators=every,
        lines=lines,
        people=people,
        followed=followed,
        moved=beside,
        identity=content_hash([site.identity, path.identity, site.place]),
    )


ONLY_TOGETHER = ("society.in_centre_share", "society.in_central_places_share")
"""How people are spread between municipalities says nothing of a single one."""


def line_strengths(moved: Moved) -> FloatArray:
    """(line, contribution): none, futures alone, choices alone, both."""
    futures = moved.futures
    return np.stack(
        [
            np.zeros_like(moved.strength),
            moved.strength * futures,
            moved.strength * (1.0 - futures),
            moved.strength,
        ]
    )


def _followed(
    site: Site, moved: Moved, strength: FloatArray
) -> tuple[tuple[Dial, ...], FloatArray]:
    """Dials outside the model that the path moves, (line, dial, year)."""
    outside = [k for k, one in enumerate(moved.every) if _outside(one.dial)]
    if not outside:
        return (), np.zeros((len(LINES), 0, len(site.years)))
    found = totals([moved.every[k] for k in outside], strength[:, outside])
    keys = sorted(found.values)
    if not keys:  # all of them are moved by nothing, as an effect whose middle is 0
        return (), np.zeros((len(LINES), 0, len(site.years)))
    rows = [found.values[key][:, site.inside].mean(axis=1) for key in keys]
    return tuple(dials()[key] for key in keys), np.stack(rows, axis=1)


def _outside(key: str) -> bool:
    held = dials().get(key)
    return held is not None and held.works not in IN_THE_MODEL
