"""What a path is asked: why, what matters most, when to decide, which goals are met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from veivalg.analysis.attainment import Attained, attainment
from veivalg.analysis.explain import AGAINST, Explained, explained, known_indicator
from veivalg.analysis.sensitivity import Sensitivity, sensitivity
from veivalg.analysis.signposts import Signposts, signposts
from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.pathways.inputs import Repertoire
from veivalg.telling.explained import about_explained, source_name
from veivalg.telling.mattering import about_sensitivity, unknown_name
from veivalg.telling.signposted import (
    about_deadline,
    about_goal,
    about_need,
    about_turn,
    about_turns,
    turn_value,
)
from veivalg.web.answers import as_json
from veivalg.web.path_inquiry import IndicatorName, TrodOf, Year
from veivalg.web.streamed import MEDIA_TYPE, Events, Streamed, progress_of
from veivalg.web.told import without_nan
from veivalg.web.trodden import Trodden
from veivalg.web.turns import in_turn

router = APIRouter(prefix="/api/paths", tags=["paths"])
AgainstText = Annotated[
    str, Query(max_length=10, description="today: the same year as today; base: the base year")
]
Threshold = Annotated[
    float | None,
    Query(description="Value that must be kept; empty for the recommended one, if there is one"),
]


@router.get("/{level}/{code}/why", summary="A difference split into causes that add up exactly")
def why(
    request: Request,
    trod: TrodOf,
    indicator: IndicatorName,
    year: Year,
    against: AgainstText = "today",
) -> Response:
    """Parts sum to `to` less `from`. Many choices are told by group; `holds` says which."""
    side = next((one for one in AGAINST if one == against), None)
    if side is None:
        raise refusing(BadParameter, "asked.against", value=against)
    with in_turn(trod.site):
        found = explained(trod.site, trod.path, trod.known, indicator, year, against=side)
    made_of = ("why", trod.identity, indicator, year, side)
    return as_json(request, why_shown(found, trod.known), made_of=made_of)


@router.get(
    "/{level}/{code}/sensitivity",
    summary="What matters most, streamed",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "progress, then result"}},
)
def what_matters(
    trod: TrodOf,
    indicator: IndicatorName,
    year: Year,
) -> Response:
    """Events: {"kind": "progress", "done", "total"} …, then {"kind": "result", …}. It stops when
    the reader leaves.
    """
    known_indicator(trod.site, indicator, year)
    return Streamed(sensitivity_events(trod, indicator, year))


@router.get("/{level}/{code}/signposts", summary="When to decide, and what says reconsider")
def when(
    request: Request,
    trod: TrodOf,
    indicator: IndicatorName,
    year: Year,
    threshold: Threshold = None,
) -> Response:
    """The last year of each choice, and public figures that say that another future is coming."""
    with in_turn(trod.site):
        found = signposts(trod.site, trod.path, trod.known, indicator, year, threshold=threshold)
    made_of = ("signposts", trod.identity, indicator, year, str(threshold))
    return as_json(request, signposts_shown(found, trod.known), made_of=made_of)


@router.get("/{level}/{code}/goals", summary="Which of the sector's own goals are met")
def goals_met(
    request: Request,
    trod: TrodOf,
) -> Response:
    """The 44 goals: met, not_met, wrong_way, in_conflict or not_measured."""
    with in_turn(trod.site):
        found = attainment(trod.site, trod.path, trod.known)
    shown = {"goals": [goal_shown(one, trod.known) for one in found]}
    return as_json(request, without_nan(shown), made_of=("goals", trod.identity))


def why_shown(found: Explained, known: Repertoire) -> dict[str, Any]:
    """A difference and its parts."""
    return {
        "indicator": found.indicator.name,
        "unit": found.indicator.unit,
        "year": found.year,
        "base_year": found.base_year,
        "against": found.against,
        "from": found.start,
        "to": found.end,
        "sentence": about_explained(found, known),
        "parts": [
            {
                "source": part.source,
                "name": source_name(part.source, known),
                "holds": list(part.holds),
                "value": part.value,
            }
            for part in found.parts
        ],
    }


def sensitivity_events(trod: Trodden, indicator: str, year: int) -> Events:
    """Progress, then the result, as documents."""
    question = sensitivity(trod.site, trod.path, trod.known, indicator, year)
    found = yield from progress_of(question)
    yield sensitivity_shown(found, trod.known)


def sensitivity_shown(found: Sensitivity, known: Repertoire) -> Mapping[str, Any]:
    """The last event."""
    return {
        "kind": "result",
        "indicator": found.indicator.name,
        "unit": found.indicator.unit,
        "year": found.year,
        "middle": found.middle,
        "low": found.low,
        "high": found.high,
        "looked_at": found.looked_at,
        "sentence": about_sensitivity(found, known),
        "parts": [
            {
                "source": one.source,
                "name": unknown_name(one.source, known),
                "first": one.first,
                "total": one.total,
                "low": one.low,
                "high": one.high,
            }
            for one in found.shares
        ],
    }


def signposts_shown(found: Signposts, known: Repertoire) -> dict[str, Any]:
    """Deadlines and signs."""
    need = found.need
    return {
        "indicator": found.indicator.name,
        "need": {
            "year": need.year,
            "value": need.value,
            "passed": need.passed,
            "text": about_need(found),
        },
        "decide_by": [
            {
                "lever": one.lever,
                "year": one.year,
                "state": one.state,
                "chosen": one.starts,
                "first": one.first,
                "full": one.full,
                "text": about_deadline(one, need, known),
            }
            for one in found.decide_by
        ],
        "reconsider": [
            {
                "text": about_turn(one, known),
                "figure": one.figure.key,
                "table": one.figure.table,
                "value": turn_value(one),
                "above": one.above,
                "year": one.year,
                "story": one.story,
            }
            for one in found.reconsider
        ],
        "fails_in": list(found.fails_in),
        "sentence": about_turns(found),
    }


def goal_shown(one: Attained, known: Repertoire) -> dict[str, Any]:
    """A goal and how it fares."""
    return {
        "id": one.goal.id,
        "section": one.goal.section,
        "kind": one.goal.kind,
        "theme": one.goal.theme,
        "text": dict(one.goal.text),
        "state": one.state,
        "indicator": one.indicator or None,
        "start": one.start,
        "middle": one.middle,
        "end": one.end,
        "without": one.without,
        "against": one.against.id if one.against else None,
        "lever": one.lever or None,
        "text_state": about_goal(one, known),
    }
