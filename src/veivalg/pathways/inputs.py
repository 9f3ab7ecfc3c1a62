"""What people write, made explicit: one future, one package, as text that fits an address.

    1~f.H1-60.H3-40~x.X5-2-2031~v.L001-3-2028.L009-2-2027~k.cabin~m.P11-P21-2

The first number is the form's version; f weights of stories in per cent; x shocks with size and
year; v choices with level and start year; k kinds of place; m changed judgements of the matrix. A
story or choice may end in four letters that its numbers had when the link was made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from veivalg.choices.lever import LEVELS, Lever, levers
from veivalg.futures.background import general_trends
from veivalg.futures.shock import SIZES, Shock, shocks
from veivalg.futures.story import Story, stories
from veivalg.provenance import content_hash
from veivalg.shifts.where import KINDS

VERSION = "1"
SCENARIOS = ("S1", "S2", "S3", "S4")
FINGERPRINT = 4
FULL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A lever at a level, 1 timid to 5 radical, from a year on."""

    lever: str
    level: int
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A shock of a size, 1 to 3, in a year."""

    shock: str
    size: int
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One future and one package.

    weights  (story, per cent) in the order of the stories; none is 0
    kinds    what kind of place it is, as the user says
    links    (from, to, score) judgements that differ from the matrix that ships
    own_stories, own_levers   TOML texts of the user's own, read with the path
    """

    weights: tuple[tuple[str, float], ...] = ()
    shocks: tuple[Happening, ...] = ()
    choices: tuple[Chosen, ...] = ()
    kinds: tuple[str, ...] = ()
    links: tuple[tuple[str, str, float], ...] = ()
    own_stories: tuple[str, ...] = ()
    own_levers: tuple[str, ...] = ()

    @property
    def identity(self) -> str:
        """Hash of everything chosen; the same identity gives the same numbers."""
        return content_hash(
            [*self.weights, *((s.shock, s.size, s.year) for s in self.shocks),
             *((c.lever, c.level, c.year) for c in self.choices), *self.kinds, *self.links,
             *self.own_stories, *self.own_levers]
        )  # fmt: skip

    @property
    def empty(self) -> bool:
        """Whether nothing is chosen."""
        return not (self.weights or self.shocks or self.choices)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Repertoire:
    """Everything that a path can name: what ships, and the user's own.

    stories  by id: H1…H5, S1…S4, general trends T1…T7, own ones
    own_stories, own_levers   the TOML texts that the own ones are read from
    """

    stories: Mapping[str, Story]
    levers: Mapping[str, Lever]
    shocks: Mapping[str, Shock]
    own_stories: tuple[str, ...] = ()
    own_levers: tuple[str, ...] = ()

    def fingerprint(self, name: str) -> str:
        """Four letters of what moves numbers in a story or lever."""
        held: Story | Lever = self.stories[name] if name in self.stories else self.levers[name]
        return held.identity[:FINGERPRINT]


def repertoire(
    own_stories: tuple[Story, ...] = (),
    own_levers: tuple[Lever, ...] = (),
    *,
    texts: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
) -> Repertoire:
    """What ships together with own stories and measures; own ones never replace shipped ones.

    texts  of the own stories, and of the own measures: a path that is read with them holds them
    """
    told = {**stories(), **{one.id: one for one in _general()}}
    told |= {one.id: one for one in own_stories if one.id not in told}
    held = dict(levers())
    held |= {one.id: one for one in own_levers if one.id not in held}
    return Repertoire(
        stories=MappingProxyType(told),
        levers=MappingProxyType(held),
        shocks=shocks(),
        own_stories=texts[0],
        own_levers=texts[1],
    )


def _general() -> tuple[Story, ...]:
    """The general trends, each in the form of a story so that it can have a weight."""
    return tuple(
        Story(
            id=one.id,
            kind="story",
            document="Framtidshistorier 2050 (KS 2023)",
            horizon=2050,
            name=one.name,
            short=one.text,
            story=one.text,
            retold=None,
            corner=MappingProxyType({}),
            persona=None,
            traits=(),
            trends=one.trends,
            items=(),
        )
        for one in general_trends()
    )


__all__ = ["FULL", "KINDS", "LEVELS", "SCENARIOS", "SIZES", "VERSION", "Chosen", "Happening",
           "Path", "Repertoire", "repertoire"]  # fmt: skip
