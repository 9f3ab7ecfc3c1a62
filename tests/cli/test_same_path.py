"""Library, command line and page give the same four lines for the same identity."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

import veivalg
from tests.cli.test_cli import ran
from tests.fakes.envelopes import opened
from veivalg.axes import FloatArray
from veivalg.library import Run
from veivalg.reports.export.consequence_rows import decimals
from veivalg.sources.snapshots import SnapshotStore
from veivalg.web.app import create_app
from veivalg.web.service import Service

PLACES = {"3448": "municipality", "3448-3450": "group", "018": "region", "0": "country"}
CHOSEN: dict[str, Any] = {
    "stories": {"H3": 60, "H1": 12.5},
    "choices": {"L021": (4, 2028), "L059": (3, 2027)},
    "shocks": {"X5": (2, 2031)},
    "kinds": ["cabin"],
}
WORDS = [
    "--story", "kompetansegapet=60", "--story", "H1=12,5 %", "--choice", "full-time=4@2028",
    "--choice", "L059=3@2027", "--shock", "hjørnestein=2@2031", "--kind", "cabin",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        made = tmp_path_factory.mktemp("same")
        patch.setenv("VEIVALG_DATA", str(made / "data"))
        yield made


@pytest.fixture(scope="module", params=list(PLACES))
def run(request: pytest.FixtureRequest, folder: Path) -> Run:
    return veivalg.run(request.param, **CHOSEN)


@pytest.fixture(scope="module")
def page(folder: Path) -> TestClient:
    service = Service(SnapshotStore(folder / "data"), draws=2)
    service.renew()
    return TestClient(create_app(service), base_url="http://localhost")


def rounded(run: Run) -> FloatArray:
    """(line, indicator, year) as files have them."""
    values = run.lines.lines.copy()
    for i, one in enumerate(run.lines.indicators):
        values[:, i] = values[:, i].round(decimals(one))
    return values


def in_file(file: Path, run: Run) -> FloatArray:
    """(line, indicator, year) of a CSV; NaN where a cell is empty."""
    with file.open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    found = {(r["line"], r["indicator"], r["year"]): float(r["value"] or "nan") for r in read}
    assert len(found) == len(read) == run.lines.lines.size
    lines, names = run.table.lines, [one.name for one in run.lines.indicators]
    return np.array(
        [[[found[k, name, str(year)] for year in run.years] for name in names] for k in lines]
    )


def test_the_command_line_equals_the_library(run: Run, folder: Path):
    file = folder / f"{run.place.code}.csv"
    assert ran("run", run.place.code, *WORDS, "--output", str(file)) == 0
    np.testing.assert_array_equal(in_file(file, run), rounded(run))
    said = json.loads(file.with_name(f"{file.name}-metadata.json").read_bytes())["notes"][0]
    assert said["path"] == run.text
    assert said["identity"] == run.table.identity


def test_the_page_equals_the_library(run: Run, page: TestClient, folder: Path):
    address = f"/api/paths/{PLACES[run.place.code]}/{run.place.code}"
    header, arrays = opened(page.get(address, params={"path": run.text}).content)
    assert header["identity"] == run.identity
    assert header["path"] == run.text
    np.testing.assert_array_equal(arrays["lines"], run.lines.lines.astype(np.float32))
    file = folder / f"page-{run.place.code}.csv"
    file.write_bytes(page.get(f"{address}.csv", params={"path": run.text}).content)
    np.testing.assert_array_equal(in_file(file, run), rounded(run))


def test_another_path_has_another_identity_and_other_numbers(folder: Path):
    first = veivalg.run("3448", **CHOSEN)
    other = veivalg.run("3448", **{**CHOSEN, "stories": {"H3": 61, "H1": 12.5}})
    assert first.identity != other.identity
    assert first.value("staff.unfilled", 2040) != other.value("staff.unfilled", 2040)
