"""*What matters most*: which unknown makes a path's answer uncertain.

Morris sorts out the few that matter from the many that do not; Sobol then says how much of the
uncertainty each of the few carries, the others at their middle. Methods: docs/model/analysis.md.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from veivalg.analysis.asked import Progress
from veivalg.analysis.explain import known_indicator
from veivalg.analysis.morris import effects, trajectories
from veivalg.analysis.sobol import Indices, indices, sobol_points
from veivalg.analysis.unknowns import Unknowns, unknowns
from veivalg.axes import FloatArray
from veivalg.consequences.indicator import Indicator
from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.run import CELLS_AT_ONCE, outcomes
from veivalg.pathways.site import Site
from veivalg.randomness import Draws

MOST_KEPT = 6
"""Unknowns that Sobol looks at."""
TRAJECTORIES, ROWS = 8, 512
FEW_TRAJECTORIES, FEW_ROWS = 4, 64
MANY_MUNICIPALITIES = 60
"""From here on fewer runs are made, and the intervals grow wider."""
LEAST = 1e-9
"""An unknown that moves less than this part of the answer moves nothing."""
SEED = 2040
ENDS = (10.0, 90.0)

Sums = Generator[Progress, None, FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one unknown carries of the uncertainty.

    first       share of the variance that would go if it were known
    total       share that would remain if all others were known
    low, high   95 % interval of `first`
    """

    source: str
    first: float
    total: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What matters most for an indicator in a year.

    middle     the value with everything at its middle
    low, high  10 and 90 % of the values met
    looked_at  how many unknowns there are
    shares     of those that matter, most first; () when nothing moves the indicator
    """

    indicator: Indicator
    year: int
    middle: float
    low: float
    high: float
    looked_at: int
    shares: tuple[Share, ...]


def sensitivity(
    site: Site, path: Path, known: Repertoire, name: str, year: int, *, seed: int = SEED
) -> Generator[Progress, None, Sensitivity]:
    """What matters most, with progress on the way: a generator that returns its answer.

    Raises, when first asked for progress, BadParameter for an indicator that does not exist and
    OutOfRange for a year outside the run or an indicator without a value.
    """
    one, at = known_indicator(site, name, year)
    held = unknowns(site, path, moved_by(path, site, known))
    asked = _Asked(site, held, one, at)
    draws, count = Draws(seed=seed), len(held.inputs)
    many = len(site.codes) > MANY_MUNICIPALITIES
    walks, rows = (FEW_TRAJECTORIES, FEW_ROWS) if many else (TRAJECTORIES, ROWS)
    walked = trajectories(count, count=walks, draws=draws)
    most = walks * (count + 1) + (min(MOST_KEPT, count) + 2) * rows
    answers = yield from _answers(asked, walked.reshape(-1, count), done=0, total=most)
    middle = float(_run(asked, np.full((1, count), 0.5))[0])
    if not np.isfinite([middle, *answers]).all():
        raise refusing(OutOfRange, "asked.no_value", value=name)
    strong = effects(held.inputs, walked, answers.reshape(walked.shape[:2])).mu_star
    kept = _strongest(strong, middle)
    if not len(kept):
        return _nothing(one, year, middle, count)
    points = sobol_points(len(kept), count=rows, draws=draws)
    full = np.full((*points.shape[:2], count), 0.5)
    full[..., kept] = points
    done = len(answers)
    total = done + full.shape[0] * rows
    values = yield from _answers(asked, full.reshape(-1, count), done=done, total=total)
    blocks = values.reshape(points.shape[:2])
    found = indices([held.inputs[k] for k in kept], blocks, draws=draws)
    low, high = np.percentile(blocks[:2], ENDS)
    return Sensitivity(
        indicator=one,
        year=year,
        middle=middle,
        low=float(low),
        high=float(high),
        looked_at=count,
        shares=_shares(found),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """What is run at every point."""

    site: Site
    unknowns: Unknowns
    indicator: Indicator
    at: int


def _answers(asked: _Asked, points: FloatArray, *, done: int, total: int) -> Sums:
    """(point) the indicator at points (point, input), told as it goes."""
    step = max(1, CELLS_AT_ONCE // len(asked.site.codes))
    found = []
    for first in range(0, len(points), step):
        found.append(_run(asked, points[first : first + step]))
        yield Progress(done=done + min(len(points), first + step), total=total)
    return np.concatenate(found)


def _run(asked: _Asked, points: FloatArray) -> FloatArray:
    strength, doubt = asked.unknowns.cases(points)
    values: FloatArray = outcomes(
        asked.site,
        asked.unknowns.moved.every,
        (asked.indicator,),
        strength=strength,
        doubt=doubt,
        years=max(asked.at + 1, 2),
    )[:, 0, asked.at]
    return values


def _strongest(strong: FloatArray, middle: float) -> list[int]:
    """Positions of the unknowns that move the answer most, in the order of the inputs."""
    least = LEAST * max(abs(middle), 1.0)
    order = np.argsort(-strong, kind="stable")[:MOST_KEPT]
    return sorted(int(k) for k in order if strong[k] > least)


def _shares(found: Indices) -> tuple[Share, ...]:
    shares = [
        Share(
            source=name,
            first=float(found.first[i]),
            total=float(found.total[i]),
            low=float(found.first_interval[0, i]),
            high=float(found.first_interval[1, i]),
        )
        for i, name in enumerate(found.inputs)
    ]
    return tuple(sorted(shares, key=lambda share: (-share.first, share.source)))


def _nothing(one: Indicator, year: int, middle: float, looked_at: int) -> Sensitivity:
    return Sensitivity(
        indicator=one,
        year=year,
        middle=middle,
        low=middle,
        high=middle,
        looked_at=looked_at,
        shares=(),
    )
