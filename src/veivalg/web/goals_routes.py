"""Collections of plan documents: put in, looked through, decided, kept or deleted."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from veivalg.plans.codes import (
    Area,
    Bearing,
    Challenge,
    Concept,
    Dimension,
    DocumentType,
    Form,
    Kind,
    SdgUse,
    Theme,
)
from veivalg.plans.decisions import all_decided, decided, described
from veivalg.plans.goal import Labels, State
from veivalg.plans.own_column import own_column
from veivalg.web.answers import JSON
from veivalg.web.goals_shown import collection_shown, plan_shown, unit_shown
from veivalg.web.goals_store import CollectionsOf, plan_sent

router = APIRouter(prefix="/api/goals", tags=["goals"])
NOT_STORED = {"Cache-Control": "no-store"}
MOST_SHOWN = 500
MOST_AT_ONCE = 5_000
CollectionId = Annotated[str, Path(max_length=64, description="Id of a collection")]
DocumentId = Annotated[str, Path(pattern="^[0-9a-f]{64}$", description="Hash of a document")]
OwnColumn = Annotated[str, Field(max_length=60_000, description="CSV: municipality, value")]
UnitNumber = Annotated[int, Path(ge=0, description="Number of a sentence in its document")]


class Kept(BaseModel):
    """Whether a collection is kept on this machine."""

    kept: bool = Field(description="True writes it to the data folder, false deletes it there")


class Groups(BaseModel):
    """Groups of the user's own."""

    model_config = ConfigDict(extra="forbid")
    column: OwnColumn


class ToldAbout(BaseModel):
    """What a person says that a document is; what is left out stays as it was."""

    model_config = ConfigDict(extra="forbid")
    document_type: DocumentType | None = Field(None, description="Code of the type")
    municipality: str | None = Field(
        None, max_length=4, pattern=r"^\d*$", description="Number of municipality or county"
    )
    name: str | None = Field(None, max_length=120, description="What the owner is called")
    form: Form | None = Field(None, description="Form of Norwegian")
    adopted: int | None = Field(None, description="Year of adoption")
    term: tuple[int, int] | None = Field(None, description="First and last year")
    sdg_use: SdgUse | None = Field(None, description="How it uses the UN goals")


class ToldLabels(BaseModel):
    """What a sentence is."""

    model_config = ConfigDict(extra="forbid")
    kind: Kind = Field(description="Code of the kind")
    area: Area | Literal[""] = Field("", description="Code of the area")
    area2: Area | Literal[""] = Field("", description="Of a second area")
    theme: Theme | Literal[""] = Field("", description="Code of the theme")
    sdg: list[int] = Field([], max_length=17, description="UN goals by number")
    targets: list[str] = Field([], max_length=12, description="UN targets")
    challenge: Challenge | Literal[""] = Field("", description="Code of the challenge")
    dimension: Dimension | Literal[""] = Field("", description="Of sustainability")
    concepts: list[Concept] = Field([], max_length=12, description="Codes of concepts")
    bearing: Bearing | Literal[""] = Field("", description="outcome or activity")

    def labels(self) -> Labels:
        """As the model has them; a sentence that is no goal has none but its kind."""
        if self.kind == "none":
            return Labels(kind="none")
        told: dict[str, Any] = self.model_dump()
        for name in ("sdg", "targets", "concepts"):
            told[name] = tuple(sorted(set(told[name])))
        return Labels(**told)


class Decision(BaseModel):
    """What a person makes of a sentence."""

    model_config = ConfigDict(extra="forbid")
    state: State = Field(description="proposed takes a decision back")
    labels: ToldLabels | None = Field(None, description="Of corrected: what it is")


class Decisions(BaseModel):
    """The same decision on several sentences of a document."""

    model_config = ConfigDict(extra="forbid")
    state: State = Field(description="accepted, rejected or proposed")
    numbers: list[int] = Field(max_length=MOST_AT_ONCE, description="Numbers of sentences")


@router.post("/collections", summary="Begin a collection of plan documents")
def begin(held: CollectionsOf) -> Response:
    """Answers with its id, which is the only way to it. It is forgotten unless it is kept."""
    return told_now(collection_shown(held.new()))


@router.get("/collections/{collection}", summary="A collection and its documents")
def look(held: CollectionsOf, collection: CollectionId) -> Response:
    """Documents with what they are and how many goals they hold."""
    return told_now(collection_shown(held.get(collection)))


@router.post("/collections/{collection}/kept", summary="Keep a collection on this machine, or not")
def keep(held: CollectionsOf, collection: CollectionId, said: Kept) -> Response:
    """Keeping writes text and decisions to the data folder; not keeping deletes them there."""
    return told_now(collection_shown(held.keep(collection, said.kept)))


@router.post("/collections/{collection}/groups", summary="Say the groups to compare by")
def group(held: CollectionsOf, collection: CollectionId, said: Groups) -> Response:
    """A group of each municipality or county, for the mapping with `by=own`; "" takes them back."""
    return told_now(collection_shown(held.group(collection, told_column(said.column))))


def told_column(told: str) -> dict[str, str]:
    """The user's own groups by number; none when nothing is told. Raises BadParameter."""
    return own_column(told.encode(), file="CSV") if told.strip() else {}


@router.delete("/collections/{collection}", summary="Delete a collection whole")
def delete(held: CollectionsOf, collection: CollectionId) -> Response:
    """Nothing of it is left, in memory or on disk."""
    held.delete(collection)
    return Response(status_code=204)


@router.post("/collections/{collection}/documents", summary="Put a document in")
async def put_in(
    request: Request,
    held: CollectionsOf,
    collection: CollectionId,
    name: Annotated[str, Query(max_length=400)] = "document",
) -> Response:
    """The body is the file itself: PDF, Word, a web page or text, up to 100 MB. It is read in a
    process of its own and deleted at once; what stays is its text and what it is proposed to be.
    """
    await run_in_threadpool(held.get, collection)
    plan = await plan_sent(request.stream(), name)
    added = await run_in_threadpool(held.add, collection, plan)
    return told_now(plan_shown(added))


@router.post("/collections/{collection}/documents/{sha256}/about", summary="Say what it is")
def describe(
    held: CollectionsOf, collection: CollectionId, sha256: DocumentId, said: ToldAbout
) -> Response:
    """Type, municipality, form, year, term and use of the UN goals, as a person says."""
    told = said.model_dump(exclude_unset=True)
    plan = held.change(collection, sha256, lambda plan: described(plan, **told))
    return told_now(plan_shown(plan))


@router.delete("/collections/{collection}/documents/{sha256}", summary="Take a document out")
def take_out(held: CollectionsOf, collection: CollectionId, sha256: DocumentId) -> Response:
    """The document and every decision on it."""
    held.drop(collection, sha256)
    return Response(status_code=204)


@router.get("/collections/{collection}/documents/{sha256}/units", summary="Its sentences")
def units(
    held: CollectionsOf,
    collection: CollectionId,
    sha256: DocumentId,
    every: bool = False,
    first: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_AT_ONCE)] = MOST_SHOWN,
) -> Response:
    """Goals, strategies, measures and what was rejected; with `every` the other sentences too."""
    plan = held.get(collection).plan(sha256)
    found = [one for one in plan.units if every or _of_interest(one.labels, one.state)]
    return told_now(
        {
            "total": len(found),
            "units": [unit_shown(plan, one) for one in found[first : first + limit]],
        }
    )


@router.post(
    "/collections/{collection}/documents/{sha256}/units/{number}", summary="Decide on a sentence"
)
def decide(
    held: CollectionsOf,
    collection: CollectionId,
    sha256: DocumentId,
    number: UnitNumber,
    said: Decision,
) -> Response:
    """accepted, corrected (with labels), rejected, or proposed to take a decision back."""
    labels = None if said.labels is None else said.labels.labels()
    plan = held.change(collection, sha256, lambda one: decided(one, number, said.state, labels))
    return told_now(unit_shown(plan, plan.units[number]))


@router.post(
    "/collections/{collection}/documents/{sha256}/decisions", summary="Decide on several sentences"
)
def decide_all(
    held: CollectionsOf, collection: CollectionId, sha256: DocumentId, said: Decisions
) -> Response:
    """One decision on many: accepted, rejected or proposed."""
    plan = held.change(collection, sha256, lambda plan: all_decided(plan, said.numbers, said.state))
    return told_now(plan_shown(plan))


def _of_interest(labels: Labels, state: State) -> bool:
    return labels.kind != "none" or state != "proposed"


def told_now(document: Any) -> Response:
    """JSON that no browser stores: what documents say stays with who put them in."""
    content = json.dumps(document, ensure_ascii=False, allow_nan=False).encode()
    return Response(content, media_type=JSON, headers=NOT_STORED)
