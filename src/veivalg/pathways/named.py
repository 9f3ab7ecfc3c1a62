"""Futures, shocks and choices as people name them: an id, a name in any language, or its start."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from veivalg.data.search import folded_words
from veivalg.errors import BadParameter, OutOfRange
from veivalg.language import refusing
from veivalg.pathways.inputs import KINDS, Path, Repertoire
from veivalg.pathways.path_text import (
    check_once,
    checked_choice,
    checked_shock,
    checked_weight,
    nearest,
)
from veivalg.shifts.reading import Told

SHORTEST = 3
"""Letters of the start of a name that is taken for the whole."""
MOST_NEAR = 4
LIKE = 0.4
"""How alike a name must be to be suggested, from 0 to 1."""
LONGEST = 60
"""Letters of what was written that an error repeats."""


class Called(Protocol):
    """Anything with an id and a name by language."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> Told: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody writes, not yet checked.

    stories  (name, per cent)
    choices  (name, level, first year)
    shocks   (name, size, year, how many years or None)
    kinds    of place
    """

    stories: Sequence[tuple[str, float]] = ()
    choices: Sequence[tuple[str, float, float]] = ()
    shocks: Sequence[tuple[str, float, float, float | None]] = ()
    kinds: Sequence[str] = ()


def chosen_by_name(
    path: Path, wanted: Wanted, known: Repertoire, *, years: tuple[int, ...]
) -> Path:
    """The path with what is wanted besides. Raises BadParameter, OutOfRange: value and remedy.

    Nothing may be said twice, also not when both say the same: one of them was meant otherwise.
    """
    weights = [
        checked_weight(called(name, known.stories, "path.story"), weight, known)
        for name, weight in wanted.stories
    ]
    choices = [
        checked_choice(called(name, known.levers, "path.lever"), level, year, known, years)
        for name, level, year in wanted.choices
    ]
    shocks = [
        checked_shock(called(name, known.shocks, "path.shock"), size, year, lasts, known, years)
        for name, size, year, lasts in wanted.shocks
    ]
    for kind in wanted.kinds:
        nearest(kind, KINDS, "path.kind")
    _once([story for story, _ in (*path.weights, *weights)])
    _once([f"{one.shock} {one.year}" for one in (*path.shocks, *shocks)])
    found = replace(
        path,
        weights=(*path.weights, *(one for one in weights if one[1] > 0)),
        choices=(*path.choices, *choices),
        shocks=(*path.shocks, *shocks),
        kinds=tuple(dict.fromkeys((*path.kinds, *wanted.kinds))),
    )
    check_once(found)
    return found


def called(text: str, held: Mapping[str, Called], key: str) -> str:
    """The id that a name means: whole, else the start of only one, else of a word of only one.

    Raises BadParameter: it means several, or the nearest names.
    key  of the sentence that says that there is none
    """
    query = _folded(text)
    for ways in (_whole, _starts, _words) if len(query) >= SHORTEST else (_whole,):
        found = [ident for ident, one in held.items() if ways(one, query)]
        if len(found) == 1:
            return found[0]
        if found:
            near = "; ".join(_shown(held[ident], query) for ident in found[:MOST_NEAR])
            raise refusing(BadParameter, "path.several", value=text[:LONGEST], near=near)
    raise refusing(BadParameter, key, value=text[:LONGEST], near=_nearest(query, held))


def _whole(one: Called, query: str) -> bool:
    return query in _ways(one)


def _starts(one: Called, query: str) -> bool:
    return any(way.startswith(query) for way in _ways(one))


def _words(one: Called, query: str) -> bool:
    names = [folded_words(name) for name in one.name.values()]
    return any("".join(n[i:]).startswith(query) for n in names for i in range(1, len(n)))


def _ways(one: Called) -> list[str]:
    return [_folded(name) for name in (one.id, *one.name.values())]


def _nearest(query: str, held: Mapping[str, Called]) -> str:
    """The most alike names, each once; the first of all when none is alike."""
    of = {way: ident for ident, one in held.items() for way in _ways(one)}
    near = difflib.get_close_matches(query, of, n=3 * MOST_NEAR, cutoff=LIKE) or list(of)
    idents = dict.fromkeys(of[name] for name in near)
    return "; ".join(_shown(held[ident], query) for ident in list(idents)[:MOST_NEAR])


def _shown(one: Called, query: str) -> str:
    """Name and id, in the language that what was written is most like."""
    names = list(one.name.values())
    alike = [difflib.SequenceMatcher(None, query, _folded(name)).ratio() for name in names]
    return f"{names[alike.index(max(alike))]} ({one.id})"


def _folded(text: str) -> str:
    return "".join(folded_words(text))


def _once(names: Sequence[str]) -> None:
    twice = next((one for i, one in enumerate(names) if one in names[:i]), None)
    if twice is not None:
        raise refusing(OutOfRange, "path.said_twice", value=twice)
