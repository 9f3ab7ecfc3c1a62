"""Users of each service: use by age and sex, people, the local level, and a standard.

Users counted at the end of a year are those of the 1 January that follows, so that the base year
compares with the published figures of the year before.
Equations: docs/model/services.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray
from veivalg.consequences.ageing import graduated, shifted
from veivalg.consequences.drivers import Driven
from veivalg.consequences.indicator import Evidence, Indicator
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.setting import Components, Setting

CARE_AGES: tuple[tuple[str, int, int], ...] = (
    ("0_66", 0, 66),
    ("67_79", 67, 79),
    ("80plus", 80, AGES[-1]),
)
"""Age groups that care users are published by; each has a local level of its own."""
SMOOTHED = ((67, 79), (80, 89), (90, AGES[-1]))
SCHOOL_STEPS = (("1_4", 6, 9), ("5_7", 10, 12), ("8_10", 13, 15))
OF_AGE: tuple[tuple[str, str, int, int], ...] = (
    ("kindergarten_under_3", "kindergarten_use", 0, 2),
    ("kindergarten_3_plus", "kindergarten_use", 3, 5),
    *((f"pupils_{step}", "school_use", first, last) for step, first, last in SCHOOL_STEPS),
    ("after_school", "after_school_use", 6, 9),
    ("upper_secondary", "upper_secondary_use", 15, 23),
    ("health_centre", "health_centre_use", 0, 20),
    ("gp_consultations", "gp_consultations", 0, AGES[-1]),
    ("child_welfare", "child_welfare_use", 0, 22),
    ("social_assistance", "social_assistance_use", 18, AGES[-1]),
    ("culture_school", "culture_school_use", 6, 15),
    ("households", "households", 0, AGES[-1]),
)
"""Service, its use by age, first and last age: these do not follow years left to live."""
CARE_USE = {
    "home": ("home_use", "home_use_path"),
    "institution": ("institution_use", "institution_use_path"),
    "short_stay": ("short_stay_use", "institution_use_path"),
    "round_the_clock": ("round_the_clock_housing_use", ""),
}
"""Care services by age group: use, and the path of use at 80 and over."""
SERVICES = (
    *(service for service, _, _, _ in OF_AGE),
    *(f"{care}_{group}" for care in CARE_USE for group, _, _ in CARE_AGES),
)
"""Services with a local level."""


def weights(
    parameters: Parameters, younger: FloatArray, persons: FloatArray, years: tuple[int, ...]
) -> dict[str, FloatArray]:
    """Weights (sex, age) or (year, sex, age) of every service's driver.

    younger  (year, sex, age)  years younger that each age counts, from `ageing.years_younger`
    persons  (sex, age)        of the country in the base year, to smooth rates within groups
    """
    rows = {
        f"services.{service}": _between(parameters.ages(f"services.{use}"), first, last)
        for service, use, first, last in OF_AGE
    }
    rows["services.residents"] = np.ones((len(SEXES), len(AGES)))
    for care in CARE_USE:
        rows |= _care_weights(care, parameters, younger, persons, years)
    rate = _smooth(parameters.ages("services.dementia"), persons, first=65)
    rows["services.dementia"] = shifted(rate, younger)
    return rows


def components(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Users by service, (…, municipality, year)."""
    found: Components = {
        f"services.{service}": driven[f"services.{service}"] * setting.level(service)
        for service in SERVICES
    }
    for group, _, _ in CARE_AGES:
        hours = driven[f"services.home_hours_{group}"] * setting.level(f"home_{group}")
        found[f"services.home_hours_{group}"] = hours
    found["services.dementia"] = driven["services.dementia"]
    found["services.residents"] = driven["services.residents"]
    found = setting.standard.applied(found)
    return found | setting.standard.applied(_derived(found, setting.parameters))


def _derived(users: Components, parameters: Parameters) -> Components:
    """Users of a part of a service, places, dwellings and connections."""
    number = parameters.number
    home = sum_of(users, *(f"services.home_{group}" for group, _, _ in CARE_AGES))
    residents = users["services.residents"]
    inside = sum_of(users, *INSTITUTION)
    return {
        "services.home_nursing": home * number("services.home_nursing_share"),
        "services.practical_help": home * number("services.practical_help_share"),
        "services.large_needs": users["services.home_0_66"] * number("services.large_needs_share"),
        "services.institution_places": inside
        * number("services.places_per_resident_of_institution"),
        "services.municipal_pupils": sum_of(users, *PUPILS)
        * (1 - number("services.private_school_share")),
        "services.dwellings": users["services.households"]
        * number("services.dwellings_per_household"),
        "services.water": residents * number("services.water_connected"),
        "services.sewage": residents * number("services.sewage_connected"),
    }


def sum_of(users: Mapping[str, FloatArray], *names: str) -> FloatArray:
    """Several components together."""
    total = users[names[0]].copy()
    for name in names[1:]:
        total += users[name]
    return total


def _between(rate: FloatArray, first: int, last: int) -> FloatArray:
    row = np.zeros_like(rate)
    row[:, first : last + 1] = rate[:, first : last + 1]
    return row


def _care_weights(
    care: str,
    parameters: Parameters,
    younger: FloatArray,
    persons: FloatArray,
    years: tuple[int, ...],
) -> dict[str, FloatArray]:
    """Users of a care service by age group, and for home services their hours a week."""
    use, path = CARE_USE[care]
    rate = _smooth(parameters.ages(f"services.{use}"), persons)
    by_year = shifted(rate, younger)
    if path:
        factor = parameters[f"services.{path}"].in_year(years)
        by_year[..., 80:] *= factor[:, None, None]
    rows = {}
    for group, first, last in CARE_AGES:
        rows[f"services.{care}_{group}"] = _between_years(by_year, first, last)
        if care == "home":
            hours = parameters.ages("services.home_hours")
            rows[f"services.home_hours_{group}"] = _between_years(by_year * hours, first, last)
    return rows


def _between_years(rate: FloatArray, first: int, last: int) -> FloatArray:
    row = np.zeros_like(rate)
    row[..., first : last + 1] = rate[..., first : last + 1]
    return row


def _smooth(rate: FloatArray, persons: FloatArray, *, first: int = 67) -> FloatArray:
    """Rates by group from 67 (or another first age) made a curve by one-year age."""
    groups = SMOOTHED if first == SMOOTHED[0][0] else _groups_of(rate[0], first)
    return np.stack([graduated(rate[s], persons.sum(axis=0), groups) for s in range(len(SEXES))])


def _groups_of(rate: FloatArray, first: int) -> tuple[tuple[int, int], ...]:
    """Runs of ages with the same rate, from the first age."""
    starts = [first, *(a for a in range(first + 1, len(rate)) if rate[a] != rate[a - 1])]
    return tuple((a, b - 1) for a, b in zip(starts, [*starts[1:], len(rate)], strict=True))


linear = components
"""Users are proportional to people."""
KINDERGARTEN = ("services.kindergarten_under_3", "services.kindergarten_3_plus")
PUPILS = tuple(f"services.pupils_{step}" for step, _, _ in SCHOOL_STEPS)
HOME = tuple(f"services.home_{group}" for group, _, _ in CARE_AGES)
INSTITUTION = tuple(
    f"services.{care}_{group}"
    for care in ("institution", "short_stay")
    for group, _, _ in CARE_AGES
)
ROUND_THE_CLOCK = tuple(f"services.round_the_clock_{group}" for group, _, _ in CARE_AGES)


def _one(
    name: str, of: tuple[str, ...], *rests_on: str, unit: str = "persons", evidence: Evidence
) -> Indicator:
    return Indicator(
        name=f"services.{name}",
        unit=unit,
        of=of,
        rests_on=tuple(f"services.{one}" for one in rests_on),
        evidence=evidence,
    )


def _same(name: str, *rests_on: str, unit: str = "persons", evidence: Evidence) -> Indicator:
    """An indicator that is one component of the same name."""
    return _one(name, (f"services.{name}",), *rests_on, unit=unit, evidence=evidence)


_HOME = ("home_use", "home_use_path", "healthy_ageing_share")
_INSIDE = (
    "institution_use",
    "short_stay_use",
    "institution_use_path",
    "places_per_resident_of_institution",
    "healthy_ageing_share",
)
INDICATORS: tuple[Indicator, ...] = (
    _one("kindergarten_children", KINDERGARTEN, "kindergarten_use", evidence="strong"),
    _one("pupils", PUPILS, "school_use", evidence="strong"),
    _one("pupils_1_7", PUPILS[:2], "school_use", evidence="strong"),
    _one("pupils_8_10", PUPILS[2:], "school_use", evidence="strong"),
    _same("after_school", "after_school_use", evidence="some"),
    _same("upper_secondary", "upper_secondary_use", evidence="some"),
    _same("health_centre", "health_centre_use", evidence="strong"),
    _same("gp_consultations", "gp_consultations", unit="consultations", evidence="strong"),
    _one("home_users", HOME, *_HOME, evidence="some"),
    _one("home_users_80plus", HOME[2:], *_HOME, evidence="some"),
    _same("home_nursing", *_HOME, "home_nursing_share", evidence="some"),
    _same("practical_help", *_HOME, "practical_help_share", evidence="some"),
    _same("large_needs", "home_use", "large_needs_share", evidence="assumption"),
    _same("institution_places", *_INSIDE, unit="places", evidence="some"),
    _one("round_the_clock", ROUND_THE_CLOCK, "round_the_clock_housing_use", evidence="weak"),
    _same("dementia", "dementia", "healthy_ageing_share", evidence="some"),
    _same("child_welfare", "child_welfare_use", evidence="weak"),
    _same("social_assistance", "social_assistance_use", evidence="weak"),
    _same("culture_school", "culture_school_use", evidence="some"),
    _same("dwellings", "households", "dwellings_per_household", unit="dwellings", evidence="weak"),
    _same("water", "water_connected", evidence="weak"),
    _same("sewage", "sewage_connected", evidence="weak"),
)
