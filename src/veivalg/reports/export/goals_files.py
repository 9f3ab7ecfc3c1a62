"""Goals of plans as files: CSV and JSON with the code book's codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from veivalg.plans.counted import Quoted
from veivalg.plans.goal import Plan, PlanUnit
from veivalg.plans.mapping import Mapping2019
from veivalg.plans.sample import Sample
from veivalg.reports.export.sheet_text import as_text

COLUMNS = (
    "document", "page", "text", "kind", "area", "area2", "theme", "sdg", "targets", "confidence",
    "state", "heading", "section", "municipality", "form", "challenge", "dimension", "concepts",
    "bearing",
)  # fmt: skip
EXAMPLE_COLUMNS = ("text", "heading", "language", "kind", "area", "area2", "theme", "sdg")
BETWEEN = ";"
LEVELS = " > "


def unit_row(plan: Plan, one: PlanUnit) -> dict[str, Any]:
    """One sentence with what it is, by column of COLUMNS."""
    labels, unit = one.labels, one.unit
    return {
        "document": plan.document,
        "page": unit.page,
        "text": unit.text,
        "kind": labels.kind,
        "area": labels.area,
        "area2": labels.area2,
        "theme": labels.theme,
        "sdg": BETWEEN.join(str(goal) for goal in labels.sdg),
        "targets": BETWEEN.join(labels.targets),
        "confidence": round(one.proposal.overall, 2),
        "state": one.state,
        "heading": LEVELS.join(unit.heading),
        "section": unit.section,
        "municipality": plan.about.municipality or plan.about.name,
        "form": unit.form,
        "challenge": labels.challenge,
        "dimension": labels.dimension,
        "concepts": BETWEEN.join(labels.concepts),
        "bearing": labels.bearing,
    }


def unit_rows(plans: Sequence[Plan], *, every: bool = False) -> list[dict[str, Any]]:
    """Goals, strategies and measures of all plans; with `every` the other sentences too."""
    return [
        unit_row(plan, one)
        for plan in plans
        for one in plan.units
        if every or one.labels.kind != "none"
    ]


def goals_csv(plans: Sequence[Plan], *, every: bool = False) -> str:
    """CSV in UTF-8; cells that a spreadsheet would reckon with are written as text."""
    return _csv(COLUMNS, unit_rows(plans, every=every))


def goals_json(plans: Sequence[Plan], *, every: bool = False) -> str:
    """Documents, what they are, and their goals."""
    document = [
        {
            "document": plan.document,
            "sha256": plan.sha256,
            "pages": plan.pages,
            "type": plan.about.document_type,
            "municipality": plan.about.municipality,
            "name": plan.about.name,
            "form": plan.about.form,
            "adopted": plan.about.adopted,
            "term": plan.about.term,
            "sdg_use": plan.about.sdg_use,
            "notes": list(plan.notes),
            "goals": unit_rows([plan], every=every),
        }
        for plan in plans
    ]
    return json.dumps({"documents": document}, ensure_ascii=False, indent=1) + "\n"


def corrections_csv(plans: Sequence[Plan]) -> str:
    """What a person has decided, as training examples for `tools.sorting_model`."""
    rows = [
        {
            "text": one.unit.text,
            "heading": LEVELS.join(one.unit.heading),
            "language": one.unit.form,
            "kind": one.labels.kind,
            "area": one.labels.area,
            "area2": one.labels.area2,
            "theme": one.labels.theme,
            "sdg": BETWEEN.join(str(goal) for goal in one.labels.sdg),
        }
        for plan in plans
        for one in plan.units
        if one.state != "proposed"
    ]
    return _csv(EXAMPLE_COLUMNS, rows)


def mapping_json(found: Mapping2019) -> str:
    """Every table of a mapping, each count with its sentences."""
    return json.dumps(mapping_document(found), ensure_ascii=False, indent=1) + "\n"


def mapping_document(found: Mapping2019) -> dict[str, Any]:
    """A mapping as JSON can hold it."""
    return {
        **found.summary(),
        "tables": {
            name: [
                {
                    "key": row.key,
                    "count": row.count,
                    "bodies": row.bodies,
                    "share": row.share,
                    "low": row.low,
                    "high": row.high,
                    "sentences": [_sentence(one) for one in row.quoted],
                }
                for row in table.rows
                if row.count
            ]
            for name, table in found.tables.items()
        },
        "most_used": [
            {
                "named_by": group.named_by.text,
                "bodies": group.bodies,
                "sentences": [_sentence(one) for one in group.members],
            }
            for group in found.groups
        ],
    }


def _sentence(one: Quoted) -> dict[str, Any]:
    return {"document": one.document, "page": one.page, "text": one.text}


def sample_csv(found: Sample) -> str:
    """Bodies drawn, and the balance reached."""
    rows: list[dict[str, Any]] = [
        {"part": "body", "number": number, "name": name} for number, name in found.bodies()
    ]
    rows += [
        {
            "part": "balance",
            "column": one.column,
            "group": one.group,
            "wanted": round(one.wanted, 4),
            "reached": round(one.reached, 4),
        }
        for one in found.margins
    ]
    return _csv(("part", "number", "name", "column", "group", "wanted", "reached"), rows)


def _csv(columns: Iterable[str], rows: Iterable[dict[str, Any]]) -> str:
    written = io.StringIO()
    writer = csv.DictWriter(written, list(columns), lineterminator="\n", restval="")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: as_text(value) for key, value in row.items()})
    return written.getvalue()
