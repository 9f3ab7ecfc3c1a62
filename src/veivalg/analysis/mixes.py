"""A thousand mixes of futures, with doubt about every amount: what a package is tried against.

Each mix has weights of the five stories and the four scenarios, and a doubt of every contribution.
The draws are keyed, so that the same luck meets every package. docs/model/robustness.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from veivalg.axes import BoolArray, FloatArray, make_read_only
from veivalg.choices.effects import DELAYED_GROUPS
from veivalg.futures.effects import story_contributions
from veivalg.futures.story import stories
from veivalg.pathways.chosen import chosen_moves, linked, moved_by
from veivalg.pathways.inputs import Chosen, Path, Repertoire
from veivalg.pathways.site import Site
from veivalg.randomness import Draws
from veivalg.shifts.contribution import Contribution, totals

MIXES = 1_000
FEWEST = 100
CELLS = 60_000
"""Mixes times municipalities; large places are tried against fewer mixes."""
SEED = 1
CONCENTRATION = 0.35
"""Of the Dirichlet distribution: one or two of the nine carry most of a mix. Assumption."""
WEAKEST, STRONGEST = 0.2, 1.5
"""Sum of the weights before each is cut at 1: stories overlap, so it may pass 1. Assumption."""
DELAY_STEP = 0.05
"""Delays of choices that are hard to agree on are rounded to this share of the lever's own."""
DELAY = "lever_delay"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mixes:
    """What is moved in every mix, and how much.

    stories   the nine, in the order of `weights`
    weights   (mix, story)  0 to 1
    every     contributions: those of the nine, what the path has beside them, choices last
    strength  (mix, contribution)  weight; for choices 1, or 0 for a delay of another mix
    doubt     (mix, contribution)  -1 little to 1 much
    lift      (mix, contribution)  how parts of other stories strengthen or weaken it
    doubted   (contribution)  which doubt it has; those of one amount at several delays share one
    """

    stories: tuple[str, ...]
    weights: FloatArray
    every: tuple[Contribution, ...]
    strength: FloatArray
    doubt: FloatArray
    lift: FloatArray
    doubted: tuple[tuple[str, str, int], ...]

    def __post_init__(self) -> None:
        make_read_only(self.weights, self.strength, self.doubt, self.lift)

    @property
    def count(self) -> int:
        return len(self.weights)

    @property
    def futures(self) -> Mixes:
        """The same without the choices."""
        return self._some(np.array([one.future for one in self.every], dtype=bool))

    def _some(self, kept: BoolArray) -> Mixes:
        at = np.flatnonzero(kept)
        return replace(
            self,
            every=tuple(self.every[k] for k in at),
            strength=self.strength[:, at],
            doubt=self.doubt[:, at],
            lift=self.lift[:, at],
            doubted=tuple(self.doubted[k] for k in at),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Column:
    """One contribution in every mix; see `Mixes`."""

    one: Contribution
    strength: FloatArray
    lift: FloatArray


def mixes_for(rows: int) -> int:
    """How many mixes a place is tried against, by the municipalities that are run for it."""
    return max(FEWEST, min(MIXES, CELLS // rows))


def mixed(site: Site, path: Path, known: Repertoire, *, count: int, draws: Draws) -> Mixes:
    """The package of a path in many mixes; its own weights of the nine do not count.

    General trends, own stories and events of the path come on top in every mix, and its kinds of
    place and edited judgements hold.
    """
    names = tuple(stories())
    weights = drawn_weights(len(names), count=count, draws=draws)
    futures = [*_nine(site, path, known, weights), *_beside(site, path, known, count)]
    labels = doubt_labels(column.one for column in futures)
    later = _delays(site, futures, drawn_doubts(labels, count, draws))
    choices = list(_choices(site, path, known, later, count))
    doubted = labels + tuple(label for _, label in choices)
    columns = [*futures, *(column for column, _ in choices)]
    return Mixes(
        stories=names,
        weights=weights,
        every=tuple(column.one for column in columns),
        strength=_stacked([column.strength for column in columns], count),
        doubt=drawn_doubts(doubted, count, draws),
        lift=_stacked([column.lift for column in columns], count),
        doubted=doubted,
    )


def drawn_weights(stories: int, *, count: int, draws: Draws) -> FloatArray:
    """(mix, story) weights 0 to 1; the first mixes are the same however many there are."""
    shares = draws.stream("mixes", "shares").dirichlet(np.full(stories, CONCENTRATION), size=count)
    strength = draws.stream("mixes", "strength").uniform(WEAKEST, STRONGEST, size=count)
    weights: FloatArray = np.minimum(shares * strength[:, None], 1.0)
    return weights


def beside(path: Path) -> Path:
    """What a path has beside the nine and its choices: it stands in every future."""
    others = tuple((name, weight) for name, weight in path.weights if name not in stories())
    return replace(path, weights=others, choices=())


def _nine(site: Site, path: Path, known: Repertoire, weights: FloatArray) -> Iterator[_Column]:
    """The nine with their parts as strong as each mix makes them."""
    links = linked(path)
    neutral = dict.fromkeys(links.ids, 1.0)
    at = {story: k for k, story in enumerate(stories())}
    own = np.stack([weights[:, at[part.story]] for part in links.parts], axis=1)
    lifts = links.strengths(own)
    even = np.ones(len(weights))
    for story in at:
        for trend in known.stories[story].trends:
            part = links.part_of(story, trend.name)
            lift = lifts[:, links.ids.index(part.id)] if part else even
            alone = replace(known.stories[story], trends=(trend,))
            for one in story_contributions(
                alone,
                site.base,
                members=site.place.members,
                kinds=path.kinds,
                strength=neutral,
                connections=links,
            ):
                yield _Column(one=one, strength=weights[:, at[story]], lift=lift)


def _beside(site: Site, path: Path, known: Repertoire, count: int) -> Iterator[_Column]:
    held = moved_by(beside(path), site, known)
    for one, strength in zip(held.every, held.strength, strict=True):
        yield _Column(one=one, strength=np.full(count, strength), lift=np.ones(count))


def _delays(site: Site, futures: list[_Column], doubt: FloatArray) -> FloatArray | None:
    """(mix, year) factor on the delay of choices that are hard to agree on; None for no change."""
    slower = [k for k, column in enumerate(futures) if column.one.dial == DELAY]
    if not slower:
        return None
    total = totals(
        [futures[k].one for k in slower],
        np.stack([futures[k].strength for k in slower], axis=1),
        doubt[:, slower],
        np.stack([futures[k].lift for k in slower], axis=1),
    ).get(DELAY)
    return None if total is None else 1.0 + total[:, site.inside].mean(axis=1) / 100.0


def _choices(
    site: Site, path: Path, known: Repertoire, later: FloatArray | None, count: int
) -> Iterator[tuple[_Column, tuple[str, str, int]]]:
    """Choices, those that can be delayed once for every delay that some mix has."""
    for choice in path.choices:
        steps = _steps(site, choice, known, later, count)
        for step in np.unique(steps):
            delay = {choice.year: 1.0 + float(step) * DELAY_STEP}
            every = chosen_moves(choice, site, known, kinds=path.kinds, delay=delay)
            for one, label in zip(every, doubt_labels(every), strict=True):
                strength = np.asarray(steps == step, dtype=np.float64)
                yield _Column(one=one, strength=strength, lift=np.ones(count)), label


def _steps(
    site: Site, choice: Chosen, known: Repertoire, later: FloatArray | None, count: int
) -> FloatArray:
    """(mix) steps of delay beyond the lever's own."""
    lever = known.levers[choice.lever]
    if later is None or lever.group not in DELAYED_GROUPS or not lever.delay:
        return np.zeros(count)
    steps: FloatArray = np.rint((later[:, site.years.index(choice.year)] - 1.0) / DELAY_STEP)
    return steps


def doubt_labels(every: Iterable[Contribution]) -> tuple[tuple[str, str, int], ...]:
    """Source, dial, and which of that dial's it is: names of the doubts."""
    seen: Counter[tuple[str, str]] = Counter()
    labels = []
    for one in every:
        labels.append((one.source, one.dial, seen[one.source, one.dial]))
        seen[one.source, one.dial] += 1
    return tuple(labels)


def drawn_doubts(labels: tuple[tuple[str, str, int], ...], count: int, draws: Draws) -> FloatArray:
    """(draw, contribution) from -1, little, to 1, much; most often near 0.

    A label has the same luck whatever else is drawn, and the first draws are the same however many
    there are.
    """
    drawn = {
        label: draws.stream("doubt", *label).triangular(-1.0, 0.0, 1.0, size=count)
        for label in dict.fromkeys(labels)
    }
    return _stacked([drawn[label] for label in labels], count)


def _stacked(columns: list[FloatArray], count: int) -> FloatArray:
    return np.stack(columns, axis=1) if columns else np.zeros((count, 0))
