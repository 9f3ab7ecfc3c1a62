"""`veivalg run`, `stories` and `choices`: files, tables, lists, and bad input in one line."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.cli.test_cli import ONE_LINE, ran
from veivalg.choices.lever import GROUPS, levers
from veivalg.cli.pathing import FOCUS
from veivalg.consequences.outcome import indicators
from veivalg.language import LANGUAGES, text
from veivalg.pathways.inputs import repertoire
from veivalg.reports.export.path_rows import COLUMNS
from veivalg.web.app import create_app
from veivalg.web.service import Service

MEASURE = """
id = "own_measure"
name = "Eget tiltak"
[[effect]]
dial = "sick_leave"
low = -0.5
mid = -1
high = -2
"""


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path / "data"))
    for name in ("VEIVALG_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "VEIVALG_DEBUG"):
        monkeypatch.delenv(name, raising=False)


def lines_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_file_holds_four_lines_of_every_place(tmp_path: Path, capsys):
    file = tmp_path / "x.csv"
    chosen = ["--story", "H3=60", "--choice", "heltid=4@2028"]
    assert ran("run", "3448", "0301", *chosen, "--to", "2040", "--output", str(file)) == 0
    read = lines_of(file)
    assert tuple(read[0]) == COLUMNS
    assert len(read) == 2 * 4 * len(indicators()) * 17
    assert {line["place"] for line in read} == {"3448", "0301"}
    shown = capsys.readouterr()
    assert shown.out.split() == [str(file), f"{file}-metadata.json"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_on_the_screen_the_lines_stand_below_each_other(capsys, language):
    chosen = ["--choice", "L037=5@2027", "--choice", "L021=4@2028"]
    assert ran("--lang", language, "run", "3448", *chosen) == 0
    shown = capsys.readouterr().out
    for line in ("today", "world", "own", "both"):
        named = text(f"export.paths.line.{line}", language)
        assert len(re.findall(rf"  {named}  ", shown)) == len(FOCUS)
    assert text("cli.run.mend.drop", language, name=f"{six_hours(language)} (L037)") in shown
    assert text("cli.run.movers", language, year="2040") in shown
    assert re.search(r"1~v\.L037-5-2027-\w{4}\.L021-4-2028-\w{4}$", shown.rstrip())
    assert not re.search(r"\b(cli|run|finding|export|asked)\.[a-z_]+", shown)


def six_hours(language: str) -> str:
    return levers()["L037"].name[language]


def test_the_path_that_is_shown_gives_the_same_again(tmp_path: Path, capsys):
    assert ran("run", "3448", "--story", "H3=60", "--shock", "flood=2@2031-2033") == 0
    told = capsys.readouterr().out.rstrip().rsplit(" ", 1)[1]
    assert told.endswith("~x.X1-2-2031-3")
    files = [tmp_path / "a.csv", tmp_path / "b.csv"]
    assert ran("run", "3448", "--story", "H3=60", "--shock", "X1=2@2031-2033", "-o",
               str(files[0])) == 0  # fmt: skip
    assert ran("run", "3448", "--path", told, "-o", str(files[1])) == 0
    assert files[0].read_bytes() == files[1].read_bytes()


def test_an_own_measure_is_read_and_chosen(tmp_path: Path):
    own, file = tmp_path / "own.toml", tmp_path / "x.csv"
    own.write_text(MEASURE)
    asked = ["run", "3448", "--lever-file", str(own), "--choice", "own_measure=5@2028"]
    assert ran(*asked, "-o", str(file)) == 0
    values = {
        r["line"]: float(r["value"])
        for r in lines_of(file)
        if (r["indicator"], r["year"]) == ("staff.unfilled", "2040")
    }
    assert values["own"] < values["today"] == values["world"]


def test_own_figures_are_used(tmp_path: Path):
    own, files = tmp_path / "own.csv", [tmp_path / "a.csv", tmp_path / "b.csv"]
    own.write_text("place,figure,year,unit,value\n3448,level:home_80plus,2023,users,112\n")
    assert ran("run", "3448", "-o", str(files[0])) == 0
    assert ran("run", "3448", "--own", str(own), "-o", str(files[1])) == 0
    without, with_own = (
        {(r["line"], r["indicator"], r["year"]): r for r in lines_of(file)} for file in files
    )
    key = ("both", "services.home_users_80plus", "2024")
    assert float(with_own[key]["value"]) == pytest.approx(112)
    assert float(without[key]["value"]) != pytest.approx(112)
    assert "own figure" in with_own[key]["source"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, ""),
        (["tnn"], 2, "tnn"),
        (["3448", "--story", "H3"], 2, "H3=60"),
        (["3448", "--story", "H3=much"], 2, "H3=60"),
        (["3448", "--story", "H3=140"], 2, "140"),
        (["3448", "--story", "H3=-1"], 2, "-1"),
        (["3448", "--story", "kompetansgapet=10"], 2, "(H3)"),
        (["3448", "--story", "H3=10", "--story", "competence=20"], 2, "H3"),
        (["3448", "--choice", "L021=4"], 2, "L021=4@2028"),
        (["3448", "--choice", "L021=9@2028"], 2, "9"),
        (["3448", "--choice", "L021=4@2019"], 2, "2025"),
        (["3448", "--choice", "L021=4@2045", "--to", "2040"], 2, "2045"),
        (["3448", "--choice", "L021=4@2028", "--choice", "heltid=2@2030"], 2, "L021"),
        (["3448", "--choice", "felles=4@2028"], 2, "(L004)"),
        (["3448", "--choice", "heltidskulltur=4@2028"], 2, "Heltidskultur (L021)"),
        (["3448", "--shock", "flood=2@2031-2029"], 2, "X1"),
        (["3448", "--kind", "castle"], 2, "castle"),
        (["3448", "--path", "1~f.H9-10"], 2, "H9"),
        (["3448", "--path", "7~f.H1-10"], 2, "7"),
        (["3448", "--to", "2090"], 2, "2060"),
        (["3448", "--alternative", "XXXX"], 2, "XXXX"),
        (["3448", "--output", "x.pdf"], 2, ".csv"),
        (["3448", "--output", "no/such/folder/x.csv"], 1, "no/such/folder/x.csv"),
        (["3448", "--story-file", "no/such/file.toml"], 1, "no/such/file.toml"),
        (["3448", "--lever-file", "."], 1, "UTF-8"),
    ],
)
def test_bad_input_is_one_line_with_the_fix(
    capsys, monkeypatch, tmp_path: Path, language, arguments, code, said
):
    monkeypatch.chdir(tmp_path)
    assert ran("--lang", language, "run", *arguments) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ONE_LINE.match(shown.err), shown.err
    assert said in shown.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("sick_leave", "sick_leaves"), r"sick_leaves.*sick_leave\b"),
        (("own_measure", "L021"), "L021"),
        (("mid = -1", "mid = much"), r"\b6\b"),
        (("mid = -1", "mid = 4"), "4"),
    ],
)
def test_an_own_file_that_is_wrong_says_where_and_what(capsys, tmp_path: Path, change, said):
    file = tmp_path / "own.toml"
    file.write_text(MEASURE.lstrip().replace(*change))
    asked = ["3448", "--lever-file", str(file), "--choice", "own_measure=3@2028"]
    assert ran("run", *asked) == 2
    shown = capsys.readouterr().err
    assert ONE_LINE.match(shown), shown
    assert re.search(said, shown)


def test_an_own_file_that_nothing_names_is_not_forgotten_silently(capsys, tmp_path: Path):
    file = tmp_path / "own.toml"
    file.write_text(MEASURE)
    assert ran("run", "3448", "--lever-file", str(file)) == 2
    assert "--choice own_measure=3@2028" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_future_has_a_line(capsys, language):
    assert ran("--lang", language, "stories") == 0
    lines = capsys.readouterr().out.splitlines()
    known = repertoire()
    assert [line.split()[0] for line in lines[1:]] == [*known.stories, *known.shocks]
    assert known.stories["H3"].name[language] in lines[3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_choice_has_a_line(capsys, language):
    assert ran("--lang", language, "choices") == 0
    shown = capsys.readouterr().out
    lines = shown.splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(levers())
    assert not re.search(r"\b(cli|asked)\.[a-z_]+", shown)


def test_choices_are_narrowed_by_group_decider_and_words(capsys):
    assert ran("choices", "--group", "workforce", "--decides", "state", "--search", "pension") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["L027"]


def test_whole_as_json_is_what_the_page_is_told(capsys, tmp_path: Path):
    from veivalg.sources.snapshots import SnapshotStore

    page = TestClient(create_app(Service(SnapshotStore(tmp_path))), base_url="http://localhost")
    for command, address in (("stories", "/api/futures"), ("choices", "/api/choices")):
        assert ran(command, "--json") == 0
        assert json.loads(capsys.readouterr().out) == page.get(address).json()
    assert ran("choices", "--json", "--group", "democracy") == 0
    only = json.loads(capsys.readouterr().out)["levers"]
    assert only
    assert {one["group"] for one in only} == {"democracy"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["choices", "--group", "astrology"], "care_technology"),
        (["choices", "--decides", "nobody"], "municipality"),
        (["choices", "--search", "xyzzy"], "xyzzy"),
        (["stories", "--search", "xyzzy"], "xyzzy"),
    ],
)
def test_a_list_of_nothing_says_so(capsys, arguments, said):
    assert ran(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ONE_LINE.match(shown.err)
    assert said in shown.err


def test_every_group_has_a_name_in_every_language():
    for language in LANGUAGES:
        for group in GROUPS:
            key = f"asked.group.{group}"
            assert text(key, language) != key


@pytest.mark.parametrize("command", ["run", "stories", "choices"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_written_for_every_option(capsys, command, language):
    assert ran("--lang", language, command, "--help") == 0
    shown = capsys.readouterr().out
    assert "cli." not in shown
    options = [line for line in shown.splitlines() if re.match(r"[│ ]*\*?\s*-", line)]
    assert len(options) >= 3
