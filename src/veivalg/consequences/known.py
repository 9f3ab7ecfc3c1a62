"""What is known of each municipality: published figures, and local levels that follow from them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from veivalg.axes import FloatArray, IntArray
from veivalg.consequences.levels import Level, local_level
from veivalg.consequences.parameters import Parameters
from veivalg.consequences.services import CARE_AGES
from veivalg.consequences.setting import Local
from veivalg.data.care_users import CareUsers
from veivalg.data.expenditure_need import ExpenditureNeed, shipped_expenditure_need
from veivalg.data.figures import Figures
from veivalg.data.flows import Flows, shipped_region_commuting
from veivalg.data.geography import Geography
from veivalg.data.institution_beds import shipped_group_beds
from veivalg.data.kostra import COUNTRY, KostraFigures, shipped_kostra

AGE_LABELS = {"0_66": "0-66", "67_79": "67-79", "80plus": "80+"}
COVERAGE = {
    "kindergarten_under_3": "kindergarten_share_1_2",
    "kindergarten_3_plus": "kindergarten_share_3_5",
    "culture_school": "culture_school_share_6_15",
    "home_80plus": "home_services_share_80plus",
    "institution_80plus": "institution_share_80plus",
}
"""Service and the key figure whose ratio to the country's is its local level."""
RECIPIENTS = "social_assistance_recipients"
ACCOUNTS = {
    "net_result_share": "net_operating_result_share",
    "debt_share": "long_term_debt_share",
    "interest_exposure_share": "net_interest_exposure_share",
    "investment_share": "gross_investment_share",
}
"""Names of the economy, and of the same key figures in KOSTRA."""
HELD = {
    **{f"home_{group}": "home_services" for group, _, _ in CARE_AGES},
    **{f"institution_{group}": "institution_long_term" for group, _, _ in CARE_AGES},
}
"""Service by age group and its name among counted care users."""


def local_figures(
    figures: Figures,
    geography: Geography,
    parameters: Parameters,
    expected: Mapping[str, FloatArray],
    *,
    base_year: int,
) -> Local:
    """Levels and other local figures of every municipality.

    expected  by service: (municipality) users in the base year at the country's rates

    Users at the end of a year are those of 1 January after; accounts are of the base year itself.
    """
    kostra = figures.kostra or shipped_kostra()
    known = key_figures(kostra, geography, up_to=base_year)
    before = key_figures(kostra, geography, up_to=base_year - 1)
    known |= {name: known[key] for name, key in ACCOUNTS.items()}
    known["need_index"] = _need(figures.expenditure_need, base_year)
    observed = _observed(kostra, before, expected, base_year - 1)
    if figures.care_users is not None:
        observed |= _counted(figures.care_users, observed, expected, geography, base_year - 1)
    levels = _levels(observed, expected, geography, parameters, known["need_index"])
    return Local(
        level={service: one.level for service, one in levels.items()},
        basis={service: one.basis for service, one in levels.items()},
        known=known,
    )


def key_figures(
    kostra: KostraFigures, geography: Geography, *, up_to: int
) -> dict[str, FloatArray]:
    """By key: (municipality) the newest figure not after a year, NaN where there is none."""
    held = {code: row for row, code in enumerate(kostra.regions)}
    rows = np.array([held.get(code, -1) for code in geography.codes])
    found = np.full((len(kostra.keys), len(rows)), np.nan)
    for y, year in enumerate(kostra.years):
        if year <= up_to:
            values = kostra.values[:, rows, y]
            found = np.where((rows >= 0) & ~np.isnan(values), values, found)
    return dict(zip(kostra.keys, found, strict=True))


def commuting_shares(figures: Figures, geography: Geography, workers: FloatArray) -> FloatArray:
    """(region, region) share of a region's workers by region of work; rows sum to 1.

    workers  (municipality) employed residents in the base year
    """
    regions = tuple(place.code for place in geography.regions)
    flows = _between_regions(figures.commuting, geography, regions)
    at_home = np.zeros(len(regions))
    for i, place in enumerate(geography.regions):
        rows = [geography.codes.index(code) for code in place.members]
        at_home[i] = max(workers[rows].sum() - flows[i].sum(), 0.0)
    shares = flows + np.diag(at_home)
    total = shares.sum(axis=1, keepdims=True)
    stays = np.eye(len(regions))
    return np.where(total > 0, shares / np.where(total > 0, total, 1.0), stays)


def _between_regions(
    held: Flows | None, geography: Geography, regions: tuple[str, ...]
) -> FloatArray:
    """(region, region) workers who cross; none on the diagonal."""
    if held is None:
        return np.nan_to_num(shipped_region_commuting().persons)
    position = {code: i for i, code in enumerate(regions)}
    of = np.array([position[geography.municipality(code).region] for code in geography.codes])
    flows = np.zeros((len(regions), len(regions)))
    np.add.at(flows, (of[:, None], of[None, :]), np.nan_to_num(held.persons))
    np.fill_diagonal(flows, 0.0)
    return flows


def _need(held: ExpenditureNeed | None, base_year: int) -> FloatArray:
    """(municipality) the index of the year nearest the base year, NaN where it is missing."""
    need = held or shipped_expenditure_need()
    years = need.axes["year"].labels
    nearest = min(range(len(years)), key=lambda y: abs(years[y] - base_year))
    return need.index[:, nearest].copy()


def _observed(
    kostra: KostraFigures,
    before: Mapping[str, FloatArray],
    expected: Mapping[str, FloatArray],
    year: int,
) -> dict[str, FloatArray]:
    """By service: (municipality) users from key figures of its own, NaN where none are held.

    before  key figures of the year, by key: (municipality)
    """
    found = {service: np.full_like(users, np.nan) for service, users in expected.items()}
    for service, key in COVERAGE.items():
        country = kostra.newest(key, COUNTRY, up_to=year)
        if country is not None:
            found[service] = expected[service] * before[key] / country[1]
    country = kostra.newest(RECIPIENTS, COUNTRY, up_to=year)
    if country is not None:
        total = expected["social_assistance"].sum()
        found["social_assistance"] = before[RECIPIENTS] * total / country[1]
    return found


def _counted(
    users: CareUsers,
    observed: Mapping[str, FloatArray],
    expected: Mapping[str, FloatArray],
    geography: Geography,
    year: int,
) -> dict[str, FloatArray]:
    """Care users as counted, in the place of what key figures say."""
    found = {}
    for service, name in HELD.items():
        age = AGE_LABELS[service.split("_", 1)[1]]
        counted = counted_users(users, geography, name, age, up_to=year)
        found[service] = np.where(np.isnan(counted), observed[service], counted)
    housing = counted_users(users, geography, "housing_24_hours", "all", up_to=year)
    services = [f"round_the_clock_{group}" for group, _, _ in CARE_AGES]
    together = np.add.reduce([expected[service] for service in services])
    for service in services:
        found[service] = housing * expected[service] / np.maximum(together, 1e-9)
    return found


def counted_users(
    users: CareUsers, geography: Geography, service: str, age: str, *, up_to: int
) -> FloatArray:
    """(municipality) the newest count of care users not after a year, NaN where there is none."""
    found = np.full(len(geography.codes), np.nan)
    rows = [geography.codes.index(code) for code in users.axes["municipality"].labels]
    s = users.axes["service"].position(service)
    a = users.axes["age_group"].position(age)
    for y, year in enumerate(users.axes["year"].labels):
        if year <= up_to:
            values = users.users[:, y, s, a]
            found[rows] = np.where(np.isnan(values), found[rows], values)
    return found


def _levels(
    observed: Mapping[str, FloatArray],
    expected: Mapping[str, FloatArray],
    geography: Geography,
    parameters: Parameters,
    need: FloatArray,
) -> dict[str, Level]:
    county = _counties(geography)
    nothing = np.full(len(county), np.nan)
    beds = group_beds(geography)
    found = {}
    for service in expected:
        index, power = nothing, 0.0
        if service.startswith("home_"):
            index, power = need, parameters.number("levels.need_power")
        if service.startswith("institution_"):
            index, power = beds, parameters.number("levels.beds_power")
        found[service] = local_level(
            observed[service], expected[service], index=index, power=power, county=county
        )
    for group, _, _ in CARE_AGES:
        found[f"short_stay_{group}"] = found[f"institution_{group}"]
    return found


def group_beds(geography: Geography) -> FloatArray:
    """(municipality) beds per resident of 80 and over in its KOSTRA group, the country = 1."""
    held = shipped_group_beds()
    groups = held.axes["group"].labels
    ratio = held.beds / held.residents_80_plus
    ratio = ratio / (held.beds.sum() / held.residents_80_plus.sum())
    return np.array(
        [
            ratio[groups.index(m.kostra_group)] if m.kostra_group in groups else np.nan
            for m in geography.municipalities
        ]
    )


def _counties(geography: Geography) -> IntArray:
    codes = sorted({m.county for m in geography.municipalities})
    return np.array([codes.index(m.county) for m in geography.municipalities])
