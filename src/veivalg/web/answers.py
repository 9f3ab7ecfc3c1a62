"""Answers that a browser may keep: an ETag from what they were made of, and 304 when it is held."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from veivalg import __version__
from veivalg.provenance import content_hash

JSON = "application/json"


def answer(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    made_of: tuple[Any, ...],
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The content, or 304 when the browser holds it. `made_of` decides the ETag."""
    tag = etag(*made_of)
    shown = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding", **(headers or {})}
    if held(request, tag):
        return Response(status_code=304, headers=shown)
    return Response(content, headers=shown, media_type=media_type)


def as_json(request: Request, document: Any, *, made_of: tuple[Any, ...]) -> Response:
    """A JSON answer that a browser may keep."""
    content = json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    return answer(request, content, JSON, made_of=made_of)


def etag(*made_of: Any) -> str:
    """A weak tag: equal parts give equal answers, compressed or not."""
    return f'W/"{content_hash([__version__, *made_of])[:24]}"'


def held(request: Request, tag: str) -> bool:
    """Whether the browser says that it holds this answer."""
    tags = [t.strip() for t in request.headers.get("if-none-match", "").split(",")]
    return tag in tags or "*" in tags
