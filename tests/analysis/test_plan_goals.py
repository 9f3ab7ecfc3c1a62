"""A plan's goals on a path: only confirmed ones count, and the rest is offered a way out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes.asked import known, path, site
from veivalg.analysis.compare import BOTH, four_lines
from veivalg.analysis.plan_goals import GoalOnPath, PlanGoal, goals_on_path
from veivalg.consequences.outcome import indicator
from veivalg.language import LANGUAGES
from veivalg.pathways.inputs import Path
from veivalg.plans.goal import About, Labels, Plan, PlanUnit, Proposal, Unit
from veivalg.plans.tie import Tie
from veivalg.telling.plan_goals import about_figures, about_offer, about_plan_goal, about_tie

LABELS = Labels(kind="goal", area="place", theme="green")
LAST = 2050


NOTHING = Proposal(
    labels=LABELS, kind_confidence=1, area_confidence=1, theme_confidence=1, sdg_confidence=1,
    overall=1, reasons=(),
)  # fmt: skip
NO_PLAN = Plan(document="", sha256="", pages=1, about=About(document_type="other"), units=())


def unit(text: str) -> PlanUnit:
    return PlanUnit(unit=Unit(number=0, text=text, page=1), proposal=NOTHING, labels=LABELS)


def asked(*ties: Tie | None, some: Path | None = None, said: str = "") -> tuple[GoalOnPath, ...]:
    goals = [
        PlanGoal(id=str(i), plan=NO_PLAN, one=unit(said or f"Mål {i}"), tie=tie)
        for i, tie in enumerate(ties)
    ]
    return goals_on_path(site(), path() if some is None else some, known(), goals)


def told(one: GoalOnPath) -> dict[str, str]:
    return dict(about_plan_goal(one, known(), {"0": "null", "1": "en"}, last=LAST))


def residents(year: int) -> float:
    return four_lines(site(), path(), known(), wanted=()).value("residents", year, BOTH)


@pytest.mark.parametrize(("over", "state"), [(-1.0, "met"), (1.0, "not_met")])
def test_an_amount_is_met_when_the_line_reaches_it_in_its_year(over: float, state: str):
    value = residents(2030)
    wanted = Tie(
        indicator="residents", wanted="more", amount=value + over, year=2030, confirmed=True
    )
    (found,) = asked(wanted)
    assert found.held.middle == pytest.approx(value)
    assert found.held.year == 2030
    assert (found.state == "met") == (state == "met")


def test_a_change_counts_from_today_unless_the_goal_says_another_year():
    base = four_lines(site(), path(), known(), wanted=(indicator("land.emissions"),))
    start = base.value("land.emissions", site().years[0])
    tie = Tie(indicator="land.emissions", wanted="less", change=-0.4, year=2030, confirmed=True)
    now, long_ago = asked(tie, replace(tie, since=2009))
    assert now.held.measure is not None
    assert now.held.measure.amount == pytest.approx(0.6 * start)
    assert long_ago.held.measure is not None
    assert long_ago.held.measure.amount is None
    assert long_ago.note == "since"


def test_only_what_a_person_has_confirmed_is_held_against_the_path():
    tie = Tie(indicator="residents", wanted="more")
    found = asked(None, tie, replace(tie, confirmed=True))
    assert [one.why for one in found] == ["no_tie", "not_confirmed", ""]
    assert [one.state == "not_measured" for one in found] == [True, True, False]


def test_a_year_that_has_passed_or_lies_after_the_run_is_said():
    tie = Tie(indicator="residents", wanted="more", amount=1.0, confirmed=True)
    passed, later = asked(replace(tie, year=site().years[0]), replace(tie, year=2090))
    assert passed.why == "year_passed"
    assert (later.note, later.held.year) == ("later", site().years[-1])


def test_what_is_not_measured_is_offered_wordings_that_today_meets():
    (found,) = asked(None, said="Attraktive tettsteder med gode trafikkløsninger og bredbånd")
    assert found.offered
    assert found.figures
    for one in found.offered:
        bound = Tie(
            indicator=one.indicator, wanted="more" if one.wanted == "more" else "less",
            amount=one.today, year=one.year, confirmed=True,
        )  # fmt: skip
        (again,) = asked(bound)
        better = one.ahead >= one.today if one.wanted == "more" else one.ahead <= one.today
        assert (again.state == "met") == better


def test_two_goals_collide_over_a_choice():
    result = Tie(indicator="money.net_result_share", wanted="more", amount=0.02, year=2035)
    staff = Tie(indicator="staff.unfilled_share", wanted="less")
    first, second = asked(replace(result, confirmed=True), replace(staff, confirmed=True))
    assert first.state == "in_conflict"
    assert first.held.against == second.goal.id
    assert first.held.lever in [choice.lever for choice in path().choices]
    alone = asked(replace(result, confirmed=True), some=Path())[0]
    assert alone.state != "in_conflict"


@pytest.mark.parametrize("confirmed", [True, False])
def test_everything_is_told_in_every_language_without_holes(confirmed: bool):
    ties = [
        Tie(indicator="residents", wanted="more", amount=1e6, year=2030, confirmed=confirmed),
        Tie(
            indicator="land.emissions", wanted="less", change=-0.4, since=2009, confirmed=confirmed
        ),
        Tie(indicator="society.turnout", wanted="more", year=2090, confirmed=confirmed),
        None,
    ]
    for one in asked(*ties, said="Alle har bredbånd"):
        words = [told(one), *(about_offer(offer) for offer in one.offered)]
        if one.goal.tie is not None:
            words.append(dict(about_tie(one.goal.tie)))
        figures = about_figures(one)
        words += [] if figures is None else [dict(figures)]
        for said in words:
            assert set(said) == set(LANGUAGES)
            assert all(text and "{" not in text for text in said.values())
            assert len(set(said.values())) == len(LANGUAGES) or one.goal.tie is not None
