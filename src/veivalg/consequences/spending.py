"""Spending, fees and refunds by service: users x cost per user x local cost level.

The cost of a user is the country's spending per resident in the accounts of the base year, divided
by the country's users: the sum over municipalities is then the accounts' sum, whatever a "user" is.
Equations (1) to (6): docs/model/economy.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.services import HOME, INSTITUTION, KINDERGARTEN, PUPILS, ROUND_THE_CLOCK
from veivalg.consequences.setting import Components, Setting

_RESIDENTS = ("services.residents",)
DRIVERS: Mapping[str, tuple[str, ...]] = {
    "kindergarten": KINDERGARTEN,
    "school": (*PUPILS, "services.after_school"),
    "health": ("services.gp_consultations", "services.health_centre"),
    "institution": INSTITUTION,
    "home_care": (
        *(name.replace("home_", "home_hours_") for name in HOME),
        *ROUND_THE_CLOCK,
    ),
    "child_welfare": ("services.child_welfare",),
    "social": ("services.social_assistance",),
    "administration": _RESIDENTS,
    "culture": _RESIDENTS,
    "technical": _RESIDENTS,
    "other": _RESIDENTS,
}
"""Services that are paid for, and the users that each is counted by."""
LABOUR = (
    "kindergarten",
    "school",
    "health",
    "institution",
    "home_care",
    "child_welfare",
    "administration",
    "culture",
)
"""Services whose cost is mostly pay."""
SECTORS = ("kindergarten", "school", "health", "care", "child_welfare", "social", "administration")
"""Sectors of the income system's cost key; care is institution and home_care."""


def volume(service: str, users: Mapping[str, FloatArray], parameters: Parameters) -> FloatArray:
    """Users of a service in one unit, a costlier user counted as more than one.

    users  by name: components (…, municipality, year), or weights (sex, age)
    """
    weights = parameters["money.volume_weights"].items
    total: FloatArray | float = 0.0
    for name in DRIVERS[service]:
        total = total + users[name] * weights.get(name.split(".")[1], 1.0)
    return np.asarray(total)


def net_per_resident(parameters: Parameters) -> dict[str, float]:
    """The country's spending less fees and refunds, by service, NOK per resident. Equation (1)."""
    net = dict(parameters["money.net_spending"].items)
    rest = parameters.number("money.net_spending_all") - sum(net.values())
    net["culture"] = parameters.number("money.net_spending_culture")
    technical = parameters.number("money.technical_share_of_the_rest")
    net["technical"] = (rest - net["culture"]) * technical
    net["other"] = (rest - net["culture"]) * (1 - technical)
    paid = paid_per_resident(parameters)
    care = net.pop("care")
    gross_care = care + paid["institution"] + paid["home_care"]
    inside = gross_care * parameters.number("money.institution_share_of_care")
    net["institution"] = inside - paid["institution"]
    net["home_care"] = care - net["institution"]
    return net


def paid_per_resident(parameters: Parameters) -> dict[str, float]:
    """Fees, refunds and earmarked grants by service, NOK per resident."""
    fees, refunds = parameters["money.fees"].items, parameters["money.refunds"].items
    return {service: fees[service] + refunds[service] for service in DRIVERS}


def gross_per_resident(parameters: Parameters) -> dict[str, float]:
    """The country's gross operating spending by service, NOK per resident. Equation (2)."""
    net, paid = net_per_resident(parameters), paid_per_resident(parameters)
    return {service: net[service] + paid[service] for service in DRIVERS}


def other_transfers_per_resident(parameters: Parameters) -> float:
    """Revenue that belongs to no service: what is left of gross revenue, NOK per resident."""
    return (
        parameters.number("money.gross_revenue")
        - parameters.number("money.free_income")
        - parameters.number("money.property_tax")
        - sum(paid_per_resident(parameters).values())
    )


def national_volumes(parts: Mapping[str, FloatArray], parameters: Parameters) -> Components:
    """Series of the country, "money.volume_<service>": (year)."""
    return {
        f"money.volume_{service}": volume(service, parts, parameters).sum(axis=-2)
        for service in DRIVERS
    }


def spending_by_service(parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Spending before the municipality's own level, fees, refunds, (…, municipality, year).

    returns  "money.spending_<service>", "money.fees", "money.other_transfers"
    """
    parameters = setting.parameters
    gross = gross_per_resident(parameters)
    fees, refunds = parameters["money.fees"].items, parameters["money.refunds"].items
    dearer, moved = pay_factor(setting), setting.standard.moved
    residents = parts["services.residents"]
    found: Components = {}
    paid, refunded = np.zeros_like(residents), residents * other_transfers_per_resident(parameters)
    for service in DRIVERS:
        users = volume(service, parts, parameters) * users_to_residents(service, setting)
        paid += users * fees[service]
        refunded += users * refunds[service]
        cost = users * gross[service] * setting.level(f"cost_{service}")
        name = f"money.spending_{service}"
        found[name] = moved(name, cost * dearer if service in LABOUR else cost)
    return found | {"money.fees": paid, "money.other_transfers": refunded}


def users_to_residents(service: str, setting: Setting) -> float:
    """Residents per user in the country in the base year: turns users into resident-equivalents."""
    volumes = setting.national(f"money.volume_{service}")
    return float(setting.national("money.residents")[0] / volumes[0]) if volumes[0] else 0.0


def pay_factor(setting: Setting) -> FloatArray:
    """(year) cost of a labour-intensive service when pay outgrows the deflator. Equation (4)."""
    growth = setting.parameters.number("money.real_wage_growth")
    passed = np.array(setting.years, dtype=np.float64) - setting.years[0]
    share = setting.parameters.number("money.wage_share")
    factor: FloatArray = 1 + share * ((1 + growth) ** passed - 1)
    return factor


def pensions(spending: Mapping[str, FloatArray], parameters: Parameters) -> FloatArray:
    """Pension cost inside the spending on labour-intensive services. Equation (6)."""
    labour = np.add.reduce([spending[f"money.spending_{service}"] for service in LABOUR])
    share = parameters.number("money.wage_share") * parameters.number("money.pension_share_of_pay")
    return np.asarray(labour * share)
