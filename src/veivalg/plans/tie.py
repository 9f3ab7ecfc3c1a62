"""A goal tied to an indicator: proposed by rules from its words, confirmed by a person.

The rules are `ties.toml`; what is offered when none fits is `wordings.toml` and `figures.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from veivalg.consequences.outcome import indicators
from veivalg.plans.codes import AREAS, Area
from veivalg.plans.goal import Labels
from veivalg.plans.said_amount import Amount, amount_said
from veivalg.plans.saying import Saying, saying_of, words_of
from veivalg.shifts.reading import Told, document, listed, one_of, only, tables, told, wording

Wanted = Literal["more", "less"]
PEOPLE = ("residents", "aged_80plus")
"""What a path tells of people beside its indicators (`analysis.compare.PEOPLE`)."""
UNITS = ("persons", "share", "tonnes", "none")
WAYS: tuple[Wanted, ...] = ("more", "less")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What measures a goal.

    indicator  a name of `consequences.outcome.indicators`, or one of PEOPLE
    amount     what it should reach, in the indicator's unit; None when only a way is said
    change     how it should change, as a part of what it was: -0.4 is 40 per cent less
    since      the year that the change counts from; None when the text names none
    year       by when; None when the text says none
    said       the words of the goal that the rule heard, for the person who confirms
    confirmed  by a person; only then it counts against a path
    """

    indicator: str
    wanted: Wanted
    amount: float | None = None
    change: float | None = None
    since: int | None = None
    year: int | None = None
    said: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Words that speak of an indicator, and the unit of the amounts that go with them."""

    indicator: str
    wanted: Wanted
    says: tuple[Saying, ...]
    never: tuple[Saying, ...]
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What could be measured instead, for goals of an area or with some words."""

    indicator: str
    wanted: Wanted
    areas: tuple[Area, ...]
    says: tuple[Saying, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicFigure:
    """A published figure outside the model that a goal could be measured by."""

    name: Told
    publisher: str
    says: tuple[Saying, ...]


def tie_of(text: str) -> Tie | None:
    """The tie proposed for a goal; None when no rule hears its own words in it.

    Of several, the rule that hears the most words counts; of equals, the first in the file.
    """
    words = words_of(text)
    best: tuple[int, Rule, str] | None = None
    for rule in rules():
        if any(one.heard(words) for one in rule.never):
            continue
        heard = max((one.heard(words) for one in rule.says), key=len, default=())
        if heard and (best is None or len(heard) > best[0]):
            best = len(heard), rule, " … ".join(heard)
    if best is None:
        return None
    _, rule, said = best
    amount = amount_said(text, unit=rule.unit, wanted=rule.wanted)
    return _tied(rule, said, amount)


def _tied(rule: Rule, said: str, amount: Amount) -> Tie:
    return Tie(
        indicator=rule.indicator,
        wanted=rule.wanted,
        amount=amount.amount,
        change=amount.change,
        since=amount.since,
        year=amount.year,
        said=said,
    )


def wordings_for(labels: Labels, text: str) -> tuple[Wording, ...]:
    """What could be measured instead, the best first: those whose words are heard, then by area."""
    words = words_of(text)
    heard = [one for one in wordings() if any(say.heard(words) for say in one.says)]
    fields = [labels.area, labels.area2]
    by_area = [
        one for area in fields for one in wordings() if area in one.areas and one not in heard
    ]
    return tuple(dict.fromkeys([*heard, *by_area]))


def figures_for(text: str) -> tuple[PublicFigure, ...]:
    """Published figures that the words of a goal ask for."""
    words = words_of(text)
    return tuple(one for one in figures() if any(say.heard(words) for say in one.says))


@cache
def rules() -> tuple[Rule, ...]:
    """Raises BadParameter that names file, entry and remedy."""
    return tuple(_rule(entry, f"ties.toml, tie {n}") for n, entry in _entries("ties.toml", "tie"))


@cache
def wordings() -> tuple[Wording, ...]:
    """Raises BadParameter that names file, entry and remedy."""
    return tuple(
        _wording(entry, f"wordings.toml, wording {n}")
        for n, entry in _entries("wordings.toml", "wording")
    )


@cache
def figures() -> tuple[PublicFigure, ...]:
    """Raises BadParameter that names file, entry and remedy."""
    return tuple(
        _figure(entry, f"figures.toml, figure {n}")
        for n, entry in _entries("figures.toml", "figure")
    )


def known_indicators() -> tuple[str, ...]:
    """Names that a goal can be tied to."""
    return (*(one.name for one in indicators()), *PEOPLE)


def _entries(name: str, table: str) -> list[tuple[int, Any]]:
    text = files("veivalg.plans").joinpath(name).read_text("utf-8")
    held = only(document(text, file=name), (table,), where=name)
    return list(enumerate(tables(held, table, where=name), start=1))


def _rule(entry: Any, where: str) -> Rule:
    held = only(entry, ("indicator", "wanted", "says", "never", "unit"), where=where)
    return Rule(
        indicator=one_of(held, "indicator", known_indicators(), where=where),
        wanted=_wanted(held, where),
        says=_sayings(held, "says", where),
        never=_sayings(held, "never", where),
        unit=one_of(held, "unit", UNITS, where=where, otherwise="none"),
    )


def _wording(entry: Any, where: str) -> Wording:
    held = only(entry, ("indicator", "wanted", "areas", "says"), where=where)
    areas = [
        one_of({"areas": area}, "areas", AREAS, where=where)
        for area in listed(held, "areas", where=where)
    ]
    return Wording(
        indicator=one_of(held, "indicator", known_indicators(), where=where),
        wanted=_wanted(held, where),
        areas=tuple(area for area in AREAS if area in areas),
        says=_sayings(held, "says", where),
    )


def _figure(entry: Any, where: str) -> PublicFigure:
    held = only(entry, ("name", "publisher", "says"), where=where)
    return PublicFigure(
        name=told(held, "name", where=where, languages=3),
        publisher=wording(held, "publisher", where=where),
        says=_sayings(held, "says", where),
    )


def _wanted(held: Mapping[str, Any], where: str) -> Wanted:
    said = one_of(held, "wanted", WAYS, where=where)
    return "more" if said == "more" else "less"


def _sayings(held: Mapping[str, Any], key: str, where: str) -> tuple[Saying, ...]:
    return tuple(saying_of(one) for one in listed(held, key, where=where))
