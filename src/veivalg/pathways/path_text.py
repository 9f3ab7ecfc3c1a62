"""A path as text for an address and a command line, and back; what is not right is told.

Whoever writes a path gets an error that names the value and the nearest that exists. Whoever opens
a link gets the path with what still holds, and is told what has changed since the link was made.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from veivalg.choices.lever import LEVELS
from veivalg.errors import BadParameter, OutOfRange, VeivalgError
from veivalg.futures.shock import LONGEST
from veivalg.language import LANGUAGES, explained, refusing
from veivalg.pathways.inputs import (
    FINGERPRINT,
    FULL,
    KINDS,
    SIZES,
    VERSION,
    Chosen,
    Happening,
    Path,
    Repertoire,
)

MOST_TEXT = 4_000
MOST_CHOICES = 150
FEW = 8
"""Names that are all told when another is written."""
PARTS = {"f": "stories", "x": "shocks", "v": "choices", "k": "kinds", "m": "links"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a link says that no longer holds: a message key and what fills it.

    value  as it stands, or by language
    """

    key: str
    name: str
    value: str | Mapping[str, str] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A path from a link, and what has changed since the link was made."""

    path: Path
    notes: tuple[Note, ...]


def text_of(path: Path, known: Repertoire | None = None) -> str:
    """The path as text; with fingerprints of its stories and choices when they are known.

    Own stories and measures are not in it: they travel beside it.
    """

    def marked(text: str, name: str) -> str:
        return f"{text}-{known.fingerprint(name)}" if known else text

    parts = {
        "f": [marked(f"{story}-{_short(weight)}", story) for story, weight in path.weights],
        "x": [
            f"{s.shock}-{s.size}-{s.year}" + (f"-{s.lasts}" if s.lasts else "") for s in path.shocks
        ],
        "v": [marked(f"{c.lever}-{c.level}-{c.year}", c.lever) for c in path.choices],
        "k": list(path.kinds),
        "m": [f"{a}-{b}-{int(score)}".replace("--", "-n") for a, b, score in path.links],
    }
    return "~".join([VERSION, *(f"{k}.{'.'.join(v)}" for k, v in parts.items() if v)])


def read_path(text: str, known: Repertoire, *, years: tuple[int, ...]) -> Path:
    """A path from its text. Raises BadParameter, OutOfRange: value, what is right, nearest names.

    years  opening years of the run: a choice or an event begins after the first
    """
    opened = _read(text, known, years, strict=True)
    return opened.path


def open_link(text: str, known: Repertoire, *, years: tuple[int, ...]) -> Opened:
    """A path from a link, also an old one: what does not hold is left out and told."""
    return _read(text, known, years, strict=False)


def _read(text: str, known: Repertoire, years: tuple[int, ...], *, strict: bool) -> Opened:
    if len(text) > MOST_TEXT:
        raise refusing(OutOfRange, "path.too_long", most=MOST_TEXT)
    version, *rest = text.strip().split("~") if text.strip() else [VERSION]
    notes: list[Note] = []
    if version != VERSION:
        if strict or not version.isdigit():
            raise refusing(BadParameter, "path.version", value=version[:20], version=VERSION)
        notes.append(Note(key="path.other_version", name=version))
    found: dict[str, list[Any]] = {name: [] for name in PARTS.values()}
    for part in rest:
        kind, _, listed = part.partition(".")
        if kind not in PARTS:
            raise refusing(BadParameter, "path.part", value=part[:30])
        for item in filter(None, listed.split(".")):
            try:
                found[PARTS[kind]].append(_READERS[kind](item, known, years, notes))
            except VeivalgError as error:
                if strict:
                    raise
                notes.append(Note(key="path.left_out", name=item[:40], value=in_words(error)))
    return Opened(path=_path(found, known), notes=tuple(notes))


def in_words(error: VeivalgError) -> Mapping[str, str]:
    """What is wrong, in each language."""
    return {language: explained(error, language) for language in LANGUAGES}


def _path(found: dict[str, list[Any]], known: Repertoire) -> Path:
    told = [story for story, _ in found["stories"]]
    judged = [f"{first}-{second}" for first, second, _ in found["links"]]
    for said in (told, judged):
        twice = next((one for i, one in enumerate(said) if one in said[:i]), None)
        if twice is not None:
            raise refusing(OutOfRange, "shifts.said_twice", value=twice)
    path = Path(
        weights=tuple((story, weight) for story, weight in found["stories"] if weight > 0),
        shocks=tuple(found["shocks"]),
        choices=tuple(found["choices"]),
        kinds=tuple(dict.fromkeys(found["kinds"])),
        links=tuple(found["links"]),
        own_stories=known.own_stories,
        own_levers=known.own_levers,
    )
    check_once(path)
    return path


def check_once(path: Path) -> None:
    """Raise OutOfRange when a lever is chosen twice: one level and one year hold for each."""
    chosen = [choice.lever for choice in path.choices]
    twice = next((one for i, one in enumerate(chosen) if one in chosen[:i]), None)
    if twice is not None:
        raise refusing(OutOfRange, "path.twice", value=twice)
    events = [(event.shock, event.year) for event in path.shocks]
    again = next((one for i, one in enumerate(events) if one in events[:i]), None)
    if again is not None:
        raise refusing(OutOfRange, "path.twice_event", value=again[0], year=str(again[1]))
    if len(chosen) > MOST_CHOICES:
        raise refusing(OutOfRange, "path.too_many", most=MOST_CHOICES)


def checked_choice(
    lever: str, level: float, year: float, known: Repertoire, years: tuple[int, ...]
) -> Chosen:
    """A choice within bounds. Raises OutOfRange, BadParameter."""
    nearest(lever, known.levers, "path.lever")
    if level not in range(1, LEVELS + 1):
        raise refusing(OutOfRange, "path.level", name=lever, value=_said(level), most=LEVELS)
    return Chosen(lever=lever, level=int(level), year=checked_year(year, lever, years))


def checked_weight(story: str, weight: float, known: Repertoire) -> tuple[str, float]:
    """A story's weight in per cent. Raises OutOfRange, BadParameter."""
    nearest(story, known.stories, "path.story")
    if not 0 <= weight <= FULL:
        raise refusing(OutOfRange, "path.weight", name=story, value=_said(weight))
    return story, float(weight)


def checked_shock(
    shock: str,
    size: float,
    year: float,
    lasts: float | None,
    known: Repertoire,
    years: tuple[int, ...],
) -> Happening:
    """An event within bounds. Raises OutOfRange, BadParameter.

    lasts  years; None = as long as its kind usually does
    """
    nearest(shock, known.shocks, "path.shock")
    if size not in range(1, len(SIZES) + 1):
        raise refusing(OutOfRange, "path.size", name=shock, value=_said(size), most=len(SIZES))
    if lasts is not None and lasts not in range(1, LONGEST + 1):
        raise refusing(OutOfRange, "path.lasts", name=shock, value=_said(lasts), most=LONGEST)
    return Happening(
        shock=shock,
        size=int(size),
        year=checked_year(year, shock, years),
        lasts=None if lasts is None else int(lasts),
    )


def checked_year(year: float, name: str, years: tuple[int, ...]) -> int:
    """A year after the first of the run. Raises OutOfRange."""
    first, last = years[0] + 1, years[-1]
    if year != int(year) or not first <= year <= last:
        raise refusing(OutOfRange, "path.year", name=name, value=_said(year), first=str(first),
                       last=str(last))  # fmt: skip
    return int(year)


def nearest(name: str, held: Collection[str], key: str) -> None:
    """Raise BadParameter when a name is not held, with the nearest names, or all when few are."""
    if name not in held:
        near = list(held)
        if len(near) > FEW:
            near = difflib.get_close_matches(name, held, n=3, cutoff=0.3) or sorted(held)[:5]
        raise refusing(BadParameter, key, value=name[:40], near=", ".join(near))


def _story(
    item: str, known: Repertoire, years: tuple[int, ...], notes: list[Note]
) -> tuple[str, float]:
    name, weight, *mark = _fields(item, 2)
    found = checked_weight(name, _number(weight, item), known)
    _compare(name, mark, known, notes)
    return found


def _shock(item: str, known: Repertoire, years: tuple[int, ...], notes: list[Note]) -> Happening:
    name, size, year, *rest = _fields(item, 3)
    lasts = _number(rest[0], item) if rest else None
    return checked_shock(name, _number(size, item), _number(year, item), lasts, known, years)


def _choice(item: str, known: Repertoire, years: tuple[int, ...], notes: list[Note]) -> Chosen:
    name, level, year, *mark = _fields(item, 3)
    found = checked_choice(name, _number(level, item), _number(year, item), known, years)
    _compare(name, mark, known, notes)
    return found


def _kind(item: str, known: Repertoire, years: tuple[int, ...], notes: list[Note]) -> str:
    nearest(item, KINDS, "path.kind")
    return item


def _link(
    item: str, known: Repertoire, years: tuple[int, ...], notes: list[Note]
) -> tuple[str, str, float]:
    from veivalg.futures.connections import connections

    first, second, score, *_ = _fields(item, 3)
    held = _number(score.replace("n", "-"), item)
    if held != int(held):
        raise refusing(BadParameter, "path.number", value=score[:20], item=item[:40])
    connections().edited({(first, second): held})
    return first, second, held


_Reader = Callable[[str, Repertoire, tuple[int, ...], list[Note]], Any]
_READERS: dict[str, _Reader] = {
    "f": _story,
    "x": _shock,
    "v": _choice,
    "k": _kind,
    "m": _link,
}


def _compare(name: str, mark: list[str], known: Repertoire, notes: list[Note]) -> None:
    if mark and len(mark[0]) == FINGERPRINT and mark[0] != known.fingerprint(name):
        notes.append(Note(key="path.other_numbers", name=name))


def _fields(item: str, least: int) -> list[str]:
    held = item.split("-")
    if len(held) < least:
        raise refusing(BadParameter, "path.item", value=item[:40])
    return held


def _number(text: str, item: str) -> float:
    try:
        value = float(text.replace("_", "."))
    except ValueError:
        value = float("nan")
    if value != value or abs(value) > 1e9:
        raise refusing(BadParameter, "path.number", value=text[:20], item=item[:40])
    return value


def _said(value: float) -> str:
    """A number as it stands in a sentence; years have no mark between digits."""
    return f"{value:.12g}"


def _short(value: float) -> str:
    """Every digit of a number and no minus of a power of ten, for "-" stands between fields."""
    written: str = np.format_float_positional(value, trim="-")
    return written.replace(".", "_")
