"""When a package fails: the few weights and doubts that tell failing mixes from the others.

Found by PRIM (docs/model/analysis.md). When it fails in most mixes, it is told when it holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from veivalg.analysis.goal import Goal
from veivalg.analysis.mixes import Mixes
from veivalg.analysis.prim import Box, balanced, discover
from veivalg.axes import FloatArray

MOST_INPUTS = 3
"""Restricted inputs that one sentence can hold."""
MOST_DOUBTS = 6
SURE = 3.0
"""Standard errors from 0 that the correlation of a doubt with the result must lie."""
FEWEST = 10
"""Mixes of either kind that are needed to tell them apart."""

About = Literal["fails", "holds"]
Kind = Literal["weight", "doubt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One condition: an input from low to high, None where it is open.

    kind    weight: 0 to 1, of a story; doubt: -1 little to 1 much, of an amount
    source  story, or "choice.L001" and the like
    dial    what the amount moves, "" for a weight
    """

    kind: Kind
    source: str
    dial: str
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    """When a package fails, or holds.

    about     what the conditions tell
    coverage  share of the mixes it is about that meet the conditions
    density   share it happens in, of those that meet them
    """

    about: About
    sides: tuple[Side, ...]
    coverage: float
    density: float


def failing(mixes: Mixes, goal: Goal, values: FloatArray) -> Failing | None:
    """What tells failing mixes from holding ones; None when nothing simple does.

    values  (mix)  of the goal's indicator
    """
    fails = ~goal.meets(values)
    about: About = "holds" if fails.mean() > 0.5 else "fails"
    interest = fails if about == "fails" else ~fails
    if interest.sum() < FEWEST or (~interest).sum() < FEWEST:
        return None
    doubts = _telling_doubts(mixes, values)
    names = [*mixes.stories, *("|".join(map(str, mixes.doubted[k])) for k in doubts)]
    inputs = np.concatenate([mixes.weights, mixes.doubt[:, doubts]], axis=1)
    box = discover(names, inputs, interest, rule=_few).box
    if not box.restricted:
        return None
    columns = [names.index(name) for name in box.restricted]
    sides = tuple(_side(mixes, doubts, box, column) for column in columns)
    return Failing(about=about, sides=sides, coverage=box.coverage, density=box.density)


def _few(boxes: Sequence[Box]) -> int:
    """The best balanced of the boxes that a sentence can tell; the first when there is none."""
    told = [n for n, box in enumerate(boxes) if 1 <= len(box.restricted) <= MOST_INPUTS]
    return told[balanced([boxes[n] for n in told])] if told else 0


def _telling_doubts(mixes: Mixes, values: FloatArray) -> list[int]:
    """Contributions whose doubt goes most with the result, one for each amount."""
    unsure = [k for k, one in enumerate(mixes.every) if one.low != one.high]
    first = list({mixes.doubted[k]: k for k in reversed(unsure)}.values())[::-1]
    known = np.isfinite(values)
    spread = values[known] - values[known].mean()
    doubt = mixes.doubt[known][:, first]
    doubt = doubt - doubt.mean(axis=0)
    scale = np.sqrt((spread**2).sum() * (doubt**2).sum(axis=0))
    size = np.abs(np.divide(spread @ doubt, scale, out=np.zeros(len(first)), where=scale > 0))
    order = np.argsort(-size, kind="stable")[:MOST_DOUBTS]
    return [first[k] for k in order if size[k] > SURE / np.sqrt(known.sum())]


def _side(mixes: Mixes, doubts: list[int], box: Box, column: int) -> Side:
    low, high = (None if np.isinf(bound) else float(bound) for bound in box.bounds[:, column])
    if column < len(mixes.stories):
        return Side(kind="weight", source=mixes.stories[column], dial="", low=low, high=high)
    source, dial, _ = mixes.doubted[doubts[column - len(mixes.stories)]]
    return Side(kind="doubt", source=source, dial=dial, low=low, high=high)
