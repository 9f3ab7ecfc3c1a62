"""What every question about a path asks for in its address, and the path ready to be asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from veivalg.analysis.simulation import MAIN_ALTERNATIVE
from veivalg.data.places import Level
from veivalg.pathways.ideas import MOST_LETTERS
from veivalg.pathways.path_text import MOST_TEXT
from veivalg.web.inquiry import Alternative, LanguageOf, OwnText, ServiceOf
from veivalg.web.places_routes import CodePath, LevelPath
from veivalg.web.service import Service
from veivalg.web.trodden import Trodden

PathText = Annotated[
    str, Query(max_length=MOST_TEXT, description="A path as docs/api.md writes it; empty for none")
]
IdeasText = Annotated[
    str,
    Query(
        max_length=MOST_LETTERS, description="Own stories and measures that POST /api/ideas packs"
    ),
]
IndicatorName = Annotated[str, Query(max_length=60, description="Name of an indicator")]
Year = Annotated[int, Query(description="1 January of a year of the run")]


def trodden(
    service: Service, level: Level, code: str, path: str, ideas: str, alternative: str, own: str
) -> Trodden:
    """The path of an address, ready to be asked. Raises what is wrong with it."""
    place = service.geography.place(level, code)
    return service.edition.trodden(place, path, ideas, alternative, own)


def _asked(
    service: ServiceOf,
    level: LevelPath,
    code: CodePath,
    path: PathText = "",
    ideas: IdeasText = "",
    alternative: Alternative = MAIN_ALTERNATIVE,
    own: OwnText = "",
    lang: LanguageOf = None,
) -> Trodden:
    return trodden(service, level, code, path, ideas, alternative, own)


TrodOf = Annotated[Trodden, Depends(_asked)]
"""The path that the address of a question names; made in a thread, so that others go on."""
