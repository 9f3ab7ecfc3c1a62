"""A balanced sample of municipalities, as the mapping of 2019 drew 41 bodies.

Bodies are drawn at random and then exchanged, one by one, as long as the sample's shares come
nearer to those of all. The same seed draws the same bodies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray, IntArray
from veivalg.data.geography import geography
from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.plans.grouping import OF_NUMBER, named_group
from veivalg.randomness import Draws

BODIES = 41
COUNTIES = 3
"""Of the 41 bodies of 2019."""
WEIGHTS: Mapping[str, float] = {
    "size": 3.0,
    "merged": 3.0,
    "county": 2.0,
    "centrality": 2.0,
    "region": 1.0,
    "own": 3.0,
}
ROUNDS = 40
"""Times that every body of the sample is tried against all outside, at the most."""
STARTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Margin:
    """One group of one column: its share of all, and of the sample."""

    column: str
    group: str
    wanted: float
    reached: float

    @property
    def name(self) -> str:
        """What a county or a region is called; of other columns the code itself."""
        return named_group(self.column, self.group)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Bodies drawn, and how near their shares are to those of all.

    municipalities  numbers, rising
    counties        numbers of county authorities, rising
    regions         labour-market regions that are in the sample, and how many there are
    """

    municipalities: tuple[str, ...]
    counties: tuple[str, ...]
    margins: tuple[Margin, ...]
    regions: tuple[int, int]
    seed: int

    def bodies(self) -> tuple[tuple[str, str], ...]:
        """Number and name of each body, municipalities first."""
        held = geography()
        municipalities = [(code, held.municipality(code).norwegian) for code in self.municipalities]
        called = {place.code: place.name for place in held.places("county")}
        return (*municipalities, *((code, called[code]) for code in self.counties))

    @property
    def furthest(self) -> Margin:
        """The group whose share is furthest from the whole's, labour-market regions apart."""
        told = [one for one in self.margins if one.column != "region"]
        return max(told, key=lambda one: abs(one.reached - one.wanted))


def drawn(
    size: int = BODIES,
    *,
    counties: int = 0,
    own: Mapping[str, str] | None = None,
    seed: int = 1,
) -> Sample:
    """A balanced sample.

    size      bodies in all, county authorities among them
    counties  how many of them are county authorities
    own       a group for each number, such as the party in position; those without one are left out

    Raises OutOfRange for more bodies than there are, and for numbers that do not exist.
    """
    numbers = _candidates(own)
    held = tuple(place.code for place in geography().places("county"))
    _check(size, counties, len(numbers), len(held))
    columns = [*OF_NUMBER, *(["own"] if own else [])]
    groups = {
        column: [own[n] if column == "own" and own else OF_NUMBER[column](n) for n in numbers]
        for column in columns
    }
    matrix, labels, weights = _indicators(groups)
    best = _balanced(matrix, weights, size - counties, seed)
    chosen = np.sort(best)
    stream = Draws(seed).stream("counties")
    drawn_counties = sorted(stream.choice(len(held), counties, replace=False)) if counties else []
    wanted, reached = matrix.mean(axis=0), matrix[chosen].mean(axis=0)
    regions = groups["region"]
    return Sample(
        municipalities=tuple(numbers[at] for at in chosen),
        counties=tuple(held[at] for at in drawn_counties),
        margins=tuple(
            Margin(column=column, group=group, wanted=float(a), reached=float(b))
            for (column, group), a, b in zip(labels, wanted, reached, strict=True)
        ),
        regions=(len({regions[at] for at in chosen}), len(set(regions))),
        seed=seed,
    )


def _candidates(own: Mapping[str, str] | None) -> tuple[str, ...]:
    codes = geography().codes
    if not own:
        return codes
    unknown = sorted(set(own) - set(codes))
    if unknown:
        raise refusing(OutOfRange, "goals.sample_unknown", value=", ".join(unknown[:5]))
    return tuple(code for code in codes if code in own)


def _check(size: int, counties: int, most: int, most_counties: int) -> None:
    if not 1 <= size - counties <= most:
        raise refusing(OutOfRange, "goals.sample_size", value=str(size), most=str(most))
    if not 0 <= counties <= most_counties:
        raise refusing(
            OutOfRange, "goals.sample_counties", value=str(counties), most=str(most_counties)
        )


def _indicators(
    groups: Mapping[str, Sequence[str]],
) -> tuple[FloatArray, list[tuple[str, str]], FloatArray]:
    """(body, group of a column) 1 where it is in it, with labels and what a group weighs."""
    columns, labels, weights = [], [], []
    for column, held in groups.items():
        names = sorted(set(held))
        for name in names:
            columns.append([float(one == name) for one in held])
            labels.append((column, name))
            weights.append(WEIGHTS[column] / len(names) ** 0.5)
    return np.array(columns).T, labels, np.array(weights)


def _balanced(matrix: FloatArray, weights: FloatArray, size: int, seed: int) -> IntArray:
    """Rows whose mean is nearest to that of all, of several starts."""
    wanted = matrix.mean(axis=0)
    best: IntArray | None = None
    least = np.inf
    for start in range(STARTS):
        stream = Draws(seed).stream("sample", start)
        first: IntArray = stream.permutation(len(matrix))[:size].astype(np.int64)
        chosen, distance = _exchanged(matrix, weights, wanted, first, stream)
        if distance < least:
            best, least = chosen, distance
    assert best is not None
    return best


def _exchanged(
    matrix: FloatArray,
    weights: FloatArray,
    wanted: FloatArray,
    chosen: IntArray,
    stream: np.random.Generator,
) -> tuple[IntArray, float]:
    """The sample after every exchange that brings it nearer."""
    size = len(chosen)
    total = matrix[chosen].sum(axis=0)
    least = _distance(total[None] / size, wanted, weights)[0]
    for _ in range(ROUNDS):
        changed = False
        for at in stream.permutation(size):
            outside = np.setdiff1d(np.arange(len(matrix)), chosen)
            if not len(outside):
                break
            without = total - matrix[chosen[at]]
            tried = _distance((without + matrix[outside]) / size, wanted, weights)
            best = int(tried.argmin())
            if tried[best] < least - 1e-12:
                least, changed = float(tried[best]), True
                total = without + matrix[outside[best]]
                chosen = np.where(np.arange(size) == at, outside[best], chosen)
        if not changed:
            break
    return chosen, float(least)


def _distance(means: FloatArray, wanted: FloatArray, weights: FloatArray) -> FloatArray:
    apart: FloatArray = (weights * (means - wanted) ** 2).sum(axis=1)
    return apart
