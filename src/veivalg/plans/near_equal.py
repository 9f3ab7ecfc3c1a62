"""Goals that say nearly the same, across plans and both forms of Norwegian, put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray
from veivalg.plans.counted import Quoted
from veivalg.plans.lemmas import lemmas
from veivalg.plans.saying import without_names

ALIKE = 0.5
"""Cosine of the weighted words of two goals from which they are nearly equal (*assumption*)."""
FEWEST_WORDS = 2
MOST_GOALS = 6_000
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Near-equal goals, named by the most typical of them."""

    named_by: Quoted
    members: tuple[Quoted, ...]

    @property
    def bodies(self) -> int:
        return len({one.body for one in self.members})


def groups_of(goals: Sequence[Quoted], *, names: Sequence[str] = ()) -> tuple[Group, ...]:
    """Groups of at least two goals, those that most bodies share first.

    names  of the bodies, which say nothing of what a goal is
    """
    bags = [Counter(lemmas(without_names(one.text, names))) for one in goals[:MOST_GOALS]]
    kept = [at for at, bag in enumerate(bags) if len(bag) >= FEWEST_WORDS]
    if len(kept) < 2:
        return ()
    near = _neighbours([bags[at] for at in kept])
    found = []
    free = np.ones(len(kept), dtype=bool)
    sizes = np.array([len(one) for one in near])
    for at in np.argsort(-sizes, kind="stable"):
        members = [one for one in near[at] if free[one]]
        if not free[at] or len(members) < 2:
            continue
        free[members] = False
        held = tuple(goals[kept[one]] for one in sorted(members))
        found.append(Group(named_by=goals[kept[int(at)]], members=held))
    return tuple(sorted(found, key=lambda one: (-one.bodies, -len(one.members), one.named_by.text)))


def _neighbours(bags: Sequence[Counter[str]]) -> list[list[int]]:
    """Of each goal, those nearly equal to it, itself too."""
    weighted = _weighted(bags)
    found: list[list[int]] = []
    for first in range(0, len(bags), AT_ONCE):
        alike = weighted[first : first + AT_ONCE] @ weighted.T
        found += [np.flatnonzero(row >= ALIKE).tolist() for row in alike]
    return found


def _weighted(bags: Sequence[Counter[str]]) -> FloatArray:
    """(goal, word) rare words weigh more; each row has length 1."""
    seen: Counter[str] = Counter(word for bag in bags for word in bag)
    common = [word for word, times in seen.items() if times > 1]
    column = {word: at for at, word in enumerate(common)}
    rare = len(column)
    found = np.zeros((len(bags), rare + 1), dtype=np.float32)
    for row, bag in enumerate(bags):
        alone = 0.0
        for word, times in bag.items():
            weight = (1.0 + np.log(times)) * np.log((1.0 + len(bags)) / seen[word])
            if word in column:
                found[row, column[word]] = weight
            else:
                alone += weight**2
        norm = np.sqrt((found[row] ** 2).sum() + alone)
        found[row] /= norm or 1.0
    return found[:, :rare]
