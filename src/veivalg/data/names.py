"""Every name and number a place can be found by, gathered for the search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from veivalg.data.codes import Number
from veivalg.data.places import Municipality, Place
from veivalg.data.search import Index, Key

COUNTRY_NAMES = ("Norge", "Noreg", "Norway", "Norga", "Norja", "Hele landet", "Heile landet")
LARGEST = 1e7
"""Persons; only makes the weight of a place lie below 1."""


def index_of_names(
    places: Sequence[Place],
    municipalities: Mapping[str, Municipality],
    changes: Mapping[str, Number],
    sizes: Mapping[str, int],
) -> Index:
    """The search index over the places held, and over names and numbers of former days."""
    alone = {place.code: place for place in places if place.level == "municipality"}
    weight = {
        (place.level, place.code): sum(sizes[code] for code in place.members) / LARGEST
        for place in places
    }
    keys = [
        Key(text, place, weight[place.level, place.code], shown=text)
        for place in places
        for text in dict.fromkeys(_names_today(place, municipalities))
    ]
    keys += [
        Key(text, place, weight[place.level, place.code], shown=shown, former=True)
        for number in changes.values()
        if not number.current
        for place in (alone[code] for code in number.successors)
        for text, shown in _former_names(number)
    ]
    return Index(keys)


def _names_today(place: Place, municipalities: Mapping[str, Municipality]) -> Iterator[str]:
    yield place.code
    if place.level == "municipality":
        one = municipalities[place.code]
        yield from (one.norwegian, *one.sami_names, one.name, _unqualified(one.norwegian))
    elif place.level == "country":
        yield from COUNTRY_NAMES
    else:
        yield place.name
        yield from (part.strip() for part in place.name.replace("–", "/").split("/"))


def _former_names(number: Number) -> Iterator[tuple[str, str]]:
    """(text, how it is shown) for a number of former days and each of its names."""
    shown = f"{number.code[:4]} {number.name} (–{number.last or ''})"
    yield number.code[:4], shown
    for name in dict.fromkeys((number.name, *number.name.split(" – "), _unqualified(number.name))):
        yield name, shown


def _unqualified(name: str) -> str:
    """A name without what keeps it apart from a namesake: "Våler (Østfold)" gives "Våler"."""
    return name.partition(" (")[0]
