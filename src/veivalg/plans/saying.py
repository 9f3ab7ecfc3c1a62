"""Words that are listened for in a sentence, in both forms of Norwegian.

A saying is written as words: `frivillig* fleire|flere|øk*`. Each must be heard, in any order; `|`
stands between words of which one is enough, `*` for any letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
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


def words_of(text: str) -> list[str]:
    """The words of a sentence in small letters, without signs."""
    return _WORD.findall(text.lower())


def without_names(text: str, names: Iterable[str]) -> str:
    """The text without names of places, which say nothing of what it is about."""
    for name in names:
        if len(name) >= SHORTEST_NAME:
            text = text.replace(name, " ")
    return text
