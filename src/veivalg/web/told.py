"""Findings and sources as they stand in an envelope's header."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

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
