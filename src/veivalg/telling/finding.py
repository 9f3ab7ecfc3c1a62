"""A finding and the honest rounding of its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from veivalg.data.geography import COUNTRY_NAME
from veivalg.language import LANGUAGES, Language, text

Value = int | float | str
Said = Value | Mapping[str, str]
"""A value, or a text that is written in every language itself, by language."""
KNOWN_DIGITS = 3
"""A future figure is known to three digits at most."""


class Phrase(str):
    """A value that is itself a message key, worded in the reader's language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence not yet worded.

    chart    which part of the page it belongs to: numbers, pyramid, lines, why, front
    key      message key in `language`
    values   what is put into the sentence: numbers to be formatted, texts (also years) as is
    """

    chart: str
    key: str
    values: Mapping[str, Said]

    def worded(self) -> dict[str, str]:
        """The whole sentence in each language."""
        return {
            language: text(self.key, language, **self._said(language)) for language in LANGUAGES
        }

    def _said(self, language: Language) -> dict[str, Said]:
        """The values, with the country's own name in the language."""
        country = text("place.country", language)
        return {
            name: text(v, language)
            if isinstance(v, Phrase)
            else country
            if v == COUNTRY_NAME
            else v
            for name, v in self.values.items()
        }


def finding(chart: str, name: str, **values: Said) -> Finding:
    """A finding whose key is `finding.<chart>.<name>`."""
    return Finding(chart, f"finding.{chart}.{name}", MappingProxyType(values))


def rounded(persons: float) -> int:
    """A future number of persons, rounded to what is known.

    Below 20 to the whole person, below 100 to the nearest 5, then to the nearest 10 or to
    three digits, whichever is coarser: 5157 is 5160, 591 234 is 591 000.
    """
    size = abs(persons)
    if size < 20:
        return round(persons)
    step = 5 if size < 100 else 10 ** max(1, math.floor(math.log10(size)) - KNOWN_DIGITS + 1)
    return int(step * math.floor(persons / step + 0.5))


def adding_up(parts: list[float], total: int) -> list[int]:
    """Whole numbers near the parts that add up to the total.

    The parts with the largest remainders are rounded up, so that none is more than one off.
    """
    floors = [math.floor(part) for part in parts]
    lacking = total - sum(floors)
    order = sorted(range(len(parts)), key=lambda i: floors[i] - parts[i])
    for i in order[: max(0, lacking)]:
        floors[i] += 1
    return floors
