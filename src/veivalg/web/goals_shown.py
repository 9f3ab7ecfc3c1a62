"""Plans, units and mappings as the page is told of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from veivalg.language import LANGUAGES, text
from veivalg.plans.collection import Collection
from veivalg.plans.counted import Quoted, Row, Table
from veivalg.plans.goal import Labels, Plan, PlanUnit
from veivalg.plans.mapping import Mapping2019
from veivalg.plans.near_equal import Group

SHOWN_GROUPS = 40
SHOWN_QUOTES = 3


def collection_shown(one: Collection) -> dict[str, Any]:
    """A collection and its documents."""
    return {
        "id": one.id,
        "kept": one.kept,
        "damaged": list(one.damaged),
        "groups": sorted(set(one.groups.values())),
        "documents": [plan_shown(plan) for plan in one.plans.values()],
    }


def plan_shown(plan: Plan) -> dict[str, Any]:
    """A document: what it is, and how many of each kind it holds."""
    counts = Counter(one.labels.kind for one in plan.units)
    return {
        "sha256": plan.sha256,
        "document": plan.document,
        "pages": plan.pages,
        "units": len(plan.units),
        "counts": dict(counts),
        "decided": sum(one.state != "proposed" for one in plan.units),
        "about": asdict(plan.about),
        "notes": [
            {"key": key, "text": {language: text(key, language) for language in LANGUAGES}}
            for key in plan.notes
        ],
    }


def unit_shown(plan: Plan, one: PlanUnit) -> dict[str, Any]:
    """A unit with its quotation, document and page, what it is and why."""
    proposal = one.proposal
    return {
        "sha256": plan.sha256,
        "document": plan.document,
        "number": one.unit.number,
        "text": one.unit.text,
        "page": one.unit.page,
        "heading": list(one.unit.heading),
        "section": one.unit.section,
        "printed": one.unit.printed,
        "form": one.unit.form,
        "state": one.state,
        "labels": labels_shown(one.labels),
        "proposed": labels_shown(proposal.labels),
        "confidence": {
            "overall": round(proposal.overall, 3),
            "kind": round(proposal.kind_confidence, 3),
            "area": round(proposal.area_confidence, 3),
            "theme": round(proposal.theme_confidence, 3),
            "sdg": round(proposal.sdg_confidence, 3),
        },
        "reasons": [
            {"label": reason.label, "code": reason.code, "key": reason.key, "detail": reason.detail}
            for reason in proposal.reasons
            if reason.weight > 0
        ],
    }


def labels_shown(labels: Labels) -> dict[str, Any]:
    """Labels as JSON can hold them."""
    held = asdict(labels)
    return held | {name: list(held[name]) for name in ("sdg", "targets", "concepts")}


def mapping_shown(found: Mapping2019) -> dict[str, Any]:
    """All tables; each row with its first sentences, the others are asked for."""
    return {
        **found.summary(),
        "tables": {
            table.name: table_shown(table, found.parts(table.name))
            for table in found.tables.values()
        },
        "groups": [
            group_shown(group, number) for number, group in enumerate(found.groups[:SHOWN_GROUPS])
        ],
    }


def table_shown(table: Table, parts: Sequence[str]) -> dict[str, Any]:
    """A table and its rows; what kind of code each part of their keys is."""
    return {
        "parts": list(parts),
        "share_of": table.share_of,
        "bodies": table.bodies,
        "rows": [row_shown(row) for row in table.rows],
    }


def row_shown(row: Row) -> dict[str, Any]:
    """A count with its first sentences."""
    return {
        "key": row.key,
        "count": row.count,
        "bodies": row.bodies,
        "share": row.share,
        "low": row.low,
        "high": row.high,
        "quoted": [quoted_shown(one) for one in row.quoted[:SHOWN_QUOTES]],
    }


def quoted_shown(one: Quoted) -> dict[str, Any]:
    """A sentence with where it stands."""
    return {
        "sha256": one.sha256,
        "document": one.document,
        "page": one.page,
        "number": one.number,
        "text": one.text,
        "kind": one.one.labels.kind,
        "state": one.one.state,
    }


def group_shown(group: Group, number: int) -> dict[str, Any]:
    """Near-equal goals, named by the most typical."""
    return {
        "key": str(number),
        "named_by": quoted_shown(group.named_by),
        "count": len(group.members),
        "bodies": group.bodies,
    }
