"""Ready packages, and paths as files."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from veivalg.analysis.effects_over_time import effects_over_time
from veivalg.choices.package import Package, packages
from veivalg.language import Language
from veivalg.pathways.ideas import ideas_text
from veivalg.pathways.inputs import Chosen, Path, Repertoire, repertoire
from veivalg.pathways.package_file import Filed, read_file, written
from veivalg.pathways.path_text import text_of
from veivalg.shifts.reading import in_language
from veivalg.web import shapes
from veivalg.web.answers import JSON, answer, as_json
from veivalg.web.effects_shown import effects_shown
from veivalg.web.inquiry import LanguageOf, ServiceOf
from veivalg.web.path_inquiry import TrodOf
from veivalg.web.paths_shown import note_shown
from veivalg.web.refusals import reader_language
from veivalg.web.service import Service
from veivalg.web.turns import in_turn

router = APIRouter(prefix="/api", tags=["packages"])
TOML = "application/toml"
MOST_NAME = 120
NameText = Annotated[
    str, Query(max_length=MOST_NAME, description="What the path is called, in the file")
]


@router.get("/packages", response_model=list[shapes.ReadyPackage], summary="Ready packages")
def ready(request: Request, service: ServiceOf) -> Response:
    """Choices that are meant to be made together, with years from the base year in use."""
    base_year, known = service.edition.simulation.base_year, repertoire()
    shown = [_package_shown(one, base_year, known) for one in packages().values()]
    return as_json(request, shown, made_of=("packages", base_year, *(p["path"] for p in shown)))


@router.get(
    "/paths/{level}/{code}/file",
    summary="A path as a file",
    response_class=Response,
    responses={200: {"content": {TOML: {}}, "description": "TOML, see docs/model/packages.md"}},
)
def path_file(
    request: Request,
    trod: TrodOf,
    name: NameText = "",
) -> Response:
    """The whole path with its own stories and measures; it can be edited and read in again."""
    language, called = reader_language(request), " ".join(one_line(name).split())
    notes = tuple(note_shown(note)["text"][language] for note in trod.notes)
    content = written(
        trod.path, trod.known, name=called, place=trod.site.place, notes=notes, language=language
    )
    return answer(
        request,
        content.encode(),
        f"{TOML}; charset=utf-8",
        made_of=("path file", trod.identity, called, language),
        headers={"Content-Disposition": f'attachment; filename="{file_name(called)}"'},
    )


@router.get(
    "/paths/{level}/{code}/effects",
    summary="What a package does after 4, 10 and 25 years, what each choice costs and gives back",
)
def effects(
    request: Request,
    trod: TrodOf,
) -> Response:
    """A choice's part is the package with it less the package without it; `together` is what the
    whole is more than the parts. Money is NOK of 2024 by year.
    """
    with in_turn(trod.site):
        found = effects_over_time(trod.site, trod.path, trod.known)
    return as_json(request, effects_shown(found), made_of=("effects", trod.identity))


@router.post("/paths/read", response_model=shapes.ReadPath, summary="Read a path from a file")
async def read(request: Request, service: ServiceOf, lang: LanguageOf = None) -> Response:
    """The body is the file, TOML of at most 200 kB. Nothing is kept of it."""
    language = reader_language(request)
    shown = await run_in_threadpool(_understood, service, await request.body(), language)
    content = json.dumps(shown, ensure_ascii=False, allow_nan=False)
    return Response(content, media_type=JSON, headers={"Cache-Control": "no-store"})


def file_name(name: str) -> str:
    """A name that every machine can store: small letters, digits and hyphens."""
    plain = name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a")
    ascii_only = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    return f"{words or 'veivalg'}.toml"


def one_line(name: str) -> str:
    """The name without letters that cannot be shown."""
    return "".join(letter if letter.isprintable() else " " for letter in name)


def _understood(service: Service, body: bytes, language: Language) -> dict[str, Any]:
    simulation = service.edition.simulation
    years = tuple(range(simulation.base_year, simulation.last_year + 1))
    return filed_shown(read_file(body, years=years), language)


def filed_shown(held: Filed, language: Language) -> dict[str, Any]:
    """What a file holds, as addresses have it. Raises BadParameter: too long for an address."""
    place = held.place
    return {
        "path": text_of(held.path, held.ideas.repertoire),
        "ideas": ideas_text(held.ideas),
        "name": in_language(held.name, language) if held.name else "",
        "place": {"level": place.level, "code": place.code, "name": place.name} if place else None,
        "notes": [note_shown(note) for note in held.notes],
    }


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
