"""A story of the future or a scenario: trends, a life, traits, implications and opportunities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from veivalg.errors import BadParameter
from veivalg.futures.trend import Trend, read_trend
from veivalg.language import refusing
from veivalg.provenance import content_hash
from veivalg.shifts.reading import (
    Told,
    document,
    identifier,
    listed,
    one_of,
    only,
    quoted,
    tables,
    told,
    whole,
    wording,
)

Kind = Literal["story", "scenario", "own"]
DIMENSIONS = (
    "governance",
    "local_democracy",
    "culture_and_identity",
    "services",
    "land_and_place",
    "preparedness",
    "business",
)
ATTITUDES = ("go_along", "handle", "counter", "strengthen")
"""How one may meet what a story brings."""
SHIPPED = 3
"""Languages of what ships."""
KEYS = ("id", "kind", "document", "horizon", "name", "short", "story", "retold", "corner",
        "persona", "trait", "trend", "item")  # fmt: skip
MOST_TRENDS = 60
CORNERS = ("trust", "change")
OLDEST = 130


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """A main feature of a story: carried by trends, or shown as text with the reason."""

    id: str
    text: Told
    trends: tuple[str, ...]
    shown: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An implication or an opportunity, tagged with dimension and how one may meet it."""

    id: str
    kind: str
    dimension: str
    meet: str
    text: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """One life in the story."""

    name: str
    age: str
    text: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One future as content.

    id        "H1" to "H5", "S1" to "S4"; own ones have a name of their own
    horizon   the year it is told of
    retold    sentences with places in braces that a municipality's own figures fill
    corner    scenarios: ("high" | "low") trust and change
    """

    id: str
    kind: Kind
    document: str
    horizon: int
    name: Told
    short: Told
    story: Told
    retold: Told | None
    corner: Mapping[str, str]
    persona: Persona | None
    traits: tuple[Trait, ...]
    trends: tuple[Trend, ...]
    items: tuple[Item, ...]

    @property
    def identity(self) -> str:
        """Hash of what moves numbers."""
        return content_hash(
            [
                (t.dial.key, t.where, t.low, t.mid, t.high, t.first, t.last, t.profile, t.years)
                for t in self.trends
            ]
        )


@cache
def stories() -> Mapping[str, Story]:
    """The stories and scenarios that ship, by id: H1 to H5, then S1 to S4. Raises BadParameter."""
    found: dict[str, Story] = {}
    for folder in ("stories", "scenarios"):
        place = files(__package__).joinpath(folder)
        for file in place.iterdir():
            if file.name.endswith(".toml"):
                text = file.read_text(encoding="utf-8")
                one = read_story(text, file=file.name, languages=SHIPPED)
                found[one.id] = one
    return MappingProxyType(dict(sorted(found.items())))


def read_story(text: str, *, file: str, languages: int = 1) -> Story:
    """A story from a TOML text. Raises BadParameter with file, place and remedy."""
    entry = only(document(text, file=file), KEYS, where=file)
    ident = identifier(entry, where=file)
    trends = tables(entry, "trend", where=file)
    if not trends or len(trends) > MOST_TRENDS:
        raise refusing(
            BadParameter, "content.trends", where=file, count=len(trends), most=MOST_TRENDS
        )
    read = tuple(read_trend(t, where=file, languages=languages) for t in trends)
    names = {trend.name for trend in read}
    return Story(
        id=ident,
        kind=_kind(entry, file),
        document=wording(entry, "document", where=file),
        horizon=whole({"horizon": 2050, **entry}, "horizon", where=file, least=2030, most=2060),
        name=told(entry, "name", where=file, languages=languages),
        short=told(entry, "short", where=file, languages=languages),
        story=told({"story": entry.get("short"), **entry}, "story", where=file),
        retold=told(entry, "retold", where=file) if "retold" in entry else None,
        corner=_corner(entry, file),
        persona=_persona(entry, file),
        traits=tuple(_trait(t, names, file) for t in tables(entry, "trait", where=file)),
        trends=read,
        items=tuple(_item(i, file) for i in tables(entry, "item", where=file)),
    )


def _kind(entry: Mapping[str, Any], file: str) -> Kind:
    kinds: tuple[Kind, ...] = ("story", "scenario", "own")
    found = one_of(entry, "kind", kinds, where=file, otherwise="own")
    return next(kind for kind in kinds if kind == found)


def _persona(entry: Mapping[str, Any], file: str) -> Persona | None:
    held = entry.get("persona")
    if held is None:
        return None
    where = f"{file}, persona"
    only(held, ("name", "age", "text"), where=where)
    return Persona(
        name=wording(held, "name", where=where),
        age=wording({**held, "age": _age(held)}, "age", where=where),
        text=told(held, "text", where=where),
    )


def _age(held: Mapping[str, Any]) -> Any:
    """An age may be written as a number."""
    age = held.get("age", "")
    return f"{age}" if type(age) is int and 0 <= age < OLDEST else age


def _corner(entry: Mapping[str, Any], file: str) -> Mapping[str, str]:
    """Which end of each driver a scenario stands at."""
    held = entry.get("corner", {})
    where = f"{file}, corner"
    only(held, CORNERS, where=where)
    return MappingProxyType({key: one_of(held, key, ("low", "high"), where=where) for key in held})


def _trait(entry: Any, trends: set[str], file: str) -> Trait:
    where = f"{file}, trait {_named(entry)}"
    entry = only(entry, ("id", "text", "trends", "shown"), where=where)
    carried = listed(entry, "trends", where=where)
    for name in carried:
        if name not in trends:
            raise refusing(BadParameter, "content.carried", where=where, value=quoted(name))
    return Trait(
        id=wording(entry, "id", where=where),
        text=told(entry, "text", where=where),
        trends=carried,
        shown=told(entry, "shown", where=where) if "shown" in entry else None,
    )


def _item(entry: Any, file: str) -> Item:
    where = f"{file}, item {_named(entry)}"
    entry = only(entry, ("id", "kind", "dimension", "meet", "text"), where=where)
    return Item(
        id=wording(entry, "id", where=where),
        kind=one_of(entry, "kind", ("implication", "opportunity"), where=where),
        dimension=one_of(entry, "dimension", DIMENSIONS, where=where),
        meet=one_of(entry, "meet", ATTITUDES, where=where),
        text=told(entry, "text", where=where),
    )


def _named(entry: Any) -> str:
    return quoted(entry.get("id", "") if isinstance(entry, dict) else entry)
