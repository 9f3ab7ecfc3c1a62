"""Paths: four lines of a place under a future and a package, and what they are asked."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.analysis.adding_up import mends, shortfalls
from veivalg.analysis.moving_most import movers
from veivalg.web.answers import answer, as_json
from veivalg.web.envelope import MEDIA_TYPE
from veivalg.web.path_inquiry import IndicatorName, TrodOf, Year
from veivalg.web.paths_shown import mends_shown, movers_shown, path_envelope, recommended_result
from veivalg.web.turns import in_turn

router = APIRouter(prefix="/api/paths", tags=["paths"])


@router.get(
    "/{level}/{code}",
    summary="Four lines of a place: as today, changed world, own choices, both",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "Envelope, see docs/api.md"}},
)
def path(
    request: Request,
    trod: TrodOf,
) -> Response:
    """One envelope. Arrays: lines (line, indicator, year); residents and aged_80plus (line, year);
    followed (line, dial, year); yearly, once and person_years (choice, year). What an old link says
    that no longer holds is in notes.
    """
    written = path_envelope(trod.lines, trod.site, trod.known, trod.notes, figures=trod.figures)
    return answer(request, written, MEDIA_TYPE, made_of=("path", trod.identity))


@router.get("/{level}/{code}/mends", summary="Changes that would mend a package")
def mend(
    request: Request,
    trod: TrodOf,
) -> Response:
    """Every single change is run; those that help most come first. Empty when it adds up."""
    wanted = recommended_result(trod.site)
    lacking = shortfalls(trod.lines, recommended=wanted)
    with in_turn(trod.site):
        found = mends(trod.site, trod.path, trod.known, lacking, recommended=wanted)
    return as_json(request, {"mends": mends_shown(found)}, made_of=("mends", trod.identity))


@router.get("/{level}/{code}/movers", summary="Choices by how far they move an indicator")
def moved_most(
    request: Request,
    trod: TrodOf,
    indicator: IndicatorName,
    year: Year,
) -> Response:
    """Each lever's own movement of an indicator in a year, largest first, chosen or not."""
    with in_turn(trod.site):
        found = movers(trod.site, trod.path, trod.known, indicator, year)
    shown = {"indicator": indicator, "year": year, "movers": movers_shown(found)}
    return as_json(request, shown, made_of=("movers", trod.identity, indicator, year))
