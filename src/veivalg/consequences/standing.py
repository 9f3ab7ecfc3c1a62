"""Where we stand: today's position on six criteria among all municipalities, and a type.

A figure becomes a rank among the municipalities that have it, turned so that 1 stands best. A
criterion is the mean of its figures' ranks; a figure that is missing is left out and told, never
taken as 0. The type follows from the criteria by questions anybody can ask: docs/model/standing.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray, make_read_only
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.standing_figures import FIGURES, Kind, Measured
from veivalg.data.geography import Geography
from veivalg.data.places import Place
from veivalg.errors import LabelMismatch

CRITERIA = (
    "vulnerability",
    "business",
    "attractiveness",
    "local_resources",
    "staff",
    "money",
)
TYPES = (
    "growing_strong",
    "small_and_wanted",
    "solid_and_even",
    "holding_together",
    "at_a_crossroads",
    "ageing_with_room",
    "work_but_few_move_in",
    "hard_pressed",
)
ROOM = ("local_resources", "staff", "money")
"""Criteria that together say whether there is room to act."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Positions:
    """Every municipality's position.

    municipalities  codes, the order of all arrays
    residents       (municipality)  of the base year, weights of regions and counties
    measured        figures by name
    ranks           by figure: (municipality), 0 last to 1 first, NaN where the figure is missing
    criteria        by criterion: (municipality), 0 to 1, NaN where no figure is known
    parameters      with the bounds of the types
    """

    municipalities: tuple[str, ...]
    residents: FloatArray
    measured: Mapping[str, Measured]
    ranks: Mapping[str, FloatArray]
    criteria: Mapping[str, FloatArray]
    parameters: Parameters

    def __post_init__(self) -> None:
        make_read_only(self.residents, *self.ranks.values(), *self.criteria.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where one place stands.

    averaged   True for several municipalities: weighted means of their positions, not a rank
    criteria   in the order of `CRITERIA`
    type       one of `TYPES`; "" for the country, and where a criterion it asks for is unknown
    close_to   types it would have if the bounds moved a little
    like       codes of like municipalities to hold it against; () for several
    """

    place: Place
    averaged: bool
    criteria: tuple[Criterion, ...]
    type: str
    close_to: tuple[str, ...]
    like: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion: position 0 to 1 (NaN when nothing is known) and the figures behind it."""

    name: str
    position: float
    figures: tuple[Figure, ...]

    @property
    def known(self) -> int:
        """How many of its figures are known."""
        return sum(not figure.missing for figure in self.figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a place.

    value, rank  NaN when it is missing; the rank is turned so that 1 stands best
    order, of    1 for the best of so many municipalities; 0 where missing or averaged
    missing      "" or why: the message key is `standing.missing.<reason>`
    """

    kind: Kind
    value: float
    rank: float
    order: int
    of: int
    source: str
    year: str
    missing: str


def positions(
    measured: Mapping[str, Measured],
    municipalities: tuple[str, ...],
    residents: FloatArray,
    parameters: Parameters,
) -> Positions:
    """Ranks and criteria of every municipality.

    measured   by figure, each (municipality); figures not given are told as missing
    residents  (municipality)

    Raises LabelMismatch when a figure has another number of municipalities.
    """
    for name, one in measured.items():
        if one.values.shape != (len(municipalities),):
            raise LabelMismatch(
                f"The figure {name!r} has shape {one.values.shape} for {len(municipalities)} "
                "municipalities; give one value for each, NaN where there is none."
            )
    fewest = parameters.number("standing.fewest")
    ranked = {
        kind.name: ranks(measured[kind.name].values * kind.better, fewest=fewest)
        for kind in FIGURES
        if kind.name in measured
    }
    criteria = {
        criterion: mean_known(
            [ranked[k.name] for k in FIGURES if k.criterion == criterion and k.name in ranked],
            len(municipalities),
        )
        for criterion in CRITERIA
    }
    return Positions(
        municipalities=municipalities,
        residents=residents.copy(),
        measured=measured,
        ranks=ranked,
        criteria=criteria,
        parameters=parameters,
    )


def ranks(values: FloatArray, *, fewest: float = 1) -> FloatArray:
    """Ranks among the known, 0 for the least and 1 for the most; equal values share the middle.

    values  (municipality), NaN where there is none: the rank is NaN too
    fewest  with fewer known nobody has a rank
    """
    known = ~np.isnan(values)
    ordered = np.sort(values[known])
    result = np.full(values.shape, np.nan)
    if len(ordered) < fewest:
        return result
    if len(ordered) == 1:
        result[known] = 0.5
    elif len(ordered) > 1:
        below = np.searchsorted(ordered, values[known], side="left")
        up_to = np.searchsorted(ordered, values[known], side="right")
        result[known] = (below + up_to - 1) / 2 / (len(ordered) - 1)
    return result


def mean_known(rows: Sequence[FloatArray], length: int) -> FloatArray:
    """(municipality) mean over the rows of what is known; NaN where nothing is."""
    if not rows:
        return np.full(length, np.nan)
    table = np.stack(rows)
    known = ~np.isnan(table)
    count = known.sum(axis=0)
    total = np.where(known, table, 0.0).sum(axis=0)
    mean: FloatArray = np.divide(total, count, out=np.full(length, np.nan), where=count > 0)
    return mean


def type_of(position: Mapping[str, float], *, high: float, low: float) -> str:
    """The type by four questions: wanted, with work, with room, robust. "" when one is unknown."""
    wanted, work = position["attractiveness"], position["business"]
    robust = position["vulnerability"]
    room = float(mean_known([np.array([position[name]]) for name in ROOM], 1)[0])
    if np.isnan([wanted, work, robust, room]).any():
        return ""
    if wanted >= high:
        return "growing_strong" if robust >= high else "small_and_wanted"
    if wanted >= low:
        if robust >= high:
            return "solid_and_even"
        return "holding_together" if room >= low else "at_a_crossroads"
    if room >= low:
        return "ageing_with_room"
    return "work_but_few_move_in" if work >= low else "hard_pressed"


def standing(place: Place, held: Positions, geography: Geography) -> Standing:
    """Where a place stands: a municipality itself, several as the mean weighted by residents.

    Raises LabelMismatch for a member that the positions do not hold.
    """
    weights = _weights(place, held)
    averaged = len(place.members) > 1
    criteria = tuple(
        Criterion(
            name=name,
            position=weighted(held.criteria[name], weights),
            figures=tuple(_figure(k, held, weights) for k in FIGURES if k.criterion == name),
        )
        for name in CRITERIA
    )
    position = {one.name: one.position for one in criteria}
    own, near = ("", ()) if place.level == "country" else _types(position, held.parameters)
    return Standing(
        place=place,
        averaged=averaged,
        criteria=criteria,
        type=own,
        close_to=near,
        like=() if averaged else geography.like(place.members[0]).members,
    )


def weighted(values: FloatArray, weights: FloatArray) -> float:
    """Mean of the known values by weight; NaN when none with a weight is known."""
    known = ~np.isnan(values) & (weights > 0)
    if not known.any():
        return float("nan")
    return float(np.average(values[known], weights=weights[known]))


def _types(position: Mapping[str, float], parameters: Parameters) -> tuple[str, tuple[str, ...]]:
    """The type, and those it would have with bounds a margin away."""
    high, low, margin = (parameters.number(f"standing.{n}") for n in ("high", "low", "margin"))
    own = type_of(position, high=high, low=low)
    moved = [
        type_of(position, high=high + up, low=low + down)
        for up in (-margin, 0.0, margin)
        for down in (-margin, 0.0, margin)
    ]
    return own, tuple(one for one in TYPES if one in moved and one != own)


def _weights(place: Place, held: Positions) -> FloatArray:
    row = {code: i for i, code in enumerate(held.municipalities)}
    lacking = [code for code in place.members if code not in row]
    if lacking:
        raise LabelMismatch(
            f"{place.name} holds {lacking[0]}, for which there is no position; make the positions "
            "of all municipalities in force."
        )
    weights = np.zeros(len(held.municipalities))
    rows = [row[code] for code in place.members]
    weights[rows] = np.maximum(held.residents[rows], 1.0)
    return weights


def _figure(kind: Kind, held: Positions, weights: FloatArray) -> Figure:
    one = held.measured.get(kind.name)
    if one is None:
        nan = float("nan")
        return Figure(
            kind=kind,
            value=nan,
            rank=nan,
            order=0,
            of=0,
            source="",
            year="",
            missing="not_held",
        )
    value, ranked = weighted(one.values, weights), held.ranks[kind.name]
    rank, of = weighted(ranked, weights), int((~np.isnan(ranked)).sum())
    alone = (weights > 0).sum() == 1 and not np.isnan(rank)
    return Figure(
        kind=kind,
        value=value,
        rank=rank,
        order=int((ranked > rank).sum()) + 1 if alone else 0,
        of=of,
        source=one.source,
        year=one.year,
        missing=_lacks(one, value, rank),
    )


def _lacks(one: Measured, value: float, rank: float) -> str:
    """Why a figure of a place takes no part, "" when it does."""
    if np.isnan(value):
        return one.missing
    return "too_few" if np.isnan(rank) else ""
