"""Words and patterns that are looked for in sentences, as `terms/*.toml` lists them by table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.shifts.reading import document

EDGE = r"\b"


def lists_of(name: str) -> dict[str, Any]:
    """The tables of `terms/<name>.toml`. Raises BadParameter."""
    file = f"terms/{name}.toml"
    return document(files("veivalg.plans").joinpath(file).read_text("utf-8"), file=file)


@cache
def patterns_of(name: str) -> Mapping[str, re.Pattern[str]]:
    """Of each table of `terms/<name>.toml` in order: what any of its words or patterns fits.

    words     between `before` and `after`, which are a word's edges unless said; * any letters
    patterns  regular expressions

    Raises BadParameter that names the file and the table.
    """
    return {
        key: _pattern(entry, f"terms/{name}.toml, {key}") for key, entry in lists_of(name).items()
    }


def _pattern(entry: Any, where: str) -> re.Pattern[str]:
    try:
        parts = list(entry.get("patterns", []))
        if entry.get("words"):
            said = "|".join(re.escape(one).replace(r"\*", r"\w*") for one in entry["words"])
            parts.append(f"{entry.get('before', EDGE)}(?:{said}){entry.get('after', EDGE)}")
        if not parts:
            raise refusing(BadParameter, "goals.no_saying", where=where, field="patterns")
        return re.compile("|".join(parts), re.IGNORECASE)
    except (AttributeError, TypeError, re.error) as error:
        raise refusing(BadParameter, "goals.no_saying", where=where, field="patterns") from error
