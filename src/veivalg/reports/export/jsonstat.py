"""JSON-stat 2, the form Statistics Norway's own tables have."""

from __future__ import annotations

import json
from typing import Any

from veivalg.analysis.projection import Projection
from veivalg.language import Language, text
from veivalg.reports.export.rows import DECIMALS
from veivalg.reports.export.statement import about_figures, statement, title

DIMENSIONS = ("statistic", "place", "year", "sex", "age")


def jsonstat(projection: Projection, language: Language) -> bytes:
    """One dataset; dimensions in the order statistic, place, year, sex, age."""
    labels: dict[str, list[str]] = {
        "statistic": list(projection.statistics),
        "place": [place.code for place in projection.places],
        "year": [str(year) for year in projection.years],
        "sex": list(projection.sexes),
        "age": list(projection.ages),
    }
    names = {"place": {place.code: place.name for place in projection.places}}
    document: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": title(projection, language),
        "source": about_figures(projection, language),
        "note": [about_figures(projection, language)],
        "id": list(DIMENSIONS),
        "size": list(projection.persons.shape),
        "role": {"time": ["year"], "geo": ["place"], "metric": ["statistic"]},
        "dimension": {
            name: _dimension(name, labels[name], names.get(name, {}), language)
            for name in DIMENSIONS
        },
        "extension": {"veivalg": statement(projection, language)},
        "value": projection.persons.round(DECIMALS).ravel().tolist(),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _dimension(
    name: str, labels: list[str], names: dict[str, str], language: Language
) -> dict[str, Any]:
    category: dict[str, Any] = {
        "index": labels,
        "label": {label: names.get(label, label) for label in labels},
    }
    if name == "statistic":
        unit = {"base": text("export.unit.persons", language), "decimals": DECIMALS}
        category["unit"] = dict.fromkeys(labels, unit)
    return {"label": text(f"export.column.{name}", language), "category": category}
