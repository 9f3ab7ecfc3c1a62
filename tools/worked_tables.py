"""Tables of docs/model/worked-example.md with a row for each age, occupation or service.

Like the labelled lines they hold the model's own numbers; `worked_numbers` has those.
"""

from __future__ import annotations

import numpy as np

from tools.worked_numbers import CARE, MILLION, Example
from veivalg.consequences import spending
from veivalg.consequences.known import group_beds
from veivalg.consequences.staffing import OCCUPATION_NAMES

Rows = dict[str, tuple[float, ...]]
"""By the first cell: the numbers of the other cells; NaN where a cell is empty."""


def wide(one: Example) -> dict[str, Rows]:
    """Tables with a row for each age, occupation or service: by heading and row, the cells."""
    return {
        "age in 2040": ages_of_the_oldest(one),
        "local level of": local_levels(one),
        "occupation in 2040": occupations(one),
        "users of": users_of_services(one),
        "kroner for": kroner_of_services(one),
    }


def ages_of_the_oldest(one: Example) -> Rows:
    """Women, men, use by women and by men before the path, users at the country's use."""
    use = one.weight("services.home_80plus")[1] / one.path("services.home_use_path")[1]
    people = one.persons[1]
    found = {
        str(age): (*people[:, age], *use[:, age], float(people[:, age] @ use[:, age]))
        for age in range(80, people.shape[1])
    }
    last = people[:, 80:].sum(axis=1)
    return found | {"all": (*last, np.nan, np.nan, float((people * use)[:, 80:].sum()))}


def local_levels(one: Example) -> Rows:
    """Index, what scales the country to what is published, level."""
    beds = group_beds(one.chain.simulation.geography)[one.row]
    index = {"home": float(one.setting.local.known["need_index"][one.row]), "institution": beds}
    found: Rows = {}
    for care, label in (("home", "home services"), ("institution", "institutions")):
        for group in CARE:
            level = one.level(f"{care}_{group}")
            ages = group.replace("_", "–").replace("plus", "+")
            found[f"{label}, {ages}"] = (index[care], level / index[care], level)
    return found


def occupations(one: Example) -> Rows:
    found: Rows = {}
    for name in OCCUPATION_NAMES:
        needed, available, gap = (
            float(one.of(f"staff.{part}.{name}")[1]) for part in ("need", "available", "gap")
        )
        found[name.replace("_", " ")] = (needed, available, max(gap, 0.0))
    both = [sum(row[column] for row in found.values()) for column in (0, 1)]
    return found | {"all": (*both, float(one.of("staff.unfilled")[1]))}


def users_of_services(one: Example) -> Rows:
    """Users here in both years, the country's in the base year, here counted in residents."""
    parts, parameters = one.chain.prepared.components, one.setting.parameters
    found: Rows = {}
    for service in spending.DRIVERS:
        here = spending.volume(service, parts, parameters)[one.row, one.at]
        country = one.country(f"money.volume_{service}")[0]
        each = spending.users_to_residents(service, one.setting)
        found[service.replace("_", " ")] = (*here, country, *(here * each))
    return found


def kroner_of_services(one: Example) -> Rows:
    """Gross spending, fees and refunds per resident; cost here in both years, million NOK."""
    parameters = one.setting.parameters
    gross = spending.gross_per_resident(parameters)
    found: Rows = {}
    for service in spending.DRIVERS:
        cost = one.before_level[f"money.spending_{service}"][one.row, one.at] / MILLION
        fee, refund = (parameters.item(f"money.{kind}", service) for kind in ("fees", "refunds"))
        found[service.replace("_", " ")] = (gross[service], fee, refund, *cost)
    return found | {"all": (np.nan, np.nan, np.nan, *(one.cost / MILLION))}
