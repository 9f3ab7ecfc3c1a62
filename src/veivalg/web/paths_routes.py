"""Paths: four lines of a place under a future and a package, and what they are asked."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from veivalg.analysis.adding_up import mends, shortfalls
from veivalg.analysis.moving_most import movers
from veivalg.analysis.simulation import MAIN_ALTERNATIVE
from veivalg.data.places import Level
from veivalg.pathways.ideas import MOST_LETTERS
from veivalg.pathways.path_text import MOST_TEXT
from veivalg.web.answers import JSON, answer
from veivalg.web.envelope import MEDIA_TYPE
from veivalg.web.inquiry import Alternative, LanguageOf, OwnText, ServiceOf
from veivalg.web.paths_shown import mends_shown, movers_shown, path_envelope, recommended_result
from veivalg.web.places_routes import CodePath, LevelPath
from veivalg.web.service import Service
from veivalg.web.trodden import Trodden
from veivalg.web.turns import in_turn

router = APIRouter(prefix="/api/paths", tags=["paths"])
PathText = Annotated[
    str, Query(max_length=MOST_TEXT, description="A path as docs/api.md writes it; empty for none")
]
IdeasText = Annotated[
    str,
    Query(
        max_length=MOST_LETTERS, description="Own stories and measures that POST /api/ideas packs"
    ),
]
IndicatorName = Annotated[str, Query(max_length=60, description="Name of an indicator")]
Year = Annotated[int, Query(description="1 January of a year of the run")]


@router.get(
    "/{level}/{code}",
    summary="Four lines of a place: as today, changed world, own choices, both",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "Envelope, see docs/api.md"}},
)
def path(
    request: Request,
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    path: PathText = "",
    ideas: IdeasText = "",
    alternative: Alternative = MAIN_ALTERNATIVE,
    own: OwnText = "",
    lang: LanguageOf = None,
) -> Response:
    """One envelope. Arrays: lines (line, indicator, year); residents and aged_80plus (line, year);
    followed (line, dial, year); yearly, once and person_years (choice, year). What an old link says
    that no longer holds is in notes.
    """
    trod = trodden(service, level, code, path, ideas, alternative, own)
    written = path_envelope(trod.lines, trod.site, trod.known, trod.notes, figures=trod.figures)
    return answer(request, written, MEDIA_TYPE, made_of=("path", trod.identity))


@router.get("/{level}/{code}/mends", summary="Changes that would mend a package")
def mend(
    request: Request,
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    path: PathText = "",
    ideas: IdeasText = "",
    alternative: Alternative = MAIN_ALTERNATIVE,
    own: OwnText = "",
    lang: LanguageOf = None,
) -> Response:
    """Every single change is run; those that help most come first. Empty when it adds up."""
    trod = trodden(service, level, code, path, ideas, alternative, own)
    wanted = recommended_result(trod.site)
    lacking = shortfalls(trod.lines, recommended=wanted)
    with in_turn(trod.site):
        found = mends(trod.site, trod.path, trod.known, lacking, recommended=wanted)
    return as_json(request, {"mends": mends_shown(found)}, made_of=("mends", trod.identity))


@router.get("/{level}/{code}/movers", summary="Choices by how far they move an indicator")
def moved_most(
    request: Request,
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    indicator: IndicatorName,
    year: Year,
    path: PathText = "",
    ideas: IdeasText = "",
    alternative: Alternative = MAIN_ALTERNATIVE,
    own: OwnText = "",
    lang: LanguageOf = None,
) -> Response:
    """Each lever's own movement of an indicator in a year, largest first, chosen or not."""
    trod = trodden(service, level, code, path, ideas, alternative, own)
    with in_turn(trod.site):
        found = movers(trod.site, trod.path, trod.known, indicator, year)
    shown = {"indicator": indicator, "year": year, "movers": movers_shown(found)}
    return as_json(request, shown, made_of=("movers", trod.identity, indicator, year))


def trodden(
    service: Service, level: Level, code: str, path: str, ideas: str, alternative: str, own: str
) -> Trodden:
    """The path of an address, ready to be asked. Raises what is wrong with it."""
    place = service.geography.place(level, code)
    return service.edition.trodden(place, path, ideas, alternative, own)


def as_json(request: Request, document: Any, *, made_of: tuple[Any, ...]) -> Response:
    """A JSON answer that a browser may keep."""
    content = json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    return answer(request, content, JSON, made_of=made_of)
