"""Tables written as TOML that a person can read and edit; what is read back is the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from veivalg.language import LANGUAGES

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def toml_of(tables: Mapping[str, Any], *, within: str = "") -> str:
    """The tables as text: plain values first, then tables, then lists of tables.

    tables  strings, numbers, truth values, lists and tables, as `tomllib` gives them
    within  name of the list of tables that this is one of; "" for a whole file
    """
    return "\n".join(_lines(tables, within))


def _lines(tables: Mapping[str, Any], within: str) -> Iterator[str]:
    for key, value in tables.items():
        if not _is_section(value):
            yield f"{_key(key)} = {value_text(value)}"
    for key, value in tables.items():
        name = f"{within}.{_key(key)}" if within else _key(key)
        if _is_section(value):
            for one in value if isinstance(value, list) else [value]:
                yield ""
                yield f"[[{name}]]" if isinstance(value, list) else f"[{name}]"
                yield from _lines(one, name)


def _is_section(value: Any) -> bool:
    """A table of its own, or several; texts by language stay on the line of their key."""
    if isinstance(value, list):
        return bool(value) and all(isinstance(one, dict) for one in value)
    return isinstance(value, dict) and not set(value) <= set(LANGUAGES)


def value_text(value: Any) -> str:
    """A value as it stands behind the equals sign."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _long(value) if "\n" in value else _string(value)
    if isinstance(value, list):
        return f"[{', '.join(value_text(one) for one in value)}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(key)} = {value_text(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return repr(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _string(value: str) -> str:
    return f'"{"".join(_letter(one) for one in value)}"'


def _long(value: str) -> str:
    """A text of several lines, each on its own."""
    lines = ("".join(_letter(one) for one in line) for line in value.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'


def _letter(one: str) -> str:
    if one in _ESCAPES:
        return _ESCAPES[one]
    return one if ord(one) >= ord(" ") and ord(one) != 0x7F else f"\\u{ord(one):04X}"
