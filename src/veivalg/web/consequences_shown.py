"""The envelope of a place's consequences, described in docs/api.md."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from veivalg.analysis.consequences import Chain, PlaceConsequences, expected_values
from veivalg.analysis.thresholds import Threshold
from veivalg.analysis.uncertainty import QUANTILES
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.judged import Judgement, Point, draft_judgements
from veivalg.consequences.outcome import indicators
from veivalg.consequences.own_figures import own_text
from veivalg.consequences.staffing import OCCUPATION_NAMES
from veivalg.consequences.standing import Standing
from veivalg.data.places import Place
from veivalg.language import LANGUAGES
from veivalg.telling.consequences import about_consequences, about_thresholds
from veivalg.telling.finding import Finding
from veivalg.web.envelope import Named, envelope
from veivalg.web.standing_shown import standing_shown
from veivalg.web.told import figure_told, in_words, told, without_nan

POINTS = dict(zip(Point, range(-2, 3), strict=True))
"""Where each point is drawn on its scale. Judgements themselves have no numbers."""
RECOMMENDED = "recommended_"
"""Begins the name of a figure that says what an indicator of the rest of the name should be."""
PART = "|"
"""Between indicator and cause in the labels of `why`."""


def consequences_envelope(value: PlaceConsequences, chain: Chain, stands: Standing | None) -> bytes:
    """The bytes of /api/consequences/{level}/{code}.

    stands  where the place stands today, None when that cannot be told
    """
    need, available, unfilled = value.region_staff
    years = len(value.years)
    why = [row for row in value.why if len(row)]
    arrays = [
        Named("expected", ("indicator", "year"), value.expected),
        Named("quantiles", ("quantile", "indicator", "year"), value.quantiles),
        Named("why", ("why", "year"), np.concatenate([np.zeros((0, years)), *why])),
        Named("region_need", ("member", "year"), need, "person-years"),
        Named("region_available", ("member", "year"), available, "person-years"),
        Named("region_unfilled", ("member", "year"), unfilled, "person-years"),
    ]
    labels: dict[str, list[Any]] = {
        "year": list(value.years),
        "indicator": [one.name for one in value.indicators],
        "quantile": list(QUANTILES),
        "why": [
            f"{one.name}{PART}{cause}"
            for one, causes, row in zip(value.indicators, value.causes, value.why, strict=True)
            if len(row)
            for cause in causes
        ],
        "member": list(value.region),
    }
    return envelope(arrays, labels, **without_nan(_header(value, chain, stands)))


def expected_envelope(place: Place, chain: Chain) -> bytes:
    """The bytes of /api/consequences/{level}/{code}/expected."""
    every, ledger = indicators(), chain.run.ledger
    rows = chain.simulation.rows(place.members)
    arrays = [
        Named("expected", ("indicator", "year"), expected_values(chain, place, every)),
        Named("residents", ("year",), ledger.persons[rows].sum(axis=(0, 2, 3)), "persons"),
    ]
    labels: dict[str, list[Any]] = {
        "year": list(ledger.years),
        "indicator": [one.name for one in every],
    }
    return envelope(
        arrays,
        labels,
        place={"level": place.level, "code": place.code, "name": place.name},
        alternative=chain.run.alternative,
        base_year=ledger.years[0],
        figures=chain.simulation.figures.kind,
    )


def _header(value: PlaceConsequences, chain: Chain, stands: Standing | None) -> dict[str, Any]:
    place, held = value.place, chain.prepared.setting.parameters
    behind = dict.fromkeys(name for one in value.indicators for name in one.rests_on)
    return {
        "place": {"level": place.level, "code": place.code, "name": place.name},
        "alternative": value.alternative,
        "base_year": value.years[0],
        "intervals": "ready" if value.drawn else "computing",
        "identity": value.identity,
        "figures": chain.simulation.figures.kind,
        "indicators": [
            _indicator(value, one, causes)
            for one, causes in zip(value.indicators, value.causes, strict=True)
        ],
        "parameters": {name: figure_told(held[name]) for name in behind},
        "occupations": [
            {"name": name, "need": need.tolist(), "available": available.tolist()}
            for name, need, available in zip(OCCUPATION_NAMES, *value.occupations, strict=True)
        ],
        "own": {"text": own_text(chain.own), "figures": [asdict(one) for one in chain.own]},
        "findings": [told(finding) for finding in about_consequences(value)],
        "thresholds": [_threshold(one, said) for one, said in about_thresholds(value)],
        "standing": standing_shown(stands, chain.simulation.geography) if stands else None,
        "judged": [_judged(one) for one in draft_judgements().values()],
        "recommended": {
            name.replace(RECOMMENDED, ""): one.number
            for name, one in held.held.items()
            if RECOMMENDED in name
        },
    }


def _indicator(value: PlaceConsequences, one: Indicator, causes: tuple[str, ...]) -> dict[str, Any]:
    basis = value.basis.get(one.name)
    return {
        "name": one.name,
        "chapter": one.chapter,
        "unit": one.unit,
        "decimals": one.decimals,
        "better": one.better,
        "evidence": one.evidence,
        "causes": list(causes),
        "rests_on": list(one.rests_on),
        "level": {"basis": basis} if basis else None,
        "replaced": one.name in value.replaced,
        "missing": value.missing.get(one.name),
    }


def _judged(one: Judgement) -> dict[str, Any]:
    """What nobody can count: five points, most difficult -2, that enter no sum."""
    reason = f"judged.{one.dimension}.reason"
    return {
        "dimension": one.dimension,
        "chapter": one.chapter,
        "points": POINTS[one.point],
        "direction": one.direction,
        "reason": dict.fromkeys(LANGUAGES, one.reason) if one.reason else in_words(reason),
        "who": one.by,
        "year": one.on.year,
        "draft": one.draft,
    }


def _threshold(one: Threshold, said: Finding) -> dict[str, Any]:
    return {
        "year": one.year,
        "indicator": one.indicator,
        "key": said.key,
        "values": dict(said.values),
        "text": said.worded(),
    }
