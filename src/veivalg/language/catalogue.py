"""Texts by key, read from the `.po` files beside this module.

Every `*.po` of a language is merged: `nb.po` and `web.nb.po` make bokmål. The msgid is a
key (`finding.why.fewer.moves`) and the msgstr a whole sentence with {named} places.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from veivalg.errors import OutOfRange
from veivalg.language.forms import shown

Language = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")
FOLDER = Path(__file__).parent
BORROWED = " [bokmål]"
"""Put behind a text that is missing in the language asked for, so that a reader sees it."""


def language_named(name: str) -> Language:
    """The language of a code such as "nn". Raises OutOfRange for any other."""
    if name not in LANGUAGES:
        raise OutOfRange(
            f"Language {name!r} is not one of {', '.join(LANGUAGES)}; choose one of them."
        )
    return name


def chosen(*wishes: str | None, otherwise: Language = "nb") -> Language:
    """The first wish that is one of ours: "no", "nb_NO.UTF-8", "nn", "en-GB,en;q=0.8" …"""
    for wish in wishes:
        for part in (wish or "").replace("_", "-").split(","):
            head = part.strip().split(";")[0].split(".")[0].split("-")[0].lower()
            if head in ("no", "norwegian"):
                return "nb"
            if head in LANGUAGES:
                return head
    return otherwise


@cache
def own_words(language: Language) -> Mapping[str, str]:
    """What is written in this language itself, key → text, nothing borrowed."""
    files = [*sorted(FOLDER.glob(f"*.{language}.po")), FOLDER / f"{language}.po"]
    return MappingProxyType({key: value for file in files for key, value in _read(file).items()})


@cache
def words(language: Language) -> Mapping[str, str]:
    """Every key and its text; one that is missing is bokmål, marked so, never English."""
    own, bokmaal = own_words(language), own_words("nb")
    borrowed = {key: value + BORROWED for key, value in bokmaal.items() if key not in own}
    return MappingProxyType({**borrowed, **own})


def text(key: str, language: Language, **values: Any) -> str:
    """The sentence behind a key, with values put in and numbers in the language's form.

    A text value stands as it is (names, years); int and float are numbers to be formatted.
    A key nobody has written comes back as the key, so that a page still shows.
    """
    sentence = words(language).get(key)
    if sentence is None:
        return key
    return sentence.format_map({name: shown(value, language) for name, value in values.items()})


def _read(file: Path) -> dict[str, str]:
    from babel.messages.pofile import read_po

    with file.open("rb") as stream:
        catalogue = read_po(stream, abort_invalid=True)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
