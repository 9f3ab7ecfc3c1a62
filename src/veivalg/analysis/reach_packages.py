"""Building a package that reaches a goal, and sparing what it does not need.

Levers are added by what they give on top of those already there, some at a time while the goal is
far away; then those that are not needed are dropped and levels are lowered. Every step is decided
by runs. It is no proof that nothing smaller exists. docs/model/reach.md.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from veivalg.analysis.reach_search import Field, Package, lacking, within_limits
from veivalg.choices.lever import LEVELS

Wish = Literal["few", "cheap", "mild"]
Steps = Generator[None, None, Package | None]
Spared = Generator[None, None, Package]
WATCHED = 40
"""Levers that are tried again in every step: those that gave most when last tried."""
LEAST_COST = 1_000.0
"""NOK a year: what costs less counts as costing this."""
HOLDING_BACK = 1.25
"""Losses of sparing several things at once may add up to more than their sum."""
ROUNDS = 3
TRIED_TOGETHER = {1: 120, 2: 24, 3: 12}
"""By size of a package: so many levers of those that give most alone, in every combination."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What packages may be made of, and what is wished of them.

    allowed  levers that may be added or raised
    top      highest level that is added
    """

    wish: Wish
    allowed: frozenset[str]
    top: int = LEVELS


@dataclass(frozen=True, slots=True)
class _Change:
    """A lever at another level; 0 takes it away."""

    lever: str
    level: int


def built(field: Field, rule: Rule) -> Steps:
    """A package that reaches the goal, None when adding one lever after the other does not."""
    package: Package = field.floor
    known: dict[str, float] = {}
    gap = float(lacking(field, [package])[0])
    while gap > 0:
        tried = _watched(field, rule, package, known)
        if not tried:
            return None
        cases = [_with(package, change) for change in tried]
        gains = gap - lacking(field, cases)
        known |= {one.lever: float(gain) for one, gain in zip(tried, gains, strict=True)}
        worth = [_worth(field, rule, package, one, known[one.lever]) for one in tried]
        order = [k for k in np.argsort(-np.array(worth), kind="stable") if gains[k] > field.slack]
        if not order:
            return None
        package = _with_several(field, package, [tried[k] for k in order], gains[order], gap)
        gap = float(lacking(field, [package])[0])
        yield
    return package


def most(field: Field, rule: Rule) -> Spared:
    """Everything allowed that helps, together: what can be reached at most, as far as is found."""
    tried = _options(field, rule, field.floor, sorted(rule.allowed))
    now, *single = lacking(field, [field.floor, *(_with(field.floor, one) for one in tried)])
    yield
    package: Package = field.floor
    for k in np.argsort(single, kind="stable"):
        if single[k] < now - field.slack or field.helping(tried[k].lever):
            package = _with_highest(field, package, tried[k])
    for _ in range(ROUNDS):
        fewer = [_with(package, one) for one in _drops(field, package)]
        now, *without = lacking(field, [package, *fewer])
        yield
        hurting = [k for k, one in enumerate(without) if one < now - field.slack]
        if not hurting:
            break
        drops = _drops(field, package)
        together = _with(package, *(drops[k] for k in hurting))
        best = fewer[int(np.argmin(without))]
        package = min((together, best), key=lambda one: lacking(field, [one])[0])
    return package


def spared(field: Field, rule: Rule, package: Package) -> Spared:
    """The package without what it does not need to reach the goal, at lower levels where it can."""
    if rule.wish == "cheap":
        package = yield from _fewer(field, rule, package, lambda one: field.cost[one] > 0)
    return (yield from _fewer(field, rule, package, lambda one: True))


def smallest(field: Field, rule: Rule, package: Package) -> Spared:
    """A package of fewer new choices that reaches the goal too, where some are found.

    All pairs and all threes are tried of those that give most alone.
    """
    while (size := len(_drops(field, package)) - 1) in TRIED_TOGETHER:
        options = _options(field, rule, field.floor, sorted(rule.allowed))
        alone = lacking(field, [_with(field.floor, one) for one in options])
        best = np.argsort(alone, kind="stable")[: TRIED_TOGETHER[size]]
        together = [
            _with(field.floor, *(options[k] for k in few)) for few in combinations(best, size)
        ]
        together = [one for one in together if within_limits(field, one)]
        yield
        found = lacking(field, together)
        if not len(found) or found.min() > 0:
            break
        package = together[int(found.argmin())]
    return package


def _fewer(
    field: Field, rule: Rule, package: Package, concerned: Callable[[tuple[str, int]], bool]
) -> Spared:
    """First levers are dropped, then levels are lowered, of those concerned."""
    for changes in (_drops, _lowerings):
        while True:
            changed = [
                one for one in changes(field, package) if concerned((one.lever, package[one.lever]))
            ]
            smaller = _reduced(field, rule, package, changed)
            yield
            if smaller == package:
                break
            package = smaller
    return package


def _reduced(field: Field, rule: Rule, package: Package, changes: list[_Change]) -> Package:
    """The package after as many of the changes as it can bear, those wished for most first."""
    now, *after = lacking(field, [package, *(_with(package, one) for one in changes)])
    fit = [k for k, lack in enumerate(after) if lack <= 0]
    if not fit:
        return package
    fit.sort(key=lambda k: _regretted(field, rule, package, changes[k], float(after[k] - now)))
    taken, left = fit[:1], -now - HOLDING_BACK * (after[fit[0]] - now)
    for k in fit[1:]:
        loss = HOLDING_BACK * max(after[k] - now, 0.0)
        if loss <= left:
            taken, left = [*taken, k], left - loss
    several = _with(package, *(changes[k] for k in taken))
    if len(taken) > 1 and lacking(field, [several])[0] > 0:
        return _with(package, changes[fit[0]])
    return several


def _regretted(
    field: Field, rule: Rule, package: Package, change: _Change, loss: float
) -> tuple[float, ...]:
    """Order of sparing: lowest first."""
    level = package[change.lever]
    before = field.cost[change.lever, level]
    saved = before - (field.cost[change.lever, change.level] if change.level else 0.0)
    gone = change.level == field.floor.get(change.lever, 0)
    order = (loss,) if gone else (float(-level), loss)
    return (-saved, *order) if rule.wish == "cheap" else order


def _drops(field: Field, package: Package) -> list[_Change]:
    """Each lever taken away, or back to the level that is kept."""
    return [
        _Change(lever, field.floor.get(lever, 0))
        for lever, level in package.items()
        if level > field.floor.get(lever, 0)
    ]


def _lowerings(field: Field, package: Package) -> list[_Change]:
    """Each lever one level lower; none is taken away and none goes below what is kept."""
    return [
        _Change(lever, level - 1)
        for lever, level in package.items()
        if level > max(field.floor.get(lever, 0), 1)
    ]


def _watched(field: Field, rule: Rule, package: Package, known: dict[str, float]) -> list[_Change]:
    """Changes to try: all the first time, then those that gave most, and those that help others."""
    if not known:
        return _options(field, rule, package, sorted(rule.allowed))
    helping = [lever for lever in sorted(rule.allowed) if field.helping(lever)]
    gave = [lever for lever, gain in known.items() if gain > field.slack]
    options = _options(field, rule, package, dict.fromkeys([*gave, *helping]))
    worth = [_worth(field, rule, package, one, known.get(one.lever, 0.0)) for one in options]
    best = [options[k] for k in np.argsort(-np.array(worth), kind="stable")]
    late = [one for one in best[WATCHED:] if field.helping(one.lever)]
    return best[:WATCHED] + late


def _options(field: Field, rule: Rule, package: Package, levers: Iterable[str]) -> list[_Change]:
    """For each lever the highest level that may be added now, where there is one."""
    found = []
    for lever in levers:
        level = _highest(field, package, lever, rule.top)
        if level:
            found.append(_Change(lever, level))
    return found


def _highest(field: Field, package: Package, lever: str, top: int) -> int:
    """The highest level above today's that keeps overlapping measures within bounds; 0 for none."""
    for level in range(top, package.get(lever, 0), -1):
        if within_limits(field, _with(package, _Change(lever, level))):
            return level
    return 0


def _worth(field: Field, rule: Rule, package: Package, change: _Change, gain: float) -> float:
    """What is gained; for a cheap package, for each krone more a year."""
    if rule.wish != "cheap":
        return gain
    before = field.cost.get((change.lever, package.get(change.lever, 0)), 0.0)
    return gain / max(field.cost[change.lever, change.level] - before, LEAST_COST)


def _with_several(
    field: Field, package: Package, changes: list[_Change], gains: np.ndarray, gap: float
) -> Package:
    """The package and the first changes: half as many as would reach the goal, at least one."""
    enough = int(np.searchsorted(np.cumsum(gains), gap)) + 1
    count = max(1, min(enough, len(changes)) // 2)
    for change in changes[:count]:
        package = _with_highest(field, package, change)
    return package


def _with_highest(field: Field, package: Package, change: _Change) -> Package:
    """The package with a lever as high as the change says, or as the limits let it."""
    level = _highest(field, package, change.lever, change.level)
    return _with(package, _Change(change.lever, level)) if level else package


def _with(package: Package, *changes: _Change) -> Package:
    """Another package; a lever at level 0 is taken away."""
    found = dict(package)
    for change in changes:
        found[change.lever] = change.level
    return {lever: level for lever, level in found.items() if level}
