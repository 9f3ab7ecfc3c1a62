"""*Goals met*: which of the sector's own goals a path reaches, and which get in each other's way.

A goal is measured by indicators, each with the way it should move. Both line is held against the
base year, in the middle and at the end of the run. Rules: docs/model/answers.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from veivalg.analysis.compare import BOTH, TODAY, four_lines
from veivalg.analysis.signposts import RECOMMENDED
from veivalg.axes import FloatArray
from veivalg.choices.catalogue import Goal, goals
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import indicators
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Attained:
    """One goal on a path.

    indicator  the one that is furthest from the goal, or that met it most barely; "" when none
    better     the way the goal wants it: more or less
    start, middle, end   its value in the base year, the middle year and the last year
    without    its value in the middle year as today, without futures and choices
    against    of a conflict: the goal that the choice helps
    lever      of a conflict: the choice that helps the one and costs the other
    """

    goal: Goal
    state: State
    indicator: str = ""
    better: str = ""
    start: float = float("nan")
    middle: float = float("nan")
    end: float = float("nan")
    without: float = float("nan")
    against: Goal | None = None
    lever: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Measured:
    """Indicators of all goals on a path.

    values   (indicator, 4)  base year, middle year, last year, and the middle year as today
    gain     (indicator)  least gain since the base year, in parts of its size, better = larger
    enough   (indicator)  1 where a recommended value is kept, 0 where not, NaN where there is none
    helps    (choice, indicator)  what each choice adds, in parts of its size, better = larger
    """

    position: dict[tuple[str, str], int]
    values: FloatArray
    gain: FloatArray
    enough: FloatArray
    helps: FloatArray


def attainment(site: Site, path: Path, known: Repertoire) -> tuple[Attained, ...]:
    """Every goal of the 2020 paper, in the paper's order."""
    pairs = list(dict.fromkeys(pair for goal in goals() for pair in goal.measured_by))
    every = {one.name: one for one in indicators()}
    wanted = tuple(every[name] for name, _ in pairs)
    moved = moved_by(path, site, known)
    measured = _measured(site, path, known, moved, pairs, wanted)
    return tuple(_of_goal(goal, path, measured) for goal in goals())


def _measured(
    site: Site,
    path: Path,
    known: Repertoire,
    moved: Moved,
    pairs: list[tuple[str, str]],
    wanted: tuple[Indicator, ...],
) -> _Measured:
    lines = four_lines(site, path, known, wanted=wanted, moved=moved).lines
    middle = site.years.index(min(MIDDLE_YEAR, site.years[-1]))
    sign = np.array([1.0 if better == "more" else -1.0 for _, better in pairs])
    both, today = lines[BOTH], lines[TODAY]
    start = both[:, 0]
    size = np.maximum(np.abs(start), np.abs(both[:, middle]))
    size = np.where(size > 0, size, 1.0)
    gains = sign[:, None] * (both[:, [middle, -1]] - start[:, None]) / size[:, None]
    return _Measured(
        position={pair: i for i, pair in enumerate(pairs)},
        values=np.stack([start, both[:, middle], both[:, -1], today[:, middle]], axis=1),
        gain=gains.min(axis=1),
        enough=_enough(site, pairs, both[:, [middle, -1]]),
        helps=_helps(site, path, moved, wanted, middle) * sign / size,
    )


def _enough(site: Site, pairs: list[tuple[str, str]], ahead: FloatArray) -> FloatArray:
    """(indicator) 1, 0 or NaN, see `_Measured`; ahead is (indicator, 2), middle and end."""
    found = np.full(len(pairs), np.nan)
    for i, (name, better) in enumerate(pairs):
        if name in RECOMMENDED:
            value = site.setting.parameters.number(RECOMMENDED[name])
            kept = ahead[i] >= value if better == "more" else ahead[i] <= value
            found[i] = float(kept.all())
    return found


def _helps(
    site: Site, path: Path, moved: Moved, wanted: tuple[Indicator, ...], at: int
) -> FloatArray:
    """(choice, indicator) what each choice adds to the path, the others made."""
    if not path.choices:
        return np.zeros((0, len(wanted)))
    without = [moved.strength * (1.0 - moved.of(f"choice.{c.lever}")) for c in path.choices]
    cases = np.stack([moved.strength, *without])
    values = outcomes(site, moved.every, wanted, strength=cases, years=at + 1)[:, :, at]
    return np.asarray(values[0] - values[1:])


def _of_goal(goal: Goal, path: Path, measured: _Measured) -> Attained:
    if not goal.measured_by:
        return Attained(goal=goal, state="not_measured")
    held = [measured.position[pair] for pair in goal.measured_by]
    ahead = {i: _ahead(measured, i) for i in held}
    worst = min(held, key=lambda i: (ahead[i], measured.gain[i]))
    state, against, lever = _state(goal, path, measured, held, ahead)
    name, better = next(pair for pair, i in measured.position.items() if i == worst)
    start, middle, end, without = (float(value) for value in measured.values[worst])
    return Attained(
        goal=goal,
        state=state,
        indicator=name,
        better=better,
        start=start,
        middle=middle,
        end=end,
        without=without,
        against=against,
        lever=lever,
    )


def _ahead(measured: _Measured, i: int) -> int:
    """1 when the indicator is where the goal wants it, 0 when it stands, -1 when it falls back."""
    if measured.enough[i] == 1.0:
        return 1
    gain = measured.gain[i]
    if gain < -STEADY:
        return -1
    return 1 if gain > STEADY and np.isnan(measured.enough[i]) else 0


def _state(
    goal: Goal, path: Path, measured: _Measured, held: list[int], ahead: dict[int, int]
) -> tuple[State, Goal | None, str]:
    """State, and for a conflict the other goal and the choice between the two."""
    kept = all(ahead[i] == 1 or (ahead[i] == 0 and np.isnan(measured.enough[i])) for i in held)
    if kept and max(ahead.values()) > 0:
        return "met", None, ""
    behind = [i for i in held if ahead[i] < 1]
    for row, choice in enumerate(path.choices):
        helps = measured.helps[row]
        if (helps[behind] < -FELT).any() and not (helps[held] > FELT).any():
            other = _helped(goal, helps, measured)
            if other is not None:
                return "in_conflict", other, choice.lever
    return ("wrong_way" if min(ahead.values()) < 0 else "not_met"), None, ""


def _helped(goal: Goal, helps: FloatArray, measured: _Measured) -> Goal | None:
    """The goal that a choice helps most, of the others; None when it helps none."""
    gains = {
        other.id: max(helps[measured.position[pair]] for pair in other.measured_by)
        for other in goals()
        if other.measured_by and other.id != goal.id
    }
    best = max(gains, key=lambda one: (gains[one], one))
    if gains[best] <= FELT:
        return None
    return next(other for other in goals() if other.id == best)
