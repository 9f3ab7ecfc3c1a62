"""Findings and sources as they stand in an envelope's header."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from veivalg.consequences.forms import numbers_of
from veivalg.consequences.parameters import Parameter
from veivalg.language import LANGUAGES, text
from veivalg.provenance import Source
from veivalg.telling.finding import Finding


def told(finding: Finding) -> dict[str, Any]:
    """Chart, key, values, and the whole sentence in each language."""
    return {
        "chart": finding.chart,
        "key": finding.key,
        "values": dict(finding.values),
        "text": finding.worded(),
    }


def source_note(source: Source) -> dict[str, str]:
    """A source with all that is known of it."""
    return asdict(source)


def figure_told(parameter: Parameter) -> dict[str, Any]:
    """A default or own figure with its numbers and what it rests on."""
    return {
        "unit": parameter.unit,
        "basis": parameter.basis,
        "source": parameter.source,
        "year": parameter.year,
        "range": parameter.range,
        "reason": parameter.reason,
        **numbers_of(parameter),
    }


def without_nan(held: Any) -> Any:
    """The same with null for every number that is missing: JSON has no NaN."""
    if isinstance(held, float):
        return held if math.isfinite(held) else None
    if isinstance(held, dict):
        return {name: without_nan(one) for name, one in held.items()}
    if isinstance(held, list | tuple):
        return [without_nan(one) for one in held]
    return held


def in_words(key: str) -> dict[str, str]:
    """A text in each language."""
    return {language: text(key, language) for language in LANGUAGES}
