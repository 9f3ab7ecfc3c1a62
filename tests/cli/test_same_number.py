"""Library, command line and web page give the same number, to the last digit they show."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.fakes.envelopes import opened
from veivalg.analysis.consequence_table import ConsequenceTable, consequence_table
from veivalg.analysis.consequences import chain
from veivalg.analysis.drawn import Drawing, draw_groups
from veivalg.analysis.projection import projection
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.cli.app import main
from veivalg.consequences.own_checks import Replaceable, read_own
from veivalg.consequences.own_figures import own_text
from veivalg.consequences.parameters import default_parameters
from veivalg.data.figures import figures
from veivalg.data.geography import geography
from veivalg.reports.export.consequence_rows import decimals
from veivalg.reports.export.rows import DECIMALS
from veivalg.sources.snapshots import SnapshotStore
from veivalg.web.app import create_app
from veivalg.web.service import Service

DRAWS = 5
OWN = "place,figure,year,unit,value,source\n3448,level:home_80plus,2023,users,112,x\n"
PLACES = {"3448": "municipality", "0": "country", "3448-3450": "group"}
Lines = dict[tuple[str, ...], str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("same")


def lines_of(text: str) -> Lines:
    read = csv.reader(io.StringIO(text))
    next(read)
    return {tuple(line[:-1]): line[-1] for line in read}


@pytest.fixture(scope="module")
def library() -> Lines:
    simulation = simulation_of(figures(None), geography())
    places = [geography().place(level, code) for code, level in PLACES.items()]  # type: ignore[arg-type]
    value = projection(
        simulation, expected(simulation), places, totals=True, drawing=Drawing(count=DRAWS)
    )
    return {
        (
            place.code,
            place.name,
            str(year),
            "all",
            "all",
            statistic,
        ): f"{value.persons[q, p, y, 0, 0].round(DECIMALS):.15g}"
        for p, place in enumerate(value.places)
        for y, year in enumerate(value.years)
        for q, statistic in enumerate(value.statistics)
    }


@pytest.fixture(scope="module")
def command_line(folder: Path) -> Lines:
    file = folder / "x.csv"
    asked = ["project", *PLACES, "--totals", "--draws", str(DRAWS), "--output", str(file)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VEIVALG_DATA", str(folder / "data"))
        with pytest.raises(SystemExit) as ended:
            main(asked)
    assert not ended.value.code
    return lines_of(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def page(folder: Path) -> TestClient:
    service = Service(SnapshotStore(folder / "data"), draws=DRAWS)
    service.renew()
    assert service.edition is not None
    service.edition.draw()
    return TestClient(create_app(service), base_url="http://localhost")


def same(left: Lines, right: Lines) -> bool:
    assert left.keys() == right.keys()
    return all(float(left[key]) == float(right[key]) for key in left)


def test_command_line_equals_library(library: Lines, command_line: Lines):
    assert same(library, command_line)
    assert len(library) == len(PLACES) * 27 * 8


def test_page_equals_library(library: Lines, page: TestClient):
    told: Lines = {}
    for code, level in PLACES.items():
        told |= lines_of(page.get(f"/api/people/{level}/{code}.csv?totals=true").text)
    assert same(library, told)


def test_the_pages_jsonstat_equals_its_csv(page: TestClient):
    document = json.loads(page.get("/api/people/municipality/3448.json?totals=true").text)
    values = lines_of(page.get("/api/people/municipality/3448.csv?totals=true").text)
    statistics = document["dimension"]["statistic"]["category"]["index"]
    years = document["dimension"]["year"]["category"]["index"]
    cube = np.array(document["value"]).reshape(len(statistics), len(years))
    for (_, _, year, _, _, statistic), shown in values.items():
        assert cube[statistics.index(statistic), years.index(year)] == float(shown)


def test_the_charts_show_the_same_numbers(library: Lines, page: TestClient):
    for code, level in PLACES.items():
        header, arrays = opened(page.get(f"/api/people/{level}/{code}").content)
        name = geography().place(level, code).name  # type: ignore[arg-type]
        persons = header["labels"]["indicator"].index("persons")
        for y, year in enumerate(header["labels"]["year"]):
            exact = float(library[code, name, str(year), "all", "all", "expected"])
            assert arrays["indicator_expected"][persons, y] == pytest.approx(exact, rel=1e-6)
            median = float(library[code, name, str(year), "all", "all", "p50"])
            q = header["labels"]["quantile"].index(50.0)
            assert arrays["quantiles"][q, persons, y] == np.float32(median)


@pytest.fixture(scope="module", params=["", OWN], ids=["default", "own"])
def meaning(request: pytest.FixtureRequest) -> tuple[str, ConsequenceTable]:
    """Own figures as a file, and what the library says of consequences with them."""
    simulation = simulation_of(figures(None), geography())
    run = expected(simulation)
    known = Replaceable(
        parameters=default_parameters(), geography=geography(), base_year=simulation.base_year
    )
    own = read_own(request.param, known) if request.param else ()
    places = [geography().place(level, code) for code, level in PLACES.items()]  # type: ignore[arg-type]
    drawn = draw_groups(simulation, run, Drawing(count=DRAWS))
    return request.param, consequence_table(chain(simulation, run, own=own), places, drawn)


def numbers_of(table: ConsequenceTable) -> Lines:
    return {
        (place.code, str(year), one.name, statistic): repr(
            float(table.values[q, p, i, y].round(decimals(one)))
        )
        for p, place in enumerate(table.places)
        for i, one in enumerate(table.indicators)
        for y, year in enumerate(table.years)
        for q, statistic in enumerate(table.statistics)
    }


def numbers_in(text: str) -> Lines:
    """Lines of a file with consequences; an empty cell is a number that is missing."""
    return {
        (r["place"], r["year"], r["indicator"], r["statistic"]): r["value"] or "nan"
        for r in csv.DictReader(io.StringIO(text))
    }


def alike(left: Lines, right: Lines) -> bool:
    assert left.keys() == right.keys()
    return all(np.array_equal(float(left[key]), float(right[key]), equal_nan=True) for key in left)


def test_consequences_on_the_command_line_equal_the_library(
    meaning: tuple[str, ConsequenceTable], folder: Path
):
    own, table = meaning
    file, given = folder / "meaning.csv", folder / "own.csv"
    asked = ["consequences", *PLACES, "--draws", str(DRAWS), "--output", str(file)]
    if own:
        given.write_text(own)
        asked += ["--own", str(given)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VEIVALG_DATA", str(folder / "data"))
        with pytest.raises(SystemExit) as ended:
            main(asked)
    assert not ended.value.code
    assert alike(numbers_of(table), numbers_in(file.read_text(encoding="utf-8")))


def test_consequences_on_the_page_equal_the_library(
    meaning: tuple[str, ConsequenceTable], page: TestClient
):
    _, table = meaning
    told: Lines = {}
    for code, level in PLACES.items():
        address = f"/api/consequences/{level}/{code}"
        answer = page.get(f"{address}.csv", params={"own": own_text(table.own)})
        told |= numbers_in(answer.text)
        header, arrays = opened(page.get(address, params={"own": own_text(table.own)}).content)
        p = [place.code for place in table.places].index(code)
        assert header["labels"]["indicator"] == [one.name for one in table.indicators]
        np.testing.assert_array_equal(arrays["expected"], table.values[0, p].astype(np.float32))
        np.testing.assert_array_equal(arrays["quantiles"], table.values[1:, p].astype(np.float32))
    assert alike(numbers_of(table), told)
