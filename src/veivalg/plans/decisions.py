"""What a person makes of a plan: a new plan each time, the old one unchanged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from veivalg.data.geography import geography
from veivalg.data.places import Level
from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.plans.codes import DOCUMENT_TYPES, FORMS, SDG_USES
from veivalg.plans.goal import Labels, Plan, PlanUnit, State

NOTHING = Labels(kind="none")
EARLIEST, LATEST = 1990, 2100
COUNTY_DIGITS = 2
CODES: Mapping[str, tuple[str, ...]] = {
    "document_type": DOCUMENT_TYPES,
    "form": FORMS,
    "sdg_use": SDG_USES,
}


def decided(plan: Plan, number: int, state: State, labels: Labels | None = None) -> Plan:
    """The plan after a decision on one unit.

    state   proposed takes a decision back, accepted takes the proposal as it stands
    labels  of "corrected", what it is

    Raises OutOfRange for a unit that is not there, or a correction without labels.
    """
    return all_decided(plan, [number], state, labels)


def all_decided(
    plan: Plan, numbers: Iterable[int], state: State, labels: Labels | None = None
) -> Plan:
    """The plan after the same decision on several units; none is decided when one is not there."""
    units = list(plan.units)
    for number in numbers:
        if not 0 <= number < len(units):
            raise refusing(OutOfRange, "goals.no_unit", value=str(number))
        units[number] = _decided(units[number], state, labels)
    return replace(plan, units=tuple(units))


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

    Raises OutOfRange for a type, form, use, year or field that does not exist, UnknownPlace for a
    number of no municipality and no county. A number no longer in force becomes the one that is.
    """
    held = {name: _checked(name, value) for name, value in told.items()}
    confirmed = tuple(sorted({*plan.about.confirmed, *told}))
    return replace(plan, about=replace(plan.about, **held, confirmed=confirmed))


def _checked(name: str, value: Any) -> Any:
    if name in CODES:
        if value not in CODES[name]:
            raise _refused(name, value, ", ".join(CODES[name]))
    elif name in ("adopted", "term"):
        years = value if isinstance(value, tuple) else (value,)
        between = all(year is None or EARLIEST <= year <= LATEST for year in years)
        if not between or list(years) != sorted(years):
            raise _refused(name, value, f"{EARLIEST}–{LATEST}")
    elif name in ("municipality", "name"):
        if not isinstance(value, str):
            raise _refused(name, value, "3448, 34, …")
        if name == "municipality" and value:
            level: Level = "county" if len(value) == COUNTY_DIGITS else "municipality"
            return geography().find(value, level).code
    else:
        raise _refused("about", name, "document_type, …")
    return value


def _refused(what: str, value: Any, known: str) -> OutOfRange:
    return refusing(OutOfRange, "goals.bad_label", value=str(value)[:40], what=what, known=known)
