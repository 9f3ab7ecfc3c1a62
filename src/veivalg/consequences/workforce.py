"""Person-years available in each occupation, stocks and flows of them, and what is lacking.

A region's pool is those who live anywhere and work there. It grows and shrinks with people and
their ages; what it gives is shared by the region's municipalities as they need it, so that two
municipalities never hire the same nurse. Equations: docs/model/workforce.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray, IntArray
from veivalg.consequences.drivers import Driven
from veivalg.consequences.indicator import Evidence, Indicator
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.setting import Components, Setting
from veivalg.consequences.staffing import (
    AREAS,
    GROUPS,
    NEED,
    OCCUPATION_NAMES,
    OCCUPATIONS,
    PROFILES,
)
from veivalg.consequences.standard import Standard
from veivalg.consequences.working_life import employment, entering_and_leaving, profiles

STREAMS = ("potential", "entrants", "leavers")
WORKING_AGE = (20, 66)
FLOWS = (
    "opening",
    "entrants",
    "leavers",
    "moved",
    "hours",
    "neighbours",
    "chosen",
    "closing",
)
"""opening + entrants - leavers + moved + hours + neighbours + chosen = closing, year by year.

moved       people who died, moved, came from abroad or changed where they work
hours       fuller positions and more presence
neighbours  gained from, or lost to, other municipalities of the region
chosen      change in the hands that futures and choices add or take; 0 as today
"""
_PROFILE_OF = np.array([PROFILES.index(profile) for _, _, profile in OCCUPATIONS])
_GROUP_OF = np.array([GROUPS.index(group) for _, group, _ in OCCUPATIONS])
_GROUP_STARTS = np.flatnonzero(np.diff(_GROUP_OF, prepend=-1))
_CELL_OF = _GROUP_OF * len(PROFILES) + _PROFILE_OF
_CELL_STARTS = np.flatnonzero(np.diff(_CELL_OF, prepend=-1))
_PROFILE_OF_CELL = _PROFILE_OF[_CELL_STARTS]
_GROUP_STARTS_OF_CELLS = np.flatnonzero(np.diff(_GROUP_OF[_CELL_STARTS], prepend=-1))


def weights(
    parameters: Parameters, younger: FloatArray, persons: FloatArray, years: tuple[int, ...]
) -> dict[str, FloatArray]:
    """Potential workers of each profile, those entering and leaving with age, employed people."""
    rows = {"staff.employed": employment(parameters, persons)}
    rows["staff.working_age"] = np.zeros((len(SEXES), len(AGES)))
    rows["staff.working_age"][:, WORKING_AGE[0] : WORKING_AGE[1] + 1] = 1.0
    potential = profiles(parameters, persons, years)
    for stream, values in zip(STREAMS, (potential, *entering_and_leaving(potential)), strict=True):
        rows |= {f"staff.{stream}.{name}": values[p] for p, name in enumerate(PROFILES)}
    return rows


def country(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """(region, year) each profile's streams where people live, for those who commute from there."""
    members = _membership(setting.region_of, len(setting.regions))
    return {name: members @ driven[name] for name in _STREAM_NAMES}


def components(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Person-years, (…, municipality, year).

    staff.available.<occupation>, staff.available_<group>
    staff.gap.<occupation>        need less available; below 0 when there are more than needed
    staff.unfilled, staff.unfilled_<group>  gaps above 0, occupation by occupation
    staff.flow.<flow>.<group>     NaN in the last year, but for the opening
    staff.need_persons, staff.employed, staff.working_age   persons
    """
    need = np.stack([parts[f"staff.need.{name}"] for name in OCCUPATION_NAMES])
    regions, local = np.unique(setting.region_of, return_inverse=True)
    members = _membership(local, len(regions))
    pools = _pools(driven, setting, members, regions)
    hours = hours_per_employee(setting.parameters, setting.years)
    regional = members @ need
    supply = _supply(regional, pools, hours / hours[0], filled_share(setting.parameters))
    shared = _ratio(supply, regional)[..., local, :] * need
    available = _chosen(shared, need, setting.standard)
    gap = need - available
    unfilled = np.add.reduceat(np.maximum(gap, 0.0), _GROUP_STARTS)
    grouped = np.add.reduceat(available, _GROUP_STARTS)
    found: Components = {
        "staff.unfilled": unfilled.sum(axis=0),
        **linear(driven, parts, setting),
        "staff.need_persons": need.sum(axis=0)
        / setting.parameters["staff.position_size"].in_year(setting.years),
    }
    for name, own, lacking in zip(OCCUPATION_NAMES, available, gap, strict=True):
        found[f"staff.available.{name}"] = own
        found[f"staff.gap.{name}"] = lacking
    for group, own, lacking in zip(GROUPS, grouped, unfilled, strict=True):
        found[f"staff.available_{group}"] = own
        found[f"staff.unfilled_{group}"] = lacking
    stock = _Stock(need, regional, supply, shared, available - shared, local)
    return found | _flows(stock, pools, hours)


def linear(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Those of the components that are proportional to people."""
    return {name: driven[name] for name in ("staff.employed", "staff.working_age")}


def hours_per_employee(parameters: Parameters, years: tuple[int, ...]) -> FloatArray:
    """(year) share of a full person-year that one employee gives: position times presence."""
    position = parameters["staff.position_size"].in_year(years)
    hours: FloatArray = position * parameters["staff.presence"].in_year(years)
    return hours


def filled_share(parameters: Parameters) -> FloatArray:
    """(occupation) share of positions held by somebody with the education asked for."""
    empty = np.array([parameters.item("staff.empty_positions", name) for name in OCCUPATION_NAMES])
    stand_ins = parameters["staff.stand_ins"].items
    unfit = np.array([stand_ins.get(name, 0.0) for name in OCCUPATION_NAMES])
    filled: FloatArray = (1 - empty) * (1 - unfit)
    return filled


@dataclass(frozen=True, slots=True, eq=False)
class _Stock:
    """Person-years by occupation: of municipalities and of their regions.

    need, shared      (occupation, …, municipality, year)  shared: each one's part of the region's
    regional, supply  (occupation, …, region, year)  need and available of whole regions
    chosen            (occupation, …, municipality, year)  what futures and choices add to shared
    local             (municipality)  position of each one's region
    """

    need: FloatArray
    regional: FloatArray
    supply: FloatArray
    shared: FloatArray
    chosen: FloatArray
    local: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class _Pools:
    """Who could work in each region, (profile, …, region, year), and who enters and leaves."""

    potential: FloatArray
    entrants: FloatArray
    leavers: FloatArray


def _pools(driven: Driven, setting: Setting, members: FloatArray, regions: IntArray) -> _Pools:
    """People where they work: the rows' own, and those who commute from the rest as expected."""
    own = members @ np.stack([driven[name] for name in _STREAM_NAMES])
    into = setting.commuting[:, regions].T
    rest = np.ones(len(setting.regions), dtype=bool)
    rest[regions] = False
    pool: FloatArray = into[:, regions] @ own
    if rest.any():
        expected = np.stack([setting.national(name)[rest] for name in _STREAM_NAMES])
        outside = into[:, rest] @ expected
        pool = pool + outside.reshape(len(own), *[1] * (own.ndim - 3), *own.shape[-2:])
    return _Pools(*np.split(pool, len(STREAMS)))


def _supply(
    regional: FloatArray, pools: _Pools, hours: FloatArray, filled: FloatArray
) -> FloatArray:
    """(occupation, …, region, year) what is filled in the base year, moving with the pool."""
    growth = _ratio(pools.potential, pools.potential[..., :1]) * hours
    base = filled.reshape(-1, *[1] * (regional.ndim - 1)) * regional[..., :1]
    supply: FloatArray = base * growth[_PROFILE_OF]
    return supply


def _chosen(shared: FloatArray, need: FloatArray, standard: Standard) -> FloatArray:
    """(occupation, …, municipality, year) hands with those that futures and choices add or take.

    Of positions that would stand empty a share can be filled by others ("staff.fillable").
    """
    if standard.none:
        return shared
    rows = [
        standard.moved(f"staff.available.{name}", own)
        for name, own in zip(OCCUPATION_NAMES, shared, strict=True)
    ]
    hands = np.stack(rows)
    if "staff.fillable" in standard.added:
        hands += standard.added["staff.fillable"] * np.maximum(need - hands, 0.0)
    return np.maximum(hands, 0.0)


def _flows(stock: _Stock, pools: _Pools, hours: FloatArray) -> Components:
    """Stocks and flows of each group; each flow is computed on its own, none as what is left."""
    now = _but_last(pools.potential)
    entered = _ratio(_but_last(pools.entrants), now)
    left = _ratio(_but_last(pools.leavers), now)
    grown = _ratio(pools.potential[..., 1:] - now, now)
    moved = grown - entered + left
    fuller = (1 + grown) * (hours[1:] / hours[:-1] - 1)
    cells = np.add.reduceat(stock.shared, _CELL_STARTS)
    opening = _but_last(cells)
    values = {
        name: np.add.reduceat(
            opening * rate[_PROFILE_OF_CELL][..., stock.local, :], _GROUP_STARTS_OF_CELLS
        )
        for name, rate in {
            "entrants": entered,
            "leavers": left,
            "moved": moved,
            "hours": fuller,
        }.items()
    }
    values["neighbours"] = np.add.reduceat(_from_neighbours(stock), _GROUP_STARTS)
    added = np.add.reduceat(stock.chosen, _GROUP_STARTS)
    values["chosen"] = np.diff(added, axis=-1)
    stocks = np.add.reduceat(cells, _GROUP_STARTS_OF_CELLS) + added
    values["closing"] = stocks[..., 1:]
    flows = {"opening": stocks, **{n: _with_last_missing(flow) for n, flow in values.items()}}
    return {
        f"staff.flow.{name}.{group}": flow[g]
        for name, flow in flows.items()
        for g, group in enumerate(GROUPS)
    }


def _from_neighbours(stock: _Stock) -> FloatArray:
    """(occupation, …, municipality, year) next year's supply times the change of one's share."""
    share = _ratio(stock.need, stock.regional[..., stock.local, :])
    gained: FloatArray = stock.supply[..., stock.local, 1:] * np.diff(share, axis=-1)
    return gained


def _membership(region_of: IntArray, regions: int) -> FloatArray:
    """(region, municipality) 1 where the municipality lies in the region."""
    inside: FloatArray = (region_of == np.arange(regions)[:, None]).astype(np.float64)
    return inside


def _but_last(values: FloatArray) -> FloatArray:
    return values[..., :-1]


def _with_last_missing(flow: FloatArray) -> FloatArray:
    return np.concatenate([flow, np.full((*flow.shape[:-1], 1), np.nan)], axis=-1)


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Above over below; 0 where below is 0: nobody there, so nobody to share or to flow."""
    shape = np.broadcast_shapes(above.shape, below.shape)
    result: FloatArray = np.divide(above, below, out=np.zeros(shape), where=below != 0)
    return result


_STREAM_NAMES = tuple(f"staff.{stream}.{name}" for stream in STREAMS for name in PROFILES)
_LIVES = (
    "employment",
    "women",
    "mean_age",
    "entry_from",
    "entry_full",
    "leaving_earlier",
    "later_leaving",
    "position_size",
    "presence",
)
_SHORT = ("empty_positions", "stand_ins")


def _parted(name: str, parts: tuple[str, ...], *figures: str, evidence: Evidence) -> Indicator:
    return Indicator(
        name=f"staff.{name}",
        unit="person-years",
        of=parts,
        why="parts",
        parts=parts,
        evidence=evidence,
        better="less" if name.startswith(("gap", "unfilled")) else "neither",
        rests_on=tuple(f"staff.{one}" for one in figures),
    )


def _gap(occupation: str) -> Indicator:
    return _parted(
        f"gap_{occupation}",
        (f"staff.need.{occupation}", f"-staff.available.{occupation}"),
        *_SHORT,
        *_LIVES,
        evidence="weak",
    )


INDICATORS: tuple[Indicator, ...] = (
    _parted(
        "available",
        tuple(f"staff.available_{group}" for group in GROUPS),
        *_LIVES,
        *_SHORT,
        evidence="weak",
    ),
    _parted(
        "unfilled",
        tuple(f"staff.unfilled_{group}" for group in GROUPS),
        *_SHORT,
        *_LIVES,
        evidence="weak",
    ),
    Indicator(
        name="staff.unfilled_care",
        unit="person-years",
        of=("staff.unfilled_care",),
        decimals=1,
        better="less",
        evidence="weak",
        why="none",
        rests_on=tuple(f"staff.{one}" for one in (*_SHORT, *_LIVES)),
    ),
    Indicator(
        name="staff.unfilled_share",
        unit="share",
        of=("staff.unfilled",),
        per=NEED,
        decimals=3,
        better="less",
        evidence="weak",
        why="none",
        rests_on=tuple(f"staff.{one}" for one in (*_SHORT, *_LIVES)),
    ),
    _gap("nurse"),
    _gap("skilled_health_worker"),
    _gap("health_assistant"),
    _gap("doctor"),
    _gap("teacher"),
    _gap("kindergarten_teacher"),
    Indicator(
        name="staff.people_per_position",
        unit="persons per person-year",
        of=("staff.working_age",),
        per=NEED,
        decimals=1,
        better="more",
        evidence="some",
        why="none",
        rests_on=tuple(f"staff.{area}_occupations" for area in AREAS),
    ),
    Indicator(
        name="staff.needed_share",
        unit="share",
        of=("staff.need_persons",),
        per=("staff.employed",),
        decimals=3,
        better="less",
        evidence="some",
        why="none",
        rests_on=("staff.position_size", "staff.employment"),
    ),
)
