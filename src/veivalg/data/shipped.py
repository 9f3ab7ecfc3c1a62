"""The tables that ship with the program, as text, and where each comes from.

What every file holds is told in `bundled/README.md`.
"""

from __future__ import annotations

import csv
from importlib.resources import files

from veivalg.provenance import Source

HOW = "Shipped with the program; `veivalg data fetch` gets the official figures."

SOURCES = {
    "municipalities.csv": Source(
        publisher="Statistisk sentralbyrå, Kommunal- og distriktsdepartementet, Kartverket",
        table="KLASS 131, 128, 112; BA-regioner 2020; Administrative enheter",
        date="2024-01-01",
        kind="shipped",
        note=HOW,
    ),
    "codes.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="KLASS 131",
        date="2024-01-01",
        kind="shipped",
        note=HOW,
    ),
    "population.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="07459",
        date="2024-01-01",
        kind="shipped",
        note="Age groups on 1 January 2019 and 2024, spread to one-year ages by a penalised "
        "composite link model. " + HOW,
    ),
    "totals.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="07459",
        date="2024-01-01",
        kind="shipped",
        note=HOW,
    ),
    "country.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="07459",
        date="2024-01-01",
        kind="shipped",
        note=HOW,
    ),
    "life_tables.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="07902",
        date="2024-12-31",
        kind="shipped",
        note=HOW,
    ),
    "fertility.csv": Source(
        publisher="Human Fertility Database",
        table="asfrRR, Norway",
        date="2022-12-31",
        kind="shipped",
        note=HOW,
    ),
    "gross_flows.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="01222",
        date="2016-04-01",
        kind="shipped",
        note="First quarters of 2015 and 2016, carried to today's borders. " + HOW,
    ),
    "residents.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="07459",
        date="2024-01-01",
        kind="shipped",
        note=HOW,
    ),
    "births_deaths.csv": Source(
        publisher="Human Mortality Database",
        table="Births and deaths, Norway",
        date="2023-12-31",
        kind="shipped",
        note=HOW,
    ),
    "kostra.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="KOSTRA 11820, 12134, 12209, 12255, 12379, 13135, 13502, 14019",
        date="2025-12-31",
        kind="shipped",
        note="Published 16 March 2026, so 2025 is unrevised. Few regions. " + HOW,
    ),
    "need_index.csv": Source(
        publisher="Kommunal- og distriktsdepartementet",
        table="Grønt hefte, A-k",
        date="2026-01-01",
        kind="shipped",
        licence="NLOD",
        note="Indices of 2025 and 2026; three municipalities are lacking in the copy. " + HOW,
    ),
    "beds.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="11875, 07459",
        date="2019-01-01",
        kind="derived",
        note="Beds of 2018 and persons aged 80 and over on 1 January 2019, added up over the "
        "municipalities of each KOSTRA group that have both on today's borders. " + HOW,
    ),
    "commuting_regions.csv": Source(
        publisher="Statistisk sentralbyrå",
        table="03321",
        date="2017-12-31",
        kind="derived",
        note="Added up from municipalities to labour-market regions; pairs with fewer than 20 "
        "workers, and those who work in the region where they live, are left out. " + HOW,
    ),
}
"""Source of each shipped table, by file name."""


def shipped_rows(name: str) -> tuple[tuple[str, ...], list[list[str]]]:
    """Header and lines of a shipped table, all as text."""
    text = files("veivalg.data").joinpath("bundled", name).read_text(encoding="utf-8")
    header, *lines = csv.reader(text.splitlines())
    return tuple(header), lines
