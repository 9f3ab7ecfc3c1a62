"""`veivalg goals`: read, sort, map and sample, with the same labels as the library and the API."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import veivalg
from tests.cli.test_cli import ran
from tests.plans.plans_made import TEXT
from veivalg.plans.goal import Unit
from veivalg.plans.sorting import proposals
from veivalg.sources.snapshots import SnapshotStore
from veivalg.web.app import create_app
from veivalg.web.service import Service


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path / "data"))
    for name in ("VEIVALG_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "VEIVALG_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    held = tmp_path / "planer"
    held.mkdir()
    for name in ("Nordre Land", "Bærum"):
        (held / f"{name}.txt").write_text(TEXT.format(name=name, more=""), "utf-8")
    return held


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def test_read_writes_goals_with_document_and_page(folder: Path, tmp_path: Path):
    output = tmp_path / "goals.csv"
    assert ran("goals", "read", str(folder), "--output", str(output)) == 0
    found = rows(output)
    wanted = {"document", "page", "text", "kind", "area", "theme", "sdg", "confidence"}
    assert wanted <= set(found[0])
    assert {row["document"] for row in found} == {"Nordre Land.txt", "Bærum.txt"}
    assert all(row["page"] == "1" and row["kind"] != "none" for row in found)
    every = tmp_path / "every.csv"
    assert ran("goals", "read", str(folder), "--all", "-o", str(every)) == 0
    assert len(rows(every)) > len(found)


def test_a_broken_file_is_told_and_stops_none(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (folder / "ond.pdf").write_bytes(b"%PDF-1.4 junk")
    output = tmp_path / "goals.json"
    assert ran("goals", "read", str(folder), "-o", str(output)) == 1
    assert "ond.pdf" in capsys.readouterr().err
    assert len(json.loads(output.read_text("utf-8"))["documents"]) == 2


def test_the_screen_shows_goals_and_tables(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert ran("goals", "read", str(folder)) == 0
    assert "Klimagassutslippene er halvert" in capsys.readouterr().out
    assert ran("--lang", "nn", "goals", "map", str(folder), "--by", "size") == 0
    shown = capsys.readouterr().out
    assert "Kva setningane er" in shown
    assert "god oppvekst og godt liv" in shown


def test_groups_of_ones_own_are_compared(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    groups = tmp_path / "party.csv"
    groups.write_text("municipality,value\n3448,Senterpartiet\n", "utf-8")
    assert ran("goals", "map", str(folder), "--groups", str(groups)) == 0
    assert "Senterpartiet" in capsys.readouterr().out
    assert ran("--lang", "nb", "goals", "map", str(folder), "--by", "own") == 2
    assert "value" in capsys.readouterr().err


def test_workbooks_have_a_sheet_for_each_table(folder: Path, tmp_path: Path):
    for words in (["goals", "read"], ["goals", "map"]):
        output = tmp_path / f"{words[1]}.xlsx"
        assert ran(*words, str(folder), "-o", str(output)) == 0
        book = zipfile.ZipFile(output).read("xl/workbook.xml").decode()
        assert book.count("<sheet ") >= 8


def test_sort_keeps_columns_and_adds_the_codes(tmp_path: Path):
    given = tmp_path / "units.csv"
    given.write_text(
        "id;text;heading;kind;municipality\n"
        "u1;Alle elever trives på skolen.;Oppvekst > Delmål;subgoal;Vik\n"
        "u2;=Planen ble vedtatt i 2018.;Bakgrunn;none;\n",
        "utf-8",
    )
    output = tmp_path / "sorted.csv"
    assert ran("goals", "sort", str(given), "--output", str(output)) == 0
    found = rows(output)
    assert [row["id"] for row in found] == ["u1", "u2"]
    assert found[0]["kind_given"] == found[0]["kind"] == "subgoal"
    assert (found[0]["area"], found[0]["theme"]) == ("life", "incl")
    assert (found[1]["kind"], found[1]["area"]) == ("none", "")
    unit = Unit(
        number=0, text="Alle elever trives på skolen.", page=1, heading=("Oppvekst", "Delmål")
    )
    assert found[0]["sdg"] == ";".join(map(str, proposals([unit])[0].labels.sdg))
    alone = veivalg.sort_sentences([unit.text], ["Oppvekst > Delmål"])
    assert alone == proposals([unit])


def test_library_command_and_api_give_the_same_labels(folder: Path, tmp_path: Path):
    path = folder / "Nordre Land.txt"
    output = tmp_path / "goals.csv"
    assert ran("goals", "read", str(path), "-o", str(output)) == 0
    (plan,) = veivalg.read_plans(path)
    library = {
        one.unit.text: (one.labels.kind, one.labels.area, one.labels.theme)
        for one in plan.units
        if one.labels.kind != "none"
    }
    assert veivalg.map_goals([plan]).counted == len(library)
    assert {r["text"]: (r["kind"], r["area"], r["theme"]) for r in rows(output)} == library
    client = TestClient(
        create_app(Service(SnapshotStore(tmp_path / "data"))), base_url="http://localhost:8765"
    )
    name = client.post("/api/goals/collections").json()["id"]
    at = f"/api/goals/collections/{name}/documents"
    sha = client.post(at, params={"name": path.name}, content=path.read_bytes()).json()["sha256"]
    told = client.get(f"{at}/{sha}/units").json()["units"]
    assert {
        one["text"]: (one["labels"]["kind"], one["labels"]["area"], one["labels"]["theme"])
        for one in told
    } == library


def test_a_sample_is_written_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    column = tmp_path / "party.csv"
    column.write_text("municipality,value\n3448,Sp\n3201,H\n4639,Sp\n", "utf-8")
    output = tmp_path / "sample.csv"
    words = ["goals", "sample", "--size", "2", "--column", str(column), "--seed", "4"]
    assert ran(*words, "-o", str(output)) == 0
    assert sum(row["part"] == "body" for row in rows(output)) == 2
    assert ran("goals", "sample", "--size", "3", "--counties", "1") == 0
    assert len(capsys.readouterr().out.strip().splitlines()) == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["read", "{folder}", "-o", "goals.docx"], "goals.docx"),
        (["read", "{folder}/tom"], "tom"),
        (["read", "{folder}/borte.pdf"], "borte.pdf"),
        (["map", "{folder}", "--by", "shoe"], "shoe"),
        (["sort", "{folder}/borte.csv", "-o", "x.csv"], "borte.csv"),
        (["sort", "{folder}/uten.csv", "-o", "x.csv"], "uten.csv"),
        (["sample", "--size", "900"], "900"),
        (["sample", "--column", "{folder}/uten.csv"], "uten.csv"),
    ],
)
def test_bad_input_names_the_value(
    folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
):
    (folder / "tom").mkdir()
    (folder / "uten.csv").write_text("a,b\n1,2\n", "utf-8")
    assert ran("goals", *[word.format(folder=folder) for word in words]) in (1, 2)
    assert said in capsys.readouterr().err
