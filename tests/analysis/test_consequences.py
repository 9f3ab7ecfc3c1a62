"""The consequences of places: whole for every sum, and the same by every way to them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.fakes import shipped
from veivalg.analysis.consequence_table import consequence_table
from veivalg.analysis.consequences import (
    Chain,
    chain,
    consequences_of,
    direct_components,
    drawn_values,
)
from veivalg.analysis.uncertainty import QUANTILES
from veivalg.consequences.outcome import indicators
from veivalg.data.geography import geography

PLACES = ("3448", "1151", "0301", "3201")
COUNTED = [one for one in indicators() if not one.per]


@cache
def made() -> Chain:
    return chain(shipped.simulation(), shipped.run())


@cache
def of(text: str):
    return consequences_of(made(), shipped.place(text))


def region_of(code: str):
    return geography().place("region", geography().municipality(code).region)


@pytest.mark.parametrize("code", PLACES)
def test_one_labour_market_alone_gives_what_the_country_gives(code):
    members = region_of(code).members
    alone = direct_components(made(), members)
    rows = made().simulation.rows(members)
    for name, values in made().prepared.components.items():
        np.testing.assert_allclose(alone[name], values[rows], rtol=1e-9, atol=1e-9, err_msg=name)


@pytest.mark.parametrize("code", PLACES)
def test_a_region_is_the_sum_of_its_municipalities(code):
    region = region_of(code)
    together = consequences_of(made(), region)
    members = [
        consequences_of(made(), geography().place("municipality", m)) for m in region.members
    ]
    for one in COUNTED:
        apart = np.sum([member.series(one.name) for member in members], axis=0)
        np.testing.assert_allclose(together.series(one.name), apart, rtol=1e-9, atol=1e-9)


def test_two_municipalities_merged_change_no_sum():
    group = geography().group(["3448", "3450"])
    both = consequences_of(made(), group)
    apart = [consequences_of(made(), geography().place("municipality", c)) for c in group.members]
    for one in COUNTED:
        summed = apart[0].series(one.name) + apart[1].series(one.name)
        np.testing.assert_allclose(both.series(one.name), summed, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("text", [*PLACES, "0"])
def test_causes_add_up_to_the_change(text):
    found = of(text)
    for i, one in enumerate(found.indicators):
        if len(found.why[i]):
            change = found.expected[i] - found.expected[i][0]
            size = max(1.0, float(np.nanmax(np.abs(found.expected[i]))))
            np.testing.assert_allclose(
                found.why[i].sum(axis=0), change, atol=1e-9 * size, err_msg=one.name
            )
            assert len(found.causes[i]) == len(found.why[i])


@pytest.mark.parametrize("text", [*PLACES, "0"])
def test_every_number_is_there_or_its_reason_is(text):
    found = of(text)
    for i, one in enumerate(found.indicators):
        gone = np.isnan(found.expected[i][:-1]).all()
        assert gone == (one.name in found.missing), one.name


def test_intervals_hold_the_middle_and_are_ordered():
    found = consequences_of(made(), shipped.place("3448"), shipped.drawn())
    assert found.drawn
    ends = found.quantiles
    assert ends.shape == (len(QUANTILES), len(found.indicators), len(found.years))
    known = ~np.isnan(ends).any(axis=0)
    assert known.mean() > 0.9
    assert (np.diff(ends, axis=0)[:, known] >= 0).all()
    base = ends[:, :, 0][:, known[:, 0]]
    # Draws begin with whole persons, the expected run with the fractions that spreading gives.
    np.testing.assert_allclose(
        base, np.broadcast_to(found.expected[known[:, 0], 0], base.shape), rtol=1e-3, atol=1e-6
    )


def test_draws_of_use_lie_around_what_is_expected():
    wanted = tuple(one for one in indicators() if one.name == "services.home_users_80plus")
    values = drawn_values(made(), shipped.place("0"), shipped.drawn(), wanted)[:, 0, -1]
    expected = of("0").series("services.home_users_80plus")[-1]
    deviation = values.std(ddof=1) / np.sqrt(len(values))
    assert abs(values.mean() - expected) < 6 * max(deviation, 0.005 * expected)


@pytest.mark.parametrize("text", ["3448", "0"])
def test_a_table_says_how_many_draws_its_quantiles_are_made_of(text: str):
    few = shipped.drawn()
    many = replace(few, persons=np.concatenate([few.persons] * (300 // len(few.persons))))
    place = shipped.place(text)
    wanted = tuple(one for one in indicators() if one.chapter == "land")
    used = len(drawn_values(made(), place, many, wanted))
    table = consequence_table(made(), [place], many, chapters=["land"])
    assert table.draws == used
    assert (used < len(many.persons)) == (text == "0")
    both = consequence_table(made(), [shipped.place("3448"), place], many, chapters=["land"])
    assert both.draws == used


def test_the_same_question_gives_the_same_bits():
    first, second = (
        of("3448"),
        consequences_of(chain(shipped.simulation(), shipped.run()), shipped.place("3448")),
    )
    assert first.identity == second.identity
    assert (first.expected == second.expected).all() or np.isnan(first.expected).any()
    np.testing.assert_array_equal(first.expected, second.expected)


def test_municipalities_without_children_or_nurses_have_no_infinite_numbers():
    found = of("1151")
    assert not np.isinf(found.expected).any()
    assert not any(np.isinf(part).any() for part in found.why)
