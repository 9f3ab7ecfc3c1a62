"""What each choice takes: money and people, who pays and who gains, after 4, 10 and 25 years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray
from veivalg.choices.effects import cost_course, units_reached
from veivalg.choices.lever import Lever
from veivalg.pathways.chosen import works_in
from veivalg.pathways.inputs import Chosen, Path, Repertoire
from veivalg.pathways.site import Site

AFTER = (4, 10, 25)
"""Years after the start that effects are told for: a term, a long plan, a generation."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChoiceAccount:
    """What one choice takes of a place, before any gain.

    yearly        (year)  NOK of 2024 a year, pay of its person-years among it
    once          (year)  NOK of 2024, when more are reached
    person_years  (year)  needed to run it
    full          first year in which it works fully
    pays, gains   who pays and who gains: municipality, county, state, families, employers
    """

    choice: Chosen
    lever: Lever
    yearly: FloatArray
    once: FloatArray
    person_years: FloatArray
    full: int
    pays: tuple[str, ...]
    gains: tuple[str, ...]


def accounts_of(path: Path, site: Site, known: Repertoire) -> tuple[ChoiceAccount, ...]:
    """The account of every choice of a path, in the order they are chosen."""
    return tuple(account_of(choice, site, known, kinds=path.kinds) for choice in path.choices)


def account_of(
    choice: Chosen, site: Site, known: Repertoire, *, kinds: tuple[str, ...] = ()
) -> ChoiceAccount:
    """What a choice takes of the place's own municipalities; nothing where it does not work.

    kinds  what kind of place it is
    """
    lever = known.levers[choice.lever]
    cost, where = lever.cost, works_in(lever, site, kinds)[site.inside]
    course = cost_course(lever, choice.year, site.years)
    reached, staffed = (
        where @ units_reached(lever, choice.level, site.base, count)[site.inside]
        for count in (cost.count, cost.person_years_count)
    )
    new = np.maximum(np.diff(reached * course, prepend=0.0), 0.0)
    return ChoiceAccount(
        choice=choice,
        lever=lever,
        yearly=reached * course * cost.yearly,
        once=new * cost.once,
        person_years=staffed * course * cost.person_years,
        full=choice.year + lever.delay + lever.phase_in,
        pays=cost.pays,
        gains=cost.gains,
    )
