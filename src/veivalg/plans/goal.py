"""A unit of a plan, what it is proposed to be, what a person decided, and the plan it stands in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.plans.codes import (
    AREAS,
    BEARINGS,
    CHALLENGES,
    CONCEPTS,
    DIMENSIONS,
    GOAL_LIKE,
    KINDS,
    SDGS,
    THEMES,
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

Printed = Literal["sentence", "bullet", "cell", "heading"]
CODES: Mapping[str, Sequence[object]] = {
    "area": AREAS,
    "area2": AREAS,
    "theme": THEMES,
    "sdg": SDGS,
    "challenge": CHALLENGES,
    "dimension": DIMENSIONS,
    "concepts": CONCEPTS,
    "bearing": BEARINGS,
}
"""What each label but the kind can be; all of them may be empty."""
TARGET = re.compile(r"\d{1,2}\.[0-9a-d]{1,2}")
State = Literal["proposed", "accepted", "corrected", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One sentence, bullet, table cell or heading as printed, bullet signs and numbers removed.

    number   its place in the document, from 0; with the document's hash it names the unit
    page     on which it begins, the first is 1
    heading  the headings above it, the highest first
    section  the number printed before the nearest numbered heading ("3.1"), "" when none is
    form     the form of Norwegian of this unit, not of its municipality
    """

    number: int
    text: str
    page: int
    heading: tuple[str, ...] = ()
    section: str = ""
    printed: Printed = "sentence"
    form: Form = "nb"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """What a unit is. All but `kind` are empty when kind is "none".

    sdg       UN goals by number, none to four, rising
    targets   targets of the UN goals where the words name one ("3.6"), rising
    bearing   "" when kind is "none"
    """

    kind: Kind
    area: Area | Literal[""] = ""
    area2: Area | Literal[""] = ""
    theme: Theme | Literal[""] = ""
    sdg: tuple[int, ...] = ()
    targets: tuple[str, ...] = ()
    challenge: Challenge | Literal[""] = ""
    dimension: Dimension | Literal[""] = ""
    concepts: tuple[Concept, ...] = ()
    bearing: Bearing | Literal[""] = ""

    def __post_init__(self) -> None:
        """Raises OutOfRange for a code that the code book does not have."""
        if self.kind not in KINDS:
            raise _no_such("kind", self.kind, KINDS)
        for name, known in CODES.items():
            held = getattr(self, name)
            for code in held if isinstance(held, tuple) else (held,):
                if code != "" and code not in known:
                    raise _no_such(name, code, known)
        for target in self.targets:
            if not TARGET.fullmatch(target):
                raise _no_such("targets", target, ("3.6", "17.17"))

    @property
    def goal_like(self) -> bool:
        return self.kind in GOAL_LIKE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a label is proposed.

    label   "kind", "area", "theme" or "sdg"
    code    the label it speaks for ("goal", "life", "13")
    key     what spoke: "heading", "form" (how it is put) or "lemma" (words that it was heard in)
    detail  the heading or the words themselves
    weight  how much, positive for and negative against
    """

    label: str
    code: str
    key: str
    detail: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a unit is proposed to be, how sure that is, and why.

    kind_confidence, …  0 to 1; 0 for what is not proposed. Of the kind: that it is a goal at all,
                        or none
    overall             of the whole, 0 to 1: the higher, the more often it is right as it stands
    """

    labels: Labels
    kind_confidence: float
    area_confidence: float
    theme_confidence: float
    sdg_confidence: float
    overall: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanUnit:
    """A unit with its proposal, and what a person made of it.

    labels  what counts: the proposal's until a person corrects it, kind "none" when rejected
    """

    unit: Unit
    proposal: Proposal
    labels: Labels
    state: State = "proposed"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What kind of document it is, whose and when; proposed from the text, corrected by a person.

    municipality  number of a municipality (four digits) or county (two digits), "" when not found
    name          as the register or the document has it
    adopted       year of adoption; None when not found
    term          first and last year it is for; None when not found
    confirmed     fields that a person has confirmed or corrected
    """

    document_type: DocumentType
    municipality: str = ""
    name: str = ""
    form: Form = "nb"
    adopted: int | None = None
    term: tuple[int, int] | None = None
    sdg_use: SdgUse = "none"
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A document that has been read and sorted.

    document  the file's name
    sha256    names the document: the same file read twice is the same plan
    notes     keys of what a reader should know of how it was read
    """

    document: str
    sha256: str
    pages: int
    about: About
    units: tuple[PlanUnit, ...]
    notes: tuple[str, ...] = ()

    def goals(self) -> tuple[PlanUnit, ...]:
        """Units that are visions, goals or sub-goals, in reading order."""
        return tuple(one for one in self.units if one.labels.goal_like)


def _no_such(what: str, value: object, known: Sequence[object]) -> OutOfRange:
    listed = ", ".join(str(one) for one in known)
    return refusing(OutOfRange, "goals.bad_label", value=str(value)[:40], what=what, known=listed)
