from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from pathlib import Path

import pyarrow.compute as pc
import pytest

from tests.emulator import Emulator
from tests.sources.conftest import QUICK, urls_of
from veivalg.errors import ServiceUnavailable, Stopped, StorageError
from veivalg.sources import storage
from veivalg.sources.fetching import BaseUrls, Fetched, fetch, partial_folder
from veivalg.sources.progress import Progress
from veivalg.sources.snapshots import SnapshotStore

Bring = Callable[..., Fetched]
KEY_FIGURES = ("table", "key", "unit", "region", "year", "value", "mark", "updated")
CARE = ("municipality", "year", "series", "age_group", "value", "mark")
COLUMNS = {
    "population": ("municipality", "year", "sex", "age", "persons", "quality"),
    "population_country": ("year", "sex", "age", "persons"),
    "life_table": ("year", "sex", "age", "death_probability"),
    "fertility": ("year", "age", "rate"),
    "births_deaths": ("year", "sex", "births", "deaths"),
    "components": (
        "municipality",
        "year",
        "births",
        "deaths",
        "immigration",
        "emigration",
        "moved_in",
        "moved_out",
    ),
    "moves": ("year", "origin", "destination", "persons"),
    "commuting": ("residence", "workplace", "persons"),
    "official_projection": ("vintage", "alternative", "table", "level", "code", "year", "persons"),
    "kostra_economy": KEY_FIGURES,
    "kostra_school": KEY_FIGURES,
    "kostra_kindergarten": KEY_FIGURES,
    "kostra_care": KEY_FIGURES,
    "kostra_social": KEY_FIGURES,
    "kostra_culture": KEY_FIGURES,
    "kostra_population": KEY_FIGURES,
    "care_users": CARE,
    "care_housing": CARE,
    "care_hours": CARE,
    "municipality_numbers": ("municipality", "name"),
    "municipality_changes": ("code", "name", "successor_code", "successor_name", "date"),
    "county_numbers": ("county", "name"),
    "centrality": ("municipality", "centrality"),
    "kostra_groups": ("municipality", "kostra_group"),
    "borders_municipality": (),
    "borders_county": (),
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
        "finished",
        seen[-1].total,
        0.0,
    )
    assert {"population", "moves", "borders_county"} <= {p.step for p in seen}
    assert any(p.seconds_left for p in seen)


def test_a_table_that_is_not_updated_is_not_fetched_again(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    bring()
    before = len(emulator.data_calls())
    emulator.calls.clear()
    fetched = bring()
    assert len(emulator.calls) <= 40, "a look for news fits in one window of SSB's 40 calls"
    before = 0
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
    emulator.most_cells = 212 * 8 * 3  # three years a call
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


def test_only_one_fetch_at_a_time(bring: Bring, store: SnapshotStore) -> None:
    with (
        SnapshotStore(store.folder).writing("fetch"),
        pytest.raises(StorageError, match="already being fetched or imported"),
    ):
        bring()


def test_a_folder_that_cannot_be_written_is_said_before_any_call(
    tmp_path: Path, emulator: Emulator
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="VEIVALG_DATA"):
        fetch(SnapshotStore(tmp_path / "file" / "x"), base_urls=urls_of(emulator))
    assert emulator.calls == []


def test_a_damaged_manifest_does_not_stop_a_fetch(bring: Bring, store: SnapshotStore) -> None:
    bring()
    (store.folder / "manifest.json").write_text('{"datasets": {')
    assert bring().problems == ()
    assert set(store.datasets()) == set(COLUMNS)


def test_a_disk_that_fills_half_way_keeps_what_is_finished(
    bring: Bring, store: SnapshotStore, emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, space = storage.write_whole, [14]

    def filling(path: Path, content: bytes) -> None:
        space[0] -= 1
        with storage.storage_errors(path, size=len(content)):
            if space[0] < 0:
                raise OSError(errno.ENOSPC, "No space left on device")
        written(path, content)

    for module in ("snapshots", "partial"):
        monkeypatch.setattr(f"veivalg.sources.{module}.write_whole", filling)
    with pytest.raises(StorageError, match=r"disk is full.*what was finished is kept"):
        bring()
    monkeypatch.undo()
    assert "population" in store.datasets()
    assert all(verdict.passed for verdict in store.verify())
    first = emulator.data_calls()
    assert bring().problems == ()
    asked = emulator.data_calls()
    assert len(first) < len(asked) <= len(set(asked)) + 1


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
