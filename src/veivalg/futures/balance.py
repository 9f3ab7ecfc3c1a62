"""Which parts of a future go together: cross-impact balance (Weimer-Jehle 2006).

A descriptor is in one of its states. A judgement says how much one state speaks for (above 0) or
against (below 0) a state of another descriptor. In a consistent scenario no descriptor has a state
for which the others speak more strongly than for the one it is in.

States of all descriptors stand in one row after the other; a scenario (descriptor) holds the number
of the state that each descriptor is in, counted within the descriptor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from veivalg.axes import Axis, BoolArray, FloatArray, IntArray, make_read_only
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.randomness import Draws

MOST_ENUMERATED = 2**20
"""With more combinations than this, scenarios are looked for from drawn starts."""
STARTS = 2000
STEPS_PER_DESCRIPTOR = 20
AT_ONCE = 4096
ROUNDING = 1e-9
"""Sums that differ by less are equal."""
STRONGEST = 3
"""Links are scored from -3 (excludes, nearly) to 3 (brings with it, nearly)."""
ABSENT = "absent"
ABSENT_STRENGTH = -0.5
"""What an absent part says of another, as a share of what it would say if it were present."""


@dataclass(frozen=True, slots=True)
class Descriptor:
    """Something that can be in one of several states."""

    name: str
    states: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.states) < 2:
            raise OutOfRange(f"{self.name} has {len(self.states)} states; give it at least 2.")
        Axis(f"state of {self.name}", self.states)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Judgements between the states of descriptors.

    judgements  (state, state) what the state of the row says of the state of the column; 0 within
                a descriptor
    """

    descriptors: tuple[Descriptor, ...]
    judgements: FloatArray

    def __post_init__(self) -> None:
        names = Axis("descriptor", tuple(one.name for one in self.descriptors)).labels
        own = self.owner
        if self.judgements.shape != (len(own), len(own)):
            raise LabelMismatch(
                f"{len(own)} states need judgements of shape {(len(own), len(own))}; they have "
                f"{self.judgements.shape}."
            )
        if not np.isfinite(self.judgements).all():
            raise OutOfRange("A judgement is missing or infinite; write 0 where there is no link.")
        within = np.argwhere((own[:, None] == own) & (self.judgements != 0))
        if len(within):
            raise OutOfRange(
                f"{names[own[within[0, 0]]]} judges its own states; write 0 within a descriptor."
            )
        make_read_only(self.judgements)

    @property
    def owner(self) -> IntArray:
        """(state) number of the descriptor that each state belongs to."""
        return np.repeat(np.arange(len(self.descriptors)), self.sizes)

    @property
    def sizes(self) -> IntArray:
        """(descriptor) how many states each has."""
        return np.array([len(one.states) for one in self.descriptors], dtype=np.int64)

    @property
    def firsts(self) -> IntArray:
        """(descriptor) where the states of each begin in the row of all states."""
        return np.cumsum(self.sizes) - self.sizes


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Consistent scenarios.

    chosen     (scenario, descriptor) number of each descriptor's state, in ascending order
    complete   whether these are all there are (every combination was tried)
    unsettled  share of drawn starts that led to no consistent scenario; 0 when complete
    """

    matrix: Matrix
    chosen: IntArray
    complete: bool
    unsettled: float

    def __post_init__(self) -> None:
        make_read_only(self.chosen)

    def named(self) -> tuple[dict[str, str], ...]:
        """Each scenario as descriptor -> state."""
        return tuple(
            {d.name: d.states[state] for d, state in zip(self.matrix.descriptors, row, strict=True)}
            for row in self.chosen.tolist()
        )


def impact_sums(matrix: Matrix, chosen: IntArray) -> FloatArray:
    """(…, state) how strongly the states chosen (…, descriptor) speak for each state."""
    return np.asarray(_marked(matrix, chosen) @ matrix.judgements)


def inconsistency(matrix: Matrix, chosen: IntArray) -> FloatArray:
    """(…, descriptor) by how much the best state's sum exceeds that of the chosen; 0 if it is best.

    chosen  (…, descriptor)
    """
    sums = impact_sums(matrix, chosen)
    own = np.take_along_axis(sums, matrix.firsts + chosen, axis=-1)
    return np.asarray(np.maximum.reduceat(sums, matrix.firsts, axis=-1) - own)


def consistent_scenarios(
    matrix: Matrix,
    *,
    draws: Draws,
    most_enumerated: int = MOST_ENUMERATED,
    starts: int = STARTS,
    allowed: float = 0.0,
) -> Scenarios:
    """Scenarios in which no descriptor is more inconsistent than allowed.

    Every combination is tried when there are at most `most_enumerated`. Else drawn combinations are
    led on, the most inconsistent descriptor changing to its best state until all agree; what is
    found that way is consistent, but there may be more.
    """
    if float(np.prod(matrix.sizes.astype(np.float64))) <= most_enumerated:
        found = [some[_agree(matrix, some, allowed)] for some in _all(matrix)]
        return Scenarios(matrix, np.concatenate(found), complete=True, unsettled=0.0)
    stream = draws.stream("balance", len(matrix.descriptors))
    drawn = stream.integers(0, matrix.sizes, (starts, len(matrix.sizes)))
    ends = succession(matrix, drawn)
    settled = _agree(matrix, ends, allowed)
    chosen = np.unique(ends[settled], axis=0)
    return Scenarios(matrix, chosen, complete=False, unsettled=float(1 - settled.mean()))


def succession(matrix: Matrix, chosen: IntArray) -> IntArray:
    """(start, descriptor) where starts lead when the most inconsistent descriptor keeps changing.

    It changes to its best state, the first of equals. A start that runs in a circle ends where it
    is after 20 steps a descriptor.
    """
    chosen = chosen.copy()
    for _ in range(STEPS_PER_DESCRIPTOR * len(matrix.descriptors)):
        apart = inconsistency(matrix, chosen)
        moving = np.flatnonzero((apart > ROUNDING).any(axis=1))
        if not len(moving):
            break
        sums = impact_sums(matrix, chosen[moving])
        worst = apart[moving].argmax(axis=1)
        others = matrix.owner != worst[:, None]
        best = np.where(others, -np.inf, sums).argmax(axis=1)
        chosen[moving, worst] = best - matrix.firsts[worst]
    return chosen


def _marked(matrix: Matrix, chosen: IntArray) -> FloatArray:
    """(…, state) 1 for states that are chosen, else 0. Raises OutOfRange for no such state."""
    if chosen.shape[-1:] != matrix.sizes.shape:
        raise LabelMismatch(
            f"{len(matrix.sizes)} descriptors need as many chosen states; the last axis of "
            f"{chosen.shape} should be that long."
        )
    if ((chosen < 0) | (chosen >= matrix.sizes)).any():
        column = int(np.argwhere((chosen < 0) | (chosen >= matrix.sizes))[0, -1])
        one = matrix.descriptors[column]
        raise OutOfRange(f"{one.name} has states 0 to {len(one.states) - 1}; choose one of them.")
    marked = np.zeros((*chosen.shape[:-1], len(matrix.owner)))
    np.put_along_axis(marked, matrix.firsts + chosen, 1.0, axis=-1)
    return marked


def _agree(matrix: Matrix, chosen: IntArray, allowed: float) -> BoolArray:
    """(scenario) whether no descriptor is more inconsistent than allowed."""
    return np.asarray((inconsistency(matrix, chosen) <= allowed + ROUNDING).all(axis=1))


def _all(matrix: Matrix) -> Iterator[IntArray]:
    """Every combination in ascending order, some at a time: (scenario, descriptor)."""
    count = int(np.prod(matrix.sizes))
    for first in range(0, count, AT_ONCE):
        numbers = np.arange(first, min(first + AT_ONCE, count))
        yield np.stack(np.unravel_index(numbers, tuple(matrix.sizes.tolist())), axis=1)


@dataclass(frozen=True, slots=True)
class LinkedParts:
    """Parts of futures, each present or absent, and what they say of each other.

    names        of the parts, in the order of the axis
    descriptors  (part) what each part is about; parts about the same thing exclude each other
    scores       (part, part) from -3 to 3: how much the part of the row, when present, speaks for
                 the part of the column; 0 between parts that exclude each other
    """

    names: tuple[str, ...]
    descriptors: tuple[str, ...]
    scores: FloatArray

    def __post_init__(self) -> None:
        make_read_only(self.scores)


@dataclass(frozen=True, slots=True)
class Consistency:
    """How well the parts of one future go together.

    names     of all parts, in the order of the axes
    says      (part, part) what the part of the row says of the part of the column, being present
              or absent
    balance   (part) sum of what all others say of it; below 0 they speak against it
    against   parts that are present although the others speak against them, worst first
    excluded  pairs of parts that are both present and exclude each other
    """

    names: tuple[str, ...]
    says: FloatArray
    balance: FloatArray
    against: tuple[str, ...]
    excluded: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        make_read_only(self.says, self.balance)


def linked_parts(
    descriptors: Mapping[str, str], links: Mapping[tuple[str, str], float]
) -> LinkedParts:
    """Parts from their links.

    descriptors  part -> what it is about
    links        (from part, to part) -> score from -3 to 3; a pair that is not there says nothing

    Raises LabelMismatch for a link of an unknown part, OutOfRange for another score, or for a link
    between parts that exclude each other.
    """
    names = tuple(descriptors)
    part = Axis("part", names)
    scores = np.zeros((len(names), len(names)))
    for (source, target), score in links.items():
        if not -STRONGEST <= score <= STRONGEST:
            raise OutOfRange(f"The link {source} → {target} has score {score}; use -3 to 3.")
        if descriptors.get(source, source) == descriptors.get(target, target):
            raise OutOfRange(
                f"{source} and {target} exclude each other (or are the same part); "
                f"leave out the link {source} → {target}."
            )
        scores[part.position(source), part.position(target)] = score
    return LinkedParts(names, tuple(descriptors.values()), scores)


def two_state_matrix(parts: LinkedParts) -> Matrix:
    """The parts as descriptors whose states are the parts and *absent*, which speak as parts do.

    A part that is not the state of its descriptor speaks with the opposite sign at half strength.
    Nothing is said of being absent, so that a part should be present when the sum is above 0.
    """
    abouts = tuple(dict.fromkeys(parts.descriptors))
    members = [np.flatnonzero(np.array(parts.descriptors) == about) for about in abouts]
    rows = [_strengths(len(own)) @ parts.scores[own] for own in members]
    states = np.concatenate([np.append(own, len(parts.names)) for own in members])
    of_absent = np.zeros((len(states), 1))
    judgements = np.concatenate([np.concatenate(rows), of_absent], axis=1)[:, states]
    descriptors = tuple(
        Descriptor(about, (*(parts.names[part] for part in own), ABSENT))
        for about, own in zip(abouts, members, strict=True)
    )
    return Matrix(descriptors, judgements)


def _strengths(parts: int) -> FloatArray:
    """(state, part) how strongly each part speaks in each state of a descriptor, absent last."""
    return np.where(np.eye(parts + 1, parts, dtype=bool), 1.0, ABSENT_STRENGTH)


def consistency(parts: LinkedParts, present: BoolArray) -> Consistency:
    """What the parts of a future say of each other; `present` (part) tells which are in it."""
    if present.shape != (len(parts.names),):
        raise LabelMismatch(
            f"There are {len(parts.names)} parts and the mask has shape {present.shape}; "
            "give one entry for each."
        )
    says = np.where(present, 1.0, ABSENT_STRENGTH)[:, None] * parts.scores
    balance = says.sum(axis=0)
    against = [int(one) for one in np.argsort(balance, kind="stable")]
    return Consistency(
        names=parts.names,
        says=says,
        balance=balance,
        against=tuple(
            parts.names[one] for one in against if present[one] and balance[one] < -ROUNDING
        ),
        excluded=tuple(
            (parts.names[one], parts.names[other])
            for one, other in combinations(np.flatnonzero(present).tolist(), 2)
            if parts.descriptors[one] == parts.descriptors[other]
        ),
    )
