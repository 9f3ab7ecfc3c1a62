"""Makes the shipped tables of gross flows and of residents from a folder of reference figures.

    VEIVALG_REFERENCE=FOLDER python tools/make_national.py

Beside `make_bundled.py`, whose folder and writer it uses.
"""

from __future__ import annotations

from collections import defaultdict

import pyarrow.parquet as pq
from make_bundled import BUNDLED, reference_folder, rows, write

QUARTERS = ("2015K1", "2016K1")
KINDS = ("immigration", "emigration", "domestic_out")


def main() -> None:
    folder = reference_folder()
    today = {
        line["code"]: line["successors"].split()[0]
        for line in rows(BUNDLED / "codes.csv")
        if len(line["successors"].split()) == 1
    }
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    held = set()
    for line in rows(folder / "components_quarterly_2015K1_2016K1.csv"):
        code = today.get(line["kommune"])
        if code is None:
            continue
        held.add(code)
        for kind in KINDS:
            sums[code, line["quarter"], kind] += int(line[kind])
    columns = [(quarter, kind) for quarter in QUARTERS for kind in KINDS]
    write(
        "gross_flows.csv",
        ("municipality", *(f"{q}_{k}" for q, k in columns)),
        [
            (
                line["code"],
                *(sums[line["code"], q, k] if line["code"] in held else "nan" for q, k in columns),
            )
            for line in rows(BUNDLED / "municipalities.csv")
        ],
    )
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


if __name__ == "__main__":
    main()
