"""Places, search, and what a place belongs to."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from veivalg.data.geography import Geography
from veivalg.data.places import Level, Municipality, Place
from veivalg.web import shapes
from veivalg.web.answers import JSON, answer
from veivalg.web.inquiry import ServiceOf

router = APIRouter(prefix="/api", tags=["places"])
LONGEST_QUERY = 100
MEMBERS_SHOWN = 3

LevelPath = Annotated[Level, Path(description="Kind of place; like: those like a municipality")]
CodePath = Annotated[
    str,
    Path(description="Municipality number, region, county, 0 the country, 3448-3450 a group"),
]


@router.get("/places", response_model=shapes.Places, summary="Every place")
def places(request: Request, service: ServiceOf) -> Response:
    """Municipalities, labour-market regions and counties."""
    content = service.kept_content("places", lambda: every_place(service.geography))
    return answer(request, content, JSON, made_of=("places",))


@router.get("/search", summary="Places by name or number")
def search(
    service: ServiceOf,
    q: Annotated[str, Query(max_length=LONGEST_QUERY, description="Name or number, also old")],
    limit: Annotated[int, Query(ge=1, le=50, description="Most hits")] = 10,
) -> list[shapes.Hit]:
    """Best first; small misspellings are forgiven."""
    return [
        shapes.Hit(
            level=hit.place.level,
            code=hit.place.code,
            name=hit.place.name,
            matched=hit.matched,
            detail=detail(service.geography, hit.place),
        )
        for hit in service.geography.search(q, limit)
    ]


@router.get("/place/{level}/{code}", summary="One place")
def place(service: ServiceOf, level: LevelPath, code: CodePath) -> shapes.PlaceDetail:
    """Its municipalities, where it belongs, and what to know about its figures."""
    geography = service.geography
    found = geography.place(level, code)
    one = geography.municipality(code) if level in ("municipality", "like") else None
    return shapes.PlaceDetail(
        level=found.level,
        code=found.code,
        name=found.name,
        sami=list(one.sami_names) if one else [],
        members=[_named(geography, member) for member in found.members],
        county=_area(geography, "county", one.county) if one else None,
        region=_area(geography, "region", one.region) if one else None,
        like=_like(geography, code) if one else None,
        flags=[
            shapes.Sentence(key=flag.key, values=dict(flag.values))
            for flag in geography.flags(found)
        ],
    )


def every_place(geography: Geography) -> bytes:
    """The answer of /api/places."""
    return (
        shapes.Places(
            municipalities=[_municipality(m) for m in geography.municipalities],
            regions=[_summed(place) for place in geography.regions],
            counties=[_summed(place) for place in geography.counties],
        )
        .model_dump_json()
        .encode()
    )


def detail(geography: Geography, place: Place) -> str:
    """The county of a municipality, else the first members."""
    if place.level == "municipality":
        return geography.place("county", geography.municipality(place.code).county).name
    if place.level == "country":
        return ""
    names = [geography.municipality(code).norwegian for code in place.members]
    more = " …" if len(names) > MEMBERS_SHOWN else ""
    return ", ".join(names[:MEMBERS_SHOWN]) + more


def _municipality(one: Municipality) -> shapes.Municipality:
    return shapes.Municipality(
        code=one.code,
        name=one.name,
        sami=list(one.sami_names),
        county=one.county,
        region=one.region,
        centrality=one.centrality,
        kostra=one.kostra_group,
        column=one.column,
        row=one.row,
        lon=one.lon,
        lat=one.lat,
    )


def _summed(place: Place) -> shapes.Area:
    return shapes.Area(code=place.code, name=place.name, members=list(place.members))


def _named(geography: Geography, code: str) -> shapes.Named:
    return shapes.Named(code=code, name=geography.municipality(code).name)


def _area(geography: Geography, level: Level, code: str) -> shapes.Named:
    return shapes.Named(code=code, name=geography.place(level, code).name)


def _like(geography: Geography, code: str) -> shapes.Like:
    like = geography.like(code)
    return shapes.Like(code=like.code, name=like.name, members=list(like.members))
