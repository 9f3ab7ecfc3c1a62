"""The web application: routes, guards and errors around one `Service`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from veivalg import __version__
from veivalg.errors import VeivalgError
from veivalg.plans.collection import Collections
from veivalg.web import (
    asked_routes,
    consequences_routes,
    country_routes,
    data_routes,
    description,
    futures_routes,
    goals_map_routes,
    goals_routes,
    holding_routes,
    ideas_routes,
    intervals_routes,
    own_routes,
    packages_routes,
    pages,
    path_files_routes,
    paths_routes,
    people_routes,
    places_routes,
    qr_routes,
    retold_routes,
)
from veivalg.web.guards import EVERY_ADDRESS, Guards, hosts_answered
from veivalg.web.refusals import reader_language, refusal_of, refused
from veivalg.web.service import COME_BACK_SECONDS, NOT_READY, Service
from veivalg.web.shapes import Refused

SMALLEST_COMPRESSED = 1000
KEY_OF_STATUS = {404: "error.not_found", NOT_READY: "error.not_ready"}
ABOUT = """Every number of the page, as JSON or as a binary envelope of float32 arrays.

Stocks are on 1 January, flows belong to a calendar year. Shares are 0 to 1. Errors are
`{"error": {"key", "message", "suggestions"}}`. Figures: Statistics Norway, CC BY 4.0, adapted.
"""


def create_app(
    service: Service, *, host: str = "127.0.0.1", allowed: Iterable[str] = ()
) -> FastAPI:
    """The application that answers to `host` and the further names in `allowed`.

    The first of `allowed` is what other devices call this page.
    """
    names = tuple(allowed)

    @asynccontextmanager
    async def alive(app: FastAPI) -> AsyncIterator[None]:
        service.start()
        yield
        service.close()

    app = FastAPI(
        title="Veivalg",
        version=__version__,
        description=ABOUT,
        license_info={"name": "MIT"},
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=alive,
        responses={"4XX": {"model": Refused}, "503": {"model": Refused}},
        middleware=[
            Middleware(
                Guards,
                hosts=hosts_answered(host, names),
                open_to_network=host in EVERY_ADDRESS,
            ),
            Middleware(GZipMiddleware, minimum_size=SMALLEST_COMPRESSED, compresslevel=5),
        ],
    )
    app.state.service = service
    app.state.collections = Collections(service.store.folder)
    app.state.public_name = next(iter(names), "")
    _add_routes(app)
    _add_refusals(app, service)
    return app


def _add_routes(app: FastAPI) -> None:
    for routes in (
        data_routes,
        places_routes,
        people_routes,
        consequences_routes,
        path_files_routes,  # before paths: `3448.csv` would be taken for a place
        paths_routes,
        asked_routes,
        intervals_routes,
        holding_routes,
        packages_routes,
        futures_routes,
        goals_routes,
        goals_map_routes,
        retold_routes,
        ideas_routes,
        own_routes,
        country_routes,
        qr_routes,
        description,
    ):
        app.include_router(routes.router)
    app.mount("/static", pages.Built(directory=pages.STATIC, check_dir=False), name="static")
    app.include_router(pages.router)


def _add_refusals(app: FastAPI, service: Service) -> None:
    async def ours(request: Request, error: Exception) -> Response:
        assert isinstance(error, VeivalgError)
        return refusal_of(request, error, service.geography)

    async def unreadable(request: Request, error: Exception) -> Response:
        if not request.url.path.startswith("/api"):
            return pages.index(request, status=404)
        return refused(400, "error.bad_request", request.headers, language=reader_language(request))

    async def lacking(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        if not request.url.path.startswith(("/api", "/static")):
            return pages.index(request, status=status)
        key = KEY_OF_STATUS.get(status, "error.bad_request")
        wait = COME_BACK_SECONDS if status == NOT_READY else None
        return refused(
            status, key, request.headers, language=reader_language(request), retry_after=wait
        )

    app.add_exception_handler(VeivalgError, ours)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(HTTPException, lacking)
