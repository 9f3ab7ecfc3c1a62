"""What a person of each age costs, and what a change in ages costs, as the committee (TBU) does.

The use of services by age, the means employed per user and the cost of a user stay as in the base
year; only the people change. Equations (7) and (8): docs/model/economy.md.
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray
from veivalg.consequences import services
from veivalg.consequences.ageing import shifted
from veivalg.consequences.parameters import Parameters, age_span
from veivalg.consequences.spending import SECTORS, gross_per_resident, net_per_resident, volume

COUNTED = (
    "kindergarten",
    "school",
    "health",
    "institution",
    "home_care",
    "child_welfare",
    "social",
)
"""Services that the committee counts; administration, culture and technical are left out."""
OLDEST = 80
"""From this age the use of care has a path of its own."""
ALONE = 67
"""From this age the key counts those who live alone."""
REST = "rest"
"""The item of a cost key that does not follow age."""


def cost_by_age(
    parameters: Parameters, persons: FloatArray, counted: tuple[str, ...] = COUNTED
) -> FloatArray:
    """Net cost of a person, NOK (sex, age).

    persons  (sex, age) of the country in the year of the accounts
    """
    use = {
        name: rate if rate.ndim == 2 else rate[0]
        for name, rate in services.weights(
            parameters, np.zeros((1, *persons.shape)), persons, (2024,)
        ).items()
    }
    net = net_per_resident(parameters)
    cost = np.zeros(persons.shape)
    for service in counted:
        rate = volume(service, use, parameters)
        users = float((rate * persons).sum())
        if users > 0:
            cost += rate * net[service] * persons.sum() / users
    return cost


def need_by_age(
    parameters: Parameters, persons: FloatArray, younger: FloatArray, years: tuple[int, ...]
) -> FloatArray:
    """Need that expenditure equalisation reckons with for a person, NOK (year, sex, age).

    The key is renewed as use changes: need for care moves with healthy ageing and with the use at
    80 and over, as care itself does. Equation (13).

    persons  (sex, age)        of the country in the base year
    younger  (year, sex, age)  years younger that each age counts
    """
    need = sum(
        need_of_sector(sector, parameters, persons) for sector in SECTORS if sector != "care"
    )
    care = shifted(need_of_sector("care", parameters, persons), younger)
    inside = parameters.number("money.institution_share_of_care")
    institution = parameters["services.institution_use_path"].in_year(years)
    home = parameters["services.home_use_path"].in_year(years)
    care[..., OLDEST:] *= (inside * institution + (1 - inside) * home)[:, None, None]
    return np.asarray(need + care)


def need_of_sector(sector: str, parameters: Parameters, persons: FloatArray) -> FloatArray:
    """One sector's part of the key, spread on the persons that it counts: NOK (sex, age)."""
    weights = parameters["money.sector_weights"].items
    criteria = parameters[f"money.need_criteria_{sector}"].items
    wanted = need_per_resident(parameters) * persons.sum() / sum(weights.values())
    wanted *= weights[sector] / sum(criteria.values())
    need = np.zeros(persons.shape)
    for criterion, share in criteria.items():
        counted = counted_by(criterion, parameters)
        inside = float((counted * persons).sum())
        if inside > 0:
            need += counted * (wanted * share / inside)
    return need


def counted_by(criterion: str, parameters: Parameters) -> FloatArray:
    """How much a person counts in a criterion of the key, (sex, age)."""
    if criterion == "deaths":
        return parameters.ages("money.death_rate")
    counted = np.zeros((len(SEXES), len(AGES)))
    if criterion == "alone":
        counted[:, ALONE:] = parameters.ages("society.living_alone")[:, ALONE:]
        return counted
    first, last = (0, AGES[-1]) if criterion == REST else age_span("money", criterion)
    counted[:, first : last + 1] = 1
    return counted


def need_per_resident(parameters: Parameters) -> float:
    """Mean expenditure need: net spending of the sectors without depreciation. Equation (12)."""
    of_key = [
        s for s in gross_per_resident(parameters) if s in {*SECTORS, "institution", "home_care"}
    ]
    net, gross = net_per_resident(parameters), gross_per_resident(parameters)
    depreciation = parameters.number("money.depreciation_share")
    return sum(net[service] - depreciation * gross[service] for service in of_key)


def tax_by_age(parameters: Parameters, persons: FloatArray) -> FloatArray:
    """Municipal tax on income and wealth of a person, NOK (sex, age). Equation (9).

    persons  (sex, age) of the country in the base year; the country's tax is spread on them
    """
    profile = parameters.ages("money.tax_by_age")
    base = float((profile * persons).sum())
    if base == 0:
        return np.zeros((len(SEXES), len(AGES)))
    return np.asarray(profile * (parameters.number("money.tax") * persons.sum() / base))


def change_since_base(cost: FloatArray) -> FloatArray:
    """(…, municipality, year) against the first year."""
    return np.asarray(cost - cost[..., :1])


def change_in_the_year(cost: FloatArray) -> FloatArray:
    """(…, municipality, year) against the year before; nothing in the first."""
    return np.diff(cost, axis=-1, prepend=cost[..., :1])
