"""Makes the small tables in `src/veivalg/data/bundled` from a folder of reference figures.

    VEIVALG_REFERENCE=FOLDER python tools/make_bundled.py

The folder is the same that `veivalg data import` reads. What comes out is smaller and of
another form: age groups instead of one-year ages, two dates instead of twenty. Run it when
the reference has changed; the tables and the README beside them are committed.

The tile map (column, row) is our own and lives in the table already there: it is carried over,
never made again, because people learn where they are.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from learn_patterns import KNOTS, PATTERNS, learn_patterns
from make_municipal import write_municipal
from make_national import write_national
from tables import BUNDLED, DATES, population, reference_folder, rows, write

GROUP_STARTS = (0, 1, 6, 13, 16, 20, 45, 67, 80, 90)
GROUP_NAMES = ("0", "1-5", "6-12", "13-15", "16-19", "20-44", "45-66", "67-79", "80-89", "90+")
FIRST_TOTAL = 2005

SERIES_FROM = {"1508": 2024, "1580": 2024} | dict.fromkeys(
    ("1806", "1875", "5055", "5056", "5059"), 2020
)
"""First year with figures on today's borders, for those that lack the earlier ones."""

SAMI_OR_KVEN = {
    "Oslove": "sma",
    "Aarborte": "sma",
    "Raane": "sma",
    "Fuossko": "smj",
    "Fuolldá": "smj",
    "Evenášši": "se",
    "Suortá": "se",
    "Hábmer": "smj",
    "Tråante": "sma",
    "Stïentje": "sma",
    "Nåavmesjenjaelmie": "sma",
    "Rosse": "sma",
    "Levangke": "sma",
    "Snåase": "sma",
    "Raarvihke": "sma",
    "Hárstták": "se",
    "Dielddanuorri": "se",
    "Rivtták": "se",
    "Loabák": "se",
    "Ivgu": "se",
    "Yykeä": "fkv",
    "Omasvuotna": "se",
    "Omasvuono": "fkv",
    "Gáivuotna": "se",
    "Kaivuono": "fkv",
    "Ráisa": "se",
    "Raisi": "fkv",
    "Hámmerfeasta": "se",
    "Kárášjohka": "se",
    "Guovdageaidnu": "se",
    "Porsángu": "se",
    "Porsanki": "fkv",
    "Deatnu": "se",
    "Unjárga": "se",
}
"""Language of each name that is not Norwegian: South, Lule and Northern Sámi, Kven (ISO 639)."""

COUNTIES = {
    "03": "Oslo – Oslove",
    "11": "Rogaland",
    "15": "Møre og Romsdal",
    "18": "Nordland – Nordlánnda",
    "31": "Østfold",
    "32": "Akershus",
    "33": "Buskerud",
    "34": "Innlandet",
    "39": "Vestfold",
    "40": "Telemark",
    "42": "Agder",
    "46": "Vestland",
    "50": "Trøndelag – Trööndelage",
    "55": "Troms – Romsa – Tromssa",
    "56": "Finnmark – Finnmárku – Finmarkku",
}
"""Names of the counties from 1 January 2024; Kartverket, Administrative enheter 2024, CC BY 4.0."""

FIRST_YEAR_AS_MEANT = {"2023": "2024"}
"""The table of changes dates the numbers of 1 January 2024 one year early."""

SVALBARD_AND_SHELF = ("21", "22", "23", "99")


def main() -> None:
    """Write every table anew."""
    folder = reference_folder()
    write_municipalities(folder)
    write_codes(folder)
    write_population(folder)
    write_totals(folder)
    write_patterns(folder)
    write_national(folder)
    write_municipal(folder)


def write_municipalities(folder: Path) -> None:
    """One line per municipality, from KLASS, the ministry's BA-regions and Kartverket's points."""
    points = {p["kommune"]: p for p in rows(folder / "municipality_mean_coordinates_2026.csv")}
    tiles = {t["code"]: t for t in rows(BUNDLED / "municipalities.csv")}
    lines = []
    for m in rows(folder / "municipalities_2024.csv"):
        code = m["kommune"]
        norwegian, sami, kven = names_by_language(m["name"])
        lines.append(
            (
                code,
                m["name"].replace(" - ", " – "),
                norwegian,
                sami,
                kven,
                m["fylke"],
                COUNTIES[m["fylke"]],
                m["ba_region"],
                region_name(m["ba_region_name"]),
                m["centrality_class"],
                m["kostra_group"],
                f"{float(points[code]['lon']):.3f}",
                f"{float(points[code]['lat']):.3f}",
                tiles[code]["column"],
                tiles[code]["row"],
                SERIES_FROM.get(code, ""),
            )
        )
    write(
        "municipalities.csv",
        (
            "code",
            "name",
            "norwegian",
            "sami",
            "kven",
            "county",
            "county_name",
            "region",
            "region_name",
            "centrality",
            "kostra_group",
            "lon",
            "lat",
            "column",
            "row",
            "series_from",
        ),
        sorted(lines),
    )


def region_name(name: str) -> str:
    """The ministry's name of a region with its dashes mended."""
    return name.strip().replace(" - ", " – ")


def names_by_language(official: str) -> tuple[str, str, str]:
    """(Norwegian, Sámi, Kven) parts of a name such as "Porsanger - Porsángu - Porsanki"."""
    parts: dict[str, str] = defaultdict(str)
    for part in official.split(" - "):
        language = SAMI_OR_KVEN.get(part, "no")
        if parts[language]:
            sys.exit(f"{official!r} has two names in one language; complete SAMI_OR_KVEN.")
        parts[language] = part
    sami = [parts[x] for x in ("se", "smj", "sma") if parts[x]]
    return parts["no"], "; ".join(sami), parts["fkv"]


def write_codes(folder: Path) -> None:
    """Each municipality number since 1994, with name, years and where it lies today.

    SSB's code groups tell the successor where a municipality went whole; where it was split (and
    for those that SSB leaves out because they took in a part), the table of changes tells.
    """
    groups = {g["old_code"]: g for g in rows(folder / "municipality_code_groups_1994_2024.csv")}
    changes = defaultdict(list)
    for change in rows(folder / "municipality_changes_2001_2024.csv"):
        changes[change["code"]].append(change)
    today = {code for code, g in groups.items() if g["kommune_2024"] == code}
    lines = []
    for code, group in sorted(groups.items()):
        if code[:2] in SVALBARD_AND_SHELF:
            continue
        direct = {c["successor_code"] for c in changes[code] if c["successor_code"]}
        split = len(direct) > 1
        if group["kommune_2024"] and not split:
            successors = [group["kommune_2024"]]
        else:
            successors = sorted(successors_today(code, changes, today))
        first, last = years_in_force(group, changes[code])
        name = group["old_name"].split(" (-")[0].rsplit(" (1", 1)[0].rsplit(" (2", 1)[0]
        lines.append(
            (
                code,
                name.replace(" - ", " – "),
                first,
                last,
                " ".join(successors),
                int(len(successors) > 1),
            )
        )
    write("codes.csv", ("code", "name", "first_year", "last_year", "successors", "split"), lines)


def successors_today(
    code: str, changes: dict[str, list[dict[str, str]]], today: set[str]
) -> set[str]:
    """Municipalities of today that a number led to, step by step."""
    if code in today:
        return {code}
    steps = {c["successor_code"] for c in changes[code] if c["successor_code"]}
    return {final for step in steps for final in successors_today(step, changes, today)}


def years_in_force(group: dict[str, str], changes: list[dict[str, str]]) -> tuple[str, str]:
    """(first, last) year as text; empty where the source says no more than "before" or "still"."""
    first, _, last = group["valid"].partition("-")
    first = first or (changes[0]["year_start"] if changes else "")
    last = last or (changes[0]["year_end"] if changes else "")
    return FIRST_YEAR_AS_MEANT.get(first, first), last


def write_population(folder: Path) -> None:
    """Official age groups by municipality and sex, at the two dates (SSB 07459)."""
    codes = [m["code"] for m in rows(BUNDLED / "municipalities.csv")]
    lines = []
    for year in DATES:
        counts = population(
            folder / "population_municipality_age_sex_2005_2024.parquet", year, codes=codes
        )
        groups = np.add.reduceat(counts, GROUP_STARTS, axis=2)
        for i, code in enumerate(codes):
            observed = int(year >= SERIES_FROM.get(code, 0))
            lines += [(code, year, s, observed, *groups[i, j]) for j, s in enumerate("FM")]
    write(
        "population.csv", ("municipality", "year", "sex", "observed", *GROUP_NAMES), sorted(lines)
    )


def write_totals(folder: Path) -> None:
    """Persons per municipality on 1 January of each year, on today's borders (SSB 07459).

    Where there is no series, the estimated split is that of the file by age, as in population.csv:
    it keeps the sum of those who were split within 0.1 per cent.
    """
    totals: dict[str, dict[int, object]] = defaultdict(dict)
    for row in rows(folder / "population_municipality_totals_2000_2024.csv"):
        totals[row["kommune"]][int(row["year"])] = row["population"]
    estimated = (
        pq.read_table(
            folder / "population_municipality_age_sex_2005_2024.parquet",
            filters=[("kommune", "in", list(SERIES_FROM)), ("quality", "!=", "observed")],
        )
        .group_by(["kommune", "year"])
        .aggregate([("population", "sum")])
    )
    for row in estimated.to_pylist():
        totals[row["kommune"]][row["year"]] = row["population_sum"]
    years = range(FIRST_TOTAL, max(DATES) + 1)
    write(
        "totals.csv",
        ("municipality", *years),
        [(code, *(by_year[y] for y in years)) for code, by_year in sorted(totals.items())],
    )


def write_patterns(folder: Path) -> None:
    """How municipalities' one-year profiles differ from the country's (from SSB 07459)."""
    path = folder / "population_municipality_age_sex_2005_2024.parquet"
    codes = [m["code"] for m in rows(BUNDLED / "municipalities.csv")]
    observed = [i for i, code in enumerate(codes) if code not in SERIES_FROM]
    persons = np.stack([population(path, year, codes=codes)[observed] for year in DATES], axis=1)
    patterns = learn_patterns(persons.astype(float), DATES)
    header = ("year", "sex", "age", *(f"pattern_{k + 1}" for k in range(PATTERNS)))
    write(
        "patterns.csv",
        header,
        [
            (year, s, age, *(f"{value:.4f}" for value in patterns[y, j, a]))
            for y, year in enumerate(DATES)
            for j, s in enumerate("FM")
            for a, age in enumerate(KNOTS)
        ],
    )


if __name__ == "__main__":
    main()
