"""Consequences of chosen places as one table: what files hold, with what each figure rests on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.analysis.consequences import (
    Chain,
    drawn_values,
    draws_used,
    expected_values,
    replaced_at,
)
from veivalg.analysis.drawn import DrawnGroups
from veivalg.analysis.projection import EXPECTED
from veivalg.analysis.uncertainty import QUANTILES, quantiles, statistic_name
from veivalg.axes import FloatArray, make_read_only
from veivalg.consequences.footing import own_behind
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import indicators
from veivalg.consequences.own_figures import OwnFigure
from veivalg.consequences.parameters import Parameter
from veivalg.consequences.replacing import OWN_SOURCE, REPLACED
from veivalg.data.places import Place
from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.provenance import Source, content_hash

ASSUMPTION = "assumption"
BETWEEN = "; "
MOST_NAMED = 3
"""Publications, and assumptions, named on each line; all of them stand in the description."""
_ASIDE = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ConsequenceTable:
    """Indicators of chosen places on 1 January of each year, or in the year that opens.

    values      (statistic, place, indicator, year)  NaN where there is no number
    statistics  "expected", then quantiles such as "p10"
    rests_on    (place, indicator)  short sources; assumptions and own figures are marked
    parameters  the figures behind the indicators, own ones in their place
    draws       behind the quantiles; the fewest of any place, since large ones use fewer
    source      of the residents of the base year
    identity    hash of all that the numbers follow from; equal identities, equal numbers
    """

    places: tuple[Place, ...]
    years: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    statistics: tuple[str, ...]
    values: FloatArray
    rests_on: tuple[tuple[str, ...], ...]
    parameters: tuple[Parameter, ...]
    own: tuple[OwnFigure, ...]
    alternative: str
    draws: int
    seed: int
    source: Source
    identity: str


def consequence_table(
    chain: Chain,
    places: Sequence[Place],
    drawn: DrawnGroups | None = None,
    *,
    chapters: Sequence[str] = (),
) -> ConsequenceTable:
    """Expected values of the places and, when draws are given, the quantiles of QUANTILES.

    chapters  those wanted, () for all. Raises OutOfRange for one that does not exist.
    """
    every = indicators_of(chapters)
    layers = [_layers(chain, place, drawn, every) for place in places]
    values = np.stack(layers, axis=1)
    make_read_only(values)
    names = (EXPECTED, *map(statistic_name, QUANTILES))
    held = chain.prepared.setting.parameters
    behind = dict.fromkeys(name for one in every for name in one.rests_on)
    made, seed = (len(drawn.persons), drawn.seed) if drawn is not None else (0, 0)
    return ConsequenceTable(
        places=tuple(places),
        years=chain.run.ledger.years,
        indicators=every,
        statistics=names[: len(values)],
        values=values,
        rests_on=tuple(
            _resting(chain, place, every, values[0, p]) for p, place in enumerate(places)
        ),
        parameters=tuple(held[name] for name in behind),
        own=chain.own,
        alternative=chain.run.alternative,
        draws=min(draws_used(chain, place, drawn) for place in places) if drawn is not None else 0,
        seed=seed,
        source=chain.simulation.figures.headcount.source,
        identity=content_hash([chain.identity, made, seed]),
    )


def indicators_of(chapters: Sequence[str]) -> tuple[Indicator, ...]:
    """Indicators of some chapters, () for all. Raises OutOfRange for one that does not exist."""
    every = indicators()
    known = tuple(dict.fromkeys(one.chapter for one in every))
    for chapter in chapters:
        if chapter not in known:
            raise refusing(
                OutOfRange,
                "own.refused.chapter",
                chapter=chapter[:40],
                chapters=", ".join(known),
            )
    return tuple(one for one in every if not chapters or one.chapter in chapters)


def lines_of(places: int, indicators: int, years: int, *, draws: int) -> int:
    """How many numbers a table will hold, known before the work."""
    return places * indicators * years * (1 + len(QUANTILES) * bool(draws))


def short_source(parameter: Parameter) -> str:
    """Publication and table of a figure without asides."""
    if parameter.basis == REPLACED:
        return parameter.source
    whole = _ASIDE.sub("", _ASIDE.sub("", parameter.source))
    parts = (part.partition(": ")[0].strip(" ,.") for part in whole.split(";"))
    return BETWEEN.join(part for part in parts if part)


def _layers(
    chain: Chain, place: Place, drawn: DrawnGroups | None, every: tuple[Indicator, ...]
) -> FloatArray:
    """(statistic, indicator, year) of one place."""
    expected = expected_values(chain, place, every)[None]
    if drawn is None:
        return expected
    sure = quantiles(drawn_values(chain, place, drawn, every))
    both: FloatArray = np.concatenate([expected, sure])
    return both


def _resting(
    chain: Chain, place: Place, every: tuple[Indicator, ...], expected: FloatArray
) -> tuple[str, ...]:
    """What each indicator rests on in a place, own figures first."""
    replaced = replaced_at(chain, place, every, expected)
    return tuple(_sources(chain, place, one, own=one.name in replaced) for one in every)


def _sources(chain: Chain, place: Place, one: Indicator, *, own: bool) -> str:
    """Own figures, the first few publications, and assumptions, by name while they are few."""
    held = [chain.prepared.setting.parameters[name] for name in one.rests_on]
    behind = _own_behind(chain, place, one) if own else ()
    mine = [f"{OWN_SOURCE}: {f.source}" if f.source else OWN_SOURCE for f in behind]
    said = [part for p in held if p.basis != ASSUMPTION for part in short_source(p).split(BETWEEN)]
    said = [part for part in dict.fromkeys(said) if part and not part.startswith(OWN_SOURCE)]
    more = [f"{len(said) - MOST_NAMED} more"] if len(said) > MOST_NAMED else []
    found = [*dict.fromkeys(mine), *said[:MOST_NAMED], *more, *_assumed(held)]
    people = chain.simulation.figures.headcount.source
    return BETWEEN.join(found) or f"residents: {people.publisher}, {people.table}"


def _own_behind(chain: Chain, place: Place, one: Indicator) -> tuple[OwnFigure, ...]:
    """Those it rests on; else those of the place; else those of others who moved its numbers."""
    here = tuple(f for f in chain.own if not f.place or f.place in place.members)
    return own_behind(one, chain.own, place.members) or here or chain.own


def _assumed(held: Sequence[Parameter]) -> list[str]:
    names = [one.name for one in held if one.basis == ASSUMPTION]
    if len(names) > MOST_NAMED:
        return [f"{ASSUMPTION}: {len(names)} figures"]
    return [f"{ASSUMPTION}: {name}" for name in names]
