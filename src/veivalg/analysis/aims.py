"""Aims held against a path: met or not, the wrong way, or in the way of one another.

An aim is measured by indicators, each with the way it should move or the amount it should reach.
The line of a path with futures and choices is held against the base year in the middle and at the
end of the run, or against the amount in its year. Rules: docs/model/answers.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from veivalg.analysis.compare import (
    BOTH,
    PEOPLE,
    TODAY,
    FourLines,
    asked_indicator,
    four_lines,
)
from veivalg.analysis.signposts import RECOMMENDED
from veivalg.axes import FloatArray
from veivalg.consequences.indicator import Indicator
from veivalg.pathways.chosen import Moved, moved_by
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site

State = Literal["met", "not_met", "wrong_way", "in_conflict", "not_measured"]
STATES: tuple[State, ...] = ("met", "not_met", "wrong_way", "in_conflict", "not_measured")
MIDDLE_YEAR = 2040
STEADY = 0.01
"""A change within one per cent of what there is counts as none."""
FELT = 0.005
"""What one choice must move of an indicator to be said to help or to cost."""
ROUNDING = 1e-9
"""In the indicator's unit: what the order of adding can make is no difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """An indicator and what is wanted of it.

    better  the way it should move: more or less
    amount  what it should reach, in the indicator's unit; None when only the way is said
    year    by when; one of the run's years after the first. None without an amount
    """

    indicator: str
    better: str
    amount: float | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Something wanted, and all that measures it; nothing does when `measures` is empty."""

    id: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One aim on a path.

    measure  the one that is furthest from the aim, or that met it most barely; None when none
    start, middle, end   its value in the base year, in `year` and in the last year
    without  its value in `year` as today, without futures and choices
    year     the measure's own year, or the middle year
    against  of a conflict: the id of the aim that the choice helps, "" else
    lever    of a conflict: the choice that helps the one and costs the other, "" else
    """

    aim: Aim
    state: State
    measure: Measure | None = None
    start: float = float("nan")
    middle: float = float("nan")
    end: float = float("nan")
    without: float = float("nan")
    year: int = MIDDLE_YEAR
    against: str = ""
    lever: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Measured:
    """All measures on a path.

    values   (measure, 4)  base year, its year, last year, and its year as today
    gain     (measure)  least gain since the base year, in parts of its size, better = larger
    enough   (measure)  1 where an amount or a recommended value is kept, 0 where not, NaN where
             there is neither
    helps    (choice, measure)  what each choice adds, in parts of its size, better = larger
    """

    position: dict[Measure, int]
    years: tuple[int, ...]
    values: FloatArray
    gain: FloatArray
    enough: FloatArray
    helps: FloatArray


def aims_held(site: Site, path: Path, known: Repertoire, aims: Sequence[Aim]) -> tuple[Held, ...]:
    """Every aim, in the order given.

    Raises OutOfRange for an indicator that does not exist, ValueError for a year outside the run.
    """
    measures = tuple(dict.fromkeys(one for aim in aims for one in aim.measures))
    if not measures:
        return tuple(Held(aim=aim, state="not_measured") for aim in aims)
    measured = _measured(site, path, known, measures)
    return tuple(_of_aim(aim, aims, path, measured) for aim in aims)


def _measured(
    site: Site, path: Path, known: Repertoire, measures: tuple[Measure, ...]
) -> _Measured:
    moved = moved_by(path, site, known)
    names = tuple(dict.fromkeys(one.indicator for one in measures))
    wanted = tuple(asked_indicator(name) for name in names)
    lines = four_lines(
        site, path, known, wanted=tuple(one for one in wanted if one not in PEOPLE), moved=moved
    )
    middle = min(MIDDLE_YEAR, site.years[-1])
    years = tuple(middle if one.year is None else one.year for one in measures)
    at = [site.years.index(year) for year in years]
    values = _values(lines, measures, at)
    size = np.maximum(np.abs(values[:, 0]), np.abs(values[:, 1]))
    size = np.where(size > 0, size, 1.0)
    sign = np.array([1.0 if one.better == "more" else -1.0 for one in measures])
    gains = sign[:, None] * (values[:, 1:3] - values[:, :1]) / size[:, None]
    rows = [names.index(one.indicator) for one in measures]
    helps = _helps(site, path, moved, wanted, years=max(at) + 1)[:, rows, at]
    return _Measured(
        position={one: i for i, one in enumerate(measures)},
        years=years,
        values=values,
        gain=gains.min(axis=1),
        enough=_enough(site, measures, values),
        helps=helps * sign / size,
    )


def _values(lines: FourLines, measures: tuple[Measure, ...], at: list[int]) -> FloatArray:
    """(measure, 4), see `_Measured`."""
    rows = []
    for one, year in zip(measures, at, strict=True):
        both, today = (lines.line(one.indicator, line) for line in (BOTH, TODAY))
        rows.append([both[0], both[year], both[-1], today[year]])
    return np.array(rows)


def _enough(site: Site, measures: tuple[Measure, ...], values: FloatArray) -> FloatArray:
    """(measure) 1, 0 or NaN, see `_Measured`."""
    found = np.full(len(measures), np.nan)
    for i, one in enumerate(measures):
        ahead = values[i, 1:2] if one.amount is not None else values[i, 1:3]
        value = one.amount
        if value is None and one.indicator in RECOMMENDED:
            value = site.setting.parameters.number(RECOMMENDED[one.indicator])
        if value is None:
            continue
        slack = ROUNDING * max(1.0, abs(value))
        kept = ahead >= value - slack if one.better == "more" else ahead <= value + slack
        found[i] = float(kept.all())
    return found


def _helps(
    site: Site, path: Path, moved: Moved, wanted: tuple[Indicator, ...], *, years: int
) -> FloatArray:
    """(choice, indicator, year) what each choice adds to the path, the others made."""
    if not path.choices:
        return np.zeros((0, len(wanted), years))
    without = [moved.strength * (1.0 - moved.of(f"choice.{c.lever}")) for c in path.choices]
    cases = np.stack([moved.strength, *without])
    values = outcomes(site, moved.every, wanted, strength=cases, years=years)
    return np.asarray(values[0] - values[1:])


def _of_aim(aim: Aim, aims: Sequence[Aim], path: Path, measured: _Measured) -> Held:
    if not aim.measures:
        return Held(aim=aim, state="not_measured")
    held = [measured.position[one] for one in aim.measures]
    if np.isnan(measured.values[held, :3]).any():
        return Held(aim=aim, state="not_measured")
    ahead = {i: _ahead(measured, i) for i in held}
    worst = min(held, key=lambda i: (ahead[i], measured.gain[i]))
    state, against, lever = _state(aim, aims, path, measured, held, ahead)
    start, middle, end, without = (float(value) for value in measured.values[worst])
    return Held(
        aim=aim,
        state=state,
        measure=next(one for one, i in measured.position.items() if i == worst),
        start=start,
        middle=middle,
        end=end,
        without=without,
        year=measured.years[worst],
        against=against,
        lever=lever,
    )


def _ahead(measured: _Measured, i: int) -> int:
    """1 when the indicator is where the aim wants it, 0 when it stands, -1 when it falls back."""
    if measured.enough[i] == 1.0:
        return 1
    gain = measured.gain[i]
    if gain < -STEADY:
        return -1
    return 1 if gain > STEADY and np.isnan(measured.enough[i]) else 0


def _state(
    aim: Aim,
    aims: Sequence[Aim],
    path: Path,
    measured: _Measured,
    held: list[int],
    ahead: dict[int, int],
) -> tuple[State, str, str]:
    """State, and for a conflict the other aim's id and the choice between the two."""
    kept = all(ahead[i] == 1 or (ahead[i] == 0 and np.isnan(measured.enough[i])) for i in held)
    if kept and max(ahead.values()) > 0:
        return "met", "", ""
    behind = [i for i in held if ahead[i] < 1]
    for row, choice in enumerate(path.choices):
        helps = measured.helps[row]
        if (helps[behind] < -FELT).any() and not (helps[held] > FELT).any():
            other = _helped(aim, aims, helps, measured)
            if other:
                return "in_conflict", other, choice.lever
    return ("wrong_way" if min(ahead.values()) < 0 else "not_met"), "", ""


def _helped(aim: Aim, aims: Sequence[Aim], helps: FloatArray, measured: _Measured) -> str:
    """The id of the aim that a choice helps most, of the others; "" when it helps none."""
    gains = {
        other.id: max(helps[measured.position[one]] for one in other.measures)
        for other in aims
        if other.measures and other.id != aim.id
    }
    best = max(gains, key=lambda one: (gains[one], one), default="")
    return best if best and gains[best] > FELT else ""
