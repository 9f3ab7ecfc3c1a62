"""Do the parts add up to the sums? Checks of the figures themselves, after their hashes.

A check that has nothing to compare with is not made. Tolerances are those of the sources: SSB
rounds some series so that municipalities and country part by some tens of persons.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from veivalg.provenance import Source
from veivalg.sources.arrow import listed, pc

ROUNDING = 60
"""Persons by which municipalities and country may differ in a year: measured at most 55."""
COUNTRY_TABLES = ("population_country",)
_COUNTRY_PREFIX = "population_norway_age_sex"


class Tables(Protocol):
    """What is asked of a store: the table of a dataset by name."""

    def read(self, dataset: str) -> tuple[pa.Table, Source]:
        """The newest copy, and where it comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Outcome of one check of the store: dataset, what was checked, whether it held."""

    dataset: str
    check: str
    passed: bool
    detail: str


def sums_of(store: Tables, datasets: tuple[str, ...]) -> tuple[Verdict, ...]:
    """Verdicts on the sums of the datasets named, each of which is whole on disk."""
    tables = {name: store.read(name)[0] for name in datasets if name in _CHECKS}
    country = _country_table(store, datasets)
    found: list[Verdict] = []
    for name, table in tables.items():
        found.extend(_CHECKS[name](table, country))
    return tuple(found)


def _country_table(store: Tables, datasets: tuple[str, ...]) -> pa.Table | None:
    names = [n for n in datasets if n in COUNTRY_TABLES or n.startswith(_COUNTRY_PREFIX)]
    return store.read(names[0])[0] if names else None


def _verdict(dataset: str, check: str, faults: list[str], held: str) -> Verdict:
    shown = "; ".join(faults[:3]) + (f"; and {len(faults) - 3} more" if len(faults) > 3 else "")
    return Verdict(dataset=dataset, check=check, passed=not faults, detail=shown or held)


def _population(table: pa.Table, country: pa.Table | None) -> list[Verdict]:
    verdicts = [_nothing_missing("population", table, "persons")]
    if country is not None:
        verdicts.append(_equals_country(table, country))
    return verdicts


def _nothing_missing(dataset: str, table: pa.Table, column: str) -> Verdict:
    lacking = table[column].null_count
    below = pc.sum(pc.less(table[column], 0)).as_py() or 0
    faults = [f"{lacking} empty cells"] * bool(lacking) + [f"{below} negative cells"] * bool(below)
    return _verdict(dataset, "cells", faults, f"{table.num_rows} cells")


def _equals_country(table: pa.Table, country: pa.Table) -> Verdict:
    """Each year's municipalities against the country, where all municipalities are there."""
    parts, sums = _by_year(table), _by_year(country)
    places = _places_by_year(table)
    most = max(places.values(), default=0)
    faults, compared, short = [], 0, 0
    for year in sorted(parts.keys() & sums.keys()):
        gap = parts[year] - sums[year]
        whole = places[year] == most
        compared, short = compared + whole, short + (not whole)
        if gap > ROUNDING or (whole and gap < -ROUNDING):
            faults.append(f"{year}: municipalities {parts[year]:.0f}, country {sums[year]:.0f}")
    held = f"{compared} years equal the country" + (
        f"; {short} years lack municipalities and are below it" if short else ""
    )
    return _verdict("population", "sum of municipalities", faults, held)


def _by_year(table: pa.Table) -> dict[int, float]:
    summed = table.group_by("year").aggregate([("persons", "sum")])
    return dict(zip(listed(summed["year"]), listed(summed["persons_sum"]), strict=True))


def _places_by_year(table: pa.Table) -> dict[int, int]:
    counted = table.group_by("year").aggregate([("municipality", "count_distinct")])
    return dict(
        zip(
            listed(counted["year"]),
            listed(counted["municipality_count_distinct"]),
            strict=True,
        )
    )


def _projection(table: pa.Table, country: pa.Table | None) -> list[Verdict]:
    """Counties, and municipalities where all are there, against the projected country."""
    keys = ["vintage", "alternative", "year"]
    levels = {
        level: _sums(table.filter(pc.equal(table["level"], level)), keys)
        for level in ("country", "county", "municipality")
    }
    faults, compared = [], 0
    for level in ("county", "municipality"):
        for key, total in levels[level].items():
            whole = levels["country"].get(key)
            if whole is None:
                continue
            compared += 1
            below = level == "municipality"  # some municipalities may be kept aside
            if total - whole > ROUNDING or (not below and whole - total > ROUNDING):
                faults.append(f"{level} {' '.join(map(str, key))}: {total:.0f} of {whole:.0f}")
    return [_verdict("official_projection", "sum of parts", faults, f"{compared} sums compared")]


def _sums(table: pa.Table, keys: list[str]) -> dict[tuple[object, ...], float]:
    summed = table.group_by(keys).aggregate([("persons", "sum")])
    return {tuple(row[k] for k in keys): row["persons_sum"] for row in summed.to_pylist()}


def _components(table: pa.Table, country: pa.Table | None) -> list[Verdict]:
    """Opening stock and flows against the closing stock, where the table has both."""
    if "population_end" not in table.column_names:
        return [_nothing_missing("components", table, "births")]
    closing = pc.add(
        table["population_start"],
        pc.subtract(
            pc.add(pc.add(table["births"], table["immigration"]), table["moved_in"]),
            pc.add(pc.add(table["deaths"], table["emigration"]), table["moved_out"]),
        ),
    )
    gap = pc.fill_null(pc.not_equal(closing, table["population_end"]), False)
    faults = [
        f"{row['municipality']} {row.get('quarter', row.get('year'))} does not balance"
        for row in table.filter(gap).to_pylist()
    ]
    return [_verdict("components", "balance", faults, f"{table.num_rows} rows balance")]


def _shares(dataset: str, column: str) -> _Check:
    def check(table: pa.Table, country: pa.Table | None) -> list[Verdict]:
        low, high = pc.min(table[column]).as_py(), pc.max(table[column]).as_py()
        faults = [] if low >= 0 and high <= 1 else [f"{column} runs from {low:g} to {high:g}"]
        return [_verdict(dataset, "shares", faults, f"{column} from {low:g} to {high:g}")]

    return check


def _counted(dataset: str) -> _Check:
    return lambda table, country: [_nothing_missing(dataset, table, "persons")]


_Check = Callable[[pa.Table, "pa.Table | None"], list[Verdict]]

_CHECKS: Mapping[str, _Check] = {
    "population": _population,
    "official_projection": _projection,
    "components": _components,
    "life_table": _shares("life_table", "death_probability"),
    "fertility": _shares("fertility", "rate"),
    "moves": _counted("moves"),
    "commuting": _counted("commuting"),
}
