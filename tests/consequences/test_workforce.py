"""Who is available: sharing inside a region, exact stocks and flows, working lives."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.consequences.staff_fixtures import (
    YEARS,
    average,
    components,
    made_up,
    mixed,
    nobody_dies_or_moves,
    norway,
    run,
    small_setting,
)
from veivalg.axes import AGES, FloatArray
from veivalg.consequences import workforce
from veivalg.consequences.drivers import Driven, driven
from veivalg.consequences.parameters import Parameters, default_parameters
from veivalg.consequences.setting import Components, Setting
from veivalg.consequences.staffing import GROUPS, OCCUPATION_NAMES, OCCUPATIONS, PROFILES
from veivalg.consequences.workforce import FLOWS
from veivalg.consequences.working_life import (
    employment,
    entering_and_leaving,
    mean_age,
    profiles,
)
from veivalg.errors import BadParameter

SEEDS = st.integers(0, 10_000)
REGIONS = (0, 0, 1, 1, 2)


def with_path(figure: str, **path: float) -> Parameters:
    known = default_parameters()
    items = {year.removeprefix("y"): value for year, value in path.items()}
    return known.replaced(replace(known[figure], items=MappingProxyType(items)))


def with_number(figure: str, number: float) -> Parameters:
    known = default_parameters()
    return known.replaced(replace(known[figure], number=number))


def stacked(parts: Components, kind: str) -> FloatArray:
    return np.stack([parts[f"staff.{kind}.{name}"] for name in OCCUPATION_NAMES])


def flow(parts: Components, group: str) -> dict[str, FloatArray]:
    return {name: parts[f"staff.flow.{name}.{group}"] for name in FLOWS}


@pytest.fixture(params=[1, 2, 3])
def small(request: pytest.FixtureRequest) -> tuple[FloatArray, Setting, Components]:
    persons = made_up(request.param)
    setting = small_setting(persons, region_of=REGIONS, commuting=mixed(3, request.param))
    return persons, *run(persons, setting)


def supply_one_at_a_time(persons: FloatArray, setting: Setting, parts: Components) -> FloatArray:
    """(occupation, region, year) the plain way: region by region, from where people live."""
    people = driven(persons, setting.weights)
    filled = workforce.filled_share(setting.parameters)
    regions, years = len(setting.regions), len(setting.years)
    supply = np.zeros((len(OCCUPATIONS), regions, years))
    for o, (name, _, profile) in enumerate(OCCUPATIONS):
        lives = people[f"staff.potential.{profile}"]
        for region in range(regions):
            inside = setting.region_of == region
            need = parts[f"staff.need.{name}"][inside, 0].sum()
            pool = [
                sum(
                    lives[m, y] * setting.commuting[setting.region_of[m], region]
                    for m in range(len(persons))
                )
                for y in range(years)
            ]
            supply[o, region] = [need * filled[o] * at / pool[0] for at in pool]
    return supply


def test_municipalities_share_what_the_region_has_and_no_more(
    small: tuple[FloatArray, Setting, Components],
):
    persons, setting, parts = small
    expected = supply_one_at_a_time(persons, setting, parts)
    available = stacked(parts, "available")
    for region in range(3):
        shared = available[:, setting.region_of == region].sum(axis=1)
        np.testing.assert_allclose(shared, expected[:, region], rtol=1e-10)


def test_neighbours_are_equally_short(small: tuple[FloatArray, Setting, Components]):
    _, setting, parts = small
    need, gap = stacked(parts, "need"), stacked(parts, "gap")
    short = np.divide(gap, need, out=np.full_like(gap, np.nan), where=need > 0)
    for region in range(3):
        inside = short[:, setting.region_of == region]
        np.testing.assert_allclose(inside[:, 0], inside[:, -1], atol=1e-9)


def test_today_lacks_what_is_said_to_be_lacking(small: tuple[FloatArray, Setting, Components]):
    _, setting, parts = small
    lacking = (1 - workforce.filled_share(setting.parameters))[:, None]
    gap, need = stacked(parts, "gap")[..., 0], stacked(parts, "need")[..., 0]
    np.testing.assert_allclose(gap, need * lacking, rtol=1e-9, atol=1e-12)


def test_unfilled_counts_no_surplus_against_a_lack(
    small: tuple[FloatArray, Setting, Components],
):
    _, _, parts = small
    gap = stacked(parts, "gap")
    np.testing.assert_allclose(parts["staff.unfilled"], np.maximum(gap, 0).sum(axis=0), rtol=1e-12)
    groups = [parts[f"staff.unfilled_{group}"] for group in GROUPS]
    np.testing.assert_allclose(np.sum(groups, axis=0), parts["staff.unfilled"], rtol=1e-12)
    assert (gap < 0).any()


@given(SEEDS, st.booleans())
@settings(max_examples=25, deadline=None)
def test_stocks_and_flows_balance(seed: int, changing_hours: bool):
    persons = made_up(seed)
    parameters = with_path("staff.presence", y2024=0.9, y2027=0.95) if changing_hours else None
    setting = small_setting(
        persons, region_of=REGIONS, commuting=mixed(3, seed), parameters=parameters
    )
    _, parts = run(persons, setting)
    for group in GROUPS:
        one = flow(parts, group)
        closing = one["opening"] + one["entrants"] - one["leavers"] + one["moved"]
        closing = closing + one["hours"] + one["neighbours"] + one["chosen"]
        np.testing.assert_allclose(closing[:, :-1], one["closing"][:, :-1], rtol=1e-9)
        np.testing.assert_allclose(one["closing"][:, :-1], one["opening"][:, 1:], rtol=1e-12)
        assert (one["entrants"][:, :-1] >= 0).all()
        assert (one["leavers"][:, :-1] >= 0).all()


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_where_nobody_dies_or_moves_nobody_has_moved(seed: int):
    persons = nobody_dies_or_moves(seed)
    setting = small_setting(persons, region_of=(0, 0, 1, 1), commuting=mixed(2, seed))
    _, parts = run(persons, setting)
    for group in GROUPS:
        one = flow(parts, group)
        assert np.abs(one["moved"][:, :-1]).max() <= 1e-9 * one["opening"].max()
        assert np.abs(one["hours"][:, :-1]).max() == 0


def test_a_move_out_is_seen_as_moved_and_as_nothing_else():
    persons = nobody_dies_or_moves(7)
    fewer = persons.copy()
    fewer[:, 1:] *= 0.9
    setting = small_setting(persons, region_of=(0, 0, 1, 1))
    before, after = run(persons, setting)[1], run(fewer, setting)[1]
    for group in GROUPS:
        same, lost = flow(before, group), flow(after, group)
        np.testing.assert_allclose(lost["entrants"][:, 0], same["entrants"][:, 0], rtol=1e-12)
        np.testing.assert_allclose(lost["leavers"][:, 0], same["leavers"][:, 0], rtol=1e-12)
        np.testing.assert_allclose(
            lost["moved"][:, 0].sum(), -0.1 * same["closing"][:, 0].sum(), rtol=1e-9
        )


def test_neighbours_win_from_each_other_only(small: tuple[FloatArray, Setting, Components]):
    _, setting, parts = small
    for group in GROUPS:
        one = flow(parts, group)
        for region in range(3):
            inside = setting.region_of == region
            won = one["neighbours"][inside][:, :-1].sum(axis=0)
            assert np.abs(won).max() <= 1e-9 * one["opening"][inside].max()


def test_the_last_year_has_a_stock_but_no_flows(small: tuple[FloatArray, Setting, Components]):
    _, _, parts = small
    for group in GROUPS:
        one = flow(parts, group)
        assert np.isfinite(one.pop("opening")).all()
        for name, values in one.items():
            assert np.isnan(values[:, -1]).all(), name
            assert np.isfinite(values[:, :-1]).all(), name


def test_a_region_alone_is_the_same_as_in_the_country(
    small: tuple[FloatArray, Setting, Components],
):
    persons, setting, parts = small
    rows = np.flatnonzero(setting.region_of == 1)
    alone = components(driven(persons[rows], setting.weights), setting.rows(rows))
    scale = parts["staff.working_age"].max()
    for name, values in alone.items():
        np.testing.assert_allclose(
            values, parts[name][rows], rtol=1e-12, atol=1e-12 * scale, err_msg=name
        )


def test_draws_of_one_region_leave_commuters_from_the_rest_as_expected(
    small: tuple[FloatArray, Setting, Components],
):
    persons, setting, _ = small
    rows = np.flatnonzero(setting.region_of == 1)
    own, luck = setting.rows(rows), np.random.default_rng(5)
    drawn = persons[rows] * luck.uniform(0.8, 1.2, (3, len(rows), len(YEARS), 1, 1))
    each = [driven(one, setting.weights) for one in drawn]
    together = Driven(each[0].names, np.stack([one.values for one in each], axis=1))
    parts = components(together, own)
    for d, one in enumerate(each):
        for name, values in components(one, own).items():
            np.testing.assert_allclose(parts[name][d], values, rtol=1e-9, atol=1e-9, err_msg=name)


def test_commuters_are_counted_where_they_work():
    persons = made_up(9, places=2)
    more_in_the_first = persons.copy()
    more_in_the_first[0, 1:] *= 2
    pull = np.array([[0.5, 0.5], [0.0, 1.0]])
    for commuting, grows in ((pull, True), (np.eye(2), False)):
        setting = small_setting(persons, region_of=(0, 1), commuting=commuting)
        before = run(persons, setting)[1]["staff.available.nurse"][1]
        after = run(more_in_the_first, setting)[1]["staff.available.nurse"][1]
        assert (after[1:] > before[1:] * 1.01).all() == grows
        assert after[0] == pytest.approx(before[0])


def test_a_municipality_that_needs_no_nurse_and_one_with_nobody():
    persons = made_up(11)
    persons[0] = 0
    persons[4] = 0
    setting, parts = run(persons, small_setting(persons, region_of=REGIONS))
    for name in OCCUPATION_NAMES:
        for place in (0, 4):
            for kind in ("need", "available", "gap"):
                assert (parts[f"staff.{kind}.{name}"][place] == 0).all()
    assert all(np.isfinite(v[..., :-1]).all() for v in parts.values())
    assert setting.region_of[4] == 2


def test_longer_working_lives_fuller_positions_and_presence_give_more():
    persons = made_up(12)
    usual = run(persons, small_setting(persons, region_of=REGIONS))[1]["staff.available.nurse"]
    for better in (
        with_number("staff.later_leaving", 26.0),
        with_path("staff.position_size", y2024=0.8, y2025=0.9),
        with_path("staff.presence", y2024=0.9, y2025=0.95),
    ):
        setting = small_setting(persons, region_of=REGIONS, parameters=better)
        more = run(persons, setting)[1]["staff.available.nurse"]
        np.testing.assert_allclose(more[:, 0], usual[:, 0], rtol=1e-9)
        assert (more[:, 1:] > usual[:, 1:]).all()


def test_hours_are_told_as_hours():
    persons = made_up(13)
    parameters = with_path("staff.position_size", y2024=0.8, y2025=0.88)
    setting = small_setting(persons, region_of=REGIONS, parameters=parameters)
    one = flow(run(persons, setting)[1], "care")
    people = one["opening"] + one["entrants"] - one["leavers"] + one["moved"]
    np.testing.assert_allclose(one["hours"][:, 0], people[:, 0] * 0.1, rtol=1e-9)
    assert np.abs(one["hours"][:, 1:-1]).max() < 1e-9


def test_a_mean_age_that_no_working_life_can_have_is_told():
    known = default_parameters()
    items = {**known["staff.mean_age"].items, "office": 73.0}
    changed = known.replaced(replace(known["staff.mean_age"], items=MappingProxyType(items)))
    with pytest.raises(BadParameter, match="mean_age of office is 73"):
        profiles(changed, average(made_up(1)), YEARS)


def test_entering_less_leaving_is_the_change_along_the_cohort():
    luck = np.random.default_rng(3)
    rows = luck.random((2, 4, 2, len(AGES)))
    entering, leaving = entering_and_leaving(rows)
    for y in range(3):
        for age in range(len(AGES) - 1):
            change = rows[:, y + 1, :, age + 1] - rows[:, y, :, age]
            np.testing.assert_allclose((entering - leaving)[:, y, :, age], change, rtol=1e-12)
    assert (np.minimum(entering, leaving) == 0).all()


def test_working_lives_have_the_mean_age_and_leaving_age_that_are_published():
    """KS: mean ages of 1 December 2023; leaving ages 62.9 (care), 63.5 (teaching), 63.1 (all)."""
    made, persons = norway()
    people = persons[:, 0].sum(axis=0)
    known = made.setting.parameters
    rows = profiles(known, people, made.setting.years)[:, 0]
    _, leaving = entering_and_leaving(rows[:, None])
    left = (leaving[:, 0] * people)[..., 55:].sum(axis=1)
    ages = left @ (np.arange(55, len(AGES)) + 0.5) / left.sum(axis=1)
    published = {"care_short": 62.9, "care_long": 62.9, "teaching": 63.5}
    for p, name in enumerate(PROFILES):
        wanted = known.item("staff.mean_age", name)
        assert mean_age(rows, people)[p] == pytest.approx(wanted, abs=0.01)
        assert ages[p] == pytest.approx(published.get(name, 63.1), abs=0.6)


def test_as_many_are_employed_as_is_published():
    """Statistics Norway, 26 February 2025: 1,355,905 women, 1,507,411 men, 4th quarter 2024."""
    made, persons = norway()
    people = persons[:, 1].sum(axis=0)
    employed = (employment(made.setting.parameters, persons[:, 0].sum(axis=0)) * people).sum(axis=1)
    np.testing.assert_allclose(employed, [1_355_905, 1_507_411], rtol=0.005)


def test_more_people_than_work_in_a_region_are_never_counted_as_its_staff():
    """Person-years over position size, against the employed; nobody commutes in this run."""
    made, _ = norway()
    setting, parts = made.setting, made.components
    inside = setting.region_of == np.arange(len(setting.regions))[:, None]
    years = setting.parameters["staff.position_size"].in_year(setting.years)
    staff = inside @ sum(parts[f"staff.available_{group}"] for group in GROUPS) / years
    employed = inside @ parts["staff.employed"]
    assert (staff < employed).all()
    assert (staff / employed).max() < 0.75


def test_a_working_life_along_a_real_cohort_keeps_the_books():
    made, _ = norway()
    for group in GROUPS:
        one = flow(made.components, group)
        closing = one["opening"] + one["entrants"] - one["leavers"] + one["moved"]
        closing = closing + one["hours"] + one["neighbours"] + one["chosen"]
        np.testing.assert_allclose(closing[:, :-1], one["opening"][:, 1:], rtol=1e-9)


def test_the_country_lacks_today_about_what_is_published():
    """Nav 2024: 4,250 nurses and 3,100 skilled health workers in hospitals and municipalities."""
    parts = norway()[0].components
    nurses = parts["staff.gap.nurse"][:, 0].sum()
    skilled = parts["staff.gap.skilled_health_worker"][:, 0].sum()
    assert 0.3 * 4250 < nurses < 4250
    assert 0.5 * 3100 < skilled < 3100
    assert parts["staff.gap.kindergarten_teacher"][:, 0].sum() == pytest.approx(2800, rel=0.02)


def test_every_component_named_by_an_indicator_exists(
    small: tuple[FloatArray, Setting, Components],
):
    _, setting, parts = small
    for one in workforce.INDICATORS:
        for name in (*one.of, *one.per, *one.parts):
            assert name.removeprefix("-") in parts, one.name
        for figure in one.rests_on:
            assert setting.parameters[figure].name == figure
