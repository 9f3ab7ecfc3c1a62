"""Finding a place from what somebody types: a name, a number, an old one, nearly right.

Names are compared folded: small letters, no accents, no spaces or hyphens. A query matches a
key whole, at its start, at the start of one of its words, inside it, or with a slip of the pen
(a letter wrong, lacking, too many, or two swapped). docs/geography.md, "Search".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veivalg.axes import IntArray
from veivalg.data.places import LEVELS, Level, Place

WHOLE, START, WORD, INSIDE, SLIP, SLIP_AT_START = 1.0, 0.9, 0.85, 0.7, 0.6, 0.5
"""Score of each kind of match; *assumption*: only the order matters."""
FORMER = 0.97
"""Factor on the score of a name or number no longer in force, so that today's comes first."""
SLIPS_BY_LENGTH = ((8, 2), (4, 1))
"""Slips allowed from a length of query; none below the shortest."""
SHORTEST_WORD = 4
"""Letters of a word that is tried alone, so that "aurskogg" finds Aurskog-Høland."""
SHORTEST_START = 6
"""Letters of a query that is tried with slips against the start of longer names."""
LONGEST_KEY = 40

_SPELLING = str.maketrans(
    {"ø": "o", "ö": "o", "æ": "e", "ä": "e", "đ": "d", "ŋ": "n", "ŧ": "t", "ı": "i"}
)
_TWO_LETTERS = (("aa", "a"), ("ae", "e"), ("oe", "o"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A place found. `matched` is the name or number that matched; `score` 0 to 1, best 1."""

    place: Place
    matched: str
    score: float


@dataclass(frozen=True, slots=True)
class Key:
    """One way to say a place: `text` as written; `former` when no longer in force."""

    text: str
    place: Place
    weight: float
    shown: str
    former: bool = False


class Index:
    """All the ways to say every place, ready to be searched. Weight decides between equals."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self.keys = tuple(keys)
        self._words = [folded_words(key.text) for key in self.keys]
        self._whole = ["".join(words) for words in self._words]
        tried = [
            (i, name)
            for i, whole in enumerate(self._whole)
            for name in dict.fromkeys((whole, *_long_words(self.keys[i].text)))
        ]
        self._tried = np.array([i for i, _ in tried], dtype=np.int64)
        self._letters = _letter_table([name for _, name in tried])

    def hits(self, text: str, limit: int, level: Level | None = None) -> tuple[Hit, ...]:
        """The best hits, best first, each place once. Nothing typed finds nothing."""
        query = "".join(folded_words(text))
        if not query:
            return ()
        best: dict[tuple[Level, str], tuple[tuple[float, float, int], Hit]] = {}
        for i, score in self._scores(query):
            key = self.keys[i]
            if level is not None and key.place.level != level:
                continue
            if key.former:
                score *= FORMER
            rank = (-score, float(LEVELS.index(key.place.level)) - key.weight, i)
            name = (key.place.level, key.place.code)
            if name not in best or rank < best[name][0]:
                best[name] = (rank, Hit(key.place, key.shown, score))
        ordered = sorted(best.values(), key=lambda found: found[0])
        return tuple(hit for _, hit in ordered[:limit])

    def _scores(self, query: str) -> list[tuple[int, float]]:
        """(key, score) of every key that matches. Numbers are never matched with slips."""
        found = [
            (i, score)
            for i, (words, whole) in enumerate(zip(self._words, self._whole, strict=True))
            if (score := _plain_score(query, words, whole))
        ]
        if query.isdigit() or len(query) < SLIPS_BY_LENGTH[-1][0]:
            return found
        plain = {i for i, _ in found}
        return found + [(i, score) for i, score in self._slip_scores(query) if i not in plain]

    def _slip_scores(self, query: str) -> list[tuple[int, float]]:
        whole, start = slips_between(query, self._letters)
        allowed = next(n for length, n in SLIPS_BY_LENGTH if len(query) >= length)
        at_start = (start <= allowed) & (len(query) >= SHORTEST_START)
        score = np.maximum(
            np.where(whole <= allowed, SLIP * (1 - whole / len(query)), 0.0),
            np.where(at_start, SLIP_AT_START * (1 - start / len(query)), 0.0),
        )
        best = np.zeros(len(self.keys))
        np.maximum.at(best, self._tried, score)
        return [(int(i), float(best[i])) for i in np.flatnonzero(best)]


def folded_words(text: str) -> tuple[str, ...]:
    """The words of a name in small letters a-z and digits: "Kárášjohka – Å" gives karasjohka, a."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_SPELLING))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_SPELLING)
    for two, one in _TWO_LETTERS:
        plain = plain.replace(two, one)
    return tuple("".join(c if c.isalnum() else " " for c in plain).split())


def _long_words(name: str) -> tuple[str, ...]:
    """Words worth trying alone; not those in brackets, which only tell namesakes apart."""
    words = folded_words(name.partition(" (")[0])
    return tuple(word for word in words if len(word) >= SHORTEST_WORD)


def _plain_score(query: str, words: tuple[str, ...], whole: str) -> float:
    if query == whole:
        return WHOLE
    if query not in whole:
        return 0.0
    if whole.startswith(query):
        return START
    if any("".join(words[i:]).startswith(query) for i in range(len(words))):
        return WORD
    return INSIDE if len(query) >= 3 and not query.isdigit() else 0.0


def _letter_table(names: Sequence[str]) -> NDArray[np.int32]:
    """(name, letter) code points, padded with 0."""
    table = np.zeros((len(names), LONGEST_KEY), dtype=np.int32)
    for i, name in enumerate(names):
        letters = [ord(c) for c in name[:LONGEST_KEY]]
        table[i, : len(letters)] = letters
    return table


def slips_between(query: str, letters: NDArray[np.int32]) -> tuple[IntArray, IntArray]:
    """Slips that turn the query into each name: optimal string alignment, all names at once.

    letters  (name, letter)  code points, 0 after the end
    returns  (name) twice    letters wrong, lacking, too many or swapped with the next: against the
                             whole name, and against the start of it that fits best
    """
    names, width = letters.shape
    lengths = (letters != 0).sum(axis=1)
    columns = np.ascontiguousarray(letters.T)
    before: NDArray[Any] = np.zeros((width + 1, names), dtype=np.int64)
    last = np.repeat(np.arange(width + 1)[:, None], names, axis=1)
    for i, letter in enumerate(map(ord, query)):
        here = np.full_like(last, i + 1)
        for j in range(width):
            wrong = last[j] + (columns[j] != letter)
            here[j + 1] = np.minimum(np.minimum(last[j + 1], here[j]) + 1, wrong)
            if i and j:
                swapped = (columns[j] == ord(query[i - 1])) & (columns[j - 1] == letter)
                here[j + 1] = np.where(
                    swapped, np.minimum(here[j + 1], before[j - 1] + 1), here[j + 1]
                )
        before, last = last, here
    whole: IntArray = last[lengths, np.arange(names)]
    return whole, last.min(axis=0)
