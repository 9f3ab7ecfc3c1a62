"""*When does it happen*: a box of inputs in which most cases of interest lie, and few others.

Patient rule induction (Friedman and Fisher 1999) as used in scenario discovery (Bryant and Lempert
2010). Peeling takes away a little at one side of one input, again and again, so that cases of
interest become more frequent in the box that is left. In each box on the way, restrictions that
chance could explain are lifted and sides moved out again where that costs nothing; of these boxes
one is chosen by a rule. An input may be continuous or have a few ordered levels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.axes import Axis, BoolArray, FloatArray, make_read_only
from veivalg.errors import LabelMismatch, MissingFigure, OutOfRange

PEELED = 0.05
"""Share of a box's rows that one step takes away."""
PASTED = 0.02
"""Share of a box's rows that one step puts back."""
LEAST_SUPPORT = 0.01
"""Share of all rows that a box must hold."""
CHANCE = 0.05
"""A restriction that chance alone explains this often is lifted."""

LOWER, UPPER = 0, 1
OUTERMOST = (-np.inf, np.inf)


@dataclass(frozen=True, slots=True)
class Box:
    """A box and how well it tells cases of interest from others, in the rows it was found in.

    inputs    names, in the order of the axis
    bounds    (2, input) lowest and highest value inside, both included; infinite where free
    rows      how many rows are inside
    hits      how many of these are of interest
    coverage  share of all cases of interest that are inside
    density   share of interest inside
    support   share of all rows that are inside
    """

    inputs: tuple[str, ...]
    bounds: FloatArray
    rows: int
    hits: int
    coverage: float
    density: float
    support: float

    def __post_init__(self) -> None:
        make_read_only(self.bounds)

    @property
    def restricted(self) -> tuple[str, ...]:
        """Inputs that the box says something about."""
        return tuple(np.array(self.inputs)[np.isfinite(self.bounds).any(axis=0)].tolist())

    def holds(self, values: FloatArray) -> BoolArray:
        """(row) which rows (row, input) are inside."""
        return _inside(values, self.bounds)


@dataclass(frozen=True, slots=True)
class Discovery:
    """The box chosen, how it was reached, and whether chance could explain its restrictions.

    trajectory  boxes from all rows to the smallest as they were peeled, each within the one before
    refined     the same freed of what chance explains, and pasted
    chosen      number of the refined box that the rule chose
    quasi_p     (input) how often chance makes each restriction of `box`; NaN where it is free
    """

    trajectory: tuple[Box, ...]
    refined: tuple[Box, ...]
    chosen: int
    quasi_p: FloatArray

    def __post_init__(self) -> None:
        make_read_only(self.quasi_p)

    @property
    def box(self) -> Box:
        """The box chosen."""
        return self.refined[self.chosen]


@dataclass(frozen=True, slots=True)
class _Cases:
    """Rows to find a box in: inputs (row, input) and which rows are of interest (row)."""

    names: tuple[str, ...]
    values: FloatArray
    interest: BoolArray

    def box(self, bounds: FloatArray) -> Box:
        inside = _inside(self.values, bounds)
        rows, hits = int(inside.sum()), int(self.interest[inside].sum())
        coverage = hits / int(self.interest.sum())
        return Box(self.names, bounds, rows, hits, coverage, hits / rows, rows / len(inside))


Rule = Callable[[Sequence[Box]], int]
"""Number of the box that is chosen among several."""


def balanced(boxes: Sequence[Box]) -> int:
    """The box with the highest harmonic mean of coverage and density; of equals the first."""
    return int(np.argmax([_harmonic_mean(box.coverage, box.density) for box in boxes]))


def dense(least: float) -> Rule:
    """A rule: of boxes at least so dense the one that covers most, else the densest there is."""

    def rule(boxes: Sequence[Box]) -> int:
        enough = min(least, max(box.density for box in boxes))
        return int(np.argmax([box.coverage * (box.density >= enough) for box in boxes]))

    return rule


def discover(
    inputs: Sequence[str],
    values: FloatArray,
    interest: BoolArray,
    *,
    rule: Rule = balanced,
    peeled: float = PEELED,
    pasted: float = PASTED,
    least_support: float = LEAST_SUPPORT,
) -> Discovery:
    """The box in which cases of interest are frequent.

    values    (row, input) without gaps; only their order counts
    interest  (row) whether it happens

    Raises LabelMismatch for shapes that do not fit, MissingFigure for NaN, OutOfRange when no row
    or every row is of interest or a share is not between 0 and 1.
    """
    for name, share in (("peeled", peeled), ("pasted", pasted), ("least_support", least_support)):
        if not 0 < share < 1:
            raise OutOfRange(f"{name} is {share}; use a share between 0 and 1, such as 0.05.")
    cases = _checked(inputs, values, interest)
    trajectory = tuple(_peeled(cases, peeled, least_support))
    refined = tuple(_freed(cases, _pasted(cases, _freed(cases, box), pasted)) for box in trajectory)
    chosen = rule(refined)
    return Discovery(trajectory, refined, chosen, _quasi_p(cases, refined[chosen]))


def quasi_p_values(
    box: Box, inputs: Sequence[str], values: FloatArray, interest: BoolArray
) -> FloatArray:
    """(input) how often chance alone makes each restriction of a box look as good; NaN where free.

    Without the restriction the box has a density q. The value is the probability that as many rows
    as are inside, drawn at density q, hold at least as many cases of interest (Bryant and Lempert
    2010). It is *quasi*, because the restriction was picked for looking good.
    """
    return _quasi_p(_checked(inputs, values, interest), box)


def binomial_tail(hits: int, rows: int, share: float) -> float:
    """Probability of at least so many hits in so many rows, each a hit with probability `share`."""
    if hits <= 0 or share >= 1:
        return 1.0
    if share <= 0:
        return 0.0
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, rows + 1)))])
    k = np.arange(hits, rows + 1)
    ways = logs[rows] - logs[k] - logs[rows - k]
    each = np.exp(ways + k * np.log(share) + (rows - k) * np.log1p(-share))
    return float(min(1.0, each.sum()))


def _checked(inputs: Sequence[str], values: FloatArray, interest: BoolArray) -> _Cases:
    names = Axis("input", tuple(inputs)).labels
    if values.shape != (len(interest), len(names)):
        raise LabelMismatch(
            f"{len(names)} inputs and {len(interest)} cases need values of shape "
            f"{(len(interest), len(names))}; they have {values.shape}."
        )
    if np.isnan(values).any():
        row, column = np.argwhere(np.isnan(values))[0]
        raise MissingFigure(f"Row {row} has no value of {names[column]}; leave such rows out.")
    hits = int(np.count_nonzero(interest))
    if not 0 < hits < len(interest):
        raise OutOfRange(
            f"{hits} of {len(interest)} cases are of interest; move the threshold so that some "
            "are and some are not."
        )
    return _Cases(names, np.asarray(values, dtype=np.float64), np.asarray(interest, dtype=bool))


def _inside(values: FloatArray, bounds: FloatArray) -> BoolArray:
    """(row) whether each row lies within bounds (2, input)."""
    inside = np.ones(len(values), dtype=bool)
    for column in np.flatnonzero(np.isfinite(bounds).any(axis=0)):
        inside &= values[:, column] >= bounds[LOWER, column]
        inside &= values[:, column] <= bounds[UPPER, column]
    return inside


def _moved(bounds: FloatArray, side: int, column: int, value: float) -> FloatArray:
    """The same bounds with one of them elsewhere."""
    moved = bounds.copy()
    moved[side, column] = value
    return moved


def _harmonic_mean(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other > 0 else 0.0


def _peeled(cases: _Cases, share: float, least_support: float) -> Iterator[Box]:
    """Boxes from all rows on, until only cases of interest are left or too few rows would be."""
    least = max(1, int(np.ceil(least_support * len(cases.interest))))
    free = np.repeat(np.array(OUTERMOST)[:, None], len(cases.names), axis=1)
    bounds: FloatArray | None = free
    while bounds is not None:
        box = cases.box(bounds)
        yield box
        bounds = _peel(cases, bounds, share, least) if box.hits < box.rows else None


def _peel(cases: _Cases, bounds: FloatArray, share: float, least: int) -> FloatArray | None:
    """Bounds after the one step that raises density most for each row it takes away."""
    inside = _inside(cases.values, bounds)
    values, interest = cases.values[inside], cases.interest[inside]
    best, found = -np.inf, None
    for column, side in np.ndindex(len(cases.names), 2):
        cut = _cut(values[:, column], side, share)
        if cut is None:
            continue
        kept = values[:, column] >= cut if side == LOWER else values[:, column] <= cut
        rows = int(kept.sum())
        gain = (interest[kept].mean() - interest.mean()) / (len(kept) - rows)
        if rows >= least and gain > best:
            best, found = gain, _moved(bounds, side, column, cut)
    return found


def _cut(values: FloatArray, side: int, share: float) -> float | None:
    """The outermost value that stays when a share of the rows is peeled from one side.

    Rows of one value go or stay together: fewer go when the cut falls among equal values, and the
    whole outermost level when it is that large. None where all values are equal.
    """
    if side == UPPER:
        turned = _cut(-values, LOWER, share)
        return None if turned is None else -turned
    last = min(len(values) - 1, max(1, int(share * len(values))))
    stays = np.partition(values, last)[last]
    lowest = values.min()
    if stays > lowest:
        return float(stays)
    above = values[values > lowest]
    return float(above.min()) if len(above) else None


def _beyond(cases: _Cases, box: Box) -> dict[tuple[int, int], BoolArray]:
    """For each side of the box, lower or upper of an input: (row) what it alone keeps out."""
    out = {}
    for side, column in np.argwhere(np.isfinite(box.bounds)).tolist():
        value, bound = cases.values[:, column], box.bounds[side, column]
        out[side, column] = value < bound if side == LOWER else value > bound
    once = np.sum(list(out.values()), axis=0, dtype=np.int32) == 1
    return {where: kept_out & once for where, kept_out in out.items()}


def _pasted(cases: _Cases, box: Box, share: float) -> Box:
    """The box with its sides moved out, a little at a time, as long as density does not fall."""
    while True:
        wider = [
            cases.box(_outward(cases, box, side, column, beyond, share))
            for (side, column), beyond in _beyond(cases, box).items()
            if beyond.any()
        ]
        fit = [one for one in wider if one.density >= box.density]
        if not fit:
            return box
        box = max(fit, key=lambda one: (one.density, one.rows))


def _outward(
    cases: _Cases, box: Box, side: int, column: int, beyond: BoolArray, share: float
) -> FloatArray:
    """Bounds that also hold the nearest of the rows beyond one side; free when that is all."""
    values = cases.values[beyond, column]
    count = max(1, int(np.ceil(share * box.rows)))
    if count >= len(values):
        return _moved(box.bounds, side, column, OUTERMOST[side])
    nearest = np.sort(values)[count - 1 if side == UPPER else -count]
    return _moved(box.bounds, side, column, nearest)


def _freed(cases: _Cases, box: Box) -> Box:
    """The box without the sides that chance explains, the least convincing lifted first."""
    while True:
        chance = {
            where: binomial_tail(box.hits, box.rows, _joined_density(cases, box, beyond))
            for where, beyond in _beyond(cases, box).items()
        }
        if not chance or max(chance.values()) <= CHANCE:
            return box
        side, column = max(chance, key=chance.__getitem__)
        box = cases.box(_moved(box.bounds, side, column, OUTERMOST[side]))


def _joined_density(cases: _Cases, box: Box, beyond: BoolArray) -> float:
    """Density of the box together with the rows beyond one side."""
    hits = box.hits + np.count_nonzero(cases.interest[beyond])
    return float(hits / (box.rows + np.count_nonzero(beyond)))


def _quasi_p(cases: _Cases, box: Box) -> FloatArray:
    found = np.full(len(cases.names), np.nan)
    for column in np.flatnonzero(np.isfinite(box.bounds).any(axis=0)):
        free = box.bounds.copy()
        free[:, column] = OUTERMOST
        found[column] = binomial_tail(box.hits, box.rows, cases.box(free).density)
    return found
