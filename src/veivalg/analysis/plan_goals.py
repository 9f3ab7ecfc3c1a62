"""A plan's own goals against a path: met, not met, the wrong way, in conflict, or not measured.

A goal counts when a person has confirmed what measures it (`plans.tie`). For one that nothing
measures, wordings that can be measured are offered, with the figures of the place.
Rules: docs/model/goals.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from veivalg.analysis.aims import MIDDLE_YEAR, STATES, Aim, Held, Measure, State, aims_held
from veivalg.analysis.compare import BOTH, PEOPLE, asked_indicator, four_lines
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.site import Site
from veivalg.plans.collection import Collection, goal_name
from veivalg.plans.goal import Plan, PlanUnit
from veivalg.plans.mapping import DECIDED
from veivalg.plans.tie import PublicFigure, Tie, figures_for, wordings_for

Why = Literal["", "no_tie", "not_confirmed", "year_passed", "no_number"]
"""Why a goal is not measured."""
Note = Literal["", "since", "later"]
"""since: the change counts from a year before the figures begin, so only its way is held; later:
the year lies after the last of the run, so the last one is held."""
MOST_OFFERED = 2
MOST_GOALS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGoal:
    """A goal of a plan with what measures it.

    id    names the goal among all documents
    plan  that it stands in
    one   the unit itself
    """

    id: str
    plan: Plan
    one: PlanUnit
    tie: Tie | None

    @property
    def text(self) -> str:
        return self.one.unit.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A wording that can be measured: at least, or at most, what it is today.

    today  the indicator's value in the base year
    ahead  on the path in `year`
    """

    indicator: str
    wanted: str
    today: float
    ahead: float
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalOnPath:
    """One goal of a plan on a path.

    held     state and values
    why      why it is not measured, "" when it is
    offered  for one that is not: wordings that could be
    figures  for one that is not: published figures that could measure it
    """

    goal: PlanGoal
    held: Held
    why: Why = ""
    note: Note = ""
    offered: tuple[Offered, ...] = ()
    figures: tuple[PublicFigure, ...] = ()

    @property
    def state(self) -> State:
        return self.held.state


def accepted_goals(collection: Collection) -> tuple[PlanGoal, ...]:
    """Goals that a person has accepted or corrected, plan by plan, at the most MOST_GOALS."""
    found = [
        PlanGoal(
            id=goal_name(plan.sha256, one.unit.number),
            plan=plan,
            one=one,
            tie=collection.tie(plan.sha256, one.unit.number),
        )
        for plan in collection.plans.values()
        for one in plan.goals()
        if one.state in DECIDED
    ]
    return tuple(found[:MOST_GOALS])


def states_of(found: Sequence[GoalOnPath]) -> dict[State, int]:
    """How many goals are in each state."""
    return {state: sum(one.state == state for one in found) for state in STATES}


def goals_on_path(
    site: Site, path: Path, known: Repertoire, goals: Sequence[PlanGoal]
) -> tuple[GoalOnPath, ...]:
    """Every goal, in the order given."""
    bases = _base_values(site, path, known, goals)
    made = [_aim(goal, site, bases) for goal in goals]
    held = aims_held(site, path, known, [aim for aim, _, _ in made])
    offers = _offers(
        site, path, known, [g for g, one in zip(goals, held, strict=True) if _bare(one)]
    )
    found = []
    for goal, one, (_, why, note) in zip(goals, held, made, strict=True):
        if _bare(one):
            found.append(
                GoalOnPath(
                    goal=goal,
                    held=one,
                    why=why or "no_number",
                    offered=offers[goal.id],
                    figures=figures_for(goal.text),
                )
            )
        else:
            found.append(GoalOnPath(goal=goal, held=one, note=note))
    return tuple(found)


def _bare(held: Held) -> bool:
    return held.state == "not_measured"


def _aim(goal: PlanGoal, site: Site, bases: dict[str, float]) -> tuple[Aim, Why, Note]:
    """What the path is held against, or why nothing is."""
    tie = goal.tie
    if tie is None or not tie.confirmed:
        return Aim(id=goal.id, measures=()), "no_tie" if tie is None else "not_confirmed", ""
    first, last = site.years[0], site.years[-1]
    if tie.year is not None and tie.year <= first:
        return Aim(id=goal.id, measures=()), "year_passed", ""
    amount, note = _amount(tie, first, bases[tie.indicator])
    year = min(tie.year or MIDDLE_YEAR, last)
    if tie.year is not None and tie.year > last:
        note = "later"
    measure = Measure(
        indicator=tie.indicator,
        better=tie.wanted,
        amount=amount,
        year=year if tie.year is not None or amount is not None else None,
    )
    return Aim(id=goal.id, measures=(measure,)), "", note


def _amount(tie: Tie, first: int, base: float) -> tuple[float | None, Note]:
    """What the indicator should reach, from the amount or the change that is said."""
    if tie.amount is not None:
        return tie.amount, ""
    if tie.change is None:
        return None, ""
    if tie.since is not None and tie.since < first:
        return None, "since"
    return base * (1.0 + tie.change), ""


def _base_values(
    site: Site, path: Path, known: Repertoire, goals: Sequence[PlanGoal]
) -> dict[str, float]:
    """Values in the base year of every indicator that a goal is tied to."""
    names = tuple(dict.fromkeys(g.tie.indicator for g in goals if g.tie is not None))
    return {name: today for name, (today, _) in _both_ends(site, path, known, names).items()}


def _offers(
    site: Site, path: Path, known: Repertoire, goals: Sequence[PlanGoal]
) -> dict[str, tuple[Offered, ...]]:
    """Wordings for each goal, those left out that the place has no number for."""
    worded = {goal.id: wordings_for(goal.one.labels, goal.text) for goal in goals}
    names = tuple(dict.fromkeys(one.indicator for every in worded.values() for one in every))
    values = _both_ends(site, path, known, names)
    year = min(MIDDLE_YEAR, site.years[-1])
    return {
        name: tuple(
            Offered(
                indicator=one.indicator,
                wanted=one.wanted,
                today=values[one.indicator][0],
                ahead=values[one.indicator][1],
                year=year,
            )
            for one in every
            if np.isfinite(values[one.indicator]).all() and values[one.indicator][0]
        )[:MOST_OFFERED]
        for name, every in worded.items()
    }


def _both_ends(
    site: Site, path: Path, known: Repertoire, names: tuple[str, ...]
) -> dict[str, tuple[float, float]]:
    """Base year, and the middle year on the path, of each indicator."""
    if not names:
        return {}
    wanted = tuple(one for one in map(asked_indicator, names) if one not in PEOPLE)
    lines = four_lines(site, path, known, wanted=wanted)
    year = min(MIDDLE_YEAR, site.years[-1])
    return {
        name: (lines.value(name, site.years[0], BOTH), lines.value(name, year, BOTH))
        for name in names
    }
