"""How sure a path's numbers are: intervals around its lines, asked for when the reader rests."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.analysis.path_intervals import ENDS, PathIntervals, path_intervals
from veivalg.telling.paths import about_intervals
from veivalg.web.answers import answer, etag, held
from veivalg.web.envelope import MEDIA_TYPE, Named, envelope
from veivalg.web.path_inquiry import TrodOf
from veivalg.web.streamed import while_there
from veivalg.web.told import told, without_nan
from veivalg.web.turns import taking_turns

router = APIRouter(prefix="/api/paths", tags=["paths"])
LEFT = 499
"""Told to nobody: the reader has moved on, and what was under way is stopped."""


@router.get(
    "/{level}/{code}/intervals",
    summary="How sure the lines of a path are",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "Envelope, see docs/api.md"}},
)
async def intervals(
    request: Request,
    trod: TrodOf,
) -> Response:
    """Arrays low and high (line, indicator, year), between which 80 per cent of the draws lie when
    amounts of stories, events and choices are in doubt; lines are world, own and both.
    """
    made_of = ("intervals", trod.identity)
    if held(request, etag(*made_of)):
        return answer(request, b"", MEDIA_TYPE, made_of=made_of)
    question = path_intervals(trod.site, trod.path, trod.known)
    found = await while_there(request, taking_turns(trod.site, question))
    if found is None:
        return Response(status_code=LEFT)
    written = intervals_envelope(found, trod.identity)
    return answer(request, written, MEDIA_TYPE, made_of=made_of)


def intervals_envelope(found: PathIntervals, identity: str) -> bytes:
    """The bytes of /api/paths/{level}/{code}/intervals."""
    axes = ("line", "indicator", "year")
    return envelope(
        [Named("low", axes, found.low), Named("high", axes, found.high)],
        {
            "line": list(found.lines),
            "indicator": [one.name for one in found.indicators],
            "year": list(found.years),
        },
        **without_nan(
            {
                "identity": identity,
                "percent": list(ENDS),
                "draws": found.draws,
                "doubts": found.doubts,
                "about": told(about_intervals(found)),
            }
        ),
    )
