"""Consequences as JSON-stat 2; a number that is missing is null."""

from __future__ import annotations

import json
from typing import Any

from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.language import Language, text
from veivalg.reports.export.consequence_csv import figures_behind
from veivalg.reports.export.consequence_rows import decimals, number_or_none
from veivalg.reports.export.statement import about_figures, statement, title

DIMENSIONS = ("statistic", "place", "indicator", "year")


def jsonstat(table: ConsequenceTable, language: Language) -> bytes:
    """One dataset; dimensions in the order statistic, place, indicator, year."""
    labels = {
        "statistic": list(table.statistics),
        "place": [place.code for place in table.places],
        "indicator": [one.name for one in table.indicators],
        "year": [str(year) for year in table.years],
    }
    document: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": title(table, language),
        "source": about_figures(table, language),
        "note": [about_figures(table, language)],
        "id": list(DIMENSIONS),
        "size": list(table.values.shape),
        "role": {"time": ["year"], "geo": ["place"], "metric": ["indicator"]},
        "dimension": {
            name: {
                "label": text(f"export.consequences.column.{name}", language),
                "category": _category(name, labels[name], table, language),
            }
            for name in DIMENSIONS
        },
        "extension": {"veivalg": _extension(table, language)},
        "value": _values(table),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _category(
    name: str, labels: list[str], table: ConsequenceTable, language: Language
) -> dict[str, Any]:
    shown = {label: label for label in labels}
    category: dict[str, Any] = {"index": labels, "label": shown}
    if name == "place":
        shown |= {place.code: place.name for place in table.places}
    if name == "indicator":
        shown |= {one.name: text(f"consequence.{one.name}", language) for one in table.indicators}
        category["unit"] = {
            one.name: {"base": one.unit, "decimals": decimals(one)} for one in table.indicators
        }
    return category


def _extension(table: ConsequenceTable, language: Language) -> dict[str, Any]:
    sources = {
        place.code: dict(zip((one.name for one in table.indicators), said, strict=True))
        for place, said in zip(table.places, table.rests_on, strict=True)
    }
    return {
        **statement(table, language),
        "sources": sources,
        "figures_behind": figures_behind(table, language),
    }


def _values(table: ConsequenceTable) -> list[int | float | None]:
    rounded = table.values.copy()
    for i, one in enumerate(table.indicators):
        rounded[:, :, i] = table.values[:, :, i].round(decimals(one))
    return [number_or_none(value) for value in rounded.ravel().tolist()]
