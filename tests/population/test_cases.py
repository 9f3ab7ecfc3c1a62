"""Municipalities run anew in many cases: unchanged it is the run, and each change does its own."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.population.generated import CODES, Country, small_countries
from tests.population.synthetic import country
from veivalg.axes import FloatArray
from veivalg.errors import LabelMismatch
from veivalg.population import cases
from veivalg.population.cases import (
    ADDED,
    FACTORS,
    YOUNG,
    Changes,
    Surrounded,
    project_cases,
    surrounded,
)
from veivalg.population.ledger import Ledger
from veivalg.population.one import project_one, rest_of
from veivalg.population.project import project

ROWS = np.array([3, 7, 1])
YEARS = 6


def ready(small: Country) -> tuple[Ledger, Surrounded]:
    run = project(small.start, small.assumptions)
    return run, surrounded(run, small.assumptions, np.arange(len(CODES)))


def made(**changed: FloatArray | float) -> tuple[Ledger, Surrounded]:
    """Three of ten invented municipalities over six years, with some assumptions replaced."""
    start, assumptions = country(places=10, years=YEARS - 1, people=80_000)
    assumptions = replace(
        assumptions,
        **{name: getattr(assumptions, name) * value for name, value in changed.items()},
    )
    run = project(start, assumptions)
    return run, surrounded(run, assumptions, ROWS)


def every(value: float, *, count: int = 1, years: int = YEARS) -> FloatArray:
    """(case, row, year) the same everywhere."""
    return np.full((count, len(ROWS), years), value)


def neutral(rows: int, years: int, *, count: int = 1) -> Changes:
    shape = (count, rows, years)
    plain = {name: np.ones(shape) for name in FACTORS} | {name: np.zeros(shape) for name in ADDED}
    return Changes(**plain)


def varied(rows: int, years: int, *, count: int, seed: int = 5, spread: float = 0.2) -> Changes:
    chance = np.random.default_rng(seed)
    shape = (count, rows, years)
    factors = {name: chance.lognormal(0.0, spread, shape) for name in FACTORS}
    return Changes(**factors, **{name: chance.normal(0.0, 30.0, shape) for name in ADDED})


def test_factors_and_added_are_all_that_can_differ() -> None:
    assert {one.name for one in fields(Changes)} == {*FACTORS, *ADDED}


@given(small_countries())
@settings(max_examples=40, deadline=None)
def test_with_nothing_changed_it_is_the_run_itself(small: Country) -> None:
    run, given_rows = ready(small)
    assert (project_cases(given_rows, Changes())[0] == run.persons).all()


@given(small_countries())
@settings(max_examples=40, deadline=None)
def test_changes_that_change_nothing_give_the_same_people(small: Country) -> None:
    run, given_rows = ready(small)
    found = project_cases(given_rows, neutral(len(CODES), len(run.years)))
    np.testing.assert_allclose(found[0], run.persons, rtol=1e-9, atol=1e-9)


@given(small_countries(), st.integers(0, 2**32 - 1), st.sampled_from([0.1, 1.0, 3.0]))
@settings(max_examples=60, deadline=None)
def test_nobody_is_negative_whatever_changes(small: Country, seed: int, spread: float) -> None:
    run, given_rows = ready(small)
    changes = varied(len(CODES), len(run.years), count=3, seed=seed, spread=spread)
    assert (project_cases(given_rows, changes) >= -1e-9).all()


def test_many_cases_equal_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    _, given_rows = made()
    changes = varied(len(ROWS), YEARS, count=11)
    monkeypatch.setattr(cases, "CELLS_AT_ONCE", 4 * len(ROWS))
    together = project_cases(given_rows, changes)
    assert together.shape[0] == 11
    for k in range(11):
        alone = project_cases(given_rows, changes.some(k, k + 1))
        np.testing.assert_allclose(together[k], alone[0], rtol=1e-12)


def test_a_change_that_all_cases_share_may_be_given_once() -> None:
    _, given_rows = made()
    few = varied(len(ROWS), YEARS, count=3)
    once = replace(few, deaths=every(1.1))
    three = replace(few, deaths=every(1.1, count=3))
    np.testing.assert_allclose(
        project_cases(given_rows, once), project_cases(given_rows, three), rtol=1e-12
    )


@pytest.mark.parametrize("years", [1, 2, YEARS - 1])
def test_cutting_years_changes_nothing_before_the_cut(years: int) -> None:
    _, given_rows = made()
    changes = varied(len(ROWS), YEARS, count=2)
    whole = project_cases(given_rows, changes)
    assert (project_cases(given_rows, changes, years=years) == whole[:, :, :years]).all()
    assert (project_cases(given_rows, Changes(), years=years) == whole[:, :, :years]).all() == (
        years == 1
    )


def test_a_change_of_later_years_leaves_the_years_before_alone() -> None:
    run, given_rows = made()
    later = every(1.0)
    later[..., 3:] = 1.4
    found = project_cases(given_rows, Changes(deaths=later, births=later, moving_out=later))[0]
    same = run.persons[ROWS, :4]
    np.testing.assert_allclose(found[:, :4], same, rtol=1e-12)
    assert (np.abs(found[:, 4:] - run.persons[ROWS, 4:]).sum(axis=(2, 3)) > 0.01).all()


def closed() -> tuple[Ledger, Surrounded]:
    """Nobody moves, comes or leaves."""
    return made(out_probability=0.0, emigration_probability=0.0, immigrants=0.0)


def test_births_turned_off_bear_nobody() -> None:
    _, given_rows = closed()
    found = project_cases(given_rows, Changes(births=every(0.0)))[0]
    for year in range(1, YEARS):
        assert (found[:, year, :, :year] == 0).all()
    assert (found[:, 0, :, 0] > 0).all()


def test_twice_the_births_in_one_year_are_twice_the_children() -> None:
    run, given_rows = closed()
    twice = every(1.0)
    twice[..., 0] = 2.0
    found = project_cases(given_rows, Changes(births=twice))[0]
    np.testing.assert_allclose(found[:, 1, :, 0], 2 * run.persons[ROWS, 1, :, 0], rtol=1e-12)


def test_deaths_turned_off_lose_nobody() -> None:
    _, given_rows = closed()
    found = project_cases(given_rows, Changes(deaths=every(0.0)))[0]
    grown = found[:, 1:, :, 1:].sum(axis=(2, 3))
    np.testing.assert_allclose(grown, found[:, :-1].sum(axis=(2, 3)), rtol=1e-12)


def test_a_higher_chance_of_dying_never_gives_more_people() -> None:
    run, given_rows = made()
    fewer = project_cases(given_rows, Changes(deaths=every(1.3)))[0]
    assert (fewer <= run.persons[ROWS] + 1e-9).all()
    assert (fewer[:, 1:].sum(axis=(2, 3)) < run.persons[ROWS, 1:].sum(axis=(2, 3))).all()


def first_year(changes: Changes, run: Ledger, given_rows: Surrounded) -> FloatArray:
    """(row, age from 1) persons more after one year; whoever comes bears children of age 0."""
    found = project_cases(given_rows, changes)[0]
    more: FloatArray = (found[:, 1] - run.persons[ROWS, 1]).sum(axis=1)[:, 1:]
    return more


@pytest.mark.parametrize(
    ("name", "flow", "sign"),
    [
        ("moving_out", "moved_out", 1),
        ("moving_in", "moved_in", -1),
        ("emigration", "emigrated", 1),
        ("immigration", "immigrated", -1),
    ],
)
def test_a_flow_turned_off_is_the_flow_of_the_run(name: str, flow: str, sign: int) -> None:
    run, given_rows = made()
    more = first_year(Changes(**{name: every(0.0)}), run, given_rows)
    there = getattr(run, flow)[ROWS, 0].sum(axis=1)[:, 1:-1]
    there[:, -1] += getattr(run, flow)[ROWS, 0].sum(axis=1)[:, -1]
    assert (there.sum(axis=1) > 0).all()
    np.testing.assert_allclose(more, sign * there, rtol=1e-9, atol=1e-9)


def test_those_who_join_are_20_to_39_and_as_many_as_stated() -> None:
    run, given_rows = made()
    more = first_year(Changes(joining=every(25.0)), run, given_rows)
    np.testing.assert_allclose(more.sum(axis=1), 25.0, rtol=1e-9)
    first, last = YOUNG
    np.testing.assert_allclose(more[:, first : last + 1].sum(axis=1), 25.0, rtol=1e-9)
    assert (more[:, first : last + 1] > 0).all()


def test_those_who_settle_are_of_all_ages_and_as_many_as_stated() -> None:
    run, given_rows = made()
    more = first_year(Changes(settling=every(25.0)), run, given_rows)
    np.testing.assert_allclose(more.sum(axis=1), 25.0, rtol=1e-9)
    assert (more[:, :60] > 0).all()


def test_arrivals_come_to_the_row_and_immigrants_to_the_whole_country() -> None:
    run, given_rows = made()
    found = project_cases(given_rows, Changes(arrivals=every(40.0)))[0]
    grown = found[:, 1].sum(axis=(1, 2)) - run.persons[ROWS, 1].sum(axis=(1, 2))
    assert ((grown > 40.0) & (grown < 43.0)).all(), "forty, and the children that they bear"
    more = first_year(Changes(immigrants=every(1000.0)), run, given_rows)
    share = given_rows.share[1:-1].sum(axis=1).T
    share[:, -1] += given_rows.share[-1].sum(axis=0)
    np.testing.assert_allclose(more, 1000.0 * share, rtol=1e-6, atol=1e-9)


def test_more_cannot_leave_than_come() -> None:
    run, given_rows = made()
    ended = first_year(Changes(joining=every(-1e9), settling=every(-1e9)), run, given_rows)
    nobody = first_year(Changes(moving_in=every(0.0)), run, given_rows)
    np.testing.assert_allclose(ended, nobody, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("place", range(len(ROWS)))
def test_it_agrees_with_one_municipality_run_anew(place: int) -> None:
    """The same change told as other assumptions, in the module that runs one at a time."""
    start, assumptions = country(places=10, years=YEARS - 1, people=80_000)
    rest = rest_of(start, assumptions)
    row = int(ROWS[place])
    levels = {name: getattr(assumptions, name).copy() for name in ("birth_level", "death_level")}
    levels["birth_level"][row] *= 1.2
    levels["death_level"][row] *= 0.9
    out = assumptions.out_probability.copy()
    out[row] *= 1.1
    changed = replace(assumptions, **levels, out_probability=out)
    one = project_one(assumptions.municipalities[row], rest, assumptions=changed)
    found = project_cases(
        surrounded(rest.ledger, assumptions, ROWS),
        Changes(births=every(1.2), deaths=every(0.9), moving_out=every(1.1)),
    )
    np.testing.assert_allclose(found[0, place], one.persons[0], rtol=1e-9, atol=1e-9)


def test_another_countrys_assumptions_are_refused() -> None:
    start, assumptions = country(places=10, years=2, people=80_000)
    run = project(start, assumptions)
    other = replace(assumptions, municipalities=tuple(reversed(assumptions.municipalities)))
    with pytest.raises(LabelMismatch, match="other municipalities"):
        surrounded(run, other, ROWS)


def whole() -> tuple[Ledger, Surrounded, Country]:
    """All of ten invented municipalities."""
    start, assumptions = country(places=10, years=YEARS - 1, people=80_000)
    run = project(start, assumptions)
    return run, surrounded(run, assumptions, np.arange(10)), Country(start, assumptions)


def test_in_the_whole_country_those_who_leave_come_somewhere() -> None:
    """More births: the country's run with them, but for where exactly the children move."""
    run, given_rows, made_of = whole()
    more = replace(made_of.assumptions, birth_rate=1.3 * made_of.assumptions.birth_rate)
    right = project(made_of.start, more).persons.sum(axis=(0, 2, 3))
    found = project_cases(given_rows, Changes(births=np.full((1, 10, YEARS), 1.3)))[0]
    before = run.persons.sum(axis=(0, 2, 3))
    np.testing.assert_allclose(found.sum(axis=(0, 2, 3)) - before, right - before, rtol=2e-3)
    assert (right - before)[-1] > 1_000, "a loss of a hundredth would be seen"


def test_in_the_whole_country_nobody_comes_from_elsewhere_in_it() -> None:
    run, given_rows, _ = whole()
    shape = (2, 10, YEARS)
    for changes in (
        Changes(joining=np.full(shape, 40.0)),
        Changes(settling=np.random.default_rng(3).normal(0.0, 20.0, shape)),
        Changes(moving_out=np.full(shape, 0.7), moving_in=np.full(shape, 0.7)),
        Changes(moving_out=np.full(shape, 0.0), moving_in=np.full(shape, 0.0)),
    ):
        total = project_cases(given_rows, changes)[:, :, 1].sum(axis=1)
        np.testing.assert_allclose(total[:, :, 1:].sum(axis=(1, 2)), older(run), atol=1e-6)


def older(run: Ledger) -> float:
    """Persons aged 1 and over a year after the start."""
    return float(run.persons[:, 1, :, 1:].sum())


def test_in_the_whole_country_more_births_leave_the_others_bit_for_bit_alone() -> None:
    run, given_rows, _ = whole()
    found = project_cases(given_rows, Changes(births=np.full((3, 10, YEARS), 1.1)))
    for year in range(YEARS):
        assert (found[:, :, year, :, year:] == run.persons[None, :, year, :, year:]).all()
