"""The pages print the model's own results as the model has them now."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import shipped
from tests.fakes.reference import needs_reference
from tests.house.tree import load
from tools.result_numbers import VARIANTS, Results, results_of
from tools.result_tables import DOCS, PAGES, TABLES, names, page, signed
from veivalg.analysis.consequences import chain

TEXT = {name: (DOCS / name).read_text(encoding="utf-8") for name in PAGES}
ECONOMY = TEXT["model/economy.md"]
WHERE = {table: name for name, text in TEXT.items() for table in names(text)}


@cache
def found() -> Results:
    return results_of(chain(shipped.simulation(), shipped.run()))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_prints_what_the_model_says(name: str):
    assert page(TEXT[name], found()) == TEXT[name], (
        f"docs/{name} is behind the model; run: python -m tools.result_tables"
    )


def test_every_table_stands_on_one_page():
    marked = [table for text in TEXT.values() for table in names(text)]
    assert sorted(marked) == sorted(TABLES)
    opened = sum(text.count("<!-- table: tools/result_tables.py") for text in TEXT.values())
    assert opened == len(marked), "a mark lacks its end"


@pytest.mark.parametrize("table", list(TABLES))
def test_a_changed_number_is_seen(table: str):
    """The first digit of our results in the table becomes another."""
    text = TEXT[WHERE[table]]
    start = text.index("| --- |", text.index(f"result_tables.py {table} "))
    row = text.index("\n|", start) + 2
    cell = text.index("|", row)
    digit = next(at for at in range(cell, len(text)) if text[at].isdigit())
    wrong = f"{text[:digit]}{9 - int(text[digit])}{text[digit + 1 :]}"
    assert wrong != text
    assert page(wrong, found()) == text


@pytest.mark.parametrize(
    "table", ["economy-ahead", "economy-use", "workforce-growth", "workforce-moves", "state-pays"]
)
def test_another_model_makes_another_table(table: str):
    other = {**found().variants, "default": found().variants["no healthy ageing"]}
    assert TABLES[table](replace(found(), variants=other)) != TABLES[table](found())


def test_the_page_names_those_whose_accounts_ship():
    """Everybody else starts from the country's result."""
    setting = found().chain.prepared.setting
    own = ~np.isnan(setting.local.known["net_result_share"])
    geography = found().chain.simulation.geography
    for code in np.array(setting.municipalities)[own]:
        assert geography.municipality(code).name.split(" – ")[0] in ECONOMY
    parts = found().default
    start = (parts["money.net_result"] / parts["money.gross_revenue"])[:, 0]
    np.testing.assert_allclose(start[~own], setting.parameters.number("money.net_result_share"))
    assert f"starts from {signed(100 * start[~own][0], 1)} %" in ECONOMY
    assert found().of("money.net_result_share", 2024) < start[~own][0]


def test_less_care_is_what_lifts_the_result():
    results = [
        found().of("money.net_result_share", 2050, parts=found().variants[name])
        for name in ("default", "no healthy ageing", "no healthy ageing, no observed fall")
    ]
    start = found().of("money.net_result_share", 2024)
    assert results[0] > start > results[2]
    assert results[0] > results[1] > results[2]
    for name in VARIANTS:
        parts = found().variants[name]
        same = found().of("money.net_result_share", 2024, parts=parts)
        assert same == pytest.approx(start, abs=1e-12), name


def test_the_key_gives_children_less_and_the_old_more():
    """A sentence under the table of cost by age."""
    for first, last in ((0, 5), (6, 15)):
        cost, need = found().by_age(first, last)
        assert need < cost
    for first, last in ((67, 79), (80, 89), (90, 105)):
        cost, need = found().by_age(first, last)
        assert need > cost


@pytest.mark.reference
@needs_reference
def test_the_measured_demographic_cost_stands_in_the_text():
    check = load("verification/demographic_cost.py")
    rows = check.compare(Path(os.environ["VEIVALG_REFERENCE"]))
    published, reckoned, apart = check.means(rows)
    with_all = np.mean([row.with_all for row in rows])
    together = np.corrcoef([r.published for r in rows], [r.reckoned for r in rows])[0, 1]
    told = " ".join(ECONOMY.split())
    assert f"Published: {published:.2f} billion a year in the mean. Ours: {reckoned:.2f};" in told
    assert f"mean absolute difference {apart:.2f};" in told
    assert f"a correlation of {together:.2f}" in told
    assert f"counted too, ours is {with_all:.2f}." in told
