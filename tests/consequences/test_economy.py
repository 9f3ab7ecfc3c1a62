"""Money: what goes in comes out, equalisation moves but makes nothing, the base year is published.

The comparisons with published figures stand last.
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.consequences.economy_fixtures import PLACES, YEARS, Run, people, run, with_number
from tests.fakes.reference import needs_reference
from tests.house.tree import load
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.consequences import (
    accounts_ahead,
    demographic_cost,
    economy,
    economy_indicators,
    revenue,
    services,
    spending,
)
from veivalg.consequences.drivers import driven_by_band
from veivalg.consequences.indicator import signed
from veivalg.consequences.outcome import sums
from veivalg.consequences.parameters import default_parameters
from veivalg.consequences.revenue import FREE_INCOME
from veivalg.consequences.setting import Components
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography
from veivalg.language.catalogue import LANGUAGES, Language, own_words

EXACT = 1e-9
SEEDS = st.integers(0, 10_000)


@pytest.fixture(scope="module")
def example() -> Run:
    return run(people(12))


def near(one: object, other: object, of: float = 1.0) -> bool:
    return bool(np.allclose(one, other, rtol=EXACT, atol=EXACT * of))  # type: ignore[arg-type]


def every_krone(money: Components, rate: float) -> None:
    """Debt and reserve change by what the accounts say, and by nothing else."""
    worth = 1 / (1 + rate)
    after, before = slice(1, None), slice(None, -1)
    debt, reserve = money["money.debt"], money["money.reserve"]
    change = (
        money["money.investment"]
        - money["money.outside_financing"]
        - money["money.invested_surplus"]
        - money["money.instalments"]
        - money["money.debt_eroded"]
    )
    scale = float(np.abs(debt).max())
    assert near(debt[..., after] - debt[..., before], change[..., after], scale)
    saved = (
        money["money.net_result"] - money["money.invested_surplus"] - money["money.reserve_eroded"]
    )
    assert near(reserve[..., after] - reserve[..., before], saved[..., after], scale)
    assert near(money["money.debt_eroded"][..., after], debt[..., before] * (1 - worth), scale)
    assert near(
        money["money.investment"],
        money["money.outside_financing"]
        + money["money.invested_surplus"]
        + money["money.borrowing"],
        scale,
    )


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS, ageing=st.floats(-0.05, 0.05))
def test_money_in_and_out_is_exact(seed: int, ageing: float):
    found = run(people(seed, ageing=ageing))
    money = found.money
    every_krone(money, found.setting.parameters.number("money.price_growth"))
    scale = float(money["money.gross_revenue"].max())
    result = (
        money["money.gross_revenue"]
        - money["money.gross_spending"]
        + money["money.depreciation"]
        - money["money.interest"]
        - money["money.instalments"]
    )
    assert near(money["money.net_result"], result, scale)
    assert near(
        money["money.gross_spending"],
        sum(money[f"money.spending_{service}"] for service in spending.DRIVERS),
        scale,
    )
    assert near(money["money.free_income"], sum(money[name] for name in FREE_INCOME), scale)


@settings(max_examples=12, deadline=None)
@given(seed=SEEDS, index=st.lists(st.floats(0.8, 2.0), min_size=4, max_size=4))
def test_equalisation_makes_no_money(seed: int, index: list[float]):
    known = {"need_index": np.array([*index[:3], np.nan]), "tax_level": np.array(index)[::-1]}
    money = run(people(seed), known=known).money
    scale = float(money["money.free_income"].sum(axis=0).max())
    assert np.abs(money["money.tax_equalisation"].sum(axis=0)).max() <= EXACT * scale
    assert np.abs(money["money.need_equalisation"].sum(axis=0)).max() <= EXACT * scale
    if max(index) - min(index) > 0.2:
        assert np.abs(money["money.tax_equalisation"]).max() > 1e-4 * scale


@settings(max_examples=6, deadline=None)
@given(seed=SEEDS)
def test_the_country_shares_out_what_there_is(seed: int):
    found = run(people(seed))
    residents = found.users["services.residents"].sum(axis=0)
    cost = found.driven["money.demographic"].sum(axis=0)
    wanted = 72066 * residents + cost - cost[0] * residents / residents[0]
    assert near(found.money["money.free_income"].sum(axis=0) / wanted, 1.0)


@settings(max_examples=6, deadline=None)
@given(seed=SEEDS)
def test_a_region_gets_what_it_gets_in_the_country(seed: int):
    found = run(people(seed))
    few = found.some([2, 0])
    for name, values in few.items():
        whole = found.money[name]
        assert near(values, whole[[2, 0]], float(np.abs(whole).max())), name


def test_the_base_year_is_the_accounts():
    known = default_parameters()
    money = run(people(1)).money
    revenue = money["money.gross_revenue"][:, 0]
    for name, share in (
        ("net_result", "net_result_share"),
        ("debt", "debt_share"),
        ("reserve", "reserve_share"),
        ("investment", "investment_share"),
    ):
        assert near(money[f"money.{name}"][:, 0] / revenue, known.number(f"money.{share}"))
    residents = people(1)[:, 0].sum(axis=(1, 2))
    per_resident = revenue.sum() / residents.sum()
    assert per_resident == pytest.approx(known.number("money.gross_revenue"), rel=1e-9)


def test_own_accounts_are_met_and_only_where_they_are_known():
    nothing = np.full(len(PLACES), np.nan)

    def own(value: float) -> np.ndarray:
        row = nothing.copy()
        row[1] = value
        return row

    known = {
        "free_income_per_resident_nok": own(91_000.0),
        "net_result_share": own(0.03),
        "debt_share": own(0.7),
        "reserve_share": own(0.2),
        "investment_share": own(0.1),
        "interest_exposure_share": own(0.2),
        "property_tax_per_resident_nok": own(9_000.0),
    }
    persons = people(2)
    money, plain = run(persons, known=known).money, run(persons).money
    revenue = money["money.gross_revenue"][1, 0]
    residents = persons[1, 0].sum()
    assert money["money.free_income"][1, 0] == pytest.approx(91_000 * residents)
    assert money["money.property_tax"][1, 0] == pytest.approx(9_000 * residents)
    for name, share in (("net_result", 0.03), ("debt", 0.7), ("reserve", 0.2), ("investment", 0.1)):
        assert money[f"money.{name}"][1, 0] == pytest.approx(share * revenue)
    assert money["money.interest"][1, 0] == pytest.approx(0.2 * revenue * 0.04)
    others = [0, 2, 3]
    for name in ("tax", "tax_equalisation", "need_equalisation", "fees"):
        assert near(money[f"money.{name}"][others], plain[f"money.{name}"][others], 1e6), name
    assert near(money["money.property_tax"][others], plain["money.property_tax"][others], 1e6)


def test_accounts_of_one_leave_the_country_its_published_sum():
    """What one has above the mean, the others have below it: the mean is published with it."""
    row = np.array([np.nan, 91_000.0, np.nan, np.nan])
    persons = people(2)
    money = run(persons, known={"free_income_per_resident_nok": row}).money["money.free_income"]
    plain = run(persons).money["money.free_income"]
    assert money[:, 0].sum() == pytest.approx(plain[:, 0].sum(), rel=1e-12)
    everyone = persons[:, 0].sum(axis=(1, 2))
    lower = (plain[:, 0] - money[:, 0]) / everyone
    assert lower[[2, 3]] == pytest.approx(lower[0])
    assert lower[0] > 0


def test_a_published_need_index_is_the_index_of_the_base_year():
    index = np.array([0.9, 1.3, 1.0, np.nan])
    found = run(people(3), known={"need_index": index})
    residents = found.users["services.residents"]
    mean = found.driven["money.need"].sum(axis=0) / residents.sum(axis=0)
    paid = found.money["money.need_equalisation"] / residents / mean
    assert paid[1, 0] - paid[0, 0] == pytest.approx(1.3 - 0.9)
    by_age = found.driven["money.need"] / residents / mean
    assert paid[3, 0] - paid[0, 0] == pytest.approx(by_age[3, 0] - 0.9)
    moved = by_age[:, 5] - by_age[:, 0]
    assert paid[1, 5] - paid[0, 5] == pytest.approx(1.3 - 0.9 + moved[1] - moved[0])


def test_a_poor_municipality_is_lifted_above_sixty_per_cent():
    found = run(people(4), known={"tax_level": np.array([0.5, 1.0, 1.0, 2.0])})
    residents = found.users["services.residents"][:, 0]
    tax = found.money["money.tax"][:, 0] / residents
    mean = found.money["money.tax"][:, 0].sum() / residents.sum()
    lift = np.maximum(0.9 * mean - tax, 0) * 0.35
    assert lift[0] > 0
    expected = 0.6 * (mean - tax) + lift - (lift * residents).sum() / residents.sum()
    assert near(found.money["money.tax_equalisation"][:, 0] / residents, expected, 1e5)


def test_cover_decides_who_pays_for_ageing():
    persons = people(5, ageing=0.0)
    persons[..., 80:] *= (1.04 ** np.arange(len(YEARS)))[:, None, None]
    paid = run(persons).money
    unpaid = run(persons, parameters=with_number("money.state_cover_share", 0.0)).money
    assert (paid["money.ageing_grant"][:, 1:] > 0).all()
    assert not unpaid["money.ageing_grant"].any()
    uncovered = paid["money.net_result"] - paid["money.ageing_grant"]
    before = unpaid["money.net_result"] + unpaid["money.interest"] + unpaid["money.instalments"]
    assert near(
        uncovered + paid["money.interest"] + paid["money.instalments"], before, float(before.max())
    )


def test_pay_above_the_deflator_raises_labour_and_nothing_else():
    persons = people(6)
    plain, dear = (
        run(persons).money,
        run(persons, parameters=with_number("money.real_wage_growth", 0.01)).money,
    )
    factor = 1 + 0.66 * (1.01 ** np.arange(len(YEARS)) - 1)
    for service in spending.DRIVERS:
        name = f"money.spending_{service}"
        expected = plain[name] * (factor if service in spending.LABOUR else 1.0)
        assert near(dear[name] / expected, 1.0), service
    assert (dear["money.net_result"][:, 1:] < plain["money.net_result"][:, 1:]).all()


def test_capacity_is_built_once():
    persons = people(7, ageing=0.0)
    persons[:, 3, :, 80:] *= 1.5
    persons[:, 5, :, 80:] *= 1.2
    built = run(persons).money["money.new_places"]
    assert (built[:, 3] > 0).all()
    assert near(built[:, [0, 1, 2, 4, 5, 6]], 0.0, 1.0)
    places = run(persons).users["services.institution_places"]
    assert (built[:, 3] > (places[:, 3] - places[:, 2]) * 4_500_000).all()


def test_equal_people_cost_nothing_more():
    persons = np.repeat(people(8)[:, :1], len(YEARS), axis=1)
    money = run(persons).money
    assert not money["money.demographic_cost"].any()
    assert near(money["money.ageing_grant"], 0.0, float(money["money.free_income"].max()))


def test_demographic_cost_is_the_sum_over_ages():
    found = run(people(9))
    banded = driven_by_band(people(9), found.setting.weights)["money.demographic"]
    whole = found.money["money.demographic_cost"]
    split = demographic_cost.change_since_base(banded).sum(axis=0)
    assert near(split, whole, float(np.abs(whole).max()))
    assert near(found.money["money.demographic_cost_of_year"].cumsum(axis=1), whole, 1e9)


def test_draws_take_the_same_way():
    found = run(people(10))
    twice = type(found.driven)(found.driven.names, np.stack([found.driven.values] * 2, axis=1))
    users = {name: np.stack([values] * 2) for name, values in found.users.items()}
    money = economy.components(twice, users, found.setting)
    for name, values in money.items():
        assert values.shape == (2, len(PLACES), len(YEARS)), name
        assert near(values[1], found.money[name], float(np.abs(values).max())), name


def test_a_place_without_people_has_no_money_and_breaks_nothing():
    persons = people(11)
    persons[2] = 0
    with np.errstate(all="raise"):
        money = run(persons).money
    assert all(np.isfinite(values).all() for values in money.values())
    assert not money["money.gross_revenue"][2].any()


@pytest.mark.parametrize("one", economy.INDICATORS, ids=lambda one: one.name)
def test_indicators_are_made_of_what_there_is_and_parts_add_up(one, example):
    parts = example.money | example.users
    names = [signed(name)[0] for name in (*one.of, *one.per, *one.parts)]
    assert not [name for name in names if name not in parts]
    assert not [name for name in one.rests_on if name not in example.setting.parameters.held]
    if one.parts:
        scale = float(np.abs(parts["money.gross_revenue"]).max())
        total = sums(parts, np.eye(len(PLACES)))
        assert near(total.total(one.of), total.total(one.parts), scale)
    assert (one.why == "parts") == bool(one.parts)


def test_every_figure_is_in_use():
    modules = (economy, spending, demographic_cost, revenue, accounts_ahead, economy_indicators)
    code = "".join(Path(one.__file__ or "").read_text(encoding="utf-8") for one in modules)
    names = [name for name in default_parameters().held if name.startswith("money.")]
    assert len(names) > 40
    keys = [name for name in names if name.startswith("money.need_criteria_")]
    assert {key.removeprefix("money.need_criteria_") for key in keys} == set(spending.SECTORS)
    shown = {name for one in economy.INDICATORS for name in one.rests_on}
    assert not [
        n
        for n in names
        if f'"{n}"' not in code
        and n not in shown
        and n not in keys
        and f'"{n.removeprefix("money.")}"' not in code
    ]


# Published figures of 2024: source and the gap that is expected.


def test_gross_spending_and_the_key_services_are_the_published_ones():
    """SSB: care 174.9 billion NOK gross; residents at the end of 2024 5,594,340."""
    gross = spending.gross_per_resident(default_parameters())
    care = (gross["institution"] + gross["home_care"]) * 5_594_340
    assert care == pytest.approx(174.9e9, rel=0.001)
    known = default_parameters()
    accounts = known.number("money.gross_revenue") * (1 - known.number("money.net_result_share"))
    finance = known.number("money.gross_revenue") * (
        known.number("money.interest_exposure_share") * known.number("money.interest_rate")
        + known.number("money.debt_share") * known.number("money.instalment_share")
    )
    kept = 1 - known.number("money.depreciation_share")
    assert sum(gross.values()) == pytest.approx((accounts - finance) / kept, rel=0.02)


@pytest.mark.reference
@needs_reference
def test_demographic_cost_of_2006_to_2020_is_near_the_published():
    """Government figure file, 3.7A: 2.54 billion kroner of 2020 a year in the mean."""
    check = load("verification/demographic_cost.py")
    rows = check.compare(Path(os.environ["VEIVALG_REFERENCE"]))
    published, reckoned, apart = check.means(rows)
    assert published == pytest.approx(2.54, abs=0.01)
    assert -1.0 < reckoned - published < -0.4  # we count services of the committee, not all
    assert apart < 1.1
    together = np.corrcoef([r.published for r in rows], [r.reckoned for r in rows])[0, 1]
    assert together > 0.6
    assert np.mean([row.with_all for row in rows]) > published


def test_the_country_sums_to_the_published_accounts():
    """Free income 72,066 NOK per resident (KOSTRA 12134); revenue 627 billion NOK."""
    geo = geography()
    ledger = expected(simulation_of(shipped_figures(), geo)).ledger
    persons = ledger.persons[:, : len(YEARS)]
    money = run(persons, places=ledger.places).money
    residents = 5_594_340
    free = money["money.free_income"][:, 0].sum()
    assert free == pytest.approx(72_066 * residents, rel=0.02)
    assert money["money.gross_revenue"][:, 0].sum() == pytest.approx(17_548.8e6 / 0.028, rel=0.02)
    spent = spending.gross_per_resident(default_parameters())
    assert money["money.gross_spending"][:, 0].sum() == pytest.approx(
        sum(spent.values()) * residents, rel=0.02
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_shown_has_words(language: Language):
    names = [one.name for one in economy.INDICATORS]
    keys = [f"consequence.{name}{part}" for name in names for part in ("", ".of", ".about", ".act")]
    keys += [f"cause.{signed(part)[0]}" for one in economy.INDICATORS for part in one.parts]
    keys += [f"parameter.{name}" for name in default_parameters().held if name[:6] == "money."]
    assert not sorted({key for key in keys if key not in own_words(language)})


def test_bands_of_age_add_up_to_the_tax():
    found = run(people(13))
    banded = driven_by_band(people(13), found.setting.weights)
    users = services.components(banded, {}, found.setting)
    with np.errstate(all="raise"):
        money = economy.components(banded, users, found.setting)
    for name in ("money.tax", "money.demographic_cost", "money.fees"):
        assert near(money[name].sum(axis=0), found.money[name], 1e9), name
