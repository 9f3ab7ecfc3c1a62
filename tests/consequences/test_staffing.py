"""Person-years needed: sums, proportions, and the country against what is published."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.consequences.staff_fixtures import components, made_up, norway, run, small_setting
from veivalg.axes import FloatArray
from veivalg.consequences import services, staffing, workforce
from veivalg.consequences.drivers import driven, driven_by_band
from veivalg.consequences.parameters import Parameters, default_parameters
from veivalg.consequences.setting import Components, Setting
from veivalg.consequences.staffing import AREAS, CARE, OCCUPATION_NAMES, OCCUPATIONS
from veivalg.errors import BadParameter
from veivalg.language.catalogue import own_words

SEEDS = st.integers(0, 10_000)
ENDINGS = ("", ".of", ".about", ".act")
REGIONS = (0, 0, 1, 1, 2)


def with_items(figure: str, **items: float) -> Parameters:
    known = default_parameters()
    held = {**known[figure].items, **items}
    return known.replaced(replace(known[figure], items=MappingProxyType(held)))


def total(parts: dict[str, FloatArray], names: tuple[str, ...]) -> FloatArray:
    return np.sum([parts[f"staff.need.{name}"] for name in names], axis=0)


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_areas_and_occupations_sum_to_the_same(seed: int):
    persons = made_up(seed)
    _, parts = run(persons, small_setting(persons, region_of=REGIONS))
    np.testing.assert_allclose(total(parts, AREAS), total(parts, OCCUPATION_NAMES), rtol=1e-12)


@given(SEEDS, st.floats(0.1, 50))
@settings(max_examples=20, deadline=None)
def test_twice_the_people_need_twice_the_staff(seed: int, factor: float):
    persons = made_up(seed)
    setting = small_setting(persons, region_of=REGIONS)
    one = components_of_need(persons, setting)
    more = components_of_need(persons * factor, setting)
    for name, need in one.items():
        np.testing.assert_allclose(more[name], need * factor, rtol=1e-9, err_msg=name)


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_need_split_by_age_adds_up(seed: int):
    persons = made_up(seed)
    setting = small_setting(persons, region_of=REGIONS)
    users = services.components(driven_by_band(persons, setting.weights), {}, setting)
    split = staffing.components(driven_by_band(persons, setting.weights), users, setting)
    whole = components_of_need(persons, setting)
    for name in whole:
        np.testing.assert_allclose(split[name].sum(axis=0), whole[name], rtol=1e-9, err_msg=name)


def components_of_need(persons: FloatArray, setting: Setting) -> Components:
    people = driven(persons, setting.weights)
    users = services.components(people, {}, setting)
    return staffing.components(people, users, setting)


def test_a_place_without_people_needs_nobody():
    persons = made_up(1)
    persons[2] = 0
    _, parts = run(persons, small_setting(persons, region_of=REGIONS))
    for name in (*AREAS, *OCCUPATION_NAMES):
        assert (parts[f"staff.need.{name}"][2] == 0).all(), name


def test_kindergarten_staff_by_hand():
    """(2 x 30 small children + 54 larger) / 5.7 = 20 in basic staff, and 19.8 % others."""
    persons = made_up(1, places=1)
    setting = small_setting(persons, region_of=(0,))
    users = dict(services.components(driven(persons, setting.weights), {}, setting))
    users["services.kindergarten_under_3"] = np.full((1, 4), 30.0)
    users["services.kindergarten_3_plus"] = np.full((1, 4), 54.0)
    assert staffing.counted_by_area(users, setting)["kindergarten"] == pytest.approx(20 * 1.198)


def test_the_law_asks_for_one_adult_to_three_small_or_six_larger_children():
    known = default_parameters()
    per_staff = known.number("staff.kindergarten_children_per_staff")
    small = per_staff / known.number("staff.kindergarten_weight_under_3")
    assert per_staff <= 6
    assert small <= 3


def test_empty_positions_come_on_top_of_those_counted():
    persons = made_up(3)
    parameters = with_items("staff.empty_positions", doctor=0.2)
    _, parts = run(persons, small_setting(persons, region_of=REGIONS, parameters=parameters))
    np.testing.assert_allclose(
        parts["staff.need.doctors"], parts["staff.counted.doctors"] / 0.8, rtol=1e-12
    )


def test_a_local_level_of_staff_moves_its_own_areas_only():
    persons = made_up(4)
    usual = small_setting(persons, region_of=REGIONS)
    richer = small_setting(
        persons, region_of=REGIONS, level={"staffing.care": np.array([1.1, 1, 1, 1, 1])}
    )
    before, after = components_of_need(persons, usual), components_of_need(persons, richer)
    for area in AREAS:
        factor = np.ones((5, 1))
        factor[0] = 1.1 if area in CARE else 1.0
        np.testing.assert_allclose(
            after[f"staff.counted.{area}"], before[f"staff.counted.{area}"] * factor, rtol=1e-12
        )


def test_shares_that_do_not_sum_to_one_are_told():
    parameters = with_items("staff.school_occupations", teacher=0.9)
    with pytest.raises(BadParameter, match=r"staff\.school_occupations sums to 1\.154"):
        staffing.need_per_counted(parameters)


def test_an_occupation_that_is_none_is_told():
    parameters = with_items("staff.doctors_occupations", surgeon=0.0)
    with pytest.raises(BadParameter, match="'surgeon', which is no occupation of ours"):
        staffing.need_per_counted(parameters)


def test_all_positions_empty_is_told():
    parameters = with_items("staff.empty_positions", nurse=1.0)
    with pytest.raises(BadParameter, match="need is unknown"):
        staffing.need_per_counted(parameters)


def test_occupations_stand_by_group_and_working_life():
    keys = [(staffing.GROUPS.index(g), staffing.PROFILES.index(p)) for _, g, p in OCCUPATIONS]
    assert [group for group, _ in keys] == sorted(group for group, _ in keys)
    starts = [key for i, key in enumerate(keys) if i == 0 or key != keys[i - 1]]
    assert len(starts) == len(set(starts))


# Statistics Norway, Sjukeheimar, heimetenester og andre omsorgstenester and Kommunehelsetenesta,
# 17 June 2024 (end of 2023). Kindergarten: 77,450 person-years of 2021 (Utdanningsdirektoratet)
# per child, times the children of 2023. Child welfare: Statistics Norway, Barnevern, 2021.
PUBLISHED = {
    CARE: 157_076,
    ("health_centres",): 6_994.3,
    ("kindergarten",): 77_450 / 268_465 * 266_916,
    ("child_welfare",): 6_430.5,
}


@pytest.mark.parametrize("areas", PUBLISHED, ids=lambda areas: areas[0])
def test_the_country_has_the_person_years_that_are_published(areas: tuple[str, ...]):
    parts = norway()[0].components
    ours = sum(parts[f"staff.counted.{area}"][:, 0].sum() for area in areas)
    assert ours == pytest.approx(PUBLISHED[areas], rel=0.02)


@pytest.mark.parametrize(
    ("occupation", "published"), [("doctor", 6987.3), ("physiotherapist", 5322.5)]
)
def test_the_country_has_the_doctors_and_physiotherapists_that_are_published(
    occupation: str, published: float
):
    made = norway()[0]
    needed = made.components[f"staff.need.{occupation}"][:, 0].sum()
    empty = made.setting.parameters.item("staff.empty_positions", occupation)
    assert needed * (1 - empty) == pytest.approx(published, rel=0.02)


def test_as_many_in_care_have_health_education_as_is_published():
    """117,298 of 157,076 person-years: 74.7 %, Statistics Norway, 17 June 2024."""
    made = norway()[0]
    educated = ("nurse", "skilled_health_worker", "social_educator", "other_health")
    column = [OCCUPATION_NAMES.index(name) for name in educated]
    counted = [made.components[f"staff.counted.{area}"][:, 0].sum() for area in CARE]
    shares = [
        staffing.occupation_shares(area, made.setting.parameters)[column].sum() for area in CARE
    ]
    assert np.average(shares, weights=counted) == pytest.approx(117_298 / 157_076, abs=0.02)


def test_every_component_named_by_an_indicator_exists():
    persons = made_up(5)
    setting, _ = run(persons, small_setting(persons, region_of=REGIONS))
    parts = components(driven(persons, setting.weights), setting)
    for one in staffing.INDICATORS:
        for name in (*one.of, *one.per, *one.parts):
            assert name.removeprefix("-") in parts, one.name
        for figure in one.rests_on:
            assert setting.parameters[figure].name == figure


def test_everything_in_the_chapter_has_words():
    known = own_words("nb")
    shown = [*staffing.INDICATORS, *workforce.INDICATORS]
    wanted = {f"consequence.{one.name}{end}" for one in shown for end in ENDINGS}
    wanted |= {f"cause.{part.removeprefix('-')}" for one in shown for part in one.parts}
    wanted |= {f"occupation.{name}" for name in OCCUPATION_NAMES}
    wanted |= {f"staff.flow.{name}" for name in workforce.FLOWS}
    wanted |= {f"parameter.{name}" for name in default_parameters().held if name[:6] == "staff."}
    assert sorted(wanted - set(known)) == []
    wanted |= {f"{name}.reason" for name in wanted if name.startswith("parameter.")}
    starts = ("consequence.staff.", "cause.staff.", "parameter.staff.", "staff.", "occupation.")
    assert sorted(key for key in known if key.startswith(starts) and key not in wanted) == []
