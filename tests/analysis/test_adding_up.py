"""What does not add up in money and people, what mends it, and which choices move most."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.pathways.grounds import known, site
from veivalg.analysis.accounts import account_of, accounts_of
from veivalg.analysis.adding_up import (
    LEAST_MONEY,
    LEAST_STAFF,
    MONEY,
    RESULT,
    REVENUE,
    STAFF,
    mends,
    shortfalls,
)
from veivalg.analysis.compare import BOTH, OWN, TODAY, WORLD, four_lines
from veivalg.analysis.moving_most import movers
from veivalg.errors import BadParameter, OutOfRange
from veivalg.pathways.inputs import Chosen, Path
from veivalg.pathways.path_text import read_path

RECOMMENDED = 0.0175
DEAR = "1~f.H1-60.H3-40~v.L014-5-2027.L029-4-2027.L021-4-2027"


def path(text: str) -> Path:
    return read_path(text, known(), years=site().years)


def test_nothing_chosen_lacks_nothing_whatever_the_world_does():
    lines = four_lines(site(), path("1~f.H5-100.H3-100"), known())
    assert shortfalls(lines, recommended=RECOMMENDED) == ()


def test_what_is_lacking_is_what_the_choices_take_below_the_recommended_level():
    lines = four_lines(site(), path(DEAR), known())
    money = {one.what: one for one in shortfalls(lines, recommended=RECOMMENDED)}["money"]
    both, world = (lines.value(MONEY, money.year, line) for line in (BOTH, WORLD))
    revenue = lines.value(REVENUE, money.year)
    below = (RECOMMENDED - lines.value(RESULT, money.year)) * revenue
    assert money.amount == pytest.approx(min(world - both, below))
    assert money.amount > LEAST_MONEY * revenue


def test_a_municipality_that_can_afford_it_lacks_no_money():
    lines = four_lines(site(), path(DEAR), known())
    assert all(one.what != "money" for one in shortfalls(lines, recommended=-1.0))


def test_every_mend_does_what_it_says_when_it_is_run():
    start = path(DEAR)
    lines = four_lines(site(), start, known())
    lacking = shortfalls(lines, recommended=RECOMMENDED)
    found = mends(site(), start, known(), lacking, recommended=RECOMMENDED)
    assert found
    year = lacking[0].year
    for one in found:
        others = tuple(c for c in start.choices if c.lever != one.choice.lever)
        more = () if one.change == "drop" else (one.choice,)
        mended = four_lines(site(), replace(start, choices=(*others, *more)), known())
        gain = mended.value(MONEY, year) - lines.value(MONEY, year)
        assert one.money == pytest.approx(gain, abs=1e-6)
        fewer = lines.value(STAFF, year) - mended.value(STAFF, year)
        assert one.staff == pytest.approx(fewer, abs=1e-6)
        if one.mends:
            assert shortfalls(mended, recommended=RECOMMENDED) == ()


def test_what_adds_up_needs_no_mending():
    assert mends(site(), path(DEAR), known(), (), recommended=RECOMMENDED) == ()


def test_people_are_lacking_when_the_choices_need_more_than_there_are():
    lines = four_lines(site(), path("1~v.L014-5-2027.L045-5-2027.L017-5-2027"), known())
    staff = {one.what: one for one in shortfalls(lines, recommended=RECOMMENDED)}["staff"]
    more = lines.line(STAFF, BOTH) - lines.line(STAFF, WORLD)
    assert staff.amount == pytest.approx(more.max())
    assert staff.amount > LEAST_STAFF


def test_movers_move_as_far_as_a_run_of_them():
    start, year = path("1~f.H3-40~v.L021-4-2027"), 2040
    found = movers(site(), start, known(), STAFF, year)
    assert [abs(one.change) for one in found] == sorted(abs(o.change) for o in found)[::-1]
    now = four_lines(site(), start, known()).value(STAFF, year)
    for one in found[:5]:
        if one.chosen:
            without = replace(start, choices=())
            change = now - four_lines(site(), without, known()).value(STAFF, year)
        else:
            more = replace(start, choices=(*start.choices, one.choice))
            change = four_lines(site(), more, known()).value(STAFF, year) - now
        assert one.change == pytest.approx(change, abs=1e-6)


@pytest.mark.parametrize(("name", "year"), [("staff.nothing", 2040), (STAFF, 1990)])
def test_movers_refuse_what_is_not_there(name: str, year: int):
    with pytest.raises((OutOfRange, BadParameter)):
        movers(site(), Path(), known(), name, year)


def test_lines_without_futures_or_choices_are_those_of_today_bit_for_bit():
    today = four_lines(site(), Path(), known()).lines
    only = four_lines(site(), path("1~v.L021-4-2027"), known()).lines
    world = four_lines(site(), path("1~f.H3-40"), known()).lines
    np.testing.assert_array_equal(today[TODAY], today[BOTH])
    np.testing.assert_array_equal(only[WORLD], only[TODAY])
    np.testing.assert_array_equal(only[OWN], only[BOTH])
    np.testing.assert_array_equal(world[OWN], world[TODAY])
    np.testing.assert_array_equal(world[WORLD], world[BOTH])


def test_accounts_are_of_the_places_own_people_and_grow_with_the_level():
    yearly = []
    for level in range(1, 6):
        one = account_of(Chosen(lever="L009", level=level, year=2028), site(), known())
        assert not one.yearly[: site().years.index(2028)].any()
        assert one.full == 2028 + one.lever.delay + one.lever.phase_in
        yearly.append(one.yearly[-1])
    assert yearly == sorted(yearly)
    assert yearly[0] > 0


def test_accounts_stand_in_the_order_of_the_choices():
    start = path(DEAR)
    assert [one.choice for one in accounts_of(start, site(), known())] == list(start.choices)
