"""One municipality with the rest of the country given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.population.generated import CODES, Country, small_countries
from tests.population.synthetic import country
from veivalg.errors import LabelMismatch, UnknownPlace
from veivalg.population.ledger import FLOWS
from veivalg.population.one import moved_in_from, project_one, rest_of

NUMBERS = ("persons", *FLOWS)


@given(small_countries(), st.sampled_from(CODES))
@settings(max_examples=60, deadline=None)
def test_unchanged_it_is_the_countrys_own_row(small: Country, code: str) -> None:
    rest = rest_of(small.start, small.assumptions)
    one = project_one(code, rest)
    row = CODES.index(code)
    for name in NUMBERS:
        there = getattr(rest.ledger, name)[row]
        np.testing.assert_allclose(getattr(one, name)[0], there, rtol=1e-9, atol=1e-9, err_msg=name)


def test_in_moves_read_anew_equal_those_of_the_country() -> None:
    """A change too small to matter sends the in-moves the long way round."""
    start, assumptions = country(places=30, years=4)
    rest = rest_of(start, assumptions)
    attraction = assumptions.attraction.copy()
    attraction[:, :, 7] *= 1 + 1e-14
    changed = replace(assumptions, attraction=attraction)
    arrived = moved_in_from(rest, 7, changed).transpose(0, 2, 1)
    np.testing.assert_allclose(arrived, rest.ledger.moved_in[7], rtol=1e-9)


def test_a_more_attractive_municipality_receives_what_the_country_run_would_send_it() -> None:
    """In the first year the others, newborns apart, do not yet notice the change."""
    start, assumptions = country(places=30, years=1)
    attraction = assumptions.attraction.copy()
    attraction[:, :, 7] *= 1.4
    changed = replace(assumptions, attraction=attraction)
    code = assumptions.municipalities[7]
    one = project_one(code, rest_of(start, assumptions), assumptions=changed)
    whole = rest_of(start, changed).ledger
    np.testing.assert_allclose(one.moved_in[0, ..., 1:], whole.moved_in[7, ..., 1:], rtol=1e-9)
    np.testing.assert_allclose(one.persons[0, ..., 1:], whole.persons[7, ..., 1:], rtol=1e-9)


def test_another_opening_stock_and_other_births_are_followed() -> None:
    start, assumptions = country(places=10, years=3)
    rest = rest_of(start, assumptions)
    level = assumptions.birth_level.copy()
    level[3] *= 2
    code = assumptions.municipalities[3]
    more = project_one(code, rest, assumptions=replace(assumptions, birth_level=level))
    np.testing.assert_allclose(more.births[:, 0].sum(), 2 * rest.ledger.births[3, 0].sum())
    doubled = project_one(code, rest, start=2 * start[3])
    np.testing.assert_allclose(doubled.deaths[0, 0, :, 1:], 2 * rest.ledger.deaths[3, 0, :, 1:])


def test_an_unknown_municipality_is_refused() -> None:
    with pytest.raises(UnknownPlace, match="9999"):
        project_one("9999", rest_of(*country(places=3, years=1)))


def test_other_years_than_the_rests_are_refused() -> None:
    start, assumptions = country(places=3, years=2)
    rest = rest_of(start, assumptions)
    with pytest.raises(LabelMismatch, match="the rest"):
        project_one("0301", rest, assumptions=country(places=3, years=1)[1])
