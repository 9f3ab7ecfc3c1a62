"""The four lines of a path in chosen places as one table: what files hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.analysis.compare import LINES, FourLines
from veivalg.analysis.consequence_table import BETWEEN, MOST_NAMED, consequence_table
from veivalg.analysis.consequences import Chain
from veivalg.axes import FloatArray, make_read_only
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.own_figures import OwnFigure
from veivalg.consequences.parameters import Parameter
from veivalg.data.places import Place
from veivalg.errors import LabelMismatch
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.path_text import text_of
from veivalg.provenance import Source, content_hash

WITH_FUTURES, WITH_CHOICES = ("world", "both"), ("own", "both")
MARK = "path"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PathTable:
    """What a path makes of chosen places, as files show it. Expected values only.

    lines       names of the lines, in the order of `compare.LINES`
    values      (line, place, indicator, year)  NaN where there is no number
    rests_on    (line, place, indicator)  short sources; what the path moves is marked
    parameters  the figures behind the indicators, own ones in their place
    path        the path and, as text, with fingerprints of what it names
    draws, seed 0: a path is run on expected numbers
    source      of the residents of the base year
    identity    hash of all that the numbers follow from; equal identities, equal numbers
    """

    places: tuple[Place, ...]
    years: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    lines: tuple[str, ...]
    values: FloatArray
    rests_on: tuple[tuple[tuple[str, ...], ...], ...]
    parameters: tuple[Parameter, ...]
    own: tuple[OwnFigure, ...]
    alternative: str
    path: Path
    path_text: str
    known: Repertoire
    draws: int
    seed: int
    source: Source
    identity: str


def path_table(chain: Chain, runs: Sequence[FourLines], known: Repertoire) -> PathTable:
    """The four lines of one path in one or more places, each with what it rests on.

    Raises LabelMismatch when the runs are of different paths or indicators.
    """
    first = runs[0]
    for one in runs:
        if one.path != first.path or one.indicators != first.indicators:
            raise LabelMismatch(
                f"{one.place.name} is run with another path than {first.place.name}; "
                "one file holds one path."
            )
    places = tuple(one.place for one in runs)
    today = consequence_table(chain, places)
    values = np.stack([one.lines for one in runs], axis=1)
    make_read_only(values)
    return PathTable(
        places=places,
        years=first.years,
        indicators=first.indicators,
        lines=LINES,
        values=values,
        rests_on=tuple(_marked(today.rests_on, marks_of(first.path, line)) for line in LINES),
        parameters=today.parameters,
        own=today.own,
        alternative=today.alternative,
        path=first.path,
        path_text=text_of(first.path, known),
        known=known,
        draws=0,
        seed=0,
        source=today.source,
        identity=content_hash([one.identity for one in runs]),
    )


def marks_of(path: Path, line: str) -> tuple[str, ...]:
    """What of the path a line rests on: its futures, its choices, or both."""
    futures = (*(story for story, _ in path.weights), *(one.shock for one in path.shocks))
    choices = tuple(one.lever for one in path.choices)
    held = (futures, WITH_FUTURES, "futures"), (choices, WITH_CHOICES, "choices")
    return tuple(_named(names, word) for names, within, word in held if names and line in within)


def _named(names: tuple[str, ...], word: str) -> str:
    said = ", ".join(names) if len(names) <= MOST_NAMED else f"{len(names)} {word}"
    return f"{MARK}: {said}"


def _marked(
    rests_on: tuple[tuple[str, ...], ...], marks: tuple[str, ...]
) -> tuple[tuple[str, ...], ...]:
    """(place, indicator) sources with the marks before them."""
    return tuple(tuple(BETWEEN.join((*marks, said)) for said in place) for place in rests_on)
