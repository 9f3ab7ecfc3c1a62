"""The kind of a unit, by the rules of the code book: the heading decides, a plain form overrides.

Every rule adds to or takes from the kinds that it speaks of; the sums are log-odds. The weights
are set by hand from the code book (*assumption*), and measured in docs/model/goals.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray
from veivalg.plans.codes import GOAL_LIKE, KINDS, Kind
from veivalg.plans.goal import Reason
from veivalg.plans.kind_signs import SHOWN, headings_say, signs_of
from veivalg.plans.saying import words_of

Votes = Mapping[Kind, float]
START: Votes = {
    "vision": -3.0,
    "goal": -0.8,
    "subgoal": -0.6,
    "strategy": -0.4,
    "measure": -1.6,
    "none": 0.6,
}
"""Before anything is heard."""
SAYS_OTHER: Votes = {
    "none": 2.4, "goal": -1.2, "subgoal": -1.0, "strategy": -0.8, "measure": -0.8,
}  # fmt: skip
"""Of a heading of facts, questions, or what others want."""
BY_HEADING: Mapping[str, Votes] = {
    "goal": {"goal": 3.6, "subgoal": 1.0, "strategy": 0.2, "measure": -0.4, "none": -0.6},
    "subgoal": {"subgoal": 3.8, "goal": 0.4, "strategy": 0.2, "none": -0.8},
    "strategy": {"strategy": 2.6, "measure": 0.6, "subgoal": 1.2, "goal": -1.0, "none": -1.0},
    "measure": {"measure": 3.4, "strategy": 1.2, "goal": -1.5, "subgoal": -1.0, "none": -0.2},
    "vision": {"vision": 3.4, "goal": 0.6, "subgoal": 0.5},
    "none": SAYS_OTHER,
    "question": SAYS_OTHER,
    "glossary": {"none": 6.0, "goal": -3.0, "subgoal": -3.0},
}
BECOMING = frozenset({"bli", "verte", "vere", "være", "vera"})
"""Infinitives that name a state to reach, and not a deed."""
THEME_WORDS = 4
"""Words of a heading that is only a theme, below a heading of goals, at the most (*assumption*)."""
FAR = 0.75
"""What a telling heading keeps for each heading between it and the unit."""
BY_SIGN: Mapping[str, Votes] = {
    "aim": {"goal": 1.4, "subgoal": 3.2, "none": -3.0},
    "state": {"subgoal": 1.8, "goal": 1.7, "none": -1.0, "strategy": -1.0},
    "passive_state": {"subgoal": 0.8, "goal": 0.8, "strategy": 0.8, "none": -0.8},
    "past": {"none": 3.2, "goal": -1.4, "subgoal": -1.4},
    "now": {"none": 0.6},
    "figure": {"none": 0.5},
    "year": {"none": 1.0},
    "ahead": {"goal": 0.8, "subgoal": 0.8, "none": -0.8},
    "paper": {"none": 2.2, "goal": -0.8, "subgoal": -0.6},
    "law": {"none": 1.2, "strategy": -0.4},
    "defining": {"none": 1.6},
    "contrast": {"none": 1.4, "goal": -0.6, "subgoal": -0.6},
    "advocate": {"strategy": 3.0, "goal": -1.4, "subgoal": -1.4},
    "quoted": {"vision": 3.6, "none": -1.6},
    "place_and_year": {"vision": 4.6, "none": -1.0},
    "of_goals": {"none": 5.0},
    "others": {"none": 5.0, "strategy": -0.6},
    "menu": {"none": 5.0},
    "explains": {"none": 2.0},
    "colon": {"none": 3.0, "strategy": -1.0, "goal": -1.0, "subgoal": -1.0},
    "concrete": {"measure": 2.2, "strategy": -0.2},
}


@dataclass(frozen=True, slots=True)
class KindScores:
    """Log-odds of the kinds, in the order of KINDS, what gave them, and how the unit is put."""

    scores: FloatArray
    reasons: tuple[Reason, ...]
    signs: Mapping[str, str]


def kind_scores(text: str, path: tuple[str, ...], printed: str = "sentence") -> KindScores:
    """What the rules say of a unit under its headings."""
    signs = signs_of(text, printed)
    said, heading, below = headings_say(path)
    found: list[tuple[str, str, Votes]] = []
    if said:
        near = FAR**below
        found.append(("heading", heading, {k: v * near for k, v in BY_HEADING[said].items()}))
    found += [("form", signs[name], votes) for name, votes in BY_SIGN.items() if name in signs]
    found += _together(signs, said, printed, below)
    scores = np.array([START[kind] for kind in KINDS])
    for _, _, votes in found:
        for kind, weight in votes.items():
            scores[KINDS.index(kind)] += weight
    return KindScores(scores=scores, reasons=_reasons(found), signs=signs)


def _together(
    signs: Mapping[str, str], said: str, printed: str, below: int
) -> list[tuple[str, str, Votes]]:
    """Signs that mean something only with a heading, or with one another."""
    found: list[tuple[str, str, Votes]] = []
    goal_heading = said in ("goal", "subgoal", "vision")
    state = "state" in signs or "passive_state" in signs
    title = _title(signs, printed)
    if title:
        found.append(("form", signs["printed_heading"][:SHOWN], {"none": _as_title(signs, said)}))
    if "infinitive" in signs and not title:
        found.append(("form", signs["infinitive"], _infinitive(said, signs)))
    if "shall" in signs and not state:
        found += _shall(signs)
    if "first_work" in signs and said not in ("goal", "subgoal", "vision"):
        found.append(("form", signs["first_work"], {"strategy": 2.4, "subgoal": -1.6}))
    if "must" in signs:
        far = not goal_heading or (below > 0 and not state)
        weight = 0.0 if said == "subgoal" and not far else 3.0 if far else 1.8
        found.append(("form", signs["must"], {"none": weight}))
    if "we_work" in signs:
        found.append(("form", signs["we_work"], {"strategy": 2.0, "subgoal": -0.6}))
    if "present" in signs and not signs.keys() & {"shall", "we_work", "aim"}:
        found.append(
            ("form", signs["present"], _present(said, goal_heading, amount="amount" in signs))
        )
    if "no_verb" in signs:
        found.append(("form", signs["no_verb"], _no_verb(said, goal_heading, printed)))
    if said == "vision":
        found.append(("form", signs.get("short", ""), _vision(signs)))
    return found


def _as_title(signs: Mapping[str, str], said: str) -> float:
    """What speaks for a heading without a verb being only a theme, and not what is wanted."""
    if said in ("", "none", "glossary", "question"):
        return 3.0
    few = len(words_of(signs["printed_heading"])) <= THEME_WORDS
    return 5.0 if few and said != "vision" else 0.0 if said in GOAL_LIKE else 3.0


def _shall(signs: Mapping[str, str]) -> list[tuple[str, str, Votes]]:
    """Something that shall be done or be so, and is not put as a plain state."""
    if "work" in signs:
        return [("form", signs["shall"], {"strategy": 1.6, "none": -0.6})]
    if "must" in signs:
        return []
    votes: Votes = {"goal": 0.8, "subgoal": 0.8, "strategy": 0.6, "none": -0.4}
    return [("form", signs["shall"], votes)]


def _title(signs: Mapping[str, str], printed: str) -> bool:
    """Whether a heading is only a theme, and not a statement."""
    return printed == "heading" and not signs.keys() & {"shall", "present", "we_work", "quoted"}


def _vision(signs: Mapping[str, str]) -> Votes:
    if "shall" in signs:
        return {"vision": -1.0, "subgoal": 0.6}
    return {"vision": 1.6} if "short" in signs else {"vision": -2.0, "none": 0.4}


def _infinitive(said: str, signs: Mapping[str, str]) -> Votes:
    if signs["infinitive"] in BECOMING and said not in ("measure", "none"):
        return {"subgoal": 3.0, "goal": 0.6, "strategy": -0.6, "none": -0.6}
    if said in ("goal", "subgoal"):
        if "concrete" in signs:
            return {"measure": 3.4, "strategy": 1.6, "goal": -1.0, "subgoal": -1.0}
        return {"strategy": 1.2, "goal": 0.2, "subgoal": 0.4, "none": -0.6}
    return {"strategy": 2.4, "measure": 0.6, "none": -0.4, "goal": -0.8, "subgoal": -0.4}


def _present(said: str, goal_heading: bool, *, amount: bool) -> Votes:
    if goal_heading:
        return {"goal": 0.4, "subgoal": 0.4, "none": -0.4}
    if said == "strategy":
        return {"subgoal": 3.8 if amount else 2.0, "strategy": -1.0 if amount else -0.6}
    return {"none": 1.4, "goal": -0.6, "subgoal": -0.6}


def _no_verb(said: str, goal_heading: bool, printed: str) -> Votes:
    if goal_heading:
        return {"none": -0.4}
    if said in ("strategy", "measure"):
        return {"measure": 0.6, "strategy": 0.4}
    weight = 3.0 if printed == "heading" else 1.6
    return {"none": weight, "goal": -0.6, "subgoal": -0.6, "strategy": -0.8}


def _reasons(found: list[tuple[str, str, Votes]]) -> tuple[Reason, ...]:
    return tuple(
        Reason(label="kind", code=kind, key=key, detail=detail, weight=weight)
        for key, detail, votes in found
        for kind, weight in votes.items()
        if weight
    )
