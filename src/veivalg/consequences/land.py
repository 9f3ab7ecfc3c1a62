"""Climate, land and preparedness: emissions, homes to be built, hands when something happens.

Emissions are residents times tonnes per resident times a path of technology. Land is taken when
more dwellings are needed than there ever were, and is never given back.
Equations and sources: docs/model/society.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray
from veivalg.consequences.drivers import Driven
from veivalg.consequences.indicator import Better, Evidence, Indicator, Why
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.setting import Components, Setting
from veivalg.consequences.society import between
from veivalg.data.geography import geography

SQUARE_METRES_PER_DECARE = 1000.0
RATCHETS = ("land.new_dwellings", "land.empty_dwellings", "land.homes")
"""Components that follow the most dwellings there have been; ages of people cannot explain them."""
CALLED_ON = (18, 66)
"""First and last age of those who can be called on in a crisis."""


def weights(
    parameters: Parameters, younger: FloatArray, persons: FloatArray, years: tuple[int, ...]
) -> dict[str, FloatArray]:
    """Weights (sex, age) or (year, sex, age): tonnes per resident in each year, people of age."""
    everybody = np.ones((len(SEXES), len(AGES)))
    heating = parameters["land.heating_path"].in_year(years)
    return {
        "land.road": parameters.number("land.road_emissions")
        * road_path(parameters, years)[:, None, None]
        * everybody,
        "land.heating": parameters.number("land.heating_emissions")
        * heating[:, None, None]
        * everybody,
        "land.callable": between(everybody, *CALLED_ON) * parameters.number("land.able_to_help"),
    }


def road_path(parameters: Parameters, years: tuple[int, ...]) -> FloatArray:
    """(year) emissions from road traffic per resident, over those of the first year.

    Each kind of vehicle emits in proportion to those that are not electric; how far people and
    goods travel per resident is held.
    """
    cars, vans = (parameters.number(f"land.road_{kind}") for kind in ("cars", "vans"))
    shares = {"cars": cars, "vans": vans, "heavy": 1 - cars - vans}
    path = np.zeros(len(years))
    for kind, share in shares.items():
        left = 1 - parameters[f"land.electric_{kind}"].in_year(years)
        path += share * left / left[0]
    return path


def components(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Tonnes, dwellings, decares, people and person-years by name, (…, municipality, year)."""
    dwellings = parts["services.dwellings"]
    most = np.maximum.accumulate(dwellings, axis=-1)
    new = most - dwellings[..., :1]
    return setting.standard.applied(
        {
            "land.road": driven["land.road"],
            "land.heating": driven["land.heating"],
            "land.new_dwellings": new,
            "land.empty_dwellings": most - dwellings,
            "land.homes": new * _square_metres(setting) / SQUARE_METRES_PER_DECARE,
            "land.callable": driven["land.callable"],
            "land.may_need_help": parts["society.living_alone_80plus"]
            + parts["services.home_0_66"]
            + parts["services.home_67_79"],
        }
    )


def linear(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Those of the components that are proportional to people."""
    found = components(driven, parts, setting)
    return {name: values for name, values in found.items() if name not in RATCHETS}


def _square_metres(setting: Setting) -> FloatArray:
    """(municipality, 1) land that a new dwelling takes, by class of centrality."""
    by_class = setting.parameters["land.land_per_dwelling"].items
    per_class = np.array([by_class[str(one)] for one in range(1, len(by_class) + 1)])
    return per_class[_classes(setting.municipalities) - 1][:, None]


@cache
def _classes(municipalities: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    known = geography()
    return np.array([known.municipality(code).centrality for code in municipalities])


def _one(
    name: str,
    of: str,
    unit: str,
    *rests_on: str,
    per: tuple[str, ...] = (),
    decimals: int = 0,
    better: Better = "neither",
    evidence: Evidence,
    why: Why = "ages",
) -> Indicator:
    return Indicator(
        name=f"land.{name}",
        unit=unit,
        of=tuple(f"land.{part}" for part in of.split()),
        per=per,
        decimals=decimals,
        better=better,
        evidence=evidence,
        why=why,
        rests_on=rests_on,
    )


HEALTH_STAFF = ("staff.need.doctors", "staff.need.physiotherapists", "staff.need.health_centres")
_ROAD = tuple(
    f"land.{name}"
    for name in (
        "road_emissions",
        "road_cars",
        "road_vans",
        "electric_cars",
        "electric_vans",
        "electric_heavy",
    )
)
_HEATING = ("land.heating_emissions", "land.heating_path")
_DWELLINGS = ("services.households", "services.dwellings_per_household")
_EXPOSED = ("society.living_alone", "services.home_use", "services.healthy_ageing_share")
INDICATORS: tuple[Indicator, ...] = (
    _one("emissions", "road heating", "tonnes CO2e", *_ROAD, *_HEATING, better="less",
         evidence="assumption"),
    _one("road", "road", "tonnes CO2e", *_ROAD, better="less", evidence="assumption"),
    _one("road_per_resident", "road", "tonnes CO2e per resident", *_ROAD,
         per=("society.residents",), decimals=2, better="less", evidence="assumption"),
    _one("heating", "heating", "tonnes CO2e", *_HEATING, better="less", evidence="assumption"),
    _one("new_dwellings", "new_dwellings", "dwellings", *_DWELLINGS, evidence="weak",
         why="none"),
    _one("homes", "homes", "decares", *_DWELLINGS, "land.land_per_dwelling", better="less",
         evidence="assumption", why="none"),
    _one("empty_dwellings", "empty_dwellings", "dwellings", *_DWELLINGS, better="less",
         evidence="weak", why="none"),
    _one("callable", "callable", "persons", "land.able_to_help", better="more", evidence="some"),
    _one("may_need_help", "may_need_help", "persons", *_EXPOSED, better="less", evidence="weak"),
    _one("hands", "callable", "persons per person", "land.able_to_help", *_EXPOSED,
         per=("land.may_need_help",), decimals=1, better="more", evidence="weak"),
    Indicator(name="land.backup_health", unit="person-years", of=HEALTH_STAFF, decimals=1,
              better="more", evidence="weak", rests_on=("staff.doctors_per_consultation",
              "staff.physiotherapists_per_consultation", "staff.health_centre_per_resident")),
    Indicator(name="land.backup_technical", unit="person-years", of=("staff.need.technical",),
              decimals=1, better="more", evidence="assumption",
              rests_on=("staff.technical_per_resident",)),
)  # fmt: skip
