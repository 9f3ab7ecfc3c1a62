"""Where a place stands, as it is in the header of a consequences envelope."""

from __future__ import annotations

from typing import Any

from veivalg.consequences.standing import Criterion, Figure, Standing
from veivalg.data.geography import Geography
from veivalg.language import words
from veivalg.web.told import in_words

PER_CENT = 100


def standing_shown(standing: Standing, geography: Geography) -> dict[str, Any]:
    """Criteria with their figures, the type with its description, like municipalities.

    Positions are 0 to 100 among the country's municipalities, 100 the best.
    """
    key = f"standing.type.{standing.type}"
    return {
        "averaged": standing.averaged,
        "criteria": [_criterion(one) for one in standing.criteria],
        "type": {
            "key": standing.type,
            "text": in_words(key),
            "description": in_words(f"{key}.about"),
        }
        if standing.type
        else None,
        "close_to": [in_words(f"standing.type.{name}") for name in standing.close_to],
        "like": [
            {"code": code, "name": geography.municipality(code).norwegian} for code in standing.like
        ],
    }


def _criterion(one: Criterion) -> dict[str, Any]:
    return {
        "name": one.name,
        "position": one.position * PER_CENT,
        "text": in_words(f"standing.criterion.{one.name}.about"),
        "figures": [_figure(figure) for figure in one.figures],
    }


def _figure(one: Figure) -> dict[str, Any]:
    return {
        "name": one.kind.name,
        "text": in_words(f"standing.figure.{one.kind.name}"),
        "value": one.value,
        "unit": one.kind.unit,
        "decimals": one.kind.decimals,
        "rank": one.order or None,
        "of": one.of,
        "source": _source(one.source),
        "year": one.year,
        "missing": f"standing.missing.{one.missing}" if one.missing else None,
    }


def _source(source: str) -> str | dict[str, str]:
    """A publication as it is; what Veivalg has reckoned, in three languages."""
    return in_words(source) if source in words("nb") else source
