"""*Which unknown* makes an answer uncertain: first-order and total Sobol indices.

A first-order index is the share of the answer's variance that would go if the input were known; a
total index is the share that would remain if all others were known. Points are drawn as two Latin
hypercubes in the unit cube; whoever asks turns each coordinate into a value of the input.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from veivalg.axes import Axis, FloatArray, make_read_only
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.randomness import Draws

COUNT = 1024
RESAMPLES = 500
LEVEL = 0.95
AT_ONCE = 50
"""Resamples whose weights are held at one time."""
NOTHING = 1e-12
"""An answer whose standard deviation is less than this part of its size does not vary."""


@dataclass(frozen=True, slots=True)
class Indices:
    """Shares of an answer's variance; NaN where the answer does not vary or is missing somewhere.

    inputs          names, in the order of the axis
    first, total    (input, …) estimates; sampling may take them a little below 0 or above 1
    first_interval  (2, input, …) lower and upper bound, from resampled rows
    total_interval  (2, input, …)
    variance        (…) of the answer, in its unit squared
    evaluations     points at which the model was run
    """

    inputs: tuple[str, ...]
    first: FloatArray
    total: FloatArray
    first_interval: FloatArray
    total_interval: FloatArray
    variance: FloatArray
    evaluations: int

    def __post_init__(self) -> None:
        make_read_only(self.first, self.total, self.first_interval, self.total_interval)
        make_read_only(self.variance)


def latin_hypercube(stream: np.random.Generator, *, rows: int, inputs: int) -> FloatArray:
    """(row, input) in the unit cube, one point in each of `rows` equal slices of every input."""
    slices = np.stack([stream.permutation(rows) for _ in range(inputs)], axis=1)
    points: FloatArray = (slices + stream.random((rows, inputs))) / rows
    return points


def sobol_points(inputs: int, *, count: int, draws: Draws) -> FloatArray:
    """(input + 2, row, input) in the unit cube: A, B, and A with each input taken from B.

    The model is to be run at every row. Raises OutOfRange for no inputs or fewer than two rows.
    """
    if inputs < 1:
        raise OutOfRange(f"There are {inputs} inputs; name at least one.")
    if count < 2:
        raise OutOfRange(f"count is {count}; draw at least 2 rows, better {COUNT}.")
    a = latin_hypercube(draws.stream("sobol", "A", inputs), rows=count, inputs=inputs)
    b = latin_hypercube(draws.stream("sobol", "B", inputs), rows=count, inputs=inputs)
    mixed = np.where(np.eye(inputs, dtype=bool)[:, None, :], b, a)
    return np.concatenate([a[None], b[None], mixed])


def sobol(
    inputs: Sequence[str],
    model: Callable[[FloatArray], ArrayLike],
    *,
    draws: Draws,
    count: int = COUNT,
) -> Indices:
    """Indices of a model (point, input) -> (point, …) on the unit cube, run at all points at once.

    Raises LabelMismatch for a name that comes twice or an answer of another length.
    """
    names = Axis("input", tuple(inputs)).labels
    points = sobol_points(len(names), count=count, draws=draws)
    answers = np.asarray(model(points.reshape(-1, len(names))), dtype=np.float64)
    rows = points.shape[0] * count
    if answers.shape[:1] != (rows,):
        raise LabelMismatch(
            f"The model was run at {rows} points and its answer has shape {answers.shape}; "
            "its first axis should have one entry for each."
        )
    return indices(names, answers.reshape(*points.shape[:2], *answers.shape[1:]), draws=draws)


def indices(
    inputs: Sequence[str],
    answers: FloatArray,
    *,
    draws: Draws,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
) -> Indices:
    """Indices from answers at the points of `sobol_points`: (input + 2, row, …)."""
    names = Axis("input", tuple(inputs)).labels
    if answers.shape[0] != len(names) + 2:
        raise LabelMismatch(
            f"{len(names)} inputs need {len(names) + 2} blocks of answers and there are "
            f"{answers.shape[0]}; run the model at sobol_points({len(names)}, …)."
        )
    if not 0 < level < 1:
        raise OutOfRange(f"level is {level}; use a share between 0 and 1, such as {LEVEL}.")
    count, shape = answers.shape[1], answers.shape[2:]
    blocks = _centred(np.asarray(answers, dtype=np.float64).reshape(len(names) + 2, count, -1))
    every = _estimates(blocks, np.full((1, count), 1 / count))[:, :, 0]
    again = np.concatenate(
        [_estimates(blocks, some) for some in _weights(count, resamples, draws)], axis=2
    )
    bounds = np.quantile(again, [(1 - level) / 2, (1 + level) / 2], axis=2)
    first, total = every.reshape(2, len(names), *shape)
    first_interval, total_interval = (
        bounds[:, which].reshape(2, len(names), *shape) for which in (0, 1)
    )
    variance = np.asarray(blocks[:2].var(axis=(0, 1))).reshape(shape)
    evaluations = len(blocks) * count
    return Indices(names, first, total, first_interval, total_interval, variance, evaluations)


def _centred(blocks: FloatArray) -> FloatArray:
    """Answers less their mean, which the indices do not hang on but their sampling error does.

    NaN where the answer does not vary, so that no index is made of rounding.
    """
    apart = blocks - blocks[:2].mean(axis=(0, 1))
    steady = apart[:2].std(axis=(0, 1)) <= NOTHING * np.abs(blocks).max(axis=(0, 1))
    return np.where(steady, np.nan, apart)


def _estimates(blocks: FloatArray, weights: FloatArray) -> FloatArray:
    """First (Saltelli 2010) and total (Jansen 1999) for each weighting of the rows.

    blocks   (input + 2, row, answer) at A, B and the mixtures
    weights  (resample, row) sum to 1 over rows
    returns  (2, input, resample, answer)
    """
    a, b = blocks[0], blocks[1]
    variance = weights @ ((a**2 + b**2) / 2) - (weights @ ((a + b) / 2)) ** 2
    first = np.stack([weights @ (b * (mixed - a)) for mixed in blocks[2:]])
    total = np.stack([weights @ ((mixed - a) ** 2) / 2 for mixed in blocks[2:]])
    return np.asarray(np.stack([first, total]) / variance)


def _weights(count: int, resamples: int, draws: Draws) -> Iterator[FloatArray]:
    """How often each row is drawn again, as a share: (resample, row), some resamples at a time."""
    stream = draws.stream("sobol", "resamples", count)
    for first in range(0, resamples, AT_ONCE):
        drawn = stream.integers(0, count, (min(AT_ONCE, resamples - first), count))
        yield np.stack([np.bincount(rows, minlength=count) for rows in drawn]) / count
