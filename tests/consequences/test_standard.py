"""What futures and choices move reaches each component once, and the books still balance."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from types import MappingProxyType

import numpy as np
import pytest

from tests.pathways.grounds import by_hand, shape_of, site
from veivalg.axes import FloatArray
from veivalg.consequences.outcome import components, indicators
from veivalg.consequences.setting import Components
from veivalg.consequences.spending import DRIVERS
from veivalg.consequences.staffing import AREAS, OCCUPATION_NAMES
from veivalg.consequences.standard import AS_TODAY, Standard
from veivalg.consequences.workforce import GROUPS
from veivalg.shifts.applied import standard_of
from veivalg.shifts.contribution import COST, INVESTMENT, PERSON_YEARS, totals
from veivalg.shifts.dial import dials

WORKS = ("services", "staff", "money", "society", "land")
ENDS = (
    "services.home_80plus",
    "services.institution_0_66",
    "services.social_assistance",
    "services.practical_help",
    "services.gp_consultations",
    "staff.counted.technical",
    "staff.available.nurse",
    "money.tax",
    "money.investment",
    "society.outside",
    "society.helpers",
    "land.road",
    "land.homes",
)
"""Components that a factor alone changes: nothing that it is made of is moved."""


def standard(
    factors: dict[str, FloatArray] | None = None, added: dict[str, FloatArray] | None = None
) -> Standard:
    return Standard(MappingProxyType(factors or {}), MappingProxyType(added or {}))


def with_standard(held: Standard) -> Components:
    """Components (municipality, year) of Nordre Land's labour market as today's people."""
    place = site()
    return components(place.drivers, replace(place.setting, standard=held))


@cache
def as_today() -> Components:
    return with_standard(AS_TODAY)


@cache
def every_dial() -> Standard:
    """All dials of services, staff, money, society and land moved at once, and what costs take."""
    place = site()
    moved = [
        by_hand(key, 5.0 if held.unit in ("percent", "nok_per_resident") else 0.4, source=key)
        for key, held in dials().items()
        if held.works in WORKS
    ]
    taken = [by_hand(COST, 2e6), by_hand(INVESTMENT, 1e6), by_hand(f"{PERSON_YEARS}home", 3.0)]
    made = standard_of(totals([*moved, *taken]), place.base, presence=place.presence)
    return Standard(
        MappingProxyType({name: values[0] for name, values in made.factors.items()}),
        MappingProxyType({name: values[0] for name, values in made.added.items()}),
    )


def test_as_today_leaves_every_component_bit_for_bit():
    assert AS_TODAY.none
    assert site().setting.standard is AS_TODAY
    parts = {"a": np.ones(3)}
    assert AS_TODAY.moved("a", parts["a"]) is parts["a"]
    assert AS_TODAY.applied(parts)["a"] is parts["a"]
    found = with_standard(standard())
    assert set(found) == set(as_today())
    assert all(np.array_equal(found[n], v, equal_nan=True) for n, v in as_today().items())


def test_a_standard_that_says_the_same_as_today_moves_nothing():
    shape = as_today()["services.residents"].shape
    named = {*every_dial().factors, *every_dial().added} - {"staff.fillable"}
    same = standard({n: np.ones(shape) for n in named}, {n: np.zeros(shape) for n in named})
    found = with_standard(same)
    for name, values in as_today().items():
        np.testing.assert_allclose(found[name], values, rtol=1e-12, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("name", ENDS)
def test_a_factor_and_an_amount_reach_a_component_once(name: str):
    shape = as_today()[name].shape
    chance = np.random.default_rng(2)
    factor, more = chance.uniform(1.0, 1.3, shape), chance.uniform(0.0, 2.0, shape)
    found = with_standard(standard({name: factor}, {name: more}))
    np.testing.assert_allclose(found[name], as_today()[name] * factor + more, rtol=1e-12)


@pytest.mark.parametrize("name", ENDS)
def test_a_moved_component_leaves_what_is_not_made_of_it_bit_for_bit(name: str):
    found = with_standard(standard({name: np.full(as_today()[name].shape, 1.25)}))
    chapters = ("services", "staff", "money", "society", "land")
    before = chapters[: chapters.index(name.split(".")[0])]
    untouched = [n for n in as_today() if n.split(".")[0] in before]
    assert all(np.array_equal(found[n], as_today()[n], equal_nan=True) for n in untouched)


def test_every_name_that_a_dial_moves_is_a_component_that_moves():
    """A misspelt component would move nothing and say nothing."""
    named = {*every_dial().factors, *every_dial().added} - {
        "staff.fillable",  # a share of what would stand empty
        "services.grade",  # each grade before classes are made
        "money.free_income",  # both stand in the changed revenue
        "money.gross_revenue",
        *(n for n in every_dial().factors if n == "staff.need.nurse"),
    }
    found = with_standard(every_dial())
    still = [
        name
        for name in named
        if np.allclose(found[name], as_today()[name], rtol=1e-9, atol=0, equal_nan=True)
    ]
    assert len(named) > 60
    assert still == []


@pytest.mark.parametrize("group", GROUPS)
def test_stocks_and_flows_of_staff_balance_with_what_is_chosen(group: str):
    found = with_standard(every_dial())
    flow = {
        name: found[f"staff.flow.{name}.{group}"]
        for name in ("opening", "entrants", "leavers", "moved", "hours", "neighbours", "chosen",
                     "closing")
    }  # fmt: skip
    gained = sum(flow[n] for n in ("entrants", "moved", "hours", "neighbours", "chosen"))
    closing = (flow["opening"] + gained - flow["leavers"])[:, :-1]
    np.testing.assert_allclose(closing, flow["closing"][:, :-1], rtol=1e-9)
    np.testing.assert_allclose(closing, flow["opening"][:, 1:], rtol=1e-9)
    assert np.abs(flow["chosen"][:, :-1]).max() > 0
    assert (as_today()[f"staff.flow.chosen.{group}"][:, :-1] == 0).all()


def test_available_person_years_are_those_of_the_groups():
    found = with_standard(every_dial())
    by_group = sum(found[f"staff.available_{group}"] for group in GROUPS)
    by_occupation = sum(found[f"staff.available.{name}"] for name in OCCUPATION_NAMES)
    opening = sum(found[f"staff.flow.opening.{group}"] for group in GROUPS)
    np.testing.assert_allclose(by_group, by_occupation, rtol=1e-12)
    np.testing.assert_allclose(opening, by_occupation, rtol=1e-12)


@pytest.mark.parametrize("factor", [0.7, 0.95, 1.1])
def test_tasks_shared_between_occupations_keep_the_sum_of_need(factor: float):
    shape = as_today()["staff.need.nurse"].shape
    found = with_standard(standard({"staff.need.nurse": np.full(shape, factor)}))
    before, after = (
        sum(parts[f"staff.need.{name}"] for name in OCCUPATION_NAMES)
        for parts in (as_today(), found)
    )
    np.testing.assert_allclose(after, before, rtol=1e-12)
    given = as_today()["staff.need.nurse"] * (1 - factor)
    taken = (
        found["staff.need.skilled_health_worker"] - as_today()["staff.need.skilled_health_worker"]
    )
    np.testing.assert_allclose(taken, given, rtol=1e-9, atol=1e-12)


def test_need_by_area_and_by_occupation_have_the_same_sum():
    found = with_standard(every_dial())
    by_area = sum(found[f"staff.need.{area}"] for area in AREAS)
    by_occupation = sum(found[f"staff.need.{name}"] for name in OCCUPATION_NAMES)
    np.testing.assert_allclose(by_area, by_occupation, rtol=1e-9)


def test_no_more_empty_positions_are_filled_than_there_are():
    shape = as_today()["staff.unfilled"].shape
    some = with_standard(standard(added={"staff.fillable": np.full(shape, 0.4)}))
    everyone = with_standard(standard(added={"staff.fillable": np.ones(shape)}))
    np.testing.assert_allclose(some["staff.unfilled"], 0.6 * as_today()["staff.unfilled"])
    np.testing.assert_allclose(everyone["staff.unfilled"], 0.0, atol=1e-9)
    assert (everyone["staff.available.nurse"] >= as_today()["staff.available.nurse"]).all()


def sum_of(parts: Components, names: tuple[str, ...]) -> FloatArray:
    total: FloatArray = sum(
        -parts[name[1:]] if name.startswith("-") else parts[name] for name in names
    )
    return total


def test_money_in_and_out_balances_with_what_is_changed():
    """Revenue and spending are the sums of their posts, and the result is what is left."""
    found = with_standard(every_dial())
    posts = {one.name: one.parts for one in indicators() if one.parts}
    for name in ("money.gross_revenue", "money.gross_spending", "money.net_result"):
        np.testing.assert_allclose(found[name], sum_of(found, posts[name]), rtol=1e-9, atol=1e-3)
    assert "money.changed_revenue" in posts["money.gross_revenue"]
    assert "money.spending_measures" in posts["money.gross_spending"]
    assert (np.abs(found["money.changed_revenue"][:, 1:]) > 0).all()
    assert (np.abs(found["money.spending_measures"][:, 1:]) > 0).all()


def test_what_measures_cost_leaves_revenue_and_services_alone():
    shape = as_today()["money.gross_spending"].shape
    cost = np.zeros(shape)
    cost[:, 3:] = 5e6
    found = with_standard(standard(added={"money.spending_measures": cost}))
    more = found["money.gross_spending"] - as_today()["money.gross_spending"]
    np.testing.assert_allclose(more, cost, rtol=1e-9, atol=1e-3)
    for name in ("money.gross_revenue", *(f"money.spending_{service}" for service in DRIVERS)):
        assert (found[name] == as_today()[name]).all(), name
    first = found["money.net_result"][:, 3] - as_today()["money.net_result"][:, 3]
    np.testing.assert_allclose(first, -5e6, rtol=1e-9)
    assert (found["money.net_result"][:, 3:] < as_today()["money.net_result"][:, 3:]).all()


@pytest.mark.parametrize("name", ["money.free_income", "money.gross_revenue"])
def test_more_revenue_is_told_apart_and_ends_in_the_result(name: str):
    factor = 1 + 0.02 * shape_of(site())
    found = with_standard(standard({name: factor}))
    more = 0.02 * as_today()[name] * (factor > 1)
    np.testing.assert_allclose(found["money.changed_revenue"], more, rtol=1e-9, atol=1e-6)
    revenue = found["money.gross_revenue"] - as_today()["money.gross_revenue"]
    np.testing.assert_allclose(revenue, more, rtol=1e-6, atol=1e-3)
    gained = found["money.net_result"][:, 1] - as_today()["money.net_result"][:, 1]
    np.testing.assert_allclose(gained, more[:, 1], rtol=1e-6)


def test_debt_of_a_year_is_that_before_at_its_worth_and_what_is_borrowed():
    found = with_standard(every_dial())
    debt, eroded = found["money.debt"], found["money.debt_eroded"]
    ahead = (
        debt[:, :-1]
        - eroded[:, 1:]
        + (found["money.borrowing"] - found["money.instalments"])[:, 1:]
    )
    np.testing.assert_allclose(debt[:, 1:], ahead, rtol=1e-9)


def test_rows_of_a_standard_are_those_of_the_municipalities():
    rows = np.array([1, 0])
    few = every_dial().rows(rows)
    for name, values in every_dial().factors.items():
        assert (few.factors[name] == values[rows]).all()
    for name, values in every_dial().added.items():
        assert (few.added[name] == values[rows]).all()
    with pytest.raises(ValueError, match="read-only"):
        next(iter(every_dial().factors.values()))[0, 0] = 1.0
