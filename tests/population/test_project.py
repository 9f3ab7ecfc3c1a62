"""The expected run: invariants, the written-out reference, and the edges."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings

from tests.population.generated import CODES, Country, small_countries
from tests.population.slow_and_obvious import project_slowly
from tests.population.synthetic import country
from veivalg.axes import FloatArray, IntArray
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.population.assumptions import Assumptions
from veivalg.population.ledger import FLOWS, Ledger
from veivalg.population.project import project

NUMBERS = ("persons", *FLOWS)


def assert_close(fast: Ledger, slow: Ledger, *, relative: float = 1e-9) -> None:
    assert fast.places == slow.places
    assert fast.years == slow.years
    for name in NUMBERS:
        np.testing.assert_allclose(
            getattr(fast, name), getattr(slow, name), rtol=relative, atol=1e-12, err_msg=name
        )


def stock_of_closing(closing: FloatArray) -> FloatArray:
    """(place, year, sex, age) from (place, year, sex, cohort)."""
    stock = closing[..., :-1].copy()
    stock[..., -1] += closing[..., -1]
    return stock


@given(small_countries())
@settings(max_examples=60, deadline=None)
def test_the_fast_run_equals_the_written_out_one(small: Country) -> None:
    slow = project_slowly(small.start, small.assumptions)
    assert_close(project(small.start, small.assumptions), slow)


def test_the_fast_run_equals_the_written_out_one_for_many_places() -> None:
    start, assumptions = country(places=60, years=5)
    assert_close(project(start, assumptions), project_slowly(start, assumptions))


@given(small_countries())
@settings(max_examples=60, deadline=None)
def test_every_person_is_accounted_for(small: Country) -> None:
    run = project(small.start, small.assumptions)
    gap = run.persons[:, 1:] - stock_of_closing(run.closing_by_cohort)
    assert np.abs(gap).sum() < 1e-6


def test_the_country_is_accounted_for_to_a_millionth_of_a_person() -> None:
    run = project(*country(places=120, years=10))
    gap = run.persons[:, 1:] - stock_of_closing(run.closing_by_cohort)
    assert np.abs(gap).sum() < 1e-6


@given(small_countries())
@settings(max_examples=60, deadline=None)
def test_moves_within_the_country_sum_to_zero_per_sex_and_cohort(small: Country) -> None:
    run = project(small.start, small.assumptions)
    np.testing.assert_allclose(run.moved_in.sum(0), run.moved_out.sum(0), rtol=1e-12, atol=1e-9)


@given(small_countries())
@settings(max_examples=60, deadline=None)
def test_no_count_is_negative(small: Country) -> None:
    run = project(small.start, small.assumptions)
    for name in NUMBERS:
        assert (getattr(run, name) >= -1e-9).all(), name


@given(small_countries(years=3))
@settings(max_examples=30, deadline=None)
def test_nobody_skips_an_age(small: Country) -> None:
    """With nobody dying, moving, coming or born, each age is last year's age one down."""
    still = replace(
        small.assumptions,
        death_level=np.zeros_like(small.assumptions.death_level),
        mobility=np.zeros(3),
        emigration=np.zeros(3),
        immigrants=np.zeros(3),
        birth_level=np.zeros(len(CODES)),
    )
    persons = project(small.start, still).persons
    for year in range(3):
        before, after = persons[:, year], persons[:, year + 1]
        assert (after[..., 0] == 0).all()
        assert (after[..., 1:-1] == before[..., :-2]).all()
        assert (after[..., -1] == before[..., -2] + before[..., -1]).all()


@given(small_countries())
@settings(max_examples=40, deadline=None)
def test_a_higher_chance_of_dying_never_gives_more_old_people(small: Country) -> None:
    """People of age a after y years who were a - y at the start; children follow from parents."""
    given_ = small.assumptions
    harder = replace(given_, death_level=given_.death_level * 1.5 + 0.01)
    few, many = (project(small.start, x).persons.sum(axis=0) for x in (harder, given_))
    assert (few[1:, :, 67:] <= many[1:, :, 67:] * (1 + 1e-12) + 1e-9).all()


def test_a_region_equals_the_sum_of_its_municipalities_whatever_the_order() -> None:
    start, assumptions = country(places=12, years=4)
    order = np.random.default_rng(3).permutation(12)
    there = project(start, assumptions)
    back = project(start[order], reordered(assumptions, order))
    for name in NUMBERS:
        here, again = getattr(there, name)[order], getattr(back, name)
        np.testing.assert_allclose(again, here, rtol=1e-10, atol=1e-12, err_msg=name)


def reordered(assumptions: Assumptions, order: IntArray) -> Assumptions:
    first = {
        f.name: getattr(assumptions, f.name)[order]
        for f in fields(assumptions)
        if f.name in ("birth_level", "death_level", "out_probability")
        or f.name in ("emigration_probability", "immigrant_share")
    }
    return replace(
        assumptions,
        municipalities=tuple(assumptions.municipalities[i] for i in order),
        destination=assumptions.destination[:, order][:, :, order],
        attraction=assumptions.attraction[:, :, order],
        **first,
    )


def test_newborns_die_move_and_emigrate_in_their_first_year() -> None:
    start, assumptions = country(places=8, years=2)
    run = project(start, assumptions)
    newborn = 0
    assert (run.births > 0).all()
    assert (run.deaths[..., newborn] > 0).all()
    assert (run.moved_out[..., newborn] > 0).all()
    assert (run.emigrated[..., newborn] > 0).all()
    share = assumptions.death_probability[0, :, newborn] * assumptions.death_level
    np.testing.assert_allclose(run.deaths[:, 0, :, newborn], run.births[:, 0] * share, rtol=1e-12)


def test_the_two_oldest_cohorts_share_the_open_age() -> None:
    start, assumptions = country(places=5, years=2)
    start = start.copy()
    start[..., 104:] = 7.0
    run = project(start, assumptions)
    closing = run.closing_by_cohort
    np.testing.assert_allclose(
        run.persons[:, 1:, :, 105], closing[..., 105] + closing[..., 106], rtol=1e-12
    )


def test_those_who_would_leave_twice_leave_once() -> None:
    start, assumptions = country(places=4, years=1)
    wild = replace(
        assumptions,
        out_probability=np.full_like(assumptions.out_probability, 0.9),
        emigration_probability=np.full_like(assumptions.out_probability, 0.6),
    )
    run = project(start, wild)
    opening = run.opening_by_cohort[..., 1:]
    left = (run.deaths + run.moved_out + run.emigrated)[..., 1:]
    np.testing.assert_allclose(left, opening, rtol=1e-12)
    assert (run.persons >= 0).all()


def test_a_municipality_of_two_hundred_keeps_its_people_in_the_books() -> None:
    start, assumptions = country(places=6, years=26, people=1200.0)
    run = project(start, assumptions)
    assert np.isfinite(run.persons).all()
    assert (run.persons >= 0).all()


@pytest.mark.parametrize(("cell", "value"), [((1, 0, 5), -1.0), ((0, 1, 3), np.nan)])
def test_negative_or_missing_persons_are_named(cell: tuple[int, int, int], value: float) -> None:
    start, assumptions = country(places=3, years=1)
    start[cell] = value
    with pytest.raises(OutOfRange, match=assumptions.municipalities[cell[0]]):
        project(start, assumptions)


def test_ages_above_the_last_are_refused() -> None:
    start, assumptions = country(places=3, years=1)
    with pytest.raises(LabelMismatch, match="persons on 1 January"):
        project(np.concatenate([start, start[..., :1]], axis=2), assumptions)


def test_movers_with_nowhere_to_go_are_named() -> None:
    start, assumptions = country(places=3, years=2)
    shut = assumptions.attraction.copy()
    shut[1, 2, 1:] = 0.0
    with pytest.raises(OutOfRange, match="0301 sum to 0 in class 2 in 2025"):
        project(start, replace(assumptions, attraction=shut))


def test_one_matrix_for_all_classes_gives_what_equal_copies_give():
    """Shares that lie once in memory are multiplied at once; the people are the same."""
    start, assumptions = country(places=9, years=3)
    one = np.broadcast_to(assumptions.destination[0], assumptions.destination.shape)
    shared = project(start, replace(assumptions, destination=one))
    copied = project(start, replace(assumptions, destination=one.copy()))
    assert_close(shared, copied, relative=1e-12)
