"""*Which inputs matter at all*: elementary effects of one input at a time, from few runs.

A trajectory starts somewhere on a grid of the unit cube and moves every input once, one after the
other. What a move does to the answer, over the length of the move, is an elementary effect: the
change in the answer per full range of the input. Whoever asks turns coordinates into values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from veivalg.axes import Axis, FloatArray, make_read_only
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.randomness import Draws

TRAJECTORIES = 20
LEVELS = 4


@dataclass(frozen=True, slots=True)
class Effects:
    """Elementary effects and what they say, in the answer's unit per full range of an input.

    inputs         names, in the order of the axis
    effects        (trajectory, input, …)
    mu             (input, …) mean: which way the input pulls
    mu_star        (input, …) mean of absolute values: how much it matters
    mu_star_error  (input, …) standard error of mu_star
    sigma          (input, …) standard deviation: large where the effect is not the same everywhere
    evaluations    points at which the model was run
    """

    inputs: tuple[str, ...]
    effects: FloatArray
    mu: FloatArray
    mu_star: FloatArray
    mu_star_error: FloatArray
    sigma: FloatArray
    evaluations: int

    def __post_init__(self) -> None:
        make_read_only(self.effects, self.mu, self.mu_star, self.mu_star_error, self.sigma)


def trajectories(
    inputs: int, *, count: int = TRAJECTORIES, levels: int = LEVELS, draws: Draws
) -> FloatArray:
    """(trajectory, input + 1, input) points in the unit cube; each differs from the next in one.

    Coordinates lie on `levels` equal steps from 0 to 1 and move by half the levels, so that each
    level is met equally often (Morris 1991). More trajectories from the same seed begin with the
    same ones. Raises OutOfRange for no inputs, one trajectory or an odd number of levels.
    """
    if inputs < 1:
        raise OutOfRange(f"There are {inputs} inputs; name at least one.")
    if count < 2:
        raise OutOfRange(f"count of trajectories is {count}; draw at least 2, better 10 or more.")
    if levels < 2 or levels % 2:
        raise OutOfRange(f"levels is {levels}; use an even number from 2, such as {LEVELS}.")
    stream = draws.stream("morris", inputs, levels)
    return np.stack([_trajectory(stream, inputs, levels) for _ in range(count)])


def morris(
    inputs: Sequence[str],
    model: Callable[[FloatArray], ArrayLike],
    *,
    draws: Draws,
    count: int = TRAJECTORIES,
    levels: int = LEVELS,
) -> Effects:
    """Effects in a model (point, input) -> (point, …) on the unit cube, run at all points at once.

    Raises LabelMismatch for a name that comes twice or an answer of another length.
    """
    names = Axis("input", tuple(inputs)).labels
    points = trajectories(len(names), count=count, levels=levels, draws=draws)
    flat = points.reshape(-1, len(names))
    answers = np.asarray(model(flat), dtype=np.float64)
    if answers.shape[:1] != (len(flat),):
        raise LabelMismatch(
            f"The model was run at {len(flat)} points and its answer has shape {answers.shape}; "
            "its first axis should have one entry for each."
        )
    return effects(names, points, answers.reshape(*points.shape[:2], *answers.shape[1:]))


def effects(inputs: Sequence[str], points: FloatArray, answers: FloatArray) -> Effects:
    """Effects from answers (trajectory, input + 1, …) at the points of `trajectories`."""
    names = Axis("input", tuple(inputs)).labels
    if points.shape[1:] != (len(names) + 1, len(names)) or answers.shape[:2] != points.shape[:2]:
        raise LabelMismatch(
            f"{len(names)} inputs need points (trajectory, {len(names) + 1}, {len(names)}) and an "
            f"answer at each; points have shape {points.shape} and answers {answers.shape}."
        )
    moves = np.diff(points, axis=1)
    moved = np.argmax(moves != 0, axis=2)
    length = np.take_along_axis(moves, moved[:, :, None], axis=2)[:, :, 0]
    wide = (..., *(None,) * (answers.ndim - 2))
    by_step = np.diff(answers, axis=1) / length[wide]
    by_input = np.take_along_axis(by_step, np.argsort(moved, axis=1)[wide], axis=1)
    size = np.abs(by_input)
    return Effects(
        inputs=names,
        effects=by_input,
        mu=by_input.mean(axis=0),
        mu_star=size.mean(axis=0),
        mu_star_error=size.std(axis=0, ddof=1) / np.sqrt(len(by_input)),
        sigma=by_input.std(axis=0, ddof=1),
        evaluations=points.shape[0] * points.shape[1],
    )


def _trajectory(stream: np.random.Generator, inputs: int, levels: int) -> FloatArray:
    """(input + 1, input) from a drawn start, inputs moving in a drawn order."""
    half = levels // 2
    start = stream.integers(0, levels, inputs)
    move = np.where(start < half, half, -half)
    place = np.argsort(stream.permutation(inputs))
    made = place < np.arange(inputs + 1)[:, None]
    steps: FloatArray = (start + made * move) / (levels - 1)
    return steps
