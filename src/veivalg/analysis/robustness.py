"""Does it hold: a package in every story, every scenario and a thousand mixes of them.

For each it is seen whether a goal is met with the package and without, how much better another
package would have been (regret), and when it fails. Equations: docs/model/robustness.md.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace

import numpy as np

from veivalg.analysis.asked import Progress
from veivalg.analysis.failing import Failing, failing
from veivalg.analysis.goal import Goal
from veivalg.analysis.mixes import SEED, Mixes, beside, mixed, mixes_for
from veivalg.axes import FloatArray, make_read_only
from veivalg.choices.lever import LEVELS
from veivalg.futures.story import stories
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import FULL, Path, Repertoire
from veivalg.pathways.run import CELLS_AT_ONCE, outcomes
from veivalg.pathways.site import Site
from veivalg.randomness import Draws

QUANTILES = (5.0, 50.0, 95.0)
THREADS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class InFuture:
    """A package in one story or scenario at full weight, in the indicator's unit.

    value, without  with the package and without any
    regret  how much better the best of the packages compared is; 0 when it is this one
    """

    story: str
    value: float
    without: float
    regret: float
    holds: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Robust:
    """Where a package holds.

    futures  the five stories and the four scenarios, each at full weight
    mixes    what was mixed
    values, without  (mix)  with the package and without
    failing  when it fails, or when it holds; None when nothing simple tells them apart
    """

    goal: Goal
    path: Path
    futures: tuple[InFuture, ...]
    mixes: Mixes
    values: FloatArray
    without: FloatArray
    failing: Failing | None

    def __post_init__(self) -> None:
        make_read_only(self.values, self.without)

    @property
    def share(self) -> float:
        """Share of stories and scenarios in which the goal is met with the package."""
        return float(np.mean([one.holds for one in self.futures]))

    @property
    def mixed_share(self) -> float:
        """Share of mixes in which the goal is met with the package."""
        return _share(self.goal, self.values)

    @property
    def share_without(self) -> float:
        """Share of mixes in which it is met without any package."""
        return _share(self.goal, self.without)

    @property
    def range(self) -> tuple[float, float, float]:
        """Values with the package that 5, 50 and 95 per cent of the mixes lie below."""
        low, median, high = np.percentile(self.values, QUANTILES)
        return float(low), float(median), float(high)


def robust(
    site: Site,
    path: Path,
    known: Repertoire,
    goal: Goal,
    *,
    others: tuple[Path, ...] = (),
    count: int | None = None,
    seed: int = SEED,
    threads: int = THREADS,
) -> Generator[Progress, None, Robust]:
    """Ask whether the package of a path holds.

    others   packages that regret compares with too; only their choices count
    count    mixes, None = 1,000, fewer for places of many municipalities
    threads  the answer does not depend on it
    """
    held = mixed(site, path, known, count=count or mixes_for(len(site.codes)), draws=Draws(seed))
    chosen = bool(path.choices)
    tasks = [held.futures, held] if chosen else [held]
    chunks = -(-held.count // _step(site))
    total = len(stories()) + len(tasks) * chunks
    futures = []
    for one in _in_futures(site, path, known, goal, others):
        futures.append(one)
        yield Progress(len(futures), total)
    values = yield from _values(site, tasks, goal, threads=threads, before=len(futures))
    return Robust(
        goal=goal,
        path=path,
        futures=tuple(futures),
        mixes=held,
        values=values[-1],
        without=values[0],
        failing=failing(held, goal, values[-1]),
    )


def neighbours(path: Path) -> tuple[Path, ...]:
    """No package, and the package with all its choices one level up and one level down."""
    found = [replace(path, choices=())]
    for step in (1, -1):
        levels = [min(max(choice.level + step, 1), LEVELS) for choice in path.choices]
        choices = tuple(
            replace(choice, level=level) for choice, level in zip(path.choices, levels, strict=True)
        )
        if choices != path.choices:
            found.append(replace(path, choices=choices))
    return tuple(found)


def _in_futures(
    site: Site, path: Path, known: Repertoire, goal: Goal, others: tuple[Path, ...]
) -> Iterator[InFuture]:
    given = tuple(replace(path, choices=other.choices) for other in others)
    packages = (path, *neighbours(path), *given) if path.choices else (path, *given)
    for story in stories():
        weights = ((story, float(FULL)), *beside(path).weights)
        values = [
            _value(site, replace(package, weights=weights), known, goal) for package in packages
        ]
        lacking = goal.lacking(np.array(values))
        yield InFuture(
            story=story,
            value=values[0],
            without=values[1] if path.choices else values[0],
            regret=float(lacking[0] - lacking.min()),
            holds=goal.met(values[0]),
        )


def _value(site: Site, path: Path, known: Repertoire, goal: Goal) -> float:
    """The indicator in the goal's year, run as the page runs it."""
    moved = moved_by(path, site, known)
    at = site.years.index(goal.year)
    found = outcomes(
        site, moved.every, (goal.indicator,), strength=moved.strength[None], years=at + 1
    )
    return float(found[0, 0, at])


def _values(
    site: Site, tasks: list[Mixes], goal: Goal, *, threads: int, before: int
) -> Generator[Progress, None, list[FloatArray]]:
    """(mix) of the indicator in the goal's year, for each task.

    Cases are cut the same way however many threads there are. Closed early, it waits for the
    cases under way and begins no more.
    """
    step = _step(site)
    parts = [
        (n, slice(first, first + step))
        for n, task in enumerate(tasks)
        for first in range(0, task.count, step)
    ]
    values = [np.full(task.count, np.nan) for task in tasks]
    pool = ThreadPoolExecutor(threads, thread_name_prefix="veivalg-mixes")
    try:
        under_way: dict[Future[FloatArray], tuple[int, slice]] = {
            pool.submit(_some, site, tasks[n], goal, part): (n, part) for n, part in parts
        }
        for done, future in enumerate(as_completed(under_way), start=1):
            n, part = under_way[future]
            values[n][part] = future.result()
            yield Progress(before + done, before + len(parts))
    finally:
        pool.shutdown(cancel_futures=True)
    return values


def _some(site: Site, mixes: Mixes, goal: Goal, part: slice) -> FloatArray:
    at = site.years.index(goal.year)
    found: FloatArray = outcomes(
        site,
        mixes.every,
        (goal.indicator,),
        strength=mixes.strength[part],
        doubt=mixes.doubt[part],
        lift=mixes.lift[part],
        years=at + 1,
    )[:, 0, at]
    return found


def _step(site: Site) -> int:
    """Cases that one thread runs between two tidings."""
    return max(1, CELLS_AT_ONCE // len(site.codes))


def _share(goal: Goal, values: FloatArray) -> float:
    return float(np.mean(goal.meets(values)))
