"""What the people of one place mean: services, staff, money, society and land."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from veivalg.analysis.simulation import MAIN_ALTERNATIVE
from veivalg.web.answers import answer
from veivalg.web.consequences_shown import consequences_envelope, expected_envelope
from veivalg.web.envelope import MEDIA_TYPE
from veivalg.web.files import Filed, file_routes
from veivalg.web.inquiry import Alternative, LanguageOf, OwnText, ServiceOf
from veivalg.web.places_routes import CodePath, LevelPath

router = APIRouter(prefix="/api/consequences", tags=["consequences"])
Chapters = Annotated[
    str,
    Query(max_length=100, description="Chapters with commas between; empty for all of them"),
]


def asked(
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    alternative: Alternative = MAIN_ALTERNATIVE,
    own: OwnText = "",
    chapter: Chapters = "",
    lang: LanguageOf = None,
) -> Filed:
    """The consequences of a place, as files have them."""
    edition = service.edition
    place = service.geography.place(level, code)
    chapters = tuple(name.strip() for name in chapter.split(",") if name.strip())
    table = edition.consequence_table(place, alternative, edition.own(own), chapters=chapters)
    return Filed(table, (table.identity, level, place.code, chapter))


file_routes(
    router,
    asked,
    summary="The consequences as a file",
    about="CSV (place, year, chapter, indicator, unit, statistic, value, source), workbook, or "
    "JSON-stat 2. Quantiles are there once draws are ready.",
    beside="Source, date and meaning of each column, and every figure behind the numbers.",
)


@router.get(
    "/{level}/{code}",
    summary="What the people of a place mean",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "Envelope, see docs/api.md"}},
)
def consequences(
    request: Request,
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    alternative: Alternative = MAIN_ALTERNATIVE,
    own: OwnText = "",
    lang: LanguageOf = None,
) -> Response:
    """One envelope with every chapter.

    Arrays: expected (indicator, year); quantiles (quantile, indicator, year), NaN until draws
    are ready; why (why, year), since the base year; region_need, region_available and
    region_unfilled (member, year), person-years of those who share the labour market.
    """
    edition = service.edition
    place = service.geography.place(level, code)
    figures = edition.own(own)
    chain = edition.chain(alternative, figures)
    service.want_draws(alternative)
    value = edition.consequences(place, alternative, figures)
    made_of = (value.identity, edition.identity, value.drawn)
    written = service.kept_content(
        ("consequences", *made_of),
        lambda: consequences_envelope(value, chain, edition.standing(place, alternative, figures)),
    )
    return answer(request, written, MEDIA_TYPE, made_of=made_of)


@router.get(
    "/{level}/{code}/expected",
    summary="Expected values alone, for holding places against each other",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "Envelope, see docs/api.md"}},
)
def expected_alone(
    request: Request,
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    alternative: Alternative = MAIN_ALTERNATIVE,
    own: OwnText = "",
) -> Response:
    """A small envelope without intervals and causes, which are slow for large places.

    Arrays: expected (indicator, year), NaN where there is no number; residents (year).
    """
    edition = service.edition
    place = service.geography.place(level, code)
    chain = edition.chain(alternative, edition.own(own))
    made_of = ("expected", chain.identity, edition.identity, place.level, place.code)
    written = service.kept_content(made_of, lambda: expected_envelope(place, chain))
    return answer(request, written, MEDIA_TYPE, made_of=made_of)
