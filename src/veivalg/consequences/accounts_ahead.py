"""The accounts year by year: result, investment, debt and reserve, every krone accounted for.

All in kroner of the base year. Debt and reserve are those at the end of the year; interest and
instalments fall on the debt at its start. Equations (20) to (31): docs/model/economy.md.
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
    number = setting.parameters.number
    outside = invested * number("money.outside_financing_share")
    owed, surplus = _run(before_finance, invested - outside, start, setting)
    interest = owed * (start.exposed * number("money.interest_rate"))[..., None]
    instalments = owed * number("money.instalment_share")
    result = before_finance - interest - instalments
    borrowing = invested - outside - surplus
    debt = owed + borrowing - instalments
    debt[..., 0] = start.debt
    worth = 1 / (1 + number("money.price_growth"))
    reserve = _reserve(result - surplus, start.reserve, worth)
    return {
        "money.interest": interest,
        "money.instalments": instalments,
        "money.net_result": result,
        "money.outside_financing": outside,
        "money.invested_surplus": surplus,
        "money.borrowing": borrowing,
        "money.debt": debt,
        "money.debt_eroded": _eroded(debt, worth),
        "money.reserve": reserve,
        "money.reserve_eroded": _eroded(reserve, worth),
    }


def _run(
    before_finance: FloatArray, to_finance: FloatArray, start: Opening, setting: Setting
) -> tuple[FloatArray, FloatArray]:
    """Debt at the start of each year and surplus put into investment, (…, municipality, year).

    to_finance  investment that others do not pay
    """
    number = setting.parameters.number
    worth = 1 / (1 + number("money.price_growth"))
    paid = number("money.instalment_share")
    burden = start.exposed * number("money.interest_rate") + paid
    share = number("money.surplus_invested_share")
    income = np.ascontiguousarray(np.moveaxis(before_finance, -1, 0))
    wanted = np.ascontiguousarray(np.moveaxis(to_finance, -1, 0))
    owed, surplus = np.empty_like(income), np.empty_like(income)
    debt = start.debt
    for year in range(len(income)):
        owed[year] = debt * worth if year else debt
        result = income[year] - owed[year] * burden
        surplus[year] = np.minimum(np.maximum(result, 0.0) * share, wanted[year])
        if year:
            debt = owed[year] * (1 - paid) + wanted[year] - surplus[year]
    return np.moveaxis(owed, 0, -1), np.moveaxis(surplus, 0, -1)


def _reserve(added: FloatArray, start: FloatArray, worth: float) -> FloatArray:
    """Reserve at the end of each year: last year's at today's worth and what is added."""
    held = np.empty_like(added)
    held[..., 0] = start
    for year in range(1, added.shape[-1]):
        held[..., year] = held[..., year - 1] * worth + added[..., year]
    return held


def _eroded(held: FloatArray, worth: float) -> FloatArray:
    """What last year's end is worth less this year, in kroner of the base year."""
    lost = np.zeros_like(held)
    lost[..., 1:] = held[..., :-1] * (1 - worth)
    return lost
