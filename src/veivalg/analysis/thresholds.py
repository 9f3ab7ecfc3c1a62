"""Years in which something tips: the last small class, one more unit, a result below zero."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from veivalg.axes import FloatArray

Kind = Literal["below", "above", "times", "fewer", "more"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for in an indicator's expected path.

    below, above  the value passes a level that it was on the other side of in the base year
    times         the value reaches a multiple of the base year's
    fewer, more   the value is so much lower or higher than in the base year (whole things)
    """

    indicator: str
    kind: Kind
    levels: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """An indicator passes a level for the first time on 1 January of a year.

    key  message key, "threshold.<indicator>.<kind>"
    """

    year: int
    indicator: str
    key: str
    level: float


RULES: tuple[Rule, ...] = (
    Rule("services.school_starters", "below", (1, 3, 5, 10, 15, 20, 25)),
    Rule("services.school_classes", "fewer", (1, 5, 10, 50, 100)),
    Rule("services.kindergarten_groups", "fewer", (1, 5, 10, 50, 100)),
    Rule("services.institution_units", "more", (1, 5, 10, 50, 100)),
    Rule("services.home_users_80plus", "times", (1.5, 2.0, 2.5, 3.0)),
    Rule("services.dementia", "times", (1.5, 2.0, 2.5, 3.0)),
    Rule("staff.unfilled_share", "above", (0.1, 0.2, 0.3)),
    Rule("society.age_bearing_67plus", "below", (3.0, 2.5, 2.0, 1.5, 1.0)),
    Rule("money.net_result_share", "below", (0.0, -0.02, -0.05)),
    Rule("money.reserve_share", "below", (0.05, 0.0)),
    Rule("money.debt_share", "above", (1.0, 1.25, 1.5)),
)
"""What is worth a mark on the time line. Levels are round numbers people speak of, not limits."""
WORTH_TELLING = 0.02
"""Whole things fewer or more are told when they are at least this part of what there is: one class
is news in a small municipality and not in the country."""
KEPT_PER_RULE = 2
"""Of several levels of one indicator the first and the last passed are shown."""


def thresholds(
    years: tuple[int, ...], series: dict[str, FloatArray], rules: tuple[Rule, ...] = RULES
) -> tuple[Threshold, ...]:
    """Every level passed, by year.

    series  by indicator: (year) expected values; an indicator that is not there is left out
    """
    found = [one for rule in rules if rule.indicator in series for one in _of(rule, years, series)]
    return tuple(sorted(found, key=lambda one: (one.year, one.indicator)))


def _of(rule: Rule, years: tuple[int, ...], series: dict[str, FloatArray]) -> list[Threshold]:
    passed = list(_passed(rule, years, series[rule.indicator]))
    if len(passed) > KEPT_PER_RULE:
        passed = [passed[0], passed[-1]]
    key = f"threshold.{rule.indicator}.{rule.kind}"
    return [Threshold(year, rule.indicator, key, level) for level, year in passed]


def _passed(rule: Rule, years: tuple[int, ...], path: FloatArray) -> Iterator[tuple[float, int]]:
    """Levels that the path passes after the base year, and when."""
    start = path[0]
    if np.isnan(start):
        return
    for level in rule.levels:
        if rule.kind in ("fewer", "more") and level < WORTH_TELLING * start:
            continue
        beyond = _beyond(rule.kind, path, float(start), level)
        if beyond.any() and not beyond[0]:
            yield level, years[int(np.argmax(beyond))]


def _beyond(kind: Kind, path: FloatArray, start: float, level: float) -> FloatArray:
    """(year) whether the level is passed."""
    with np.errstate(invalid="ignore"):
        if kind == "below":
            return np.asarray(path < level)
        if kind == "above":
            return np.asarray(path > level)
        if kind == "times":
            return np.asarray((path >= start * level) & (start > 0))
        if kind == "fewer":
            return np.asarray(path <= start - level)
        return np.asarray(path >= start + level)
