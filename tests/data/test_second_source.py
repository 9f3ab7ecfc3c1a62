"""The shipped tables against other files than those they are made from."""

from __future__ import annotations

import csv
import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from veivalg.axes import AGES
from veivalg.data.age_groups import group_sums
from veivalg.data.geography import geography
from veivalg.data.headcount import SHIPPED_YEARS, shipped_groups

pytestmark = pytest.mark.reference


def test_names_are_those_of_klass(reference):
    answer = json.loads(
        (reference / "fixtures" / "klass_131_codesAt_2026-01-01.json").read_text(encoding="utf-8")
    )
    klass = {line["code"]: line["name"] for line in answer["codes"] if line["code"] != "9999"}
    assert klass == {m.code: m.name.replace(" – ", " - ") for m in geography().municipalities}


def test_county_names_are_those_of_kartverket(reference):
    """Oslo excepted: its Sámi name came later than the file, from KLASS."""
    borders = json.loads((reference / "geometry_fylker_2024.topojson").read_text(encoding="utf-8"))
    shapes = [shape for layer in borders["objects"].values() for shape in layer["geometries"]]
    names = {s["properties"]["fylkesnummer"]: s["properties"]["fylkesnavn"] for s in shapes}
    ours = {county.code: county.name.replace(" – ", " - ") for county in geography().counties}
    assert ours == names | {"03": "Oslo - Oslove"}


@pytest.mark.parametrize("year", SHIPPED_YEARS)
def test_groups_are_those_counted_on_the_numbers_of_the_year(reference, year):
    """Another copy of table 07459, on old numbers, carried to today's by `codes.csv`."""
    table = pq.read_table(
        reference / "population_municipality_age_2017_2024_codes_of_the_year.parquet",
        filters=[("year", "=", year)],
    )
    changes, codes = geography().changes, geography().codes
    persons = np.zeros((len(codes), len(AGES)))
    split = set()
    for code in pc.unique(table["kommune"]).to_pylist():
        heirs = changes[code].successors
        if len(heirs) > 1:
            split.update(heirs)
            continue
        lines = table.filter(pc.equal(table["kommune"], pa.scalar(code)))
        np.add.at(
            persons[codes.index(heirs[0])],
            np.minimum(lines["age"].to_numpy().astype(int), AGES[-1]),
            lines["population"].to_numpy(),
        )
    groups, observed = shipped_groups()
    shipped = groups[:, SHIPPED_YEARS.index(year)].sum(axis=1)
    same = observed[:, SHIPPED_YEARS.index(year)]
    assert split <= {code for code, seen in zip(codes, same, strict=True) if not seen}
    assert np.array_equal(shipped[same], group_sums(persons)[same])


def test_totals_are_where_the_official_projection_starts(reference):
    """SSB 14288 starts from 1 January 2024; 234 of the municipalities are in the file."""
    path = reference / "projection_2024_mmmm_municipality_totals_2024_2050.csv"
    with path.open(encoding="utf-8", newline="") as file:
        start = {
            line["kommune"]: float(line["population"])
            for line in csv.DictReader(file)
            if line["year"] == "2024"
        }
    groups, _ = shipped_groups()
    totals = dict(zip(geography().codes, groups[:, 1].sum(axis=(1, 2)), strict=True))
    assert len(start) == 234
    assert all(totals[code] == persons for code, persons in start.items())
