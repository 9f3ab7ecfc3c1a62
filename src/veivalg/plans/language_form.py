"""Which form of Norwegian a text is in, by words that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from veivalg.plans.codes import FORMS, Form
from veivalg.plans.patterns import lists_of

_WORD = re.compile(r"[a-zæøåò]+")
REMEMBERED = 4_000
"""Texts; each is asked for as a block, as a unit and for the whole document."""
ENDING = 0.4
"""What an ending counts, where a word counts 1 (*assumption*)."""


def form_of(text: str, *, otherwise: Form = "nb") -> Form:
    """The form of a text; `otherwise` when its words do not tell."""
    nb, nn, english = _weights(text)
    if english > 1.5 * max(nb, nn) and english >= 3:
        return "other"
    if nb == nn:
        return otherwise
    return "nb" if nb > nn else "nn"


def form_of_all(texts: Iterable[str]) -> Form:
    """The form of a document, from all its units."""
    nb = nn = english = 0.0
    for text in texts:
        one = _weights(text)
        nb, nn, english = nb + one[0], nn + one[1], english + one[2]
    if english > max(nb, nn):
        return "other"
    return "nb" if nb >= nn else "nn"


@lru_cache(maxsize=REMEMBERED)
def _weights(text: str) -> tuple[float, float, float]:
    words = _WORD.findall(text.lower())
    nb, nn, english = (_weight(words, *_told()[form]) for form in FORMS)
    return nb, nn, english


def _weight(words: list[str], known: frozenset[str], ending: re.Pattern[str] | None) -> float:
    heard = float(sum(word in known for word in words))
    if ending is None:
        return heard
    return heard + ENDING * sum(ending.match(word) is not None for word in words)


@cache
def _told() -> Mapping[str, tuple[frozenset[str], re.Pattern[str] | None]]:
    """Words of each form, and its endings after at least three letters."""
    return {
        form: (
            frozenset(entry["words"]),
            re.compile(rf"\w{{3,}}(?:{'|'.join(entry['endings'])})$")
            if "endings" in entry
            else None,
        )
        for form, entry in lists_of("language").items()
    }
