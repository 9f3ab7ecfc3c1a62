"""One development: an assumption moved by a stated amount over stated years, with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from veivalg.axes import FloatArray
from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.shifts.dial import Dial, bounds_of, dial
from veivalg.shifts.reading import (
    MOST_LISTED,
    Told,
    amount,
    amounts,
    listed,
    number,
    one_of,
    only,
    quoted,
    told,
    wording,
)
from veivalg.shifts.where import WHERE

PROFILES = ("linear", "step", "steps", "yearly", "hump", "fading")
EVIDENCE = ("strong", "some", "weak", "assumption")
FIRST_YEAR, LAST_YEAR = 2000, 2100
KEYS = ("name", "dial", "where", "low", "mid", "high", "from", "to", "profile", "years", "text",
        "reason", "section", "evidence", "basis", "source")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A change of one assumption.

    name     within its story
    low, mid, high   in the dial's unit: how strongly the future comes true
    first, last      calendar years; of a shock, years after the event
    profile  linear: grows from first to last, then holds; step: all from first; steps: equal parts
             in `years`; yearly: the amount again every year; hump: up and back again; fading: all
             at once, then back
    section  of the document it is read from
    """

    name: str
    dial: Dial
    where: str
    low: float
    mid: float
    high: float
    first: float
    last: float
    profile: str
    years: tuple[int, ...]
    text: Told
    reason: Told
    section: str
    evidence: str
    basis: tuple[str, ...]
    source: str

    def course(self, years: tuple[int, ...], *, event: int = 0) -> FloatArray:
        """(year) share of the amount that has come.

        event  calendar year of a shock, when first and last count from it
        """
        at = np.array(years, dtype=np.float64)
        first, last = self.first + event, self.last + event
        if self.profile == "steps":
            found = np.zeros(len(years))
            for year in self.years:
                found += (at >= year + event) / len(self.years)
            return found
        if self.profile == "yearly":
            return np.asarray(np.clip(np.minimum(at, last) - first + 1, 0.0, None))
        if self.profile == "step":
            held = at >= first if last <= first or not event else (at >= first) & (at < last)
            return np.asarray(held, dtype=np.float64)
        return _slope(self.profile, at, first, last)


def _slope(profile: str, at: FloatArray, first: float, last: float) -> FloatArray:
    passed = (at - first) / max(last - first, 1.0)
    if profile == "hump":
        return np.asarray(np.clip(1.0 - np.abs(2.0 * passed - 1.0), 0.0, 1.0))
    if profile == "fading":
        return np.asarray(np.where(passed < 0, 0.0, np.clip(1.0 - passed, 0.0, 1.0)))
    return np.asarray(np.clip(passed, 0.0, 1.0))


def read_trend(entry: Any, *, where: str, languages: int = 1, earliest: int = FIRST_YEAR) -> Trend:
    """A trend from its table. Raises BadParameter with place, fault and remedy.

    earliest  year it can begin; 0 where years are counted from an event
    """
    entry = only(entry, KEYS, where=where)
    name = wording(entry, "name", where=f"{where}, trend")
    if not name:
        raise refusing(BadParameter, "content.no_name", where=f"{where}, trend")
    where = f"{where}, trend '{quoted(name)}'"
    moved = dial(entry.get("dial"), where=where)
    least, most = bounds_of(moved)
    low, mid, high = amounts(entry, where=where, least=least, most=most)
    first = number(entry, "from", where=where, least=earliest, most=LAST_YEAR)
    last = number(entry, "to", where=where, least=0, most=LAST_YEAR)
    if last < first:
        raise refusing(
            BadParameter, "content.backwards", where=where, first=f"{first:g}", last=f"{last:g}"
        )
    profile = one_of(entry, "profile", PROFILES, where=where, otherwise="linear")
    return Trend(
        name=name,
        dial=moved,
        where=one_of(entry, "where", WHERE, where=where, otherwise="everywhere"),
        low=low,
        mid=mid,
        high=high,
        first=first,
        last=last,
        profile=profile,
        years=_step_years(entry, profile, where, earliest),
        text=told(entry, "text", where=where, languages=languages),
        reason=told(entry, "reason", where=where, languages=languages),
        section=wording(entry, "section", where=where),
        evidence=one_of(entry, "evidence", EVIDENCE, where=where, otherwise="assumption"),
        basis=listed(entry, "basis", where=where),
        source=wording(entry, "source", where=where),
    )


def _step_years(
    entry: Mapping[str, Any], profile: str, where: str, earliest: int
) -> tuple[int, ...]:
    if profile != "steps":
        return ()
    years = entry.get("years")
    if not isinstance(years, list) or not 0 < len(years) <= MOST_LISTED:
        raise refusing(BadParameter, "content.steps", where=where)
    read = [amount(y, key="years", where=where, least=earliest, most=LAST_YEAR) for y in years]
    if any(year != int(year) for year in read):
        raise refusing(BadParameter, "content.steps", where=where)
    return tuple(int(year) for year in read)
