"""Files and their descriptions over HTTP: two routes that every kind of result gets alike."""

# Annotations are read while the routes are made, so `Given` must be a value and not a text.

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from veivalg.reports.export.csv import csv_metadata
from veivalg.reports.export.files import content
from veivalg.reports.export.kinds import file_name
from veivalg.reports.export.statement import Exported
from veivalg.web.answers import answer
from veivalg.web.refusals import reader_language

Ending = Literal["csv", "xlsx", "json"]
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
METADATA = "csv-metadata.json"
DESCRIPTION = "application/csvm+json"


@dataclass(frozen=True, slots=True)
class Filed:
    """A result to be written, and what, beside form and language, its bytes are made of."""

    value: Exported
    made_of: tuple[Any, ...]


def file_routes(
    router: APIRouter, asked: Callable[..., Filed], *, summary: str, about: str, beside: str
) -> None:
    """Add `/{level}/{code}.csv|xlsx|json` and the CSV's description to a router.

    asked          a dependency: reads the question, gives the result
    about, beside  what the file and its description hold, for the API's own description
    """
    Given = Annotated[Filed, Depends(asked)]

    @router.get(
        "/{level}/{code}." + METADATA,
        summary="Description of the CSV file (CSV on the Web)",
        description=beside,
    )
    def description(request: Request, filed: Given) -> Response:
        language = reader_language(request)
        written = csv_metadata(filed.value, language, file=file_name(filed.value, "csv"))
        return answer(request, written, DESCRIPTION, made_of=(*filed.made_of, language))

    @router.get("/{level}/{code}.{ending}", summary=summary, description=about)
    def file(request: Request, ending: Ending, filed: Given) -> Response:
        language = reader_language(request)
        return answer(
            request,
            content(filed.value, f".{ending}", language),
            MEDIA[ending],
            made_of=(*filed.made_of, ending, language),
            headers=_headers(request, filed.value, ending),
        )


def _headers(request: Request, value: Exported, ending: str) -> dict[str, str]:
    """The name to keep it by and, of a CSV, where its description is."""
    named = {"Content-Disposition": f'attachment; filename="{file_name(value, ending)}"'}
    if ending != "csv":
        return named
    beside = f"{request.path_params['code']}.{METADATA}"
    return {**named, "Link": f'<{beside}>; rel="describedby"; type="{DESCRIPTION}"'}
