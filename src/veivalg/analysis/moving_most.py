"""Which choices move an indicator most from where a path stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.analysis.compare import asked_indicator
from veivalg.choices.lever import MIDDLE
from veivalg.pathways.chosen import chosen_moves, moved_by
from veivalg.pathways.inputs import Chosen, Path, Repertoire
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site

START_AFTER = 3
"""Years after the figures' base year that a choice not yet made is taken to begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mover:
    """A choice and how far it moves the indicator in the year, in the indicator's unit.

    chosen  whether the path has it already; the change is then what it does in the path
    """

    choice: Chosen
    change: float
    chosen: bool


def movers(
    site: Site,
    path: Path,
    known: Repertoire,
    name: str,
    year: int,
    *,
    decides: tuple[str, ...] = ("municipality", "together", "county", "state"),
) -> tuple[Mover, ...]:
    """Every lever's own movement of the indicator, largest first, 0 left out.

    Raises OutOfRange for an indicator or a year that does not exist.
    """
    one, at = asked_indicator(name), site.years.index(year)
    held = moved_by(path, site, known)
    chosen = {choice.lever: choice for choice in path.choices}
    start = min([c.year for c in path.choices], default=site.years[0] + START_AFTER)
    tried: list[Chosen] = []
    moved, extra = held, []
    for lever in known.levers.values():
        if lever.decides not in decides:
            continue
        choice = chosen.get(lever.id) or Chosen(lever=lever.id, level=MIDDLE, year=start)
        more = () if lever.id in chosen else chosen_moves(choice, site, known, kinds=path.kinds)
        moved = moved.with_more(more)
        tried.append(choice)
        extra.append(len(more))
    cases = np.zeros((len(tried) + 1, len(moved.every)))
    cases[:, : len(held.every)] = held.strength
    first = len(held.every)
    for row, (choice, count) in enumerate(zip(tried, extra, strict=True), start=1):
        cases[row, first : first + count] = 1.0
        cases[row, : len(held.every)] *= 1.0 - held.of(f"choice.{choice.lever}")
        first += count
    values = outcomes(site, moved.every, (one,), strength=cases, years=at + 1)[:, 0, at]
    found = []
    for choice, value in zip(tried, values[1:], strict=True):
        is_chosen = choice.lever in chosen
        change = float(values[0] - value) if is_chosen else float(value - values[0])
        if change:
            found.append(Mover(choice=choice, change=change, chosen=is_chosen))
    return tuple(sorted(found, key=lambda mover: -abs(mover.change)))
