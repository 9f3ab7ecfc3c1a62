"""The shipped tables against the reference they are made from, and against each other."""

from __future__ import annotations

import csv
import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from veivalg.data.geography import geography
from veivalg.data.headcount import shipped_country, shipped_groups
from veivalg.data.shipped import SOURCES, shipped_rows
from veivalg.data.totals import shipped_totals

BUNDLED = files("veivalg.data").joinpath("bundled")
TABLES = sorted(f.name for f in BUNDLED.iterdir() if f.name.endswith(".csv"))


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_described_with_source_date_and_licence(name):
    readme = BUNDLED.joinpath("README.md").read_text(encoding="utf-8")
    line = next(line for line in readme.splitlines() if f"| `{name}` |" in line)
    assert re.search(r"\d{4}", line)
    assert "CC BY" in line or "population.csv" in line or "as above" in line
    assert name in ("patterns.csv", "spreading_loss.csv") or SOURCES[name].date


def test_the_shipped_tables_are_small():
    assert sum(len(BUNDLED.joinpath(name).read_bytes()) for name in TABLES) < 350_000


def test_no_count_of_people_is_newer_than_2024():
    header, _ = shipped_rows("totals.csv")
    assert header[-1] == "2024"
    _, lines = shipped_rows("population.csv")
    assert {line[1] for line in lines} == {"2019", "2024"}


def test_totals_are_the_sums_of_the_groups():
    header, lines = shipped_rows("totals.csv")
    totals = np.array([[float(line[header.index(y)]) for y in ("2019", "2024")] for line in lines])
    groups, _ = shipped_groups()
    assert [line[0] for line in lines] == list(geography().codes)
    assert (groups.sum(axis=(2, 3)) == totals).all()


def test_the_country_is_the_sum_of_its_municipalities_but_for_rounding():
    groups, _ = shipped_groups()
    assert np.abs(groups.sum(axis=(0, 2, 3)) - shipped_country().sum(axis=(1, 2))).max() <= 55


@pytest.mark.parametrize("heirs", [("5055", "5056", "5059"), ("1806", "1875"), ("1508", "1580")])
def test_estimated_splits_keep_the_sum_of_those_who_were_split(reference, heirs):
    """The split is a reference package's; it loses up to a person per age by rounding."""
    table = pq.read_table(
        reference / "population_municipality_age_2017_2024_codes_of_the_year.parquet"
    )
    former = [
        number.code
        for number in geography().changes.values()
        if set(number.successors) & set(heirs)
        and (number.last or 9999) >= 2019
        and (number.first or 0) <= 2019
    ]
    of_2019 = table.filter(
        pc.and_(pc.equal(table["year"], 2019), pc.is_in(table["kommune"], pa.array(former)))
    )
    groups, _ = shipped_groups()
    persons = dict(zip(geography().codes, groups[:, 0].sum(axis=(1, 2)), strict=True))
    split = sum(persons[code] for code in heirs)
    assert split == pytest.approx(pc.sum(of_2019["population"]).as_py(), rel=0.001)


def test_the_shipped_groups_are_those_of_the_reference(reference):
    table = pq.read_table(reference / "population_municipality_age_sex_2005_2024.parquet")
    adults = table.filter(
        pc.and_(pc.equal(table["year"], 2024), pc.greater_equal(table["age"], 90))
    )
    groups, _ = shipped_groups()
    assert groups[:, 1, :, -1].sum() == pc.sum(adults["population"]).as_py()


def test_every_line_of_every_table_is_whole():
    for name in TABLES:
        lines = list(csv.reader(BUNDLED.joinpath(name).read_text(encoding="utf-8").splitlines()))
        assert {len(line) for line in lines} == {len(lines[0])}


def test_totals_tell_which_years_are_estimated():
    held = shipped_totals()
    assert held.axes["year"].labels == tuple(range(2005, 2025))
    assert held.persons[geography().codes.index("0301"), -1] == 717_710
    assert (~held.observed).sum() == 5 * 15 + 2 * 19


def test_the_page_on_shipped_figures_shows_the_measured_loss():
    page = Path(__file__).parents[2] / "docs" / "model" / "shipped-figures.md"
    text = page.read_text(encoding="utf-8")
    header, lines = shipped_rows("spreading_loss.csv")
    assert f"| | {' | '.join(header[1:])} |" in text
    assert all(f"| {' | '.join(line)} |" in text for line in lines)


def test_the_loss_is_what_the_page_claims():
    """Errs least of the methods in every class, also where nothing was learnt."""
    header, lines = shipped_rows("spreading_loss.csv")
    outside = header.index("this method, municipalities not learnt from")
    others = ("evenly within each group", "smooth composite link model", "the country's profile")
    for other in map(header.index, others):
        assert all(float(line[outside]) <= float(line[other]) + 0.02 for line in lines)
    everyone = next(line for line in lines if line[0] == "all")
    assert float(everyone[outside]) < 4.0
