"""A package or a whole path as one TOML file that a planner can read, edit and send to others.

The form is told in docs/model/packages.md. Ready packages are written in it too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from veivalg.choices.lever import LEVELS
from veivalg.choices.package import FORM, MOST_YEARS_AFTER
from veivalg.data.geography import geography
from veivalg.data.places import LEVELS as PLACE_LEVELS
from veivalg.data.places import Place
from veivalg.errors import BadParameter, VeivalgError
from veivalg.futures.connections import STRONGEST, connections
from veivalg.futures.shock import LONGEST
from veivalg.language import LANGUAGES, Language, refusing, text
from veivalg.pathways.ideas import HERE, Ideas, at_line, line_of, read_ideas
from veivalg.pathways.inputs import FULL, KINDS, SIZES, Chosen, Happening, Path, Repertoire
from veivalg.pathways.path_text import (
    Note,
    check_once,
    checked_choice,
    checked_weight,
    checked_year,
    in_words,
    nearest,
)
from veivalg.pathways.toml_text import toml_of, value_text
from veivalg.shifts.reading import (
    Told,
    document,
    in_language,
    listed,
    number,
    only,
    quoted,
    tables,
    told,
    whole,
    wording,
)

Found = TypeVar("Found")
MOST_BYTES = 200_000
"""Of a file."""
LARGEST = 10**15
KEYS = ("veivalg", "id", "order", "name", "what", "for", "lacks", "place", "kinds", "story",
        "shock", "choice", "link", "own_story", "own_measure")  # fmt: skip
"""The first of a file's tables; id to lacks stand in ready packages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What a file holds.

    name   by language as it is written, None when it has none
    notes  what has other numbers now than when the file was written
    """

    path: Path
    ideas: Ideas
    name: Told | None
    place: Place | None
    notes: tuple[Note, ...]


def written(
    path: Path,
    known: Repertoire,
    *,
    name: str = "",
    place: Place | None = None,
    notes: tuple[str, ...] = (),
    language: Language = "nb",
) -> str:
    """The file of a path; comments in the reader's language name what the ids are.

    notes  what is told at the top, one line each
    """
    parts = [f"# {text('package_file.top', language)}", *(f"# {quoted_line(n)}" for n in notes)]
    parts.append(f"\nveivalg = {FORM}")
    if name:
        parts.append(f"name = {value_text(name)}")
    if place is not None:
        parts.append(f'place = "{place.level} {place.code}"  # {quoted_line(place.name)}')
    if path.kinds:
        parts.append(f"kinds = {value_text(list(path.kinds))}")
    parts += _stories(path, known, language)
    parts += _shocks(path, known, language)
    parts += _choices(path, known, language)
    parts += _links(path, language)
    parts += _own(path, language)
    return "\n".join(parts) + "\n"


def quoted_line(said: str) -> str:
    """A text on one line of a comment."""
    return "".join(letter if letter.isprintable() else " " for letter in said)


def _about(key: str, language: Language) -> str:
    return f"\n# {text(f'package_file.about_{key}', language)}"


def _stories(path: Path, known: Repertoire, language: Language) -> list[str]:
    parts = [_about("stories", language)] if path.weights else []
    for story, weight in path.weights:
        called = quoted_line(in_language(known.stories[story].name, language))
        parts.append(
            f'\n[[story]]\nid = "{story}"  # {called}\nweight = {weight:.12g}\n'
            f'numbers = "{known.fingerprint(story)}"'
        )
    return parts


def _shocks(path: Path, known: Repertoire, language: Language) -> list[str]:
    parts = [_about("shocks", language)] if path.shocks else []
    for one in path.shocks:
        called = quoted_line(in_language(known.shocks[one.shock].name, language))
        entry = {"size": one.size, "year": one.year}
        if one.lasts:
            entry["lasts"] = one.lasts
        parts.append(f'\n[[shock]]\nid = "{one.shock}"  # {called}\n{toml_of(entry)}')
    return parts


def _choices(path: Path, known: Repertoire, language: Language) -> list[str]:
    parts = [_about("choices", language)] if path.choices else []
    for one in path.choices:
        called = quoted_line(in_language(known.levers[one.lever].name, language))
        parts.append(
            f'\n[[choice]]\nlever = "{one.lever}"  # {called}\nlevel = {one.level}\n'
            f'year = {one.year}\nnumbers = "{known.fingerprint(one.lever)}"'
        )
    return parts


def _links(path: Path, language: Language) -> list[str]:
    parts = [_about("links", language)] if path.links else []
    for first, second, score in path.links:
        parts.append(f'\n[[link]]\nfrom = "{first}"\nto = "{second}"\nscore = {int(score)}')
    return parts


def _own(path: Path, language: Language) -> list[str]:
    parts = [_about("own", language)] if path.own_stories or path.own_levers else []
    for key, texts in (("own_story", path.own_stories), ("own_measure", path.own_levers)):
        parts += [f"\n[[{key}]]\n{toml_of(document(one, file=HERE), within=key)}" for one in texts]
    return parts


def read_file(content: bytes, *, years: tuple[int, ...]) -> Filed:
    """What a file holds. Raises BadParameter with file, line, place and remedy.

    years  opening years of the run; year_after counts from the first
    """
    if len(content) > MOST_BYTES:
        raise refusing(BadParameter, "package_file.too_large", most=MOST_BYTES)
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusing(BadParameter, "package_file.not_text") from error
    try:
        return _Reading(said, years).filed()
    except BadParameter as error:
        if isinstance(error.values.get("where"), str):
            raise _placed(error, said) from error
        raise


def _placed(error: BadParameter, said: str) -> BadParameter:
    """The same error with the file's name and the line in the place of HERE."""
    rest = str(error.values["where"]).removeprefix(HERE)
    begun = re.match(r", (\w+) (\d+)", rest)
    after = _begins(said, begun[1], int(begun[2])) if begun else 0
    line = line_of(said, error.values.get("value"), after=after)
    if not line and begun and after:
        line = str(after)
    if "line" in error.values:
        line = ""
    where = {}
    for language in LANGUAGES:
        file = text("package_file.file", language)
        where[language] = f"{file}{at_line(line, language)}{rest}"
    return refusing(BadParameter, error.key, **{**error.values, "where": where})


def _begins(said: str, key: str, n: int) -> int:
    """Number of the line where the n-th table of a kind begins, 0 when it is not found."""
    header = re.compile(rf"\s*\[\[\s*{re.escape(key)}\s*\]\]")
    lines = [at for at, line in enumerate(said.splitlines(), start=1) if header.match(line)]
    return lines[n - 1] if n <= len(lines) else 0


class _Reading:
    """One file as it is read: its text, and what its names may be."""

    def __init__(self, said: str, years: tuple[int, ...]) -> None:
        self.said = said
        self.years = years
        self.notes: list[Note] = []
        self.entry = only(document(said, file=HERE), KEYS, where=HERE)
        self._check_form()
        self.ideas = self._ideas()
        self.known = self.ideas.repertoire

    def filed(self) -> Filed:
        entry = self.entry
        path = Path(
            weights=tuple(one for one in self._each("story", self._story) if one[1] > 0),
            shocks=self._each("shock", self._shock),
            choices=self._each("choice", self._choice),
            kinds=tuple(dict.fromkeys(self._kinds())),
            links=self._each("link", self._link),
            own_stories=self.ideas.story_texts,
            own_levers=self.ideas.lever_texts,
        )
        self._once("story", [story for story, _ in path.weights])
        self._once("link", [f"{first} {second}" for first, second, _ in path.links])
        with_place(HERE, lambda path, _: check_once(path), path)
        return Filed(
            path=path,
            ideas=self.ideas,
            name=told(entry, "name", where=HERE) if "name" in entry else None,
            place=self._place(),
            notes=tuple(self.notes),
        )

    def _check_form(self) -> None:
        form = self.entry.get("veivalg")
        if form is None:
            raise refusing(BadParameter, "package_file.no_version", version=str(FORM))
        if type(form) is not int or form != FORM:
            raise refusing(
                BadParameter, "package_file.version", value=quoted(form), version=str(FORM)
            )

    def _ideas(self) -> Ideas:
        texts = []
        for key in ("own_story", "own_measure"):
            held = tables(self.entry, key, where=HERE)
            for n, one in enumerate(held, start=1):
                if not isinstance(one, dict):
                    raise refusing(BadParameter, "content.brackets", where=HERE, field=key)
                _writable(one, where=f"{HERE}, {key} {n}")
            texts.append(tuple(_text_of(one) for one in held))
        return read_ideas(texts[0], texts[1], within=self.said)

    def _each(self, key: str, read: Callable[[Any, str], Any]) -> tuple[Any, ...]:
        """Every table of a kind, read; what a path refuses is told with its place."""
        held = enumerate(tables(self.entry, key, where=HERE), start=1)
        return tuple(with_place(f"{HERE}, {key} {n}", read, one) for n, one in held)

    def _story(self, entry: Any, where: str) -> tuple[str, float]:
        entry = only(entry, ("id", "weight", "numbers"), where=where)
        name = wording(entry, "id", where=where)
        weight = number(entry, "weight", where=where, otherwise=float(FULL))
        found = checked_weight(name, weight, self.known)
        self._compare(entry, name, where)
        return found

    def _shock(self, entry: Any, where: str) -> Happening:
        entry = only(entry, ("id", "size", "year", "year_after", "lasts"), where=where)
        name = wording(entry, "id", where=where)
        nearest(name, self.known.shocks, "path.shock")
        size = whole(entry, "size", where=where, least=1, most=len(SIZES))
        lasts = None
        if "lasts" in entry:
            lasts = whole(entry, "lasts", where=where, least=1, most=LONGEST)
        year = self._year(entry, name, where)
        return Happening(shock=name, size=size, year=year, lasts=lasts)

    def _choice(self, entry: Any, where: str) -> Chosen:
        entry = only(entry, ("lever", "level", "year", "year_after", "numbers"), where=where)
        name = wording(entry, "lever", where=where)
        nearest(name, self.known.levers, "path.lever")
        level = whole(entry, "level", where=where, least=1, most=LEVELS)
        year = self._year(entry, name, where)
        self._compare(entry, name, where)
        return checked_choice(name, level, year, self.known, self.years)

    def _link(self, entry: Any, where: str) -> tuple[str, str, float]:
        entry = only(entry, ("from", "to", "score"), where=where)
        first, second = (wording(entry, key, where=where) for key in ("from", "to"))
        score = whole(entry, "score", where=where, least=-STRONGEST, most=STRONGEST)
        connections().edited({(first, second): float(score)})
        return first, second, float(score)

    def _year(self, entry: Mapping[str, Any], name: str, where: str) -> int:
        if ("year" in entry) == ("year_after" in entry):
            raise refusing(BadParameter, "package_file.one_year", where=where)
        if "year" in entry:
            year = number(entry, "year", where=where)
        else:
            after = whole(entry, "year_after", where=where, least=1, most=MOST_YEARS_AFTER)
            year = float(self.years[0] + after)
        return checked_year(year, name, self.years)

    def _kinds(self) -> tuple[str, ...]:
        held = listed(self.entry, "kinds", where=HERE)
        for kind in held:
            with_place(HERE, lambda one, _: nearest(one, KINDS, "path.kind"), kind)
        return held

    def _place(self) -> Place | None:
        said = wording(self.entry, "place", where=HERE)
        if not said:
            return None
        level, _, code = said.partition(" ")
        for one in PLACE_LEVELS:
            if one == level:
                try:
                    return geography().place(one, code)
                except VeivalgError:
                    break
        raise refusing(BadParameter, "package_file.place", where=HERE, value=quoted(said))

    def _compare(self, entry: Mapping[str, Any], name: str, where: str) -> None:
        mark = wording(entry, "numbers", where=where)
        if mark and mark != self.known.fingerprint(name):
            self.notes.append(Note(key="path.other_numbers", name=name))

    def _once(self, key: str, names: list[str]) -> None:
        twice = next((one for n, one in enumerate(names) if one in names[:n]), None)
        if twice is not None:
            raise refusing(BadParameter, "package_file.twice", where=f"{HERE}, {key}", value=twice)


def with_place(where: str, read: Callable[[Any, str], Found], one: Any) -> Found:
    """What is read, or its refusal with the place in the file."""
    try:
        return read(one, where)
    except VeivalgError as error:
        if "where" in error.values:
            raise
        raise refusing(
            BadParameter,
            "package_file.entry",
            where=where,
            fault=in_words(error),
            value=error.values.get("value", ""),
        ) from error


def _text_of(own: Mapping[str, Any]) -> str:
    """An own text as a file of its own. Raises BadParameter when it is too deep to be written."""
    try:
        return toml_of(own) + "\n"
    except RecursionError as error:
        raise refusing(BadParameter, "content.too_deep", where=HERE) from error


def _writable(held: Any, *, where: str) -> None:
    """Raise BadParameter for a value that has no place in an own text: a date, a huge number."""
    if isinstance(held, dict | list):
        for one in held.values() if isinstance(held, dict) else held:
            _writable(one, where=where)
    elif not isinstance(held, str | int | float) or (
        not isinstance(held, str) and abs(held) > LARGEST
    ):
        written_as = held if isinstance(held, int | float) else str(held)
        raise refusing(BadParameter, "package_file.value", where=where, value=quoted(written_as))
