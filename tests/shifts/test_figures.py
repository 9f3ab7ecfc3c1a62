"""Figures of how dials move the model: sourced or marked, used, and equal to what they follow."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.tree import PACKAGE
from veivalg.consequences.parameters import default_parameters
from veivalg.errors import BadParameter
from veivalg.shifts.figures import figure, shift_figures

PACKAGES = ("shifts", "futures", "choices", "pathways")
CODE = [path for name in PACKAGES for path in sorted((PACKAGE / name).glob("*.py"))]
UNITS = {0.0, 0.5, 1.0, 100.0, 1000.0, 10_000.0}
"""Nothing, half, one, and what turns per cent, per thousand and per ten thousand into shares."""
EXPLAINED = {
    ("as_today", 0.01): "how far mortality is moved to see what it costs",
    ("balance", 1e-9): "below it two sums are the same",
    ("dial", 0.4): "how alike a name must be to be meant",
    ("named", 0.4): "how alike a name must be to be meant",
    ("path_text", 0.3): "how alike a name must be to be meant",
    ("path_text", 1e9): "no number of a path is larger",
    ("reading", 1e12): "no number of a file is larger",
    ("trend", 2.0): "a hump goes up and back again",
    ("lever", 0.25): "levels without doses; assumption, docs/model/choices.md",
    ("lever", 1.5): "levels without doses; assumption, docs/model/choices.md",
    ("lever", 2.0): "levels without doses; assumption, docs/model/choices.md",
}


def decimals() -> Iterator[tuple[str, float]]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, float):
                yield path.stem, node.value


def test_a_number_from_the_world_stands_in_a_file_with_its_source():
    """Decimals in code are units, or told here; the rest belongs in `figures.toml`."""
    found = {(stem, value) for stem, value in decimals() if value not in UNITS}
    assert found == set(EXPLAINED)


def test_every_figure_is_used_and_every_one_used_is_there():
    code = "\n".join(
        path.read_text(encoding="utf-8") for path in [*CODE, *(PACKAGE / "analysis").glob("*.py")]
    )
    held = {name.removeprefix("shifts.") for name in shift_figures().held}
    assert [name for name in held if f'"{name}"' not in code] == []
    assert set(re.findall(r'\bfigure\("(\w+)"\)', code)) <= held


@pytest.mark.parametrize("name", list(shift_figures().held))
def test_a_figure_has_a_source_or_a_range_and_a_reason(name: str):
    """The reading sees to it; here it is seen that it did."""
    one = shift_figures().held[name]
    if one.basis == "assumption":
        assert one.range is not None
        assert one.range[0] < one.number < one.range[1]
        assert len(one.reason) > 20
    else:
        assert one.source
        assert one.year is not None


def test_what_is_derived_equals_what_it_is_derived_from():
    held = default_parameters()
    assert figure("teaching_share") == held.item("staff.school_occupations", "teacher")
    basic = 1 / (1 + held.number("staff.kindergarten_other_staff"))
    assert figure("basic_share") == pytest.approx(basic, abs=5e-4)
    assert figure("cars_share") == held.number("land.road_cars")
    assert figure("wages_of_area") == held.number("money.wage_share")
    revenue = held.number("money.gross_revenue") * 5_594_340
    assert figure("energy_share") == pytest.approx(3_930.6e6 / revenue, abs=5e-5)
    assert figure("buildings_share") == pytest.approx(42_990e6 / revenue, abs=5e-4)


def test_a_figure_that_is_none_is_refused():
    with pytest.raises(BadParameter, match=r"no figure 'shifts\.nothing'"):
        figure("nothing")
