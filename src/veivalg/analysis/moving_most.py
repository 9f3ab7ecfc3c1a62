"""Which choices move an indicator most from where a path stands."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.analysis.explain import known_indicator
from veivalg.analysis.trials import trials
from veivalg.choices.lever import MIDDLE
from veivalg.pathways.chosen import moved_by
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

    Raises BadParameter for an indicator that does not exist, OutOfRange for a year outside the run.
    """
    one, at = known_indicator(site, name, year)
    chosen = {choice.lever: choice for choice in path.choices}
    start = min([c.year for c in path.choices], default=site.years[0] + START_AFTER)
    tried = [
        chosen.get(lever.id) or Chosen(lever=lever.id, level=MIDDLE, year=start)
        for lever in known.levers.values()
        if lever.decides in decides
    ]
    changes = [(choice, choice.lever not in chosen) for choice in tried]
    moved, cases = trials(site, path, known, moved_by(path, site, known), changes)
    values = outcomes(site, moved.every, (one,), strength=cases, years=at + 1)[:, 0, at]
    found = []
    for (choice, made), value in zip(changes, values[1:], strict=True):
        change = float(value - values[0]) if made else float(values[0] - value)
        if change:
            found.append(Mover(choice=choice, change=change, chosen=not made))
    return tuple(sorted(found, key=lambda mover: -abs(mover.change)))
