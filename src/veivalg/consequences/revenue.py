"""Free income: tax, tax equalisation, expenditure equalisation and the grant per resident.

What the country has to share follows residents and, by a share that is open to choice, the
demographic cost beyond what more residents bring. Both equalisations move money between
municipalities and sum to nothing.
Equations (9) to (18): docs/model/economy.md.
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.drivers import Driven
from veivalg.consequences.setting import Components, Setting

FREE_INCOME = (
    "money.tax",
    "money.tax_equalisation",
    "money.need_equalisation",
    "money.resident_grant",
    "money.ageing_grant",
    "money.own_grant",
)
"""Parts of free income."""


def known(setting: Setting, name: str, otherwise: float) -> FloatArray:
    """(municipality, 1) a local figure, the country's where none is known."""
    held = setting.local.known.get(name)
    count = len(setting.municipalities)
    row = np.full(count, otherwise) if held is None else np.where(np.isnan(held), otherwise, held)
    return row[:, None]


def ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """One over another; nothing where nothing is below, as in an age band without people."""
    return np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below != 0)


def tax(driven: Driven, setting: Setting) -> FloatArray:
    """Tax on income and wealth (…, municipality, year). Equation (9)."""
    own = np.asarray(driven["money.tax"] * known(setting, "tax_level", 1.0))
    return setting.standard.moved("money.tax", own)


def national_income(driven: Driven, setting: Setting) -> Components:
    """Series of the country that revenue is shared out by: (year).

    setting  knows "money.volume_…" and "money.residents"
    """
    residents = setting.national("money.residents")
    taxes, own = tax(driven, setting), driven["services.residents"]
    series: Components = {
        "money.mean_tax": ratio(taxes.sum(axis=-2), residents),
        "money.mean_need": ratio(driven["money.need"].sum(axis=-2), residents),
    }
    setting = setting.with_country(series)
    lift = tax_lift(taxes, own, setting).sum(axis=-2)
    series["money.lift_per_resident"] = ratio(lift, residents)
    need = local_need(driven, setting).sum(axis=-2)
    series["money.need_per_resident"] = ratio(need, residents)
    cost = driven["money.demographic"].sum(axis=-2)
    ageing = cost - cost[0] * ratio(residents, residents[:1])
    cover = setting.parameters.number("money.state_cover_share")
    series["money.cover_per_resident"] = cover * ratio(ageing, residents)
    free = setting.parameters.number("money.free_income")
    series["money.grant_per_resident"] = free - series["money.mean_tax"]
    taken = taken_by_own(driven, setting.with_country(series))
    series["money.grant_per_resident"] = series["money.grant_per_resident"] - taken
    return series


def taken_by_own(driven: Driven, setting: Setting) -> float:
    """NOK per resident that the grant is lower because some have accounts of their own.

    The published mean of the country holds them already: Oslo, a county too, has more than the
    others, so the others have less than the mean. Their sum stays the published one. Equation (17).
    """
    own = known(setting, "free_income_per_resident_nok", np.nan)[:, 0]
    residents = driven["services.residents"][:, 0]
    rest = np.isnan(own)
    if rest.all() or not residents[rest].sum():
        return 0.0
    reckoned = np.add.reduce(list(parts_of_free_income(driven, setting).values()))[:, 0]
    more = float((own[~rest] * residents[~rest] - reckoned[~rest]).sum())
    return more / float(residents[rest].sum())


def tax_lift(taxes: FloatArray, residents: FloatArray, setting: Setting) -> FloatArray:
    """Lift of municipalities with tax far below the mean. Equation (10)."""
    parameters = setting.parameters
    floor = parameters.number("money.tax_floor") * setting.national("money.mean_tax") * residents
    return np.asarray(np.maximum(floor - taxes, 0.0) * parameters.number("money.tax_lift"))


def tax_equalisation(taxes: FloatArray, residents: FloatArray, setting: Setting) -> FloatArray:
    """Symmetric part, lift and the deduction that pays the lift. Equations (10) and (11)."""
    share = setting.parameters["money.tax_symmetric"].in_year(setting.years)
    even = share * (setting.national("money.mean_tax") * residents - taxes)
    paid = setting.national("money.lift_per_resident") * residents
    return np.asarray(even + tax_lift(taxes, residents, setting) - paid)


def local_need(driven: Driven, setting: Setting) -> FloatArray:
    """Expenditure need in NOK (…, municipality, year). Equation (14).

    What the published index says beyond age is held; where it is not known, age alone counts.
    """
    need, residents = driven["money.need"], driven["services.residents"]
    mean = setting.national("money.mean_need")
    of_age = ratio(need[..., :1], residents[..., :1] * mean[:1])
    published = known(setting, "need_index", np.nan)
    beyond = np.where(np.isnan(published), 0.0, published - of_age)
    return np.asarray(need + beyond * mean * residents)


def need_equalisation(driven: Driven, setting: Setting) -> FloatArray:
    """Expenditure equalisation; sums to nothing over the country. Equation (15)."""
    mean = setting.national("money.need_per_resident") * driven["services.residents"]
    return np.asarray(local_need(driven, setting) - mean)


def parts_of_free_income(driven: Driven, setting: Setting) -> Components:
    """Free income by part, before the own grant. Equations (9) to (17)."""
    residents = driven["services.residents"]
    taxes = tax(driven, setting)
    return {
        "money.tax": taxes,
        "money.tax_equalisation": tax_equalisation(taxes, residents, setting),
        "money.need_equalisation": need_equalisation(driven, setting),
        "money.resident_grant": setting.national("money.grant_per_resident") * residents,
        "money.ageing_grant": setting.national("money.cover_per_resident") * residents,
    }


def free_income(driven: Driven, setting: Setting) -> Components:
    """Free income by part, and in all. Equations (16) to (18)."""
    residents = driven["services.residents"]
    found = parts_of_free_income(driven, setting)
    reckoned = np.add.reduce(list(found.values()))
    start = ratio(reckoned[..., :1], residents[..., :1])
    own = known(setting, "free_income_per_resident_nok", np.nan)
    found["money.own_grant"] = np.where(np.isnan(own), 0.0, own - start) * residents
    found["money.free_income"] = reckoned + found["money.own_grant"]
    return found


def property_tax(driven: Driven, setting: Setting) -> FloatArray:
    """Property tax per resident as in the base year; the country's mean where it is not known."""
    mean = setting.parameters.number("money.property_tax")
    per_resident = known(setting, "property_tax_per_resident_nok", mean)
    return np.asarray(driven["services.residents"] * per_resident)
