"""Errors as answers: {"error": {"key", "message", "suggestions"}}, never a traceback."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response

from veivalg.data.geography import Geography
from veivalg.data.places import Level
from veivalg.errors import (
    BadGroup,
    BadParameter,
    Busy,
    MissingFigure,
    OutOfRange,
    SnapshotError,
    StorageError,
    UnknownAlternative,
    UnknownPlace,
    UnreadableDocument,
    VeivalgError,
)
from veivalg.language import Language, chosen, explained, refusal_key, text

STATUS: dict[type[VeivalgError], int] = {
    UnknownPlace: 404,
    BadGroup: 400,
    BadParameter: 400,
    UnknownAlternative: 400,
    OutOfRange: 400,
    UnreadableDocument: 422,
    MissingFigure: 503,
    SnapshotError: 503,
    StorageError: 503,
    Busy: 503,
}
BUSY_SECONDS = 30


def reader_language(request: Request) -> Language:
    """?lang= of the address, else what the browser prefers, else bokmål."""
    return chosen(request.query_params.get("lang"), request.headers.get("accept-language"))


def refused(
    status: int,
    key: str,
    headers: Mapping[str, str],
    *,
    message: str | None = None,
    suggestions: Sequence[Mapping[str, str]] = (),
    language: Language | None = None,
    retry_after: int | None = None,
) -> Response:
    """An error as JSON with its message in the reader's language."""
    reader = language or chosen(headers.get("accept-language"))
    error = {
        "key": key,
        "message": message or text(key, reader),
        "suggestions": list(suggestions),
    }
    extra = {"Cache-Control": "no-store", "Content-Language": reader}
    if retry_after is not None:
        extra["Retry-After"] = str(retry_after)
    body = json.dumps({"error": error}, ensure_ascii=False)
    return Response(body, status, extra, media_type="application/json")


def refusal_of(request: Request, error: VeivalgError, geography: Geography) -> Response:
    """The answer to a question that ended in one of our own errors."""
    language = reader_language(request)
    place = request.path_params.get("code")
    suggestions = error.suggestions if isinstance(error, UnknownPlace) else ()
    return refused(
        _status(error),
        error.key or refusal_key(error),
        request.headers,
        message=explained(error, language, place=place),
        suggestions=[_suggestion(text, geography) for text in suggestions],
        language=language,
        retry_after=BUSY_SECONDS if isinstance(error, Busy) else None,
    )


def _status(error: VeivalgError) -> int:
    """404 for an address without a place; a place that a line of own figures names is bad input."""
    named_in_a_line = isinstance(error, UnknownPlace) and bool(error.key)
    return 400 if named_in_a_line else STATUS.get(type(error), 500)


def _suggestion(said: str, geography: Geography) -> dict[str, str]:
    """A suggestion such as "Tinn (4026)" as a place that can be linked to."""
    named = re.fullmatch(r"(.*) \((\S+)\)", said)
    if named is None:
        return {"level": "", "code": "", "name": said}
    name, code = named.groups()
    levels: tuple[Level, ...] = ("municipality", "region", "county", "country")
    held = [
        place
        for level in levels
        for place in geography.places(level)
        if place.code == code and place.name == name
    ]
    return {"level": held[0].level if held else "", "code": code, "name": name}
