"""Dimensions that nobody can count: judged in five points, with a reason, by somebody, on a day.

A judgement is a text and stays one. Its point is a name without arithmetic or order, so that it
cannot slip into a sum, a mean or an index; no indicator refers to one. What ships is a draft by
Veivalg's authors, the same for every municipality; a municipality puts its own in place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, get_args

from veivalg.consequences.indicator import CHAPTERS, Chapter
from veivalg.errors import BadParameter

FILE = "judgements/draft.toml"
FIELDS = ("chapter", "point", "direction", "by", "on")
Direction = Literal["weaker", "stronger", "both ways", "steady"]


class Point(Enum):
    """The five points, from hardest to easiest. Names, not numbers: nothing can be reckoned."""

    MUCH_HARDER = "much harder"
    HARDER = "harder"
    ABOUT_AS_NOW = "about as now"
    EASIER = "easier"
    MUCH_EASIER = "much easier"

    @property
    def mark(self) -> str:
        """How it is written beside the scale: "−2" to "+2"."""
        return MARKS[self]


MARKS: Mapping[Point, str] = MappingProxyType(
    dict(zip(Point, ("−2", "−1", "0", "+1", "+2"), strict=True))
)
FITTING: Mapping[Point, tuple[Direction, ...]] = MappingProxyType(
    {
        Point.MUCH_HARDER: ("weaker",),
        Point.HARDER: ("weaker",),
        Point.ABOUT_AS_NOW: ("both ways", "steady"),
        Point.EASIER: ("stronger",),
        Point.MUCH_EASIER: ("stronger",),
    }
)
"""Directions that do not contradict the point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What somebody holds about one dimension towards 2050.

    dimension  "trust"; also the message key `judged.<dimension>`
    chapter    where it is shown, apart from the counted figures
    direction  which way the dimension is going; does not contradict the point
    reason     why, in the words of whoever judged; "" for the draft, whose reason stands in the
               languages as `judged.<dimension>.reason`
    by         who judged: a name, or "authors" for the draft
    on         the day

    Raises BadParameter with dimension and remedy.
    """

    dimension: str
    chapter: Chapter
    point: Point
    direction: Direction
    reason: str
    by: str
    on: date

    def __post_init__(self) -> None:
        where = f"The judgement of {self.dimension!r}"
        if self.chapter not in CHAPTERS:
            raise BadParameter(f"{where} has chapter {self.chapter!r}; choose one of {CHAPTERS}.")
        if self.direction not in get_args(Direction):
            raise BadParameter(
                f"{where} has direction {self.direction!r}; choose one of {get_args(Direction)}."
            )
        if self.direction not in FITTING[self.point]:
            raise BadParameter(
                f"{where} says {self.point.value!r} but goes {self.direction!r}; "
                f"with that point choose {' or '.join(FITTING[self.point])}."
            )
        if not self.by.strip():
            raise BadParameter(f"{where} does not say who judged; write a name.")
        if not self.draft and not self.reason.strip():
            raise BadParameter(f"{where} has no reason; write why in a sentence.")

    @property
    def draft(self) -> bool:
        """Whether it is one of those that ship, which nobody outside has looked at."""
        return self.by == "authors"


Judgements = Mapping[str, Judgement]
"""By dimension, in the order of the page."""


@cache
def draft_judgements() -> Judgements:
    """Those that ship. Raises BadParameter with file, dimension and remedy."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    return read_judgements(text, file=FILE)


def read_judgements(text: str, *, file: str) -> Judgements:
    """Judgements from TOML: a section for each dimension."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadParameter(f"{file} cannot be read as TOML: {error}.") from error
    return MappingProxyType(
        {name: _judgement(name, entry, file) for name, entry in document.items()}
    )


def replaced(judgements: Judgements, own: Judgement) -> Judgements:
    """The same with somebody's own judgement of a dimension in place, or beside the others."""
    return MappingProxyType({**judgements, own.dimension: own})


def _judgement(name: str, entry: Any, file: str) -> Judgement:
    if not isinstance(entry, dict):
        raise BadParameter(f"{file}: {name} should be a section of its own: [{name}].")
    known = {*FIELDS, "reason"}
    wrong = sorted(set(entry) - known) + sorted(set(FIELDS) - set(entry))
    if wrong:
        raise BadParameter(f"{file}: [{name}] has or lacks {wrong[0]!r}; write {sorted(known)}.")
    points = {point.value: point for point in Point}
    if entry["point"] not in points:
        raise BadParameter(
            f"{file}: [{name}] has point {entry['point']!r}; choose {', '.join(points)}."
        )
    if type(entry["on"]) is not date:
        raise BadParameter(f"{file}: [{name}] has on = {entry['on']!r}; write a day, 2026-11-25.")
    return Judgement(
        dimension=name,
        chapter=entry["chapter"],
        point=points[entry["point"]],
        direction=entry["direction"],
        reason=str(entry.get("reason", "")),
        by=str(entry["by"]),
        on=entry["on"],
    )
