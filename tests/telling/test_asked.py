"""What is asked of a path, in words: whole sentences in three languages, every case worded."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import get_args

import pytest

from tests.fakes.asked import known, path, site
from veivalg.analysis.attainment import STATES, Attained, attainment
from veivalg.analysis.explain import FLOWS, Explained, Part, explained
from veivalg.analysis.players import players_of
from veivalg.analysis.sensitivity import Sensitivity, Share
from veivalg.analysis.signposts import Deadline, Need, Signposts, State, Turn, signposts
from veivalg.analysis.unknowns import unknowns
from veivalg.analysis.watched import FIGURES
from veivalg.choices.lever import GROUPS
from veivalg.consequences.outcome import indicator
from veivalg.language import LANGUAGES, text
from veivalg.pathways.chosen import moved_by
from veivalg.telling.explained import about_explained, in_unit, source_name
from veivalg.telling.mattering import SHARES, about_sensitivity, unknown_name
from veivalg.telling.signposted import (
    about_deadline,
    about_goal,
    about_need,
    about_turn,
    about_turns,
    turn_value,
)

UNFILLED = indicator("staff.unfilled")


def whole(said: object) -> dict[str, str]:
    """The sentence in each language, when nothing is left open in it and no key shows."""
    assert isinstance(said, dict)
    assert set(said) == set(LANGUAGES)
    for sentence in said.values():
        assert sentence
        assert not set("{}") & set(sentence)
        assert "asked." not in sentence
        assert "nan" not in sentence
    return said


def difference(*values: float) -> Explained:
    parts = zip(("births", "choice.L021", "story.H3"), values, strict=False)
    return Explained(
        indicator=UNFILLED,
        year=2040,
        base_year=2024,
        against="today",
        start=100.0,
        end=100.0 + sum(values),
        parts=tuple(Part(source=name, holds=(), value=value) for name, value in parts),
    )


def shares(*firsts: float) -> Sensitivity:
    names = ("model.births", "choice.L021", "story.H3")
    return Sensitivity(
        indicator=UNFILLED,
        year=2040,
        middle=40.0,
        low=20.0,
        high=60.0,
        looked_at=9,
        shares=tuple(
            Share(source=name, first=first, total=first, low=0.0, high=1.0)
            for name, first in zip(names, firsts, strict=False)
        ),
    )


@pytest.mark.parametrize("group", [*GROUPS, "events", "trends", "scenarios", "stories",
                                   "futures", "choices", "other_choices"])  # fmt: skip
def test_every_group_has_a_name(group: str):
    whole(source_name(f"group.{group}", known()))


def test_every_cause_of_a_path_has_a_name():
    for name in (*FLOWS, "standard", "ageing", "running_on"):
        whole(source_name(name, known()))
    for one in players_of(path(), known(), most=10):
        whole(source_name(one.name, known()))
    held = unknowns(site(), path(), moved_by(path(), site(), known()))
    for name in (*held.inputs, "shock.X5"):
        whole(unknown_name(name, known()))


def test_what_pulls_most_and_what_pulls_against_it_are_told():
    said = whole(about_explained(difference(-30.0, -5.0, 8.0), known()))["nb"]
    assert "Barn som blir født" in said
    assert "Kompetansegapet" in said
    assert "Heltidskultur" not in said
    assert "\N{MINUS SIGN}30 årsverk" in said


def test_when_all_pull_one_way_nothing_is_said_to_pull_against_it():
    said = whole(about_explained(difference(30.0, 5.0), known()))
    assert "motsatt" not in said["nb"]
    assert "Births" not in said["en"]


@pytest.mark.parametrize("against", ["today", "base"])
def test_no_difference_is_told_as_none(against: str):
    found = replace(difference(0.0, 0.0), against=against)  # type: ignore[arg-type]
    assert "100" in whole(about_explained(found, known()))["nb"]
    assert "Mest" not in about_explained(found, known())["nb"]


@pytest.mark.parametrize("against", ["today", "base"])
def test_a_path_is_explained_in_words(against: str):
    found = explained(site(), path(), known(), "money.net_result_share", 2040, against=against)  # type: ignore[arg-type]
    assert "prosentpoeng" in whole(about_explained(found, known()))["nn"]


def test_one_two_many_or_nothing_may_matter_most():
    one = whole(about_sensitivity(shares(0.5, 0.2), known()))["nb"]
    assert one.startswith("Hvor mange barn som blir født betyr mest: omtrent halvparten")
    two = whole(about_sensitivity(shares(0.45, 0.4, 0.1), known()))["nb"]
    assert "og hvor godt «Heltidskultur» virker betyr mest" in two
    assert "tre fjerdedeler" not in two
    many = whole(about_sensitivity(shares(0.15, 0.1, 0.1), known()))["nb"]
    assert many.startswith("Ingen enkelt ting")
    none = whole(about_sensitivity(shares(), known()))["nb"]
    assert none.startswith("Ingenting")


def test_every_share_has_words_that_grow():
    limits = [below for below, _ in SHARES]
    assert limits == sorted(limits)
    for _, name in (*SHARES, (1.0, "nearly_all")):
        whole({language: text(f"asked.share.{name}", language) for language in LANGUAGES})


@cache
def posts() -> Signposts:
    return signposts(site(), path(), known(), "staff.unfilled", 2040, threshold=40.0)


@pytest.mark.parametrize("state", get_args(State))
def test_every_deadline_is_told_with_its_years(state: State):
    one = Deadline(lever="L021", year=2031, starts=2033, first=2027, full=2042, state=state)
    need = Need(year=2040, value=None, passed=None)
    assert "2040" in whole(about_deadline(one, need, known()))["nn"]


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize("figure", FIGURES, ids=lambda one: one.key)
def test_every_figure_is_told_with_its_table_its_year_and_the_story(figure, above: bool):
    one = Turn(figure=figure, story="H3", year=2031, value=1234.56, above=above)
    said = whole(about_turn(one, known()))
    assert all("2031" in sentence for sentence in said.values())
    assert "Kompetansegapet" in said["nb"]
    assert (figure.table or "KS") in said["en"]
    assert turn_value(one) in (1230, 1234.6)


@pytest.mark.parametrize(
    "need",
    [
        Need(year=2040, value=None, passed=None),
        Need(year=2040, value=40.0, passed=None),
        Need(year=2034, value=40.0, passed=2034),
        Need(year=2040, value=40.0, passed=2024),
    ],
)
def test_every_need_is_told(need: Need):
    assert str(need.year) in whole(about_need(replace(posts(), need=need)))["nb"]


def test_what_there_is_to_look_for_is_told():
    found = posts()
    said = {
        whole(about_turns(one))["nb"]
        for one in (
            found,
            replace(found, reconsider=()),
            replace(found, reconsider=(), fails_in=()),
        )
    }
    assert len(said) == 3


@cache
def attained() -> tuple[Attained, ...]:
    return attainment(site(), path(), known())


def test_every_goal_is_told():
    for one in attained():
        whole(about_goal(one, known()))


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_a_goal_has_words(state):
    measured = next(one for one in attained() if one.state == "in_conflict")
    unmeasured = next(one for one in attained() if one.state == "not_measured")
    one = unmeasured if state == "not_measured" else replace(measured, state=state)
    whole(about_goal(one, known()))


def test_a_goal_that_slips_less_than_without_the_path_is_told_so():
    one = next(one for one in attained() if one.state == "wrong_way")
    better = one.start * (1.2 if one.better == "less" else 0.8)
    worse = one.start * (1.5 if one.better == "less" else 0.5)
    less = about_goal(replace(one, middle=better, without=worse), known())["nb"]
    more = about_goal(replace(one, middle=worse, without=better), known())["nb"]
    assert "Fortsett" in less
    assert "Fortsett" not in more


def test_amounts_are_rounded_to_what_is_known():
    assert in_unit(UNFILLED, 67.5, "nb") == "70 årsverk"
    assert in_unit(UNFILLED, -17.7, "nb", change=True) == "\N{MINUS SIGN}18 årsverk"
    assert in_unit(indicator("money.net_result_share"), 0.0049, "nb") == "0,5 prosent"
