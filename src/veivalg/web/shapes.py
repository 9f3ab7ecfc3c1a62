"""The JSON answers, field by field; OpenAPI and docs/api.md are made from these."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from veivalg.data.places import Level


class Health(BaseModel):
    """Whether the service answers with figures."""

    status: Literal["ready", "starting"] = Field(description="ready once the first run is made")
    version: str = Field(description="Version of Veivalg")


class IntervalState(BaseModel):
    """How far the draws behind the intervals are."""

    state: Literal["computing", "ready", "failed"] = Field(
        description="computing while quantiles and single futures are NaN"
    )
    done: int = Field(description="Draws made")
    total: int = Field(description="Draws to be made")


class Status(BaseModel):
    """Which figures are in use, and how far the work is."""

    figures: Literal["shipped", "official"] = Field(
        description="shipped with the program, or official: fetched or imported"
    )
    date: str = Field(description="Reference date of the newest residents, ISO 8601")
    table: str = Field(description="Publisher and table")
    retrieved: str = Field(description="Day the figures were fetched, empty when shipped")
    complete: bool = Field(description="False when some figures could not be had")
    trouble: str = Field(description="Why official figures cannot be used, empty when they can")
    intervals: IntervalState = Field(description="Draws of the main alternative")
    base_year: int = Field(description="Year of the opening stock, 1 January")
    last_year: int = Field(description="Last projected year, 1 January")
    alternatives: list[str] = Field(
        description="Four letters each: fertility, life expectancy, moves, immigration"
    )


class Municipality(BaseModel):
    """One municipality in force."""

    code: str = Field(description="Municipality number, four digits as text")
    name: str = Field(description="Official name with all its languages")
    sami: list[str] = Field(description="Official names in Sámi and Kven")
    county: str = Field(description="County number, two digits")
    region: str = Field(description="Labour-market region, three digits")
    centrality: int = Field(description="Statistics Norway's class, 1 most central to 6")
    kostra: str = Field(description="KOSTRA group, EKG01 to EKG17")
    column: int = Field(description="Square of the tile map, 0 is west")
    row: int = Field(description="Square of the tile map, 0 is north")
    lon: float = Field(description="Mean point, degrees east")
    lat: float = Field(description="Mean point, degrees north")


class Area(BaseModel):
    """Municipalities seen as one."""

    code: str = Field(description="Code of the region or county")
    name: str = Field(description="Name of the region or county")
    members: list[str] = Field(description="Numbers of its municipalities")


class Places(BaseModel):
    """Every place with a page of its own."""

    municipalities: list[Municipality] = Field(description="357, by number")
    regions: list[Area] = Field(description="159 labour-market regions")
    counties: list[Area] = Field(description="15 counties")


class Hit(BaseModel):
    """A place that matches what was typed."""

    level: Level = Field(description="Kind of place")
    code: str = Field(description="Code of the place")
    name: str = Field(description="Name of the place")
    matched: str = Field(description="The name or number that matched, perhaps an old one")
    detail: str = Field(description="County of a municipality, members of a region")


class Named(BaseModel):
    """A place by code and name."""

    code: str = Field(description="Code of the place")
    name: str = Field(description="Name of the place")


class Like(Named):
    """Municipalities like this one, without itself."""

    members: list[str] = Field(description="Numbers of the like municipalities")


class Sentence(BaseModel):
    """A message key with what fills it."""

    key: str = Field(description="Message key, see /api/words")
    values: dict[str, int | float | str] = Field(
        description="Numbers are to be formatted; texts, also years, stand as they are"
    )


class PlaceDetail(BaseModel):
    """One place and where it belongs."""

    level: Level = Field(description="Kind of place")
    code: str = Field(description="Code of the place")
    name: str = Field(description="Name of the place")
    sami: list[str] = Field(description="Official names in Sámi and Kven")
    members: list[Named] = Field(description="Its municipalities")
    county: Named | None = Field(description="County of a municipality")
    region: Named | None = Field(description="Labour-market region of a municipality")
    like: Like | None = Field(description="Municipalities like it, for a municipality")
    flags: list[Sentence] = Field(description="What a reader must know about its figures")


class SourceNote(BaseModel):
    """Publication behind figures."""

    publisher: str = Field(description="Who published the figures")
    table: str = Field(description="Table number or title")
    date: str = Field(description="Reference date of the newest figure, ISO 8601")
    kind: str = Field(description="official, shipped, derived or assumption")
    retrieved: str = Field(description="Day the copy was taken, empty when shipped")
    sha256: str = Field(description="Hash of the stored copy")
    licence: str = Field(description="Licence of the figures")
    note: str = Field(description="Method or reason, English")


class Method(BaseModel):
    """How well the model has done, and what it stands on."""

    backtest: Any = Field(description="Errors from past base years, as verification/ wrote them")
    against_official: Any = Field(description="Our main path beside Statistics Norway's")
    shipped_loss: Any = Field(description="What the shipped figures lose against one-year ages")
    sources: list[SourceNote] = Field(description="Every source in use, the headcount first")


class Figure(BaseModel):
    """A default figure and what it rests on, in one of the forms value, by_age, …"""

    unit: str = Field(description="share, persons, NOK 2024, …")
    basis: Literal["published", "quoted", "derived", "assumption", "replaced"] = Field(
        description="replaced: an own figure stands there"
    )
    source: str = Field(description="Publication and table; empty for an assumption without one")
    year: int | None = Field(description="Year that the figure tells about")
    range: tuple[float, float] | None = Field(
        description="Lowest and highest that can be defended; of several numbers, factors on them"
    )
    reason: str = Field(description="How it was derived, or why it was assumed")
    value: float | None = Field(default=None, description="The number, when there is one")
    by_age: dict[str, float] | None = Field(default=None, description="By age group")
    by_age_and_sex: dict[str, dict[str, float]] | None = Field(
        default=None, description="By sex and age group"
    )
    by_year: dict[str, float] | None = Field(default=None, description="By year")
    by_item: dict[str, float] | None = Field(default=None, description="By named item")


class LocalFigure(BaseModel):
    """A figure that a municipality can have of its own."""

    name: str = Field(description="level:<service> or known:<figure of the accounts>")
    units: list[str] = Field(description="Units it can be given in")


class DefaultFigures(BaseModel):
    """Everything that own figures can take the place of."""

    figures: dict[str, Figure] = Field(description="Default figures by name")
    local: list[LocalFigure] = Field(description="Figures of single municipalities")


class OwnFigure(BaseModel):
    """One own figure as it was understood."""

    figure: str = Field(description="Name, with age group, year or item in brackets")
    place: str = Field(description="Municipality number, empty for every municipality")
    year: int = Field(description="Year it is from, or holds in")
    unit: str = Field(description="Unit")
    value: float = Field(description="The number")
    source: str = Field(description="Where it comes from, in the planner's words")


class OwnFigures(BaseModel):
    """A set of own figures, understood and checked."""

    own: str = Field(description="The set as text, for ?own= of the other questions")
    figures: list[OwnFigure] = Field(description="Each figure, by name and place")


class Job(BaseModel):
    """A fetch of official figures."""

    job: str = Field(description="Identity of the job; empty when none has run")
    step: str = Field(description="Dataset or phase under way")
    done: int = Field(description="Pieces finished")
    total: int = Field(description="Pieces in all, as known now")
    seconds_left: float | None = Field(description="Estimate, null while nothing can be said")
    state: Literal["idle", "running", "renewing", "done", "stopped", "failed"] = Field(
        description="renewing: fetched, and the projection is being made anew"
    )
    message: str = Field(description="What went wrong, in English, else empty")
    error: str = Field(description="Kind of error, else empty")


class Refusal(BaseModel):
    """Why there is no answer."""

    key: str = Field(description="Message key, see /api/words")
    message: str = Field(description="One sentence with the fix, in the reader's language")
    suggestions: list[dict[str, str]] = Field(description="Places: level, code and name")


class Refused(BaseModel):
    """Every error has this form."""

    error: Refusal


class IdeaTexts(BaseModel):
    """Own stories and measures as they were written."""

    stories: list[str] = Field(description="One TOML text a story")
    levers: list[str] = Field(description="One TOML text a measure")


class OwnIdeas(BaseModel):
    """Own stories and measures as they were understood."""

    ideas: str = Field(description="All of them as a text for ?ideas=")
    stories: list[dict[str, Any]] = Field(description="As the stories of /api/futures")
    levers: list[dict[str, Any]] = Field(description="As the levers of /api/choices")
    texts: IdeaTexts = Field(description="As they were written")


class PickedChoice(BaseModel):
    """One choice."""

    lever: str = Field(description="Id of the lever")
    level: int = Field(description="1 timid to 5 radical")
    year: int = Field(description="Year it begins")


class ReadyPackage(BaseModel):
    """Choices that are meant to be made together."""

    id: str = Field(description="Name of the package in addresses and files")
    name: dict[str, str] = Field(description="By language")
    what: dict[str, str] = Field(description="What it is, by language")
    audience: dict[str, str] = Field(alias="for", description="Whom it is for, by language")
    lacks: dict[str, str] | None = Field(
        description="Why it does not add up, by language; null when it is meant to"
    )
    choices: list[PickedChoice] = Field(description="In the order they are best made")
    path: str = Field(description="The same as text for ?path=")


class ReadPath(BaseModel):
    """A path that was read from a file."""

    path: str = Field(description="As text for ?path=")
    ideas: str = Field(description="Own stories and measures as text for ?ideas=")
    name: str = Field(description="What the path is called; empty when the file says nothing")
    place: dict[str, str] | None = Field(description="Level, code and name, when it has one")
    notes: list[dict[str, Any]] = Field(
        description="What has other numbers now: key, name, and text by language"
    )
