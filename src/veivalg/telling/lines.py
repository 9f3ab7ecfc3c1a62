"""The headline of the line chart: the pace ahead held against the pace so far."""

from __future__ import annotations

from veivalg.analysis.prospect import Prospect
from veivalg.telling.finding import Finding, finding, rounded
from veivalg.telling.numbers import first_counted

STILL = 0.0005
"""A yearly change within 0.05 per cent is standing still. Assumption."""
ALIKE = 0.15
"""Paces within 15 per cent of each other are told as the same. Assumption."""


def about_lines(prospect: Prospect) -> list[Finding]:
    """A headline, and the interval in the last year once draws are ready."""
    years = {"base": str(prospect.base_year), "end": str(prospect.last_year)}
    found = [finding("lines", _headline(prospect), **years)]
    if prospect.drawn:
        low, high = prospect.interval("persons", prospect.last_year, low=10.0, high=90.0)
        found.append(finding("lines", "interval", low=rounded(low), high=rounded(high), **years))
    return found


def _headline(prospect: Prospect) -> str:
    year, before = first_counted(prospect)
    now = prospect.value("persons", prospect.base_year)
    then = prospect.value("persons", prospect.last_year)
    ahead = _pace(now, then, prospect.last_year - prospect.base_year)
    if year == prospect.base_year:
        return f"ahead_{_word(ahead)}"
    past = _pace(before, now, prospect.base_year - year)
    if _word(past) != _word(ahead) or _word(ahead) == "still":
        return f"{_word(past)}_then_{_word(ahead)}"
    return f"{_word(ahead)}_{_compared(abs(ahead), abs(past))}"


def _pace(start: float, end: float, years: int) -> float:
    """Yearly change as a share."""
    return float((end / start) ** (1 / years) - 1) if start > 0 and years > 0 else 0.0


def _word(pace: float) -> str:
    if abs(pace) <= STILL:
        return "still"
    return "grows" if pace > 0 else "falls"


def _compared(ahead: float, past: float) -> str:
    if abs(ahead / past - 1) <= ALIKE:
        return "as_before"
    return "faster" if ahead > past else "slower"
