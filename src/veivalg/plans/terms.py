"""Weighted words that speak for a label, as `terms/*.toml` lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from veivalg.axes import FloatArray
from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.plans.codes import AREAS, CHALLENGES, CONCEPTS, SDGS, THEMES
from veivalg.plans.patterns import lists_of
from veivalg.plans.saying import WordIndex, words_of
from veivalg.shifts.reading import only, quoted

FILES: Mapping[str, tuple[str, ...]] = {
    "areas": AREAS,
    "themes": THEMES,
    "sdg": tuple(str(one) for one in SDGS),
    "challenges": CHALLENGES,
    "concepts": CONCEPTS,
}
REMEMBERED = 300_000
REMEMBERED_TEXTS = 4_000


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must all be heard, and what hearing them is worth for a label."""

    written: str
    column: int
    weight: float
    parts: tuple[int, ...]


class Terms:
    """All terms of a file, ready to be listened for.

    labels  the columns of what `scores` returns
    """

    def __init__(self, labels: tuple[str, ...], entries: Sequence[tuple[str, str, float]]) -> None:
        self.labels = labels
        self._parts: dict[str, int] = {}
        self.terms = tuple(
            Term(
                written=written,
                column=labels.index(label),
                weight=weight,
                parts=tuple(self._part(one) for one in written.lower().split()),
            )
            for written, label, weight in entries
        )
        self._first: dict[int, list[Term]] = {}
        for term in self.terms:
            self._first.setdefault(term.parts[0], []).append(term)
        self._index = WordIndex(self._parts)
        self._whole: dict[str, tuple[int, ...]] = {}
        self._heard: dict[str, list[tuple[Term, str]]] = {}

    def _part(self, written: str) -> int:
        return self._parts.setdefault(written, len(self._parts))

    def heard(self, text: str) -> list[tuple[Term, str]]:
        """Terms heard in a text, each with the words that it was heard in.

        Remembered for a while: a unit is listened to for its chances and again for its reasons.
        """
        found = self._heard.get(text)
        if found is None:
            if len(self._heard) >= REMEMBERED_TEXTS:
                self._heard.clear()
            found = self._heard[text] = self._listened(text)
        return found

    def _listened(self, text: str) -> list[tuple[Term, str]]:
        spoken: dict[int, str] = {}
        for word in words_of(text):
            for part in self._of(word):
                spoken.setdefault(part, word)
        return [
            (term, " ".join(spoken[part] for part in term.parts))
            for first in spoken
            for term in self._first.get(first, ())
            if all(part in spoken for part in term.parts)
        ]

    def strong(self, text: str, least: float) -> list[str]:
        """Labels whose words weigh that much in a text, the strongest first."""
        summed: dict[int, float] = {}
        for term, _ in self.heard(text):
            summed[term.column] = summed.get(term.column, 0.0) + term.weight
        found = [(-weight, column) for column, weight in summed.items() if weight >= least]
        return [self.labels[column] for _, column in sorted(found)]

    def scores(self, texts: Sequence[str]) -> FloatArray:
        """(text, label) the summed weights of what is heard."""
        found = np.zeros((len(texts), len(self.labels)))
        for row, text in enumerate(texts):
            for term, _ in self.heard(text):
                found[row, term.column] += term.weight
        return found

    def _of(self, word: str) -> tuple[int, ...]:
        """Parts that a word is heard as; remembered, as words come again and again."""
        known = self._whole.get(word)
        if known is None:
            known = self._index.of(word)
            if len(self._whole) < REMEMBERED:
                self._whole[word] = known
        return known


@cache
def terms_of(name: str) -> Terms:
    """The terms of a file in `terms/`, with its own labels when FILES has none.

    Raises BadParameter that names file and remedy.
    """
    file = f"terms/{name}.toml"
    held = lists_of(name)
    labels = FILES.get(name) or tuple(held)
    entries = []
    for label, by_weight in only(held, labels, where=file).items():
        for weight, words in by_weight.items():
            entries += [(_word(one, file, label), label, _weight(weight, file)) for one in words]
    return Terms(labels, entries)


def _word(written: object, file: str, label: str) -> str:
    if not isinstance(written, str) or not written.strip("*| "):
        where = f"{file}, {label}"
        raise refusing(BadParameter, "goals.no_saying", where=where, field=quoted(written))
    return written


def _weight(written: str, file: str) -> float:
    try:
        return float(written)
    except ValueError as error:
        raise refusing(
            BadParameter, "content.unknown", where=file, value=quoted(written), near="1, 2, 3, -2"
        ) from error
