"""Reading content files: every fault is told with file, place in it, and what to write instead."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from veivalg.errors import BadParameter
from veivalg.language import LANGUAGES

Told = Mapping[str, str]
"""A text by language."""
LONGEST_TEXT = 6_000
MOST_DIGITS = 1e12


def document(text: str, *, file: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises BadParameter that tells where it cannot be read."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadParameter(f"{file} cannot be read as TOML: {error}.") from error


def only(entry: Any, known: Collection[str], *, where: str) -> dict[str, Any]:
    """The entry, when it is a table with nothing but known keys."""
    if not isinstance(entry, dict):
        raise BadParameter(f"{where} is {entry!r:.60}; write a table with {', '.join(known)}.")
    for key in entry:
        if key not in known:
            raise BadParameter(f"{where} has {key!r}, which means nothing; use {sorted(known)}.")
    return entry


def told(entry: Mapping[str, Any], key: str, *, where: str, languages: int = 1) -> Told:
    """A text by language. One language is enough in an own file; all three in those that ship."""
    held = entry.get(key)
    if isinstance(held, str):
        held = {"nb": held}
    if not isinstance(held, dict) or not held:
        raise BadParameter(
            f'{where} lacks {key!r}; write {key} = {{ nb = "…", nn = "…", en = "…" }}.'
        )
    for language, text in held.items():
        if language not in LANGUAGES:
            raise BadParameter(f"{where}, {key}: {language!r} is none of {', '.join(LANGUAGES)}.")
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
            raise BadParameter(
                f"{where}, {key}, {language}: write a text of 1 to {LONGEST_TEXT} characters."
            )
    if len(held) < languages:
        raise BadParameter(f"{where}, {key}: write it in nb, nn and en.")
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
        raise BadParameter(f"{where} lacks {key!r}; write a number.")
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise BadParameter(f"{where}, {key} is {value!r}; write a number.")
    if not least <= value <= most:
        raise BadParameter(f"{where}, {key} is {value:g}; it lies from {least:g} to {most:g}.")
    return float(value)


def whole(entry: Mapping[str, Any], key: str, *, where: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    value = number(entry, key, where=where, least=least, most=most)
    if value != int(value):
        raise BadParameter(f"{where}, {key} is {value:g}; write a whole number.")
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
        raise BadParameter(f"{where}, {key} is {value!r}; choose {', '.join(known)}.")
    return str(value)


def listed(entry: Mapping[str, Any], key: str, *, where: str) -> tuple[str, ...]:
    """A list of words, empty when it is not there."""
    held = entry.get(key, [])
    if not isinstance(held, list) or not all(isinstance(one, str) for one in held):
        raise BadParameter(f'{where}, {key} is {held!r:.60}; write a list as ["…", "…"].')
    return tuple(held)


def amounts(entry: Mapping[str, Any], *, where: str) -> tuple[float, float, float]:
    """Low, middle and high, in order either way."""
    low, mid, high = (number(entry, key, where=where) for key in ("low", "mid", "high"))
    if not (low <= mid <= high or low >= mid >= high):
        raise BadParameter(
            f"{where} has low {low:g}, mid {mid:g}, high {high:g}; write them in order, little to "
            "much."
        )
    return low, mid, high
