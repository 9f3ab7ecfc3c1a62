"""Money: from people and users to revenue, spending, result, debt and reserve.

Kroner of 2024. Every municipality starts from the accounts of the base year: its level of spending
is set so that its net operating result is the one published, its own where it is known, else the
country's. Method and formulas: docs/model/economy.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences import accounts_ahead, demographic_cost, revenue, spending
from veivalg.consequences.drivers import Driven
from veivalg.consequences.economy_indicators import INDICATORS
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.setting import Components, Setting

__all__ = ["INDICATORS", "components", "country", "linear", "weights"]


def weights(
    parameters: Parameters, younger: FloatArray, persons: FloatArray, years: tuple[int, ...]
) -> dict[str, FloatArray]:
    """NOK per person, (sex, age) or (year, sex, age): tax, need, demographic cost.

    younger  (year, sex, age)  years younger that each age counts
    persons  (sex, age)        of the country in the base year
    """
    return {
        "money.tax": demographic_cost.tax_by_age(parameters, persons),
        "money.need": demographic_cost.need_by_age(parameters, persons, younger, years),
        "money.demographic": demographic_cost.cost_by_age(parameters, persons),
    }


def country(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Series of the country (year): users by service, mean tax and need, grant per resident."""
    series: Components = {
        "money.residents": driven["services.residents"].sum(axis=-2),
        **spending.national_volumes(parts, setting.parameters),
    }
    return series | revenue.national_income(driven, setting.with_country(series))


def components(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Revenue, spending and accounts by municipality, NOK (…, municipality, year)."""
    found = revenue.free_income(driven, setting)
    found["money.property_tax"] = revenue.property_tax(driven, setting)
    found |= spending.spending_by_service(parts, setting)
    found["money.gross_revenue"] = (
        found["money.free_income"]
        + found["money.property_tax"]
        + found["money.fees"]
        + found["money.other_transfers"]
    )
    found |= _changed(found, setting)
    found["money.gross_revenue"] = found["money.gross_revenue"] + found["money.changed_revenue"]
    found |= _demographic(driven)
    return found | _accounts(found, parts, setting)


def linear(driven: Driven, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Those of the components that are proportional to people."""
    return {"money.tax": revenue.tax(driven, setting), **_demographic(driven)}


def _changed(found: Components, setting: Setting) -> Components:
    """What futures and choices add to revenue and to spending, NOK; 0 as today.

    Revenue follows free income and gross revenue by the standard's factors on them.
    """
    moved, none = setting.standard.moved, np.zeros_like(found["money.gross_revenue"])
    free, gross = found["money.free_income"], found["money.gross_revenue"]
    more = (moved("money.free_income", free) - free) + (moved("money.gross_revenue", gross) - gross)
    return {
        "money.changed_revenue": moved("money.changed_revenue", more),
        "money.spending_measures": moved("money.spending_measures", none),
    }


def _demographic(driven: Driven) -> Components:
    cost = driven["money.demographic"]
    return {
        "money.demographic_cost": demographic_cost.change_since_base(cost),
        "money.demographic_cost_of_year": demographic_cost.change_in_the_year(cost),
    }


def _accounts(found: Components, parts: Mapping[str, FloatArray], setting: Setting) -> Components:
    """Spending at the municipality's own level, and the years ahead."""
    names = [f"money.spending_{service}" for service in spending.DRIVERS]
    cost = np.add.reduce([found[name] for name in names])
    measures = found["money.spending_measures"]
    income = found["money.gross_revenue"]
    start = accounts_ahead.opening(income, cost, setting)
    own = {name: found[name] * start.level[..., None] for name in names}
    gross = cost * start.level[..., None] + measures
    depreciation = (gross - measures) * setting.parameters.number("money.depreciation_share")
    places = accounts_ahead.new_places(parts, setting.parameters)
    invested = setting.standard.moved(
        "money.investment", accounts_ahead.investment(income, places, setting)
    )
    return {
        **own,
        "money.gross_spending": gross,
        "money.depreciation": depreciation,
        "money.pensions": spending.pensions(own, setting.parameters),
        "money.new_places": places,
        "money.investment": invested,
        **accounts_ahead.years_ahead(income - gross + depreciation, invested, start, setting),
    }
