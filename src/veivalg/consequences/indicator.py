"""An indicator: components that add up over municipalities, or one sum over another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Chapter = Literal["services", "staff", "money", "society", "land"]
CHAPTERS: tuple[Chapter, ...] = ("services", "staff", "money", "society", "land")
Evidence = Literal["strong", "some", "weak", "assumption"]
Why = Literal["ages", "parts", "none"]
Better = Literal["more", "less", "neither"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure of a chapter.

    name        "services.home_users"; also the message key `consequence.<name>`
    unit        "persons", "person-years", "million NOK", "share", "persons per person", …
    of          components that are added; a minus before a name subtracts it
    per         components below the line; empty for a count
    scale       factor on the result, for units of another size
    decimals    it is shown with
    better      which way is easier to live with; decides no colour, only words
    evidence    how good what it rests on is
    why         ages: split by the ages of people; parts: split into `parts`
    parts       components of the split, signed like `of`; they add up to `of`
    rests_on    parameters, for source and assumption marks
    """

    name: str
    unit: str
    of: tuple[str, ...]
    per: tuple[str, ...] = ()
    scale: float = 1.0
    decimals: int = 0
    better: Better = "neither"
    evidence: Evidence = "some"
    why: Why = "ages"
    parts: tuple[str, ...] = ()
    rests_on: tuple[str, ...] = ()

    @property
    def chapter(self) -> str:
        """The chapter it stands in: the name before the dot."""
        return self.name.split(".")[0]


def signed(component: str) -> tuple[str, float]:
    """Name and sign: "-money.pensions" is ("money.pensions", -1)."""
    return (component[1:], -1.0) if component.startswith("-") else (component, 1.0)
