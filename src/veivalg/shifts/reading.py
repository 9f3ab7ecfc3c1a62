"""Reading content files: every fault is told with file, place in it, and what to write instead."""

from __future__ import annotations

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from veivalg.errors import BadParameter
from veivalg.language import LANGUAGES, refusing

Told = Mapping[str, str]
"""A text by language."""
LONGEST_TEXT = 6_000
LONGEST_WORDS = 600
"""Letters of a name, a source and other short texts."""
MOST_LISTED = 100
"""Tables of one kind, and words in one list."""
MOST_DIGITS = 1e12
MOST_DOTS = 40
"""In a line outside texts; names of thousands of parts take a reader of TOML very long."""
GROUPED = 10_000
SHOWN_LETTERS = 60
_STRINGS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:"""|\Z)|'
    r"'''(?:[^']|'(?!''))*(?:'''|\Z)|"
    r'"(?:[^"\\\n]|\\.)*"?|'
    r"'[^'\n]*'?|#[^\n]*",
    re.DOTALL,
)
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that turn the direction of the text around them."""


def document(text: str, *, file: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises BadParameter that tells where it cannot be read."""
    if any(line.count(".") > MOST_DOTS for line in _STRINGS.sub("", text).splitlines()):
        raise refusing(BadParameter, "content.too_deep", where=file)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise refusing(BadParameter, "content.too_deep", where=file) from error
    except ValueError as error:
        at = re.search(r"at line (\d+), column (\d+)", str(error))
        if at is None:
            raise refusing(BadParameter, "content.no_toml", where=file) from error
        line, column = at.groups()
        raise refusing(
            BadParameter, "content.no_toml_at", where=file, line=line, column=column
        ) from error


def quoted(value: Any) -> str:
    """A value as it can stand in a sentence: short, on one line."""
    try:
        written = str(value) if isinstance(value, str) else repr(value)
    except (ValueError, RecursionError):  # a whole number of more digits than are written
        return "…"
    clean = "".join(letter if letter.isprintable() else "·" for letter in written[:SHOWN_LETTERS])
    return clean + ("…" if len(written) > SHOWN_LETTERS else "")


def only(entry: Any, known: Collection[str], *, where: str) -> dict[str, Any]:
    """The entry, when it is a table with nothing but known keys."""
    if not isinstance(entry, dict):
        raise refusing(
            BadParameter, "content.no_table", where=where, value=quoted(entry),
            known=", ".join(known),
        )  # fmt: skip
    for key in entry:
        if key not in known:
            near = difflib.get_close_matches(key[:SHOWN_LETTERS], known, n=3, cutoff=0.5)
            raise refusing(
                BadParameter, "content.unknown", where=where, value=quoted(key),
                near=", ".join(near or known),
            )  # fmt: skip
    return entry


def told(entry: Mapping[str, Any], key: str, *, where: str, languages: int = 1) -> Told:
    """A text by language. One language is enough in an own file; all three in those that ship."""
    held = entry.get(key)
    if isinstance(held, str):
        held = {"nb": held}
    if not isinstance(held, dict) or not held:
        raise refusing(BadParameter, "content.no_text", where=where, field=key)
    for language, text in held.items():
        if language not in LANGUAGES:
            raise refusing(
                BadParameter, "content.language", where=where, field=key, value=quoted(language)
            )
        if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_TEXT:
            raise refusing(
                BadParameter, "content.text_length", where=where, field=key, most=LONGEST_TEXT
            )
        plain(text, where=where, key=key)
    if len(held) < languages:
        raise refusing(BadParameter, "content.languages", where=where, field=key)
    return MappingProxyType({language: text.strip() for language, text in held.items()})


def plain(text: str, *, where: str, key: str) -> str:
    """The text, when it has no letters that steer a screen instead of being read."""
    for letter in text:
        if letter in "\n\t" or not (letter in _TURNING or unicodedata.category(letter) == "Cc"):
            continue
        raise refusing(
            BadParameter, "content.control", where=where, field=key, value=f"U+{ord(letter):04X}"
        )
    return text


def in_language(text: Told, language: str) -> str:
    """The text in a language; bokmål, else what there is, when it is not written."""
    return text.get(language) or text.get("nb") or next(iter(text.values()))


def wording(entry: Mapping[str, Any], key: str, *, where: str, otherwise: str = "") -> str:
    """A short text in one language: a source, a section, a name."""
    held = entry.get(key, otherwise)
    if not isinstance(held, str) or len(held) > LONGEST_WORDS:
        raise refusing(
            BadParameter, "content.wording", where=where, field=key, value=quoted(held),
            most=LONGEST_WORDS,
        )  # fmt: skip
    return plain(held, where=where, key=key)


def identifier(entry: Mapping[str, Any], *, where: str, most: int = 40) -> str:
    """What something is called in addresses and files: letters, digits and _, a letter first."""
    held = entry.get("id")
    if not isinstance(held, str) or not re.fullmatch(
        rf"[A-Za-z][A-Za-z0-9_]{{0,{most - 1}}}", held
    ):
        raise refusing(BadParameter, "content.id", where=where, value=quoted(held or ""), most=most)
    return held


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
        raise refusing(BadParameter, "content.no_number", where=where, field=key)
    return amount(value, key=key, where=where, least=least, most=most)


def amount(value: Any, *, key: str, where: str, least: float, most: float) -> float:
    """The value as a finite number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        raise refusing(
            BadParameter, "content.not_a_number", where=where, field=key, value=quoted(value)
        )
    if not least <= value <= most:
        raise refusing(
            BadParameter, "content.bounds", where=where, field=key, value=quoted(value),
            least=_bound(least), most=_bound(most),
        )  # fmt: skip
    return float(value)


def _bound(value: float) -> int | str:
    """As it stands in a sentence: years and small numbers without a mark between digits."""
    return int(value) if abs(value) >= GROUPED else f"{value:g}"


def whole(entry: Mapping[str, Any], key: str, *, where: str, least: int, most: int) -> int:
    """A whole number within bounds."""
    value = number(entry, key, where=where, least=least, most=most)
    if value != int(value):
        raise refusing(BadParameter, "content.whole", where=where, field=key, value=f"{value:g}")
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
        raise refusing(
            BadParameter, "content.one_of", where=where, field=key, value=quoted(value or ""),
            known=", ".join(known),
        )  # fmt: skip
    return str(value)


def listed(entry: Mapping[str, Any], key: str, *, where: str) -> tuple[str, ...]:
    """A list of words, empty when it is not there."""
    held = entry.get(key, [])
    if not isinstance(held, list) or not all(isinstance(one, str) for one in held):
        raise refusing(BadParameter, "content.no_list", where=where, field=key, value=quoted(held))
    if len(held) > MOST_LISTED:
        raise refusing(BadParameter, "content.too_many", where=where, field=key, most=MOST_LISTED)
    return tuple(wording({key: one}, key, where=where) for one in held)


def tables(entry: Mapping[str, Any], key: str, *, where: str) -> list[Any]:
    """Tables of one kind, [] when there are none."""
    held = entry.get(key, [])
    if not isinstance(held, list):
        raise refusing(BadParameter, "content.brackets", where=where, field=key)
    if len(held) > MOST_LISTED:
        raise refusing(BadParameter, "content.too_many", where=where, field=key, most=MOST_LISTED)
    return held


def amounts(
    entry: Mapping[str, Any], *, where: str, least: float = -MOST_DIGITS, most: float = MOST_DIGITS
) -> tuple[float, float, float]:
    """Low, middle and high, in order either way."""
    low, mid, high = (
        number(entry, key, where=where, least=least, most=most) for key in ("low", "mid", "high")
    )
    if not (low <= mid <= high or low >= mid >= high):
        raise refusing(
            BadParameter, "content.order", where=where, low=f"{low:g}", mid=f"{mid:g}",
            high=f"{high:g}",
        )  # fmt: skip
    return low, mid, high
