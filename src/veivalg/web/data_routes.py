"""Health, status, words, and fetching official figures from the page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from veivalg import __version__
from veivalg.language import Language, words
from veivalg.population.alternatives import KNOWN
from veivalg.web import shapes
from veivalg.web.answers import JSON, answer
from veivalg.web.fetch_job import ENDED, JobState
from veivalg.web.inquiry import ServiceOf
from veivalg.web.service import Service

router = APIRouter(prefix="/api", tags=["figures"])
TELL_EVERY_SECONDS = 0.25
ALIVE_EVERY_SECONDS = 15.0


@router.get("/health", summary="Is the service ready?")
def health(service: ServiceOf, response: Response) -> shapes.Health:
    """200 and `ready` when every other question can be answered; 503 until then."""
    if not service.ready:
        response.status_code = 503
        response.headers["Retry-After"] = "1"
    return shapes.Health(status="ready" if service.ready else "starting", version=__version__)


@router.get("/status", summary="Which figures are in use")
def status(service: ServiceOf) -> shapes.Status:
    """Shipped or official, of what date, and how far the intervals are."""
    service.look_for_new_figures()
    edition = service.edition
    source = edition.simulation.figures.headcount.source
    return shapes.Status(
        figures=edition.simulation.figures.kind,
        date=source.date,
        table=f"{source.publisher} {source.table}",
        retrieved=source.retrieved,
        complete=service.complete(),
        trouble=str(service.trouble or ""),
        intervals=shapes.IntervalState(**asdict(edition.intervals)),
        base_year=edition.simulation.base_year,
        last_year=edition.simulation.last_year,
        alternatives=list(KNOWN),
    )


@router.get("/words/{language}", summary="Every text in a language")
def words_in(request: Request, language: Language) -> Response:
    """Key to sentence with {named} places; a missing nynorsk text is bokmål, marked."""
    held = words(language)
    content = json.dumps(dict(held), ensure_ascii=False).encode()
    return answer(request, content, JSON, made_of=(language, content.decode()))


@router.post("/data/fetch", status_code=202, summary="Fetch official figures")
def fetch(service: ServiceOf) -> shapes.Job:
    """Begins, or tells about the fetch under way."""
    return _job(service.fetch.start())


@router.post("/data/stop", status_code=202, summary="Stop the fetch")
def stop(service: ServiceOf) -> shapes.Job:
    """Ends at the next whole piece; what has been fetched is kept."""
    return _job(service.fetch.stop())


@router.get(
    "/data/progress",
    summary="How far the fetch is, as server-sent events",
    response_class=StreamingResponse,
)
async def progress(request: Request, service: ServiceOf) -> StreamingResponse:
    """One event of the form of /api/data/fetch's answer at each change, until it has ended."""
    return StreamingResponse(
        _events(request, service),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(request: Request, service: Service) -> AsyncIterator[str]:
    told: JobState | None = None
    silent = 0.0
    while not await request.is_disconnected():
        state = service.fetch.state
        if state != told:
            told, silent = state, 0.0
            yield f"data: {_job(state).model_dump_json()}\n\n"
        elif silent >= ALIVE_EVERY_SECONDS:
            silent = 0.0
            yield ": still here\n\n"
        if state.state in ENDED:
            return
        await asyncio.sleep(TELL_EVERY_SECONDS)
        silent += TELL_EVERY_SECONDS


def _job(state: JobState) -> shapes.Job:
    return shapes.Job.model_validate(asdict(state))
