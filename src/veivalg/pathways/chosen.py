"""From a path to contributions: what its futures and its choices move at a site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray
from veivalg.choices.effects import contributions
from veivalg.choices.lever import Lever
from veivalg.futures.connections import Connections, connections
from veivalg.futures.effects import shock_contributions, story_contributions
from veivalg.pathways.inputs import Chosen, Path, Repertoire
from veivalg.pathways.site import Site
from veivalg.shifts.contribution import Contribution, totals
from veivalg.shifts.where import counts_in

STATE = "state"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moved:
    """Contributions of a path, and how strongly each counts as it is written.

    every     stories first, then shocks, then choices
    strength  (contribution)  weights of stories, 1 for the rest
    """

    every: tuple[Contribution, ...]
    strength: FloatArray

    @property
    def futures(self) -> FloatArray:
        """(contribution) 1 for those of stories and shocks."""
        return np.array([float(one.future) for one in self.every])

    def of(self, source: str) -> FloatArray:
        """(contribution) 1 for those of a source, "story.H1" or "choice.L001"."""
        return np.array([float(one.source == source) for one in self.every])

    def with_more(self, more: tuple[Contribution, ...]) -> Moved:
        """The same and further contributions at full strength."""
        strength = np.concatenate([self.strength, np.ones(len(more))])
        return Moved(every=(*self.every, *more), strength=strength)


def moved_by(path: Path, site: Site, known: Repertoire) -> Moved:
    """Everything that a path moves. Names must be known (`path_text.read_path` has seen to it)."""
    links = linked(path)
    weights = {story: weight / 100.0 for story, weight in path.weights}
    futures = _stories(path, site, known, links, weights) + _shocks(path, site, known)
    strength = [weights.get(one.source.partition(".")[2], 1.0) for one in futures]
    delay = _delay(futures, np.array(strength), site)
    choices = [
        one
        for choice in path.choices
        for one in chosen_moves(choice, site, known, kinds=path.kinds, delay=delay)
    ]
    return Moved(every=(*futures, *choices), strength=np.array([*strength, *[1.0] * len(choices)]))


def chosen_moves(
    choice: Chosen,
    site: Site,
    known: Repertoire,
    *,
    kinds: tuple[str, ...] = (),
    delay: Mapping[int, float] | None = None,
) -> tuple[Contribution, ...]:
    """What one choice does and takes; a choice of the state counts in every municipality.

    kinds  what kind of place it is: a choice that suits islands does nothing elsewhere
    """
    lever = known.levers[choice.lever]
    decided = np.ones(len(site.codes)) if lever.decides == STATE else site.mine
    where = decided * works_in(lever, site, kinds)
    slower = (delay or {}).get(choice.year, 1.0)
    return contributions(lever, choice.level, choice.year, site.base, where, delay=slower)


def works_in(lever: Lever, site: Site, kinds: tuple[str, ...]) -> FloatArray:
    """(row) 1 where a lever works and costs: some suit only one kind of place."""
    return counts_in(lever.where, site.codes, members=site.place.members, kinds=kinds)


def slower_by_year(moved: Moved, site: Site) -> dict[int, float]:
    """By start year: factor on the delay of choices that are hard to agree on; {} as today."""
    futures = [one for one in moved.every if one.future]
    return _delay(futures, moved.strength[moved.futures > 0], site)


def linked(path: Path) -> Connections:
    """The matrix, with the judgements that the path changes."""
    held = connections()
    if not path.links:
        return held
    return held.edited({(first, second): score for first, second, score in path.links})


def _stories(
    path: Path,
    site: Site,
    known: Repertoire,
    links: Connections,
    weights: Mapping[str, float],
) -> list[Contribution]:
    strength = links.strength(weights)
    return [
        one
        for story, _ in path.weights
        for one in story_contributions(
            known.stories[story],
            site.base,
            members=site.place.members,
            kinds=path.kinds,
            strength=strength,
            connections=links,
        )
    ]


def _shocks(path: Path, site: Site, known: Repertoire) -> list[Contribution]:
    return [
        one
        for event in path.shocks
        for one in shock_contributions(
            known.shocks[event.shock],
            event.size,
            event.year,
            site.base,
            members=site.place.members,
            lasts=event.lasts,
        )
    ]


def _delay(futures: list[Contribution], strength: FloatArray, site: Site) -> dict[int, float]:
    """By start year: factor on the delay of choices that are hard to agree on."""
    slower = [k for k, one in enumerate(futures) if one.dial == "lever_delay"]
    if not slower:
        return {}
    every = [futures[k] for k in slower]
    total = totals(every, strength[None, slower]).values["lever_delay"][0]
    mean = total[site.inside].mean(axis=0)
    return {
        year: float(1.0 + percent / 100.0) for year, percent in zip(site.years, mean, strict=True)
    }
