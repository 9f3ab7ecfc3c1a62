"""Tables on municipal services and economy (KOSTRA): the orders, and the datasets they become.

The variable of regions holds municipalities of all times, counties, groups and the country, has no
summed series, and is never left out. Its code lists have ids that differ by table and labels
that do not, so they are chosen by label. A content is found by its code where that is known, else
by words of its label; one that a table lacks is left out and said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from veivalg.errors import TableChanged
from veivalg.sources.arrow import pc
from veivalg.sources.kostra_indicators import SECTORS, indicators
from veivalg.sources.municipal_files import ALL_AGES, CARE_COLUMNS, KOSTRA_COLUMNS
from veivalg.sources.numbers import listed_numbers
from veivalg.sources.order import Order
from veivalg.sources.orders import Ask, Want
from veivalg.sources.ssb_datasets import Built
from veivalg.sources.tidy import Answered, whole_number

YEARS = 10
"""Newest years asked for; the tables begin in 2015, most in 2020 on present regions."""
_MUNICIPALITIES = r"\d{4}"
_OTHER_REGIONS = r"EAK|EAKUO|EKG\d\d"
_LISTS = (r"Uttrekk for Kommuner 2024- \(uten.*", r"Uttrekk for Kommuner \d{4}-( \(uten.*)?")

_REGION = Want(
    name="region",
    ids=("KOKkommuneregion0000", "KOKregion0000", "Region"),
    role="geo",
    codes=_MUNICIPALITIES,
    codelists=_LISTS,
    beside=_OTHER_REGIONS,
)
_YEARS = Want(name="year", ids=("Tid",), role="time", codes=r"\d{4}", newest=YEARS)

_TITLES: Mapping[str, str] = {
    "12134": "Utvalgte nøkkeltall for kommuneregnskap",
    "12255": "Utvalgte nøkkeltall for grunnskole",
    "13502/12379": "Utvalgte nøkkeltall for barnehager",
    "12209": "Utvalgte nøkkeltall for helse og omsorg",
    "14019": "Økonomisk sosialhjelp",
    "13135": "Utvalgte nøkkeltall for kultur",
    "11820": "Utvalgte nøkkeltall for befolkning",
}
"""Words of each table's title to search with when the table is gone (from memory)."""


def _contents(wanted: Mapping[str, tuple[tuple[str, ...], str]]) -> Want:
    return Want(
        name="content", ids=("ContentsCode",), role="metric", contents=wanted, optional=True
    )


def key_figures(answers: Sequence[Answered]) -> Built:
    """Key figures of one table by key, region and year, as published, each with unit and mark."""
    answered = answers[0]
    rows = _known_regions(answered.marked_rows())
    units, refused = _units(answered.units("content"))
    rows = rows.filter(pc.is_in(rows["content"], value_set=pa.array(list(units))))
    count = rows.num_rows
    table = pa.table(
        {
            "table": pa.array([answered.settled.entry.id] * count, pa.string()),
            "key": rows["content"],
            "unit": pa.array([units[key] for key in rows["content"].to_pylist()], pa.string()),
            "region": rows["region"],
            "year": whole_number(rows["year"]),
            "value": rows["value"],
            "mark": rows["mark"],
            "updated": pa.array([answered.settled.entry.updated] * count, pa.string()),
        }
    ).select(KOSTRA_COLUMNS)
    remarks = [answered.missing(), _not_there(set(units)), *refused]
    return table, "; ".join(filter(None, remarks))


def _units(published: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Unit of each key, ours where none is told; and why a key is left out for its unit."""
    units, refused = {}, []
    for key, told in published.items():
        unit = told or indicators()[key].unit
        try:
            indicators()[key].factor(unit)
        except TableChanged as error:
            refused.append(str(error))
        else:
            units[key] = unit
    return units, refused


def _not_there(found: set[str]) -> str:
    """Sentence on the keys of the same table that it does not have."""
    tables = {indicators()[key].table for key in found}
    lacking = [k for k, one in indicators().items() if one.table in tables and k not in found]
    return f"without {', '.join(lacking)}" if lacking else ""


def _known_regions(rows: pa.Table) -> pa.Table:
    """Municipalities in force, groups and the country; the lists hold a few regions more."""
    in_force = [code for code, last in listed_numbers().items() if last is None]
    others = pc.match_substring_regex(rows["region"], f"^({_OTHER_REGIONS})$")
    return rows.filter(pc.or_(others, pc.is_in(rows["region"], value_set=pa.array(in_force))))


def care_users(answers: Sequence[Answered]) -> Built:
    """Users by municipality, year, service and age group."""
    rows = _municipalities(answers[0].marked_rows())
    return _care(rows, rows["series"], rows["age_group"]), answers[0].missing()


def care_series(answers: Sequence[Answered]) -> Built:
    """Series of all ages by municipality and year: residents of housing, hours, nurses."""
    rows = _municipalities(answers[0].marked_rows())
    ages = pa.array([ALL_AGES] * rows.num_rows, pa.string())
    return _care(rows, rows["content"], ages), answers[0].missing()


def _municipalities(rows: pa.Table) -> pa.Table:
    known = _known_regions(rows)
    return known.filter(pc.match_substring_regex(known["region"], f"^{_MUNICIPALITIES}$"))


def _care(rows: pa.Table, series: pa.ChunkedArray, ages: pa.Array) -> pa.Table:
    return pa.table(
        {
            "municipality": rows["region"],
            "year": whole_number(rows["year"]),
            "series": series,
            "age_group": ages,
            "value": rows["value"],
            "mark": rows["mark"],
        }
    ).select(CARE_COLUMNS)


def _sector(tables: str, dataset: str) -> Order:
    known = [one for one in indicators().values() if one.table == tables]
    wanted = _contents({one.key: (one.codes, one.live) for one in known})
    return Order(
        dataset=dataset,
        build=key_figures,
        asks=(
            Ask(
                tables=tuple(tables.split("/")),
                title=_TITLES[tables],
                label=r"\(K\)|kommune",
                wants=(_REGION, wanted, _YEARS),
            ),
        ),
    )


_USERS = Want(
    name="content",
    ids=("ContentsCode",),
    role="metric",
    contents={"users": ((), r"^(antall )?brukere?\b(?!.*(prosent|andel))")},
)
_SERVICE = Want(
    name="series",
    ids=("KOKtjenestegrupp0000",),
    called="tjenestegruppe",
    optional=True,
    contents={
        "home_services": (("A",), r"^hjemmetjeneste"),
        "institution_long_term": ((), r"langtid.*institusjon|institusjon.*langtid"),
    },
)
_CARE_AGE = Want(
    name="age_group",
    ids=("KOKalder0000", "Alder"),
    called="^alder",
    optional=True,
    contents={
        "all": ((), r"^alle aldre|^i alt"),
        "0-66": ((), r"^(0-66|under 67)"),
        "67-79": ((), r"^67-79"),
        "80+": ((), r"^80 år"),
    },
)

MUNICIPAL_ORDERS: tuple[Order, ...] = (
    *(_sector(tables, dataset) for tables, dataset in SECTORS.items()),
    Order(
        dataset="care_users",
        build=care_users,
        asks=(
            Ask(
                tables=("12003",),
                title="Omsorgstjenester - brukere",
                label="alder",
                wants=(_REGION, _SERVICE, _CARE_AGE, _USERS, _YEARS),
            ),
        ),
    ),
    Order(
        dataset="care_housing",
        build=care_series,
        asks=(
            Ask(
                tables=("12292",),
                title="Helse og omsorgstjenester - grunnlagsdata",
                label=r"\(K\)|kommune",
                wants=(
                    _REGION,
                    _contents(
                        {
                            "housing_24_hours": (
                                ("KOSbialthelsum0000",),
                                r"^beboere i bolig m.*hele døgnet",
                            ),
                            "nurse_person_years": ((), r"^årsverk.*\bsykepleiere?\b"),
                        }
                    ),
                    _YEARS,
                ),
            ),
        ),
    ),
    Order(
        dataset="care_hours",
        build=care_series,
        asks=(
            Ask(
                tables=("11643",),
                title="Timer i uken til hjemmetjenester",
                label=r"\(K\)|kommune",
                wants=(
                    _REGION,
                    _contents(
                        {"home_services_hours_per_week": ((), r"tim(er|ar) (i|per) (uk|vek)")}
                    ),
                    _YEARS,
                ),
            ),
        ),
    ),
)
"""Municipal datasets in the order they are fetched. Each table is a dataset of its own, so that
one that has changed costs only itself. Codes and ids of 12003, 12292 and 11643 that are not
recorded are found by label (assumption)."""
