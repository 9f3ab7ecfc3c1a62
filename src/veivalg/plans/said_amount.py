"""How much, and by when, a goal says: "5 000 innbyggere i 2030", "40 % lavere enn i 2009"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = r"(\d{1,3}(?:[ \u00a0\u202f.]\d{3})+|\d+(?:,\d+)?)"
_PER_CENT = re.compile(_NUMBER + r"\s?(?:%|prosent\b|pst\b)", re.IGNORECASE)
_PERSONS = re.compile(
    _NUMBER + r"\s+(?:\w+\s+){0,1}?(?:innbygg|personar|personer|menneske|folk)", re.IGNORECASE
)
_YEAR = re.compile(
    r"(?:\b(?:i|innan|innen|før|mot|til|fram til|frem til|utgangen av|år)\s+)(20\d\d)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?:\b(?:fra|frå|enn i|høve(?: til)?|forhold til|samanlikna med|sammenlignet med|"
    r"sammenliknet med|målt mot|med)(?: i| nivået i| året)?\s+)((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:reduser\w*|red\w*|kutt\w*|senk\w*|øk\w*|auk\w*|halver\w*|lavere|lågare|mindre|færre|"
    r"fleire|flere|meir|mer|høyere|høgare|ned|opp|vekst\w*|vekse\w*|vokse\w*)\b",
    re.IGNORECASE,
)
_HALVED = re.compile(r"\bhalver\w*", re.IGNORECASE)
_LEVEL = re.compile(
    r"\b(?:minst|over|under|på|høyst|maksimalt|utgjør\w*|utgjer\w*|ikke|ikkje)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a goal says of how much and when; None for what it does not say.

    amount  persons, or a share from 0 to 1
    change  a part of what it was, negative for less
    since   the year that the change counts from
    year    by when
    """

    amount: float | None = None
    change: float | None = None
    since: int | None = None
    year: int | None = None


def amount_said(text: str, *, unit: str, wanted: str) -> Amount:
    """What the sentence says, of an indicator in that unit that should become more or less.

    unit  persons, share, tonnes or none; a per cent of a share is an amount, of others a change
    """
    since = _year(_SINCE, text)
    years = [int(found) for found in _YEAR.findall(text)]
    year = max((one for one in years if one != since), default=None)
    sign = 1.0 if wanted == "more" else -1.0
    per_cent = _PER_CENT.search(text)
    if unit == "persons":
        persons = _PERSONS.search(text)
        if persons:
            return Amount(amount=_value(persons[1]), since=since, year=year)
    if per_cent:
        part = _value(per_cent[1]) / 100
        if unit == "share" and not _of_change(text, per_cent.start()):
            return Amount(amount=part, year=year)
        if unit in ("persons", "tonnes") and _CHANGED.search(text):
            return Amount(change=sign * part, since=since, year=year)
    if unit == "tonnes" and _HALVED.search(text):
        return Amount(change=-0.5, since=since, year=year)
    return Amount(since=since, year=year)


def _of_change(text: str, at: int) -> bool:
    """Whether the per cent before `at` is how much something changes, not what it becomes."""
    before = text[:at]
    return bool(_CHANGED.search(before)) and _LEVEL.search(before) is None


def _year(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found[1]) if found else None


def _value(written: str) -> float:
    return float(re.sub(r"[ \u00a0\u202f.]", "", written).replace(",", "."))
