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
    """Write both tables anew."""
    folder = reference_folder()
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
