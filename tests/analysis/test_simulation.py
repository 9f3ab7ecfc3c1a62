from __future__ import annotations

import threading

import numpy as np
import pytest

from tests.fakes.shipped import FEW_DRAWS, drawn, place, run, seen, simulation
from veivalg.analysis.assumed import assumed, life_expectancy
from veivalg.analysis.comparison import indexed
from veivalg.analysis.country_map import MAP_INDICATORS, country_map
from veivalg.analysis.drawn import Drawing, draw_groups
from veivalg.analysis.indicators import INDICATORS
from veivalg.analysis.projection import expected_persons, projection, totals_from_draws
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.analysis.uncertainty import QUANTILES, quantiles, share_below, statistic_name
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography
from veivalg.errors import OutOfRange, Stopped, UnknownAlternative


def test_a_region_is_the_sum_of_its_municipalities():
    region = geography().place("region", geography().municipality("3448").region)
    whole = expected_persons(run(), [region], totals=True)[0]
    parts = [geography().place("municipality", code) for code in region.members]
    np.testing.assert_allclose(whole, expected_persons(run(), parts, totals=True).sum(axis=0))


def test_a_group_is_the_sum_of_its_members_in_every_draw():
    rows = simulation().rows(("3448", "3450"))
    together = drawn().of(rows)
    apart = drawn().of(rows[:1]) + drawn().of(rows[1:])
    assert (together == apart).all()


def test_intervals_appear_with_the_draws():
    before, after = seen("3448"), seen("3448", with_draws=True)
    assert np.isnan(before.quantiles).all()
    assert np.isnan(before.futures).all()
    assert not np.isnan(after.quantiles).any()
    assert (np.diff(after.quantiles, axis=0) >= 0).all()
    assert after.futures.shape[0] == FEW_DRAWS
    assert (before.indicator_expected == after.indicator_expected).all()


def test_the_base_year_is_certain():
    value = seen("3448", with_draws=True)
    now = value.indicator_expected[INDICATORS.index("persons"), 0]
    low, high = value.interval("persons", value.base_year, low=2.5, high=97.5)
    assert low == high
    assert abs(low - now) <= 0.005 * now  # whole persons, of ages that are spread


def test_draws_can_be_stopped():
    stop = threading.Event()
    stop.set()
    with pytest.raises(Stopped):
        draw_groups(simulation(), run(), Drawing(count=4, stop=stop))


def test_draws_tell_how_far_they_are():
    told: list[tuple[int, int]] = []
    draw_groups(simulation(), run(), Drawing(count=2, told=lambda *far: told.append(far)))
    assert told == [(0, 2), (2, 2)]


def test_totals_from_kept_draws_are_those_drawn_for_the_place_alone():
    places = [place("3448"), place("0"), geography().group(["3448", "3450"])]
    kept = totals_from_draws(simulation(), run(), places, drawn())
    alone = projection(simulation(), run(), places, totals=True, drawing=Drawing(count=FEW_DRAWS))
    assert kept.statistics == alone.statistics == ("expected", *map(statistic_name, QUANTILES))
    assert (kept.persons == alone.persons).all()
    assert kept.identity == alone.identity


def test_one_year_ages_sum_to_the_totals_when_expected():
    ages = projection(simulation(), run(), [place("3448")])
    totals = projection(simulation(), run(), [place("3448")], totals=True)
    np.testing.assert_allclose(ages.persons.sum(axis=(3, 4)), totals.persons[..., 0, 0], rtol=1e-12)
    assert ages.statistics == ("expected",)


def test_rounds_give_the_same_numbers_as_one_go(monkeypatch: pytest.MonkeyPatch):
    places = [place("3448"), place("4026"), place("1151")]
    whole = projection(simulation(), run(), places, totals=True, drawing=Drawing(count=4))
    monkeypatch.setattr("veivalg.analysis.projection.MOST_BYTES", 1)
    rounds = projection(simulation(), run(), places, totals=True, drawing=Drawing(count=4))
    assert (whole.persons == rounds.persons).all()


def test_the_map_joins_counted_and_expected_years():
    value = country_map(simulation(), run(), None)
    assert value.years == (2019, *range(2024, 2051))
    assert value.value.shape == (len(MAP_INDICATORS), 28, 357)
    index = value.value[MAP_INDICATORS.index("persons_index")]
    np.testing.assert_allclose(index[value.years.index(value.base_year)], 100)
    persons = value.value[MAP_INDICATORS.index("persons")]
    np.testing.assert_allclose(persons.sum(axis=1), value.country[MAP_INDICATORS.index("persons")])


def test_the_map_gets_the_countrys_interval():
    value = country_map(simulation(), run(), drawn())
    assert np.isnan(value.country_low[:, 0]).all()
    assert (value.country_low[:, 2:] <= value.country_high[:, 2:]).all()


def test_alternatives_by_their_letters():
    high = expected(simulation(), "HHMH")
    assert high.ledger.persons[:, -1].sum() > run().ledger.persons[:, -1].sum()
    assert high.identity != run().identity
    with pytest.raises(UnknownAlternative):
        expected(simulation(), "XYZW")


@pytest.mark.parametrize("base", [1850, 2023, 2050])
def test_a_year_without_residents_is_refused(base: int):
    with pytest.raises(OutOfRange, match=str(base)):
        simulation_of(shipped_figures(), geography(), base_year=base)


@pytest.mark.parametrize("count", [0, -5, 10_001])
def test_a_number_of_draws_outside_what_we_make_is_refused(count: int):
    with pytest.raises(OutOfRange, match=str(count)):
        Drawing(count=count)


def test_quantiles_of_known_numbers():
    drawn_values = np.arange(101.0)[:, None]
    np.testing.assert_allclose(quantiles(drawn_values)[:, 0], QUANTILES)
    assert statistic_name(2.5) == "p2.5"
    assert statistic_name(10.0) == "p10"
    assert share_below(drawn_values[:, 0], 50.5) == 51 / 101


def test_indexed_series_start_at_100():
    values = np.array([[50.0, 0.0], [75.0, 3.0]])
    result = indexed(values, base=values[0])
    assert result[:, 0].tolist() == [100.0, 150.0]
    assert np.isnan(result[1, 1])


def test_life_expectancy_of_a_constant_chance():
    """With the same chance q of dying each year, a newborn lives about 1/q - 1/2 years."""
    q = 0.02
    lived = life_expectancy(np.full((1, 107), q))[0]
    assert abs(lived - (1 / q - 1)) < 0.51


def test_assumed_numbers_are_those_of_norway():
    """Wide: they only catch a wrong unit. SSB 2024: 1.44 children, 84.8 and 81.6 years."""
    first = {item.name: item.value for item in assumed(run().assumptions) if item.year == 2024}
    assert 1.2 < first["fertility"] < 1.8
    assert 83 < first["life_female"] < 87
    assert 80 < first["life_male"] < 84
