"""Words that are listened for in a sentence, in both forms of Norwegian.

A saying is written as words: `frivillig* fleire|flere|øk*`. Each must be heard, in any order; `|`
stands between words of which one is enough, `*` for any letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SHORTEST_NAME = 3
"""Letters from which a name is taken out of a text; shorter ones are words too."""
_WORD = re.compile(r"[a-zæøåéèêóòôäöüáíúýčđŋšŧž0-9²]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Saying:
    """Patterns that must each be heard."""

    patterns: tuple[re.Pattern[str], ...]

    def heard(self, words: Sequence[str]) -> tuple[str, ...]:
        """The words that were heard, one for each pattern; () when one is lacking."""
        found = []
        for pattern in self.patterns:
            word = next((one for one in words if pattern.fullmatch(one)), None)
            if word is None:
                return ()
            found.append(word)
        return tuple(found)


def saying_of(written: str) -> Saying:
    """A saying as it is written in a rule file."""
    return Saying(tuple(pattern_of(part) for part in written.lower().split()))


def pattern_of(part: str) -> re.Pattern[str]:
    """One part of a saying: words with `|` between, `*` for any letters."""
    return re.compile("|".join(re.escape(one).replace(r"\*", ".*") for one in part.split("|")))


class WordIndex:
    """Which of many parts of sayings a word is heard as, found without trying them one by one."""

    def __init__(self, parts: Mapping[str, int]) -> None:
        self._whole: dict[str, list[int]] = {}
        self._begin: dict[str, list[int]] = {}
        self._end: dict[str, list[int]] = {}
        self._other: list[tuple[re.Pattern[str], int]] = []
        for written, at in parts.items():
            for one in written.split("|"):
                bare = one.strip("*")
                by_stars = {bare: self._whole, f"{bare}*": self._begin, f"*{bare}": self._end}
                if one in by_stars and "*" not in bare:
                    by_stars[one].setdefault(bare, []).append(at)
                else:
                    self._other.append((pattern_of(one), at))

    def of(self, word: str) -> tuple[int, ...]:
        """Numbers of the parts, rising."""
        found = set(self._whole.get(word, ()))
        for at in range(len(word) + 1):
            found.update(self._begin.get(word[:at], ()), self._end.get(word[at:], ()))
        found.update(at for pattern, at in self._other if pattern.fullmatch(word))
        return tuple(sorted(found))


def words_of(text: str) -> list[str]:
    """The words of a sentence in small letters, without signs."""
    return _WORD.findall(text.lower())


def without_names(text: str, names: Iterable[str]) -> str:
    """The text without names of places, which say nothing of what it is about."""
    for name in names:
        if len(name) >= SHORTEST_NAME:
            text = text.replace(name, " ")
    return text
