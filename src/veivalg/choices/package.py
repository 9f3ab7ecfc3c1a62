"""Ready packages of choices, and choices that do not go together.

A ready package is the same file as a path that people exchange (`pathways.package_file`), with
years counted from the base year of the figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from veivalg.choices.lever import LEVELS, Lever, levers
from veivalg.shifts.dial import dial
from veivalg.shifts.reading import (
    Told,
    document,
    identifier,
    number,
    one_of,
    only,
    tables,
    told,
    whole,
)

FORM = 1
"""Version of the form of the file."""
SHIPPED = 3
MOST_YEARS_AFTER = 30
KEYS = ("veivalg", "id", "order", "name", "what", "for", "lacks", "choice")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """A lever at a level, some years after the base year."""

    lever: str
    level: int
    year_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Choices that are meant to be made together.

    audience  whom it is for
    lacks     why it does not add up, when it is not meant to; None when it is
    """

    id: str
    order: int
    name: Told
    what: Told
    audience: Told
    lacks: Told | None
    choices: tuple[Picked, ...]


@cache
def packages() -> Mapping[str, Package]:
    """The packages that ship, by id, in the order they are shown. Raises BadParameter."""
    folder = files(__package__).joinpath("packages")
    found = [
        _package(file.read_text(encoding="utf-8"), file.name)
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    ]
    return MappingProxyType({one.id: one for one in sorted(found, key=lambda one: one.order)})


def _package(text: str, file: str) -> Package:
    entry = only(document(text, file=file), KEYS, where=file)
    return Package(
        id=identifier(entry, where=file),
        order=whole(entry, "order", where=file, least=1, most=99),
        name=told(entry, "name", where=file, languages=SHIPPED),
        what=told(entry, "what", where=file, languages=SHIPPED),
        audience=told(entry, "for", where=file, languages=SHIPPED),
        lacks=told(entry, "lacks", where=file, languages=SHIPPED) if "lacks" in entry else None,
        choices=tuple(_picked(one, file) for one in tables(entry, "choice", where=file)),
    )


def _picked(entry: Any, file: str) -> Picked:
    where = f"{file}, choice"
    entry = only(entry, ("lever", "level", "year_after"), where=where)
    return Picked(
        lever=one_of(entry, "lever", tuple(levers()), where=where),
        level=whole(entry, "level", where=where, least=1, most=LEVELS),
        year_after=whole(entry, "year_after", where=where, least=1, most=MOST_YEARS_AFTER),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Choices that exclude each other, or together go too far.

    together  (lever, level): all of them at these levels or higher; () when a dial decides
    dial      the dial that is moved too far, "" when levers decide
    most      of the dial, from the middle amounts; a negative one is a floor
    text      why, and what to do
    """

    id: str
    together: tuple[tuple[str, int], ...]
    dial: str
    most: float
    text: Told

    def of(self, chosen: Mapping[str, int], known: Mapping[str, Lever]) -> tuple[str, ...]:
        """The chosen levers that contradict each other, () when they do not.

        chosen  level by lever
        """
        if self.together:
            held = all(chosen.get(lever, 0) >= level for lever, level in self.together)
            return tuple(lever for lever, _ in self.together) if held else ()
        moved = {
            lever: effect.mid * known[lever].scale[level - 1]
            for lever, level in chosen.items()
            for effect in known[lever].effects
            if effect.dial.key == self.dial and effect.mid * self.most > 0
        }
        beyond = abs(sum(moved.values())) > abs(self.most)
        return tuple(moved) if beyond and len(moved) > 1 else ()


@cache
def contradictions() -> tuple[Contradiction, ...]:
    """Those that are known. Raises BadParameter."""
    file = "contradictions.toml"
    text = files(__package__).joinpath(file).read_text(encoding="utf-8")
    return tuple(_contradiction(one, file) for one in document(text, file=file)["contradiction"])


def contradicting(
    chosen: Mapping[str, int], known: Mapping[str, Lever]
) -> tuple[tuple[Contradiction, tuple[str, ...]], ...]:
    """Contradictions among the choices, each with the levers it is about.

    chosen  level by lever
    known   every lever by id, own ones too
    """
    found = ((one, one.of(chosen, known)) for one in contradictions())
    return tuple((one, about) for one, about in found if about)


def _contradiction(entry: Any, file: str) -> Contradiction:
    where = f"{file}, {entry.get('id')}"
    entry = only(entry, ("id", "together", "dial", "most", "text"), where=where)
    together = tuple(_at_least(one, where) for one in entry.get("together", ()))
    return Contradiction(
        id=identifier(entry, where=where),
        together=together,
        dial="" if together else dial(entry.get("dial"), where=where).key,
        most=0.0 if together else number(entry, "most", where=where),
        text=told(entry, "text", where=where, languages=SHIPPED),
    )


def _at_least(entry: Any, where: str) -> tuple[str, int]:
    lever = one_of(entry, "lever", tuple(levers()), where=where)
    return lever, whole(entry, "level", where=where, least=1, most=LEVELS)
