"""The model's own numbers for each line of docs/model/worked-example.md.

They are looked up in a run of the model, not reckoned anew: a test reckons them anew, from what the
page prints. The labels are those of the page's lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from veivalg.analysis.consequences import Chain
from veivalg.axes import FloatArray
from veivalg.consequences import spending
from veivalg.consequences.ageing import years_left
from veivalg.consequences.services import HOME, INSTITUTION, ROUND_THE_CLOCK
from veivalg.consequences.setting import Setting

PLACE, YEARS = "3448", (2024, 2040)
GROUPS = (slice(0, 67), slice(67, 80), slice(80, 90), slice(90, None))
CARE = {"0_66": slice(0, 67), "67_79": slice(67, 80), "80plus": slice(80, None)}
WOMAN_OF = 85
MILLION = 1e6
Numbers = dict[str, float | FloatArray]
"""By label: one number, or one for each of `YEARS`."""


@dataclass(frozen=True, eq=False)
class Example:
    """One municipality in a run of the model; pairs are (2), one number for each of `YEARS`."""

    chain: Chain

    @property
    def setting(self) -> Setting:
        return self.chain.prepared.setting

    @cached_property
    def row(self) -> int:
        return self.setting.municipalities.index(PLACE)

    @cached_property
    def at(self) -> list[int]:
        return [self.setting.years.index(year) for year in YEARS]

    @cached_property
    def persons(self) -> FloatArray:
        """(2, sex, age)"""
        return np.asarray(self.chain.run.ledger.persons[self.row, self.at])

    @cached_property
    def before_level(self) -> Mapping[str, FloatArray]:
        """By service: (municipality, year) spending at the country's cost per user, NOK."""
        return spending.spending_by_service(self.chain.prepared.components, self.setting)

    def figure(self, name: str, item: str = "") -> float:
        parameters = self.setting.parameters
        return parameters.item(name, item) if item else parameters.number(name)

    def path(self, name: str) -> FloatArray:
        """Pair: a figure that is given by year."""
        return np.asarray(self.setting.parameters[name].in_year(YEARS))

    def series(self, *names: str) -> FloatArray:
        """(year) components of the municipality, summed."""
        parts = self.chain.prepared.components
        return np.asarray(np.add.reduce([parts[name][self.row] for name in names]))

    def of(self, *names: str) -> FloatArray:
        """Pair: components of the municipality, summed."""
        return self.series(*names)[self.at]

    def million(self, name: str) -> FloatArray:
        """Pair: a component of the chapter on money in million NOK."""
        return self.of(f"money.{name}") / MILLION

    def country(self, name: str) -> FloatArray:
        """Pair: a series of the country."""
        return np.asarray(self.setting.national(name)[self.at])

    def region(self, name: str) -> FloatArray:
        """Pair: a component summed over the labour-market region."""
        inside = self.setting.region_of == self.setting.region_of[self.row]
        return np.asarray(self.chain.prepared.components[name][inside].sum(axis=0)[self.at])

    def weight(self, driver: str) -> FloatArray:
        """(2, sex, age) what a person counts in a driver."""
        weights = self.setting.weights
        values = weights.values[self.at, :, weights.names.index(driver)]
        return np.asarray(values.reshape(self.persons.shape))

    def mean(self, driver: str, ages: slice) -> FloatArray:
        """Pair: mean weight of the municipality's people of some ages."""
        people = self.persons[..., ages]
        total = (people * self.weight(driver)[..., ages]).sum(axis=(1, 2))
        return np.asarray(total / people.sum(axis=(1, 2)))

    def level(self, service: str) -> float:
        return float(self.setting.level(service)[self.row, 0])

    @property
    def own_spending_level(self) -> float:
        """The municipality's spending over the country's cost for the same users."""
        own = self.series(*(f"money.spending_{one}" for one in spending.DRIVERS))
        return float(own[0] / self.cost[0])

    @property
    def cost(self) -> FloatArray:
        """Pair: spending at the country's cost per user, NOK."""
        each = [self.before_level[f"money.spending_{one}"] for one in spending.DRIVERS]
        return np.asarray(np.add.reduce(each)[self.row, self.at])


def numbers(one: Example) -> Numbers:
    """Every labelled line of the page."""
    sections = (
        people, healthy_ageing, home_services, institutions, staff, pool, costs, taxes, need,
        free_income, accounts_of_the_base_year, accounts_ahead, demographic_cost,
    )  # fmt: skip
    return {label: value for section in sections for label, value in section(one).items()}


def people(one: Example) -> Numbers:
    groups = [one.persons[..., ages].sum(axis=(1, 2)) for ages in GROUPS]
    return dict(zip(["A1", "A2", "A3", "A4"], groups, strict=True)) | {
        "A5": one.of("services.residents")
    }


def healthy_ageing(one: Example) -> Numbers:
    """A woman of 85 and home services."""
    left = years_left(one.chain.run.assumptions.death_probability)[one.at, 0, WOMAN_OF]
    share = one.figure("services.healthy_ageing_share")
    path = one.path("services.home_use_path")
    use = one.weight("services.home_80plus")[:, 0] / path[:, None]
    return {
        "B1": left,
        "B2": np.maximum(left - left[0], 0),
        "B3": share,
        "B4": share * np.maximum(left - left[0], 0),
        "B5": use[0, WOMAN_OF - 1],
        "B6": use[0, WOMAN_OF],
        "B7": use[:, WOMAN_OF],
    }


def home_services(one: Example) -> Numbers:
    path = one.path("services.home_use_path")
    users = [one.of(name) for name in HOME]
    hours = [one.of(name.replace("home_", "home_hours_")) for name in HOME]
    return {
        "C1": one.mean("services.home_0_66", CARE["0_66"]),
        "C2": one.mean("services.home_67_79", CARE["67_79"]),
        "C3": one.mean("services.home_80plus", CARE["80plus"]) / path,
        "C4": path,
        **{f"C{i}": one.level(f"home_{group}") for i, group in enumerate(CARE, start=5)},
        **{f"C{i}": row for i, row in enumerate(users, start=8)},
        "C11": one.of(*HOME),
        **{f"C{i}": h / u for i, (h, u) in enumerate(zip(hours, users, strict=True), start=12)},
        "C15": np.add.reduce(hours),
    }


def institutions(one: Example) -> Numbers:
    """Institutions, long and short stays together, and housing with staff round the clock."""
    path = one.path("services.institution_use_path")
    use, inside = [], []
    for group, ages in CARE.items():
        names = [f"services.{care}_{group}" for care in ("institution", "short_stay")]
        use.append(np.add.reduce([one.mean(name, ages) for name in names]))
        inside.append(one.of(*names))
    housing = [one.mean(f"services.round_the_clock_{group}", ages) for group, ages in CARE.items()]
    return {
        "D1": use[0],
        "D2": use[1],
        "D3": use[2] / path,
        "D4": path,
        **{f"D{i}": one.level(f"institution_{group}") for i, group in enumerate(CARE, start=5)},
        **{f"D{i}": row for i, row in enumerate(inside, start=8)},
        "D11": one.of(*INSTITUTION),
        "D12": one.figure("services.places_per_resident_of_institution"),
        "D13": one.of("services.institution_places"),
        **{f"E{i}": row for i, row in enumerate(housing, start=1)},
        "E4": one.of(*ROUND_THE_CLOCK),
    }


def staff(one: Example) -> Numbers:
    care = ("institution", "home", "round_the_clock")
    counted = [one.of(f"staff.counted.{area}") for area in care]
    nurses = [one.figure(f"staff.{a}_occupations", "nurse") for a in (*care, "health_centres")]
    return {
        "F1": one.figure("staff.institution_per_resident"),
        "F2": one.figure("staff.home_per_weekly_hour"),
        "F3": one.figure("staff.round_the_clock_per_resident"),
        **{f"F{i}": row for i, row in enumerate(counted, start=4)},
        "F7": np.add.reduce(counted),
        "F8": one.of("services.health_centre"),
        "F9": one.figure("staff.health_centre_per_resident"),
        "F10": one.of("staff.counted.health_centres"),
        **{f"F{i}": share for i, share in enumerate(nurses, start=11)},
        "F15": one.figure("staff.empty_positions", "nurse"),
        "F16": one.of("staff.need.nurse"),
    }


def pool(one: Example) -> Numbers:
    here = one.setting.region_of[one.row]
    living = one.setting.national("staff.potential.care_long")[:, one.at]
    to_here = one.setting.commuting[:, here]
    elsewhere = np.delete(to_here, here) @ np.delete(living, here, axis=0)
    together = living[here] * to_here[here] + elsewhere
    hours = one.path("staff.position_size") * one.path("staff.presence")
    need, region = one.of("staff.need.nurse"), one.region("staff.need.nurse")
    return {
        "G1": region,
        "G2": living[here],
        "G3": float(to_here[here]),
        "G4": elsewhere,
        "G5": together,
        "G6": together / together[0],
        "G7": hours / hours[0],
        "G8": one.region("staff.available.nurse"),
        "G9": need / region,
        "G10": one.of("staff.available.nurse"),
        "G11": one.of("staff.gap.nurse"),
        "G12": one.of("staff.unfilled"),
    }


def costs(one: Example) -> Numbers:
    return {
        "H1": float(one.country("money.residents")[0]),
        "H2": one.cost / MILLION,
        "H3": one.million("fees"),
        "H4": spending.other_transfers_per_resident(one.setting.parameters),
        "H5": one.million("other_transfers"),
    }


def taxes(one: Example) -> Numbers:
    tax = [one.mean("money.tax", ages) for ages in GROUPS]
    floor, lift = one.figure("money.tax_floor"), one.figure("money.tax_lift")
    mean, paid = one.country("money.mean_tax"), one.of("money.tax")
    missing = np.maximum(floor * mean * one.of("services.residents") - paid, 0.0)
    return {
        **{f"K{i}": row for i, row in enumerate(tax, start=1)},
        "K5": one.million("tax"),
        "K6": mean,
        "K7": floor,
        "K8": lift,
        "K9": lift * missing / MILLION,
        "K10": one.path("money.tax_symmetric"),
        "K11": one.country("money.lift_per_resident"),
        "K12": one.million("tax_equalisation"),
    }


def need(one: Example) -> Numbers:
    of_ages = one.chain.prepared.driven["money.need"][one.row, one.at]
    mean, residents = one.country("money.mean_need"), one.of("services.residents")
    shared = one.country("money.need_per_resident")
    return {
        **{f"K{i}": one.mean("money.need", ages) for i, ages in enumerate(GROUPS, start=13)},
        "K17": of_ages / MILLION,
        "K18": float(one.setting.local.known["need_index"][one.row]),
        "K19": mean,
        "K20": of_ages[0] / (residents[0] * mean[0]),
        "K21": (one.of("money.need_equalisation") + shared * residents) / MILLION,
        "K22": shared,
        "K23": one.million("need_equalisation"),
    }


def free_income(one: Example) -> Numbers:
    cost = one.chain.prepared.driven["money.demographic"].sum(axis=0)[one.at]
    return {
        "K24": one.country("money.grant_per_resident") + one.country("money.mean_tax"),
        "K25": one.million("resident_grant"),
        "K26": one.country("money.residents"),
        "K27": cost / MILLION,
        "K28": one.figure("money.state_cover_share"),
        "K29": one.million("ageing_grant"),
        "K30": one.million("free_income"),
        "K31": one.figure("money.property_tax"),
        "K32": one.million("property_tax"),
        "K33": one.million("gross_revenue"),
    }


def accounts_of_the_base_year(one: Example) -> Numbers:
    return {
        "L1": one.figure("money.debt_share"),
        "L2": one.million("debt"),
        "L3": one.figure("money.interest_exposure_share"),
        "L4": one.figure("money.interest_rate"),
        "L5": one.figure("money.instalment_share"),
        "L6": one.million("interest"),
        "L7": one.million("instalments"),
        "L8": one.figure("money.net_result_share"),
        "L9": one.figure("money.depreciation_share"),
        "L10": one.own_spending_level,
        "L11": one.million("gross_spending"),
        "L12": one.million("net_result"),
        "L13": one.figure("money.reserve_share"),
        "L14": one.million("reserve"),
    }


def accounts_ahead(one: Example) -> Numbers:
    then = one.at[1]
    revenue, result = one.million("gross_revenue"), one.million("net_result")
    grant = one.million("ageing_grant")
    return {
        "M1": one.series("money.debt")[then - 1] / MILLION,
        "M2": one.figure("money.price_growth"),
        "M3": one.million("instalments") / one.figure("money.instalment_share"),
        "M4": one.million("interest"),
        "M5": one.million("instalments"),
        "M6": one.million("gross_spending"),
        "M7": one.million("depreciation"),
        "M8": result,
        "M9": result / revenue,
        "M10": one.figure("money.renewal_share"),
        "M11": float(one.series("services.institution_places")[:then].max()),
        "M12": one.figure("money.cost_of_a_place", "institution") / MILLION,
        "M13": float(one.series(*ROUND_THE_CLOCK)[:then].max()),
        "M14": one.figure("money.cost_of_a_place", "housing") / MILLION,
        "M15": one.million("new_places"),
        "M16": one.million("investment"),
        "M17": one.figure("money.outside_financing_share"),
        "M18": one.figure("money.surplus_invested_share"),
        "M19": one.million("invested_surplus"),
        "M20": one.million("borrowing"),
        "M21": one.million("debt"),
        "M22": one.million("debt") / revenue,
        "M23": one.series("money.reserve")[then - 1] / MILLION,
        "M24": one.million("reserve"),
        "M25": one.million("reserve") / revenue,
        "M26": (result - grant) / (revenue - grant),
    }


def demographic_cost(one: Example) -> Numbers:
    cost = [one.mean("money.demographic", ages) for ages in GROUPS]
    return {
        **{f"N{i}": row for i, row in enumerate(cost, start=1)},
        "N5": one.chain.prepared.driven["money.demographic"][one.row, one.at] / MILLION,
        "N6": one.million("demographic_cost"),
    }
