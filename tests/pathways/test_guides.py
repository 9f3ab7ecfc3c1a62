"""The planners' guides: their examples are read as they stand, fit a link, and move Nordre Land."""

from __future__ import annotations

import re
import tomllib

import numpy as np
import pytest

from tests.house.tree import ROOT
from tests.pathways.grounds import NAMES, site
from veivalg.analysis.accounts import accounts_of
from veivalg.analysis.compare import BOTH, OWN, TODAY, WORLD, four_lines
from veivalg.choices import lever as lever_module
from veivalg.choices.counts import COUNTS
from veivalg.futures import story as story_module
from veivalg.futures import trend as trend_module
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.ideas import Ideas, ideas_of, ideas_text, read_ideas
from veivalg.pathways.path_text import read_path
from veivalg.shifts.dial import IN_THE_MODEL, dials

LANGUAGES = ("nb", "nn")
YEARS = site().years
TOML = re.compile(r"```toml\n(.*?)```", re.DOTALL)
MOVES = {
    "writing-a-story.nb": {
        "services.dwellings": 1,
        "staff.need_care": 1,
        "society.voluntary_work": 1,
    },
    "writing-a-story.nn": {
        "services.dwellings": 1,
        "staff.need_other": 1,
        "staff.gap_nurse": 1,
        "staff.gap_skilled_health_worker": 1,
    },
    "writing-a-measure.nb": {
        "staff.need_care": -1,
        "staff.unfilled": -1,
        "money.spending_measures": 1,
    },
    "writing-a-measure.nn": {
        "staff.gap_skilled_health_worker": -1,
        "staff.unfilled": -1,
        "society.outside": -1,
        "money.spending_measures": 1,
    },
}
"""What each page says that the reader will see in 2040, and which way."""


def text_of_page(name: str) -> str:
    return (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    (block,) = TOML.findall(text_of_page(name))
    return block


def ideas(name: str) -> Ideas:
    if "story" in name:
        return read_ideas((example(name),), ())
    return read_ideas((), (example(name),))


@pytest.mark.parametrize("name", MOVES)
def test_the_example_moves_what_the_page_says(name: str):
    own = ideas(name)
    path = read_path(
        f"1~f.{own.stories[0].id}-100" if own.stories else f"1~v.{own.levers[0].id}-3-2025",
        own.repertoire,
        years=YEARS,
    )
    lines = four_lines(site(), path, own.repertoire).lines
    at = YEARS.index(2040)
    for indicator, sign in MOVES[name].items():
        row = lines[:, NAMES.index(indicator), at]
        moved = WORLD if own.stories else OWN
        assert (row[moved] - row[TODAY]) * sign > 1e-3 * max(abs(row[TODAY]), 1e-3), indicator
        assert row[BOTH] == pytest.approx(row[moved], rel=1e-12)


@pytest.mark.parametrize("name", MOVES)
def test_every_part_of_the_example_does_something(name: str):
    own = ideas(name)
    text = f"1~f.{own.stories[0].id}-100" if own.stories else f"1~v.{own.levers[0].id}-3-2025"
    moved = moved_by(read_path(text, own.repertoire, years=YEARS), site(), own.repertoire)
    written = (
        {t.dial.key for t in own.stories[0].trends}
        if own.stories
        else {e.dial.key for e in own.levers[0].effects}
    )
    assert {one.dial for one in moved.every if one.dial in dials()} == written
    assert all(dials()[key].works in IN_THE_MODEL for key in written)


@pytest.mark.parametrize("name", MOVES)
def test_the_example_fits_a_link_and_comes_back(name: str):
    back = ideas_of(ideas_text(ideas(name)))
    assert (back.stories, back.levers) == (ideas(name).stories, ideas(name).levers) or (
        [one.identity for one in (*back.stories, *back.levers)]
        == [one.identity for one in (*ideas(name).stories, *ideas(name).levers)]
    )


def test_a_measure_costs_from_its_first_year_and_works_later():
    own = ideas("writing-a-measure.nb")
    path = read_path("1~v.felles_nattpatrulje-3-2027", own.repertoire, years=YEARS)
    (account,) = accounts_of(path, site(), own.repertoire)
    first = YEARS.index(2027)
    assert (account.yearly[:first] == 0).all()
    assert account.yearly[first] > 0
    assert account.yearly[-1] == pytest.approx(250_000)
    assert account.once.sum() == pytest.approx(400_000)
    assert account.person_years[-1] == pytest.approx(0.2)
    assert account.full == 2030
    lines = four_lines(site(), path, own.repertoire).lines
    need = lines[OWN, NAMES.index("staff.need_care")] - lines[TODAY, NAMES.index("staff.need_care")]
    assert (need[: first + 1] >= -1e-9).all()
    assert need[YEARS.index(2030)] < 0


def test_a_higher_level_of_the_example_does_more():
    own = ideas("writing-a-measure.nn")
    gaps = []
    for level in range(1, 6):
        path = read_path(f"1~v.laerling_i_kvar_gruppe-{level}-2027", own.repertoire, years=YEARS)
        lines = four_lines(site(), path, own.repertoire).lines
        gaps.append(lines[OWN, NAMES.index("staff.gap_skilled_health_worker"), -1])
    assert (np.diff(gaps) <= 1e-9).all()
    assert gaps[0] > gaps[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_tell_every_key_of_their_example(language: str):
    for kind in ("story", "measure"):
        name = f"writing-a-{kind}.{language}"
        page, held = text_of_page(name).split("```\n", 1)[1], tomllib.loads(example(name))
        rows = [*held.get("trend", []), *held.get("effect", [])]
        keys = {
            *held,
            *held.get("levels", {}),
            *held.get("cost", {}),
            *(k for r in rows for k in r),
        }
        told = set(re.findall(r"`(?:\[\[)?(\w+)(?:\]\])?`", page))
        left = keys - told - {"levels", "cost", "side_effect", "hindrance", "basis"}
        assert left == set(), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_pages_name_exists(language: str):
    words = {
        *story_module.KEYS, *trend_module.KEYS, *trend_module.PROFILES, *trend_module.WHERE,
        *lever_module.KEYS, *lever_module.DECIDES, *lever_module.ROLES, *lever_module.LASTS,
        *lever_module.EVIDENCE, *lever_module.PAYERS, *COUNTS, *dials(), "doses", "unit", "once",
        "yearly", "person_years", "count", "share", "reached", "dose", "scale", "all", "pays",
        "gains", "range", "low", "mid", "high",
    }  # fmt: skip
    for kind in ("story", "measure"):
        page = TOML.sub("", text_of_page(f"writing-a-{kind}.{language}"))
        named = set(re.findall(r"`(?:\[\[)?([a-z_]+\w*)(?:\]\])?`", page))
        assert named - words == set()


def long(line: str) -> bool:
    return len(line) > 60


def test_the_pages_of_the_two_languages_are_not_each_others_copy():
    for kind in ("story", "measure"):
        bokmaal, nynorsk = (
            set(filter(long, text_of_page(f"writing-a-{kind}.{one}").splitlines()))
            for one in LANGUAGES
        )
        assert not bokmaal & nynorsk
