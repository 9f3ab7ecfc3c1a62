"""What a person makes of a plan: a new plan each time, the old one unchanged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.plans.codes import DOCUMENT_TYPES, FORMS, SDG_USES
from veivalg.plans.goal import About, Labels, Plan, PlanUnit, State

NOTHING = Labels(kind="none")
LONGEST_NAME = 120
EARLIEST, LATEST = 1990, 2100


def decided(plan: Plan, number: int, state: State, labels: Labels | None = None) -> Plan:
    """The plan after a decision on one unit.

    state   proposed takes a decision back, accepted takes the proposal as it stands
    labels  of "corrected", what it is

    Raises OutOfRange for a unit that is not there, or a correction without labels.
    """
    if not 0 <= number < len(plan.units):
        raise refusing(OutOfRange, "goals.no_unit", value=str(number))
    one = _decided(plan.units[number], state, labels)
    return replace(plan, units=(*plan.units[:number], one, *plan.units[number + 1 :]))


def _decided(one: PlanUnit, state: State, labels: Labels | None) -> PlanUnit:
    if state == "rejected":
        return replace(one, state=state, labels=NOTHING)
    if state == "corrected":
        if labels is None:
            raise refusing(OutOfRange, "goals.bad_label", value="", what="labels", known="kind, …")
        return replace(one, state=state, labels=labels)
    return replace(one, state=state, labels=one.proposal.labels)


def described(plan: Plan, **told: Any) -> Plan:
    """The plan with what a person says that the document is.

    Raises OutOfRange for a type, form, use or year that does not exist.
    """
    about = plan.about
    for name, value in told.items():
        _check(name, value)
        about = replace(about, **{name: value})
    confirmed = tuple(sorted({*about.confirmed, *told}))
    return replace(plan, about=replace(about, confirmed=confirmed))


def _check(name: str, value: Any) -> None:
    known = {"document_type": DOCUMENT_TYPES, "form": FORMS, "sdg_use": SDG_USES}
    if name in known and value not in known[name]:
        raise refusing(
            OutOfRange, "goals.bad_label", value=str(value)[:40], what=name,
            known=", ".join(known[name]),
        )  # fmt: skip
    if name == "adopted" and value is not None and not EARLIEST <= value <= LATEST:
        raise refusing(
            OutOfRange, "goals.bad_label", value=str(value), what=name,
            known=f"{EARLIEST}–{LATEST}",
        )  # fmt: skip
    if name not in About.__dataclass_fields__ or name == "confirmed":
        raise refusing(
            OutOfRange, "goals.bad_label", value=name[:40], what="about", known="document_type, …"
        )
