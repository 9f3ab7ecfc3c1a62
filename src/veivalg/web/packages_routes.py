"""Ready packages, and paths as files."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.choices.package import Package, packages
from veivalg.pathways.inputs import Chosen, Path, Repertoire, repertoire
from veivalg.pathways.path_text import text_of
from veivalg.web import shapes
from veivalg.web.inquiry import ServiceOf
from veivalg.web.paths_routes import as_json

router = APIRouter(prefix="/api", tags=["packages"])


@router.get("/packages", response_model=list[shapes.ReadyPackage], summary="Ready packages")
def ready(request: Request, service: ServiceOf) -> Response:
    """Choices that are meant to be made together, with years from the base year in use."""
    base_year, known = service.edition.simulation.base_year, repertoire()
    shown = [_package_shown(one, base_year, known) for one in packages().values()]
    return as_json(request, shown, made_of=("packages", base_year, *(p["path"] for p in shown)))


def _package_shown(one: Package, base_year: int, known: Repertoire) -> dict[str, Any]:
    choices = tuple(
        Chosen(lever=picked.lever, level=picked.level, year=base_year + picked.year_after)
        for picked in one.choices
    )
    return {
        "id": one.id,
        "name": dict(one.name),
        "what": dict(one.what),
        "for": dict(one.audience),
        "lacks": dict(one.lacks) if one.lacks else None,
        "choices": [{"lever": c.lever, "level": c.level, "year": c.year} for c in choices],
        "path": text_of(Path(choices=choices), known),
    }
