"""What would it take: small packages that reach a goal in the path's own future.

Several and different, each run in full as the page runs it; when the goal cannot be reached, the
nearest that can. docs/model/reach.md.
"""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Literal

from veivalg.analysis.accounts import ChoiceAccount, account_of
from veivalg.analysis.adding_up import Shortfall, shortfalls
from veivalg.analysis.asked import Progress
from veivalg.analysis.compare import four_lines
from veivalg.analysis.goal import ROUNDING, Goal
from veivalg.analysis.moving_most import START_AFTER
from veivalg.analysis.reach_packages import Rule, Spared, Steps, built, most, smallest, spared
from veivalg.analysis.reach_search import Field, Package, field_of, lacking, path_of, works_here
from veivalg.choices.lever import DECIDES, LEVELS
from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.pathways.inputs import Chosen, Path, Repertoire
from veivalg.pathways.path_text import read_path, text_of
from veivalg.pathways.site import Site

Kind = Literal["met", "fewest", "cheapest", "own", "mildest", "other", "without", "nearest"]
KINDS: tuple[Kind, ...] = ("fewest", "cheapest", "own", "mildest", "other", "without")
SHARE_DIGITS = 3
"""A share is told in per cent with one decimal."""
PIECES = 10
"""Progress of each kind: it is not known beforehand how many steps it takes."""
MANY = 12
"""More new choices than this are many for a mild package; then a higher level is tried."""
NEARLY = 0.98
"""Part of all that can be reached that the nearest package gives, with far fewer choices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A package that was run.

    text      the path with it, as an address has it
    value     the indicator in the goal's year
    added     choices that are new, or at a higher level than before
    cost      NOK a year that those added take of the municipality when they work fully
    person_years  needed to run them
    lacking   what the whole path lacks in money and people
    strongest lever of those added without which it would be furthest from the goal, "" for none
    """

    kind: Kind
    path: Path
    text: str
    value: float
    reached: bool
    added: tuple[Chosen, ...]
    cost: float
    person_years: float
    lacking: tuple[Shortfall, ...]
    strongest: str

    @property
    def adds_up(self) -> bool:
        """Whether neither money nor people are missing."""
        return not self.lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Packages that reach a goal.

    begin      the indicator with the choices that packages start from
    proposals  different ones, those that reach it first
    nearest    when none does: the one that comes nearest
    """

    goal: Goal
    begin: float
    proposals: tuple[Proposal, ...]
    nearest: Proposal | None

    @property
    def possible(self) -> float | None:
        """A goal that the nearest package meets, written with as many digits as the indicator."""
        if self.nearest is None:
            return None
        digits = (
            SHARE_DIGITS if self.goal.indicator.unit == "share" else self.goal.indicator.decimals
        )
        size = 10.0**digits
        outward = math.ceil(self.goal.sign * self.nearest.value * size - ROUNDING)
        return self.goal.sign * outward / size

    @property
    def reached(self) -> bool:
        return any(one.reached for one in self.proposals)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What may be proposed.

    decides  who may decide what is added
    keep     start from the path's choices and take none away; else start from none
    without  groups of levers for a package that has none of them
    start    year in which new choices begin; None = three years after the base year
    recommended  net operating result, share of revenue, that packages should not take from
    """

    recommended: float
    decides: tuple[str, ...] = DECIDES
    keep: bool = True
    without: tuple[str, ...] = ()
    start: int | None = None

    def begins(self, site: Site) -> int:
        """Year in which new choices begin."""
        return site.years[0] + START_AFTER if self.start is None else self.start


def reach(
    site: Site, path: Path, known: Repertoire, goal: Goal, wanted: Wanted
) -> Generator[Progress, None, Reach]:
    """Ask what it would take. Raises OutOfRange when nothing can be searched."""
    allowed = searchable(site, path, known, goal, wanted)
    field = field_of(
        site,
        path,
        known,
        goal,
        start=wanted.begins(site),
        decides=wanted.decides,
        keep=wanted.keep,
    )
    begin = _run(field, field.floor, "met", wanted.recommended)
    if begin.reached:
        return Reach(goal=goal, begin=begin.value, proposals=(begin,), nearest=None)
    kinds = [kind for kind in KINDS if kind != "without" or wanted.without]
    total = PIECES * (len(kinds) + 1)
    yield Progress(0, total)
    found = yield from _proposed(field, allowed, wanted, kinds, total)
    nearest = None
    if not any(one.reached for one in found):
        rule = Rule(wish="few", allowed=allowed)
        package = yield from _counted(_nearest(field, rule), len(kinds) * PIECES, total)
        nearest, found = _run(field, package, "nearest", wanted.recommended), []
    yield Progress(total, total)
    return Reach(goal=goal, begin=begin.value, proposals=tuple(found), nearest=nearest)


def searchable(
    site: Site, path: Path, known: Repertoire, goal: Goal, wanted: Wanted
) -> frozenset[str]:
    """Levers that may be added or raised. Raises OutOfRange when there is nothing to search."""
    start = wanted.begins(site)
    if not site.years[0] < start <= goal.year:
        raise refusing(OutOfRange, "reach.too_late", start=str(start), year=str(goal.year))
    allowed = frozenset(
        lever.id
        for lever in known.levers.values()
        if lever.decides in wanted.decides and works_here(lever, site, path)
    )
    if not allowed:
        raise refusing(OutOfRange, "reach.nothing_to_search")
    return allowed


def _proposed(
    field: Field, allowed: frozenset[str], wanted: Wanted, kinds: list[Kind], total: int
) -> Generator[Progress, None, list[Proposal]]:
    """Different packages, one of a kind, those that reach the goal first."""
    found: list[Proposal] = []
    for n, kind in enumerate(kinds):
        less = _left_out(field, kind, wanted, found)
        if less or kind not in ("own", "other", "without"):
            search = _of_kind(field, kind, allowed - less)
            package = yield from _counted(search, n * PIECES, total)
            one = _run(field, package, kind, wanted.recommended)
            told_short = kind in ("own", "without")
            new = all(_chosen(one) != _chosen(other) for other in found)
            if new and (one.reached or (told_short and one.added)):
                found.append(one)
            if kind == "fewest" and not one.reached:
                return []
        yield Progress((n + 1) * PIECES, total)
    return sorted(found, key=lambda one: not one.reached)


def _left_out(field: Field, kind: Kind, wanted: Wanted, found: list[Proposal]) -> frozenset[str]:
    """Levers that a kind of package does without."""
    levers = field.known.levers
    if kind == "own":
        return frozenset(one for one in field.levers if levers[one].decides != "municipality")
    if kind == "without":
        return frozenset(one for one in field.levers if levers[one].group in wanted.without)
    first = next((one for one in found if one.kind == "fewest"), None)
    return frozenset({first.strongest}) if kind == "other" and first else frozenset()


def _of_kind(field: Field, kind: Kind, allowed: frozenset[str]) -> Spared:
    """The package of a kind, or the one nearest to the goal."""
    if kind == "mildest":
        return _mildest(field, allowed)
    return _reaching(field, Rule(wish="cheap" if kind == "cheapest" else "few", allowed=allowed))


def _reaching(field: Field, rule: Rule) -> Spared:
    """A package of a rule that reaches the goal, else the nearest."""
    package = yield from _any(field, rule)
    if package is None:
        return (yield from _nearest(field, rule))
    package = yield from spared(field, rule, package)
    if rule.wish != "few":
        return package
    smaller = yield from smallest(field, rule, package)
    return package if smaller == package else (yield from spared(field, rule, smaller))


def _any(field: Field, rule: Rule) -> Steps:
    """Some package that reaches the goal: built up, or everything that helps; None for none."""
    package = yield from built(field, rule)
    if package is not None:
        return package
    everything = yield from most(field, rule)
    return everything if lacking(field, [everything])[0] <= 0 else None


def _nearest(field: Field, rule: Rule) -> Spared:
    """Nearly all that can be reached, with the choices that it takes."""
    everything = yield from most(field, rule)
    before, after = lacking(field, [field.floor, everything])
    if after >= before - field.slack:
        return field.floor
    missing = float(before - NEARLY * (before - after))
    goal = replace(field.goal, amount=field.goal.amount + field.goal.sign * missing)
    return (yield from _reaching(replace(field, goal=goal), rule))


def _mildest(field: Field, allowed: frozenset[str]) -> Spared:
    """The lowest levels that reach the goal with not too many choices."""
    found: Package | None = None
    for top in range(1, LEVELS + 1):
        rule = Rule(wish="mild", allowed=allowed, top=top)
        package = yield from _any(field, rule)
        if package is None:
            continue
        package = yield from spared(field, rule, package)
        found = package if found is None else found
        if len(package) - len(field.floor) <= MANY:
            return package
    return field.floor if found is None else found


def _counted(search: Spared, before: int, total: int) -> Generator[Progress, None, Package]:
    """The search, telling how far it is: never past the pieces of its kind."""
    steps = 0
    try:
        while True:
            next(search)
            steps += 1
            yield Progress(before + min(steps, PIECES - 1), total)
    except StopIteration as end:
        package: Package = end.value
        return package


def _run(field: Field, package: Package, kind: Kind, recommended: float) -> Proposal:
    """The package as a path, run from its own text as the page would."""
    text = text_of(path_of(field, package), field.known)
    path = read_path(text, field.known, years=field.site.years)
    lines = four_lines(field.site, path, field.known)
    value = lines.value(field.goal.indicator.name, field.goal.year)
    added = tuple(one for one in path.choices if one.level > field.floor.get(one.lever, 0))
    kinds = field.path.kinds
    accounts = [account_of(one, field.site, field.known, kinds=kinds) for one in added]
    before = {k: v for k, v in field.floor.items() if package.get(k) != v}
    return Proposal(
        kind=kind,
        path=path,
        text=text,
        value=value,
        reached=field.goal.met(value),
        added=added,
        cost=field.cost_of({one.lever: one.level for one in added}) - field.cost_of(before),
        person_years=sum(_at_full(one, field.site) for one in accounts),
        lacking=shortfalls(lines, recommended=recommended),
        strongest=_strongest(field, package),
    )


def _strongest(field: Field, package: Package) -> str:
    added = [lever for lever, level in package.items() if level > field.floor.get(lever, 0)]
    if not added:
        return ""
    without = []
    for lever in added:
        held = {one: level for one, level in package.items() if one != lever}
        without.append(held | ({lever: field.floor[lever]} if lever in field.floor else {}))
    found = lacking(field, without)
    return added[int(found.argmax())]


def _at_full(account: ChoiceAccount, site: Site) -> float:
    return float(account.person_years[site.years.index(min(account.full, site.years[-1]))])


def _chosen(one: Proposal) -> frozenset[tuple[str, int]]:
    return frozenset((choice.lever, choice.level) for choice in one.path.choices)
