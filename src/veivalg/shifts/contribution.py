"""What each future and each choice moves: contributions to dials, and how they come together.

A case is how strongly each contribution counts: 1 as chosen, 0 not at all, a share in a mix. One
case is a path on the page; a thousand cases are a question whether it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray, make_read_only
from veivalg.shifts.dial import dials
from veivalg.shifts.figures import figure

PERSON_YEARS = "person_years."
COST, INVESTMENT = "measure_cost", "measure_investment"
"""Beside the dials, adding up: what choices and events cost a municipality, NOK a year, and
person-years a year by area (`person_years.<area>`)."""
GAIN, LAW = "lever_gain", "lever_law"
OF_CHOICES = {GAIN, LAW}
"""Dials that move what choices give; they are not moved by each other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contribution:
    """One source's part in one dial: an amount, and where and when it counts.

    source  "story.H1", "shock.X5", "choice.L001" …
    dial    key of a dial, or one of those beside them
    shape   (row, year)  share of the amount that counts; for costs, units reached
    low, mid, high   the amount in the dial's unit, and how sure it is
    future  of the world: stories and events, that nobody here decides
    on_top  events: they come on top of stories and of each other; stories stay within the largest
    gains   choices of technology and structure, whose gain a future can raise or lower
    law     a rule stands in the way of the full gain
    """

    source: str
    dial: str
    shape: FloatArray
    low: float
    mid: float
    high: float
    future: bool = False
    on_top: bool = False
    gains: bool = False
    law: bool = False

    def __post_init__(self) -> None:
        make_read_only(self.shape)

    @property
    def values(self) -> FloatArray:
        """(row, year) in the dial's unit, as expected."""
        expected: FloatArray = self.shape * self.mid
        return expected

    @property
    def bounds(self) -> tuple[float, float]:
        """The least and the most it makes of the dial at its strongest, 0 among them."""
        largest = float(self.shape.max(initial=0.0))
        ends = (0.0, self.low * largest, self.mid * largest, self.high * largest)
        return min(ends), max(ends)


@dataclass(frozen=True, slots=True, eq=False)
class Totals:
    """Dials in every case: by key (case, row, year); a dial that nothing moves is not held."""

    values: Mapping[str, FloatArray]

    def get(self, key: str) -> FloatArray | None:
        """(case, row, year), None when nothing moves it."""
        return self.values.get(key)

    def share(self, key: str) -> FloatArray | float:
        """The same as a share of one: -5 % is -0.05; 0.0 when nothing moves it."""
        held = self.values.get(key)
        return 0.0 if held is None else held / 100.0

    def factor(self, *keys: str) -> FloatArray | float:
        """1 plus the shares, several multiplied; 1.0 when nothing moves them."""
        found: FloatArray | float = 1.0
        for key in keys:
            if key in self.values:
                found = found * (1.0 + self.values[key] / 100.0)
        return found

    @property
    def cases(self) -> int:
        """How many cases there are."""
        return max((len(values) for values in self.values.values()), default=1)


def sources_of(every: Iterable[Contribution]) -> tuple[str, ...]:
    """Names of the sources, in the order they come."""
    return tuple(dict.fromkeys(one.source for one in every))


def totals(
    every: Sequence[Contribution],
    strength: FloatArray | None = None,
    doubt: FloatArray | None = None,
    lift: FloatArray | None = None,
) -> Totals:
    """What the contributions make of each dial.

    strength  (case, contribution)  how strongly each counts; None = one case, all as chosen
    doubt     (case, contribution)  -1 the low amount, 0 the middle one, 1 the high one
    lift      (case, contribution)  factor on what each is at its strongest, as when parts of other
              stories push it (`futures.connections`); None = 1

    Stories add up and end at the largest that one of those that count has at its highest; events
    come on top; choices that move the same share multiply what is left, and so do events and
    stories.
    """
    amount = _amounts(every, strength, doubt)
    room = _room(every, strength, lift)
    if lift is not None:
        amount = amount * lift
    by_dial: dict[str, list[int]] = {}
    counts = np.asarray(amount.any(axis=0))
    for k in range(len(every)):
        if counts[k]:
            by_dial.setdefault(every[k].dial, []).append(k)
    first = {
        key: _total(key, by_dial[key], every, amount, room, {}) for key in OF_CHOICES & set(by_dial)
    }
    found = {
        key: first[key] if key in first else _total(key, indices, every, amount, room, first)
        for key, indices in by_dial.items()
    }
    return Totals(found)


def _amounts(
    every: Sequence[Contribution], strength: FloatArray | None, doubt: FloatArray | None
) -> FloatArray:
    """(case, contribution) in each dial's unit."""
    low, mid, high = (
        np.array([getattr(one, end) for one in every]) for end in ("low", "mid", "high")
    )
    amount: FloatArray = mid[None, :]
    if doubt is not None:
        amount = mid + np.maximum(doubt, 0.0) * (high - mid) + np.maximum(-doubt, 0.0) * (low - mid)
    return amount if strength is None else np.asarray(strength * amount)


def _room(
    every: Sequence[Contribution], strength: FloatArray | None, lift: FloatArray | None
) -> FloatArray:
    """(case, contribution) of its bounds that each may fill: 0 where it does not count at all."""
    room = np.ones((1, len(every))) if strength is None else (strength != 0).astype(np.float64)
    return room if lift is None else room * lift


def _total(
    key: str,
    indices: list[int],
    every: Sequence[Contribution],
    amount: FloatArray,
    room: FloatArray,
    known: Mapping[str, FloatArray],
) -> FloatArray:
    """(case, row, year) of one dial."""
    stories = [k for k in indices if every[k].future and not every[k].on_top]
    world = _world(stories, every, amount, room)
    parts = [_counted(every[k], amount[:, k], known) for k in indices if k not in stories]
    held = dials().get(key)
    if held is not None and held.kind == "percent":
        product: FloatArray | float = 1.0 if world is None else 1.0 + world / 100.0
        for part in parts:
            product = product * (1.0 + part / 100.0)
        return np.asarray((product - 1.0) * 100.0)
    total: FloatArray | float = 0.0 if world is None else world
    for part in parts:
        total = total + part
    return np.asarray(total)


def _world(
    indices: list[int], every: Sequence[Contribution], amount: FloatArray, room: FloatArray
) -> FloatArray | None:
    """(case, row, year) of the stories together, within the largest that counts in the case."""
    if not indices:
        return None
    stacked = np.stack([every[k].shape for k in indices])
    total = np.tensordot(amount[:, indices], stacked, axes=1)
    bounds = np.array([every[k].bounds for k in indices])
    low, high = (room[:, indices, None] * bounds).transpose(2, 0, 1)
    return np.clip(total, low.min(axis=1)[:, None, None], high.max(axis=1)[:, None, None])


def _counted(one: Contribution, amount: FloatArray, known: Mapping[str, FloatArray]) -> FloatArray:
    """(case, row, year) of one event or choice, with what futures and rules make of it."""
    values: FloatArray = amount[:, None, None] * one.shape
    if one.law and LAW in known and one.mid != 0:
        lift = (one.high / one.mid - 1.0) * figure("law_lift")
        values = values * (1.0 + np.clip(known[LAW], 0.0, 100.0) / 100.0 * lift)
    if one.gains and GAIN in known:
        values = values * np.maximum(1.0 + known[GAIN] / 100.0, 0.0)
    return values
