"""What bodies can be compared by, from the register of municipalities or from the user."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Literal, get_args

from veivalg.data.geography import geography
from veivalg.data.places import Level
from veivalg.errors import BadParameter, OutOfRange
from veivalg.language import refusing
from veivalg.plans.counted import body_of
from veivalg.plans.goal import Plan

By = Literal["size", "centrality", "region", "county", "merged", "form", "type", "own"]
BY: tuple[By, ...] = get_args(By)
NAMED: Mapping[str, Level] = {"county": "county", "region": "region"}
"""Comparisons whose groups are places."""
SMALL, MIDDLING = 5_000, 20_000
REFORM = range(2016, 2020)
"""Last years of the numbers that ended with the municipal reform."""


def groups_by(by: str, plans: Sequence[Plan], own_groups: Mapping[str, str]) -> Mapping[str, str]:
    """The group of each body that has one: a code, or the name of a county or a region.

    Raises as `check_comparison` does.
    """
    check_comparison(by, own_groups)
    found = {}
    for plan in plans:
        group = _of_plan(by, plan, own_groups)
        if group:
            found[body_of(plan)] = group
    return found


def check_comparison(by: str, own_groups: Mapping[str, str] | None = None) -> None:
    """Raises OutOfRange for a comparison of another name than BY, BadParameter for "own" without
    groups; "" is none.
    """
    if by and by not in BY:
        raise refusing(OutOfRange, "goals.no_comparison", value=by, known=", ".join(BY))
    if by == "own" and not own_groups:
        raise refusing(BadParameter, "goals.no_own_groups")


def _of_plan(by: str, plan: Plan, own_groups: Mapping[str, str]) -> str:
    if by == "form":
        return plan.about.form
    if by == "type":
        return plan.about.document_type
    number = plan.about.municipality
    if by == "own":
        return own_groups.get(number, "") or own_groups.get(plan.about.name, "")
    if number in geography().by_code:
        return named_group(by, OF_NUMBER[by](number))
    counties = geography().places("county") if by == "county" else ()
    return next((place.name for place in counties if place.code == number), "")


def named_group(column: str, group: str) -> str:
    """What a county or a region is called; of other columns the code itself."""
    level = NAMED.get(column)
    return geography().place(level, group).name if level else group


def size_of(number: str) -> str:
    """Residents: up to 5,000, up to 20,000, or more."""
    persons = residents_of(number)
    return "small" if persons <= SMALL else "middling" if persons <= MIDDLING else "large"


def residents_of(number: str) -> int:
    """Persons on the newest shipped date."""
    held = geography()
    return held.sizes[held.codes.index(number)]


def merged_of(number: str) -> str:
    """Whether the municipality was made of several in the reform that ended in 2020."""
    return "merged" if number in _merged() else "not_merged"


@cache
def _merged() -> frozenset[str]:
    names: dict[str, set[str]] = {}
    for old in geography().changes.values():
        if old.last in REFORM and len(old.successors) == 1:
            names.setdefault(old.successors[0], set()).add(old.name)
    return frozenset(number for number, held in names.items() if len(held) > 1)


OF_NUMBER: Mapping[str, Callable[[str], str]] = {
    "size": size_of,
    "centrality": lambda number: f"centrality_{geography().municipality(number).centrality}",
    "region": lambda number: geography().municipality(number).region,
    "county": lambda number: geography().municipality(number).county,
    "merged": merged_of,
}
