"""The page of default figures says what the files say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.house.tree import ROOT
from tools.parameter_table import page, shown_figures
from veivalg.consequences.parameters import read_parameters

PAGE = (ROOT / "docs" / "model" / "parameters.md").read_text(encoding="utf-8")
KNOWN = shown_figures()
SECTION = 'unit = "share"\nbasis = "published"\nsource = "SSB | 07459"\nyear = 2024\n'


def table(text: str) -> str:
    return page(read_parameters(f"[one]\n{SECTION}{text}", file="some.toml")).splitlines()[-1]


def test_the_page_agrees_with_the_files():
    assert page(KNOWN) == PAGE, (
        "docs/model/parameters.md is behind the figures; run: python tools/parameter_table.py"
    )


@pytest.mark.parametrize("change", [{"year": 1900}, {"basis": "replaced"}, {"range": (0.0, 9.0)}])
def test_a_changed_figure_changes_the_page(change):
    name = "services.home_use"
    assert page({**KNOWN, name: replace(KNOWN[name], **change)}) != PAGE


@pytest.mark.parametrize("name", list(KNOWN))
def test_every_figure_stands_there_with_what_it_rests_on(name: str):
    file, _, section = name.partition(".")
    chapter = PAGE.split(f"\n## {file}\n")[1].split("\n## ")[0]
    (line,) = [line for line in chapter.splitlines() if line.startswith(f"| `{section}` |")]
    assert KNOWN[name].source.replace("|", "\\|") in line
    assert KNOWN[name].reason in line
    assert f"| {KNOWN[name].basis} |" in line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("value = 0.25", "| 0.25 |"),
        ('by_age = { "0-2" = 0.1, "3" = 0.2, "67+" = 0.3 }', "| 0–2: 0.1, 3: 0.2, 67+: 0.3 |"),
        (
            'by_age_and_sex = { female = { "80+" = 0.6 }, male = { "80+" = 0.3 } }',
            "| women 80+: 0.6; men 80+: 0.3 |",
        ),
        ('by_year = { "2024" = 1.0, "2026" = 0.9 }', "| 2024: 1, 2026: 0.9 |"),
        (f"by_item = {{ {', '.join(f'i{i} = 0.{i}' for i in range(1, 13))} }}", "…, i12: 0.12 |"),
    ],
)
def test_every_form_has_its_short_value(text: str, shown: str):
    assert shown in table(text)
    assert "SSB \\| 07459." in table(text)


def test_large_numbers_are_divided_in_thousands():
    text = SECTION.replace('"share"', '"NOK 2024"') + "value = 1250000"
    last = page(read_parameters(f"[one]\n{text}", file="some.toml")).splitlines()[-1]
    assert "1\u202f250\u202f000" in last
