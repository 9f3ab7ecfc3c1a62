"""How the parts of a mixed future speak of each other, and which whole stories go together.

A part says what the matrix has, times the weight of its own story; a story that is not chosen says
nothing, as in `Connections.strength`. Sums are those of cross-impact balance.
Equations: docs/model/analysis.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from veivalg.axes import FloatArray
from veivalg.futures.balance import ROUNDING, Consistency, LinkedParts, consistency
from veivalg.futures.connections import Connections


@dataclass(frozen=True, slots=True, kw_only=True)
class PartBalance:
    """What the chosen stories say of one part.

    weight    of its own story, 0 to 1
    balance   sum of the others' judgements times their weights; below 0 they speak against it
    strength  how strongly it counts in the model against its own story's weight, 1 alone
    """

    id: str
    weight: float
    balance: float
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two chosen parts that do not go together.

    says      from the first to the second, -3 to -1, as judged; 0 when they only exclude each other
    counts    the same times the weight of the story that says it
    excludes  both are states of one thing, so that they cannot both be there
    """

    first: str
    second: str
    says: float
    counts: float
    excludes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """Whole stories at full weight: consistent when no part is spoken against and none exclude."""

    stories: tuple[str, ...]
    against: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]

    @property
    def consistent(self) -> bool:
        return not (self.against or self.excluded)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """A mix judged.

    parts     all of them, in the order of the matrix
    against   chosen parts that the others speak against, worst first
    conflicts worst first
    together  every combination of two or more whole stories
    """

    parts: tuple[PartBalance, ...]
    against: tuple[str, ...]
    conflicts: tuple[Conflict, ...]
    together: tuple[Combination, ...]


def connected(held: Connections, weights: Mapping[str, float]) -> Connected:
    """Judge a mix of stories; weights (story) from 0 to 1, others count as 0."""
    weight = np.array([weights.get(part.story, 0.0) for part in held.parts])
    judged = _judged(held, weight)
    strength = held.strength(weights)
    chosen = {part.id for part, one in zip(held.parts, weight, strict=True) if one > 0}
    return Connected(
        parts=tuple(
            PartBalance(
                id=part.id,
                weight=float(one),
                balance=float(total),
                strength=strength[part.id],
            )
            for part, one, total in zip(held.parts, weight, judged.balance, strict=True)
        ),
        against=tuple(part for part in judged.against if part in chosen),
        conflicts=_conflicts(held, weight),
        together=combinations_of_stories(held),
    )


def combinations_of_stories(held: Connections) -> tuple[Combination, ...]:
    """Two, three … all of the stories that have parts, each whole and at full weight."""
    stories = tuple(dict.fromkeys(part.story for part in held.parts))
    return tuple(
        _combination(held, chosen)
        for count in range(2, len(stories) + 1)
        for chosen in combinations(stories, count)
    )


def _combination(held: Connections, stories: tuple[str, ...]) -> Combination:
    weight = np.array([float(part.story in stories) for part in held.parts])
    judged = _judged(held, weight)
    inside = {part.id for part in held.parts if part.story in stories}
    return Combination(
        stories=stories,
        against=tuple(part for part in judged.against if part in inside),
        excluded=tuple(pair for pair in judged.excluded if set(pair) <= inside),
    )


def _judged(held: Connections, weight: FloatArray) -> Consistency:
    """Cross-impact balance when each part speaks with its story's weight, (part) 0 to 1.

    All are taken as present, so that there is a sum also for those that are not; a part whose
    story has no weight says 0.
    """
    linked = LinkedParts(
        names=held.ids,
        descriptors=tuple(part.descriptor for part in held.parts),
        scores=weight[:, None] * _between(held),
    )
    return consistency(linked, np.ones(len(held.parts), dtype=np.bool_))


def _between(held: Connections) -> FloatArray:
    """(part, part) the matrix without links between states of one thing, which exclude."""
    about = np.array([part.descriptor for part in held.parts])
    return np.where(about[:, None] == about, 0.0, held.matrix)


def _conflicts(held: Connections, weight: FloatArray) -> tuple[Conflict, ...]:
    scores = _between(held)
    found = []
    for one, other in combinations(np.flatnonzero(weight > 0).tolist(), 2):
        excludes = held.parts[one].descriptor == held.parts[other].descriptor
        for first, second in ((one, other), (other, one)):
            says = float(scores[first, second])
            if says < -ROUNDING or (excludes and first == one):
                found.append(
                    Conflict(
                        first=held.ids[first],
                        second=held.ids[second],
                        says=says,
                        counts=says * float(weight[first]),
                        excludes=excludes,
                    )
                )
    return tuple(sorted(found, key=lambda c: (not c.excludes, c.counts)))
