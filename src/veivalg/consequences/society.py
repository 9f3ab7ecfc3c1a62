"""Society: how many carry how many, who is outside, who lives alone, who helps and who votes.

Every component is people of some ages times a share, so that places, bands of ages and draws all
add up. Shares by age are held as they are today: what changes is how many people there are of each
age. Equations and sources: docs/model/society.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray, make_read_only
from veivalg.consequences.drivers import Driven
from veivalg.consequences.indicator import Better, Evidence, Indicator, Why
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.setting import Components, Setting
from veivalg.data.geography import geography

LAST = AGES[-1]
AGED: tuple[tuple[str, int, int], ...] = (
    ("working_age", 20, 66),
    ("aged_67plus", 67, LAST),
    ("aged_80plus", 80, LAST),
    ("young", 15, 29),
    ("aged_50_66", 50, 66),
    ("young_adults", 25, 39),
    ("children_0_5", 0, 5),
)
"""Everybody of some ages: name, first and last age."""
SHARES: tuple[tuple[str, str, int, int], ...] = (
    ("outside", "outside", 15, 29),
    ("low_income", "low_income", 0, LAST),
    ("low_income_children", "low_income", 0, 17),
    ("living_alone_80plus", "living_alone", 80, LAST),
    ("helpers", "helpers", 16, LAST),
    ("volunteers", "volunteers", 16, LAST),
    ("entitled", "entitled", 18, LAST),
)
"""A share of those of some ages: name, parameter, first and last age."""
SINGLE = "living_alone_share_80plus"
"""Key figure: those 80 and over not in a couple. By it living alone differs locally."""
CENTRAL_CLASSES = (1, 2)
"""Statistics Norway's classes of centrality counted as central: large cities and around them."""


def weights(
    parameters: Parameters, younger: FloatArray, persons: FloatArray, years: tuple[int, ...]
) -> dict[str, FloatArray]:
    """Weights (sex, age) of every driver; none follows years left to live."""
    everybody = np.ones((len(SEXES), len(AGES)))
    rows = {f"society.{name}": between(everybody, first, last) for name, first, last in AGED}
    for name, parameter, first, last in SHARES:
        rows[f"society.{name}"] = between(parameters.ages(f"society.{parameter}"), first, last)
    rows["society.voters"] = rows["society.entitled"] * parameters.ages("society.turnout")
    households = parameters.ages("services.households")
    rows["society.low_income_households"] = rows["society.low_income"] * households
    return rows


def country(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Residents of the whole country, (year)."""
    return {"society.residents": driven["services.residents"].sum(axis=-2)}


def components(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """People, households and person-years by name, (…, municipality, year)."""
    number = setting.parameters.number
    found = setting.standard.applied({name: driven[name] for name in DRIVERS})
    residents = driven["services.residents"]
    centre, central = settlement(setting.municipalities)
    alone = "society.living_alone_80plus"
    return found | setting.standard.applied(
        {
            alone: found[alone] * _alone(setting),
            "society.residents": residents,
            "society.not_voting": found["society.entitled"] - found["society.voters"],
            "society.unpaid_care": found["society.helpers"]
            * number("society.unpaid_care_per_helper"),
            "society.voluntary_work": found["society.volunteers"]
            * number("society.volunteer_person_years"),
            "society.share_of_country": _over(residents, setting.national("society.residents")),
            "society.in_centre": residents * centre,
            "society.in_central_places": residents * central,
        }
    )


def _alone(setting: Setting) -> FloatArray:
    """(municipality, 1) living alone at 80 and over against the country: as those not in a couple.

    1 where the key figure is not known.
    """
    held = setting.local.known.get(SINGLE)
    if held is None:
        return np.ones((len(setting.municipalities), 1))
    level = held / setting.parameters.number("society.single_80plus")
    return np.where(np.isnan(level), 1.0, level)[:, None]


def _over(part: FloatArray, whole: FloatArray) -> FloatArray:
    """A share, NaN where the whole is nobody."""
    share: FloatArray = np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    return share


@cache
def settlement(municipalities: tuple[str, ...]) -> tuple[FloatArray, FloatArray]:
    """(municipality, 1) each: 1 for the largest of its labour-market region, 1 for a central one.

    The largest is the one with most residents on the newest shipped date, and stays so.
    """
    known = geography()
    size = dict(zip(known.codes, known.sizes, strict=True))
    largest = {max(region.members, key=lambda code: size[code]) for region in known.regions}
    centre = np.array([[float(code in largest)] for code in municipalities])
    central = np.array(
        [[float(known.municipality(code).centrality in CENTRAL_CLASSES)] for code in municipalities]
    )
    make_read_only(centre, central)
    return centre, central


def between(rate: FloatArray, first: int, last: int) -> FloatArray:
    """The rate (sex, age) at ages from first to last, nothing at others."""
    row = np.zeros_like(rate)
    row[..., first : last + 1] = rate[..., first : last + 1]
    return row


linear = components
"""Everything is a share of people."""
DRIVERS = (
    *(f"society.{name}" for name, _, _ in AGED),
    *(f"society.{name}" for name, _, _, _ in SHARES),
    "society.voters",
    "society.low_income_households",
)
"""Drivers that are components as they are."""


def _count(
    name: str, *rests_on: str, unit: str = "persons", better: Better, evidence: Evidence
) -> Indicator:
    """An indicator that is one component of the same name, split by ages."""
    return Indicator(
        name=f"society.{name}",
        unit=unit,
        of=(f"society.{name}",),
        better=better,
        evidence=evidence,
        rests_on=rests_on,
    )


def _ratio(
    name: str,
    of: str,
    per: str,
    *rests_on: str,
    unit: str = "share",
    decimals: int = 1,
    better: Better,
    evidence: Evidence,
    why: Why = "ages",
) -> Indicator:
    """One component over another."""
    return Indicator(
        name=f"society.{name}",
        unit=unit,
        of=(f"society.{of}",),
        per=(f"society.{per}",),
        decimals=decimals,
        better=better,
        evidence=evidence,
        why=why,
        rests_on=rests_on,
    )


_PER = "persons per person"
INDICATORS: tuple[Indicator, ...] = (
    _ratio("age_bearing_67plus", "working_age", "aged_67plus", unit=_PER, better="more",
           evidence="strong"),
    _ratio("age_bearing_80plus", "working_age", "aged_80plus", unit=_PER, better="more",
           evidence="strong"),
    Indicator(name="society.age_bearing_employed", unit=_PER, of=("staff.employed",),
              per=("society.aged_67plus",), decimals=2, better="more", evidence="some",
              rests_on=("staff.employment",)),
    _ratio("young_adults_share", "young_adults", "residents", better="more", evidence="strong"),
    _ratio("children_per_80plus", "children_0_5", "aged_80plus", unit=_PER, decimals=2,
           better="neither", evidence="strong"),
    _ratio("outside_share", "outside", "young", "society.outside", better="less",
           evidence="weak"),
    _count("outside", "society.outside", better="less", evidence="weak"),
    _count("low_income", "society.low_income", better="less", evidence="weak"),
    _count("low_income_children", "society.low_income", better="less", evidence="weak"),
    _count("low_income_households", "society.low_income", "services.households",
           unit="households", better="less", evidence="assumption"),
    _count("living_alone_80plus", "society.living_alone", "society.single_80plus",
           better="less", evidence="some"),
    _ratio("living_alone_80plus_share", "living_alone_80plus", "aged_80plus",
           "society.living_alone", "society.single_80plus", better="less", evidence="some"),
    _ratio("care_ratio", "aged_50_66", "aged_80plus", unit=_PER, better="more",
           evidence="strong"),
    _count("unpaid_care", "society.helpers", "society.unpaid_care_per_helper",
           unit="person-years", better="more", evidence="weak"),
    _count("volunteers", "society.volunteers", better="more", evidence="weak"),
    _count("voluntary_work", "society.volunteers", "society.volunteer_person_years",
           unit="person-years", better="more", evidence="assumption"),
    _ratio("turnout", "voters", "entitled", "society.turnout", "society.entitled", better="more",
           evidence="some"),
    _count("not_voting", "society.turnout", "society.entitled", better="less", evidence="some"),
    Indicator(name="society.share_of_country", unit="per 1,000 in the country",
              of=("society.share_of_country",), scale=1000.0, decimals=2,
              evidence="strong", why="none"),
    _ratio("in_centre_share", "in_centre", "residents", better="neither",
           evidence="strong", why="none"),
    _ratio("in_central_places_share", "in_central_places", "residents", better="neither",
           evidence="strong", why="none"),
)  # fmt: skip
