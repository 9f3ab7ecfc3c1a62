"""Stories for one place and in a mix: retold with a place's own figures, and whether they agree."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from veivalg.analysis.connected import connected
from veivalg.analysis.simulation import MAIN_ALTERNATIVE
from veivalg.analysis.with_story import with_story
from veivalg.futures.trend import EVIDENCE, PROFILES
from veivalg.pathways.chosen import linked
from veivalg.pathways.ideas import ideas_of
from veivalg.pathways.inputs import KINDS, VERSION
from veivalg.pathways.path_text import nearest, open_link, text_of
from veivalg.shifts.dial import dials
from veivalg.shifts.where import WHERE
from veivalg.telling.connected import conflict_told, connected_told
from veivalg.telling.retold import retold, shown
from veivalg.web.answers import as_json
from veivalg.web.inquiry import Alternative, LanguageOf, OwnText, ServiceOf
from veivalg.web.path_inquiry import IdeasText, PathText, trodden
from veivalg.web.places_routes import CodePath, LevelPath
from veivalg.web.service import Service
from veivalg.web.told import without_nan

COUNTED = ("residents", "aged_80plus", "unfilled")
"""Figures that count something; the result is a share."""

router = APIRouter(prefix="/api/futures", tags=["futures and choices"])
StoryPath = Annotated[str, Path(max_length=60, description="Id of a story or scenario, as H1")]
KindsText = Annotated[
    str,
    Query(max_length=80, description="Kinds of place, separated by dots: " + ", ".join(KINDS)),
]


@router.get("/dials", summary="Assumptions that an own story can move, and the words it may use")
def assumptions(request: Request) -> Response:
    """Every dial with unit and name; where a trend counts, how it goes, and evidence."""
    return as_json(request, _dials(), made_of=("dials",))


@router.get("/consistency", summary="Do the stories of a mix go together")
def consistency(
    request: Request,
    service: ServiceOf,
    path: PathText = "",
    ideas: IdeasText = "",
    lang: LanguageOf = None,
) -> Response:
    """Cross-impact balance of the stories of a path with its own judgements (part m).

    Per part: weight of its story, balance (what the others say of it) and strength (how strongly it
    counts). Conflicts tell in words which parts speak against each other; `together` holds every
    combination of whole stories, with what stands against it.
    """
    known = ideas_of(ideas).repertoire
    opened = open_link(path, known, years=_years(service))
    held = linked(opened.path)
    found = connected(held, {story: weight / 100.0 for story, weight in opened.path.weights})
    answered = {
        "path": text_of(opened.path),
        "sentence": connected_told(found),
        "parts": [
            {"id": one.id, "weight": one.weight, "balance": one.balance, "strength": one.strength}
            for one in found.parts
        ],
        "against": list(found.against),
        "conflicts": [
            {
                "parts": [one.first, one.second],
                "score": one.says,
                "counts": one.counts,
                "excludes": one.excludes,
                "text": conflict_told(one, held),
            }
            for one in found.conflicts
        ],
        "together": [
            {
                "stories": list(one.stories),
                "consistent": one.consistent,
                "against": list(one.against),
                "excluded": [list(pair) for pair in one.excluded],
            }
            for one in found.together
        ],
    }
    return as_json(request, answered, made_of=("consistency", path, ideas))


@router.get("/{story}/{level}/{code}", summary="A story retold with a place's own figures")
def story_retold(
    request: Request,
    service: ServiceOf,
    story: StoryPath,
    level: LevelPath,
    code: CodePath,
    kinds: KindsText = "",
    ideas: IdeasText = "",
    alternative: Alternative = MAIN_ALTERNATIVE,
    own: OwnText = "",
    lang: LanguageOf = None,
) -> Response:
    """Two runs, as today and with the story at 100 %, and the story's sentences filled from them.

    `text` is null when the story has no sentences to fill; the figures are there all the same: as
    reckoned and, where they count something, rounded to what is known.
    """
    written = "~".join([VERSION, *([f"k.{kinds}"] if kinds else [])])
    trod = trodden(service, level, code, written, ideas, alternative, own)
    nearest(story, trod.known.stories, "path.story")
    found = with_story(trod.site, trod.known.stories[story], trod.known, kinds=trod.path.kinds)
    answered = {
        "story": story,
        "place": {"level": level, "code": code, "name": found.place.name},
        "year": found.year,
        "identity": found.identity,
        "figures_kind": trod.figures,
        "text": retold(found),
        "figures": {
            name: {
                "today": pair.today,
                "story": pair.story,
                "change": pair.change,
                "known": shown(pair) if name in COUNTED else None,
            }
            for name, pair in found.figures.items()
        },
    }
    return as_json(request, without_nan(answered), made_of=("retold", found.identity, ideas))


def _years(service: Service) -> tuple[int, ...]:
    """Opening years of the run in use."""
    run = service.edition.simulation
    return tuple(range(run.base_year, run.last_year + 1))


@cache
def _dials() -> dict[str, Any]:
    return {
        "dials": [
            {
                "key": one.key,
                "unit": one.unit,
                "kind": one.kind,
                "works": one.works,
                "better": one.better,
                "name": dict(one.name),
            }
            for one in dials().values()
        ],
        "where": [one for one in WHERE if one != "hit"],
        "profiles": [one for one in PROFILES if one not in ("hump", "fading")],
        "evidence": list(EVIDENCE),
    }
