"""Demographic cost 2006-2020, reckoned our way, beside what was published.

    VEIVALG_REFERENCE=FOLDER python verification/demographic_cost.py

Published: what changes in residents by age cost municipalities and counties, billion kroner of
2020, "Figur 3.7A Merkostnader som følge av befolkningsutviklingen", actual population change, in
the government's figure file of 2020. Ours: the change in residents by age from one New Year to the
next times the net cost of a person of the age, from the accounts of 2020.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from veivalg.axes import AGES, SEXES
from veivalg.consequences.demographic_cost import cost_by_age
from veivalg.consequences.parameters import Parameters, default_parameters
from veivalg.consequences.spending import DRIVERS

Array = NDArray[np.float64]

PUBLISHED = {
    2006: 3.0,
    2007: 3.1,
    2008: 2.4,
    2009: 2.3,
    2010: 2.5,
    2011: 3.4,
    2012: 3.2,
    2013: 3.5,
    2014: 3.3,
    2015: 2.8,
    2016: 2.0,
    2017: 2.5,
    2018: 1.8,
    2019: 1.0,
    2020: 1.3,
}
ACCOUNTS_2020 = {
    "kindergarten": 9173,
    "school": 14475,
    "health": 3469,
    "care": 19914,
    "child_welfare": 2155,
    "social": 3553,
    "administration": 4267,
}
"""KOSTRA 12367, net operating expenditure per resident 2020, as a public repository quotes it."""
UPPER_SECONDARY = 165_000
"""Counties' cost of a person aged 16-18, kroner of 2020. Assumption: about 205,000 in kroner of
2025 from memory, at a growth in cost of a quarter."""
FILE = "population_norway_age_sex_1986_2024.parquet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Published and reckoned cost of one year, billion kroner of 2020."""

    year: int
    published: float
    reckoned: float
    with_all: float
    """The same with administration, culture, technical and other services counted too."""


def population(folder: Path) -> dict[int, Array]:
    """Residents of the country on 1 January, (sex, age) by year."""
    table = pq.read_table(folder / FILE).to_pydict()
    found: dict[int, Array] = {}
    for year, sex, age, persons in zip(
        table["year"], table["sex"], table["age"], table["population"], strict=True
    ):
        held = found.setdefault(year, np.zeros((len(SEXES), len(AGES))))
        held["FM".index(sex), min(age, AGES[-1])] += persons
    return found


def parameters_of_2020() -> Parameters:
    """Default figures with the accounts of 2020 in the place of those of 2024."""
    known = default_parameters()
    net = known["money.net_spending"]
    return known.replaced(replace(net, items=MappingProxyType(dict(ACCOUNTS_2020))))


def compare(folder: Path) -> list[Comparison]:
    """Every published year: the change until the next New Year."""
    people = population(folder)
    known = parameters_of_2020()
    cost = cost_by_age(known, people[2020])
    cost_of_all = cost_by_age(known, people[2020], tuple(DRIVERS))
    cost[:, 16:19] += UPPER_SECONDARY
    cost_of_all[:, 16:19] += UPPER_SECONDARY
    return [
        Comparison(
            year=year,
            published=published,
            reckoned=float((cost * (people[year + 1] - people[year])).sum()) / 1e9,
            with_all=float((cost_of_all * (people[year + 1] - people[year])).sum()) / 1e9,
        )
        for year, published in PUBLISHED.items()
    ]


def means(rows: list[Comparison]) -> tuple[float, float, float]:
    """Mean published, mean reckoned and mean absolute difference, billion kroner of 2020."""
    published = np.array([row.published for row in rows])
    reckoned = np.array([row.reckoned for row in rows])
    return (
        float(published.mean()),
        float(reckoned.mean()),
        float(np.abs(published - reckoned).mean()),
    )


def main() -> None:
    folder = Path(os.environ.get("VEIVALG_REFERENCE", ""))
    if not (folder / FILE).is_file():
        sys.exit(f"VEIVALG_REFERENCE is {str(folder)!r}; set it to the folder with {FILE}.")
    rows = compare(folder)
    print("Demographic cost, billion kroner of 2020")
    print("year  published  reckoned  with all services")
    for row in rows:
        print(f"{row.year}  {row.published:9.1f}  {row.reckoned:8.1f}  {row.with_all:17.1f}")
    published, reckoned, apart = means(rows)
    with_all = float(np.mean([row.with_all for row in rows]))
    print(f"mean  {published:9.2f}  {reckoned:8.2f}  {with_all:17.2f}")
    print(f"mean absolute difference of reckoned {apart:.2f}")


if __name__ == "__main__":
    main()
