"""Does a package hold, and what would it take: long questions, told as they are answered."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Query
from starlette.responses import Response

from veivalg.analysis.goal import Goal, goal_of
from veivalg.analysis.reach import Wanted, reach, searchable
from veivalg.analysis.robustness import robust
from veivalg.choices.lever import DECIDES, GROUPS
from veivalg.pathways.path_text import MOST_TEXT, nearest, open_link
from veivalg.web.holding_shown import reach_shown, robust_shown
from veivalg.web.path_inquiry import IndicatorName, TrodOf, Year
from veivalg.web.paths_shown import recommended_result
from veivalg.web.streamed import MEDIA_TYPE, Events, Streamed, progress_of
from veivalg.web.trodden import Trodden

router = APIRouter(prefix="/api/paths", tags=["paths"])
MOST_AGAINST = 5
Answer = TypeVar("Answer")
AtMost = Annotated[
    float | None, Query(description="Goal: no more than this, in the indicator's unit")
]
AtLeast = Annotated[
    float | None, Query(description="Goal: no less than this, in the indicator's unit")
]
STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA_TYPE: {}}, "description": "Events, see docs/api.md"}
}


@router.get(
    "/{level}/{code}/robust",
    summary="Whether a package reaches a goal in every story, every scenario and many mixes",
    response_class=Response,
    responses=STREAM,
)
def holds(
    trod: TrodOf,
    indicator: IndicatorName,
    year: Year,
    at_most: AtMost = None,
    at_least: AtLeast = None,
    against: Annotated[
        list[Annotated[str, Query(max_length=MOST_TEXT)]] | None,
        Query(max_length=MOST_AGAINST, description="Paths whose choices regret compares with"),
    ] = None,
) -> Response:
    """A stream of events: progress with done and total, and last the result."""
    goal = goal_of(trod.site, indicator, at_most=at_most, at_least=at_least, year=year)
    others = tuple(
        open_link(text, trod.known, years=trod.site.years).path for text in against or ()
    )

    def events() -> Events:
        question = robust(trod.site, trod.path, trod.known, goal, others=others)
        result = yield from progress_of(question)
        yield robust_shown(result, trod.known)

    return Streamed(events())


@router.get(
    "/{level}/{code}/reach",
    summary="Small packages that reach a goal in the path's own future",
    response_class=Response,
    responses=STREAM,
)
def reaches(
    trod: TrodOf,
    indicator: IndicatorName,
    year: Year,
    at_most: AtMost = None,
    at_least: AtLeast = None,
    decides: Annotated[
        str, Query(max_length=80, description="Who may decide what is added, with commas")
    ] = ",".join(DECIDES),
    keep: Annotated[bool, Query(description="Start from the path's choices")] = True,
    without: Annotated[
        str, Query(max_length=200, description="Groups of choices to do without, with commas")
    ] = "",
    start: Annotated[int | None, Query(description="Year in which new choices begin")] = None,
) -> Response:
    """A stream of events: progress with done and total, and last the result."""
    goal = goal_of(trod.site, indicator, at_most=at_most, at_least=at_least, year=year)
    wanted = Wanted(
        recommended=recommended_result(trod.site),
        decides=_named(decides, DECIDES, "reach.decides"),
        keep=keep,
        without=_named(without, GROUPS, "reach.group"),
        start=start,
    )
    searchable(trod.site, trod.path, trod.known, goal, wanted)
    return Streamed(_reached(trod, goal, wanted))


def _reached(trod: Trodden, goal: Goal, wanted: Wanted) -> Events:
    result = yield from progress_of(reach(trod.site, trod.path, trod.known, goal, wanted))
    yield reach_shown(result, trod.known, wanted)


def _named(text: str, known: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The words of a list with commas. Raises BadParameter for one that is not known."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    for name in names:
        nearest(name, known, key)
    return names
