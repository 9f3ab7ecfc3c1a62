"""JSON-stat 2, the form Statistics Norway's own tables have; a missing number is null."""

from __future__ import annotations

import json
from typing import Any

from veivalg.language import Language, text
from veivalg.reports.export.cube import Dimension
from veivalg.reports.export.kinds import kind_of
from veivalg.reports.export.statement import Exported, about_figures, statement, title


def jsonstat(value: Exported, language: Language) -> bytes:
    """One dataset, its dimensions in the order of its cube."""
    kind = kind_of(value)
    cube = kind.cube(value, language)
    document: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": title(value, language),
        "source": about_figures(value, language),
        "note": [about_figures(value, language)],
        "id": [one.name for one in cube.dimensions],
        "size": [len(one.labels) for one in cube.dimensions],
        "role": cube.role,
        "dimension": {
            one.name: {
                "label": text(kind.column_text(one.name), language),
                "category": _category(one),
            }
            for one in cube.dimensions
        },
        "extension": {"veivalg": {**statement(value, language), **cube.about}},
        "value": cube.values,
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _category(one: Dimension) -> dict[str, Any]:
    shown = {label: one.shown.get(label, label) for label in one.labels}
    category: dict[str, Any] = {"index": list(one.labels), "label": shown}
    return category if one.units is None else {**category, "unit": one.units}
