"""Where a package holds and what it would take, in words."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.pathways.grounds import known, site
from veivalg.analysis.asked import answered
from veivalg.analysis.failing import Failing, Side
from veivalg.analysis.goal import goal_of
from veivalg.analysis.reach import Reach, Wanted, reach
from veivalg.analysis.robustness import Robust, robust
from veivalg.choices.lever import GROUPS
from veivalg.language import LANGUAGES, text
from veivalg.language.catalogue import own_words
from veivalg.pathways.path_text import read_path
from veivalg.shifts.contribution import COST
from veivalg.telling.aims import aim, as_known, as_written, per_cent
from veivalg.telling.holding import about_holding, conditions, side_named
from veivalg.telling.reaching import about_proposal, about_reach

WANTED = Wanted(recommended=0.0175, without=("workforce",))


@cache
def holding(path: str = "1~v.L021-3-2027") -> Robust:
    goal = goal_of(site(), "staff.unfilled", at_most=50.0, at_least=None, year=2040)
    package = read_path(path, known(), years=site().years)
    return answered(robust(site(), package, known(), goal, count=60))


@cache
def reaching(at_most: float) -> Reach:
    goal = goal_of(site(), "staff.unfilled", at_most=at_most, at_least=None, year=2040)
    package = read_path("1~f.H3-60.H5-30", known(), years=site().years)
    return answered(reach(site(), package, known(), goal, WANTED))


def side(kind="weight", source="H3", dial="", low=None, high=None) -> Side:
    return Side(kind=kind, source=source, dial=dial, low=low, high=high)


def told(*sides: Side, about="fails", density=0.95) -> Failing:
    return Failing(about=about, sides=sides, coverage=0.7, density=density)


def test_the_sentence_says_when_it_fails_in_every_language():
    when = told(side(low=0.612), side("doubt", "choice.L021", "position_care", high=-0.2))
    one = about_holding(replace(holding(), failing=when), known())
    assert one.sentence["nb"] == (
        "Pakken svikter når «Kompetansegapet» veier over 60 prosent og «Heltidskultur» gir lite "
        "(gjennomsnittlig stilling i omsorg)."
    )
    assert one.sentence["nn"].startswith("Pakken sviktar når «Kompetansegapet» veg over 60 prosent")
    assert one.sentence["en"].startswith("The package fails when “The competence gap” weighs over")
    assert one.sure is not None
    assert "70 prosent" in one.sure["nb"]
    assert "95" in one.sure["en"]


@pytest.mark.parametrize(
    ("sides", "said"),
    [
        ((side(high=0.11),), "«Kompetansegapet» veier under 10 prosent"),
        ((side(low=0.2, high=0.4),), "«Kompetansegapet» veier mellom 20 og 40 prosent"),
        ((side(high=0.004),), "«Kompetansegapet» veier under 5 prosent"),
        ((side("doubt", "choice.L021", COST, low=0.2),), "«Heltidskultur» koster mye (drift)"),
        (
            (side("doubt", "choice.L021", "exit_care", high=0.4),),
            "«Heltidskultur» ikke gir mye (ansatte som slutter i omsorg)",
        ),
        (
            (side("doubt", "story.H3", "exit_care", low=-0.5),),
            "«Kompetansegapet» ikke slår svakt ut (ansatte som slutter i omsorg)",
        ),
        (
            (side("doubt", "story.H3", "exit_care", low=-0.5, high=0.5),),
            "«Kompetansegapet» slår ut om lag som ventet (ansatte som slutter i omsorg)",
        ),
        (
            (
                side(low=0.3),
                side("doubt", "choice.L021", "exit_care", high=0.0),
                side("doubt", "choice.L021", "position_care", high=-0.3),
            ),
            (
                "«Kompetansegapet» veier over 30 prosent og «Heltidskultur» gir lite (ansatte som "
                "slutter i omsorg og gjennomsnittlig stilling i omsorg)"
            ),
        ),
        (
            (side(low=0.3), side(source="S3", low=0.1), side(source="H5", high=0.5)),
            (
                "«Kompetansegapet» veier over 30 prosent, «Bakpå» veier over 10 prosent og "
                "«Europeisk proteksjonisme» veier under 50 prosent"
            ),
        ),
    ],
)
def test_conditions_are_one_clause(sides: tuple[Side, ...], said: str):
    assert conditions(told(*sides), known(), "nb") == said


def test_what_often_fails_is_told_so_and_what_mostly_fails_is_told_by_when_it_holds():
    often = about_holding(replace(holding(), failing=told(side(low=0.6), density=0.7)), known())
    assert often.sentence["nb"].startswith("Pakken svikter oftest når")
    holds = about_holding(replace(holding(), failing=told(side(low=0.6), about="holds")), known())
    assert holds.sentence["nb"].startswith("Pakken holder når")
    none = replace(holding("1"), failing=told(side(low=0.6)))
    assert about_holding(none, known()).sentence["nb"].startswith("Uten valg glipper målet når")


def test_without_conditions_it_is_told_where_it_holds():
    one = replace(holding(), failing=None)
    every = replace(
        one,
        values=np.full(60, 40.0),
        futures=tuple(replace(f, holds=True) for f in one.futures),
    )
    none = replace(
        one,
        values=np.full(60, 90.0),
        futures=tuple(replace(f, holds=False) for f in one.futures),
    )
    assert "i alle 9 fremtider" in about_holding(every, known()).sentence["nb"]
    assert "Spør hva som skal til" in about_holding(none, known()).sentence["nb"]
    some = about_holding(replace(one, values=np.arange(30.0, 90.0)), known())
    held = sum(f.holds for f in one.futures)
    assert f"i {held} av 9 fremtider og i 35 prosent av 60 blandinger" in some.sentence["nb"]
    assert some.sentence == some.summary
    assert some.sure is None


def test_sides_have_names():
    assert side_named(side(), known())["en"] == "The competence gap"
    doubt = side_named(side("doubt", "choice.L021", "exit_care"), known())
    assert doubt["en"] == "Full-time culture: staff leaving care"


def test_amounts_are_told_as_they_were_written_and_values_as_they_are_known():
    share = goal_of(site(), "money.net_result_share", at_most=None, at_least=0.0175, year=2040)
    assert as_written(share.indicator, 0.0175, "nb") == "1,75 prosent"
    assert as_known(share.indicator, 0.01749, "nb") == "1,7 prosent"
    assert aim(share, "nb").endswith("minst 1,75 prosent i 2040")
    staff = holding().goal.indicator
    assert as_written(staff, 133.0, "nb") == "133 årsverk"
    assert as_known(staff, 133.4, "nb") == "130 årsverk"
    assert [per_cent(share) for share in (0.0, 0.001, 0.5, 0.999, 1.0)] == [0, 1, 50, 99, 100]


def test_every_package_has_its_sentence():
    for at_most in (20.0, 0.0, 500.0):
        found = reaching(at_most)
        every = [*found.proposals, *([found.nearest] if found.nearest else [])]
        assert every
        for one in every:
            said = about_proposal(one, found, known(), WANTED)
            for language in LANGUAGES:
                assert not said[language].startswith("reaching.")
                assert "{" not in said[language]
                assert as_known(found.goal.indicator, one.value, language) in said[language]
            assert said["nb"] != said["nn"]
    assert "Målet er nådd" in about_reach(reaching(500.0))["nb"]
    assert "Her er" in about_reach(reaching(20.0))["nb"]
    assert "ingen vei" in about_reach(reaching(0.0))["nb"]
    nearest = reaching(0.0).nearest
    said = about_proposal(nearest, reaching(0.0), known(), WANTED)["en"]
    assert f"at most {reaching(0.0).possible:.0f} person-years" in said


def test_every_group_and_kind_of_doubt_has_words():
    for language in LANGUAGES:
        for group in GROUPS:
            assert f"reaching.group.{group}" in own_words(language)
        for what in ("choice", "cost", "story"):
            for much in ("little", "much", "not_much", "not_little", "middling"):
                assert f"holding.doubt.{what}.{much}" in own_words(language)
    assert text("reaching.one_choice", "nn") == "eitt val"
