"""Packages tried many at once: what each reaches, what it costs, and whether it may be proposed.

A package is levels by lever. Every value is a run of the place; nothing is added up from single
effects, so that choices which draw on the same hours give what they give together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from veivalg.analysis.accounts import account_of
from veivalg.analysis.adding_up import overlaps
from veivalg.analysis.goal import Goal
from veivalg.axes import FloatArray, IntArray
from veivalg.choices.lever import LEVELS, Lever
from veivalg.pathways.chosen import Moved, chosen_moves, moved_by, slower_by_year, works_in
from veivalg.pathways.inputs import Chosen, Path, Repertoire
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site
from veivalg.shifts.contribution import GAIN, LAW, Contribution

Package = Mapping[str, int]
"""Level by lever, 1 to 5."""
SLIGHT = 1e-9
"""Share of a value that is no difference: the order of adding alone can make it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """What packages are made of and tried in.

    path     the future that is held; its choices are those that packages start from
    start    year in which choices begin that the path does not have
    floor    levels that are kept; () when packages start from none
    every    contributions of the future, then of every lever at every level
    future   (contribution)  strength of the future's, 0 for the rest
    columns  positions of a lever's contributions at a level
    cost     NOK a year that a lever at a level takes of the municipality when it works fully
    slack    a difference that the order of adding alone can make
    values   of packages that were run, so that none is run twice
    """

    site: Site
    path: Path
    known: Repertoire
    goal: Goal
    start: int
    floor: Package
    every: tuple[Contribution, ...]
    future: FloatArray
    columns: Mapping[tuple[str, int], IntArray]
    cost: Mapping[tuple[str, int], float]
    slack: float = 0.0
    values: dict[frozenset[tuple[str, int]], float] = field(default_factory=dict)

    @property
    def levers(self) -> tuple[str, ...]:
        """Every lever that can be chosen here."""
        return tuple(lever for lever, level in self.columns if level == 1)

    def helping(self, lever: str) -> bool:
        """Whether it works only through what other choices give."""
        return any(one.dial.key in (GAIN, LAW) for one in self.known.levers[lever].effects)

    def cost_of(self, package: Package) -> float:
        """NOK a year."""
        return sum(self.cost[lever, level] for lever, level in package.items())


def field_of(
    site: Site,
    path: Path,
    known: Repertoire,
    goal: Goal,
    *,
    start: int,
    decides: Collection[str],
    keep: bool,
) -> Field:
    """Every lever that may be chosen here, at every level, ready to be tried.

    decides  who may decide what is added; choices that are kept may be anybody's
    """
    before = path.choices if keep else ()
    kept = {choice.lever: choice.level for choice in before}
    begun = {choice.lever: choice.year for choice in before}
    here = [
        one.id
        for one in known.levers.values()
        if (one.decides in decides or one.id in kept) and works_here(one, site, path)
    ]
    chosen = [
        Chosen(lever=lever, level=level, year=begun.get(lever, start))
        for level in range(1, LEVELS + 1)
        for lever in here
    ]
    future = moved_by(replace(path, choices=()), site, known)
    every, columns = _pool(future, chosen, site, path, known)
    strength = np.pad(future.strength, (0, len(every) - len(future.every)))
    made = Field(
        site=site,
        path=path,
        known=known,
        goal=goal,
        start=start,
        floor=MappingProxyType(kept),
        every=tuple(every),
        future=strength,
        columns=MappingProxyType(columns),
        cost={(c.lever, c.level): yearly_cost(c, site, known, path.kinds) for c in chosen},
    )
    gap = abs(float(lacking(made, [made.floor])[0]))
    return replace(made, slack=SLIGHT * (abs(goal.amount) + gap))


def _pool(
    future: Moved, chosen: Sequence[Chosen], site: Site, path: Path, known: Repertoire
) -> tuple[list[Contribution], dict[tuple[str, int], IntArray]]:
    """Contributions of the future, then of every choice; and where each choice's are."""
    every = list(future.every)
    columns: dict[tuple[str, int], IntArray] = {}
    delay = slower_by_year(future, site)
    for choice in chosen:
        moved = chosen_moves(choice, site, known, kinds=path.kinds, delay=delay)
        columns[choice.lever, choice.level] = np.arange(len(every), len(every) + len(moved))
        every += moved
    return every, columns


def yearly_cost(choice: Chosen, site: Site, known: Repertoire, kinds: tuple[str, ...]) -> float:
    """NOK a year that a choice takes of the municipality when it works fully, before any gain."""
    account = account_of(choice, site, known, kinds=kinds)
    if "municipality" not in account.pays:
        return 0.0
    return float(account.yearly[site.years.index(min(account.full, site.years[-1]))])


def works_here(lever: Lever, site: Site, path: Path) -> bool:
    """Whether it works in any of the place's municipalities."""
    return bool(works_in(lever, site, path.kinds)[site.inside].any())


def lacking(tried: Field, packages: Sequence[Package]) -> FloatArray:
    """(package) how far each is from the goal, in the indicator's unit; 0 or below when it is met.

    Missing values are infinitely far.
    """
    keys = [frozenset(package.items()) for package in packages]
    new = [key for key in dict.fromkeys(keys) if key not in tried.values]
    if new:
        tried.values.update(zip(new, _run(tried, new).tolist(), strict=True))
    found = np.array([tried.values[key] for key in keys])
    return np.asarray(np.where(np.isnan(found), np.inf, tried.goal.lacking(found)))


def _run(tried: Field, packages: Sequence[frozenset[tuple[str, int]]]) -> FloatArray:
    """(package) the goal's indicator in its year."""
    used = sorted(frozenset().union(*packages))
    held = np.flatnonzero(tried.future)
    parts = [held, *(tried.columns[item] for item in used)]
    ends = np.cumsum([len(part) for part in parts])
    spans = {item: slice(ends[k], ends[k + 1]) for k, item in enumerate(used)}
    strength = np.zeros((len(packages), ends[-1]))
    strength[:, : len(held)] = tried.future[held]
    for row, package in enumerate(packages):
        for item in package:
            strength[row, spans[item]] = 1.0
    at = tried.site.years.index(tried.goal.year)
    every = [tried.every[k] for k in np.concatenate(parts)]
    wanted = (tried.goal.indicator,)
    found: FloatArray = outcomes(tried.site, every, wanted, strength=strength, years=at + 1)
    return found[:, 0, at]


def path_of(tried: Field, package: Package) -> Path:
    """The path with a package: choices it had keep their place and year, new ones come after."""
    had = [choice for choice in tried.path.choices if choice.lever in tried.floor]
    kept = [replace(choice, level=package[choice.lever]) for choice in had]
    new = [
        Chosen(lever=lever, level=level, year=tried.start)
        for lever, level in package.items()
        if lever not in tried.floor
    ]
    return replace(tried.path, choices=(*kept, *new))


def within_limits(tried: Field, package: Package) -> bool:
    """Whether no group of overlapping measures gives more than anybody has shown.

    What the choices that are kept give together already is not held against the package.
    """
    before = _past_limit(tried, tried.floor)
    now = _past_limit(tried, package)
    return all(percent <= before.get(group, 0.0) + SLIGHT for group, percent in now.items())


def _past_limit(tried: Field, package: Package) -> dict[str, float]:
    found: dict[str, float] = {}
    for one in overlaps(path_of(tried, package), tried.known):
        found[one.group] = max(one.percent, found.get(one.group, 0.0))
    return found
