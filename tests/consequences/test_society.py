"""Society and land: what must hold for every population, and what is published of the country."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.consequences.society_fixtures import (
    PLACES,
    YEARS,
    components_of,
    country,
    setting_of,
    small_populations,
)
from veivalg.axes import AGES
from veivalg.consequences import land, society
from veivalg.consequences.drivers import driven, driven_by_band
from veivalg.consequences.indicator import Indicator, signed
from veivalg.consequences.outcome import components, indicators, linear_components, sums
from veivalg.consequences.parameters import default_parameters
from veivalg.consequences.setting import Local
from veivalg.data.geography import geography
from veivalg.data.places import membership
from veivalg.language import LANGUAGES
from veivalg.language.catalogue import own_words

OURS = tuple(one for one in indicators() if one.chapter in ("society", "land"))
NOT_SPLIT_BY_AGE = set(land.RATCHETS)


def of_age(persons, first, last):
    """The slow and obvious count of people from one age to another."""
    total = np.zeros(persons.shape[:2])
    for age in range(first, last + 1):
        for sex in (0, 1):
            total += persons[:, :, sex, age]
    return total


@settings(max_examples=15, deadline=None)
@given(small_populations)
def test_people_of_an_age_are_counted_once(persons):
    found = components_of(persons)
    for name, first, last in society.AGED:
        assert found[f"society.{name}"] == pytest.approx(of_age(persons, first, last))


@settings(max_examples=15, deadline=None)
@given(small_populations)
def test_a_share_of_people_is_never_more_than_the_people(persons):
    found = components_of(persons)
    for name, _, first, last in society.SHARES:
        part = found[f"society.{name}"]
        assert (part >= 0).all()
        assert (part <= of_age(persons, first, last) + 1e-6).all()
    assert found["society.voters"] + found["society.not_voting"] == pytest.approx(
        found["society.entitled"]
    )
    assert (found["society.voters"] <= found["society.entitled"] + 1e-9).all()


@settings(max_examples=15, deadline=None)
@given(small_populations)
def test_age_bands_add_up_to_the_whole(persons):
    setting = setting_of(persons)
    whole = linear_components(driven(persons, setting.weights), setting)
    bands = linear_components(driven_by_band(persons, setting.weights), setting)
    for name, values in whole.items():
        if name.startswith(("society.", "land.")):
            assert bands[name].sum(axis=0) == pytest.approx(values, nan_ok=True), name


@settings(max_examples=15, deadline=None)
@given(small_populations)
def test_land_is_never_given_back(persons):
    found = components_of(persons)
    for name in ("land.new_dwellings", "land.homes"):
        assert (np.diff(found[name], axis=-1) >= 0).all()
        assert (found[name][..., 0] == 0).all()
    dwellings = found["services.dwellings"]
    assert (found["land.empty_dwellings"] >= 0).all()
    standing = dwellings[..., :1] + found["land.new_dwellings"] - found["land.empty_dwellings"]
    assert standing == pytest.approx(dwellings)


@settings(max_examples=10, deadline=None)
@given(small_populations, st.integers(2, 4))
def test_draws_take_the_same_way(persons, draws):
    setting = setting_of(persons)
    one = driven(persons, setting.weights)
    many = replace(one, values=np.repeat(one.values[:, None], draws, axis=1))
    alone, stacked = components(one, setting), components(many, setting)
    for name in alone:
        for draw in range(draws):
            assert np.array_equal(stacked[name][draw], alone[name], equal_nan=True)


def test_a_share_of_the_country_is_one_in_all():
    persons = np.random.default_rng(1).uniform(1, 90, (len(PLACES), len(YEARS), 2, len(AGES)))
    assert components_of(persons)["society.share_of_country"].sum(axis=-2) == pytest.approx(1.0)


def test_only_what_is_linear_is_explained_by_ages():
    for one in OURS:
        if one.why == "ages":
            assert not NOT_SPLIT_BY_AGE & {signed(name)[0] for name in (*one.of, *one.per)}


def test_living_alone_follows_the_known_share_of_singles():
    persons = np.full((len(PLACES), len(YEARS), 2, len(AGES)), 10.0)
    country_share = default_parameters().number("society.single_80plus")
    known = {society.SINGLE: np.array([1.1 * country_share, np.nan, country_share])}
    setting = setting_of(persons, local=Local(level={}, basis={}, known=known))
    alone = components(driven(persons, setting.weights), setting)["society.living_alone_80plus"]
    plain = components_of(persons)["society.living_alone_80plus"]
    assert alone / plain == pytest.approx(np.array([1.1, 1.0, 1.0])[:, None] * np.ones(len(YEARS)))


def test_the_centre_of_a_region_is_its_largest_municipality():
    centre, central = society.settlement(PLACES)
    assert centre[:, 0].tolist() == [1.0, 1.0, 0.0]
    assert central[0, 0] == 1.0
    assert central[2, 0] == 0.0
    every, _ = society.settlement(geography().codes)
    assert every.sum() == len(geography().regions)


def test_the_roads_follow_the_vehicles_that_are_left():
    known = default_parameters()
    path = land.road_path(known, (2024, 2040, 2050))
    assert path[0] == pytest.approx(1.0)
    assert (np.diff(path) < 0).all()
    electric = {kind: known[f"land.electric_{kind}"].items for kind in ("cars", "vans", "heavy")}
    slow = 0.0
    for kind, share in (("cars", 0.506), ("vans", 0.157), ("heavy", 1 - 0.506 - 0.157)):
        slow += share * (1 - electric[kind]["2050"]) / (1 - electric[kind]["2024"])
    assert path[2] == pytest.approx(slow)


def test_places_are_the_sum_of_their_municipalities():
    _, _, made = country()
    known = geography()
    places = [known.country, *known.counties]
    whole = sums(made.components, membership(places, made.setting.municipalities))
    for one in OURS:
        for component in (*one.of, *one.per):
            name, _ = signed(component)
            counties = whole.parts[name][1:].sum(axis=0)
            assert counties == pytest.approx(whole.parts[name][0], rel=1e-9), name


PUBLISHED = (
    # component, published, tolerance, source
    ("society.outside", 65_000, 0.03, "SSB 09858, 2023"),
    ("society.low_income_children", 102_600, 0.01, "SSB income statistics, 2020-2022"),
    ("society.entitled", 4_350_000, 0.01, "SSB, entitled to vote 2023"),
    ("society.unpaid_care", 136_000, 0.01, "carers' strategy, 2020"),
    ("society.living_alone_80plus", 0.535 * 210_000 / 225_994 * 256_485, 0.05, "SSB, 2019"),
    ("land.road", 8.0e6, 0.01, "SSB, 2023"),
    ("land.heating", 0.6e6, 0.01, "SSB, 2023"),
)


@pytest.mark.parametrize(("component", "published", "tolerance", "source"), PUBLISHED)
def test_the_country_is_as_published(component, published, tolerance, source):
    _, _, made = country()
    total = made.components[component][:, 0].sum()
    assert total == pytest.approx(published, rel=tolerance), source


def test_shares_of_the_country_are_as_published():
    _, _, made = country()
    whole = sums(made.components, membership([geography().country], made.setting.municipalities))

    def now(name: str) -> float:
        return float(whole.value(next(one for one in OURS if one.name == name))[0, 0])

    assert now("society.turnout") == pytest.approx(0.624, abs=0.005)  # SSB, municipal election 2023
    assert now("society.outside_share") == pytest.approx(0.064, abs=0.001)  # SSB 09858, 2023
    adults = country()[1].persons[:, 0, :, 16:].sum()
    volunteers = made.components["society.volunteers"][:, 0].sum()
    assert volunteers / adults == pytest.approx(0.516, abs=0.005)  # SSB, EU-SILC 2022
    helpers = made.components["society.helpers"][:, 0].sum()
    assert helpers / adults == pytest.approx(0.16, abs=0.005)  # SSB 2019


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_an_indicator_rests_on_what_exists(one: Indicator):
    made = components_of(np.ones((len(PLACES), len(YEARS), 2, len(AGES))))
    known = default_parameters()
    assert {signed(name)[0] for name in (*one.of, *one.per)} <= set(made)
    for name in one.rests_on:
        assert known[name].basis in ("published", "quoted", "derived", "assumption")
    if one.evidence == "strong":
        assert not [name for name in one.rests_on if known[name].basis == "assumption"]


@pytest.mark.parametrize("one", OURS, ids=lambda one: one.name)
def test_an_indicator_has_its_words(one: Indicator):
    for language in LANGUAGES:
        for part in ("", ".of", ".about", ".act"):
            assert own_words(language).get(f"consequence.{one.name}{part}"), (language, part)


def test_a_figure_has_its_words():
    for name in default_parameters().held:
        if name.startswith(("society.", "land.")):
            assert all(own_words(language).get(f"parameter.{name}") for language in LANGUAGES)
