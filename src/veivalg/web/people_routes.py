"""The people of one place: history, the expected path, intervals, single futures, causes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from veivalg.analysis.causes import CAUSES
from veivalg.analysis.indicators import INDICATORS
from veivalg.analysis.projection import Projection, projection, totals_from_draws
from veivalg.analysis.simulation import MAIN_ALTERNATIVE
from veivalg.analysis.uncertainty import QUANTILES, SINGLE_FUTURES
from veivalg.axes import AGES, SEXES
from veivalg.telling.findings import findings
from veivalg.web.answers import answer
from veivalg.web.edition import Edition
from veivalg.web.envelope import MEDIA_TYPE, Named, envelope
from veivalg.web.files import Filed, file_routes
from veivalg.web.inquiry import Alternative, LanguageOf, ServiceOf
from veivalg.web.places_routes import CodePath, LevelPath
from veivalg.web.service import Service
from veivalg.web.told import source_note, told

router = APIRouter(prefix="/api/people", tags=["people"])

Totals = Annotated[
    bool, Query(description="Sum over sex and age, with quantiles; else expected by one-year age")
]


def asked(
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    alternative: Alternative = MAIN_ALTERNATIVE,
    totals: Totals = False,
    lang: LanguageOf = None,
) -> Filed:
    """The projection of a place, as files have it."""
    value = _projection(service, level, code, alternative, totals=totals)
    return Filed(value, (value.identity, totals))


file_routes(
    router,
    asked,
    summary="The projection as a file",
    about="CSV (place, name, year, sex, age, statistic, persons), workbook, or JSON-stat 2.",
    beside="Source, date and meaning of each column.",
)


@router.get(
    "/{level}/{code}",
    summary="The people of a place",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {}}, "description": "Envelope, see docs/api.md"}},
)
def people(
    request: Request,
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    alternative: Alternative = MAIN_ALTERNATIVE,
) -> Response:
    """One envelope with all that the page of a place shows.

    Arrays: totals (year_t), residents of all ages in every year held; history (year_h, sex,
    age); expected (year, sex, age); indicator_history (indicator, year_h); indicator_expected
    (indicator, year); quantiles (quantile, indicator, year) and futures (future, indicator,
    year), NaN until draws are ready; why (indicator, year, cause), summed since the base year.
    """
    edition = service.edition
    place = service.geography.place(level, code)
    run = edition.run(alternative)
    service.want_draws(alternative)
    drawn = edition.drawn(alternative) is not None
    made_of = (run.identity, edition.identity, level, place.code, drawn)
    written = service.kept_content(
        ("people", *made_of), lambda: people_envelope(edition, level, code, service, alternative)
    )
    return answer(request, written, MEDIA_TYPE, made_of=made_of)


def people_envelope(
    edition: Edition, level: str, code: str, service: Service, alternative: str
) -> bytes:
    """The bytes of /api/people/{level}/{code}."""
    place = service.geography.place(level, code)  # type: ignore[arg-type]
    value = edition.prospect(place, alternative)
    arrays = [
        Named("totals", ("year_t",), value.totals, "persons"),
        Named("history", ("year_h", "sex", "age"), value.history, "persons"),
        Named("expected", ("year", "sex", "age"), value.expected, "persons"),
        Named("indicator_history", ("indicator", "year_h"), value.indicator_history),
        Named("indicator_expected", ("indicator", "year"), value.indicator_expected),
        Named("quantiles", ("quantile", "indicator", "year"), value.quantiles),
        Named("futures", ("future", "indicator", "year"), value.futures),
        Named("why", ("indicator", "year", "cause"), value.why),
    ]
    labels = {
        "year_t": value.totals_years,
        "year_h": value.history_years,
        "year": value.years,
        "sex": SEXES,
        "age": AGES,
        "indicator": INDICATORS,
        "quantile": QUANTILES,
        "future": range(1, min(SINGLE_FUTURES, len(value.futures)) + 1),
        "cause": CAUSES,
    }
    return envelope(
        arrays,
        {name: list(held) for name, held in labels.items()},
        place={"level": place.level, "code": place.code, "name": place.name},
        alternative=alternative,
        base_year=value.base_year,
        intervals="ready" if value.drawn else "computing",
        findings=[told(finding) for finding in findings(value)],
        source=source_note(edition.simulation.figures.headcount.source),
        figures=edition.simulation.figures.kind,
        identity=edition.run(alternative).identity,
    )


def _projection(
    service: Service, level: str, code: str, alternative: str, *, totals: bool
) -> Projection:
    edition = service.edition
    place = service.geography.place(level, code)  # type: ignore[arg-type]
    run = edition.run(alternative)
    drawn = edition.drawn(alternative)
    if totals and drawn is not None:
        return totals_from_draws(edition.simulation, run, [place], drawn)
    return projection(edition.simulation, run, [place], totals=totals)
