"""What it would take, in words: one sentence for each package."""

from __future__ import annotations

from veivalg.analysis.reach import Proposal, Reach, Wanted
from veivalg.language import Language, number, text
from veivalg.pathways.inputs import Repertoire
from veivalg.shifts.reading import Told, in_language
from veivalg.telling.aims import aim, as_known, bound, by_language

NEXT_TO_NOTHING = 50_000.0
"""NOK a year below which a package is told as costing next to nothing. Assumption."""


def about_reach(one: Reach) -> Told:
    """Whether the goal is met already, can be reached, or cannot."""
    met = any(proposal.kind == "met" for proposal in one.proposals)
    key = "met" if met else "can" if one.reached else "cannot"

    def said(language: Language) -> str:
        return text(
            f"reaching.{key}",
            language,
            aim=aim(one.goal, language),
            value=as_known(one.goal.indicator, one.begin, language),
            count=len(one.proposals),
        )

    return by_language(said)


def about_proposal(one: Proposal, reach: Reach, known: Repertoire, wanted: Wanted) -> Told:
    """What the package is, what it gives and what it takes."""
    key = _key(one)

    def said(language: Language) -> str:
        return text(
            f"reaching.{key}",
            language,
            aim=aim(reach.goal, language),
            choices=choices_counted(len(one.added), language),
            value=as_known(reach.goal.indicator, one.value, language),
            year=str(reach.goal.year),
            goal=bound(reach.goal, reach.goal.amount, language),
            possible="" if reach.possible is None else bound(reach.goal, reach.possible, language),
            cost=number(one.cost / 1e6, language, decimals=1),
            level=max((choice.level for choice in one.added), default=0),
            lever=_left_out(one, reach, known, language),
            groups=", ".join(text(f"reaching.group.{name}", language) for name in wanted.without),
        )

    return by_language(said)


def choices_counted(count: int, language: Language) -> str:
    """How many choices, as in "ett valg" and "3 valg"."""
    return text("reaching.one_choice" if count == 1 else "reaching.choices", language, count=count)


def _key(one: Proposal) -> str:
    if one.kind == "nearest":
        return "nearest" if one.added else "nothing_moves"
    if one.kind == "cheapest" and one.cost < NEXT_TO_NOTHING:
        return "cheapest_free"
    return one.kind if one.reached else f"{one.kind}_short"


def _left_out(one: Proposal, reach: Reach, known: Repertoire, language: Language) -> str:
    """The lever that another way does without."""
    if one.kind != "other":
        return ""
    first = next(other for other in reach.proposals if other.kind == "fewest")
    return in_language(known.levers[first.strongest].name, language)
