"""Does a package add up, in money and people? What is missing, and which changes would mend it.

A package does not add up when, with the choices, the net operating result lies below the
recommended level and lower than without them; or when more positions stand empty than without them.
What mends is found by running every single change: a choice more, one less, one level up or down.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from veivalg.analysis.compare import BOTH, WORLD, FourLines
from veivalg.analysis.trials import trials
from veivalg.axes import FloatArray
from veivalg.choices.lever import LEVELS, MIDDLE
from veivalg.consequences.outcome import indicator
from veivalg.pathways.chosen import Moved, moved_by
from veivalg.pathways.inputs import Chosen, Path, Repertoire
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site
from veivalg.shifts.figures import figure

Lacking = Literal["money", "staff"]
Change = Literal["add", "drop", "lower", "raise"]
MONEY, RESULT, STAFF, REVENUE = (
    "money.net_result",
    "money.net_result_share",
    "staff.unfilled",
    "money.gross_revenue",
)
LEAST_MONEY, LEAST_STAFF = 0.002, 0.5
"""Share of revenue, and positions, below which nothing is said to be missing: a fifth of a per cent
is what a budget meets from its reserve; assumption, 0.001 to 0.003."""
MOST_MENDS = 4
OF_HOURS = ("services", "staff")
"""What choices of one group draw on together: hours and people, not kroner, energy or days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """What is missing in the worst year.

    amount  million NOK of 2024, or person-years
    """

    what: Lacking
    year: int
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Choices that free more of the same than anybody has shown."""

    group: str
    levers: tuple[str, ...]
    percent: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """One change, and what it does in the year that lacks most.

    money, staff   million NOK more in the result, and positions fewer unfilled
    mends          whether nothing is missing in any year with it
    """

    change: Change
    choice: Chosen
    money: float
    staff: float
    mends: bool


def shortfalls(lines: FourLines, *, recommended: float) -> tuple[Shortfall, ...]:
    """What a package lacks, at most one of each kind.

    recommended  net operating result as a share of revenue, below which a package must not take
    """
    if not lines.path.choices:
        return ()
    found = []
    for what, lacking in (
        ("money", _money_lacking(lines, recommended)),
        ("staff", _staff_lacking(lines)),
    ):
        year = int(np.nanargmax(lacking)) if np.isfinite(lacking).any() else 0
        if lacking[year] > 0:
            kind: Lacking = "money" if what == "money" else "staff"
            found.append(Shortfall(what=kind, year=lines.years[year], amount=float(lacking[year])))
    return tuple(found)


def _money_lacking(lines: FourLines, recommended: float) -> FloatArray:
    """(year) million NOK: what the choices take below the recommended level."""
    return _lacking_money(
        lines.line(MONEY, BOTH),
        lines.line(RESULT, BOTH),
        lines.line(REVENUE, BOTH),
        lines.line(MONEY, WORLD),
        recommended,
    )


def _lacking_money(
    result: FloatArray,
    share: FloatArray,
    revenue: FloatArray,
    without: FloatArray,
    recommended: float,
) -> FloatArray:
    taken = np.maximum(without - result, 0.0)
    below = np.maximum(recommended - share, 0.0) * revenue
    lacking = np.minimum(taken, below)
    return np.asarray(np.where(lacking > LEAST_MONEY * revenue, lacking, 0.0))


def _staff_lacking(lines: FourLines) -> FloatArray:
    """(year) positions that stand empty because of the choices."""
    more = lines.line(STAFF, BOTH) - lines.line(STAFF, WORLD)
    return np.asarray(np.where(more > LEAST_STAFF, more, 0.0))


def overlaps(path: Path, known: Repertoire) -> tuple[Overlap, ...]:
    """Groups of choices that together free more of the same hours than has been shown."""
    groups: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for choice in path.choices:
        lever = known.levers[choice.lever]
        for effect in lever.effects:
            if effect.dial.kind == "percent" and effect.dial.works in OF_HOURS:
                moved = effect.mid * lever.scale[choice.level - 1]
                groups.setdefault((lever.overlap, effect.dial.key), []).append((lever.id, moved))
    found = []
    for (group, _), held in groups.items():
        left = float(np.prod([1.0 + percent / 100.0 for _, percent in held]))
        if len(held) > 1 and 1.0 - left > figure("most_in_group"):
            found.append(
                Overlap(
                    group=group,
                    levers=tuple(lever for lever, _ in held),
                    percent=100.0 * (1.0 - left),
                )
            )
    return tuple(found)


def mends(
    site: Site,
    path: Path,
    known: Repertoire,
    lacking: tuple[Shortfall, ...],
    *,
    recommended: float,
) -> tuple[Mend, ...]:
    """Single changes that would mend what is missing, best first; () when nothing is."""
    if not lacking:
        return ()
    tried = list(_changes(path, known, min(choice.year for choice in path.choices)))
    held = moved_by(path, site, known)
    changes = [(choice, change != "drop") for change, choice in tried]
    moved, cases = trials(site, path, known, held, changes)
    world = np.zeros((1, len(moved.every)))
    world[0, : len(held.every)] = held.strength * held.futures
    return _best(site, moved, np.concatenate([world, cases]), tried, lacking, recommended)


def _best(
    site: Site,
    moved: Moved,
    cases: FloatArray,
    tried: list[tuple[Change, Chosen]],
    lacking: tuple[Shortfall, ...],
    recommended: float,
) -> tuple[Mend, ...]:
    wanted = tuple(indicator(name) for name in (MONEY, RESULT, STAFF, REVENUE))
    found = outcomes(site, moved.every, wanted, strength=cases)
    world, now = found[0], found[1]
    year = site.years.index(lacking[0].year)
    held = []
    for (change, choice), one in zip(tried, found[2:], strict=True):
        money = _lacking_money(one[0], one[1], one[3], world[0], recommended)
        staff = one[2] - world[2]
        mended = not (money > 0).any() and not (staff > LEAST_STAFF).any()
        gain = float(one[0][year] - now[0][year]), float(now[2][year] - one[2][year])
        helps = gain[0] > 0 if lacking[0].what == "money" else gain[1] > 0
        if helps:
            mend = Mend(change=change, choice=choice, money=gain[0], staff=gain[1], mends=mended)
            held.append(mend)
    first = 0 if lacking[0].what == "money" else 1
    held.sort(key=lambda one: (not one.mends, -(one.money, one.staff)[first]))
    return _varied(held)


def _varied(held: list[Mend]) -> tuple[Mend, ...]:
    """The best, but no more than two of one kind of change: there should be a choice."""
    found: list[Mend] = []
    for one in held:
        if sum(one.change == other.change for other in found) < MOST_MENDS // 2:
            found.append(one)
    return tuple(found[:MOST_MENDS])


def _changes(path: Path, known: Repertoire, year: int) -> list[tuple[Change, Chosen]]:
    """Every single change: drop or move a chosen lever, or add one that is at hand locally."""
    found: list[tuple[Change, Chosen]] = []
    for choice in path.choices:
        found.append(("drop", choice))
        if choice.level > 1:
            found.append(("lower", replace(choice, level=choice.level - 1)))
        if choice.level < LEVELS:
            found.append(("raise", replace(choice, level=choice.level + 1)))
    chosen = {choice.lever for choice in path.choices}
    found.extend(
        ("add", Chosen(lever=lever.id, level=MIDDLE, year=year))
        for lever in known.levers.values()
        if lever.id not in chosen and lever.decides in ("municipality", "together")
    )
    return found
