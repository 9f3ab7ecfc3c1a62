from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from veivalg.cli.app import main
from veivalg.cli.asked import Asked, places_asked
from veivalg.cli.terminal import Terminal, stoppable
from veivalg.data.geography import geography
from veivalg.language import LANGUAGES, words

ONE_LINE = re.compile(r"^(?:.* …\n)*veivalg: [^\n]+\n$")


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path / "data"))
    for name in ("VEIVALG_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "VEIVALG_DEBUG"):
        monkeypatch.delenv(name, raising=False)


def ran(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


def asked(*places: str, level: str | None = None) -> Asked:
    return Asked(
        places=places,
        level=level,
        from_year=None,
        to_year=2050,
        alternative="MMMM",
        draws=0,
        seed=1,
        totals=True,
        pin=False,
        output=None,
        comments=False,
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3448", "3448"),
        ("nordre land", "3448"),
        ("Kárášjohka", "5610"),
        ("0", "0"),
        ("3448+3450", "3448-3450"),
        ("Nordre Land+Etnedal", "3448-3450"),
        ("3448-3450", "3448-3450"),
    ],
)
def test_places_are_understood(text: str, code: str):
    assert places_asked(asked(text), geography())[0].code == code


def test_all_of_a_kind():
    assert len(places_asked(asked(level="region"), geography())) == 159
    assert len(places_asked(asked(level="municipality"), geography())) == 357
    assert places_asked(asked("gjøvik", level="region"), geography())[0].level == "region"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["project"], 2, "No place is named"),
        (["project", "tnn"], 2, "tnn"),
        (["project", "3448", "3448"], 2, "asked for twice"),
        (["project", "3448+3448"], 2, "3448"),
        (["project", "3448", "--to", "2090"], 2, "2060"),
        (["project", "3448", "--to", "2020"], 2, "2020"),
        (["project", "3448", "--to", "soon"], 2, "--to"),
        (["project", "3448", "--from", "1850"], 2, "1850"),
        (["project", "3448", "--alternative", "XXXX"], 2, "XXXX"),
        (["project", "3448", "--draws", "-1"], 2, "-1"),
        (["project", "3448", "--seed", "-1"], 2, "seed"),
        (["project", "3448", "--level", "planet"], 2, "planet"),
        (["project", "3448", "--output", "x.pdf"], 2, ".csv"),
        (["project", "3448", "--output", "no/such/folder/x.csv"], 1, "does not exist"),
        (["projct", "3448"], 2, "projct"),
        (["places", "zzzzzzzz"], 2, "zzzzzzzz"),
        (["data", "import", "no/such/folder"], 1, "no/such/folder"),
        (["--port", "99999", "--no-browser"], 2, "99999"),
    ],
)
def test_bad_input_is_one_line_with_the_fix(
    capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str
):
    assert ran(*arguments) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ONE_LINE.match(shown.err), shown.err
    assert said in shown.err


def test_a_bug_is_one_line_too(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    def broken(*arguments: object, **named: object) -> None:
        raise RuntimeError("two\nlines")

    monkeypatch.setattr("veivalg.cli.finding.show_places", broken)
    assert ran("places", "tinn") == 1
    assert ONE_LINE.match(capsys.readouterr().err)


def test_project_writes_a_tidy_file_and_says_which_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "x.csv"
    assert ran("project", "3448", "0", "--totals", "--draws", "0", "--output", str(file)) == 0
    read = list(csv.DictReader(file.open(encoding="utf-8")))
    assert {r["place"] for r in read} == {"3448", "0"}
    assert {r["statistic"] for r in read} == {"expected"}
    shown = capsys.readouterr()
    assert str(file) in shown.out
    assert "ship" in shown.err
    assert json.loads((tmp_path / "x.csv-metadata.json").read_text(encoding="utf-8"))


def test_draws_give_quantiles_and_the_same_seed_the_same_file(tmp_path: Path):
    for name in ("a.csv", "b.csv"):
        file = str(tmp_path / name)
        assert ran("project", "3448", "--draws", "3", "--to", "2027", "--output", file) == 0
    first = (tmp_path / "a.csv").read_bytes()
    assert first == (tmp_path / "b.csv").read_bytes()
    assert b",p2.5," in first


def test_without_a_file_a_table_is_shown(capsys: pytest.CaptureFixture[str]):
    assert ran("--lang", "nn", "project", "3448+3450", "--draws", "0") == 0
    shown = capsys.readouterr().out
    assert "Framskrive folketal 2024–2050" in shown
    assert "Nordre Land + Etnedal" in shown
    assert "2050" in shown


def test_places_shows_what_matched(capsys: pytest.CaptureFixture[str]):
    assert ran("places", "1263") == 0
    assert "4631" in capsys.readouterr().out


def test_data_status_and_verify_without_figures(capsys: pytest.CaptureFixture[str]):
    assert ran("data", "status") == 0
    assert ran("data", "verify") == 0
    assert "veivalg data fetch" in capsys.readouterr().out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "command", [[], ["project"], ["places"], ["data"], ["data", "fetch"], ["data", "import"]]
)
def test_help_is_whole_in_every_language(
    capsys: pytest.CaptureFixture[str], language: str, command: list[str]
):
    assert ran("--lang", language, *command, "--help") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "cli." not in shown
    key = ".".join(["cli.help", *command])
    assert words(language)[key].split(".")[0].split(",")[0][:20] in shown


def test_every_option_has_a_word():
    import typer

    from veivalg.cli.app import app
    from veivalg.cli.phrases import phrased

    command = typer.main.get_command(app)
    phrased(command, "en")

    def lacking(one, path: str = "cli.help"):
        for parameter in one.params:
            keys = {f"{path}.{parameter.name}", f"cli.help.any.{parameter.name}"}
            if parameter.name != "help" and not keys & set(words("en")):
                yield f"{path}.{parameter.name}"
        for name, inner in getattr(one, "commands", {}).items():
            yield from lacking(inner, f"{path}.{name}")

    assert list(lacking(command)) == []


def test_version(capsys: pytest.CaptureFixture[str]):
    assert ran("--version") == 0
    assert re.match(r"veivalg \d+\.\d+", capsys.readouterr().out)


def test_time_left_in_words():
    terminal = Terminal("nb")
    assert terminal.left(None) == ""
    assert terminal.left(12.2) == "omtrent 12 sekunder igjen"
    assert terminal.left(200) == "omtrent 3 minutter igjen"


def test_the_first_ctrl_c_asks_and_the_second_interrupts():
    import signal

    with stoppable() as stop:
        signal.raise_signal(signal.SIGINT)
        assert stop.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env=dict(os.environ),
        check=False,
    )


def test_the_module_is_the_command_line():
    assert _python("-m", "veivalg", "--version").stdout.startswith("veivalg ")


def test_help_loads_nothing_heavy():
    """Time differs between machines; what is loaded does not."""
    code = (
        "import sys\n"
        "from veivalg.cli.app import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'numpy', 'pyarrow', 'fastapi', 'uvicorn', 'numba', 'scipy', 'httpx2'}\n"
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)\n"
    )
    began = time.monotonic()
    done = _python("-c", code)
    assert done.returncode == 0, done.stderr
    assert time.monotonic() - began < 5


def test_pinning_without_an_official_projection_says_how_to_get_one(capsys: object) -> None:
    assert ran("--lang", "en", "project", "3448", "--draws", "0", "--to", "2026", "--pin") == 1
    said = capsys.readouterr().err  # type: ignore[attr-defined]
    assert "official projection" in said
    assert "veivalg data fetch" in said
