"""What tells the kind of a unit: the heading that it stands under, and how it is put."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from veivalg.plans.patterns import lists_of, patterns_of
from veivalg.plans.saying import words_of

_NUMBER = re.compile(r"^(?:kapittel\s+)?\d{1,2}(?:\.\d{1,2}){0,3}[.)]?\s+", re.IGNORECASE)
_INFINITIVE = re.compile(r"^[a-zæøå-]{2,}(?:e|å)$")
SHORT = 16
"""Words of a vision, at the most (*assumption*)."""
SHOWN = 20
"""Letters of a unit that are told where no single word shows how it is put."""


def heading_kind(heading: str) -> str:
    """A kind, "glossary", or "" when the heading says nothing of what stands below it."""
    plain = _NUMBER.sub("", heading.strip()).strip(" :.").lower()
    found = (kind for kind, pattern in patterns_of("headings").items() if pattern.search(plain))
    return next(found, "")


@lru_cache(maxsize=20_000)
def headings_say(path: tuple[str, ...]) -> tuple[str, str, int]:
    """The kind that the nearest telling heading says, that heading, and how many stand below it."""
    for below, heading in enumerate(reversed(path)):
        kind = heading_kind(heading)
        if kind:
            return kind, heading, below
    return "", "", len(path)


def signs_of(text: str, printed: str) -> dict[str, str]:
    """How a unit is put: each sign, and the words that show it."""
    found: dict[str, str] = {}
    for name, pattern in patterns_of("forms").items():
        heard = pattern.search(text)
        if heard:
            found[name] = heard[0].strip()
    words = words_of(text)
    first = words[0] if words else ""
    if _infinitive(first) and not text.startswith(("«", '"')):
        found["infinitive"] = first
        if first in _infinitives()["concrete"]["words"]:
            found["concrete"] = first
    if len(words) <= SHORT and not text.rstrip().endswith((":", ";")):
        found["short"] = str(len(words))
    if not found.keys() & {"shall", "present", "infinitive", "past", "we_work"}:
        found["no_verb"] = text[:SHOWN]
    if text.rstrip().endswith(":"):
        found["colon"] = ":"
    if printed == "heading":
        found["printed_heading"] = text
    return found


def _infinitive(word: str) -> bool:
    held = _infinitives()
    if word in held["short"]["words"] or word in held["concrete"]["words"]:
        return True
    if word.endswith("a") and (
        (len(word) > 5 and word.endswith("era")) or f"{word[:-1]}e" in _verbs()
    ):
        return True
    other = word in held["other"]["words"] or word.endswith(held["other"]["endings"])
    return len(word) > 3 and _INFINITIVE.match(word) is not None and not other


@cache
def _verbs() -> frozenset[str]:
    """Verbs that may end in a instead of e."""
    held = _infinitives()
    return frozenset(held["concrete"]["words"]) | frozenset(held["with_a"]["words"])


@cache
def _infinitives() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Words and endings of `terms/infinitives.toml` by table."""
    return {
        name: {key: tuple(held) for key, held in entry.items()}
        for name, entry in lists_of("infinitives").items()
    }
