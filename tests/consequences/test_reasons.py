"""Why an indicator changes: the causes add up, and each stands where it belongs."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.fakes import shipped
from veivalg.analysis.consequences import Chain, PlaceConsequences, chain, consequences_of
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import indicator, indicators
from veivalg.consequences.reasons import CAUSES_BY_AGE, causes_of, reasons

PLACES = ("3448", "1151", "0301", "0")
"""Nordre Land, Utsira, Oslo, the country."""
EXACT = 1e-9
"""Of the largest value of the indicator."""
EXPLAINED = [one.name for one in indicators() if causes_of(one)]
CARE = ("services.home_users", "services.home_users_80plus", "services.institution_places")


@cache
def made() -> Chain:
    return chain(shipped.simulation(), shipped.run())


@cache
def of(text: str) -> PlaceConsequences:
    return consequences_of(made(), shipped.place(text))


def parts_of(text: str, name: str) -> dict[str, np.ndarray]:
    value = of(text)
    at = [one.name for one in value.indicators].index(name)
    return dict(zip(value.causes[at], value.why[at], strict=True))


def why(one: Indicator, *codes: str) -> np.ndarray:
    ready, persons = made().prepared, made().run.ledger.persons
    rows = made().simulation.rows(codes)
    (parts,) = reasons(ready, persons, rows, (one,))
    return parts


def total(codes: tuple[str, ...], *names: str) -> np.ndarray:
    rows = made().simulation.rows(codes)
    return sum(made().prepared.components[name][rows].sum(axis=0) for name in names)


@pytest.mark.parametrize("name", EXPLAINED)
@pytest.mark.parametrize("text", PLACES)
def test_the_causes_add_up_to_the_change(text: str, name: str):
    path, parts = of(text).series(name), parts_of(text, name)
    together = np.sum(list(parts.values()), axis=0)
    np.testing.assert_array_equal(np.isnan(together), np.isnan(path))
    size = np.nanmax(np.abs(path)) if np.isfinite(path).any() else 0.0
    np.testing.assert_allclose(together, path - path[0], rtol=0, atol=EXACT * max(size, 1e-9))


@pytest.mark.parametrize("text", PLACES)
def test_nothing_has_changed_in_the_base_year(text: str):
    for one, parts in zip(of(text).indicators, of(text).why, strict=True):
        size = np.nanmax(np.abs(of(text).series(one.name)), initial=1.0)
        assert np.nanmax(np.abs(parts[:, 0]), initial=0.0) < EXACT * size, one.name


def test_both_ways_of_explaining_are_tried():
    ways = {indicator(name).why for name in EXPLAINED}
    assert ways == {"ages", "parts"}
    assert len(EXPLAINED) > 30


@pytest.mark.parametrize("text", PLACES)
def test_an_indicator_without_causes_says_so(text: str):
    for one, names, parts in zip(of(text).indicators, of(text).causes, of(text).why, strict=True):
        assert parts.shape == (len(names), len(of(text).years)), one.name
        assert (len(names) == 0) == (one.name not in EXPLAINED)


@pytest.mark.parametrize(
    ("name", "ages"),
    [
        ("services.kindergarten_children", {"ages_0_5"}),
        ("services.pupils", {"ages_6_15"}),
        ("services.upper_secondary", {"ages_6_15", "ages_16_66"}),
        ("services.home_users_80plus", {"ages_80_89", "ages_90_plus", "use", "healthier"}),
        ("services.culture_school", {"ages_6_15"}),
    ],
)
@pytest.mark.parametrize("text", PLACES)
def test_only_the_ages_that_use_a_service_explain_it(text: str, name: str, ages: set[str]):
    parts = parts_of(text, name)
    moved = {cause for cause, part in parts.items() if np.abs(part).max() > 1e-6}
    assert moved <= ages
    assert moved, "nothing explains it"


@pytest.mark.parametrize("name", CARE)
@pytest.mark.parametrize("text", PLACES)
def test_healthier_ageing_and_less_use_take_away(text: str, name: str):
    parts = parts_of(text, name)
    assert (parts["healthier"][1:] < 0).all()
    assert (np.diff(parts["healthier"]) < 1e-9).all() or text != "0"
    assert (parts["use"][1:] < 0).all()


def test_only_care_ages_better():
    for name in EXPLAINED:
        one = indicator(name)
        if name in {"services.kindergarten_children", "services.pupils", "services.child_welfare"}:
            assert one.why == "ages"
            assert np.abs(parts_of("0", name)["healthier"]).max() == 0
            assert np.abs(parts_of("0", name)["use"]).max() < 1e-6


def test_more_of_the_oldest_is_what_more_care_comes_from():
    parts = parts_of("0", "services.institution_places")
    last = {cause: part[-1] for cause, part in parts.items()}
    assert max(last, key=lambda cause: last[cause]) in {"ages_80_89", "ages_90_plus"}
    assert last["ages_80_89"] > last["ages_67_79"] > 0


def test_the_age_of_the_one_who_comes_is_the_cause():
    """One more in each age in every year after the base year, nobody else: his own use is added."""
    ready, persons = made().prepared, made().run.ledger.persons
    row = made().simulation.rows(("1151",))
    still = np.repeat(persons[:, :1], persons.shape[1], axis=1)
    one = indicator("services.gp_consultations")
    (before,) = reasons(ready, still, row, (one,))
    np.testing.assert_allclose(before, 0, atol=1e-9)
    more = still.copy()
    more[row[0], 1:, 0, 85] += 1
    (after,) = reasons(ready, more, row, (one,))
    use = ready.setting.parameters.ages("services.gp_consultations")[0, 85]
    at = CAUSES_BY_AGE.index("ages_80_89")
    np.testing.assert_allclose(after[at, 1:], use)
    np.testing.assert_allclose(np.delete(after, at, axis=0), 0, atol=1e-9)


@pytest.mark.parametrize("name", ["services.home_users", "services.gp_consultations"])
def test_causes_of_a_region_are_the_sum_of_its_municipalities(name: str):
    codes = ("3448", "1151", "0301")
    apart = sum(why(indicator(name), code) for code in codes)
    np.testing.assert_allclose(why(indicator(name), *codes), apart, rtol=1e-9, atol=1e-6)


ABOVE, BELOW = ("services.home_80plus", "services.pupils_1_4"), ("services.residents",)


def share(*of: str, per: tuple[str, ...] = BELOW, scale: float = 1.0) -> Indicator:
    return Indicator(name="services.tried", unit="share", of=of, per=per, scale=scale)


@pytest.mark.parametrize("codes", [("3448",), ("1151",), ("0301", "3448")])
@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_the_causes_of_a_ratio_add_up(codes: tuple[str, ...], scale: float):
    path = scale * total(codes, *ABOVE) / total(codes, *BELOW)
    parts = why(share(*ABOVE, scale=scale), *codes)
    np.testing.assert_allclose(parts.sum(axis=0), path - path[0], rtol=0, atol=1e-12 * scale)


def test_the_part_of_an_age_in_a_ratio_is_its_shapley_share():
    """By hand: the age changes the upper side by `a` and the lower by `b`, before or after the
    rest, each order as good as the other."""
    above, below = total(("3448",), *ABOVE), total(("3448",), *BELOW)
    counted = [why(share(name, per=()), "3448") for name in ABOVE]
    a, b = sum(counted)[:, -1], why(share(*BELOW, per=()), "3448")[:, -1]
    expected = a * (1 / below[0] + 1 / below[-1]) / 2 - b * (above[0] + above[-1]) / (
        2 * below[0] * below[-1]
    )
    np.testing.assert_allclose(why(share(*ABOVE), "3448")[:, -1], expected, rtol=1e-9, atol=1e-15)


def test_what_is_subtracted_has_causes_of_the_other_sign():
    plain = why(share("services.pupils_1_4", per=()), "3448")
    np.testing.assert_array_equal(why(share("-services.pupils_1_4", per=()), "3448"), -plain)
    less = why(share("services.residents", "-services.pupils_1_4", per=()), "3448")
    np.testing.assert_allclose(less + plain, why(share("services.residents", per=()), "3448"))


def test_a_ratio_over_itself_has_no_causes():
    parts = why(share("services.residents"), "0301")
    np.testing.assert_allclose(parts, 0, atol=1e-12)


def test_nobody_below_the_line_is_missing_and_not_nothing():
    empty = share("services.pupils_1_4", per=("services.pupils_1_4", "-services.pupils_1_4"))
    assert np.isnan(why(empty, "3448")).all()
