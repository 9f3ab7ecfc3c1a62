"""The page of dials says what the code does: the table is made anew, every dial explained."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import ROOT
from tests.pathways.grounds import site
from tools.dial_table import END, EQUATIONS, START, UNITS, moved, short, table, with_table
from veivalg.shifts.dial import IN_THE_MODEL, dials
from veivalg.shifts.figures import shift_figures

PAGE = (ROOT / "docs" / "model" / "dials.md").read_text(encoding="utf-8")
MODEL = [key for key, held in dials().items() if held.works in IN_THE_MODEL]


def paragraph(number: int) -> str:
    """An equation with its words, to the next one or the next heading."""
    return re.split(r"\n\*\*\(\d+\)\*\*|\n## ", PAGE.split(f"\n**({number})**")[1])[0]


def test_the_table_agrees_with_the_dials():
    made = with_table(PAGE, table(site()))
    assert made == PAGE, "docs/model/dials.md is behind the dials; run: python -m tools.dial_table"
    assert PAGE.count(START) == PAGE.count(END) == 1


def test_every_equation_has_its_number_once():
    numbers = [int(one) for one in re.findall(r"^\*\*\((\d+)\)\*\*", PAGE, re.M)]
    assert numbers == list(range(1, 41))


@pytest.mark.parametrize("number", [number for number in EQUATIONS if number <= 40])
def test_an_equation_names_its_dials(number: int):
    for key in EQUATIONS[number]:
        assert f"`{key}`" in paragraph(number)


@pytest.mark.parametrize("key", MODEL)
def test_a_dial_of_the_model_stands_in_an_equation(key: str):
    assert any(key in held for held in EQUATIONS.values())
    assert moved(dials()[key], site())


def test_the_modules_speak_of_the_equations_that_the_page_has():
    """Docstrings say "Equations (7) to (16)"; the page has those under the same heading."""
    folder = ROOT / "src" / "veivalg" / "shifts"
    spans = re.findall(
        r"Equations \((\d+)\) to \((\d+)\)",
        "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))),
    )
    told = sorted((int(first), int(last)) for first, last in spans)
    assert [first for first, _ in told] == [1, *(last + 1 for _, last in told[:-1])]
    assert told[-1][1] == 40
    headings = [
        (PAGE.index(f"\n**({first})**"), PAGE.index(f"\n**({last})**")) for first, last in told
    ]
    assert all("\n## " not in PAGE[first:last] for first, last in headings)


@pytest.mark.parametrize(
    ("number", "figures"),
    [
        (5, ("refugees_stay", "settled_today")),
        (11, ("practical_share",)),
        (12, ("night_share",)),
        (13, ("half_of_office",)),
        (14, ("teaching_share", "basic_share")),
        (16, ("wages_of_area",)),
        (18, ("mean_position",)),
        (20, ("leaving_rate",)),
        (21, ("older_intensity",)),
        (22, ("trained_stay",)),
        (23, ("entering_rate",)),
        (27, ("shared_share", "purchases_share", "buildings_share", "energy_share")),
        (38, ("cars_share",)),
    ],
)
def test_numbers_in_the_text_are_the_figures(number: int, figures: tuple[str, ...]):
    for name in figures:
        assert f"`{name}`" in paragraph(number)
        assert f"{shift_figures().number(f'shifts.{name}'):g}" in paragraph(number)


def test_figures_that_other_pages_tell():
    futures, choices = (
        (ROOT / "docs" / "model" / f"{one}.md").read_text(encoding="utf-8")
        for one in ("futures", "choices")
    )
    number = shift_figures().number
    assert f"1 + {number('shifts.cross_impact'):g}\\, \\max" in futures
    assert f"{number('shifts.merging_below'):,.0f} residents" in futures
    assert f"{number('shifts.law_lift'):g}$ of it" in choices
    assert f"more than {number('shifts.most_in_group'):g} of them" in choices
    assert "**(41)**" in futures
    assert re.findall(r"^\*\*\((\d+)\)\*\*", choices, re.M) == ["42", "43", "44", "45", "46"]


def test_every_unit_has_its_words():
    assert {one.unit for one in dials().values()} <= set(UNITS)


def test_names_are_shortened_by_kind():
    assert short(["a.b", "a.c"]) == "`a.b`, `a.c`"
    assert short([f"a.b{n}" for n in range(5)]) == "`a.*` (5)"
    assert short([f"money.spending_{n}" for n in "abcd"]) == "`money.spending_*` (4)"
