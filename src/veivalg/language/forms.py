"""How numbers, changes, intervals and dates are written in each language."""

from __future__ import annotations

import datetime as calendar
from collections.abc import Mapping
from typing import Any

LOCALE = {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}
MINUS = "\N{MINUS SIGN}"


def number(value: float, language: str, *, decimals: int = 0) -> str:
    """A number with the language's separators: 5 533 in Norwegian, 5,533 in English."""
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    written: str = format_decimal(value, format=pattern, locale=LOCALE[language])
    nothing = not any(digit in written for digit in "123456789")
    return written.lstrip(f"-{MINUS}") if nothing else written.replace("-", MINUS)


def in_unit(value: float, unit: str, language: str, *, decimals: int = 0) -> str:
    """A number in the unit it is shown in: a share of 0.168 is written 16,8, for per cent."""
    shown_value, digits = (value * 100, 1) if unit == "share" else (value, decimals)
    return number(shown_value, language, decimals=digits)


def signed(value: float, language: str, *, decimals: int = 0) -> str:
    """A change with its sign: +395, −574, and 0 without one."""
    written = number(value, language, decimals=decimals)
    return f"+{written}" if round(value, decimals) > 0 else written


def interval(low: float, high: float, language: str, *, decimals: int = 0) -> str:
    """From low to high with an en dash: 4 890–5 630."""
    ends = (number(end, language, decimals=decimals) for end in (low, high))
    return "\N{EN DASH}".join(ends)


def date(iso: str, language: str) -> str:
    """A day written out: "2024-01-01" is 1. januar 2024, in English 1 January 2024."""
    from babel.dates import format_date

    try:
        day = calendar.date.fromisoformat(iso)
    except ValueError:
        return iso
    written: str = format_date(day, format="long", locale=LOCALE[language])
    return written


def shown(value: Any, language: str) -> Any:
    """A value as it stands in a sentence: whole numbers grouped, others with one decimal.

    A value that is written in every language itself, by language, stands in the reader's.
    """
    if isinstance(value, Mapping):
        return value[language]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return number(value, language, decimals=0 if isinstance(value, int) else 1)
