"""What a package does through the years, as JSON."""

from __future__ import annotations

from typing import Any

from veivalg.analysis.accounts import AFTER
from veivalg.analysis.effects_over_time import (
    LINES,
    SECTORS,
    ChoiceEffect,
    EffectsOverTime,
    MoneyFlow,
    PayerShare,
)
from veivalg.language import LANGUAGES, text, words
from veivalg.web.told import without_nan


def effects_shown(held: EffectsOverTime) -> dict[str, Any]:
    """The document of /api/paths/{level}/{code}/effects; money is NOK of 2024."""
    document = {
        "after": list(AFTER),
        "at": list(held.at),
        "first": held.first,
        "year": list(held.years),
        "indicators": [
            {
                "name": one.name,
                "text": _named(one.name),
                "unit": one.unit,
                "decimals": one.decimals,
                "better": one.better,
                "line": line,
                "values": held.values[at, k].tolist(),
            }
            for k, one in enumerate(held.indicators)
            for at, line in enumerate(LINES)
        ],
        "choices": [_choice(one) for one in held.choices],
        "whole": {**_flow(held.whole), "paid_back": held.whole_paid_back},
        "together": _flow(held.together),
        "payers": {one.payer: _payer(one) for one in held.payers},
    }
    shown: dict[str, Any] = without_nan(document)
    return shown


def _named(name: str) -> dict[str, str]:
    """An indicator of the page has its words there; the others have words of their own."""
    own = f"effects.{name}"
    key = own if own in words("nb") else f"consequence.{name}"
    return {language: text(key, language) for language in LANGUAGES}


def _choice(one: ChoiceEffect) -> dict[str, Any]:
    account = one.account
    return {
        "lever": account.lever.id,
        "level": account.choice.level,
        "year": account.choice.year,
        "pays": list(account.pays),
        "gains": list(account.gains),
        **_flow(one.flow),
        "result": one.result.tolist(),
        "paid_back": one.paid_back,
        "cost_sector": one.cost_sector,
        "elsewhere": one.elsewhere,
    }


def _flow(one: MoneyFlow) -> dict[str, Any]:
    return {
        "cost": one.cost.tolist(),
        "gain": one.gain.tolist(),
        "sectors": {name: one.sectors[name].tolist() for name in SECTORS},
    }


def _payer(one: PayerShare) -> dict[str, Any]:
    return {"pays": list(one.pays), "gains": list(one.gains), "alone": one.yearly.tolist()}
