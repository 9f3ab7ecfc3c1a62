"""All figures a projection starts from, official where they are held and shipped elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from veivalg.data.care_users import CareUsers, care_users
from veivalg.data.events import Vitals, shipped_vitals, vitals
from veivalg.data.expenditure_need import ExpenditureNeed, expenditure_need
from veivalg.data.flows import Flows, MovesByAge, commuting, moves, moves_by_age
from veivalg.data.gross_flows import GrossFlows, gross_flows, shipped_gross_flows
from veivalg.data.headcount import Headcount, official_headcount, shipped_headcount
from veivalg.data.institution_beds import InstitutionBeds, institution_beds
from veivalg.data.kostra import KostraFigures, kostra
from veivalg.data.stored import FigureStore
from veivalg.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """What is known about the past.

    headcount         people on 1 January, by municipality, sex and one-year age
    vitals            births and deaths in the country
    gross_flows       who crossed a municipality's borders, by municipality
    moves             moves by year, origin and destination, None when not held
    commuting         workers by residence and workplace, None when not held
    moves_by_age      moves over the municipal border by age, None when not held
    kostra            key figures of services and economy, None when not held
    care_users        users of care services by age group, None when not held
    expenditure_need  index of the income system, None when not held
    institution_beds  beds in institutions, None when not held
    kind              "official" when the headcount is, else "shipped"; every page says which
    """

    headcount: Headcount
    vitals: Vitals
    gross_flows: GrossFlows
    kind: Literal["shipped", "official"]
    moves: Flows | None = None
    commuting: Flows | None = None
    moves_by_age: MovesByAge | None = None
    kostra: KostraFigures | None = None
    care_users: CareUsers | None = None
    expenditure_need: ExpenditureNeed | None = None
    institution_beds: InstitutionBeds | None = None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the figures come from, the headcount first."""
        optional = (
            self.moves,
            self.commuting,
            self.moves_by_age,
            self.expenditure_need,
            self.institution_beds,
        )
        return (
            self.headcount.source,
            *self.vitals.sources,
            self.gross_flows.source,
            *(part.source for part in optional if part is not None),
            *(
                s
                for part in (self.kostra, self.care_users)
                if part is not None
                for s in part.sources
            ),
        )


def figures(store: FigureStore | None) -> Figures:
    """Official figures of a store; without an official headcount, the shipped ones altogether.

    Shipped and official figures of different dates are not mixed, except that the country's
    births and deaths may be shipped beside an official headcount.
    """
    official = official_headcount(store) if store is not None else None
    if store is None or official is None:
        return shipped_figures()
    return Figures(
        headcount=official,
        vitals=vitals(store),
        gross_flows=gross_flows(store),
        kind="official",
        moves=moves(store),
        commuting=commuting(store),
        moves_by_age=moves_by_age(store),
        kostra=kostra(store),
        care_users=care_users(store),
        expenditure_need=expenditure_need(store),
        institution_beds=institution_beds(store),
    )


def shipped_figures() -> Figures:
    """The figures that ship with the program."""
    return Figures(
        headcount=shipped_headcount(),
        vitals=shipped_vitals(),
        gross_flows=shipped_gross_flows(),
        kind="shipped",
    )
