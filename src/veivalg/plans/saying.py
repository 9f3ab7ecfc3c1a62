"""Words that are listened for in a sentence, in both forms of Norwegian.

A saying is written as words: `frivillig* fleire|flere|øk*`. Each must be heard, in any order; `|`
stands between words of which one is enough, `*` for any letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
    return Saying(tuple(_pattern(part) for part in written.lower().split()))


def words_of(text: str) -> list[str]:
    """The words of a sentence in small letters, without signs."""
    return _WORD.findall(text.lower())


def _pattern(part: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(one).replace(r"\*", ".*") for one in part.split("|")))
