from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pyarrow as pa
import pytest

from veivalg.errors import SnapshotError, StorageError
from veivalg.provenance import Source
from veivalg.sources import storage
from veivalg.sources.snapshots import Draft, SnapshotStore, data_folder, table_draft

SOURCE = Source(
    publisher="Statistisk sentralbyrå", table="07459", date="2024-01-01", kind="official"
)
FEW = pa.table({"municipality": ["0301", "3448"], "year": [2024, 2024], "persons": [1.0, 2.0]})
MORE = pa.table({"municipality": ["0301", "3448"], "year": [2025, 2025], "persons": [3.0, 4.0]})


def test_what_is_written_is_read_with_its_source(store: SnapshotStore) -> None:
    snapshot = store.write("population", FEW, SOURCE)
    table, source = store.read("population")
    assert table.equals(FEW)
    assert source.sha256 == snapshot.sha256
    assert source.retrieved
    assert store.latest("population") == snapshot


def test_equal_tables_give_equal_hashes_on_any_day(tmp_path: Path) -> None:
    first = SnapshotStore(tmp_path / "a").write("population", FEW, SOURCE)
    second = SnapshotStore(tmp_path / "b").write("population", FEW, SOURCE)
    assert first.sha256 == second.sha256


def test_the_newest_copy_is_in_use_and_a_few_earlier_are_kept(store: SnapshotStore) -> None:
    for number in range(5):
        table = FEW.append_column("note", pa.array([str(number)] * 2))
        store.write("population", table, SOURCE)
    assert store.read("population")[0]["note"].to_pylist() == ["4", "4"]
    assert len(list((store.folder / "population").iterdir())) == 3


def test_files_of_others_in_the_folder_are_left_alone(store: SnapshotStore) -> None:
    others = [
        store.folder / "letters" / "2024-01-01-to-the-council.odt",
        store.folder / "population" / "my-notes.txt",
        store.folder / "letters" / "a-b",
    ]
    for path in others:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine")
    for table in (FEW, MORE):
        store.write("population", table, SOURCE)
    assert all(path.read_text() == "mine" for path in others)


def test_several_datasets_become_the_newest_together_or_not_at_all(
    store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write("population", FEW, SOURCE)
    written = storage.write_whole

    def full(path: Path, content: bytes) -> None:
        if "life_table" in str(path):
            with storage.storage_errors(path, size=len(content)):
                raise OSError(errno.ENOSPC, "No space left on device")
        written(path, content)

    monkeypatch.setattr("veivalg.sources.snapshots.write_whole", full)
    drafts = [table_draft("population", MORE, SOURCE), table_draft("life_table", MORE, SOURCE)]
    with pytest.raises(StorageError, match="disk is full"):
        store.write_all(drafts)
    assert store.read("population")[0].equals(FEW)
    assert store.latest("life_table") is None


@pytest.mark.parametrize("damage", [b"", b"half", None])
def test_a_damaged_copy_is_named_with_the_fix(store: SnapshotStore, damage: bytes | None) -> None:
    path = store.folder / store.write("population", FEW, SOURCE).file
    content = path.read_bytes()
    path.write_bytes(content[:-8] if damage is None else damage)
    with pytest.raises(SnapshotError, match=r"(?s)population.*damaged.*veivalg data fetch"):
        store.read("population")
    assert [v.passed for v in store.verify()] == [False]
    assert store.status()[0].state == "damaged"
    assert not store.status()[0].complete


def test_a_lost_file_is_an_error_and_not_an_empty_table(store: SnapshotStore) -> None:
    (store.folder / store.write("population", FEW, SOURCE).file).unlink()
    with pytest.raises(SnapshotError, match="missing"):
        store.read("population")
    with pytest.raises(SnapshotError, match="no copy of moves"):
        store.read("moves")


@pytest.mark.parametrize("spoilt", ["", "{", '{"version": 1}', '{"datasets": {"a": [{}]}}', "[]"])
def test_a_half_written_manifest_is_named_and_put_aside_by_the_next_write(
    store: SnapshotStore, spoilt: str
) -> None:
    store.write("population", FEW, SOURCE)
    (store.folder / "manifest.json").write_text(spoilt)
    with pytest.raises(SnapshotError, match=r"manifest.json is damaged"):
        store.latest("population")
    store.write("population", MORE, SOURCE)
    assert store.read("population")[0].equals(MORE)
    assert (store.folder / "manifest.damaged.json").exists()


def test_a_copy_half_written_by_a_killed_program_is_cleared_away(store: SnapshotStore) -> None:
    (store.folder / "population").mkdir(parents=True)
    left = store.folder / "population" / ".2024-abc.parquet.x.draft"
    left.write_bytes(b"half")
    store.write("population", FEW, SOURCE)
    assert not left.exists()


def test_files_are_kept_as_they_came(store: SnapshotStore) -> None:
    store.write_file("borders_county", b'{"type":"Topology"}', ".topojson", SOURCE)
    assert store.read_file("borders_county")[0] == b'{"type":"Topology"}'
    with pytest.raises(SnapshotError, match="as a file"):
        store.read("borders_county")


def test_a_full_disk_leaves_what_was_there(
    store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write("population", FEW, SOURCE)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match=r"disk is full.*VEIVALG_DATA"):
        store.write("population", MORE, SOURCE)
    monkeypatch.undo()
    assert store.read("population")[0].equals(FEW)
    assert not list(store.folder.rglob("*.draft"))


_QUOTA = """
import resource, signal, sys
from pathlib import Path
from veivalg.errors import StorageError
from veivalg.provenance import Source
from veivalg.sources.snapshots import Draft, SnapshotStore
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
source = Source(publisher="x", table="1", date="", kind="official")
draft = Draft(dataset="population", content=bytes(range(256)) * 400, suffix=".bin", source=source)
try:
    SnapshotStore(Path(sys.argv[1])).write_all([draft])
except StorageError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="quota of a process is a POSIX matter")
def test_a_real_quota_is_a_full_disk(store: SnapshotStore) -> None:
    store.write("population", FEW, SOURCE)
    done = subprocess.run(
        [sys.executable, "-c", _QUOTA, str(store.folder)],
        text=True,
        capture_output=True,
        check=True,
    )
    assert "disk is full, or its quota is used up" in done.stdout
    assert store.read("population")[0].equals(FEW)
    assert not list(store.folder.rglob("*.draft"))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match=r"is a file and not a folder.*VEIVALG_DATA"):
        SnapshotStore(tmp_path / "file" / "figures").write("population", FEW, SOURCE)
    assert SnapshotStore(tmp_path / "file" / "figures").latest("population") is None


def test_a_folder_closed_to_us_is_named(
    store: SnapshotStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*given: object, **more: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("veivalg.sources.storage.tempfile.mkstemp", closed)
    with pytest.raises(StorageError, match=r"Permission denied.*Ask for access"):
        store.write("population", FEW, SOURCE)


def test_only_one_writes_at_a_time_and_the_other_is_told_who(store: SnapshotStore) -> None:
    other = SnapshotStore(store.folder)
    holder = rf"process {os.getpid()} \(fetch"
    with store.writing("fetch"), pytest.raises(StorageError, match=holder):
        other.write("population", FEW, SOURCE)
    other.write("population", FEW, SOURCE)


def test_a_second_thread_must_wait_too(store: SnapshotStore) -> None:
    found: list[Exception] = []

    def write() -> None:
        try:
            store.write("population", FEW, SOURCE)
        except StorageError as error:
            found.append(error)

    with store.writing("fetch"):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(found) == 1


_DIES = """
import os, signal, sys
from pathlib import Path
from veivalg.sources.snapshots import SnapshotStore
with SnapshotStore(Path(sys.argv[1])).writing("fetch"):
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX matter")
def test_a_lock_left_by_a_killed_program_does_not_block(store: SnapshotStore) -> None:
    subprocess.run([sys.executable, "-c", _DIES, str(store.folder)], check=False)
    assert (store.folder / "writing.lock").exists()
    store.write("population", FEW, SOURCE)


def test_the_folder_is_the_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("VEIVALG_DATA")
    assert data_folder().name == "veivalg"


def test_status_says_what_from_when_how_old_and_complete(store: SnapshotStore) -> None:
    old = Source(
        publisher="SSB", table="07459", date="2024-01-01", kind="official", retrieved="2020-01-01"
    )
    store.write_all(
        [
            Draft(
                dataset="population",
                content=b"x",
                suffix=".bin",
                source=old,
                complete=False,
                remark="No figures for 5055.",
            )
        ]
    )
    status = store.status()[0]
    assert (status.table, status.date, status.retrieved) == ("07459", "2024-01-01", "2020-01-01")
    assert status.age_days > 2000
    assert not status.complete
    assert status.remark == "No figures for 5055."
