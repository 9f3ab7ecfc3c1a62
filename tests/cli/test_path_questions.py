"""`veivalg why`, `robust` and `reach`, and paths from files: what is shown, and how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import veivalg
from tests.cli.test_cli import ONE_LINE, ran
from veivalg.analysis.mixes import Mixes
from veivalg.language import LANGUAGES, text
from veivalg.pathways.package_file import written

CHOSEN = ["--story", "H3=60", "--choice", "heltid=4@2028"]
GOAL = ["--indicator", "staff.unfilled", "--year", "2040"]


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path / "data"))
    for name in ("VEIVALG_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "VEIVALG_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def few_mixes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty mixes are enough to see what is shown."""
    monkeypatch.setattr("veivalg.analysis.robustness.mixes_for", lambda municipalities: 50)


@pytest.fixture
def run():
    return veivalg.run("3448", stories={"H3": 60}, choices={"L021": (4, 2028)})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("against", ["today", "base"])
def test_why_shows_every_cause_the_largest_first(capsys, run, language, against):
    asked = ["--lang", language, "why", "3448", *CHOSEN, *GOAL, "--against", against]
    assert ran(*asked) == 0
    shown = capsys.readouterr().out
    found = run.why("staff.unfilled", 2040, against)
    first = max(found.parts, key=lambda part: abs(part.value))
    causes = shown.rstrip().split("\n\n")[-1].splitlines()
    assert len(causes) == len(found.parts)
    sizes = [float(re.sub(r"[^\d,.]", "", cell).replace(",", ".")) for cell in map(last, causes)]
    assert sizes == sorted(sizes, reverse=True)
    assert ("−" in last(causes[0])) == (first.value < 0)
    assert not re.search(r"\b(cli|asked|finding)\.[a-z_]+", shown)


def last(line: str) -> str:
    """The amount at the end of a line, its unit left out."""
    return re.split(r"\s{2,}", line.strip())[-1].rsplit(" ", 1)[0].replace("\N{NO-BREAK SPACE}", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_robust_shows_every_story_and_scenario(capsys, few_mixes, language):
    asked = ["--lang", language, "robust", "3448", *CHOSEN, *GOAL, "--at-most", "60"]
    assert ran(*asked) == 0
    shown = capsys.readouterr().out
    lines = [line for line in shown.splitlines() if re.search(r"\([HS]\d\)", line)]
    assert len(lines) == 9
    answers = {line.split()[-1] for line in lines}
    assert answers <= {text(f"cli.robust.{one}", language) for one in ("holds", "fails")}
    assert not re.search(r"\b(cli|holding|aim)\.[a-z_]+", shown)


def test_robust_says_what_the_library_says(capsys, few_mixes, run):
    found = run.robust("staff.unfilled", 2040, at_most=60.0)
    assert isinstance(found.mixes, Mixes)
    assert found.mixes.count == 50
    assert ran("robust", "3448", *CHOSEN, *GOAL, "--at-most", "60") == 0
    lines = [
        line for line in capsys.readouterr().out.splitlines() if re.search(r"\([HS]\d\)", line)
    ]
    assert [line.split()[-1] == "yes" for line in lines] == [one.holds for one in found.futures]


def test_reach_shows_packages_that_reach_the_goal(capsys):
    asked = ["reach", "3448", "--choice", "heltid=1@2028", *GOAL, "--at-most", "50"]
    assert ran(*asked) == 0
    shown = capsys.readouterr().out
    paths = re.findall(r"links: (\S+)", shown)
    assert len(paths) >= 2
    assert len(set(paths)) == len(paths)
    for path in paths:
        assert veivalg.run("3448", path=path).value("staff.unfilled", 2040) <= 50 + 1e-9
    assert not re.search(r"\b(cli|reaching|export|aim)\.[a-z_]+", shown)


def test_reach_tells_the_nearest_when_the_goal_cannot_be_reached(capsys):
    asked = ["--lang", "nn", "reach", "3448", *GOAL, "--at-most", "5", "--decides", "county"]
    assert ran(*asked) == 0
    shown = capsys.readouterr().out
    assert len(re.findall("lenkjer: ", shown)) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["why", "3448"], "Nothing is chosen"),
        (["why", "3448", *CHOSEN, "--against", "tomorrow"], "tomorrow"),
        (["why", "3448", *CHOSEN, "--indicator", "staff.unfiled"], "staff.unfilled"),
        (["why", "3448", *CHOSEN, "--year", "2080"], "2080"),
        (["robust", "3448", *CHOSEN], "at_most"),
        (["robust", "3448", "--at-most", "3", "--at-least", "2"], "one"),
        (["robust", "3448", "--at-most", "3", "--indicator", "staff.unfiled"], "staff.unfilled"),
        (["robust", "3448", "--at-most", "3", "--year", "2020"], "2020"),
        (["reach", "3448", "--at-most", "many"], "--at-most"),
        (["reach", "3448", "--at-most", "nan"], "at_most"),
        (["reach", "3448", "--at-most", "3", "--decides", "king"], "king"),
        (["reach", "3448", "--at-most", "3", "--without", "magic"], "magic"),
        (["reach", "3448", "--at-most", "3", "--start", "2045"], "2045"),
        (["reach", "9999", "--at-most", "3"], "9999"),
    ],
)
def test_bad_input_is_one_line_with_the_fix(capsys, arguments, said):
    assert ran(*arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ONE_LINE.match(shown.err), shown.err
    assert said in shown.err


def test_a_saved_path_is_run_and_added_to(tmp_path: Path, capsys, run):
    file = tmp_path / "path.toml"
    file.write_text(written(run.path, run.country.known), encoding="utf-8")
    assert ran("run", "3448", "--package", str(file)) == 0
    assert capsys.readouterr().out.rstrip().endswith(run.text)
    assert ran("run", "3448", "--package", str(file), "--choice", "L009=3@2027") == 0
    assert re.search(r"L021-4-2028-\w{4}\.L009-3-2027-\w{4}$", capsys.readouterr().out.rstrip())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--choice", "heltid=2@2030"], "L021"),
        (["--path", "1~f.H1-10"], "--package"),
    ],
)
def test_a_saved_path_does_not_hide_what_contradicts_it(tmp_path: Path, capsys, run, more, said):
    file = tmp_path / "path.toml"
    file.write_text(written(run.path, run.country.known), encoding="utf-8")
    assert ran("run", "3448", "--package", str(file), *more) == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_no_path_says_so(tmp_path: Path, capsys):
    file = tmp_path / "path.toml"
    file.write_text("[[choice]]\nlever = 'L021'\n")
    assert ran("run", "3448", "--package", str(file)) == 2
    assert "veivalg = 1" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["why", "robust", "reach"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_written_for_every_option(capsys, command, language):
    assert ran("--lang", language, command, "--help") == 0
    assert "cli." not in capsys.readouterr().out


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent another way on Windows")
def test_ctrl_c_stops_a_long_question_cleanly(tmp_path: Path):
    asked = ["robust", "0", *CHOSEN, *GOAL, "--at-most", "60"]
    running = subprocess.Popen(
        [sys.executable, "-m", "veivalg", *asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stderr is not None
    for line in iter(running.stderr.readline, b""):
        if line.startswith(text("cli.step.robust", "en").encode()):
            break
    time.sleep(0.2)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode == 1
    assert out == b""
    assert err.decode().strip() == f"veivalg: {text('error.stopped', 'en')}"
