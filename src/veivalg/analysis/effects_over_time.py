"""What a package does after 4, 10 and 25 years; what each choice costs, gives back, and when.

A choice's part is the package with it less the package without it, under the same future. Choices
work on the same hours and kroner, so the parts do not add up to the whole: the rest is told as what
they do together. Equations: docs/model/packages.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from veivalg.analysis.accounts import AFTER, ChoiceAccount, accounts_of
from veivalg.axes import FloatArray
from veivalg.choices.effects import area_of
from veivalg.choices.lever import PAYERS
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import indicator
from veivalg.consequences.spending import DRIVERS
from veivalg.pathways.chosen import Moved, moved_by
from veivalg.pathways.inputs import Path, Repertoire
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import Site
from veivalg.shifts.contribution import INVESTMENT

MAIN = (
    "staff.unfilled",
    "staff.need",
    "staff.available",
    "money.net_result",
    "money.net_result_share",
    "money.debt_share",
    "services.home_users",
    "society.unpaid_care",
    "society.outside",
    "land.emissions",
)
"""Indicators that a package is told by, beside residents and the share in institution."""
RESIDENTS = Indicator(name="services.residents", unit="persons", of=("services.residents",))
IN_INSTITUTION = Indicator(
    name="services.institution_share_80plus",
    unit="share",
    of=("services.institution_80plus",),
    per=("society.aged_80plus",),
    decimals=3,
)
LINES = ("world", "both", "effect")
"""The changed world, with the choices in it, and the difference that they make."""
SECTOR_OF_SERVICE = {
    "institution": "care",
    "home_care": "care",
    "kindergarten": "school",
    "school": "school",
}
SECTOR_OF_AREA = {
    "institution": "care",
    "home": "care",
    "round_the_clock": "care",
    "kindergarten": "school",
    "school": "school",
    "after_school": "school",
}
SECTORS = ("care", "school", "other", "revenue", "buildings")
"""Where a choice gives back: spending that falls in care, in kindergarten and school, and
elsewhere; revenue that rises; buildings that are not needed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MoneyFlow:
    """What something costs a municipality and gives back, NOK of 2024 (year).

    cost     running cost and what is invested, in the year it is paid
    sectors  by sector, what it gives back; negative where it makes more dear
    """

    cost: FloatArray
    sectors: Mapping[str, FloatArray]

    @property
    def gain(self) -> FloatArray:
        """(year) all sectors."""
        return np.asarray(np.add.reduce([self.sectors[name] for name in SECTORS]))

    def paid_back(self, years: tuple[int, ...], start: int) -> int | None:
        """The first year from which it has given back all it has cost, and goes on so; None when
        that is after the last year.
        """
        balance = np.cumsum(self.gain - self.cost)
        owing = np.flatnonzero(balance < -LEAST)
        if not len(owing):
            return start
        return years[owing[-1] + 1] if owing[-1] + 1 < len(years) else None

    def less(self, other: MoneyFlow) -> MoneyFlow:
        """The difference from another."""
        return MoneyFlow(
            cost=self.cost - other.cost,
            sectors=MappingProxyType(
                {name: self.sectors[name] - other.sectors[name] for name in SECTORS}
            ),
        )


LEAST = 1.0
"""NOK below which nothing is owed; smaller differences are rounding."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChoiceEffect:
    """One choice in the package.

    flow       its part, as above
    result     (year)  its part in the net operating result, with interest and instalments, NOK
    cost_sector  where it is paid: care, school or other
    paid_back  year, None when it does not happen in the years of the run
    elsewhere  whether most of what it gives back falls in another sector than where it is paid
    """

    account: ChoiceAccount
    flow: MoneyFlow
    result: FloatArray
    cost_sector: str
    paid_back: int | None
    elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PayerShare:
    """One who pays or gains.

    pays, gains  levers it pays for or gains from, others perhaps with it
    yearly       (after)  NOK a year of the choices that it pays alone
    """

    payer: str
    pays: tuple[str, ...]
    gains: tuple[str, ...]
    yearly: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EffectsOverTime:
    """A package through the years.

    first       the first year in which a choice begins, None without choices
    at          the years that AFTER counts to from it, none after the last of the run
    indicators  what it is told by
    values      (line, indicator, after)  lines in the order of LINES
    whole       all choices together against none of them
    together    what the whole is more than the parts
    """

    years: tuple[int, ...]
    first: int | None
    at: tuple[int, ...]
    indicators: tuple[Indicator, ...]
    values: FloatArray
    choices: tuple[ChoiceEffect, ...]
    whole: MoneyFlow
    whole_paid_back: int | None
    together: MoneyFlow
    payers: tuple[PayerShare, ...]


def effects_over_time(site: Site, path: Path, known: Repertoire) -> EffectsOverTime:
    """A package with it, without it, and without each of its choices: about 3 ms a run."""
    moved = moved_by(path, site, known)
    wanted = (*(indicator(name) for name in MAIN), RESIDENTS, IN_INSTITUTION, *_money())
    main = len(MAIN) + 2
    found = outcomes(site, moved.every, wanted, strength=_cases(moved, path))
    first = min((choice.year for choice in path.choices), default=None)
    last = site.years[-1]
    at = () if first is None else tuple(min(first + after, last) for after in AFTER)
    shares = _shares(site)
    levers = tuple(choice.lever for choice in path.choices)
    flows = [
        _flow(found[1, main:], found[2 + n, main:], _outlay(moved, site, (lever,)), shares)
        for n, lever in enumerate(levers)
    ]
    whole = _flow(found[1, main:], found[0, main:], _outlay(moved, site, levers), shares)
    result = found[:, MAIN.index("money.net_result")] / indicator("money.net_result").scale
    accounts = accounts_of(path, site, known)
    return EffectsOverTime(
        years=site.years,
        first=first,
        at=at,
        indicators=wanted[:main],
        values=_told(found[:2, :main], site.years, at),
        choices=tuple(
            _choice(account, flow, result[1] - result[2 + n], site.years)
            for n, (account, flow) in enumerate(zip(accounts, flows, strict=True))
        ),
        whole=whole,
        whole_paid_back=None if first is None else whole.paid_back(site.years, first),
        together=whole.less(_sum_of(flows, len(site.years))),
        payers=tuple(_payer(one, accounts, site.years, at) for one in PAYERS),
    )


@dataclass(frozen=True, slots=True)
class _Shares:
    """Of investment, what others do not pay; of spending, what is no depreciation."""

    own: float
    paid: float


def _shares(site: Site) -> _Shares:
    number = site.setting.parameters.number
    return _Shares(
        own=1.0 - number("money.outside_financing_share"),
        paid=1.0 - number("money.depreciation_share"),
    )


def _cases(moved: Moved, path: Path) -> FloatArray:
    """(case, contribution): the futures alone, everything, and everything but each choice."""
    rows = [moved.strength * moved.futures, moved.strength]
    rows += [moved.strength * (1.0 - moved.of(f"choice.{one.lever}")) for one in path.choices]
    return np.stack(rows)


def _money() -> tuple[Indicator, ...]:
    """Sums of NOK that flows are made of, in the order that `_flow` reads them."""
    by_sector: dict[str, list[str]] = {"care": [], "school": [], "other": []}
    for service in DRIVERS:
        by_sector[SECTOR_OF_SERVICE.get(service, "other")].append(f"money.spending_{service}")
    sums = {
        **by_sector,
        "revenue": ["money.gross_revenue"],
        "measures": ["money.spending_measures"],
        "investment": ["money.investment"],
    }
    return tuple(Indicator(name=name, unit="NOK", of=tuple(of)) for name, of in sums.items())


def _flow(
    with_it: FloatArray, without: FloatArray, outlay: FloatArray, shares: _Shares
) -> MoneyFlow:
    """From the sums of `_money` (sum, year), with and without.

    outlay  (year)  what is invested for it, NOK
    """
    care, school, other, revenue, measures, investment = with_it - without
    return MoneyFlow(
        cost=measures + outlay * shares.own,
        sectors=MappingProxyType(
            {
                "care": -care * shares.paid,
                "school": -school * shares.paid,
                "other": -other * shares.paid,
                "revenue": revenue,
                "buildings": (outlay - investment) * shares.own,
            }
        ),
    )


def _outlay(moved: Moved, site: Site, levers: tuple[str, ...]) -> FloatArray:
    """(year) NOK that is invested for some choices in the place's own municipalities."""
    sources = {f"choice.{lever}" for lever in levers}
    held = [
        one.values[site.inside].sum(axis=0)
        for one in moved.every
        if one.dial == INVESTMENT and one.source in sources
    ]
    return np.asarray(sum(held, np.zeros(len(site.years))))


def _sum_of(flows: list[MoneyFlow], years: int) -> MoneyFlow:
    nothing = np.zeros(years)
    return MoneyFlow(
        cost=np.asarray(sum((one.cost for one in flows), nothing)),
        sectors=MappingProxyType(
            {
                name: np.asarray(sum((one.sectors[name] for one in flows), nothing))
                for name in SECTORS
            }
        ),
    )


def _choice(
    account: ChoiceAccount, flow: MoneyFlow, result: FloatArray, years: tuple[int, ...]
) -> ChoiceEffect:
    paid_in = SECTOR_OF_AREA.get(area_of(account.lever), "other")
    given = {name: float(flow.sectors[name].sum()) for name in SECTORS}
    back = max(given, key=lambda name: given[name])
    return ChoiceEffect(
        account=account,
        flow=flow,
        result=result,
        cost_sector=paid_in,
        paid_back=flow.paid_back(years, account.choice.year),
        elsewhere=float(flow.cost.sum()) > LEAST and given[back] > LEAST and back != paid_in,
    )


def _payer(
    payer: str, accounts: tuple[ChoiceAccount, ...], years: tuple[int, ...], at: tuple[int, ...]
) -> PayerShare:
    alone = [one.yearly for one in accounts if one.pays == (payer,)]
    yearly = np.asarray(sum(alone, np.zeros(len(years))))
    return PayerShare(
        payer=payer,
        pays=tuple(one.lever.id for one in accounts if payer in one.pays),
        gains=tuple(one.lever.id for one in accounts if payer in one.gains),
        yearly=_at(yearly, years, at),
    )


def _at(values: FloatArray, years: tuple[int, ...], at: tuple[int, ...]) -> FloatArray:
    """(…, after) of (…, year)."""
    return np.asarray(values[..., [years.index(year) for year in at]])


def _told(values: FloatArray, years: tuple[int, ...], at: tuple[int, ...]) -> FloatArray:
    """(line, indicator, after) from the world and both (line, indicator, year)."""
    held = _at(values, years, at)
    return np.concatenate([held, held[1:] - held[:1]])
