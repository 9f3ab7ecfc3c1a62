"""`veivalg consequences`: tables, files, own figures, and bad input in one line."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.cli.test_cli import ONE_LINE, ran
from veivalg.cli.reckoning import BIG_FIGURES
from veivalg.consequences.outcome import indicators
from veivalg.language import LANGUAGES, text
from veivalg.reports.export.consequence_rows import COLUMNS

HEADER = "place;figure;year;unit;value;source\n"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path / "data"))
    for name in ("VEIVALG_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "VEIVALG_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    file = tmp_path / "own.csv"
    file.write_text(f"{HEADER}3448;level:home_80plus;2023;users;112;Kommunens egen telling\n")
    return file


def lines_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_file_is_long_and_tidy(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "x.csv"
    assert ran("consequences", "3448", "0", "--draws", "0", "--output", str(file)) == 0
    read = lines_of(file)
    assert tuple(read[0]) == COLUMNS
    assert COLUMNS == (
        "place", "year", "chapter", "indicator", "unit", "statistic", "value", "source",
    )  # fmt: skip
    assert len(read) == 2 * len(indicators()) * 27
    assert {line["place"] for line in read} == {"3448", "0"}
    assert {line["statistic"] for line in read} == {"expected"}
    assert all(line["source"] for line in read)
    assert any("assumption: services.dementia" in line["source"] for line in read)
    shown = capsys.readouterr()
    assert str(file) in shown.out
    assert "x.csv-metadata.json" in shown.out
    described = json.loads((tmp_path / "x.csv-metadata.json").read_text(encoding="utf-8"))
    assert described["notes"][0]["kind"] == "shipped"
    behind = {one["name"]: one["basis"] for one in described["notes"][1]["figures"]}
    assert behind["services.dementia"] == "assumption"


def test_the_country_is_the_sum_of_its_municipalities(tmp_path: Path):
    files = {level: tmp_path / f"{level}.csv" for level in ("municipality", "country")}
    for level, file in files.items():
        asked = ["--level", level, "--draws", "0", "--to", "2031", "--chapter", "services"]
        assert ran("consequences", *asked, "--output", str(file)) == 0
    summed: dict[tuple[str, str], float] = {}
    for line in lines_of(files["municipality"]):
        key = line["indicator"], line["year"]
        summed[key] = summed.get(key, 0.0) + float(line["value"])
    counts = {one.name for one in indicators() if not one.per}
    for line in lines_of(files["country"]):
        if line["indicator"] in counts:
            parts = summed[line["indicator"], line["year"]]
            assert parts == pytest.approx(float(line["value"]), abs=357 * 0.00005 + 0.0001)


def test_chapters_are_chosen(tmp_path: Path):
    file = tmp_path / "x.csv"
    asked = ["consequences", "3448", "--draws", "0", "--chapter", "services", "-o", str(file)]
    assert ran(*asked) == 0
    assert {line["chapter"] for line in lines_of(file)} == {"services"}


def test_draws_give_quantiles_and_the_same_file_twice(tmp_path: Path):
    for name in ("a.csv", "b.csv"):
        asked = ["3448", "--draws", "3", "--to", "2027", "--output", str(tmp_path / name)]
        assert ran("consequences", *asked) == 0
    first = (tmp_path / "a.csv").read_bytes()
    assert first == (tmp_path / "b.csv").read_bytes()
    values = {
        line["statistic"]: float(line["value"])
        for line in lines_of(tmp_path / "a.csv")
        if (line["indicator"], line["year"]) == ("services.pupils", "2027")
    }
    assert values["p2.5"] <= values["p50"] <= values["p97.5"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_file_the_big_figures_are_shown(
    capsys: pytest.CaptureFixture[str], language: str
):
    assert ran("--lang", language, "consequences", "3448+3450", "--draws", "0") == 0
    shown = capsys.readouterr().out
    assert "Nordre Land + Etnedal" in shown
    head = next(line for line in shown.splitlines() if "2050" in line and "2030" in line)
    assert head.split() == ["2024", "2030", "2040", "2050"]
    assert text("consequence.services.pupils", language) in shown  # type: ignore[arg-type]
    assert "consequence." not in shown


def test_own_figures_are_used_and_marked(
    tmp_path: Path, own_file: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "x.csv"
    asked = ["consequences", "3448", "0301", "--draws", "0", "--own", str(own_file)]
    assert ran(*asked, "--output", str(file)) == 0
    users = {
        (r["place"], r["year"]): r
        for r in lines_of(file)
        if r["indicator"] == "services.home_users_80plus"
    }
    assert float(users["3448", "2024"]["value"]) == pytest.approx(112)
    assert users["3448", "2024"]["source"].startswith("own figure: Kommunens egen telling; ")
    assert "own figure" not in users["0301", "2024"]["source"]
    described = json.loads((tmp_path / "x.csv-metadata.json").read_text(encoding="utf-8"))
    assert described["notes"][0]["own_text"].startswith("level*3Ahome_80plus!3448!2023!users!112!")
    capsys.readouterr()
    assert ran("--lang", "nb", *asked) == 0
    shown = capsys.readouterr().out
    title = text("consequence.services.home_users_80plus", "nb")
    assert f"{title}*" in shown
    assert "* hviler på egne tall" in shown


def test_a_workbook_has_no_formula_and_names_its_figures(tmp_path: Path):
    own = tmp_path / "own.csv"
    own.write_text(f'{HEADER}3448;level:home_80plus;2023;users;112;"=cmd|x"\n')
    file = tmp_path / "x.xlsx"
    asked = ["consequences", "3448", "--draws", "0", "--own", str(own), "--output", str(file)]
    assert ran(*asked) == 0
    book = zipfile.ZipFile(io.BytesIO(file.read_bytes()))
    written = {name: book.read(name).decode() for name in book.namelist() if "sheet" in name}
    assert not any("<f>" in part for part in written.values())
    assert any("services.healthy_ageing_share" in part for part in written.values())


def test_jsonstat_says_what_each_indicator_rests_on(tmp_path: Path):
    file = tmp_path / "x.json"
    assert ran("consequences", "3448", "--draws", "0", "--output", str(file)) == 0
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["size"] == [1, 1, len(indicators()), 27]
    said = document["extension"]["veivalg"]["sources"]["3448"]
    assert set(said) == {one.name for one in indicators()}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "No place is named"),
        (["tnn"], 2, "tnn"),
        (["3448", "--to", "2090"], 2, "2060"),
        (["3448", "--to", "2020"], 2, "2020"),
        (["3448", "--alternative", "XXXX"], 2, "XXXX"),
        (["3448", "--draws", "-1"], 2, "-1"),
        (["3448", "--chapter", "astrology"], 2, "astrology"),
        (["3448", "--output", "x.pdf"], 2, ".csv"),
        (["3448", "--output", "no/such/folder/x.csv"], 1, "does not exist"),
        (["3448", "--own", "no/such/file.csv"], 1, "no/such/file.csv"),
        (["3448", "--own", "."], 1, "cannot be read"),
        (["--level", "municipality", "--to", "2060", "--output", "x.xlsx"], 2, "a sheet holds"),
    ],
)
def test_bad_input_is_one_line_with_the_fix(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: list[str],
    code: int,
    said: str,
):
    monkeypatch.chdir(tmp_path)
    assert ran("consequences", *arguments) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ONE_LINE.match(shown.err), shown.err
    assert said in shown.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "headings"),
        (f"{HEADER}3448;level:home_80plus;2023;users;12 %;\n".encode(), "Line 2"),
        (f"{HEADER}9999;level:home_80plus;2023;users;12;\n".encode(), "'9999'"),
        (b"\xd0\xcf\x11\xe0" * 100, "headings"),
        (b"x" * 70_000, "too large"),
    ],
)
def test_bad_own_figures_are_one_line_with_the_fix(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes, said: str
):
    file = tmp_path / "own.csv"
    file.write_bytes(content)
    assert ran("consequences", "3448", "--own", str(file)) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ONE_LINE.match(shown.err), shown.err
    assert said in shown.err


def test_the_big_figures_exist_and_are_of_every_chapter():
    known = {one.name: one.chapter for one in indicators()}
    assert set(BIG_FIGURES) <= set(known)
    assert {known[name] for name in BIG_FIGURES} == set(known.values())


def test_help_names_every_chapter(capsys: pytest.CaptureFixture[str]):
    assert ran("--lang", "nn", "consequences", "--help") == 0
    shown = " ".join(re.sub("[│─╭╮╰╯]", " ", capsys.readouterr().out).split())
    assert "services,staff,money,society,land" in shown
    assert "cli." not in shown
