"""Veivalg in Python: a path in five lines, and errors that say what to write."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import veivalg
from veivalg.analysis.compare import LINES
from veivalg.consequences.outcome import indicators
from veivalg.errors import BadParameter, OutOfRange, UnknownPlace

CHOSEN = {"stories": {"H3": 60}, "choices": {"L021": (4, 2028)}}
OWN_STORY = """
id = "own_story"
name = "Vår historie"
short = "Færre flytter hit."
[[trend]]
name = "more_sick"
dial = "sick_leave"
low = 1
mid = 2
high = 3
from = 2025
to = 2030
text = "Mer sykefravær"
reason = "En prøve"
"""


@pytest.fixture(autouse=True, scope="module")
def own_data(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VEIVALG_DATA", str(tmp_path_factory.mktemp("library")))
        yield


@pytest.fixture(scope="module")
def run(own_data):
    return veivalg.run(veivalg.place("Nordre Land"), **CHOSEN)


def test_a_choice_and_a_future_move_the_lines_they_belong_to(run):
    today, world, own, both = (run.value("staff.unfilled", 2040, line) for line in LINES)
    assert own < today < world
    assert own < both < world
    for line in LINES:
        assert run.value("staff.unfilled", 2024, line) == today_in(run, 2024)
    assert run.value("staff.unfilled", 2040) == both


def today_in(run, year: int) -> float:
    return run.value("staff.unfilled", year, "today")


def test_nothing_chosen_moves_no_bit():
    empty = veivalg.run("3448")
    zero = veivalg.run("3448", stories={"H3": 0})
    for line in range(1, 4):
        np.testing.assert_array_equal(empty.lines.lines[line], empty.lines.lines[0])
    np.testing.assert_array_equal(zero.lines.lines, empty.lines.lines)
    assert zero.identity == empty.identity


def test_names_ids_and_the_written_path_give_the_same_bits(run):
    named = veivalg.run("3448", stories={"competence": 60}, choices={"heltid": (4, 2028)})
    written = veivalg.run("3448", path=run.text)
    for other in (named, written):
        assert other.identity == run.identity
        np.testing.assert_array_equal(other.lines.lines, run.lines.lines)


def test_groups_and_old_names_are_places():
    assert veivalg.place("3448+3450").code == "3448-3450"
    assert veivalg.place("gjøvik", "region").level == "region"
    with pytest.raises(UnknownPlace):
        veivalg.place("Tnn")


def test_an_own_story_counts_and_is_part_of_the_identity(run):
    mine = veivalg.run("3448", stories={"own_story": 100}, own_stories=[OWN_STORY])
    assert mine.value("staff.unfilled", 2040) > mine.value("staff.unfilled", 2040, "today")
    harder = OWN_STORY.replace("mid = 2", "mid = 2.5")
    other = veivalg.run("3448", stories={"own_story": 100}, own_stories=[harder])
    assert other.identity != mine.identity
    assert other.value("staff.unfilled", 2040) > mine.value("staff.unfilled", 2040)


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ({"stories": {"H3": 140}}, "path.weight"),
        ({"stories": {"H8": 40}}, "path.story"),
        ({"choices": {"L021": (4, 2019)}}, "path.year"),
        ({"choices": {"L999": (4, 2029)}}, "path.lever"),
        ({"choices": {"L021": (4, 2028), "heltidskultur": (3, 2030)}}, "path.twice"),
        ({"shocks": {"flood": (4, 2030)}}, "path.size"),
        ({"own_stories": [OWN_STORY]}, "run.story_unused"),
    ],
)
def test_what_is_wrong_is_said_and_never_clipped(asked, key: str):
    with pytest.raises((BadParameter, OutOfRange)) as refused:
        veivalg.run("3448", **asked)
    assert refused.value.key == key


def test_an_own_story_with_an_unknown_assumption_names_the_nearest():
    wrong = OWN_STORY.replace("sick_leave", "sick_leaves")
    with pytest.raises(BadParameter, match=r"sick_leaves.*sick_leave\b"):
        veivalg.run("3448", stories={"own_story": 100}, own_stories=[wrong])


@pytest.mark.parametrize(
    ("name", "year", "line"),
    [("staff.nobody", 2040, "both"), ("staff.need", 2070, "both"), ("staff.need", 2040, "third")],
)
def test_a_number_that_is_not_there_is_refused(run, name: str, year: int, line: str):
    with pytest.raises(OutOfRange):
        run.value(name, year, line)


def test_what_is_lacking_comes_with_what_would_mend_it():
    run = veivalg.run("3448", choices={"six-hour": (5, 2027)})
    assert {one.what for one in run.lacking} == {"money", "staff"}
    best = run.mends()[0]
    assert (best.change, best.choice.lever, best.mends) == ("drop", "L037", True)
    assert run.movers("staff.unfilled", 2040)[0].choice.lever == "L037"
    assert veivalg.run("3448").lacking == ()


def test_a_run_is_saved_whole(run, tmp_path: Path):
    file, beside = run.save(tmp_path / "run.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert len(lines) == 4 * len(indicators()) * 27
    assert beside.name == "run.csv-metadata.json"


def test_what_can_be_named_is_listed():
    assert {"H1", "S4", "T7"} <= set(veivalg.stories())
    assert len(veivalg.measures()) >= 100


def test_importing_the_package_loads_nothing_heavy():
    told = subprocess.run(
        [sys.executable, "-c", "import sys, veivalg; print(*sys.modules)"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    assert "veivalg" in told
    assert not {"numpy", "numba", "pyarrow", "veivalg.library", "veivalg.errors"} & set(told)


def test_what_the_package_offers_is_there_and_nothing_else():
    assert set(veivalg.__all__) <= set(dir(veivalg))
    for name in veivalg.__all__:
        assert getattr(veivalg, name) is not None
    with pytest.raises(AttributeError, match="no_such_thing"):
        veivalg.no_such_thing  # noqa: B018
