from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow.compute as pc
import pytest

from tests.emulator import Emulator
from tests.sources.conftest import QUICK, urls_of
from veivalg.errors import ServiceUnavailable, Stopped, StorageError, TableChanged
from veivalg.sources.fetching import BaseUrls, Fetched, fetch, partial_folder
from veivalg.sources.progress import Progress
from veivalg.sources.snapshots import SnapshotStore

Bring = Callable[..., Fetched]
COLUMNS = {
    "population": ("municipality", "year", "sex", "age", "persons", "quality"),
    "population_country": ("year", "sex", "age", "persons"),
    "life_table": ("year", "sex", "age", "death_probability"),
    "fertility": ("year", "age", "rate"),
    "births_deaths": ("year", "sex", "births", "deaths"),
    "components": ("municipality", "year", "births", "deaths", "immigration", "emigration",
                   "moved_in", "moved_out"),
    "moves": ("year", "origin", "destination", "persons"),
    "commuting": ("residence", "workplace", "persons"),
    "official_projection": ("vintage", "alternative", "table", "level", "code", "year",
                            "persons"),
    "municipality_numbers": ("municipality", "name"),
    "municipality_changes": ("code", "name", "successor_code", "successor_name", "date"),
    "county_numbers": ("county", "name"),
    "centrality": ("municipality", "centrality"),
    "kostra_groups": ("municipality", "kostra_group"),
    "borders_municipality": (), "borders_county": (),
}


def persons(store: SnapshotStore, **cell: object) -> list[float]:
    table, _ = store.read("population")
    for name, value in cell.items():
        table = table.filter(pc.equal(table[name], value))
    return table["persons"].to_pylist()


def test_a_complete_fetch_brings_every_dataset(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    fetched = bring()
    assert fetched.problems == ()
    assert {s.dataset: s.columns for s in fetched.stored} == COLUMNS
    assert all(verdict.passed for verdict in store.verify()), store.verify()
    assert all(status.complete and status.age_days == 0 for status in store.status())
    assert emulator.most_at_once == 1
    assert partial_folder(store).count() == 0


def test_figures_are_those_of_the_service(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    bring()
    figures = emulator.figures
    place = figures.codes.index("3448")
    women, men = (persons(store, municipality="3448", year=2024, sex=s, age=40) for s in "FM")
    assert women == [figures.population[place, 1, 40, -1]]
    assert men == [figures.population[place, 0, 40, -1]]
    assert women != men
    table, source = store.read("population")
    assert (source.table, source.date, source.kind) == ("07459", "2024-01-01", "official")
    assert source.note == "Tallene gjelder per 1. januar."
    assert set(pc.unique(table["age"]).to_pylist()) == set(range(106))
    chance, _ = store.read("life_table")
    assert pc.max(chance["death_probability"]).as_py() == 1.0
    rate, source = store.read("fertility")
    assert source.table == "90001"
    assert 0.1 < pc.max(rate["rate"]).as_py() < 0.2


def test_municipalities_without_figures_are_left_out_and_never_zero(
    bring: Bring, store: SnapshotStore
) -> None:
    bring()
    assert persons(store, municipality="5059", year=2019) == []
    assert len(persons(store, municipality="5059", year=2020)) == 212
    assert persons(store, municipality="1580", year=2021) == []
    table, _ = store.read("population")
    inside = table.filter(pc.equal(table["quality"], "includes_other"))
    assert set(inside["municipality"].to_pylist()) == {"1508"}
    assert set(inside["year"].to_pylist()) == {2020, 2021, 2022, 2023}
    snapshot = store.latest("population")
    assert snapshot is not None
    assert "1580 2020-2023" in snapshot.remark


def test_newest_projection_is_found_by_search_and_the_one_of_2024_is_kept(
    bring: Bring, store: SnapshotStore
) -> None:
    bring()
    table, source = store.read("official_projection")
    assert source.table == "14746, 14288"
    assert set(table["vintage"].to_pylist()) == {2026, 2024}
    assert set(table["alternative"].to_pylist()) == {"MMMM", "LLML", "HHMH"}
    assert set(table["level"].to_pylist()) == {"country", "county", "municipality"}


def test_progress_goes_forward_and_ends(bring: Bring) -> None:
    seen: list[Progress] = []
    bring(seen.append)
    done = [p.done for p in seen if p.step != "finished"]
    assert done == sorted(done)
    assert (seen[-1].step, seen[-1].done, seen[-1].seconds_left) == (
        "finished", seen[-1].total, 0.0)
    assert {"population", "moves", "borders_county"} <= {p.step for p in seen}
    assert any(p.seconds_left for p in seen)


def test_a_table_that_is_not_updated_is_not_fetched_again(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    bring()
    before = len(emulator.data_calls())
    fetched = bring()
    assert len(emulator.data_calls()) == before
    assert "population" in fetched.unchanged
    emulator.tables["07902"].updated = "2027-03-12T07:00:00Z"
    assert "life_table" in {s.dataset for s in bring().stored}
    assert len(emulator.data_calls()) == before + 1


def test_a_damaged_copy_is_fetched_again(bring: Bring, store: SnapshotStore) -> None:
    bring()
    snapshot = store.latest("population")
    assert snapshot is not None
    (store.folder / snapshot.file).write_bytes(b"half")
    bring()
    assert len(persons(store, municipality="3448", year=2024)) == 212
    assert all(verdict.passed for verdict in store.verify())


def test_a_stopped_fetch_goes_on_where_it_stopped(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    stop = threading.Event()

    def after_three(progress: Progress) -> None:
        if progress.done >= 3:
            stop.set()

    with pytest.raises(Stopped, match="veivalg data fetch"):
        bring(after_three, stop=stop)
    first = emulator.data_calls()
    assert bring().problems == ()
    asked = emulator.data_calls()
    assert len(asked) == len(set(asked)), "no answer was asked for twice"
    assert len(asked) > len(first) >= 2


def test_a_closing_half_way_loses_nothing(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    emulator.faults.only = "/tables/06913/data"
    emulator.faults.script.extend(["503"] * QUICK.attempts)
    with pytest.raises(ServiceUnavailable, match=r"closed for maintenance \(503\)"):
        bring()
    assert store.latest("population") is not None
    assert store.latest("components") is None
    good = [c for c in emulator.data_calls() if "06913" not in c[1]]
    assert bring().problems == ()
    again = [c for c in emulator.data_calls() if "06913" not in c[1]]
    assert len(again) == len(set(again))
    assert set(good) <= set(again)


def test_a_large_table_goes_on_at_the_missing_part(
    store: SnapshotStore, emulator: Emulator, bring: Bring
) -> None:
    emulator.most_cells = 212 * 8 * 3                      # three years a call
    emulator.faults.only = "/tables/07459/data"
    emulator.faults.script.extend(["ok", "ok", *["503"] * QUICK.attempts])
    with pytest.raises(ServiceUnavailable):
        bring()
    assert partial_folder(store).count() == 2
    assert bring().problems == ()
    asked = emulator.data_calls("07459")
    assert len({c for c in asked if "agg_KommSummer" in c[1]}) == 4
    assert partial_folder(store).count() == 0
    assert len(persons(store, municipality="0301")) == 12 * 212


def test_a_damaged_part_is_asked_for_again(
    store: SnapshotStore, emulator: Emulator, bring: Bring
) -> None:
    emulator.most_cells = 212 * 8 * 3
    emulator.faults.only = "/tables/07459/data"
    emulator.faults.script.extend(["ok", "ok", *["503"] * QUICK.attempts])
    with pytest.raises(ServiceUnavailable):
        bring()
    for path in partial_folder(store).folder.glob("*.part"):
        content = bytearray(path.read_bytes())
        content[40] ^= 0xFF
        path.write_bytes(content)
    assert bring().problems == ()
    assert all(verdict.passed for verdict in store.verify())


def test_limits_are_read_and_kept(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.limit, emulator.faults.seconds = 20, 0.6
    seen: list[Progress] = []
    assert bring(seen.append).problems == ()
    waits = [p for p in seen if p.step == "waiting"]
    assert waits
    assert all(0 < p.waiting <= 0.6 for p in waits)
    assert emulator.most_at_once == 1


def test_429_is_waited_out_for_the_window(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.seconds = 0.3
    emulator.faults.only = "/data"
    emulator.faults.script.extend(["429", "429", "ok", "429"])
    seen: list[Progress] = []
    assert bring(seen.append).problems == ()
    assert any(p.step == "waiting" and p.waiting > 0.2 for p in seen)


def test_stop_is_heard_while_waiting(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.limit, emulator.faults.seconds = 3, 60
    stop = threading.Event()

    def stop_when_waiting(progress: Progress) -> None:
        if progress.step == "waiting":
            stop.set()

    with pytest.raises(Stopped):
        bring(stop_when_waiting, stop=stop)


def test_every_passing_fault_is_survived(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.seconds = 0.2
    emulator.faults.script.extend([
        "503", "ok", "500", "ok", "html200", "cut", "ok", "refuse", "truncated", "ok",
        "empty200", "ok", "429", "503", "503", "ok", "cut", "cut", "truncated",
    ])
    assert bring().problems == ()
    assert not emulator.faults.script


@pytest.mark.parametrize(("fault", "said"), [
    ("503", r"closed for maintenance \(503\).*05:00, 08:00 and 11:30"),
    ("500", r"failing \(500\)"),
    ("html200", "web page and not with figures.*Sign in"),
    ("cut", "the line broke.*Check the network"),
    ("empty200", "answered with nothing"),
    ("truncated", "cut off"),
    ("html404", "answers 404"),
])
def test_a_fault_that_stays_is_one_clear_sentence_and_nothing_is_half_stored(
    bring: Bring, store: SnapshotStore, emulator: Emulator, fault: str, said: str
) -> None:
    emulator.faults.always = fault
    with pytest.raises(ServiceUnavailable, match=said) as caught:
        bring()
    assert "\n" not in str(caught.value)
    assert store.datasets() == ()
    emulator.faults.always = ""
    assert bring().problems == ()


def test_429_that_never_ends_is_given_up(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.seconds = 0.05
    emulator.faults.always = "429"
    with pytest.raises(ServiceUnavailable, match="too many calls are made from this network"):
        bring()


def test_no_network_is_one_clear_sentence(store: SnapshotStore) -> None:
    nowhere = BaseUrls(ssb="http://127.0.0.1:9", klass="http://127.0.0.1:9",
                       borders="http://127.0.0.1:9")
    with pytest.raises(ServiceUnavailable, match=r"127.0.0.1 does not give figures.*network"):
        fetch(store, base_urls=nowhere, patience=QUICK)


def test_a_short_closing_of_klass_or_kartverket_costs_only_their_datasets(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    emulator.faults.only = "/klass/"
    emulator.faults.script.extend(["503"] * QUICK.attempts)
    emulator.geonorge.answer = lambda path, root: (404, "text/html", b"<html>404</html>")
    seen: list[Progress] = []
    fetched = bring(seen.append)
    assert [p.split(" ")[0] for p in fetched.problems] == [
        "municipality_numbers", "borders_municipality"]
    assert store.latest("population") is not None
    assert "borders_municipality is not fetched" in seen[-1].message


def test_feeds_that_moved_leave_the_known_address(bring: Bring, emulator: Emulator) -> None:
    emulator.geonorge.moved = True
    assert bring().problems == ()


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
        f"gruppe{i}" for i in range(len(emulator.tables["07902"].dimensions[1].codes))]
    problems = " ".join(bring().problems)
    assert "moves is not fetched: Table 13864 has changed: it has no content for persons" in problems
    assert "life_table is not fetched: Table 07902 has changed: AlderX has 0 codes" in problems


def test_a_new_variable_that_cannot_be_left_out_is_named(
    bring: Bring, emulator: Emulator
) -> None:
    emulator.tables["07902"].dimensions.insert(0, emulator.tables["06913"].dimensions[0])
    emulator.tables["07902"].figures = emulator.tables["07902"].figures[None]
    assert "Region" in " ".join(bring().problems)


def test_a_discontinued_table_names_its_successor(bring: Bring, emulator: Emulator) -> None:
    emulator.tables["13864"].discontinued = True
    from copy import deepcopy

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


def test_only_one_fetch_at_a_time(bring: Bring, store: SnapshotStore) -> None:
    with SnapshotStore(store.folder).writing("fetch"), pytest.raises(
            StorageError, match="already being fetched or imported"):
        bring()


def test_a_folder_that_cannot_be_written_is_said_before_any_call(
    tmp_path: Path, emulator: Emulator
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="VEIVALG_DATA"):
        fetch(SnapshotStore(tmp_path / "file" / "x"), base_urls=urls_of(emulator))
    assert emulator.calls == []


def test_addresses_are_read_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, emulator: Emulator
) -> None:
    for name, address in emulator.addresses.items():
        monkeypatch.setenv(name, address + "/")
    assert BaseUrls() == urls_of(emulator)


def test_a_fetch_of_all_reference_figures(reference: Path, store: SnapshotStore) -> None:
    with Emulator.of_reference(reference) as emulator:
        fetched = fetch(store, base_urls=urls_of(emulator), patience=QUICK)
        assert fetched.problems == ()
        assert all(v.passed for v in store.verify()), store.verify()
        assert any(method == "POST" for method, _ in emulator.calls)
        assert len([c for c in emulator.data_calls("07459") if c[0] == "POST"]) == 2
    assert sum(persons(store, year=2024)) == 5_550_203
    assert sum(persons(store, municipality="3448", year=2024)) > 6_000
