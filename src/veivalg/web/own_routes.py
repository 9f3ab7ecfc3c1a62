"""Default figures, and own figures in their place."""

from __future__ import annotations

import json
from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from veivalg.consequences.own_checks import ACCOUNTS, Replaceable, read_own
from veivalg.consequences.own_figures import KNOWN, LEVEL, own_text
from veivalg.consequences.replacing import FACTOR, SERVICES_WITH_USERS, USERS
from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.web import shapes
from veivalg.web.answers import JSON, answer
from veivalg.web.inquiry import MOST_OWN, LanguageOf, OwnText, ServiceOf
from veivalg.web.refusals import reader_language, refused
from veivalg.web.service import Service
from veivalg.web.told import figure_told

router = APIRouter(prefix="/api", tags=["own figures"])
TABLES = (
    "text/csv",
    "text/plain",
    "text/tab-separated-values",
    "application/csv",
    "application/vnd.ms-excel",
)
"""What browsers call a CSV file; the last one on machines with a spreadsheet installed."""
NO_TABLE = 415


@router.get("/parameters", response_model=shapes.DefaultFigures, summary="Every default figure")
def parameters(
    request: Request, service: ServiceOf, own: OwnText = "", lang: LanguageOf = None
) -> Response:
    """Unit, basis, source, year, range and reason of each; own figures in their place."""
    edition = service.edition
    made = edition.chain(own=edition.own(own))
    held = made.prepared.setting.parameters.held
    document = {
        "figures": {name: figure_told(one) for name, one in sorted(held.items())},
        "local": local_figures(edition.replaceable),
    }
    content = json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    return answer(request, content, JSON, made_of=("parameters", content))


@router.post("/own-figures", response_model=shapes.OwnFigures, summary="Read and check own figures")
async def own_figures(request: Request, service: ServiceOf, lang: LanguageOf = None) -> Response:
    """The body is a CSV file: place,figure,year,unit,value,source. Nothing is kept of it: the
    answer holds the set as a text that the other questions take as `?own=`.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in TABLES:
        language = reader_language(request)
        return refused(NO_TABLE, "own.refused.content_type", request.headers, language=language)
    read = await run_in_threadpool(understood, service, await request.body())
    return Response(read.model_dump_json(), media_type=JSON, headers={"Cache-Control": "no-store"})


def understood(service: Service, content: bytes) -> shapes.OwnFigures:
    """The own figures of a file. Raises BadParameter, OutOfRange or UnknownPlace."""
    own = read_own(content, service.edition.replaceable)
    text = own_text(own)
    if len(text) > MOST_OWN:
        raise refusing(BadParameter, "own.refused.too_long", characters=len(text), most=MOST_OWN)
    return shapes.OwnFigures(own=text, figures=[shapes.OwnFigure(**asdict(one)) for one in own])


def local_figures(known: Replaceable) -> list[dict[str, str | list[str]]]:
    """Levels of services and figures of the accounts, with their units."""
    found: list[dict[str, str | list[str]]] = [
        {
            "name": f"{LEVEL}{service}",
            "units": [USERS, FACTOR] if service in SERVICES_WITH_USERS else [FACTOR],
        }
        for service in known.levels
    ]
    for name, (unit, _, _) in ACCOUNTS.items():
        found.append({"name": f"{KNOWN}{name}", "units": [unit]})
    return found
