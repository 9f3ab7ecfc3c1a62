"""A goal in words, and values as they are told against it."""

from __future__ import annotations

import math
from collections.abc import Callable

from veivalg.analysis.goal import Goal
from veivalg.consequences.indicator import Indicator
from veivalg.language import LANGUAGES, Language, number, text
from veivalg.shifts.reading import Told
from veivalg.telling.consequences import shown

MOST_DECIMALS = 3
"""A goal is repeated as it was written, to this many decimals."""


def by_language(said: Callable[[Language], str]) -> Told:
    """The same said in each language."""
    return {language: said(language) for language in LANGUAGES}


def aim(goal: Goal, language: Language) -> str:
    """The goal as a clause: "Stillinger uten rett person: høyst 20 årsverk i 2040"."""
    return text(
        f"aim.{goal.sense}",
        language,
        what=text(f"consequence.{goal.indicator.name}", language),
        amount=as_written(goal.indicator, goal.amount, language),
        year=str(goal.year),
    )


def bound(goal: Goal, amount: float, language: Language) -> str:
    """An amount as a goal's: "høyst 20 årsverk"."""
    said = as_written(goal.indicator, amount, language)
    return text(f"aim.bound.{goal.sense}", language, amount=said)


def as_written(one: Indicator, amount: float, language: Language) -> str:
    """An amount in the indicator's unit, not rounded to what is known: somebody wrote it."""
    value = amount * 100 if one.unit == "share" else amount
    decimals = next(
        (d for d in range(MOST_DECIMALS) if math.isclose(value, round(value, d), abs_tol=1e-9)),
        MOST_DECIMALS,
    )
    return f"{number(value, language, decimals=decimals)} {_unit(one, language)}"


def as_known(one: Indicator, value: float, language: Language) -> str:
    """A result in the indicator's unit, rounded to what is known."""
    told = shown(one, value)
    decimals = 1 if one.unit == "share" else one.decimals
    return f"{number(float(told), language, decimals=decimals)} {_unit(one, language)}"


def per_cent(share: float) -> int:
    """A share as whole per cent: all only when it is all, none only when it is none."""
    return min(max(round(100 * share), 1), 99) if 0 < share < 1 else round(100 * share)


def _unit(one: Indicator, language: Language) -> str:
    return text(f"unit.{one.unit.replace(' ', '_')}", language)
