"""Own figures: what a planner puts in the place of default ones, and the text that carries them.

A figure is named as in the list of default figures: `services.home_use[80+]`; `level:home_80plus`
is the local level of a service, or `known:debt_share` a local figure of the accounts. The
text of a set is its identity: the same exactly when the set is the same, and safe in an address.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote

from veivalg.errors import BadParameter
from veivalg.language import refusing

LEVEL, KNOWN = "level:", "known:"
MOST_FIGURES = 500
LONGEST_FIGURE, LONGEST_UNIT, LONGEST_SOURCE = 100, 60, 200
FIGURE = re.compile(r"(?P<name>[a-z0-9_.]+|(level|known):[a-z0-9_]+)(\[(?P<part>[^\[\]]+)\])?")
BETWEEN, ESCAPE = "!", "*"
"""Between fields, and in the place of %: both stand unchanged in an address."""
FIELDS = 6
NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class OwnFigure:
    """One figure of the planner's own. Raises BadParameter when it cannot be written on a line.

    figure  name of a figure, with the age group, year or item in brackets when it has several
    place   municipality number, "" for every municipality
    year    the figure is from, or holds in
    unit    as the figure it replaces has it; "users" or "factor" for a level
    source  where it comes from, in the planner's words
    """

    figure: str
    place: str
    year: int
    unit: str
    value: float
    source: str = ""

    def __post_init__(self) -> None:
        texts = (
            (self.figure, LONGEST_FIGURE),
            (self.unit, LONGEST_UNIT),
            (self.source, LONGEST_SOURCE),
        )
        fits = all(one_line(text) == text and len(text) <= most for text, most in texts)
        if not fits or FIGURE.fullmatch(self.figure) is None or not math.isfinite(self.value):
            raise refusing(BadParameter, "own.refused.text", text=self.figure[:LONGEST_FIGURE])

    @property
    def name(self) -> str:
        """The figure's name without brackets."""
        return self.figure.partition("[")[0]

    @property
    def part(self) -> str:
        """What stands in the brackets, "" without them."""
        return self.figure.partition("[")[2].removesuffix("]")

    @property
    def service(self) -> str:
        """The service that a level is of, "" for another figure."""
        return self.name.removeprefix(LEVEL) if self.name.startswith(LEVEL) else ""

    @property
    def account(self) -> str:
        """The local figure of the accounts, "" for another figure."""
        return self.name.removeprefix(KNOWN) if self.name.startswith(KNOWN) else ""


def one_line(text: str) -> str:
    """Text with single spaces and nothing that cannot be seen."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split())


def own_text(own: Iterable[OwnFigure]) -> str:
    """A set of own figures as one line of letters that an address may hold; "" for none."""
    fields = (
        _escaped(field)
        for one in sorted(set(own))
        for field in (
            one.figure,
            one.place,
            str(one.year),
            one.unit,
            number_text(one.value),
            one.source,
        )
    )
    return BETWEEN.join(fields)


def own_from_text(text: str) -> tuple[OwnFigure, ...]:
    """The set that a text carries. Raises BadParameter for what `own_text` has not written."""
    if not text:
        return ()
    fields = text.split(BETWEEN)
    if len(fields) % FIELDS or len(fields) > FIELDS * MOST_FIGURES:
        raise refusing(BadParameter, "own.refused.text", text=one_line(text)[:40])
    lines = (fields[start : start + FIELDS] for start in range(0, len(fields), FIELDS))
    return tuple(sorted({_figure(line) for line in lines}))


def number_text(value: float) -> str:
    """The shortest text that is read back as the same number: 12, 0.12, 1e-07."""
    return repr(float(value) + 0.0).removesuffix(".0")


def _figure(line: list[str]) -> OwnFigure:
    try:
        figure, place, year, unit, value, source = map(_unescaped, line)
        if not NUMBER.fullmatch(value) or not re.fullmatch("[0-9]{4}", year):
            raise ValueError(value)
    except ValueError as error:  # letters that are not UTF-8 are a ValueError too
        raise refusing(BadParameter, "own.refused.text", text=one_line(line[0])[:40]) from error
    return OwnFigure(
        figure=figure, place=place, year=int(year), unit=unit, value=float(value), source=source
    )


def _escaped(field: str) -> str:
    return quote(field, safe="").replace("%", ESCAPE)


def _unescaped(field: str) -> str:
    return unquote(field.replace("%", "%25").replace(ESCAPE, "%"), errors="strict")
