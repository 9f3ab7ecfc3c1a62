"""What the page is told of where a package holds, and of what it would take: events as JSON."""

from __future__ import annotations

from typing import Any

from veivalg.analysis.failing import Failing
from veivalg.analysis.reach import Proposal, Reach, Wanted
from veivalg.analysis.robustness import Robust
from veivalg.pathways.inputs import Repertoire
from veivalg.shifts.reading import Told
from veivalg.telling.holding import about_holding, side_named
from veivalg.telling.paths import about_shortfall
from veivalg.telling.reaching import about_proposal, about_reach


def robust_shown(one: Robust, known: Repertoire) -> dict[str, Any]:
    """The last event of …/robust."""
    said = about_holding(one, known)
    low, median, high = one.range
    return {
        "kind": "result",
        "sentence": dict(said.sentence),
        "summary": dict(said.summary),
        "sure": _text(said.sure),
        "share": one.share,
        "futures": [
            {
                "id": future.story,
                "name": dict(known.stories[future.story].name),
                "value": future.value,
                "without": future.without,
                "regret": future.regret,
                "holds": future.holds,
            }
            for future in one.futures
        ],
        "mixes": {
            "count": one.mixes.count,
            "share": one.mixed_share,
            "without": one.share_without,
            "low": low,
            "median": median,
            "high": high,
        },
        **_box(one.failing, known),
    }


def _box(failing: Failing | None, known: Repertoire) -> dict[str, Any]:
    if failing is None:
        return {"about": None, "box": [], "coverage": None, "density": None}
    sides = [
        {
            "kind": side.kind,
            "source": side.source,
            "dial": side.dial,
            "name": dict(side_named(side, known)),
            "low": side.low,
            "high": side.high,
        }
        for side in failing.sides
    ]
    return {
        "about": failing.about,
        "box": sides,
        "coverage": failing.coverage,
        "density": failing.density,
    }


def reach_shown(one: Reach, known: Repertoire, wanted: Wanted) -> dict[str, Any]:
    """The last event of …/reach."""
    nearest = one.nearest
    return {
        "kind": "result",
        "text": dict(about_reach(one)),
        "reached": one.reached,
        "begin": one.begin,
        "possible": one.possible,
        "packages": [_proposal(proposal, one, known, wanted) for proposal in one.proposals],
        "nearest": None if nearest is None else _proposal(nearest, one, known, wanted),
    }


def _proposal(one: Proposal, reach: Reach, known: Repertoire, wanted: Wanted) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "text": dict(about_proposal(one, reach, known, wanted)),
        "path": one.text,
        "value": one.value,
        "reached": one.reached,
        "levers": [
            {"lever": choice.lever, "level": choice.level, "year": choice.year}
            for choice in one.added
        ],
        "money": one.cost,
        "staff": one.person_years,
        "adds_up": one.adds_up,
        "lacking": [
            {
                "what": lack.what,
                "year": lack.year,
                "amount": lack.amount,
                "text": about_shortfall(lack).worded(),
            }
            for lack in one.lacking
        ],
    }


def _text(told: Told | None) -> dict[str, str] | None:
    return None if told is None else dict(told)
