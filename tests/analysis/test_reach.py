"""What would it take: packages that reach a goal."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from threading import Event

import numpy as np
import pytest

from tests.pathways.grounds import known, site
from veivalg.analysis.adding_up import overlaps, shortfalls
from veivalg.analysis.asked import Progress, answered
from veivalg.analysis.compare import WORLD, four_lines
from veivalg.analysis.goal import Goal, goal_of
from veivalg.analysis.reach import Proposal, Reach, Wanted, reach, searchable
from veivalg.analysis.reach_packages import Rule, built, most, smallest, spared
from veivalg.analysis.reach_search import Field, field_of, lacking, path_of, within_limits
from veivalg.choices.lever import DECIDES
from veivalg.errors import OutOfRange, Stopped
from veivalg.language import LANGUAGES
from veivalg.pathways.ideas import read_ideas
from veivalg.pathways.inputs import Chosen, Path
from veivalg.pathways.path_text import read_path
from veivalg.pathways.run import outcomes
from veivalg.telling.paths import about_overlap

FUTURE = "1~f.H3-60.H5-30~x.X5-2-2031"
CHOSEN = f"{FUTURE}~v.L021-3-2029.L059-2-2028"
UNFILLED = "staff.unfilled"
RECOMMENDED = 0.0175
WANTED = Wanted(recommended=RECOMMENDED)


def goal(at_most: float | None, name: str = UNFILLED, **also: float) -> Goal:
    asked_for = {"at_most": at_most, "at_least": None, "year": 2040, **also}
    return goal_of(site(), name, **asked_for)


@cache
def asked(
    text: str = FUTURE, *, at_most: float = 20.0, wanted: Wanted = WANTED, year: int = 2040
) -> Reach:
    path = read_path(text, known(), years=site().years)
    return answered(reach(site(), path, known(), goal(at_most, year=year), wanted))


OWN_HOURS = """
id = "{id}"
name = "Eige {id}"
overlap = "home_hours"
[levels]
scale = [0.25, 0.5, 1, 1.5, 2]
most = 4
[[effect]]
dial = "home_hours"
low = -10
mid = -20
high = -30
"""


@cache
def field(at_most: float = 20.0, text: str = FUTURE, *, keep: bool = True) -> Field:
    path = read_path(text, known(), years=site().years)
    return field_of(site(), path, known(), goal(at_most), start=2027, decides=DECIDES, keep=keep)


def by_kind(found: Reach, kind: str) -> Proposal:
    return next(one for one in found.proposals if one.kind == kind)


def ended(search):
    while True:
        try:
            next(search)
        except StopIteration as end:
            return end.value


# Packages are tried by runs


def test_a_package_is_what_the_page_runs():
    for text, keep in ((FUTURE, True), (CHOSEN, True), (CHOSEN, False)):
        held = field(20.0, text, keep=keep)
        packages = [
            dict(held.floor),
            {**held.floor, "L028": 5},
            {**held.floor, "L021": 5, "L089": 2},
        ]
        found = lacking(held, packages)
        for package, lack in zip(packages, found, strict=True):
            lines = four_lines(site(), path_of(held, package), known())
            assert lack == pytest.approx(lines.value(UNFILLED, 2040) - 20.0, abs=1e-9)


def test_what_was_run_once_is_the_same_when_it_is_asked_for_again():
    held = field(20.0)
    first = lacking(held, [{"L021": 2}, {"L028": 3}])
    again = lacking(held, [{"L028": 3}, {"L024": 1}, {"L021": 2}])
    assert (first == again[[2, 0]]).all()


def test_kept_choices_keep_their_place_and_their_year():
    held = field(20.0, CHOSEN)
    found = path_of(held, {**held.floor, "L021": 5, "L028": 4})
    assert [(one.lever, one.level, one.year) for one in found.choices] == [
        ("L021", 5, 2029),
        ("L059", 2, 2028),
        ("L028", 4, 2027),
    ]
    assert (found.weights, found.shocks) == (held.path.weights, held.path.shocks)
    alone = path_of(field(20.0, CHOSEN, keep=False), {"L021": 5})
    assert [(one.lever, one.year) for one in alone.choices] == [("L021", 2027)]


def test_a_choice_that_works_nowhere_here_is_not_searched():
    elsewhere = [one.id for one in known().levers.values() if one.where == "islands"]
    assert elsewhere
    assert not set(elsewhere) & set(field().levers)
    there = read_path(f"{FUTURE}~k.islands", known(), years=site().years)
    allowed = searchable(site(), there, known(), goal(20.0), WANTED)
    assert set(elsewhere) <= allowed


def test_no_group_passes_what_has_been_shown():
    ideas = read_ideas((), tuple(OWN_HOURS.format(id=name) for name in ("one", "other")))
    every = ideas.repertoire
    asked = {"start": 2027, "decides": DECIDES}
    held = field_of(site(), Path(), every, goal(20.0), keep=False, **asked)
    package = {"one": 3, "other": 3}
    assert within_limits(held, {"one": 3, "other": 2})
    assert not within_limits(held, package)
    path = path_of(held, package)
    (found,) = overlaps(path, every)
    assert found.percent == pytest.approx(36.0)
    said = about_overlap(found, every).worded()
    assert all("«Eige one», «Eige other»" in said[language] for language in LANGUAGES)
    kept = field_of(site(), path, every, goal(20.0), keep=True, **asked)
    assert within_limits(kept, package), "what the user has chosen is not held against it"


def test_only_hours_and_people_are_counted_as_freed_twice():
    """Days until normal and energy are no hours: what is shown of hours says nothing of them."""
    chosen = tuple(Chosen(lever=lever, level=5, year=2027) for lever in known().levers)
    assert overlaps(Path(choices=chosen), known()) == ()


# Building and sparing


def test_what_is_built_reaches_and_what_is_spared_still_does():
    held = field(10.0)
    rule = Rule(wish="few", allowed=frozenset(held.levers))
    first = ended(built(held, rule))
    less = ended(spared(held, rule, first))
    assert lacking(held, [first, less]).max() <= 0
    assert held.cost_of(less) <= held.cost_of(first)
    assert set(less) <= set(first)
    fewer = [{k: v for k, v in less.items() if k != lever} for lever in less]
    lower = [{**less, lever: level - 1} for lever, level in less.items() if level > 1]
    assert lacking(held, fewer + lower).min() > 0, "nothing more can be spared"


def test_what_can_be_spared_alone_is_not_spared_together_when_that_is_too_much():
    one, other = ("L021", 1), ("L028", 1)
    values = {
        frozenset({one, other}): 0.0,
        frozenset({one}): 1.0,
        frozenset({other}): 1.0,
        frozenset(): 30.0,
    }
    held = replace(field(10.0), values=values)
    rule = Rule(wish="few", allowed=frozenset({"L021", "L028"}))
    assert len(ended(spared(held, rule, dict((one, other))))) == 1


def test_the_smallest_is_smaller_when_a_smaller_one_is_there():
    held = field(20.0)
    rule = Rule(wish="few", allowed=frozenset(held.levers))
    many = dict.fromkeys(("L028", "L031", "L024", "L022"), 5)
    assert lacking(held, [many])[0] <= 0
    found = ended(smallest(held, rule, many))
    assert len(found) == 3
    assert lacking(held, [found])[0] <= 0
    singles = [{lever: 5} for lever in held.levers]
    best = [held.levers[k] for k in np.argsort(lacking(held, singles))[:12]]
    pairs = [{a: 5, b: 5} for a, b in combinations(best, 2)]
    assert lacking(held, pairs).min() > 0, "no pair of the best does it"


def test_the_most_is_more_than_any_single_choice():
    held = field(0.0)
    rule = Rule(wish="few", allowed=frozenset(held.levers))
    everything = ended(most(held, rule))
    assert within_limits(held, everything)
    singles = [{lever: 5} for lever in held.levers]
    assert lacking(held, [everything])[0] < lacking(held, singles).min()
    hurting = [{k: v for k, v in everything.items() if k != one} for one in everything]
    assert lacking(held, hurting).min() >= lacking(held, [everything])[0] - held.slack


# The answer


@pytest.mark.parametrize(
    ("text", "at_most", "keep"),
    [(FUTURE, 20.0, True), (CHOSEN, 10.0, True), (CHOSEN, 25.0, False), (FUTURE, 60.0, True)],
)
def test_every_proposal_is_what_a_full_run_says(text: str, at_most: float, keep: bool):
    found = asked(text, at_most=at_most, wanted=replace(WANTED, keep=keep))
    assert found.reached
    assert found.nearest is None
    assert len({one.path.choices for one in found.proposals}) == len(found.proposals) > 2
    for one in found.proposals:
        path = read_path(one.text, known(), years=site().years)
        lines = four_lines(site(), path, known())
        assert path == one.path
        assert one.value == lines.value(UNFILLED, 2040)
        assert one.reached == (one.value <= at_most + 1e-9)
        assert one.lacking == shortfalls(lines, recommended=RECOMMENDED)
        assert one.adds_up == (not one.lacking)
        assert path.weights == read_path(text, known(), years=site().years).weights
        assert path.shocks
        assert not (not keep and overlaps(path, known()))
    assert [one.reached for one in found.proposals] == sorted(
        (one.reached for one in found.proposals), reverse=True
    )


def test_each_kind_is_what_it_is_called():
    found = asked(at_most=10.0)
    fewest = by_kind(found, "fewest")
    reached = [one for one in found.proposals if one.reached]
    assert len(fewest.added) == min(len(one.added) for one in reached)
    assert by_kind(found, "cheapest").cost == min(one.cost for one in reached)
    highest = {one.kind: max(c.level for c in one.added) for one in reached}
    assert highest["mildest"] == min(highest.values()) < highest["fewest"]
    other = by_kind(found, "other")
    assert fewest.strongest not in {choice.lever for choice in other.added}
    assert fewest.strongest in {choice.lever for choice in fewest.added}


def test_only_those_who_may_decide_do():
    found = asked(at_most=45.0, wanted=replace(WANTED, decides=("state", "county")))
    assert found.reached
    for one in found.proposals:
        assert {known().levers[c.lever].decides for c in one.added} <= {"state", "county"}
        assert one.kind != "own"
    mixed = asked(at_most=2.5)
    for one in mixed.proposals:
        if one.kind == "own":
            assert {known().levers[c.lever].decides for c in one.added} == {"municipality"}


def test_a_group_can_be_done_without():
    found = asked(at_most=20.0, wanted=replace(WANTED, without=("workforce",)))
    one = by_kind(found, "without")
    assert not one.reached
    assert one.value > 20.0
    assert "workforce" not in {known().levers[c.lever].group for c in one.added}
    assert found.proposals[-1] == one, "those that reach come first"


def test_choices_are_kept_and_may_be_raised():
    found = asked(CHOSEN, at_most=10.0)
    for one in found.proposals:
        levels = {choice.lever: choice.level for choice in one.path.choices}
        assert levels["L021"] >= 3
        assert levels["L059"] >= 2
        assert all(
            choice.level > {"L021": 3, "L059": 2}.get(choice.lever, 0) for choice in one.added
        )
    none = asked(CHOSEN, at_most=25.0, wanted=replace(WANTED, keep=False))
    assert any("L059" not in {c.lever for c in one.path.choices} for one in none.proposals)


def test_new_choices_begin_when_they_are_said_to():
    assert {c.year for one in asked().proposals for c in one.added} == {2027}
    later = asked(at_most=30.0, wanted=replace(WANTED, start=2030))
    assert {c.year for one in later.proposals for c in one.added} == {2030}


def test_a_goal_that_is_met_already_says_so():
    for text in (FUTURE, CHOSEN):
        found = asked(text, at_most=500.0)
        (one,) = found.proposals
        assert (one.kind, one.added, found.reached, found.nearest) == ("met", (), True, None)
        path = read_path(text, known(), years=site().years)
        assert one.value == found.begin == four_lines(site(), path, known()).value(UNFILLED, 2040)


def test_a_goal_that_cannot_be_reached_gives_the_nearest_and_what_it_would_have_to_be():
    found = asked(at_most=0.0)
    assert not found.reached
    assert found.proposals == ()
    assert found.nearest is not None
    one = found.nearest
    lines = four_lines(site(), one.path, known())
    assert one.value == lines.value(UNFILLED, 2040) > 0
    assert not one.reached
    assert one.value < 0.1 * found.begin
    assert found.possible is not None
    assert one.value <= found.possible < one.value + 1
    again = asked(at_most=found.possible)
    assert again.reached


def test_what_no_choice_moves_is_told_with_nothing_added():
    path = read_path(FUTURE, known(), years=site().years)
    pupils = goal(None, "services.school_starters", at_least=1e6, year=2030)
    wanted = replace(WANTED, decides=("county",))
    found = answered(reach(site(), path, known(), pupils, wanted))
    assert found.nearest is not None
    assert found.nearest.added == ()
    assert found.possible == pytest.approx(found.begin, abs=1.0)
    assert found.possible <= found.begin


def test_more_can_be_wanted_than_there_is():
    path = read_path(FUTURE, known(), years=site().years)
    more = goal(None, "money.net_result_share", at_least=0.02)
    found = answered(reach(site(), path, known(), more, WANTED))
    assert found.begin < 0.02
    assert found.reached
    assert all(one.value >= 0.02 - 1e-9 for one in found.proposals if one.reached)


@pytest.mark.parametrize(
    ("wanted", "year", "key"),
    [
        (WANTED, 2026, "reach.too_late"),
        (replace(WANTED, start=2041), 2040, "reach.too_late"),
        (replace(WANTED, start=2024), 2040, "reach.too_late"),
        (replace(WANTED, decides=()), 2040, "reach.nothing_to_search"),
    ],
)
def test_nothing_to_search_is_refused(wanted: Wanted, year: int, key: str):
    with pytest.raises(OutOfRange) as refusal:
        asked(at_most=20.0, wanted=wanted, year=year)
    assert refusal.value.key == key


def test_the_same_question_has_the_same_answer():
    path = read_path(FUTURE, known(), years=site().years)
    again = answered(reach(site(), path, known(), goal(20.0), WANTED))
    assert again.proposals == asked().proposals


def test_it_tells_how_far_it_is_and_can_be_stopped():
    path = read_path(FUTURE, known(), years=site().years)
    heard: list[Progress] = []
    answered(reach(site(), path, known(), goal(20.0), WANTED), told=heard.append)
    assert [one.done for one in heard] == sorted(one.done for one in heard)
    assert heard[0].done == 0
    assert heard[-1].done == heard[-1].total
    assert len(heard) > 20
    assert max(one.done for one in heard) == heard[0].total
    stop = Event()
    stopped = reach(site(), path, known(), goal(20.0), WANTED)
    with pytest.raises(Stopped):
        answered(stopped, told=lambda _: stop.set(), stop=stop)
    with pytest.raises(StopIteration):
        next(stopped)


def test_the_world_stands_still_while_packages_are_tried():
    held = field()
    zero = four_lines(site(), held.path, known()).value(UNFILLED, 2040, WORLD)
    assert lacking(held, [{}])[0] + 20.0 == pytest.approx(zero, abs=1e-9)
    nothing = outcomes(site(), held.every, (held.goal.indicator,), strength=held.future[None])
    at = site().years.index(2040)
    assert nothing[0, 0, at] == pytest.approx(zero, abs=1e-9)
