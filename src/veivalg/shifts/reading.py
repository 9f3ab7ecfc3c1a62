"""Reading content files: every fault is told with file, place in it, and what to write instead."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from veivalg.errors import BadParameter
from veivalg.language import LANGUAGES, refusing

Told = Mapping[str, str]
"""A text by language."""
LONGEST_TEXT = 6_000
MOST_DIGITS = 1e12


def document(text: str, *, file: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises BadParameter that tells where it cannot be read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refusing(BadParameter, "reading.toml", where=file, fault=str(error)) from error


def only(entry: Any, known: Collection[str], *, where: str) -> dict[str, Any]:
    """The entry, when it is a table with nothing but known keys."""
    if not isinstance(entry, dict):
        raise refusing(BadParameter, "reading.table", where=where, value=f"{entry!r:.60}",
                       known=", ".join(known))  # fmt: skip
    for key in entry:
        if key not in known:
            raise refusing(BadParameter, "reading.unknown", where=where, value=key[:40],
                           known=", ".join(sorted(known)))  # fmt: skip
    return entry


def told(entry: Mapping[str, Any], key: str, *, where: str, languages: int = 1) -> Told:
    """A text by language. One language is enough in an own file; all three in those that ship."""
    held = entry.get(key)
    if isinstance(held, str):
        held = {"nb": held}
    if not isinstance(held, dict) or not held:
        raise refusing(BadParameter, "reading.lacks_text", where=where, field=key)
    for language, text in held.items():
        if language not in LANGUAGES:
            raise refusing(BadParameter, "reading.language", where=where, field=key,
                           value=language[:20], known=", ".join(LANGUAGES))  # fmt: skip
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
            raise refusing(BadParameter, "reading.length", where=where, field=key,
                           tongue=language, most=LONGEST_TEXT)  # fmt: skip
    if len(held) < languages:
        raise refusing(BadParameter, "reading.three", where=where, field=key)
    return MappingProxyType({language: text.strip() for language, text in held.items()})


def in_language(text: Told, language: str) -> str:
    """The text in a language; bokmål, else what there is, when it is not written."""
    return text.get(language) or text.get("nb") or next(iter(text.values()))


def number(
    entry: Mapping[str, Any],
    key: str,
    *,
    where: str,
    otherwise: float | None = None,
    least: float = -MOST_DIGITS,
    most: float = MOST_DIGITS,
) -> float:
    """A finite number within bounds."""
    value = entry.get(key, otherwise)
    if value is None:
        raise refusing(BadParameter, "reading.lacks_number", where=where, field=key)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise refusing(BadParameter, "reading.number", where=where, field=key,
                       value=f"{value!r:.40}")  # fmt: skip
    if not least <= value <= most:
        raise refusing(BadParameter, "reading.bounds", where=where, field=key,
                       value=f"{value!r:.40}", least=f"{least:g}", most=f"{most:g}")  # fmt: skip
    return float(value)


def whole(entry: Mapping[str, Any], key: str, *, where: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    value = number(entry, key, where=where, least=least, most=most)
    if value != int(value):
        raise refusing(BadParameter, "reading.whole", where=where, field=key, value=f"{value:g}")
    return int(value)


def one_of(
    entry: Mapping[str, Any],
    key: str,
    known: Sequence[str],
    *,
    where: str,
    otherwise: str | None = None,
) -> str:
    """One of some words."""
    value = entry.get(key, otherwise)
    if value not in known:
        raise refusing(BadParameter, "reading.one_of", where=where, field=key,
                       value=f"{value!r:.40}", known=", ".join(known))  # fmt: skip
    return str(value)


def listed(entry: Mapping[str, Any], key: str, *, where: str) -> tuple[str, ...]:
    """A list of words, empty when it is not there."""
    held = entry.get(key, [])
    if not isinstance(held, list) or not all(isinstance(one, str) for one in held):
        raise refusing(BadParameter, "reading.list", where=where, field=key, value=f"{held!r:.60}")
    return tuple(held)


def amounts(entry: Mapping[str, Any], *, where: str) -> tuple[float, float, float]:
    """Low, middle and high, in order either way."""
    low, mid, high = (number(entry, key, where=where) for key in ("low", "mid", "high"))
    if not (low <= mid <= high or low >= mid >= high):
        raise refusing(BadParameter, "reading.order", where=where, low=f"{low:g}", mid=f"{mid:g}",
                       high=f"{high:g}")  # fmt: skip
    return low, mid, high
