"""Reading the reference figures and writing the tables that ship."""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

BUNDLED = Path(__file__).parents[1] / "src" / "veivalg" / "data" / "bundled"
DATES = (2019, 2024)
OPEN_AGE = 105


def reference_folder() -> Path:
    """The folder that VEIVALG_REFERENCE names; ends the program when it is not one."""
    folder = os.environ.get("VEIVALG_REFERENCE", "")
    if not Path(folder, "municipalities_2024.csv").is_file():
        sys.exit(
            f"VEIVALG_REFERENCE is {folder!r}, and there is no municipalities_2024.csv in it; "
            "set it to the folder of reference figures."
        )
    return Path(folder)


def rows(path: Path) -> list[dict[str, str]]:
    """Lines of a table, each by column name."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, header: Sequence[str], lines: Iterable[Sequence[object]]) -> None:
    """Write a table into the package and say how large it became."""
    path = BUNDLED / name
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        table.writerows(lines)
    print(f"{name}: {path.stat().st_size:,} bytes")


def population(path: Path, year: int, *, codes: Sequence[str] | None) -> np.ndarray:
    """(municipality, sex, age) persons on 1 January, women first; one "place" for the country."""
    table = pq.read_table(path, filters=[("year", "=", year)])
    sex = np.array([{"F": 0, "M": 1}[s] for s in table["sex"].to_pylist()])
    age = table["age"].to_numpy().astype(int)
    place = np.zeros(len(age), dtype=int)
    if codes is not None:
        index = {code: i for i, code in enumerate(codes)}
        place = np.array([index[c] for c in table["kommune"].to_pylist()])
    counts = np.zeros((len(codes or [""]), 2, OPEN_AGE + 1), dtype=int)
    np.add.at(counts, (place, sex, age), table["population"].to_numpy())
    return counts
