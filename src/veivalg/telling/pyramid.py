"""The headline of the population pyramid, and what is written beside it."""

from __future__ import annotations

from veivalg.analysis.prospect import Prospect
from veivalg.telling.finding import Finding, finding

HEAVIER = 0.25
THINNER = -0.03
"""Shares of change from which a part of the pyramid is called heavier or thinner. Assumption:
where the eye sees it."""


def about_pyramid(prospect: Prospect) -> list[Finding]:
    """A headline, then the change among those of 80 and over and in working age."""
    years = {"base": str(prospect.base_year), "end": str(prospect.last_year)}
    return [
        finding("pyramid", _shape(prospect), **years),
        _beside(prospect, "80+", "80plus"),
        _beside(prospect, "20-66", "working"),
    ]


def _shape(prospect: Prospect) -> str:
    young = _change(prospect, "0-5", "6-15", "16-19")
    working = _change(prospect, "20-66")
    oldest = _change(prospect, "80+")
    if oldest >= HEAVIER:
        return _under_a_heavy_top(young, working)
    if max(young, working, oldest) <= THINNER:
        return "thinner_everywhere"
    if max(abs(young), abs(working), abs(oldest)) <= abs(THINNER):
        return "steady"
    return "other"


def _under_a_heavy_top(young: float, working: float) -> str:
    if working <= THINNER:
        return "top_heavy_middle_thin"
    if young <= THINNER:
        return "top_heavy_base_thin"
    if min(young, working) > -THINNER:
        return "wider_everywhere"
    return "top_heavy"


def _change(prospect: Prospect, *groups: str) -> float:
    now, then = (
        sum(prospect.value(group, year) for group in groups)
        for year in (prospect.base_year, prospect.last_year)
    )
    return then / now - 1 if now else 0.0


def _beside(prospect: Prospect, group: str, name: str) -> Finding:
    now, then = (round(prospect.value(group, y)) for y in (prospect.base_year, prospect.last_year))
    kind = "more" if then > now else "fewer" if then < now else "same"
    return finding("pyramid", f"{name}.{kind}", change=abs(then - now), now=now, then=then)
