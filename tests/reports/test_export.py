from __future__ import annotations

import csv
import errno
import io
import json
import os
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.fakes.shipped import FEW_DRAWS, drawn, place, run, simulation
from veivalg.analysis.projection import Projection, lines_of, projection, totals_from_draws
from veivalg.data.geography import geography
from veivalg.data.places import Place
from veivalg.errors import OutOfRange, StorageError
from veivalg.language import LANGUAGES
from veivalg.reports.export import files, workbook
from veivalg.reports.export import rows as lines
from veivalg.reports.export.csv import csv_blocks, csv_metadata
from veivalg.reports.export.files import (
    check_ending,
    check_writable,
    metadata_file,
    write_export,
    write_whole,
)
from veivalg.reports.export.jsonstat import jsonstat
from veivalg.reports.export.kinds import file_name
from veivalg.reports.export.rows import COLUMNS, DECIMALS, count, harmless, rows, shown
from veivalg.reports.export.statement import about_figures, statement
from veivalg.reports.measured import measured, shipped_loss


def ages() -> Projection:
    return projection(simulation(), run(), [place("3448")])


def totals() -> Projection:
    return totals_from_draws(simulation(), run(), [place("3448"), place("0")], drawn())


def test_csv_is_long_and_tidy_and_opens_anywhere():
    text = b"".join(csv_blocks(ages(), "nb")).decode()
    read = list(csv.DictReader(io.StringIO(text)))
    assert (
        tuple(read[0]) == COLUMNS == ("place", "name", "year", "sex", "age", "statistic", "persons")
    )
    assert len(read) == 27 * 2 * 106 == count(ages())
    assert {r["sex"] for r in read} == {"F", "M"}
    assert read[0]["place"] == "3448"
    of_2050 = sum(float(r["persons"]) for r in read if r["year"] == "2050")
    assert of_2050 == pytest.approx(
        run().ledger.persons[run().ledger.places.index("3448"), -1].sum(), abs=212 * 10**-DECIMALS
    )


def test_totals_have_a_line_per_statistic():
    read = list(rows(totals()))
    assert {(r.sex, r.age) for r in read} == {("all", "all")}
    first = [r for r in read if r.place == "3448" and r.year == 2050]
    assert [r.statistic for r in first] == [
        "expected",
        "p2.5",
        "p10",
        "p25",
        "p50",
        "p75",
        "p90",
        "p97.5",
    ]
    spread = [r.persons for r in first[1:]]
    assert spread == sorted(spread)


def test_comments_come_before_the_header_only_when_asked_for():
    text = b"".join(csv_blocks(totals(), "nn", comments=True)).decode().splitlines()
    head = next(i for i, line in enumerate(text) if not line.startswith("#"))
    assert text[head] == ",".join(COLUMNS)
    assert any("kind: shipped" in line for line in text[:head])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_says_shipped_source_date_and_each_column(language: str):
    said = json.loads(csv_metadata(totals(), language, file="x.csv"))
    assert said["url"] == "x.csv"
    assert [c["name"] for c in said["tableSchema"]["columns"]] == list(COLUMNS)
    assert all(
        not c["dc:description"].startswith("export.") for c in said["tableSchema"]["columns"]
    )
    (note,) = said["notes"]
    assert note["kind"] == "shipped"
    assert note["date"] == "2024-01-01"
    assert note["draws"] == str(FEW_DRAWS)
    assert "veivalg data fetch" in said["dc:description"]


def test_official_figures_are_called_official():
    source = replace(totals().source, kind="official", retrieved="2026-11-20")
    official = replace(totals(), source=source)
    assert statement(official, "nb")["kind"] == "official"
    assert "Offisielle tall" in about_figures(official, "nb")


def test_jsonstat_has_every_number_in_the_order_of_its_dimensions():
    value = totals()
    document = json.loads(jsonstat(value, "en"))
    assert document["class"] == "dataset"
    assert document["version"] == "2.0"
    assert np.prod(document["size"]) == len(document["value"])
    assert document["size"] == [
        len(document["dimension"][d]["category"]["index"]) for d in document["id"]
    ]
    cube = np.array(document["value"]).reshape(document["size"])
    np.testing.assert_allclose(cube, value.persons, atol=0.5 * 10**-DECIMALS)
    assert document["dimension"]["place"]["category"]["label"]["3448"] == "Nordre Land"
    assert "shipped" in document["extension"]["veivalg"]["kind"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_has_sources_and_assumptions_on_sheets_of_their_own(language: str):
    with zipfile.ZipFile(io.BytesIO(workbook.workbook(totals(), language))) as book:
        sheets = book.read("xl/workbook.xml").decode()
        everything = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
    names = {
        "nb": ("Kilder", "Forutsetninger"),
        "nn": ("Kjelder", "Føresetnader"),
        "en": ("Sources", "Assumptions"),
    }[language]
    assert all(f'name="{name}"' in sheets for name in names)
    assert sheets.count("<sheet ") == 4
    assert "07459" in everything
    assert "<f>" not in everything


def test_a_workbook_too_long_is_refused_with_a_way_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "MOST_LINES", 10)
    with pytest.raises(OutOfRange, match="--totals"):
        workbook.workbook(totals(), "nb")


@pytest.mark.parametrize("evil", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=x", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_made_harmless(evil: str):
    assert harmless(evil) == f"'{evil.strip()}"
    named = Place("group", "3448-3450", evil, ("3448", "3450"))
    value = projection(simulation(), run(), [named], totals=True)
    text = b"".join(csv_blocks(value, "nb")).decode()
    read = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {r["name"] for r in read} == {harmless(evil)}


def test_ordinary_names_stand_as_they_are():
    assert harmless("Kárášjohka – Karasjok") == "Kárášjohka – Karasjok"
    assert shown(12.0) == 12
    assert isinstance(shown(12.0), int)
    assert shown(12.5) == 12.5


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json"])
def test_files_are_written_whole_and_leave_nothing_beside(tmp_path: Path, ending: str):
    file = tmp_path / f"x{ending}"
    written = write_export(totals(), file, "nb")
    assert sorted(tmp_path.iterdir()) == sorted(written)
    assert written[0] == file
    assert (metadata_file(file) in written) == (ending == ".csv")
    assert stat.S_IMODE(file.stat().st_mode) == 0o666 & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_file_of_many_municipalities_has_a_name_that_a_disk_takes():
    codes = geography().place("country", "0").members
    large = geography().group(codes[:300])
    first, other = (
        file_name(projection(simulation(), run(), [one], totals=True), "csv")
        for one in (large, geography().group(codes[1:301]))
    )
    assert first.startswith("veivalg-300-group-")
    assert len(first) < 100
    assert first != other, "two groups of the same size have two files"


def test_an_unknown_ending_names_those_we_write(tmp_path: Path):
    with pytest.raises(OutOfRange, match=r"\.csv, \.xlsx, \.json"):
        check_ending(tmp_path / "x.pdf")


def test_a_full_disk_leaves_the_older_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "x.csv"
    file.write_text("older")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(StorageError, match="the disk is full"):
        write_whole(file, [b"half"])
    assert file.read_text() == "older"
    assert list(tmp_path.iterdir()) == [file]


def test_a_failure_halfway_leaves_nothing(tmp_path: Path):
    def blocks():
        yield b"half"
        raise ValueError

    with pytest.raises(ValueError):
        write_whole(tmp_path / "x.csv", blocks())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("lacking/x.csv", "does not exist"),
        ("file/x.csv", "does not exist"),
        (".", "is a folder"),
        ("x" * 300 + ".csv", "too long"),
    ],
)
def test_where_nothing_can_be_written_is_said_before_the_work(
    tmp_path: Path, name: str, reason: str
):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match=reason):
        check_writable(tmp_path / name)
    with pytest.raises(StorageError, match=reason):
        write_whole(tmp_path / name, [b""])


def test_a_read_only_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def closed(**kwargs: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(files.tempfile, "NamedTemporaryFile", closed)
    monkeypatch.setattr(files.tempfile, "mkstemp", closed)
    for write in (check_writable, lambda file: write_whole(file, [b""])):
        with pytest.raises(StorageError, match="read-only"):
            write(tmp_path / "x.csv")


def test_a_check_that_has_not_run_has_no_numbers():
    assert measured("no_such_check") is None
    assert measured("backtest")["rows"]


def test_the_loss_of_shipped_figures_is_a_table():
    rows = shipped_loss()["rows"]
    assert rows[0]["measure"] == "persons per cell"
    assert all(isinstance(v, float) for row in rows for k, v in row.items() if k != "measure")


def test_the_number_of_lines_is_known_before_the_work():
    years = len(run().ledger.years)
    assert lines_of(1, years, totals=False, draws=0) == count(ages())
    assert lines_of(2, years, totals=True, draws=5) == count(totals())
