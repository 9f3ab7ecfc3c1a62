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
from typing import Any, Literal

from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.shifts.reading import quoted

Kind = Literal["percent", "sum"]
Works = Literal["people", "services", "staff", "money", "society", "land", "followed", "judged",
                "choices"]  # fmt: skip
BOUNDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "percent": (-99.0, 300.0),
        "points": (-100.0, 100.0),
        "points_a_year": (-20.0, 20.0),
        "judged": (-5.0, 5.0),
        "children_per_woman": (-1.5, 3.0),
        "years": (-20.0, 20.0),
        "per_100": (-10.0, 10.0),
        "per_100_young": (-20.0, 20.0),
        "per_1000": (-100.0, 100.0),
        "per_10000_a_year": (-500.0, 500.0),
        "persons_country": (-100_000.0, 100_000.0),
        "nok_per_resident": (0.0, 500_000.0),
        "days": (0.0, 3_650.0),
        "number": (-356.0, 356.0),
    }
)
"""By unit: how far a dial may be moved; beyond it the words would mean nothing."""
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


def dial(key: Any, *, where: str) -> Dial:
    """The dial of a key. Raises BadParameter that names the nearest ones.

    where  file, and place in it, that uses the key
    """
    held, name = dials(), quoted(key if key is not None else "")
    if not isinstance(key, str) or key not in held:
        near = difflib.get_close_matches(name, held, n=3, cutoff=0.4)
        said = "content.no_dial_near" if near else "content.no_dial"
        raise refusing(BadParameter, said, where=where, value=name, near=", ".join(near))
    return held[key]


def bounds_of(one: Dial) -> tuple[float, float]:
    """The least and the most that a story or a measure may move a dial."""
    return BOUNDS[one.unit]
