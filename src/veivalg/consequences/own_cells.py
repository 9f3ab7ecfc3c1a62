"""What the cells of a line with an own figure say: place, year, unit and value."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from veivalg.consequences.own_figures import NUMBER, number_text
from veivalg.consequences.own_file import Line
from veivalg.consequences.replacing import FACTOR, USERS
from veivalg.data.geography import Geography
from veivalg.data.places import COUNTRY_CODE
from veivalg.errors import BadParameter, OutOfRange, UnknownPlace
from veivalg.language import refusing

WORDS_OF_UNITS = {
    "brukere": USERS,
    "brukarar": USERS,
    "faktor": FACTOR,
    "andel": "share",
    "del": "share",
}
PER_CENT = re.compile(r"%|per ?cent|pro ?sent|\bpst\b", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]")


def place_of(line: Line, geography: Geography) -> str:
    """Number of the municipality, "" for the whole country. A lost first zero is put back."""
    said = line.place
    if said in ("", COUNTRY_CODE):
        return ""
    number = f"0{said}" if re.fullmatch("[1-9][0-9]{2}", said) else said
    if number in geography.by_code:
        return number
    try:
        found = geography.find(number, "municipality")
    except UnknownPlace as error:
        refusal = refused(UnknownPlace, "place", line, place=said[:60])
        refusal.suggestions = error.suggestions
        raise refusal from error
    if number.isdigit() and number != found.code:
        raise refused(
            UnknownPlace, "place_gone", line, place=said, now=f"{found.name} ({found.code})"
        )
    return found.code


def year_of(line: Line, *, first: int, last: int) -> int:
    """Raises OutOfRange outside the years given."""
    said = line.year.removesuffix(".0")
    if not re.fullmatch("[0-9]{4}", said) or not first <= int(said) <= last:
        raise refused(
            OutOfRange, "year", line, year=line.year[:20], first=str(first), last=str(last)
        )
    return int(said)


def unit_of(line: Line, name: str, right: str) -> str:
    """The right unit, when the line has it. Raises BadParameter naming it, OutOfRange for %."""
    given = plain_unit(line.unit)
    if given == right.lower() or (given == "share" and is_share(right)):
        return right
    if is_share(right) and PER_CENT.search(line.unit):
        raise per_cent(line, line.value)
    told = f"{USERS}, {FACTOR}" if right == USERS else right
    raise refused(BadParameter, "unit", line, unit=line.unit[:60], figure=name, right=told)


def plain_unit(unit: str) -> str:
    """Small letters, English."""
    return WORDS_OF_UNITS.get(unit.lower(), unit.lower())


def is_share(unit: str) -> bool:
    """Whether a unit is a share of something, 0 to 1."""
    return unit == "share" or unit.startswith("share ")


def value_of(line: Line, unit: str) -> float:
    """A finite number. Raises BadParameter, and OutOfRange for a share in per cent."""
    said = _SPACES.sub("", line.value).replace("\N{MINUS SIGN}", "-")
    if PER_CENT.search(said) and is_share(unit):
        raise per_cent(line, said)
    if "," in said:
        if not line.decimal_comma or "." in said or said.count(",") > 1:
            raise refused(BadParameter, "comma", line, value=line.value[:40])
        said = said.replace(",", ".")
    if not NUMBER.fullmatch(said) or not np.isfinite(float(said)):
        raise refused(BadParameter, "number", line, value=line.value[:40])
    return float(said) + 0.0


def per_cent(line: Line, value: str) -> OutOfRange:
    """12 % should be 0.12."""
    digits = re.search(r"[0-9]+([.,][0-9]+)?", value)
    right = number_text(round(float(digits[0].replace(",", ".")) / 100, 10)) if digits else "0.12"
    refusal: OutOfRange = refused(OutOfRange, "per_cent", line, value=line.value[:40], right=right)
    return refusal


def refused(kind: type[Any], key: str, line: Line, **values: Any) -> Any:
    """An error about a line."""
    return refusing(kind, f"own.refused.{key}", line=str(line.number), **values)
