from __future__ import annotations

import numpy as np
from hypothesis import given, settings

from tests.fakes.books import ledger, ledgers
from tests.fakes.shipped import run, seen
from veivalg.analysis.causes import CAUSES, causes_of_change, cumulative_causes, yearly_causes
from veivalg.analysis.indicators import ALL_INDICATORS, BY_NAME, INDICATORS, by_group, values_of
from veivalg.analysis.simulation import ledger_of
from veivalg.population.ledger import Ledger


@settings(max_examples=40, deadline=None)
@given(ledgers())
def test_causes_add_up_to_the_change_of_every_indicator(books: Ledger):
    """Equal but for the rounding of floating point: 10⁻⁹ of the size."""
    causes = causes_of_change(books)
    groups = by_group(books.persons)
    for i, indicator in enumerate(ALL_INDICATORS):
        values = values_of(indicator, groups)
        change = values - values[:, :1]
        scale = max(1.0, float(np.abs(causes[i]).max()))
        np.testing.assert_allclose(causes[i].sum(axis=-1), change, rtol=0, atol=1e-9 * scale)


@settings(max_examples=20, deadline=None)
@given(ledgers())
def test_nobody_grows_older_out_of_the_whole_population(books: Ledger):
    ageing = yearly_causes(BY_NAME["persons"], books)[..., CAUSES.index("ageing")]
    np.testing.assert_allclose(ageing, 0, atol=1e-9 * books.persons.sum())


@settings(max_examples=20, deadline=None)
@given(ledgers())
def test_who_grows_out_of_one_group_grows_into_the_next(books: Ledger):
    counts = [i for i in ALL_INDICATORS if len(i.groups) == 1 and not i.over]
    ageing = sum(yearly_causes(one, books)[..., CAUSES.index("ageing")] for one in counts)
    np.testing.assert_allclose(ageing, 0, atol=1e-9 * books.persons.sum())


def test_only_the_youngest_group_gains_by_births():
    books = ledger(1)
    births = {
        one.name: yearly_causes(one, books)[..., CAUSES.index("births")]
        for one in ALL_INDICATORS
        if not one.over
    }
    np.testing.assert_allclose(births["0-5"], books.births.sum(axis=-1))
    assert (births["80+"] == 0).all()


def test_ageing_into_80_is_those_who_were_79():
    books = ledger(2)
    ageing = yearly_causes(BY_NAME["80+"], books)[..., CAUSES.index("ageing")]
    np.testing.assert_allclose(ageing, books.persons[:, :-1, :, 79].sum(axis=-1))


def test_a_group_of_places_has_the_sum_of_its_members_causes():
    books = ledger(3)
    together = ledger_of(books, books.places, name="all")
    for one in (i for i in ALL_INDICATORS if not i.over):
        np.testing.assert_allclose(
            cumulative_causes(one, together)[0], cumulative_causes(one, books).sum(axis=0)
        )


def test_a_death_below_the_line_raises_a_ratio_and_above_it_lowers_it():
    books = ledger(4)
    ratio = yearly_causes(BY_NAME["working_per_80plus"], books)
    share = yearly_causes(BY_NAME["share_80plus"], books)
    births = CAUSES.index("births")
    assert (ratio[..., births] == 0).all()
    assert (share[..., births] < 0).all()


def test_without_anybody_below_the_line_the_cause_is_missing():
    books = ledger(5)
    persons = books.persons.copy()
    persons[..., 67:] = 0
    empty = Ledger(
        places=books.places,
        years=books.years,
        persons=persons,
        **{name: getattr(books, name) for name in CAUSES[:-1]},
    )
    assert np.isnan(yearly_causes(BY_NAME["working_per_67plus"], empty)).all()


def test_causes_add_up_on_the_real_figures():
    for text in ("3448", "0", "1151"):
        value = seen(text)
        change = value.indicator_expected - value.indicator_expected[:, :1]
        np.testing.assert_allclose(value.why.sum(axis=-1), change, rtol=0, atol=1e-6)


def test_moves_inside_norway_cancel_in_the_country():
    total = dict(zip(CAUSES, seen("0").why[INDICATORS.index("persons"), -1], strict=True))
    assert abs(total["moved_in"] + total["moved_out"]) < 1e-5
    assert run().ledger.places == tuple(sorted(run().ledger.places))
