"""Lines that are kept are those that a new run gives; people come from the same runs."""

from __future__ import annotations

import numpy as np
import pytest

from tests.pathways.grounds import known, site
from veivalg.analysis import kept_lines
from veivalg.analysis.compare import BOTH, OWN, PEOPLE, TODAY, WORLD, four_lines, line_strengths
from veivalg.consequences.outcome import indicators
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Path
from veivalg.pathways.path_text import read_path
from veivalg.pathways.run import outcomes

MIXED = "1~f.H1-60.H3-40~x.X5-2-2031~v.L001-3-2028.L021-4-2027.L059-3-2028"


def path(text: str) -> Path:
    return read_path(text, known(), years=site().years)


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept_lines._kept.clear()


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    runs: list[int] = []

    def run(*arguments, **named):
        runs.append(1)
        return outcomes(*arguments, **named)

    monkeypatch.setattr(kept_lines, "outcomes", run)
    return runs


def test_a_line_is_what_all_contributions_together_give():
    """Those that count for nothing in a line are left out, and change no bit."""
    moved = moved_by(path(MIXED), site(), known())
    lines = four_lines(site(), path(MIXED), known()).lines
    single = [i for i, one in enumerate(indicators()) if one.name != "society.in_centre_share"
              and one.name != "society.in_central_places_share"]  # fmt: skip
    for at, strength in enumerate(line_strengths(moved)):
        whole = outcomes(site(), moved.every, indicators(), strength=strength[None])[0]
        assert np.array_equal(lines[at, single], whole[single], equal_nan=True)


def test_only_what_moved_is_run_again(monkeypatch: pytest.MonkeyPatch):
    runs = counted(monkeypatch)
    before = four_lines(site(), path(MIXED), known())
    assert len(runs) == 4
    heavier = four_lines(site(), path(MIXED.replace("H1-60", "H1-65")), known())
    assert len(runs) == 6
    assert np.array_equal(before.lines[[TODAY, OWN]], heavier.lines[[TODAY, OWN]], equal_nan=True)
    assert not np.array_equal(before.lines[WORLD], heavier.lines[WORLD], equal_nan=True)
    bolder = four_lines(site(), path(MIXED.replace("L021-4", "L021-5")), known())
    assert len(runs) == 8
    assert np.array_equal(before.lines[WORLD], bolder.lines[WORLD], equal_nan=True)
    assert not np.array_equal(before.lines[OWN], bolder.lines[OWN], equal_nan=True)


def test_another_place_has_lines_of_its_own():
    here = four_lines(site("3448"), path(MIXED), known())
    there = four_lines(site("1151"), path(MIXED), known())
    assert not np.array_equal(here.people, there.people)


def test_people_are_those_of_the_indicators():
    lines = four_lines(site(), path(MIXED), known())
    residents, oldest = (lines.people[:, i] for i, _ in enumerate(PEOPLE))
    assert [one.name for one in PEOPLE] == ["residents", "aged_80plus"]
    names = [one.name for one in lines.indicators]
    bearing = lines.lines[:, names.index("society.age_bearing_80plus")]
    alone = lines.lines[:, names.index("society.living_alone_80plus_share")]
    living_alone = lines.lines[:, names.index("society.living_alone_80plus")]
    assert np.allclose(alone * oldest, living_alone, rtol=1e-12)
    assert np.all(bearing * oldest < residents)
    assert residents[BOTH, -1] != residents[TODAY, -1]


def test_no_more_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept_lines, "LINES_KEPT", 3)
    four_lines(site(), path(MIXED), known())
    assert len(kept_lines._kept) == 3
