"""Ties are proposed from a goal's own words, and say how much and by when when the goal does."""

from __future__ import annotations

import pytest

from veivalg.analysis import compare
from veivalg.consequences.outcome import indicators
from veivalg.errors import BadParameter
from veivalg.plans import tie as tie_module
from veivalg.plans.goal import Labels
from veivalg.plans.said_amount import Amount, amount_said
from veivalg.plans.saying import saying_of, words_of
from veivalg.plans.tie import (
    PEOPLE,
    figures,
    figures_for,
    known_indicators,
    rules,
    tie_of,
    wordings,
    wordings_for,
)


@pytest.mark.parametrize(
    ("goal", "indicator", "wanted"),
    [
        ("Vi skal være 7 000 innbyggere i 2035, og folketallet skal øke", "residents", "more"),
        ("Fleire skal røyste ved val i bygda", "society.turnout", "more"),
        ("Netto driftsresultat er minst 2 % hvert år", "money.net_result_share", "more"),
        ("Klimagassutsleppa er halverte innan 2035", "land.emissions", "less"),
        ("Kommunen rekrutterer og beholder dyktige ansatte", "staff.unfilled_share", "less"),
        ("Ingen barn veks opp i barnefattigdom", "society.low_income_children", "less"),
        ("Utenforskap blant unge er forebygd", "society.outside_share", "less"),
        (
            "Matjorda skal takast vare på for dei som kjem etter: matjord er vern",
            "land.homes",
            "less",
        ),
        ("Lånegjelda skal ned", "money.debt_share", "less"),
    ],
)
def test_a_goal_that_speaks_of_an_indicator_is_tied_to_it(goal: str, indicator: str, wanted: str):
    tied = tie_of(goal)
    assert tied is not None
    assert (tied.indicator, tied.wanted) == (indicator, wanted)
    assert not tied.confirmed
    assert all(word in goal.lower() for word in tied.said.split(" … "))


@pytest.mark.parametrize(
    "goal",
    [
        "Her er det godt å være",
        "Åpenhet preger alt vi gjør",
        "Alle har tilgang til bredbånd",
        "Skogen tar opp mer klimagass: opptak øker",
        "",
    ],
)
def test_a_goal_that_speaks_of_none_is_left_alone(goal: str):
    assert tie_of(goal) is None


@pytest.mark.parametrize(
    ("goal", "unit", "wanted", "said"),
    [
        ("5 000 innbyggere i 2030", "persons", "more", Amount(amount=5000, year=2030)),
        ("6.500 innbyggarar innan 2040", "persons", "more", Amount(amount=6500, year=2040)),
        ("redusere utslipp med 40 % innen 2030", "tonnes", "less", Amount(change=-0.4, year=2030)),
        (
            "utsleppa er 55 prosent lågare enn i 2009 innan 2030",
            "tonnes",
            "less",
            Amount(change=-0.55, since=2009, year=2030),
        ),
        ("netto driftsresultat på 1,75 %", "share", "more", Amount(amount=0.0175)),
        (
            "valgdeltakelsen er over 70 prosent i 2031",
            "share",
            "more",
            Amount(amount=0.7, year=2031),
        ),
        ("gjelda er redusert med 10 %", "share", "less", Amount()),
        ("utsleppa er halverte innan 2035", "tonnes", "less", Amount(change=-0.5, year=2035)),
        ("vekst i folketallet", "persons", "more", Amount()),
    ],
)
def test_how_much_and_by_when(goal: str, unit: str, wanted: str, said: Amount):
    found = amount_said(goal, unit=unit, wanted=wanted)
    assert found.amount == pytest.approx(said.amount) if said.amount else found.amount is None
    assert found.change == pytest.approx(said.change) if said.change else found.change is None
    assert (found.since, found.year) == (said.since, said.year)


def test_every_rule_names_an_indicator_that_exists_and_the_way_it_is_better():
    better = {one.name: one.better for one in indicators()}
    for rule in (*rules(), *wordings()):
        assert rule.indicator in known_indicators()
        if rule.indicator not in PEOPLE and better[rule.indicator] != "neither":
            assert better[rule.indicator] == rule.wanted, rule.indicator
    assert all(rule.says for rule in rules())


def test_what_cannot_be_measured_is_offered_another_wording_or_a_published_figure():
    labels = Labels(kind="goal", area="place", theme="green")
    offered = wordings_for(labels, "Sentrum er et sted å være")
    assert offered
    assert "residents" in [one.indicator for one in offered]
    assert figures_for("Alle har tilgang til breiband")
    assert len({one.name["nb"] for one in figures()}) == len(figures())


def test_people_are_called_what_a_path_calls_them():
    assert tuple(one.name for one in compare.PEOPLE) == PEOPLE


def test_all_words_of_a_saying_must_be_heard_in_any_order():
    saying = saying_of("frivillig* flere|fleire")
    assert saying.heard(words_of("Fleire er med i frivilligheita")) == ("frivilligheita", "fleire")
    assert saying.heard(words_of("Frivilligheten blomstrer")) == ()


def test_a_broken_rule_is_told_with_file_entry_and_remedy(monkeypatch: pytest.MonkeyPatch):
    entry = {"indicator": "society.turnouts", "wanted": "more", "says": ["val"]}
    with pytest.raises(BadParameter, match=r"ties.toml, tie 7.*society.turnouts"):
        tie_module._rule(entry, "ties.toml, tie 7")
    with pytest.raises(BadParameter, match="says"):
        tie_module._rule({**entry, "indicator": "residents", "says": [7]}, "ties.toml, tie 7")
