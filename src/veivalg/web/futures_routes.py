"""Futures and choices as content: stories, shocks and connections, levers and papers."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.choices.catalogue import Entry, by_lever, entries, goals
from veivalg.choices.lever import levers
from veivalg.futures.background import (
    Driver,
    General,
    drivers,
    general_trends,
    implications,
    opportunities,
)
from veivalg.futures.connections import connections
from veivalg.futures.shock import Shock, shocks
from veivalg.futures.story import Story, stories
from veivalg.futures.trend import Trend
from veivalg.web.answers import as_json
from veivalg.web.paths_shown import lever_shown

router = APIRouter(prefix="/api", tags=["futures and choices"])


@router.get("/futures", summary="Stories, scenarios, trends, drivers, shocks and how they connect")
def futures(request: Request) -> Response:
    """Every text in three languages, every amount with reason, evidence and source."""
    return as_json(request, futures_content(), made_of=("futures", _futures_identity()))


@router.get("/choices", summary="Every lever, and the sector's catalogue")
def choices(request: Request) -> Response:
    """Levers whole; entries of the papers with the levers that are their working; goals."""
    return as_json(request, choices_content(), made_of=("choices", tuple(levers())))


@cache
def _futures_identity() -> str:
    return "".join(one.identity for one in stories().values())


@cache
def futures_content() -> dict[str, Any]:
    """What /api/futures answers."""
    return {
        "stories": [story_shown(one) for one in stories().values()],
        "general": [_general(one) for one in general_trends()],
        "drivers": [_driver(one) for one in drivers()],
        "shocks": [shock_shown(one) for one in shocks().values()],
        "implications": [
            {"id": one.id, "story": one.group, "text": dict(one.text)} for one in implications()
        ],
        "opportunities": [
            {"id": one.id, "group": one.group, "text": dict(one.text), "levers": list(one.levers)}
            for one in opportunities()
        ],
        "connections": _connections(),
    }


def _general(one: General) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": dict(one.name),
        "text": dict(one.text),
        "trends": [trend_shown(trend) for trend in one.trends],
    }


def _driver(one: Driver) -> dict[str, Any]:
    return {
        "id": one.id,
        "sure": one.sure,
        "name": dict(one.name),
        "text": dict(one.text),
        "low_end": dict(one.low_end) if one.low_end else None,
        "high_end": dict(one.high_end) if one.high_end else None,
        "figures": [
            {
                "label": dict(figure.label),
                "low": figure.low,
                "mid": figure.mid,
                "high": figure.high,
                "unit": dict(figure.unit),
                "source": figure.source,
            }
            for figure in one.figures
        ],
    }


def _connections() -> dict[str, Any]:
    held = connections()
    return {
        "judged": dict(held.judged),
        "parts": [
            {
                "id": part.id,
                "story": part.story,
                "name": dict(part.name),
                "descriptor": part.descriptor,
                "state": part.state,
                "trends": list(part.trends),
            }
            for part in held.parts
        ],
        "links": [
            {
                "from": first,
                "to": second,
                "score": float(held.matrix[held.ids.index(first), held.ids.index(second)]),
                "reason": dict(reason),
            }
            for (first, second), reason in held.reasons.items()
        ],
    }


def story_shown(one: Story) -> dict[str, Any]:
    """A story whole."""
    return {
        "id": one.id,
        "kind": one.kind,
        "document": one.document,
        "horizon": one.horizon,
        "name": dict(one.name),
        "short": dict(one.short),
        "story": dict(one.story),
        "corner": dict(one.corner),
        "persona": {
            "name": one.persona.name,
            "age": one.persona.age,
            "text": dict(one.persona.text),
        }
        if one.persona
        else None,
        "traits": [
            {
                "id": t.id,
                "text": dict(t.text),
                "trends": list(t.trends),
                "shown": dict(t.shown) if t.shown else None,
            }
            for t in one.traits
        ],
        "trends": [trend_shown(t) for t in one.trends],
        "items": [
            {
                "id": i.id,
                "kind": i.kind,
                "dimension": i.dimension,
                "meet": i.meet,
                "text": dict(i.text),
            }
            for i in one.items
        ],
    }


def trend_shown(one: Trend) -> dict[str, Any]:
    """A trend with what it moves, how far, when and why."""
    return {
        "name": one.name,
        "dial": one.dial.key,
        "dial_name": dict(one.dial.name),
        "unit": one.dial.unit,
        "works": one.dial.works,
        "where": one.where,
        "low": one.low,
        "mid": one.mid,
        "high": one.high,
        "from": one.first,
        "to": one.last,
        "profile": one.profile,
        "years": list(one.years),
        "text": dict(one.text),
        "reason": dict(one.reason),
        "section": one.section,
        "evidence": one.evidence,
        "basis": list(one.basis),
        "source": one.source,
    }


def shock_shown(one: Shock) -> dict[str, Any]:
    """A shock with its sizes."""
    return {
        "id": one.id,
        "name": dict(one.name),
        "text": dict(one.text),
        "sizes": [dict(size) for size in one.sizes],
        "years": one.years,
        "trends": [trend_shown(t) for t in one.trends],
        "also": [dict(text) for text in one.also],
    }


@cache
def choices_content() -> dict[str, Any]:
    """What /api/choices answers."""
    linked = by_lever()
    return {
        "levers": [
            lever_shown(one, [entry.id for entry in linked.get(one.id, ())])
            for one in levers().values()
        ],
        "entries": [_entry_shown(one) for one in entries()],
        "goals": [
            {
                "id": one.id,
                "section": one.section,
                "number": one.number,
                "kind": one.kind,
                "theme": one.theme,
                "text": dict(one.text),
                "measured_by": [{"indicator": i, "better": b} for i, b in one.measured_by],
                "not_measured": dict(one.not_measured) if one.not_measured else None,
            }
            for one in goals()
        ],
    }


def _entry_shown(one: Entry) -> dict[str, Any]:
    return {
        "id": one.id,
        "paper": one.paper,
        "document": one.document,
        "section": one.section,
        "number": one.number,
        "kind": one.kind,
        "decides": one.decides,
        "role": one.role,
        "theme": one.theme,
        "text": dict(one.text),
        "levers": list(one.levers),
        "process": one.process,
        "why": dict(one.why) if one.why else None,
    }
