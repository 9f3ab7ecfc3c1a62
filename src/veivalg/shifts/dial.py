"""Dials: the named assumptions that a future or a choice can move, each with its unit.

The table is `dials.toml`; a person who cannot program may read it to write a story or a lever.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from veivalg.errors import BadParameter
from veivalg.language import refusing

Kind = Literal["percent", "sum"]
Works = Literal["people", "services", "staff", "money", "society", "land", "followed", "judged",
                "choices"]  # fmt: skip
IN_THE_MODEL = ("people", "services", "staff", "money", "society", "land")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """One assumption that can be moved.

    unit    key of the unit, as in "percent" or "per_100_young"
    kind    percent: several multiply (-10 and -10 make -19); sum: several add
    works   the part of the model it moves; followed: shown beside it and moves nothing else;
            judged: a five-point judgement; choices: moves what choices give
    better  more, less or neither
    name    by language
    """

    key: str
    unit: str
    kind: Kind
    works: Works
    better: str
    name: Mapping[str, str]


@cache
def dials() -> Mapping[str, Dial]:
    """Every dial by key."""
    text = files(__package__).joinpath("dials.toml").read_text(encoding="utf-8")
    held = {
        key: Dial(key=key, **{**entry, "name": MappingProxyType(entry["name"])})
        for key, entry in tomllib.loads(text).items()
    }
    return MappingProxyType(held)


def dial(key: str, *, where: str) -> Dial:
    """The dial of a key. Raises BadParameter that names the nearest ones.

    where  file, and place in it, that uses the key
    """
    held = dials()
    if key not in held:
        near = ", ".join(difflib.get_close_matches(key, held, n=3, cutoff=0.4))
        told = "reading.dial_near" if near else "reading.dial"
        raise refusing(BadParameter, told, where=where, value=key[:40], near=near)
    return held[key]
