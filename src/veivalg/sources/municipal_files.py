"""Files about municipal services, made into the same lines as the live tables give."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from veivalg.sources.arrow import listed, pc
from veivalg.sources.kostra_indicators import SECTORS, key_by_label

ALL_AGES = "all"
CARE_SERIES: Mapping[str, tuple[str, str]] = {
    "home_care_users": ("home_services", ALL_AGES),
    "home_care_users_0_66": ("home_services", "0-66"),
    "home_care_users_67_79": ("home_services", "67-79"),
    "home_care_users_80p": ("home_services", "80+"),
    "users_24h_housing": ("housing_24_hours", ALL_AGES),
    "institution_long_term_users": ("institution_long_term", ALL_AGES),
    "institution_0_66": ("institution_long_term", "0-66"),
    "institution_67_79": ("institution_long_term", "67-79"),
    "institution_80p": ("institution_long_term", "80+"),
    "home_care_hours_per_week": ("home_services_hours_per_week", ALL_AGES),
    "nurse_fte": ("nurse_person_years", ALL_AGES),
}
"""Column of the file -> series and age group of the dataset."""
CARE_COLUMNS = ("municipality", "year", "series", "age_group", "value", "mark")
KOSTRA_COLUMNS = ("table", "key", "unit", "region", "year", "value", "mark", "updated")


def key_figures_by_sector(table: pa.Table) -> tuple[dict[str, pa.Table], list[str]]:
    """Dataset -> lines with our keys, and a sentence on each key figure that we do not know.

    table  columns table, indicator, unit, region, year, value, mark
    """
    pairs = list(zip(listed(table["table"]), listed(table["indicator"]), strict=True))
    keys = pa.array([key_by_label().get(pair) for pair in pairs], pa.string())
    known = table.append_column("key", keys)
    known = known.append_column("updated", pa.array([""] * table.num_rows, pa.string()))
    known = known.filter(pc.is_valid(known["key"])).select(KOSTRA_COLUMNS)
    parts = {
        dataset: known.filter(pc.equal(known["table"], number))
        for number, dataset in SECTORS.items()
    }
    strangers = dict.fromkeys(pair for pair in pairs if pair not in key_by_label())
    return {name: part for name, part in parts.items() if part.num_rows}, _said(strangers)


def _said(strangers: Iterable[tuple[str, str]]) -> list[str]:
    return [
        f"holds the key figure «{label}» of table {table}, which is not known and was left out"
        for table, label in strangers
    ]


def care_lines(table: pa.Table) -> pa.Table:
    """A line per municipality, year, series and age group.

    table  municipality, year, and for each of `CARE_SERIES` a column and one of its marks
    """
    parts = [
        pa.table(
            {
                "municipality": table["municipality"],
                "year": table["year"],
                "series": pa.array([series] * table.num_rows, pa.string()),
                "age_group": pa.array([age_group] * table.num_rows, pa.string()),
                "value": table[column],
                "mark": table[f"{column}_mark"],
            }
        )
        for column, (series, age_group) in CARE_SERIES.items()
    ]
    return pa.concat_tables(parts).combine_chunks()
