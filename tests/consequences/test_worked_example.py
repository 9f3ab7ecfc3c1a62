"""The worked example can be followed by hand, and its numbers are those of the model.

When a figure has changed: python -m tools.worked_example
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import cache

import pytest

from tests.fakes import shipped
from tools.worked_example import LABEL, PAGE, Row, as_number, decimals, page, rows
from tools.worked_numbers import YEARS, Example
from veivalg.analysis.consequences import chain

TEXT = PAGE.read_text(encoding="utf-8")
ROWS = rows(TEXT)
LINES = {row.label: row for row in ROWS if LABEL.fullmatch(row.label)}
OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
TABLES: dict[str, Callable[..., tuple[float, float]]] = {
    "age in 2040": lambda w, m, use_w, use_m, users: (w * use_w + m * use_m, users),
    "local level of": lambda index, scaling, level: (index * scaling, level),
    "occupation in 2040": lambda needed, available, lacking: (max(0, needed - available), lacking),
}
"""Tables whose last cell follows from the others: what it should be, and what it is."""
HOURS_IN_STAFFED_HOUSING = 28.8
"""Weekly hours that a resident counts as beside the decided ones; money.volume_weights."""


def years_of(row: Row) -> list[str]:
    return [str(year) for year in YEARS if str(year) in row.head]


def cell(label: str, year: str) -> str:
    """As printed; a line with one number holds in both years."""
    row = LINES[label]
    given = years_of(row)
    return row.cells[row.head.index(year if year in given else given[0])]


def reckoned(how: str, year: str) -> float:
    """The value of a step from the numbers that are printed, and nothing else."""
    text = how.replace("×", "*").replace("−", "-").replace(",000", "000")
    text = re.sub(r"([A-Z]\d+) \((\d{4})\)", r"\1_\2", text)
    return value_of(ast.parse(text, mode="eval").body, year)


def value_of(node: ast.expr, year: str) -> float:
    match node:
        case ast.Name(name):
            label, _, other = name.partition("_")
            return as_number(cell(label, other or year))
        case ast.Constant(int(number)):
            return float(number)
        case ast.BinOp(left, operation, right) if type(operation) in OPERATORS:
            return OPERATORS[type(operation)](value_of(left, year), value_of(right, year))
        case ast.Call(ast.Name("max" | "min" as which), [first, second]):
            both = value_of(first, year), value_of(second, year)
            return max(both) if which == "max" else min(both)
    raise ValueError(f"{ast.unparse(node)} is not arithmetic that a pocket calculator knows.")


def agrees(found: float, printed: str) -> bool:
    """To the last digit that is printed, which may differ by one."""
    return abs(found - as_number(printed)) <= 1.000001 * 10 ** -decimals(printed)


STEPS = [(label, year) for label, row in LINES.items() for year in years_of(row) if row.cells[2]]


@cache
def example() -> Example:
    return Example(chain(shipped.simulation(), shipped.run()))


@pytest.mark.parametrize(("label", "year"), STEPS)
def test_a_step_follows_from_the_printed_numbers(label: str, year: str):
    found = reckoned(LINES[label].cells[2], year)
    assert agrees(found, cell(label, year)), f"{label} in {year} reckons to {found:.6f}"


def test_the_printed_numbers_are_the_models():
    assert page(TEXT, example()) == TEXT, (
        "docs/model/worked-example.md is behind the model; run: python -m tools.worked_example"
    )


def test_the_steps_reach_from_people_to_kroner():
    """Users, person-years, nurses lacking and the result hang on the people of the first table."""
    for label in ("C15", "D13", "F7", "G11", "K33"):
        assert {"A1", "A2", "A3", "A4"} <= behind(label), label
    assert {"K33", "H2", "L10", "M3"} <= behind("M8")
    assert len(STEPS) > 80


def behind(label: str) -> set[str]:
    """Every line that a line hangs on."""
    used = set(re.findall(r"[A-Z]\d+", LINES[label].cells[2]))
    return used.union(*map(behind, used)) if used else used


@pytest.mark.parametrize("head", list(TABLES))
def test_a_row_of_a_table_follows_from_its_cells(head: str):
    found = [row for row in ROWS if row.head[0] == head and row.label != "all"]
    assert len(found) >= 6
    for row in found:
        reckons, printed = TABLES[head](*map(as_number, row.cells[1:]))
        off = abs(reckons - printed)
        assert off <= 1.000001 * 10 ** -decimals(row.cells[-1]), (head, row.label, reckons)


def column(head: str, name: str) -> dict[str, float]:
    found = [row for row in ROWS if row.head[0] == head and row.label != "all"]
    return {row.label: as_number(row.cells[row.head.index(name)]) for row in found}


def total(head: str, name: str) -> str:
    (row,) = [row for row in ROWS if row.head[0] == head and row.label == "all"]
    return row.cells[row.head.index(name)]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("age in 2040", "women"),
        ("age in 2040", "users: women × use + men × use"),
        ("occupation in 2040", "needed"),
        ("occupation in 2040", "lacking: max(0, needed − available)"),
        ("kroner for", "cost 2024"),
        ("kroner for", "cost 2040"),
    ],
)
def test_a_column_adds_up(head: str, name: str):
    """Each term may be half a digit off."""
    parts, whole = column(head, name), total(head, name)
    slack = (len(parts) + 1) / 2 * 10 ** -decimals(whole)
    assert abs(sum(parts.values()) - as_number(whole)) <= slack


def test_the_oldest_by_age_give_the_mean_use():
    users = as_number(total("age in 2040", "users: women × use + men × use"))
    oldest = as_number(cell("A3", "2040")) + as_number(cell("A4", "2040"))
    assert agrees(users / oldest, cell("C3", "2040"))


def test_the_woman_of_85_stands_in_the_table_of_ages():
    assert column("age in 2040", "use, women")["85"] == as_number(cell("B7", "2040"))


@pytest.mark.parametrize("care", ["home services", "institutions"])
def test_the_levels_are_those_of_the_lines(care: str):
    first = {"home services": "C", "institutions": "D"}[care]
    levels = column("local level of", "level: index × scaling")
    for i, ages in enumerate(("0–66", "67–79", "80+"), start=5):
        assert levels[f"{care}, {ages}"] == as_number(cell(f"{first}{i}", "2024"))


def test_lacking_of_all_occupations_is_the_line():
    lacking = total("occupation in 2040", "lacking: max(0, needed − available)")
    assert lacking == cell("G12", "2040")


@pytest.mark.parametrize("year", ["2024", "2040"])
def test_kroner_follow_from_users(year: str):
    """Users in residents, and cost, service by service, within the rounding of users."""
    here, country = column("users of", f"here {year}"), column("users of", "the country 2024")
    residents, gross = (
        column("users of", f"in residents {year}"),
        column("kroner for", "gross per resident"),
    )
    cost = column("kroner for", f"cost {year}")
    everybody = as_number(cell("H1", "2024"))
    for service, users in here.items():
        assert residents[service] == pytest.approx(users * everybody / country[service], rel=2e-5)
        assert cost[service] == pytest.approx(residents[service] * gross[service] / 1e6, abs=0.0002)
    assert here["institution"] == as_number(cell("D11", year))
    common = as_number(cell("E4", year)) * HOURS_IN_STAFFED_HOUSING
    at_home = as_number(cell("C15", year)) + common
    assert here["home care"] == pytest.approx(at_home, abs=0.1)


@pytest.mark.parametrize("year", ["2024", "2040"])
def test_fees_and_transfers_follow_from_users(year: str):
    residents = column("users of", f"in residents {year}")
    for line, kind in (("H3", "fees per resident"), ("H5", "refunds per resident")):
        each = column("kroner for", kind)
        found = sum(residents[service] * each[service] for service in residents)
        if line == "H5":
            found += as_number(cell("A5", year)) * as_number(cell("H4", year))
        assert agrees(found / 1e6, cell(line, year))


def test_a_changed_number_is_seen():
    wrong = TEXT.replace(cell("A1", "2024"), "5,085.000", 1)
    assert wrong != TEXT
    assert page(wrong, example()) == TEXT
    assert not agrees(5085.0, cell("A1", "2024"))


@pytest.mark.parametrize("how", ["A1 ** 2", "abs(A1)", "A1 + 0.5"])
def test_only_plain_arithmetic_is_read(how: str):
    with pytest.raises(ValueError, match="pocket calculator"):
        reckoned(how, "2024")
