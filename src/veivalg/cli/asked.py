"""What a person asks `veivalg project` or `veivalg consequences` for, made into places."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast, get_args

from veivalg.data.geography import Geography
from veivalg.data.places import Level, Place
from veivalg.errors import BadGroup, OutOfRange, UnknownPlace

LEVELS_OF_ALL = ("municipality", "region", "county", "country")
GROUP_SIGN = "+"


class AskedPlaces(Protocol):
    """Places as they were written, and the kind they are, or of which all are wanted."""

    @property
    def places(self) -> tuple[str, ...]: ...
    @property
    def level(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedConsequences:
    """The words of `veivalg consequences`, not yet checked.

    own       file with own figures, None for none
    chapters  names, () for all
    output    file to write, None to show a table
    """

    places: tuple[str, ...]
    level: str | None
    to_year: int
    alternative: str
    draws: int
    own: Path | None
    chapters: tuple[str, ...]
    output: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The command line's own words, not yet checked.

    places   numbers, names, old names, or groups such as 3448+3450
    level    all of a kind, or the kind that the places are
    pin      make the country follow Statistics Norway's newest projection that is held
    output   file to write, None to show a table
    """

    places: tuple[str, ...]
    level: str | None
    from_year: int | None
    to_year: int
    alternative: str
    draws: int
    seed: int
    totals: bool
    pin: bool
    output: Path | None
    comments: bool


def places_asked(asked: AskedPlaces, geography: Geography) -> tuple[Place, ...]:
    """The places meant. Raises UnknownPlace, BadGroup or OutOfRange, saying what to write."""
    level = _level(asked.level)
    if not asked.places:
        if level is None or level not in LEVELS_OF_ALL:
            raise OutOfRange(
                'No place is named; give numbers or names, such as 3448 or "Nordre Land", or all '
                "of a kind with --level municipality, region, county or country."
            )
        return geography.places(level)
    found = tuple(_place(text, level, geography) for text in asked.places)
    for i, place in enumerate(found):
        if place in found[:i]:
            raise BadGroup(f"{place.name} ({place.code}) is asked for twice; name each place once.")
    return found


def _place(text: str, level: Level | None, geography: Geography) -> Place:
    try:
        if GROUP_SIGN in text:
            parts = [geography.find(part, "municipality") for part in text.split(GROUP_SIGN)]
            return geography.group([part.code for part in parts])
        return geography.find(text, level) if level else geography.find(text)
    except UnknownPlace as error:
        error.add_note(text)  # what was asked for, so that every language can say it
        raise


def _level(name: str | None) -> Level | None:
    if name is None:
        return None
    if name not in get_args(Level):
        raise OutOfRange(
            f"The level {name!r} does not exist; choose {', '.join(LEVELS_OF_ALL)} or like."
        )
    return cast(Level, name)
