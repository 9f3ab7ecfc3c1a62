"""The figures behind where we stand: of each municipality, from what ships or is held.

Nothing is filled in. A municipality without a figure has NaN, and a figure nobody holds is not in
the result at all; both are told, with the reason. docs/model/standing.md lists them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import BoolArray, FloatArray, make_read_only
from veivalg.consequences.indicator import signed
from veivalg.consequences.outcome import Sums, indicators
from veivalg.consequences.setting import Components, Local
from veivalg.data.flows import Flows
from veivalg.data.geography import Geography
from veivalg.data.headcount import Headcount
from veivalg.data.totals import Totals
from veivalg.errors import OutOfRange

AHEAD = 2040
BACK = 10
"""Years back for the change in residents; `COHORT` for those of whom ages must be known."""
COHORT = 5
OF_AGES = "Statistisk sentralbyrå, tabell 07459"
PROJECTED = "standing.source.projected"
CLASSES = "Statistisk sentralbyrå, Klass 128 (sentralitet)"
COMMUTING = "Statistisk sentralbyrå, tabell 03321"
NEED_INDEX = "Kommunal- og distriktsdepartementet, Grønt hefte, tabell A-k"
ACCOUNTS = "Statistisk sentralbyrå, KOSTRA, kommuneregnskap"
RECKONED = "standing.source.reckoned"
"""Publications in their own language; what Veivalg has reckoned itself is a message key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A figure.

    name       also the message key `standing.figure.<name>`
    criterion  the one it belongs to
    better     +1 where more stands better, -1 where less does
    unit       of the value
    decimals   it is shown with
    """

    name: str
    criterion: str
    better: int
    unit: str
    decimals: int = 2


FIGURES: tuple[Kind, ...] = (
    Kind(name="size", criterion="vulnerability", better=1, unit="persons", decimals=0),
    Kind(name="age_bearing", criterion="vulnerability", better=1, unit="persons per person"),
    Kind(name="ageing_ahead", criterion="vulnerability", better=-1, unit="share"),
    Kind(name="centrality", criterion="vulnerability", better=-1, unit="class", decimals=0),
    Kind(name="region_size", criterion="business", better=1, unit="persons", decimals=0),
    Kind(name="working_age_change", criterion="business", better=1, unit="share"),
    Kind(name="commuting", criterion="business", better=1, unit="persons per person"),
    Kind(name="population_change", criterion="attractiveness", better=1, unit="share"),
    Kind(name="young_adults_moves", criterion="attractiveness", better=1, unit="share"),
    Kind(name="young_adults_share", criterion="attractiveness", better=1, unit="share"),
    Kind(name="care_ratio", criterion="local_resources", better=1, unit="persons per person"),
    Kind(name="young_old", criterion="local_resources", better=1, unit="persons per person"),
    Kind(name="need_index", criterion="local_resources", better=-1, unit="index"),
    Kind(name="hands_in_region", criterion="staff", better=1, unit="persons per person"),
    Kind(name="working_age_ahead", criterion="staff", better=1, unit="share"),
    Kind(name="staff_gap", criterion="staff", better=-1, unit="share"),
    Kind(name="net_result", criterion="money", better=1, unit="share", decimals=3),
    Kind(name="debt", criterion="money", better=-1, unit="share"),
    Kind(name="reserve", criterion="money", better=1, unit="share"),
    Kind(name="free_income", criterion="money", better=1, unit="NOK per resident", decimals=0),
)
MONEY = {
    "net_result": "net_operating_result_share",
    "debt": "long_term_debt_share",
    "reserve": "reserve_share",
    "free_income": "free_income_per_resident_nok",
}
"""Figure and its key figure in KOSTRA, as `Local.known` names it."""
REASONS = ("not_held", "not_published", "no_series", "nobody", "too_few")
"""Why a figure is missing: nobody holds it here, the publisher has none for this municipality,
there is no series on today's borders, there is nobody below the line, or too few municipalities
have it for a rank to mean anything."""
GAP = "staff.unfilled_share"
"""Indicator of the chapter on staff: person-years unfilled over needed."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """One figure of every municipality.

    values   (municipality)  NaN where there is none
    source   publication and table, or the message key of what Veivalg has reckoned
    year     as text, "2014-2024" for a change
    missing  why some have none, one of `REASONS`; "" when all have it
    """

    values: FloatArray
    source: str
    year: str
    missing: str = ""

    def __post_init__(self) -> None:
        make_read_only(self.values)


def measured(
    persons: FloatArray,
    years: tuple[int, ...],
    *,
    headcount: Headcount,
    totals: Totals,
    geography: Geography,
    local: Local,
    commuting: Flows | None = None,
    parts: Components | None = None,
) -> dict[str, Measured]:
    """Every figure that can be had, by name.

    persons    (municipality, year, sex, age)  the expected run, all municipalities in force
    years      its opening years, the base year first
    headcount  the past by age, for those of one cohort
    totals     the past of all ages
    local      known: need index and accounts, where held
    commuting  workers by residence and workplace, where held
    parts      components of the chapter on staff, (municipality, year), where made

    Raises OutOfRange when the run does not reach the year looked ahead to.
    """
    if AHEAD not in years:
        raise OutOfRange(f"The run ends in {years[-1]}; where we stand looks ahead to {AHEAD}.")
    found = _of_people(persons, years, geography)
    found |= _of_the_past(persons[:, 0], years[0], headcount, totals)
    found |= _known(local, years[0])
    if commuting is not None:
        found["commuting"] = _commuters(commuting)
    return found | _gap(parts or {}, years)


def _gap(parts: Components, years: tuple[int, ...]) -> dict[str, Measured]:
    """The share unfilled in the year ahead: in the base year it is the same nearly everywhere."""
    one = next((one for one in indicators() if one.name == GAP), None)
    if one is None or not {signed(name)[0] for name in (*one.of, *one.per)} <= set(parts):
        return {}
    values = Sums(parts).value(one)[:, years.index(AHEAD)]
    reason = _reason(values, "nobody")
    return {"staff_gap": Measured(values=values, source=RECKONED, year=str(AHEAD), missing=reason)}


def _of_people(
    persons: FloatArray, years: tuple[int, ...], geography: Geography
) -> dict[str, Measured]:
    """Figures of the base year's people and of the way to the year ahead."""
    now, then = persons[:, 0], persons[:, years.index(AHEAD)]
    residents = now.sum(axis=(1, 2))
    working, oldest = of_age(now, 20, 66), of_age(now, 80, None)
    same_region = _same_region(geography)
    today, ahead = str(years[0]), f"{years[0]}-{AHEAD}"
    values = {
        "size": (residents, OF_AGES, today),
        "age_bearing": (over(working, of_age(now, 67, None)), OF_AGES, today),
        "ageing_ahead": (over(of_age(then, 80, None), oldest) - 1, PROJECTED, ahead),
        "centrality": (_centrality(geography), CLASSES, "2024"),
        "region_size": (same_region @ residents, OF_AGES, today),
        "young_adults_share": (over(of_age(now, 25, 39), residents), OF_AGES, today),
        "care_ratio": (over(of_age(now, 50, 66), oldest), OF_AGES, today),
        "young_old": (over(of_age(now, 67, 79), oldest), OF_AGES, today),
        "hands_in_region": (over(same_region @ working, same_region @ oldest), OF_AGES, today),
        "working_age_ahead": (over(of_age(then, 20, 66), working) - 1, PROJECTED, ahead),
    }
    return {
        name: Measured(values=row, source=source, year=year, missing=_reason(row, "nobody"))
        for name, (row, source, year) in values.items()
    }


def _of_the_past(
    now: FloatArray, base_year: int, headcount: Headcount, totals: Totals
) -> dict[str, Measured]:
    """Changes up to the base year, NaN where the borders make a figure an estimate."""
    found = {}
    if {base_year, base_year - BACK} <= set(totals.axes["year"].labels):
        end, start = (totals.axes["year"].labels.index(y) for y in (base_year, base_year - BACK))
        change = over(totals.persons[:, end], totals.persons[:, start]) - 1
        seen = totals.observed[:, start] & totals.observed[:, end]
        found["population_change"] = _change(change, seen, base_year - BACK, base_year)
    if base_year - COHORT in headcount.years:
        at = headcount.years.index(base_year - COHORT)
        before, seen = headcount.persons[:, at], headcount.observed[:, at]
        for name, first, last, younger in (
            ("working_age_change", 20, 66, 0),
            ("young_adults_moves", 25, 39, COHORT),
        ):
            then = of_age(before, first - younger, last - younger)
            change = over(of_age(now, first, last), then) - 1
            found[name] = _change(change, seen, base_year - COHORT, base_year)
    return found


def _change(change: FloatArray, seen: BoolArray, start: int, end: int) -> Measured:
    values = np.where(seen, change, np.nan)
    reason = _reason(values, "no_series")
    return Measured(values=values, source=OF_AGES, year=f"{start}-{end}", missing=reason)


def _known(local: Local, base_year: int) -> dict[str, Measured]:
    found = {}
    for name, key in {"need_index": "need_index", **MONEY}.items():
        row = local.known.get(key)
        if row is not None and not np.isnan(row).all():
            source, year = (NEED_INDEX, "2025") if key == "need_index" else (ACCOUNTS, "")
            reason = _reason(row, "not_published")
            found[name] = Measured(
                values=row.copy(), source=source, year=year or str(base_year - 1), missing=reason
            )
    return found


def _commuters(commuting: Flows) -> Measured:
    """Workers who come in for each who goes out; one who lives and works here is neither."""
    workers = np.nan_to_num(commuting.persons, nan=0.0)
    np.fill_diagonal(workers, 0.0)
    values = over(workers.sum(axis=0), workers.sum(axis=1))
    return Measured(
        values=values,
        source=COMMUTING,
        year=commuting.source.date[:4],
        missing=_reason(values, "not_published"),
    )


def of_age(persons: FloatArray, first: int, last: int | None) -> FloatArray:
    """(municipality) people from first to last age, None for no last, of (…, sex, age)."""
    people: FloatArray = persons[..., first : None if last is None else last + 1].sum(axis=(-2, -1))
    return people


def over(above: FloatArray, below: FloatArray) -> FloatArray:
    """A ratio, NaN where nobody is below the line."""
    ratio: FloatArray = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return ratio


def _reason(values: FloatArray, reason: str) -> str:
    return reason if np.isnan(values).any() else ""


def _same_region(geography: Geography) -> FloatArray:
    """(municipality, municipality) 1 where both lie in one labour-market region."""
    region = np.array([one.region for one in geography.municipalities])
    same: FloatArray = (region[:, None] == region[None, :]).astype(np.float64)
    return same


def _centrality(geography: Geography) -> FloatArray:
    return np.array([float(one.centrality) for one in geography.municipalities])
