"""What docs/model prints of the model's own results: the run, and runs with other assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from veivalg.analysis.consequences import Chain, chain
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.axes import FloatArray
from veivalg.consequences.demographic_cost import cost_by_age, need_by_age
from veivalg.consequences.outcome import Sums, indicator, together
from veivalg.consequences.parameters import Parameters, default_parameters
from veivalg.consequences.preparing import prepared
from veivalg.consequences.setting import Components, Local
from veivalg.consequences.staffing import AREAS, OCCUPATION_NAMES, occupation_shares
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography

COUNTRY = "0"
NO_FALL = {"2024": 1.0}
Changes = Mapping[str, float | Mapping[str, float]]
"""Figures of one other answer: a number, or a path by year."""
VARIANTS: Mapping[str, Changes] = {
    "default": {},
    "no healthy ageing": {"services.healthy_ageing_share": 0.0},
    "all of longer life is healthy": {"services.healthy_ageing_share": 1.0},
    "no healthy ageing, no observed fall": {
        "services.healthy_ageing_share": 0.0,
        "services.home_use_path": NO_FALL,
        "services.institution_use_path": NO_FALL,
    },
    "leaving later, growing to two years in 2050": {"staff.later_leaving": 2.0},
    "position size from 84.1 to 87.1 % by 2030": {
        "staff.position_size": {"2024": 0.841, "2030": 0.871}
    },
}
USE_ONLY = ("need_index",)
"""What is known of a municipality when nobody's accounts are."""


@dataclass(frozen=True, slots=True, eq=False)
class Results:
    """The shipped chain beside runs of the same people with other figures.

    variants          components by name of `VARIANTS`
    without_accounts  components when no municipality's own accounts are known
    """

    chain: Chain
    variants: Mapping[str, Components]
    without_accounts: Components

    @property
    def default(self) -> Components:
        return self.variants["default"]

    @property
    def parameters(self) -> Parameters:
        return self.chain.prepared.setting.parameters

    def at(self, year: int) -> int:
        return self.chain.prepared.setting.years.index(year)

    def sum(self, name: str, year: int = 2024, *, parts: Components | None = None) -> float:
        """The country's sum of a component."""
        values = (self.default if parts is None else parts)[name]
        return float(values[:, self.at(year)].sum())

    def of(
        self, name: str, year: int, *, place: str = COUNTRY, parts: Components | None = None
    ) -> float:
        """An indicator of a place, "0" is the country."""
        held = self.chain.simulation.geography
        members = held.country.members if place == COUNTRY else held.find(place).members
        rows = self.chain.simulation.rows(members)
        known = together(self.default if parts is None else parts, rows)
        return float(known.value(indicator(name))[0, self.at(year)])

    def middle(self, name: str, year: int) -> float:
        """Median over municipalities of a share: one sum over another."""
        shares = Sums(self.default).value(indicator(name))
        return float(np.median(shares[:, self.at(year)]))

    def growth(self, name: str, first: int, last: int, *, parts: Components | None = None) -> float:
        """Growth of the country's indicator between two years."""
        start, end = (self.of(name, year, parts=parts) for year in (first, last))
        return end / start - 1

    def counted(self, occupation: str) -> float:
        """Person-years of an occupation that are counted in the country in the base year."""
        at = OCCUPATION_NAMES.index(occupation)
        return sum(
            self.sum(f"staff.counted.{area}") * float(occupation_shares(area, self.parameters)[at])
            for area in AREAS
        )

    def by_age(self, first: int, last: int) -> tuple[float, float]:
        """Net cost (7) and need by the cost key (13) of a person in some ages, NOK, base year."""
        people = self.chain.run.ledger.persons[:, 0].sum(axis=0)
        unshifted = np.zeros((1, *people.shape))
        cost = cost_by_age(self.parameters, people)
        need = need_by_age(self.parameters, people, unshifted, (2024,))[0]
        ages = slice(first, last + 1)

        def mean(rate: FloatArray) -> float:
            return float((rate[:, ages] * people[:, ages]).sum() / people[:, ages].sum())

        return mean(cost), mean(need)

    def adults(self, first: int) -> float:
        """Residents of some age and over in the country in the base year."""
        return float(self.chain.run.ledger.persons[:, 0, :, first:].sum())


def results_of(made: Chain) -> Results:
    """Every run that the tables need: about a second for each variant."""
    variants = {
        name: _components(made, parameters=changed(changes))
        if changes
        else made.prepared.components
        for name, changes in VARIANTS.items()
    }
    held = made.prepared.setting.local
    nobody = Local(
        level=held.level, basis=held.basis, known={name: held.known[name] for name in USE_ONLY}
    )
    return Results(made, variants, _components(made, local=nobody))


def changed(changes: Changes) -> Parameters:
    """Default figures with some replaced."""
    known = default_parameters()
    for name, value in changes.items():
        figure = known[name]
        if isinstance(value, Mapping):
            known = known.replaced(replace(figure, items=MappingProxyType(dict(value))))
        else:
            known = known.replaced(replace(figure, number=value))
    return known


def shipped_results() -> Results:
    """On shipped figures and the main alternative."""
    simulation = simulation_of(shipped_figures(), geography())
    return results_of(chain(simulation, expected(simulation, "MMMM")))


def _components(
    made: Chain, *, parameters: Parameters | None = None, local: Local | None = None
) -> Components:
    return prepared(
        made.simulation.figures,
        made.simulation.geography,
        made.run.ledger,
        made.run.assumptions.death_probability,
        parameters=parameters,
        local=local,
    ).components
