"""The headline of the population pyramid, and what is written beside it."""

from __future__ import annotations

from veivalg.analysis.outlook import Outlook
from veivalg.telling.finding import Finding, finding

HEAVIER = 0.25
THINNER = -0.03
"""Shares of change from which a part of the pyramid is called heavier or thinner. Assumption:
where the eye sees it."""


def about_pyramid(outlook: Outlook) -> list[Finding]:
    """A headline, then the change among those of 80 and over and in working age."""
    years = {"base": str(outlook.base_year), "end": str(outlook.last_year)}
    return [
        finding("pyramid", _shape(outlook), **years),
        _beside(outlook, "80+", "80plus"),
        _beside(outlook, "20-66", "working"),
    ]


def _shape(outlook: Outlook) -> str:
    young = _change(outlook, "0-5", "6-15", "16-19")
    working = _change(outlook, "20-66")
    oldest = _change(outlook, "80+")
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


def _change(outlook: Outlook, *groups: str) -> float:
    now, then = (
        sum(outlook.value(group, year) for group in groups)
        for year in (outlook.base_year, outlook.last_year)
    )
    return then / now - 1 if now else 0.0


def _beside(outlook: Outlook, group: str, name: str) -> Finding:
    now, then = (round(outlook.value(group, y)) for y in (outlook.base_year, outlook.last_year))
    kind = "more" if then > now else "fewer" if then < now else "same"
    return finding("pyramid", f"{name}.{kind}", change=abs(then - now), now=now, then=then)
