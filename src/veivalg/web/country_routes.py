"""The map of Norway, borders, and how well the model has done."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from veivalg.analysis.country_map import MAP_INDICATORS
from veivalg.errors import SnapshotError
from veivalg.reports.measured import measured, shipped_loss
from veivalg.telling.front import about_country
from veivalg.web import shapes
from veivalg.web.answers import JSON, answer
from veivalg.web.edition import Edition
from veivalg.web.envelope import MEDIA_TYPE, Named, envelope
from veivalg.web.inquiry import ServiceOf
from veivalg.web.refusals import refused
from veivalg.web.service import Service
from veivalg.web.told import source_note, told

router = APIRouter(prefix="/api", tags=["country"])
BORDER_DATASETS = {"municipality": "borders_municipality", "county": "borders_county"}


@router.get(
    "/map",
    summary="Every municipality through the years",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "Envelope, see docs/api.md"}},
)
def country(request: Request, service: ServiceOf) -> Response:
    """Arrays: value (indicator, year, municipality), country (indicator, year), country_low and
    country_high (indicator, year), the 80 % interval, NaN until draws are ready. The header's
    `seam` is the base year: figures up to it are counted, later ones projected.
    """
    edition = service.edition
    made_of = ("map", edition.identity, edition.drawn() is not None)
    written = service.kept_content(made_of, lambda: map_envelope(edition, service))
    return answer(request, written, MEDIA_TYPE, made_of=made_of)


@router.get("/borders/{level}", summary="Borders as TopoJSON", responses={404: {}})
def borders(
    request: Request, service: ServiceOf, level: Literal["municipality", "county"]
) -> Response:
    """From Kartverket, once fetched or imported; 404 before that."""
    dataset = BORDER_DATASETS[level]
    try:
        snapshot = service.store.latest(dataset)
        if snapshot is None:
            return refused(404, "error.no_borders", request.headers)
        content, source = service.store.read_file(dataset)
    except SnapshotError:
        return refused(404, "error.no_borders", request.headers)
    return answer(request, content, JSON, made_of=(dataset, source.sha256))


@router.get("/method", summary="Measured errors and sources")
def method(service: ServiceOf) -> shapes.Method:
    """What the checks in verification/ measured, and every source in use."""
    figures = service.edition.simulation.figures
    sources = dict.fromkeys((*figures.sources, *service.edition.run().assumptions.sources))
    return shapes.Method(
        backtest=measured("backtest"),
        against_official=measured("against_official"),
        shipped_loss=shipped_loss(),
        sources=[shapes.SourceNote(**source_note(source)) for source in sources],
    )


def map_envelope(edition: Edition, service: Service) -> bytes:
    """The bytes of /api/map."""
    value = edition.country_map()
    country = edition.prospect(service.geography.country)
    arrays = [
        Named("value", ("indicator", "year", "municipality"), value.value),
        Named("country", ("indicator", "year"), value.country),
        Named("country_low", ("indicator", "year"), value.country_low),
        Named("country_high", ("indicator", "year"), value.country_high),
    ]
    labels = {
        "indicator": MAP_INDICATORS,
        "year": value.years,
        "municipality": value.municipalities,
    }
    return envelope(
        arrays,
        {name: list(held) for name, held in labels.items()},
        seam=value.base_year,
        base_year=value.base_year,
        observed=[year for year in value.years if year <= value.base_year],
        intervals="ready" if country.drawn else "computing",
        findings=[told(f) for f in about_country(country, edition.run().ledger)],
        source=source_note(edition.simulation.figures.headcount.source),
        figures=edition.simulation.figures.kind,
    )
