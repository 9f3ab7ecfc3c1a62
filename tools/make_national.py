"""The shipped tables about the country as a whole, and who crossed municipal borders.

`make_bundled.py` makes these together with the tables by municipality.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq
from tables import BUNDLED, DATES, OPEN_AGE, population, rows, write

QUARTERS = ("2015K1", "2016K1")
KINDS = ("immigration", "emigration", "domestic_out")


def write_national(folder: Path) -> None:
    """Write every table of this kind anew."""
    write_country(folder)
    write_residents(folder)
    write_life_tables(folder)
    write_fertility(folder)
    write_births_deaths(folder)
    write_gross_flows(folder)


def write_gross_flows(folder: Path) -> None:
    """Immigrants, emigrants and movers out by municipality, two first quarters (SSB 01222)."""
    heirs = {line["code"]: line["successors"].split() for line in rows(BUNDLED / "codes.csv")}
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    incomplete = set()
    for line in rows(folder / "components_quarterly_2015K1_2016K1.csv"):
        codes = heirs[line["kommune"]]
        if len(codes) > 1:
            incomplete.update(codes)
        for kind in KINDS:
            sums[codes[0], line["quarter"], kind] += int(line[kind])
    columns = [(quarter, kind) for quarter in QUARTERS for kind in KINDS]
    write(
        "gross_flows.csv",
        ("municipality", *(f"{q}_{k}" for q, k in columns)),
        [
            (
                line["code"],
                *(
                    sums[line["code"], q, k] if line["code"] not in incomplete else "nan"
                    for q, k in columns
                ),
            )
            for line in rows(BUNDLED / "municipalities.csv")
        ],
    )


def write_residents(folder: Path) -> None:
    """Persons in Norway on 1 January (SSB 07459)."""
    table = pq.read_table(folder / "population_norway_age_sex_1986_2024.parquet")
    yearly = table.group_by("year").aggregate([("population", "sum")]).sort_by("year")
    write(
        "residents.csv",
        ("year", "persons"),
        [
            (year, int(persons))
            for year, persons in zip(
                yearly["year"].to_pylist(), yearly["population_sum"].to_pylist(), strict=True
            )
        ],
    )


def write_country(folder: Path) -> None:
    """One-year ages of the whole country at the two dates (SSB 07459)."""
    path = folder / "population_norway_age_sex_1986_2024.parquet"
    counts = {year: population(path, year, codes=None)[0] for year in DATES}
    write(
        "country.csv",
        ("sex", "age", *DATES),
        [
            (s, age, *(counts[y][j, age] for y in DATES))
            for j, s in enumerate("FM")
            for age in range(OPEN_AGE + 1)
        ],
    )


def write_life_tables(folder: Path) -> None:
    """Chance of dying by sex and age (SSB 07902), one column per year."""
    chance: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for row in rows(folder / "lifetable_norway_2000_2024.csv"):
        chance[row["sex"], int(row["age"])][int(row["year"])] = row["qx"]
    years = sorted(chance["F", 0])
    write(
        "life_tables.csv",
        ("sex", "age", *years),
        [
            (sex, age, *(by_year[y] for y in years))
            for (sex, age), by_year in sorted(chance.items())
            if age <= OPEN_AGE
        ],
    )


def write_fertility(folder: Path) -> None:
    """Births per woman by age at birth (Human Fertility Database), a column per year from 1980."""
    rate: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows(folder / "fertility_norway_asfr_1967_2022.csv"):
        if int(row["year"]) >= 1980:
            age = min(max(int(row["age"]), 15), 49)
            rate[age][int(row["year"])] += float(row["asfr"])
    years = sorted(rate[15])
    write(
        "fertility.csv",
        ("age", *years),
        [(age, *(f"{by_year[y]:.5f}" for y in years)) for age, by_year in sorted(rate.items())],
    )


def write_births_deaths(folder: Path) -> None:
    """Births and deaths by sex, whole country (Human Mortality Database)."""
    header = ("year", "births_female", "births_male", "deaths_female", "deaths_male")
    write(
        "births_deaths.csv",
        header,
        [
            [row[column] for column in header]
            for row in rows(folder / "births_deaths_norway_1980_2023.csv")
        ],
    )
