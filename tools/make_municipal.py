"""The shipped tables about municipal services, economy and commuting between regions.

`make_bundled.py` makes these together with the others.
"""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from tables import BUNDLED, rows, write

INDICATORS = Path(__file__).parents[1] / "src" / "veivalg" / "sources" / "kostra_indicators.toml"
FACTORS = {"%": Decimal("0.01"), "1000 kr": Decimal(1000)}
BEDS_YEAR = 2018
FEWEST_COMMUTERS = 20


def write_municipal(folder: Path) -> None:
    """Write every table of this kind anew."""
    write_kostra(folder)
    write_need_index(folder)
    write_group_beds(folder)
    write_region_commuting(folder)


def write_kostra(folder: Path) -> None:
    """Key figures by key, region and year, in our keys and units (KOSTRA, tables by key)."""
    known = tomllib.loads(INDICATORS.read_text(encoding="utf-8"))
    keys = {
        (table, said["label"]): (key, said["unit"])
        for table, indicators in known.items()
        for key, said in indicators.items()
    }
    figures: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for line in rows(folder / "kostra_key_figures_2020_2025.csv"):
        key, unit = keys[line["table"], line["indicator"]]
        if line["unit"] != unit:
            raise SystemExit(f"{key} is counted in {line['unit']}, and {unit} was due.")
        if line["value"]:
            figure = Decimal(line["value"]) * FACTORS.get(unit, Decimal(1))
            figures[key, line["region"]][line["year"]] = figure
    years = sorted({year for by_year in figures.values() for year in by_year})
    write(
        "kostra.csv",
        ("key", "region", *years),
        [
            (key, region, *(_plain(by_year[y]) if y in by_year else "" for y in years))
            for (key, region), by_year in sorted(figures.items())
        ],
    )


def _plain(figure: Decimal) -> str:
    """No zeros at the end, and no exponent."""
    return f"{figure.normalize():f}"


def write_need_index(folder: Path) -> None:
    """The income system's index of expenditure need (Grønt hefte, table A-k)."""
    index: dict[str, dict[str, str]] = defaultdict(dict)
    for line in rows(folder / "expenditure_need_index_2025_2026.csv"):
        index[line["kommune"]][line["year"]] = line["expenditure_need_index"]
    years = sorted({year for by_year in index.values() for year in by_year})
    codes = [line["code"] for line in rows(BUNDLED / "municipalities.csv")]
    write(
        "need_index.csv",
        ("municipality", *years),
        [(code, *(index[code].get(year, "") for year in years)) for code in codes],
    )


def write_group_beds(folder: Path) -> None:
    """Beds in institutions (SSB 11875) and persons aged 80 and over (07459) by KOSTRA group.

    Only municipalities that have beds on today's borders and were counted on them are added up.
    """
    beds = _beds_today(folder)
    old = {
        line["municipality"]: 0
        for line in rows(BUNDLED / "population.csv")
        if line["year"] == str(BEDS_YEAR + 1) and line["observed"] == "1"
    }
    for line in rows(BUNDLED / "population.csv"):
        if line["year"] == str(BEDS_YEAR + 1) and line["municipality"] in old:
            old[line["municipality"]] += int(line["80-89"]) + int(line["90+"])
    groups: dict[str, list[str]] = defaultdict(list)
    for line in rows(BUNDLED / "municipalities.csv"):
        if line["code"] in beds and line["code"] in old:
            groups[line["kostra_group"]].append(line["code"])
    write(
        "beds.csv",
        (
            "kostra_group",
            "municipalities",
            f"beds_{BEDS_YEAR}",
            f"residents_80_plus_{BEDS_YEAR + 1}",
        ),
        [
            (group, len(codes), _plain(sum(beds[c] for c in codes)), sum(old[c] for c in codes))
            for group, codes in sorted(groups.items())
        ],
    )


def _beds_today(folder: Path) -> dict[str, Decimal]:
    """Beds by today's municipality, where every part of it has a figure and none was split."""
    counted = {
        line["kommune"]: Decimal(line["institution_beds"])
        for line in rows(folder / "institution_beds_2015_2018.csv")
        if line["year"] == str(BEDS_YEAR) and line["institution_beds"]
    }
    sums: dict[str, Decimal] = defaultdict(Decimal)
    incomplete: set[str] = set()
    for line in rows(BUNDLED / "codes.csv"):
        if int(line["first_year"] or 0) <= BEDS_YEAR <= int(line["last_year"] or BEDS_YEAR):
            heirs = line["successors"].split()
            if len(heirs) > 1 or line["code"] not in counted:
                incomplete.update(heirs)
            else:
                sums[heirs[0]] += counted[line["code"]]
    return {code: total for code, total in sums.items() if code not in incomplete}


def write_region_commuting(folder: Path) -> None:
    """Workers by labour-market region of residence and of work (SSB 03321), 2017.

    The source lacks those who work in the municipality where they live, so a region with itself
    would be a wrong sum and is left out; so are pairs with few workers.
    """
    region = {line["code"]: line["region"] for line in rows(BUNDLED / "municipalities.csv")}
    workers: dict[tuple[str, str], float] = defaultdict(float)
    with (folder / "commuting_2017.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            pair = region[line["residence"]], region[line["workplace"]]
            workers[pair] += float(line["commuters"])
    write(
        "commuting_regions.csv",
        ("residence_region", "work_region", "workers"),
        [
            (home, work, round(count))
            for (home, work), count in sorted(workers.items())
            if home != work and count >= FEWEST_COMMUTERS
        ],
    )
