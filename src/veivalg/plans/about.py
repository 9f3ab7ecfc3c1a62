"""What a document is, whose and when: proposed from its text, to be corrected by a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from veivalg.data.geography import geography
from veivalg.errors import UnknownPlace
from veivalg.plans.codes import DOCUMENT_TYPES, DocumentType
from veivalg.plans.goal import About, Unit
from veivalg.plans.language_form import form_of_all
from veivalg.plans.saying import Saying, saying_of, words_of
from veivalg.plans.sdg_use import sdg_use_of
from veivalg.shifts.reading import document as toml_document
from veivalg.shifts.reading import only
from veivalg.sources.document_text import DocumentText

TITLE_BLOCKS = 4
FIRST_PAGES_BLOCKS = 60
LONGEST_TITLE = 150
TITLE_COUNTS, NAME_COUNTS = 4.0, 2.0
"""How much more a word counts in the title and in the file's name than below (*assumption*)."""
FEWEST, STANDS_OUT = 3.0, 1.6
"""Points from which a type is proposed, and how many times those of the next it must have on the
first pages; else it is `other` (*assumption*)."""
_OWNER = re.compile(
    r"\b((?:[A-ZÆØÅ][\wæøåáéò]+)(?:(?:[ -]| og )[A-ZÆØÅ][\wæøåáéò]+){0,3})\s+"
    r"(kommune|herad|fylkeskommune|fylke)\b"
)
_CAPITALS = re.compile(
    r"\b([A-ZÆØÅ]{2,}(?:[ -][A-ZÆØÅ]{2,}){0,2})\s+(KOMMUNE|HERAD|FYLKESKOMMUNE)\b"
)
_NOT_NAMES = {
    "Den", "Denne", "Vår", "Vårt", "En", "Ein", "Ny", "Nye", "Norges", "Hver", "Kvar", "Sammen",
    "Saman", "Som", "I", "For",
}  # fmt: skip
"""Words that begin a sentence with a capital, and are no part of a name."""
_OF = re.compile(r"\b(?:for|av|til)\b", re.IGNORECASE)
_TERM = re.compile(r"\b((?:19|20)\d\d)\s*(?:[–—-]|til|mot|fram mot|to)\s*((?:20)\d\d|\d\d)\b")
_ADOPTED = re.compile(
    r"(?:vedtatte?|vedteken|vedtekne|vedtak|godkjent|godkjend|signert)"
    r".{0,80}?\b((?:19|20)\d\d|\d{1,2}\.\s?\d{1,2}\.\s?(?:20)?\d\d|\d{1,3}/\d\d)\b",
    re.IGNORECASE,
)
EARLIEST, LATEST = 1990, 2060


@dataclass(frozen=True, slots=True)
class _Told:
    """The places in a document that tell what it is."""

    title: str
    first: str
    name: str


def about(document: DocumentText, units: Sequence[Unit]) -> About:
    """What the document is; nothing in it is sure before a person has seen it."""
    told = _told(document)
    called, number = owner_of(document)
    term = _term(told)
    return About(
        document_type=type_of(told.title, told.first, told.name),
        municipality=number,
        name=called,
        form=form_of_all(unit.text for unit in units),
        adopted=_adopted(document, told, term),
        term=term,
        sdg_use=sdg_use_of(units),
    )


def _told(document: DocumentText) -> _Told:
    texts = [block.text for block in document.blocks[:FIRST_PAGES_BLOCKS]]
    title = " . ".join([document.title, *(text[:LONGEST_TITLE] for text in texts[:TITLE_BLOCKS])])
    name = re.sub(r"[_\-.]+", " ", document.name.rpartition(".")[0])
    return _Told(title=title, first=" . ".join([*texts, *document.running]), name=name)


def type_of(title: str, first: str, name: str) -> DocumentType:
    """The type that the title and the file's name speak for; else what the first pages do.

    First pages name other documents too: they only count when one type stands out.
    """
    points = _points(((title, TITLE_COUNTS), (name, NAME_COUNTS)))
    best = max(points, key=lambda kind: points[kind])
    if points[best] >= FEWEST:
        return best
    points = _points(((first, 1.0),))
    (best, most), (_, second) = points.most_common(2)
    return best if most >= FEWEST and most >= STANDS_OUT * max(second, 1.0) else "other"


def _points(places: Sequence[tuple[str, float]]) -> Counter[DocumentType]:
    heard = [(words_of(text), counts) for text, counts in places]
    points: Counter[DocumentType] = Counter()
    for kind, sayings in _types().items():
        said = (
            weight * counts * bool(saying.heard(words))
            for words, counts in heard
            for saying, weight in sayings
        )
        points[kind] = round(sum(said, 0.0))
    return points


@cache
def _types() -> Mapping[DocumentType, tuple[tuple[Saying, float], ...]]:
    file = "document_types.toml"
    text = files("veivalg.plans").joinpath(file).read_text("utf-8")
    held = only(toml_document(text, file=file), DOCUMENT_TYPES, where=file)
    return {
        kind: tuple((saying_of(say), float(weight)) for say, weight in held[kind]["words"].items())
        for kind in DOCUMENT_TYPES
        if kind in held
    }


def owner_of(document: DocumentText) -> tuple[str, str]:
    """Name and number of whose plan it is; the number is "" for a place that does not exist."""
    counts: Counter[tuple[str, bool]] = Counter()
    for number, block in enumerate(document.blocks):
        counts_here = 5 if number < TITLE_BLOCKS else 1
        for name, kind in _OWNER.findall(block.text):
            counts[_named(name), kind.startswith("fylke")] += counts_here
        for name, kind in _CAPITALS.findall(block.text):
            counts[_named(name.title()), kind.startswith("FYLKE")] += counts_here
    beside = (document.title, *document.running)
    for name, kind in (found for text in beside for found in _OWNER.findall(text)):
        counts[_named(name), kind.startswith("fylke")] += 2
    for (name, county), _ in counts.most_common():
        if name:
            return name, number_of(name, county=county)
    return _by_name(document)


def _named(name: str) -> str:
    """The name without words that only begin the sentence."""
    words = _OF.split(name)[-1].split()
    while words and words[0] in _NOT_NAMES:
        words = words[1:]
    return " ".join(words)


def number_of(name: str, *, county: bool) -> str:
    """The number of a municipality or a county, an old name's too; "" when there is none."""
    try:
        return geography().find(name, "county" if county else "municipality").code
    except UnknownPlace:
        return ""


def _by_name(document: DocumentText) -> tuple[str, str]:
    """An owner told by the file's name or title alone."""
    for text in (document.title, document.name.rpartition(".")[0]):
        for word in re.findall(r"[A-Za-zÆØÅæøå]{3,}", text):
            number = number_of(word, county=False)
            if number:
                return geography().municipality(number).norwegian, number
    return "", ""


def _term(told: _Told) -> tuple[int, int] | None:
    """First and last year that the document is for."""
    for text in (told.title, told.name, told.first):
        for begin, end in _TERM.findall(text):
            first = int(begin)
            last = int(end) if len(end) == 4 else first // 100 * 100 + int(end)
            if EARLIEST <= first < last <= LATEST and last - first <= 40:
                return first, last
    return None


def _adopted(document: DocumentText, told: _Told, term: tuple[int, int] | None) -> int | None:
    for text in (told.title, told.first):
        for found in _ADOPTED.findall(text):
            year = int(found.split("/")[-1].split(".")[-1])
            year = year + 2000 if year < 100 else year
            if EARLIEST <= year <= LATEST:
                return year
    for block in document.blocks[-20:]:
        found = _ADOPTED.search(block.text)
        if found and found[1].isdigit():
            return int(found[1])
    if term is not None:
        return term[0]
    made = document.year_made
    return made if made is not None and EARLIEST <= made <= LATEST and made > 2000 else None
