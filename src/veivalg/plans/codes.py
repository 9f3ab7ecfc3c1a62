"""The codes of the mapping: kinds, areas, themes, UN goals and what else a goal is sorted by.

They follow the hand-made mapping of 2019, the chapters of the 2020 paper (areas, challenges) and
the five themes of the paper of 2024. Rules: docs/code-book.md. Words for them:
language/web_goals_codes.*.po, `web.goals.code.kind.goal` and so on.
"""

from __future__ import annotations

from typing import Literal, get_args

Kind = Literal["vision", "goal", "subgoal", "strategy", "measure", "none"]
Area = Literal[
    "life", "clim", "biz", "place", "div", "part", "trust", "eff", "empl", "self", "sust"
]
Theme = Literal["demo", "welf", "incl", "green", "safe"]
SdgUse = Literal["report", "link", "select", "guide", "none"]
DocumentType = Literal[
    "samfunnsdel",
    "planstrategi",
    "regional_planstrategi",
    "okonomiplan",
    "intensjonsavtale",
    "arbeidsgiverstrategi",
    "other",
]
Form = Literal["nb", "nn", "other"]
"""The form of Norwegian a text is written in; "other" for another language."""
Challenge = Literal[
    "ageing",
    "finances",
    "workforce",
    "democracy",
    "climate",
    "digital",
    "outside",
    "development",
]
"""The challenges of section 1.1 of the 2020 paper."""
Dimension = Literal["social", "environmental", "economic"]
Concept = Literal[
    "smart_municipality",
    "co_creation",
    "municipality_3_0",
    "age_friendly",
    "green_shift",
    "ten_minute_town",
    "everyday_coping",
    "early_effort",
    "full_time_culture",
    "circular",
]
Bearing = Literal["outcome", "activity"]
"""What inhabitants get or become, or what the municipality does."""

KINDS: tuple[Kind, ...] = get_args(Kind)
GOAL_LIKE: tuple[Kind, ...] = ("vision", "goal", "subgoal")
AREAS: tuple[Area, ...] = get_args(Area)
THEMES: tuple[Theme, ...] = get_args(Theme)
SDGS: tuple[int, ...] = tuple(range(1, 18))
SDG_USES: tuple[SdgUse, ...] = get_args(SdgUse)
DOCUMENT_TYPES: tuple[DocumentType, ...] = get_args(DocumentType)
FORMS: tuple[Form, ...] = get_args(Form)
CHALLENGES: tuple[Challenge, ...] = get_args(Challenge)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
CONCEPTS: tuple[Concept, ...] = get_args(Concept)
BEARINGS: tuple[Bearing, ...] = get_args(Bearing)
