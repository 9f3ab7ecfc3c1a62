from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest

from tests.emulator import Emulator
from veivalg.errors import ServiceUnavailable, TableChanged
from veivalg.sources.fetching import Fetched
from veivalg.sources.snapshots import SnapshotStore

Bring = Callable[..., Fetched]


def test_a_changed_variable_is_named_and_the_old_figures_stay(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    bring()
    before = store.latest("population")
    table = emulator.tables["07459"]
    table.updated = "2027-02-24T07:00:00Z"
    table.dimensions[1].id = "Sivilstand"
    with pytest.raises(TableChanged, match=r"07459 has changed.*Kjonn is gone.*Sivilstand") as it:
        bring()
    assert "\n" not in str(it.value)
    assert store.latest("population") == before


def test_changed_codes_and_contents_are_named(bring: Bring, emulator: Emulator) -> None:
    moves = emulator.tables["13864"].dimensions[2]
    moves.codes, moves.labels = ["A", "B"], ["Menn", "Kvinner"]
    emulator.tables["07902"].dimensions[1].codes = [
        f"gruppe{i}" for i in range(len(emulator.tables["07902"].dimensions[1].codes))
    ]
    problems = " ".join(bring().problems)
    assert "moves is not fetched: Table 13864 has changed: it has no content for" in problems
    assert "life_table is not fetched: Table 07902 has changed: AlderX has 0 codes" in problems


def test_a_new_variable_that_cannot_be_left_out_is_named(bring: Bring, emulator: Emulator) -> None:
    emulator.tables["07902"].dimensions.insert(0, emulator.tables["06913"].dimensions[0])
    emulator.tables["07902"].figures = emulator.tables["07902"].figures[None]
    assert "Region" in " ".join(bring().problems)


def test_a_discontinued_table_names_its_successor(bring: Bring, emulator: Emulator) -> None:
    emulator.tables["13864"].discontinued = True
    follower = deepcopy(emulator.tables["13864"])
    follower.id, follower.discontinued = "19999", False
    follower.dimensions[0].id = "Noe annet"
    emulator.tables["19999"] = follower
    problem = " ".join(bring().problems)
    assert "Table 13864" in problem
    assert "is discontinued: its last period is 2025" in problem
    assert "Table 19999" in problem
    follower.dimensions[0].id = "Fraflyttingsregion"
    fetched = bring()
    assert fetched.problems == ()
    assert next(s for s in fetched.stored if s.dataset == "moves").source.table == "19999"


def test_a_table_that_is_gone_says_how_to_look(bring: Bring, emulator: Emulator) -> None:
    del emulator.tables["03321"]
    assert "Look there under another title" in " ".join(bring().problems)


def test_components_come_by_quarter_when_the_yearly_table_has_changed(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    bring()
    yearly, _ = store.read("components")
    emulator.tables["09588"].discontinued = True
    assert bring().problems == ()
    by_quarter, source = store.read("components")
    assert source.table == "01222"
    assert by_quarter.column_names == yearly.column_names
    assert by_quarter.num_rows == yearly.num_rows
    assert max(by_quarter["year"].to_pylist()) == 2023
    assert "components" in bring().unchanged


def test_older_spelling_of_code_lists_is_read(bring: Bring, emulator: Emulator) -> None:
    emulator.codelists_key = "codeLists"
    assert bring().problems == ()


def test_fewer_cells_than_told_are_survived(bring: Bring, emulator: Emulator) -> None:
    emulator.told_cells, emulator.most_cells = 800_000, 9_000
    assert bring().problems == ()


def test_figures_under_revision_in_the_early_morning_are_not_taken(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    emulator.tables["07459"].figures[:, ..., -1] = 0
    with pytest.raises(ServiceUnavailable, match=r"2024, shows no residents.*after 08:15"):
        bring()
    assert store.latest("population") is None


def test_a_table_updated_meanwhile_is_not_mixed(bring: Bring, emulator: Emulator) -> None:
    emulator.most_cells = 212 * 8 * 3
    table = emulator.tables["07459"]
    answer, asked = table.answer, []

    def updating(*given: object) -> dict:
        asked.append(given)
        table.updated = f"2027-01-0{len(asked)}T07:00:00Z"
        return answer(*given)

    table.answer = updating
    with pytest.raises(ServiceUnavailable, match="updated while it was being fetched"):
        bring()
    table.answer = answer
    assert bring().problems == ()
