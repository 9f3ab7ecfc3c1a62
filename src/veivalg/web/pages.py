"""The built page, the addresses it answers to, and what is shown when something lacks."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from veivalg.data.places import Level
from veivalg.errors import VeivalgError
from veivalg.web.answers import etag, held
from veivalg.web.inquiry import ServiceOf

STATIC = Path(__file__).parent / "static"
LEVEL_OF_WORD: dict[str, Level] = {
    "kommune": "municipality",
    "region": "region",
    "fylke": "county",
    "gruppe": "group",
}
FOREVER = "public, max-age=31536000, immutable"
NOT_BUILT = """<!doctype html>
<html lang="nb"><head><meta charset="utf-8"><title>Veivalg</title>
<link rel="stylesheet" href="/api/style.css"></head><body><main>
<h1>Veivalg</h1>
<p>Siden er ikke bygget. Kjør <code>uv run python run.py</code> i prosjektmappen, så bygges den.</p>
<p lang="en">The page is not built. Run <code>uv run python run.py</code> in the project folder.</p>
<p><a href="/api">API</a></p></main></body></html>"""

router = APIRouter(include_in_schema=False)


class Built(StaticFiles):
    """Files of the built page; those with a hash in their name never change."""

    async def check_config(self) -> None:
        """A page that is not built is a missing file, not a fault."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        hashed = path.replace("\\", "/").startswith("assets/")
        response.headers["Cache-Control"] = FOREVER if hashed else "public, max-age=3600"
        return response


@router.get("/")
@router.get("/landet")
@router.get("/landet/veivalg")
@router.get("/fremtider")
@router.get("/maal")
@router.get("/metode")
@router.get("/sammenlign")
@router.get("/kommune")
@router.get("/gruppe")
def page(request: Request) -> Response:
    """An address that always exists."""
    return index(request)


@router.get("/kommune/{code}")
@router.get("/region/{code}")
@router.get("/fylke/{code}")
@router.get("/gruppe/{code}")
@router.get("/kommune/{code}/veivalg")
@router.get("/region/{code}/veivalg")
@router.get("/fylke/{code}/veivalg")
@router.get("/gruppe/{code}/veivalg")
def place_page(request: Request, service: ServiceOf, code: str) -> Response:
    """The page of a place; with status 404, but the same page, when there is no such place."""
    level = LEVEL_OF_WORD[request.url.path.split("/")[1]]
    try:
        service.geography.place(level, code)
    except VeivalgError:
        return index(request, status=404)
    return index(request)


@router.get("/favicon.ico")
def icon() -> Response:
    """Browsers ask for it unasked."""
    file = STATIC / "favicon.svg"
    if not file.is_file():
        return Response(status_code=204)
    return FileResponse(file, media_type="image/svg+xml", headers={"Cache-Control": "max-age=3600"})


def index(request: Request, *, status: int = 200) -> Response:
    """The page itself, which reads the address and shows what belongs there."""
    file = STATIC / "index.html"
    if not file.is_file():
        return HTMLResponse(NOT_BUILT, status)
    content = file.read_bytes()
    headers = {"ETag": etag(content), "Cache-Control": "no-cache"}
    if status == 200 and held(request, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return HTMLResponse(content, status, headers)
