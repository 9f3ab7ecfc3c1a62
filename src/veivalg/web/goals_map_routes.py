"""The mapping of a collection, its files, goals against a path, and samples."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import files
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from veivalg.analysis.plan_goals import (
    GoalOnPath,
    Offered,
    accepted_goals,
    goals_on_path,
    states_of,
)
from veivalg.errors import OutOfRange
from veivalg.language import chosen, refusing
from veivalg.plans.grouping import By
from veivalg.plans.sample import drawn
from veivalg.plans.tie import Tie, known_indicators
from veivalg.reports.export.goals_files import corrections_csv, goals_csv, goals_json, sample_csv
from veivalg.reports.export.goals_workbook import goals_workbook
from veivalg.telling.plan_goals import about_figures, about_offer, about_plan_goal, about_tie
from veivalg.web.answers import JSON
from veivalg.web.goals_routes import (
    NOT_STORED,
    CollectionId,
    DocumentId,
    OwnColumn,
    UnitNumber,
    told_column,
    told_now,
)
from veivalg.web.goals_shown import mapping_shown, quoted_shown
from veivalg.web.goals_store import CollectionsOf
from veivalg.web.inquiry import LanguageOf
from veivalg.web.path_inquiry import TrodOf
from veivalg.web.turns import in_turn

router = APIRouter(prefix="/api/goals", tags=["goals"])
MOST_QUOTES = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ComparedBy = Annotated[By | Literal[""], Query(description="What bodies are compared by")]
OnlyAccepted = Annotated[bool, Query(description="Count only what a person has accepted")]


class ToldTie(BaseModel):
    """What a person says that measures a goal; no indicator takes it back."""

    model_config = ConfigDict(extra="forbid")
    indicator: str = Field("", max_length=60, description="Name of an indicator")
    wanted: Literal["more", "less"] = Field("more", description="Which way it should go")
    amount: float | None = Field(
        None, allow_inf_nan=False, ge=-1e12, le=1e12, description="In the indicator's unit"
    )
    change: float | None = Field(
        None, allow_inf_nan=False, ge=-1, le=10, description="A part of what it was"
    )
    since: int | None = Field(None, ge=1990, le=2050, description="Year the change counts from")
    year: int | None = Field(None, ge=2000, le=2100, description="By when")


class AskedSample(BaseModel):
    """A sample to draw; `column` is CSV with municipality and value."""

    model_config = ConfigDict(extra="forbid")
    size: int = Field(41, ge=1, le=500, description="Bodies in all")
    counties: int = Field(0, ge=0, le=20, description="County authorities among them")
    seed: int = Field(1, ge=0, le=2**31, description="The same draws the same again")
    column: OwnColumn = ""


@router.get("/collections/{collection}/map", summary="The mapping of a collection")
def mapping(
    held: CollectionsOf,
    collection: CollectionId,
    by: ComparedBy = "",
    only_accepted: OnlyAccepted = False,
) -> Response:
    """Every table of the mapping, and the most used goals; counts with their first sentences."""
    found = held.get(collection).mapped(by=by, only_accepted=only_accepted)
    return told_now(mapping_shown(found))


@router.get("/collections/{collection}/map/units", summary="The sentences behind a count")
def behind(
    held: CollectionsOf,
    collection: CollectionId,
    table: Annotated[str, Query(max_length=40)],
    key: Annotated[str, Query(max_length=80)],
    by: ComparedBy = "",
    only_accepted: OnlyAccepted = False,
) -> Response:
    """Of a row of a table, or of a group of near-equal goals (table "groups")."""
    quoted = held.get(collection).mapped(by=by, only_accepted=only_accepted).behind(table, key)
    return told_now(
        {"total": len(quoted), "units": [quoted_shown(one) for one in quoted[:MOST_QUOTES]]}
    )


@router.get("/collections/{collection}/goals.xlsx", summary="A workbook of goals and tables")
def workbook(
    held: CollectionsOf,
    collection: CollectionId,
    by: ComparedBy = "",
    only_accepted: OnlyAccepted = False,
    lang: LanguageOf = None,
) -> Response:
    """Sentences with page, every table of the mapping, and what they rest on."""
    one = held.get(collection)
    plans = tuple(one.plans.values())
    found = one.mapped(by=by, only_accepted=only_accepted)
    content = goals_workbook(plans, chosen(lang), found=found)
    return _file(content, XLSX, "goals.xlsx")


@router.get("/collections/{collection}/goals.csv", summary="Goals as CSV")
def as_csv(held: CollectionsOf, collection: CollectionId) -> Response:
    """Codes of the code book; columns: docs/commands.md."""
    plans = tuple(held.get(collection).plans.values())
    return _file(goals_csv(plans).encode("utf-8-sig"), "text/csv; charset=utf-8", "goals.csv")


@router.get("/collections/{collection}/goals.json", summary="Goals as JSON")
def as_file(held: CollectionsOf, collection: CollectionId) -> Response:
    """Documents, what they are, and their goals."""
    plans = tuple(held.get(collection).plans.values())
    return _file(goals_json(plans).encode(), JSON, "goals.json")


@router.get("/collections/{collection}/corrections.csv", summary="Decisions as training examples")
def corrections(held: CollectionsOf, collection: CollectionId) -> Response:
    """What a person has accepted, corrected or rejected."""
    plans = tuple(held.get(collection).plans.values())
    content = corrections_csv(plans).encode("utf-8-sig")
    return _file(content, "text/csv; charset=utf-8", "corrections.csv")


@router.get("/collections/{collection}/held/{level}/{code}", summary="A plan's goals on a path")
def held_against(held: CollectionsOf, collection: CollectionId, trod: TrodOf) -> Response:
    """Of each accepted goal: met, not_met, wrong_way, in_conflict or not_measured, in words, with
    what measures it, and wordings that can be measured where nothing does.
    """
    goals = accepted_goals(held.get(collection))
    with in_turn(trod.site):
        found = goals_on_path(trod.site, trod.path, trod.known, goals)
    called = {goal.id: goal.text for goal in goals}
    last = trod.site.years[-1]
    shown = [
        {
            **_goal_shown(one),
            "text_state": about_plan_goal(one, trod.known, called, last=last),
            "figures": about_figures(one),
        }
        for one in found
    ]
    return told_now({"goals": shown, "accepted": len(goals), "states": states_of(found)})


def _goal_shown(one: GoalOnPath) -> dict[str, Any]:
    goal = one.goal
    return {
        "id": goal.id,
        "sha256": goal.plan.sha256,
        "document": goal.plan.document,
        "page": goal.one.unit.page,
        "number": goal.one.unit.number,
        "text": goal.text,
        "state": one.state,
        "why": one.why,
        "tie": None if goal.tie is None else _tie_shown(goal.tie),
        "offered": [_offer_shown(offer) for offer in one.offered],
        "against": one.held.against,
    }


def _offer_shown(offer: Offered) -> dict[str, Any]:
    return {"indicator": offer.indicator, "wanted": offer.wanted, "text": about_offer(offer)}


def _tie_shown(tie: Tie) -> dict[str, Any]:
    return {**asdict(tie), "text": about_tie(tie)}


@router.post(
    "/collections/{collection}/documents/{sha256}/units/{number}/tie",
    summary="Say what measures it",
)
def say_tie(
    held: CollectionsOf,
    collection: CollectionId,
    sha256: DocumentId,
    number: UnitNumber,
    said: ToldTie,
) -> Response:
    """The indicator, which way or how much, and by when; confirmed by saying it."""
    tie = None
    if said.indicator:
        if said.indicator not in known_indicators():
            raise refusing(
                OutOfRange, "goals.bad_label", value=said.indicator, what="indicator",
                known="staff.unfilled_share, residents, …",
            )  # fmt: skip
        tie = Tie(**said.model_dump(), confirmed=True)
    found = held.tie(collection, sha256, number, tie)
    return told_now({"tie": None if found is None else _tie_shown(found)})


@router.post("/sample", summary="Draw a balanced sample of municipalities")
def sample(said: AskedSample) -> Response:
    """Balanced on region, county, centrality, size, merging, and a column of the user's own."""
    own = told_column(said.column)
    found = drawn(said.size, counties=said.counties, own=own, seed=said.seed)
    bodies = [{"number": number, "name": name} for number, name in found.bodies()]
    first_county = len(found.municipalities)
    return told_now(
        {
            "municipalities": bodies[:first_county],
            "counties": bodies[first_county:],
            "margins": [
                {"column": m.column, "group": m.name, "wanted": m.wanted, "reached": m.reached}
                for m in found.margins
                if m.column != "region"
            ],
            "regions": list(found.regions),
            "seed": found.seed,
            "csv": sample_csv(found),
        }
    )


@router.get("/accuracy", summary="How well sentences are sorted, as measured")
def accuracy() -> Response:
    """Precision, recall and F1 with intervals, for both forms of Norwegian."""
    held = files("veivalg.plans").joinpath("measured", "accuracy.json").read_bytes()
    return Response(held, media_type=JSON, headers={"Cache-Control": "max-age=3600"})


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {**NOT_STORED, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)
