"""How a document uses the UN goals: the highest of the four steps of the 2019 mapping."""

from __future__ import annotations

from collections.abc import Sequence

from veivalg.plans.codes import SdgUse
from veivalg.plans.goal import Unit
from veivalg.plans.patterns import patterns_of

LINKED = 4
"""Units with numbered UN goals that make a document one that links (*assumption*)."""
OFTEN = 2
"""Units that name them, from which they guide even when nothing says so (*assumption*)."""


def sdg_use_of(units: Sequence[Unit]) -> SdgUse:
    """The highest step that the document's words tell of."""
    heard = patterns_of("sdg_use")
    speaking = [unit.text for unit in units if names_sdgs(unit.text)]
    if any(heard["report"].search(text) for text in speaking):
        return "report"
    numbered = sum(heard["numbered"].search(text) is not None for text in speaking)
    if numbered >= LINKED or any(heard["link"].search(text) for text in speaking):
        return "link"
    if any(heard["select"].search(text) for text in speaking):
        return "select"
    if len(speaking) >= OFTEN or any(heard["guide"].search(text) for text in speaking):
        return "guide"
    return "none"


def names_sdgs(text: str) -> bool:
    """Whether a sentence speaks of the UN goals by name."""
    return patterns_of("sdg_use")["named"].search(text) is not None
