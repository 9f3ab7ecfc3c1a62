"""The four lines of a path as files."""

from __future__ import annotations

from fastapi import APIRouter

from veivalg.analysis.simulation import MAIN_ALTERNATIVE
from veivalg.web.files import Filed, file_routes
from veivalg.web.inquiry import Alternative, LanguageOf, OwnText, ServiceOf
from veivalg.web.path_inquiry import IdeasText, PathText, trodden
from veivalg.web.places_routes import CodePath, LevelPath

router = APIRouter(prefix="/api/paths", tags=["paths"])


def asked(
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    path: PathText = "",
    ideas: IdeasText = "",
    alternative: Alternative = MAIN_ALTERNATIVE,
    own: OwnText = "",
    lang: LanguageOf = None,
) -> Filed:
    """A path in a place, as files have it."""
    trod = trodden(service, level, code, path, ideas, alternative, own)
    edition = service.edition
    table = edition.path_table(trod, alternative, edition.own(own))
    return Filed(table, ("path", trod.identity))


file_routes(
    router,
    asked,
    summary="The four lines of a path as a file",
    about="CSV (place, line, year, chapter, indicator, unit, statistic, value, source), workbook, "
    "or JSON-stat 2. Lines: today, world, own, both.",
    beside="Source, date and meaning of each column, the path in words and as text, and every "
    "figure behind the numbers.",
)
