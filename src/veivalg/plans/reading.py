"""A document read and sorted: the plan that a person then goes through."""

from __future__ import annotations

from veivalg.plans.about import about
from veivalg.plans.goal import Plan, PlanUnit
from veivalg.plans.sorting import proposals
from veivalg.plans.units import units_of
from veivalg.sources.document_text import DocumentText


def plan_of(document: DocumentText) -> Plan:
    """Every unit of a document with what it is proposed to be."""
    units = units_of(document)
    told = about(document, units)
    sorted_units = tuple(
        PlanUnit(unit=unit, proposal=one, labels=one.labels)
        for unit, one in zip(units, proposals(units, place_name=told.name), strict=True)
    )
    notes = list(document.notes)
    if told.form == "other":
        notes.append("plans.note.other_language")
    if not any(one.labels.goal_like for one in sorted_units):
        notes.append("plans.note.no_goals")
    return Plan(
        document=document.name,
        sha256=document.sha256,
        pages=document.pages,
        about=told,
        units=sorted_units,
        notes=tuple(notes),
    )
