"""*Goals met*: which of the sector's own goals a path reaches, and which get in each other's way.

Rules: `aims`, and docs/model/answers.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from veivalg.analysis.aims import FELT, STATES, STEADY, Aim, Held, Measure, State, aims_held
from veivalg.choices.catalogue import Goal, goals
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.site import Site

__all__ = ["FELT", "STATES", "STEADY", "Attained", "attainment"]


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


def attainment(site: Site, path: Path, known: Repertoire) -> tuple[Attained, ...]:
    """Every goal of the 2020 paper, in the paper's order."""
    by_id = {goal.id: goal for goal in goals()}
    return tuple(
        _attained(by_id[held.aim.id], held, by_id)
        for held in aims_held(site, path, known, _sector_aims())
    )


@cache
def _sector_aims() -> tuple[Aim, ...]:
    """The sector's goals as aims: what measures them, and which way is better."""
    return tuple(
        Aim(
            id=goal.id,
            measures=tuple(
                Measure(indicator=name, better=better) for name, better in goal.measured_by
            ),
        )
        for goal in goals()
    )


def _attained(goal: Goal, held: Held, by_id: dict[str, Goal]) -> Attained:
    measure = held.measure
    return Attained(
        goal=goal,
        state=held.state,
        indicator="" if measure is None else measure.indicator,
        better="" if measure is None else measure.better,
        start=held.start,
        middle=held.middle,
        end=held.end,
        without=held.without,
        against=by_id.get(held.against),
        lever=held.lever,
    )
