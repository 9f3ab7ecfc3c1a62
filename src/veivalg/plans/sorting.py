"""Units sorted: kind, area, theme, UN goals and more, each with its confidence and reasons.

The kind follows the rules of the code book (`kinds`); area, theme and UN goals follow
weighted words and a small learned model (`weights`). Measured in docs/model/goals.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from veivalg.axes import FloatArray
from veivalg.plans.codes import (
    AREAS,
    CHALLENGES,
    CONCEPTS,
    GOAL_LIKE,
    KINDS,
    SDGS,
    THEMES,
    Bearing,
    Challenge,
    Concept,
    Dimension,
    Kind,
)
from veivalg.plans.goal import Labels, Proposal, Reason, Unit
from veivalg.plans.kind_signs import headings_say, signs_of
from veivalg.plans.kinds import KindScores, kind_scores
from veivalg.plans.saying import without_names
from veivalg.plans.terms import terms_of
from veivalg.plans.weights import Chances, Weights, chances

DONE: tuple[Kind, ...] = ("strategy", "measure")
GROUPS: tuple[tuple[Kind, ...], ...] = (GOAL_LIKE, DONE, ("none",))
"""Of kinds: the group is decided first, as a goal is less like a measure than like a sub-goal."""
LIKELY, LEAST = 0.5, 0.12
"""Chances from which a UN goal is proposed, and from which the likeliest is (*assumption*)."""
MOST_SDGS = 3
SECOND_AREA = 0.22
"""Chance from which a second area is proposed (*assumption*)."""
HEARD = 2.0
"""Weight of words from which a challenge, concept or target is proposed (*assumption*)."""
MOST_REASONS = 4
FEW_REASONS = 2
"""Of what is no goal: most sentences are none, and few ask why."""
ENVIRONMENT = frozenset({6, 7, 12, 13, 14, 15})
ECONOMY = frozenset({8, 9})
WHOLE = "sust"
SLOGAN_WORDS = 8
SLOGAN_PLACE = 0.5
"""Chance that a few words that name no field are about the place as a whole (*assumption*)."""
SENTENCES = frozenset({"shall", "present", "infinitive", "past", "we_work"})
"""How a unit is put that is no slogan."""
NEAR_HEADINGS = 2


def proposals(
    units: Sequence[Unit], *, place_name: str = "", model: Weights | None = None
) -> tuple[Proposal, ...]:
    """What each unit is proposed to be.

    place_name  of the municipality, whose name says nothing of what a unit is about
    model       other weights than those that ship
    """
    if not units:
        return ()
    names = (place_name,)
    texts = [without_names(unit.text, names) for unit in units]
    headings = [without_names(" ".join(unit.heading[-NEAR_HEADINGS:]), names) for unit in units]
    likely = _with_slogans(units, texts, chances(texts, headings, model))
    return tuple(_proposal(unit, texts[row], likely, row) for row, unit in enumerate(units))


def _with_slogans(units: Sequence[Unit], texts: Sequence[str], likely: Chances) -> Chances:
    """The chances, a slogan that names no field being one for the whole place."""
    rows = [
        row
        for row in np.flatnonzero(likely.silent).tolist()
        if len(texts[row].split()) <= SLOGAN_WORDS and _slogan(units[row])
    ]
    area, theme, sdg = likely.area.copy(), likely.theme.copy(), likely.sdg.copy()
    for chance, at in ((area, AREAS.index("place")), (theme, THEMES.index("green"))):
        chance[rows] *= 1.0 - SLOGAN_PLACE
        chance[rows, at] += SLOGAN_PLACE
    sdg[rows, SDGS.index(11)] = np.maximum(sdg[rows, SDGS.index(11)], SLOGAN_PLACE)
    return replace(likely, area=area, theme=theme, sdg=sdg)


def _slogan(unit: Unit) -> bool:
    """Whether a unit is put as a slogan is, or stands where one does."""
    return headings_say(unit.heading)[0] == "vision" or not (
        signs_of(unit.text, unit.printed).keys() & SENTENCES
    )


def _proposal(unit: Unit, text: str, likely: Chances, row: int) -> Proposal:
    by_rules = kind_scores(unit.text, unit.heading, unit.printed)
    shares = _shares(by_rules.scores)
    kind = _kind(shares)
    bearing = _bearing(by_rules.signs, kind)
    labels = Labels(kind=kind) if kind == "none" else _labels(text, kind, bearing, likely, row)
    goal_like = float(sum(shares[KINDS.index(one)] for one in GOAL_LIKE))
    sure = goal_like if kind in GOAL_LIKE else 1.0 - goal_like
    area, theme = float(likely.area[row].max()), float(likely.theme[row].max())
    sdg = _sdg_confidence(labels, likely.sdg[row])
    overall = sure if kind == "none" else sure * (area * theme * max(sdg, 0.1)) ** (1 / 3)
    return Proposal(
        labels=labels,
        kind_confidence=sure,
        area_confidence=area if labels.area else 0.0,
        theme_confidence=theme if labels.theme else 0.0,
        sdg_confidence=sdg,
        overall=overall,
        reasons=_reasons(labels, by_rules, text),
    )


def _kind(shares: FloatArray) -> Kind:
    """The likeliest kind of the likeliest group: goals, what is done, or none of them."""
    share = dict(zip(KINDS, shares, strict=True))
    best = max(GROUPS, key=lambda group: sum(share[kind] for kind in group))
    return max(best, key=lambda kind: share[kind])


def _shares(scores: FloatArray) -> FloatArray:
    raised = np.exp(scores - scores.max())
    shares: FloatArray = raised / raised.sum()
    return shares


def _labels(text: str, kind: Kind, bearing: Bearing, likely: Chances, row: int) -> Labels:
    order = np.argsort(-likely.area[row], kind="stable")
    area = AREAS[int(order[0])]
    second = likely.area[row, order[1]] >= SECOND_AREA
    sdg = _sdgs(likely.sdg[row], area)
    return Labels(
        kind=kind,
        area=area,
        area2=AREAS[int(order[1])] if second else "",
        theme=THEMES[int(likely.theme[row].argmax())],
        sdg=sdg,
        targets=_targets(text, sdg),
        challenge=_challenge(text),
        dimension=_dimension(area, sdg),
        concepts=_concepts(text),
        bearing=bearing,
    )


def _sdgs(chance: FloatArray, area: str) -> tuple[int, ...]:
    """UN goals that are likely; the likeliest alone when none is, unless the whole is meant."""
    order = np.argsort(-chance, kind="stable")
    found = [int(at) for at in order[:MOST_SDGS] if chance[at] >= LIKELY]
    if not found and area != WHOLE and chance[order[0]] >= LEAST:
        found = [int(order[0])]
    return tuple(sorted(SDGS[at] for at in found))


def _sdg_confidence(labels: Labels, chance: FloatArray) -> float:
    if not labels.sdg:
        return float(1.0 - chance.max()) if labels.area else 0.0
    return float(np.mean([chance[one - 1] for one in labels.sdg]))


def _challenge(text: str) -> Challenge | Literal[""]:
    heard = terms_of("challenges").strong(text, HEARD)
    return next((one for one in CHALLENGES if one in heard[:1]), "")


def _concepts(text: str) -> tuple[Concept, ...]:
    heard = terms_of("concepts").strong(text, HEARD)
    return tuple(one for one in CONCEPTS if one in heard)


def _targets(text: str, sdg: tuple[int, ...]) -> tuple[str, ...]:
    terms = terms_of("targets")
    heard = terms.strong(text, HEARD)
    return tuple(one for one in terms.labels if one in heard and int(one.split(".")[0]) in sdg)


def _dimension(area: str, sdg: tuple[int, ...]) -> Dimension:
    """What dimension of sustainability it serves: by its area, else by its UN goals."""
    if area == "clim" or (area == "place" and ENVIRONMENT & set(sdg)):
        return "environmental"
    if area in ("biz", "eff") or (area not in ("life", "div") and ECONOMY & set(sdg)):
        return "economic"
    return "social"


def _bearing(signs: Mapping[str, str], kind: Kind) -> Bearing:
    """What inhabitants get or become, or what the municipality does."""
    works = bool(signs.keys() & {"work", "infinitive", "we_work"}) and "state" not in signs
    return "activity" if works or kind in DONE else "outcome"


def _reasons(labels: Labels, by_rules: KindScores, text: str) -> tuple[Reason, ...]:
    """The strongest reasons for each label that is proposed."""
    found = _strongest([one for one in by_rules.reasons if one.code == labels.kind])
    if not labels.area:
        return tuple(found[:FEW_REASONS])
    found += _heard("areas", "area", {labels.area}, text)
    found += _heard("themes", "theme", {labels.theme}, text)
    found += _heard("sdg", "sdg", {str(one) for one in labels.sdg}, text)
    return tuple(found)


def _heard(name: str, label: str, codes: set[str], text: str) -> list[Reason]:
    terms = terms_of(name)
    return _strongest(
        [
            Reason(
                label=label, code=terms.labels[term.column], key="lemma", detail=words,
                weight=term.weight,
            )
            for term, words in terms.heard(text)
            if terms.labels[term.column] in codes
        ]
    )  # fmt: skip


def _strongest(reasons: list[Reason]) -> list[Reason]:
    return sorted(reasons, key=lambda one: -one.weight)[:MOST_REASONS]
