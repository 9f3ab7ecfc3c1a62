"""Ready packages are whole, and choices that do not go together are found."""

from __future__ import annotations

import re
from functools import cache

import pytest

from tests.fakes import shipped
from veivalg.analysis.adding_up import overlaps, shortfalls
from veivalg.analysis.compare import BOTH, TODAY, FourLines, four_lines
from veivalg.analysis.consequences import chain, ground_of
from veivalg.choices.lever import LEVELS, levers
from veivalg.choices.package import contradicting, contradictions, packages
from veivalg.language import LANGUAGES
from veivalg.pathways.inputs import Chosen, Path, repertoire
from veivalg.pathways.site import Site, site_of

RECOMMENDED = 0.0175
PLACES = ("3448", "3201", "1151", "0301")


@cache
def site(place: str) -> Site:
    return site_of(ground_of(chain(shipped.simulation(), shipped.run())), shipped.place(place))


@cache
def lines(name: str, place: str) -> FourLines:
    base_year = site(place).years[0]
    choices = tuple(
        Chosen(lever=one.lever, level=one.level, year=base_year + one.year_after)
        for one in packages()[name].choices
    )
    return four_lines(site(place), Path(choices=choices), repertoire())


def moved(name: str, indicator: str, year: int, place: str = "3448") -> float:
    found = lines(name, place)
    return found.value(indicator, year, BOTH) - found.value(indicator, year, TODAY)


def test_there_are_eight_to_twelve_in_three_languages():
    assert 8 <= len(packages()) <= 12
    for one in packages().values():
        for told in (one.name, one.what, one.audience):
            assert set(told) == set(LANGUAGES)
        chosen = [picked.lever for picked in one.choices]
        assert len(chosen) == len(set(chosen)) >= 5


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", list(packages()))
def test_a_package_adds_up_in_money_unless_it_says_why_not(name: str, place: str):
    lacking = [one.what for one in shortfalls(lines(name, place), recommended=RECOMMENDED)]
    assert ("money" in lacking) == (packages()[name].lacks is not None)


@pytest.mark.parametrize("name", list(packages()))
def test_no_package_counts_the_same_hours_twice_or_contradicts_itself(name: str):
    path = lines(name, "3448").path
    assert overlaps(path, repertoire()) == ()
    chosen = {choice.lever: choice.level for choice in path.choices}
    assert contradicting(chosen, levers()) == ()


@pytest.mark.parametrize("place", PLACES)
def test_packages_move_what_they_say(place: str):
    def of(name: str, indicator: str) -> float:
        return moved(name, indicator, 2040, place)

    for name in ("enough_hands", "whole_positions", "own_decisions", "state_joins", "first_steps"):
        assert of(name, "staff.unfilled") < 0, name
    assert of("home_longer", "services.institution_places") < 0
    assert of("attractive_green", "land.emissions") < 0
    assert of("attractive_green", "society.young_adults_share") > 0
    assert of("growing_up", "money.spending_school") < 0
    everybody = ["money.net_result"]
    for indicator in everybody:
        best = max(packages(), key=lambda name: of(name, indicator))
        assert best == "tight_economy"
    assert of("prepared", "money.net_result") < 0


def test_first_steps_are_timid_and_what_the_municipality_decides_is_its_own():
    assert all(one.level <= 2 for one in packages()["first_steps"].choices)
    decided = {levers()[one.lever].decides for one in packages()["own_decisions"].choices}
    assert decided == {"municipality"}
    asked = [levers()[one.lever].decides for one in packages()["state_joins"].choices]
    assert asked.count("state") > len(asked) / 2


def test_every_contradiction_can_be_met_and_can_be_avoided():
    for one in contradictions():
        assert set(one.text) == set(LANGUAGES)
        assert len(re.findall(r"[.:] ", one.text["nb"])) >= 1, "a reason and an action"
        if one.together:
            least = dict(one.together)
            assert one.of(least, levers()) == tuple(least)
            lower = {**least, one.together[0][0]: one.together[0][1] - 1}
            assert one.of(lower, levers()) == ()
        else:
            strongest = dict.fromkeys(levers(), LEVELS)
            about = one.of(strongest, levers())
            assert len(about) > 1
            assert one.of({about[0]: LEVELS}, levers()) == ()
            assert one.of(dict.fromkeys(about, 1), levers()) == ()
