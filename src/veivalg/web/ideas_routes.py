"""Own stories and own measures: read, checked, and packed as a text for an address."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from veivalg.errors import BadParameter
from veivalg.language import LANGUAGES, refusing
from veivalg.pathways.ideas import Ideas, ideas_of, ideas_text, read_ideas, texts_of
from veivalg.shifts.reading import in_language
from veivalg.web import shapes
from veivalg.web.answers import JSON, as_json
from veivalg.web.futures_routes import story_shown
from veivalg.web.inquiry import LanguageOf
from veivalg.web.path_inquiry import IdeasText
from veivalg.web.paths_shown import lever_shown

router = APIRouter(prefix="/api", tags=["futures and choices"])
KEYS = {"stories", "levers"}


@router.post("/ideas", response_model=shapes.OwnIdeas, summary="Read own stories and measures")
async def read(request: Request, lang: LanguageOf = None) -> Response:
    """The body is JSON: {"stories": [TOML…], "levers": [TOML…]}. Nothing is kept of it: the answer
    holds them packed as a text that paths take as `?ideas=`.
    """
    document = await run_in_threadpool(_understood, await request.body())
    content = json.dumps(document, ensure_ascii=False, allow_nan=False)
    return Response(content, media_type=JSON, headers={"Cache-Control": "no-store"})


@router.get("/ideas", response_model=shapes.OwnIdeas, summary="Open packed stories and measures")
def opened(request: Request, ideas: IdeasText = "", lang: LanguageOf = None) -> Response:
    """The same answer from the text of an address, for whoever wants to change them."""
    return as_json(request, ideas_shown(ideas_of(ideas)), made_of=("ideas", ideas))


def ideas_shown(ideas: Ideas) -> dict[str, Any]:
    """Packed, as they were written, and as the page shows them. Raises BadParameter: too long."""
    return {
        "ideas": ideas_text(ideas),
        "stories": [for_every_reader(story_shown(one)) for one in ideas.stories],
        "levers": [for_every_reader(lever_shown(one, [])) for one in ideas.levers],
        "texts": {"stories": list(ideas.story_texts), "levers": list(ideas.lever_texts)},
    }


def for_every_reader(shown: Any) -> Any:
    """The same with what is written in one language alone shown to readers of the others too."""
    if isinstance(shown, list):
        return [for_every_reader(one) for one in shown]
    if not isinstance(shown, dict):
        return shown
    if shown and set(shown) <= set(LANGUAGES):
        return {language: in_language(shown, language) for language in LANGUAGES}
    return {key: for_every_reader(one) for key, one in shown.items()}


def _understood(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise refusing(BadParameter, "ideas.body") from error
    if not isinstance(document, dict) or not set(document) <= KEYS:
        raise refusing(BadParameter, "ideas.body")
    return ideas_shown(read_ideas(texts_of(document, "stories"), texts_of(document, "levers")))
