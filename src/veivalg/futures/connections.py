"""How parts of one story strengthen or weaken parts of another: the cross-impact matrix.

The matrix is somebody's judgement, is said to be so, and can be edited. Equation (41):
docs/model/futures.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import numpy as np

from veivalg.axes import FloatArray
from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.shifts.figures import figure
from veivalg.shifts.reading import Told, document, told

STRONGEST = 3
"""Judgements go from -3, weakens much, to 3, strengthens much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a story; `trends` are those of the story's that belong to it."""

    id: str
    story: str
    name: Told
    descriptor: str
    state: str
    trait: str
    trends: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Connections:
    """Parts, and the matrix between them.

    matrix   (part, part)  from row to column, -3 to 3; 0 where nothing is said
    reasons  by (from, to)
    judged   who judged, by language
    """

    parts: tuple[Part, ...]
    matrix: FloatArray
    reasons: Mapping[tuple[str, str], Told]
    judged: Told

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(part.id for part in self.parts)

    def edited(self, changes: Mapping[tuple[str, str], float]) -> Connections:
        """The same with other judgements. Raises OutOfRange for a part or score that is none."""
        matrix = self.matrix.copy()
        for (first, second), score in changes.items():
            for part in (first, second):
                if part not in self.ids:
                    known = ", ".join(self.ids)
                    raise refusing(OutOfRange, "shifts.part", value=part[:20], known=known)
            if first == second or abs(score) > STRONGEST:
                raise refusing(OutOfRange, "shifts.score", first=first, second=second,
                               value=f"{score:g}", most=STRONGEST)  # fmt: skip
            matrix[self.ids.index(first), self.ids.index(second)] = score
        return replace(self, matrix=matrix)

    def strength(self, weights: Mapping[str, float]) -> dict[str, float]:
        """How strongly each part counts against its own story's weight: 1 when no other speaks.

        weights  by story, 0 to 1; parts of stories that are not chosen say nothing
        """
        weight = np.array([[weights.get(part.story, 0.0) for part in self.parts]])
        found = self.strengths(weight)[0]
        return {part.id: float(one) for part, one in zip(self.parts, found, strict=True)}

    def strengths(self, weight: FloatArray) -> FloatArray:
        """(mix, part) the same in many mixes.

        weight  (mix, part)  that the part's own story has
        """
        other = np.array([[a.story != b.story for b in self.parts] for a in self.parts])
        said = (weight[:, :, None] * self.matrix * other).sum(axis=1) / STRONGEST
        most = figure("most_said")
        lift: FloatArray = figure("cross_impact") * np.clip(said, -most, most)
        return 1.0 + lift

    def part_of(self, story: str, trend: str) -> Part | None:
        """The part a trend belongs to, None when it belongs to no one."""
        return next((p for p in self.parts if p.story == story and trend in p.trends), None)


@cache
def connections() -> Connections:
    """The matrix that ships. Raises BadParameter."""
    text = files(__package__).joinpath("connections.toml").read_text(encoding="utf-8")
    held = document(text, file="connections.toml")
    parts = tuple(
        Part(
            id=entry["id"],
            story=entry["story"],
            name=told(entry, "name", where=f"connections.toml, {entry['id']}", languages=3),
            descriptor=entry["descriptor"],
            state=entry["state"],
            trait=entry["trait"],
            trends=tuple(entry["trends"]),
        )
        for entry in held["part"]
    )
    ids = [part.id for part in parts]
    matrix = np.zeros((len(parts), len(parts)))
    reasons = {}
    for link in held["link"]:
        pair = link["from"], link["to"]
        matrix[ids.index(pair[0]), ids.index(pair[1])] = link["score"]
        reasons[pair] = told(link, "reason", where=f"connections.toml, {pair}", languages=3)
    judged = told(held["judged"], "text", where="connections.toml, judged", languages=3)
    return Connections(parts=parts, matrix=matrix, reasons=MappingProxyType(reasons), judged=judged)
