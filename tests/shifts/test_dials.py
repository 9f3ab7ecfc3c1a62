"""Every dial of the model moves the model, the right way; every other dial moves no number."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.pathways.grounds import NAMES, by_hand, run, shape_of, site, today, value
from veivalg.errors import BadParameter
from veivalg.language import LANGUAGES
from veivalg.shifts.applied import standard_of
from veivalg.shifts.contribution import Totals, totals
from veivalg.shifts.dial import IN_THE_MODEL, dial, dials
from veivalg.shifts.figures import figure

MOVES: dict[str, tuple[float, str, int]] = {
    "births_tfr": (0.2, "services.pupils_1_7", 1),
    "life_expectancy": (1.0, "services.home_users_80plus", 1),
    "net_inmove_20_39": (1.0, "services.kindergarten_children", 1),
    "net_inmove_all": (1.0, "services.pupils", 1),
    "net_immigration": (10_000.0, "services.dwellings", 1),
    "refugees_settled": (10.0, "services.dwellings", 1),
    "stay_share_refugees": (10.0, "services.dwellings", 1),
    "moves_inside": (-20.0, "services.dwellings", 1),
    "spread_of_local_moves": (10.0, "services.dwellings", -1),
    "care_need_80plus": (10.0, "services.home_users_80plus", 1),
    "care_need": (10.0, "staff.need_care", 1),
    "home_hours": (10.0, "staff.need_care", 1),
    "practical_help": (10.0, "services.practical_help", 1),
    "institution_share_80plus": (2.0, "services.institution_places", 1),
    "staffed_housing_80plus": (2.0, "staff.need_care", 1),
    "care_hours_inside": (10.0, "staff.need_care", 1),
    "night_hours": (10.0, "staff.need_care", 1),
    "direct_time": (10.0, "staff.need_care", -1),
    "kindergarten_children_per_staff": (10.0, "staff.need_kindergarten", -1),
    "teachers_per_pupil": (10.0, "staff.need_school", 1),
    "office_hours": (10.0, "staff.need_other", 1),
    "admin_positions": (10.0, "staff.need_other", 1),
    "nurse_share": (10.0, "staff.gap_nurse", 1),
    "social_assistance": (10.0, "services.social_assistance", 1),
    "child_welfare": (10.0, "services.child_welfare", 1),
    "service_users": (10.0, "services.home_users", 1),
    "private_share": (10.0, "services.home_users", -1),
    "gp_contacts": (10.0, "services.gp_consultations", 1),
    "school_load": (10.0, "services.pupils", 1),
    "travel_hours": (10.0, "staff.need_care", 1),
    "sick_leave": (1.0, "staff.unfilled", 1),
    "position_care": (10.0, "staff.available", 1),
    "exit_care": (1.0, "staff.unfilled", 1),
    "entrants_nurses": (1.0, "staff.gap_nurse", -1),
    "entrants_nurses_country": (10.0, "staff.gap_nurse", -1),
    "entrants_skilled": (1.0, "staff.gap_skilled_health_worker", -1),
    "assistants": (10.0, "staff.gap_health_assistant", -1),
    "supply_care": (10.0, "staff.available", 1),
    "scarce_hours": (10.0, "staff.gap_nurse", -1),
    "hours_per_year": (10.0, "staff.available", 1),
    "employment_62_69": (10.0, "staff.available", 1),
    "employment_25_61": (10.0, "staff.available", 1),
    "fillable_share": (10.0, "staff.unfilled", -1),
    "gp_vacancy": (10.0, "staff.gap_doctor", 1),
    "extra_load": (10.0, "staff.need_other", 1),
    "extra_care_load": (10.0, "staff.need_care", 1),
    "gross_revenue": (10.0, "money.gross_revenue", 1),
    "free_income": (10.0, "money.gross_revenue", 1),
    "tax_base": (10.0, "money.tax", 1),
    "cost_all": (10.0, "money.gross_spending", 1),
    "cost_admin": (10.0, "money.spending_administration", 1),
    "cost_school": (10.0, "money.spending_school", 1),
    "cost_kindergarten": (10.0, "money.spending_kindergarten", 1),
    "cost_shared": (10.0, "money.gross_spending", 1),
    "cost_purchases": (10.0, "money.gross_spending", 1),
    "cost_buildings": (10.0, "money.gross_spending", 1),
    "energy": (10.0, "money.gross_spending", 1),
    "cost_culture": (10.0, "money.spending_culture", 1),
    "cost_training": (1.0, "money.gross_spending", 1),
    "cost_preparedness": (1.0, "money.gross_spending", 1),
    "cost_needs": (10.0, "money.spending_child_welfare", 1),
    "cost_guards": (1.0, "money.gross_spending", 1),
    "cost_investment": (10.0, "money.investment", 1),
    "debt_ratio": (10.0, "money.debt", 1),
    "once_cost": (1_000.0, "money.gross_spending", 1),
    "state_cover": (50.0, "money.gross_spending", -1),
    "outside_15_29": (2.0, "society.outside", 1),
    "low_income": (2.0, "society.low_income", 1),
    "turnout": (2.0, "society.turnout", 1),
    "volunteer_hours": (10.0, "society.voluntary_work", 1),
    "relatives_hours": (10.0, "society.unpaid_care", 1),
    "car_km": (10.0, "land.road", 1),
    "transport_emissions": (10.0, "land.road", 1),
    "emissions": (10.0, "land.emissions", 1),
    "land_per_dwelling": (10.0, "land.homes", 1),
    "productivity": (10.0, "money.gross_spending", -1),
}
"""Dial: an amount, an indicator that it moves by 2040, and which way."""
EASIER = {"staff.unfilled": "less", "money.gross_spending": "less", "staff.need_care": "less",
          "services.home_users_80plus": "less", "services.social_assistance": "less",
          "services.child_welfare": "less", "society.outside": "less", "society.low_income": "less",
          "staff.gap_doctor": "less", "land.road": "less", "land.emissions": "less",
          "land.homes": "less", "society.turnout": "more",
          "society.voluntary_work": "more"}  # fmt: skip
"""Which way of these indicators is easier to live with."""
BESIDE = {"state_cover": ("once_cost", 1_000.0)}
"""A dial that counts only together with another."""
MODEL = [key for key, held in dials().items() if held.works in IN_THE_MODEL]
OTHERS = [key for key, held in dials().items() if held.works not in IN_THE_MODEL]


def without(key: str):
    """What the dial is measured against: nothing moved, or what it counts together with."""
    if key not in BESIDE:
        return today(), ()
    other = by_hand(*BESIDE[key], source="choice.other")
    return run([other]), (other,)


def moved(key: str, amount: float):
    _, beside = without(key)
    shape = shape_of(site(), ramp=key == "debt_ratio")
    return run([*beside, by_hand(key, amount, shape=shape)])


def test_every_dial_of_the_model_has_its_indicator_and_no_other_has():
    assert list(MOVES) == MODEL
    assert len(MODEL) + len(OTHERS) == len(dials()) == 119


@pytest.mark.parametrize("key", MODEL)
def test_a_dial_of_the_model_moves_an_indicator_the_right_way(key: str):
    amount, name, sign = MOVES[key]
    before = value(without(key)[0], name)
    up, down = value(moved(key, amount), name), value(moved(key, -amount), name)
    assert (up - before) * sign > 1e-6 * abs(before)
    if key != "fillable_share":  # fewer than none cannot be filled
        assert (down - before) * sign < -1e-6 * abs(before)


@pytest.mark.parametrize("key", [k for k in MODEL if dials()[k].better != "neither"])
def test_the_better_way_of_a_dial_is_the_easier_way_of_what_it_moves(key: str):
    amount, name, sign = MOVES[key]
    upward = "more" if amount * sign > 0 else "less"
    assert (EASIER[name] == upward) == (dials()[key].better == "more")


@pytest.mark.parametrize("key", MODEL)
def test_nothing_is_moved_in_the_base_year(key: str):
    """What has come by then is in the figures already."""
    found = moved(key, MOVES[key][0])
    flows = [i for i, n in enumerate(NAMES) if n in ("money.investment", "land.new_dwellings")]
    before, after = (np.delete(one[:, 0], flows) for one in (today(), found))
    np.testing.assert_allclose(after, before, rtol=1e-9, atol=1e-9)


def test_points_of_turnout_are_points_of_turnout():
    moved_by = value(run([by_hand("turnout", 2.0)]), "society.turnout")
    assert moved_by - value(today(), "society.turnout") == pytest.approx(0.02, abs=1e-12)


def test_pay_follows_the_staff_of_a_service_and_not_the_number_of_its_areas():
    """School has many times the staff of after-school care."""
    base, spending = site().base, "money.spending_school"
    held = totals([by_hand("teachers_per_pupil", 10.0)])
    factor = standard_of(held, base, presence=site().presence).factors[spending]
    school, after = (base.parts[f"staff.need.{area}"] for area in ("school", "after_school"))
    more = 0.1 * figure("teaching_share") * school / (school + after)
    np.testing.assert_allclose(factor[0][:, -1], 1.0 + (figure("wages_of_area") * more)[:, -1])


@pytest.mark.parametrize("key", OTHERS)
def test_a_dial_that_is_followed_or_judged_moves_no_indicator(key: str):
    assert np.array_equal(run([by_hand(key, 10.0)]), today(), equal_nan=True)


@pytest.mark.parametrize("key", MODEL)
def test_a_dial_moved_by_nothing_moves_nothing(key: str):
    assert np.array_equal(run([by_hand(key, 0.0)]), today(), equal_nan=True)


@pytest.mark.parametrize("key", list(dials()))
def test_a_dial_is_whole(key: str):
    held = dials()[key]
    assert set(held.name) == set(LANGUAGES)
    assert all(text.strip() for text in held.name.values())
    assert held.kind in ("percent", "sum")
    assert held.better in ("more", "less", "neither")
    assert re.fullmatch(r"[a-z][a-z0-9_]*", key)
    if held.works in IN_THE_MODEL and held.unit == "percent" and held.kind == "sum":
        assert key == "state_cover", "shares of the same bill add up"


def test_an_unknown_dial_names_place_and_the_nearest():
    with pytest.raises(BadParameter, match=r"own story 1, trend 'x'.*'sik_leave'.*sick_leave"):
        dial("sik_leave", where="own story 1, trend 'x'")
    with pytest.raises(BadParameter, match=r"no assumption 'qqqqqq'\. All of them"):
        dial("qqqqqq", where="own measure 1")


def components_of(key: str, amount: float):
    """Factors and amounts of one dial at full strength from the second year, Nordre Land's rows."""
    shape = np.minimum(np.arange(len(site().years)), 1.0)
    by = np.tile(shape * amount, (1, len(site().codes), 1))
    return standard_of(Totals({key: by}), site().base, presence=site().presence)


def test_who_goes_private_leaves_a_part_of_the_cost_and_takes_hands_along():
    found = components_of("private_share", 10.0)
    last = {name: values[0, 0, -1] for name, values in found.factors.items()}
    assert last["services.home_80plus"] == pytest.approx(0.9)
    assert not any("kindergarten" in name and name.startswith("services") for name in last)
    school = last["money.spending_school"] * last["services.pupils_5_7"]
    assert school == pytest.approx(1.0 - 0.1 * (1.0 - figure("private_pupil_cut")))
    care = last["money.spending_home_care"] * last["services.home_hours_80plus"]
    assert care == pytest.approx(1.0 - 0.1 * (1.0 - figure("private_care_paid")))
    assert last["staff.available.nurse"] == pytest.approx(1.0 - 0.1 * figure("private_hands"))
    assert "staff.available.engineer" not in last


def test_staffed_housing_brings_residents_common_staff_and_hours_of_their_own():
    found = components_of("staffed_housing_80plus", 2.0)
    aged = site().base.aged(80, site().base.persons.shape[-1] - 1)
    more = found.added["services.round_the_clock_80plus"][0]
    np.testing.assert_allclose(more[:, 1:], 0.02 * aged[:, 1:])
    hours = found.added["services.home_hours_80plus"][0]
    np.testing.assert_allclose(hours, more * figure("hours_in_housing"))
    before, after = today(), run([by_hand("staffed_housing_80plus", 2.0)])
    at = site().years.index(2040)
    number = site().setting.parameters.number
    each = number("staff.round_the_clock_per_resident")
    each += figure("hours_in_housing") * number("staff.home_per_weekly_hour")
    need = NAMES.index("staff.need_care")
    mine = np.flatnonzero(site().mine)
    assert after[need, at] - before[need, at] > 0.8 * each * more[mine, at].sum()


def test_fewer_in_staffed_housing_are_never_less_than_nobody():
    found = components_of("staffed_housing_80plus", -100.0)
    held = site().base.parts["services.round_the_clock_80plus"]
    assert (held + found.added["services.round_the_clock_80plus"][0] >= 0).all()
