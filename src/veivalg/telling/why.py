"""Why there will be more or fewer: the sentence over the waterfall, and the sum beneath it."""

from __future__ import annotations

import math

from veivalg.analysis.causes import CAUSES
from veivalg.analysis.indicators import INDICATORS
from veivalg.analysis.prospect import Prospect
from veivalg.telling.finding import Finding, Value, adding_up, finding
from veivalg.telling.numbers import direction

FAMILY = 4
"""Persons in a family. Assumption: two adults and two children."""
FEW_FAMILIES = 60


def about_why(prospect: Prospect) -> list[Finding]:
    """A headline, the sum in whole persons, and something to do when there are fewer."""
    born, died, moved, abroad = _parts(prospect)
    now, then = (prospect.value("persons", y) for y in (prospect.base_year, prospect.last_year))
    change = round(then) - round(now)
    natural, moves = born + died, moved + abroad
    values: dict[str, Value] = {
        "n": abs(change),
        "base": str(prospect.base_year),
        "end": str(prospect.last_year),
    }
    name = _reason(direction(then - now, now), natural, moves)
    found = [finding("why", name, **values), _sum(round(now), [born, died, moves], round(then))]
    if name.startswith("fewer"):
        found.append(_action(prospect, abs(change)))
    return found


def _parts(prospect: Prospect) -> tuple[float, float, float, float]:
    """Born, died (below 0), net moves inside Norway, net moves over the border."""
    total = dict(zip(CAUSES, prospect.why[INDICATORS.index("persons"), -1], strict=True))
    moved = total["moved_in"] + total["moved_out"]
    abroad = total["immigrated"] + total["emigrated"]
    return float(total["births"]), float(total["deaths"]), float(moved), float(abroad)


def _reason(ahead: str, natural: float, moves: float) -> str:
    if ahead == "steady":
        return "steady"
    if ahead == "up":
        return "more." + ("both" if natural > 0 < moves else "births" if natural > 0 else "moves")
    if natural >= 0:
        return "fewer.moves"
    if moves <= 0:
        return "fewer.both"
    covered = moves / -natural
    return "fewer.deaths_" + ("little" if covered < 0.35 else "half" if covered <= 0.65 else "most")


def _sum(now: int, parts: list[float], then: int) -> Finding:
    """The figures of the waterfall, whole and adding up."""
    born, died, moves = adding_up(parts, then - now)
    key = "sum_in" if moves >= 0 else "sum_out"
    return finding("why", key, now=now, born=born, died=-died, moves=abs(moves), then=then)


def _action(prospect: Prospect, fewer: int) -> Finding:
    a_year = fewer / (prospect.last_year - prospect.base_year)
    if 2 * a_year < FAMILY:
        return _action_in_all(math.ceil(fewer / FAMILY), str(prospect.last_year))
    families = math.ceil(a_year / FAMILY)
    if families > FEW_FAMILIES:
        return finding("why", "action.persons", n=math.ceil(a_year))
    return finding("why", "action.family" if families == 1 else "action.families", n=families)


def _action_in_all(families: int, end: str) -> Finding:
    """When less than half a family a year is lacking: how many in all."""
    key = "action.family_in_all" if families == 1 else "action.families_in_all"
    return finding("why", key, n=families, end=end)
