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
from veivalg.analysis.drawn import Drawing
from veivalg.analysis.projection import projection
from veivalg.analysis.simulation import expected, simulation_of
from veivalg.cli.app import main
from veivalg.data.figures import figures
from veivalg.data.geography import geography
from veivalg.reports.export.rows import DECIMALS
from veivalg.sources.snapshots import SnapshotStore
from veivalg.web.app import create_app
from veivalg.web.service import Service

DRAWS = 5
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
