"""The accounts year by year: result, investment, debt and reserve, every krone accounted for.

All in kroner of the base year. Debt and reserve are those at the end of the year; interest and
instalments fall on the debt at its start. Equations (19) to (30): docs/model/economy.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.revenue import known, ratio
from veivalg.consequences.services import KINDERGARTEN, ROUND_THE_CLOCK, sum_of
from veivalg.consequences.setting import Components, Setting

FLOWS = (
    "interest",
    "instalments",
    "net_result",
    "outside_financing",
    "invested_surplus",
    "borrowing",
    "debt_eroded",
    "reserve_eroded",
    "debt",
    "reserve",
)
"""What the loop over the years fills."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opening:
    """The accounts of the base year, own where known: all (…, municipality).

    debt, reserve  at the end of the base year, NOK
    exposed        share of debt whose interest the municipality bears itself
    level          own spending over the country's cost for the same users
    """

    debt: FloatArray
    reserve: FloatArray
    exposed: FloatArray
    level: FloatArray


def opening(revenue: FloatArray, cost: FloatArray, setting: Setting) -> Opening:
    """Accounts of the base year, with the level of spending that gives its net result.

    revenue  (…, municipality, year)  gross operating revenue
    cost     (…, municipality, year)  spending at the country's cost per user
    """
    number = setting.parameters.number
    shares = {
        name: known(setting, name, number(f"money.{name}"))[:, 0]
        for name in ("debt_share", "reserve_share", "interest_exposure_share", "net_result_share")
    }
    income = revenue[..., 0]
    debt = income * shares["debt_share"]
    exposed = ratio(shares["interest_exposure_share"], shares["debt_share"])
    finance = debt * (exposed * number("money.interest_rate") + number("money.instalment_share"))
    left = income * (1 - shares["net_result_share"]) - finance
    kept = 1 - number("money.depreciation_share")
    level = ratio(left, cost[..., 0] * kept)
    return Opening(
        debt=debt, reserve=income * shares["reserve_share"], exposed=exposed, level=level
    )


def new_places(parts: Mapping[str, FloatArray], parameters: Parameters) -> FloatArray:
    """NOK for places beyond the most there has been, (…, municipality, year). Equation (23)."""
    own = parameters.number("money.municipal_kindergarten_share")
    users = {
        "kindergarten": sum_of(parts, *KINDERGARTEN) * own,
        "school": parts["services.municipal_pupils"],
        "institution": parts["services.institution_places"],
        "housing": sum_of(parts, *ROUND_THE_CLOCK),
    }
    total: FloatArray | float = 0.0
    for kind, needed in users.items():
        most = np.maximum.accumulate(needed, axis=-1)
        added = np.diff(most, axis=-1, prepend=most[..., :1])
        total = total + added * parameters.item("money.cost_of_a_place", kind)
    return np.asarray(total)


def investment(revenue: FloatArray, places: FloatArray, setting: Setting) -> FloatArray:
    """Renewal and new places; the accounts' own sum in the base year. Equation (22)."""
    found = revenue * setting.parameters.number("money.renewal_share") + places
    share = known(setting, "investment_share", setting.parameters.number("money.investment_share"))
    found[..., 0] = revenue[..., 0] * share[:, 0]
    return np.asarray(found)


def years_ahead(
    before_finance: FloatArray, invested: FloatArray, start: Opening, setting: Setting
) -> Components:
    """Interest, instalments, result, financing, debt and reserve, (…, municipality, year).

    before_finance  revenue less spending with depreciation put back
    invested        gross investment
    """
    found = {name: np.zeros_like(before_finance) for name in FLOWS}
    debt, reserve = start.debt, start.reserve
    for year in range(before_finance.shape[-1]):
        flows = _one_year(
            debt, reserve, before_finance[..., year], invested[..., year], start, setting, year
        )
        debt, reserve = flows["debt"], flows["reserve"]
        for name, amount in flows.items():
            found[name][..., year] = amount
    return {f"money.{name}": values for name, values in found.items()}


def _one_year(
    debt: FloatArray,
    reserve: FloatArray,
    before_finance: FloatArray,
    invested: FloatArray,
    start: Opening,
    setting: Setting,
    year: int,
) -> Components:
    """One year's flows. In the base year debt and reserve are those of the accounts."""
    number = setting.parameters.number
    kept = 1 / (1 + number("money.price_growth")) if year else 1.0
    owed = debt * kept
    interest = owed * start.exposed * number("money.interest_rate")
    instalments = owed * number("money.instalment_share")
    result = before_finance - interest - instalments
    outside = invested * number("money.outside_financing_share")
    surplus = np.maximum(result, 0.0) * number("money.surplus_invested_share")
    surplus = np.minimum(surplus, invested - outside)
    borrowing = invested - outside - surplus
    return {
        "interest": interest,
        "instalments": instalments,
        "net_result": result,
        "outside_financing": outside,
        "invested_surplus": surplus,
        "borrowing": borrowing,
        "debt_eroded": debt - owed,
        "reserve_eroded": reserve - reserve * kept,
        "debt": owed + borrowing - instalments if year else debt,
        "reserve": reserve * kept + result - surplus if year else reserve,
    }
