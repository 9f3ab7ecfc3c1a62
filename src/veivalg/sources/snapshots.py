"""Dated, hashed copies of published figures on disk: what the program uses when offline.

One folder holds the data files and `manifest.json`, which names the copies in use. A file is
written whole, then the manifest is replaced in one step; so a killed program, a full disk or
a lost power line leaves the figures as they were. Earlier copies are kept beside the newest.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import platformdirs
import pyarrow as pa
import pyarrow.parquet as pq

from veivalg.errors import SnapshotError, StorageError
from veivalg.provenance import Source
from veivalg.sources.storage import only_writer, remove_drafts, storage_errors, write_whole
from veivalg.sources.sums import Verdict, sums_of

MANIFEST = "manifest.json"
KEPT_COPIES = 3
"""Copies of one dataset kept on disk, the newest in use (an assumption about disk space)."""
_COPY = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{12}\.[a-z]+")
_FIX = "Run `veivalg data fetch` (or `veivalg data import FOLDER`) to get it again."


def data_folder() -> Path:
    """Folder that holds figures: VEIVALG_DATA, else the user's data folder of the system."""
    named = os.environ.get("VEIVALG_DATA", "").strip()
    if named:
        return Path(named).expanduser()
    return Path(platformdirs.user_data_dir("veivalg", appauthor=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One stored copy of a dataset.

    dataset    "population"
    file       name below the store's folder
    sha256     hash of the file's bytes
    size       bytes
    rows       rows of the table, 0 for a file kept as it came
    columns    names of the columns, in order
    source     publication; its `retrieved` is the day the copy was made or last confirmed
    complete   False when the publisher's answer lacked some of what the dataset should hold
    remark     what is lacking, or anything else a reader must know
    request    identity of the selection it answers, "" for an imported file
    stored     moment it was stored, UTC, ISO 8601
    """

    dataset: str
    file: str
    sha256: str
    size: int
    rows: int
    columns: tuple[str, ...]
    source: Source
    stored: str
    complete: bool = True
    remark: str = ""
    request: str = ""

    @property
    def age_days(self) -> int:
        """Days since the copy was made or last confirmed to be the newest."""
        with suppress(ValueError):
            return (today() - date.fromisoformat(self.source.retrieved)).days
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A dataset ready to be stored: its bytes and what is known of them."""

    dataset: str
    content: bytes
    suffix: str
    source: Source
    rows: int = 0
    columns: tuple[str, ...] = ()
    complete: bool = True
    remark: str = ""
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetStatus:
    """What is held of one dataset: from when, how old, complete or not.

    state  "ready", or "damaged" when the file is not what was stored
    """

    dataset: str
    table: str
    publisher: str
    date: str
    retrieved: str
    age_days: int
    rows: int
    size: int
    complete: bool
    remark: str
    state: str = "ready"


def today() -> date:
    """Today's date, UTC."""
    return datetime.now(UTC).date()


def table_draft(
    dataset: str,
    table: pa.Table,
    source: Source,
    *,
    complete: bool = True,
    remark: str = "",
    request: str = "",
) -> Draft:
    """A table as the bytes of a parquet file; equal tables give equal bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata(None), sink, compression="zstd")
    return Draft(
        dataset=dataset,
        content=sink.getvalue().to_pybytes(),
        suffix=".parquet",
        source=source,
        rows=table.num_rows,
        columns=tuple(table.column_names),
        complete=complete,
        remark=remark,
        request=request,
    )


@dataclass(slots=True)
class SnapshotStore:
    """The snapshots below one folder.

    folder  made when something is first written
    """

    folder: Path = field(default_factory=data_folder)
    _writer: int = field(default=0, init=False)

    @contextmanager
    def writing(self, purpose: str = "write") -> Iterator[None]:
        """Be the only writer; a fetch, an import and a single write exclude each other."""
        if self._writer == threading.get_ident():
            yield
            return
        with only_writer(self.folder / "writing.lock", purpose=purpose):
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = 0

    def write(self, dataset: str, table: pa.Table, source: Source, **known: Any) -> Snapshot:
        """Store a table as the newest copy of a dataset.

        known   complete, remark, request of `Snapshot`
        Raises StorageError when the disk is full, closed to us or in use.
        """
        return self.write_all([table_draft(dataset, table, source, **known)])[0]

    def write_file(self, dataset: str, content: bytes, suffix: str, source: Source) -> Snapshot:
        """Store a file as it came (borders) as the newest copy of a dataset."""
        return self.write_all(
            [Draft(dataset=dataset, content=content, suffix=suffix, source=source)]
        )[0]

    def write_all(self, drafts: Sequence[Draft]) -> list[Snapshot]:
        """Store several datasets as one step: all become the newest, or none does."""
        with self.writing():
            remove_drafts(self.folder)
            snapshots = [self._place(draft) for draft in drafts]
            copies = self._copies_or_none()
            for snapshot in snapshots:
                older = [s for s in copies.get(snapshot.dataset, ()) if s.file != snapshot.file]
                copies[snapshot.dataset] = (*older, snapshot)[-KEPT_COPIES:]
            self._publish(copies)
        return snapshots

    def confirm(self, snapshot: Snapshot) -> Snapshot:
        """Note that a copy was found today to be the publisher's newest."""
        source = replace(snapshot.source, retrieved=today().isoformat())
        confirmed = replace(snapshot, source=source)
        with self.writing():
            copies = self._copies()
            held = copies[snapshot.dataset]
            copies[snapshot.dataset] = (*held[:-1], confirmed)
            self._publish(copies)
        return confirmed

    def latest(self, dataset: str) -> Snapshot | None:
        """Newest copy of a dataset, None when there is none. Raises SnapshotError."""
        copies = self._copies().get(dataset)
        return copies[-1] if copies else None

    def datasets(self) -> tuple[str, ...]:
        """Names of the datasets held, in alphabetical order. Raises SnapshotError."""
        return tuple(sorted(self._copies()))

    def read(self, dataset: str) -> tuple[pa.Table, Source]:
        """Newest copy of a table and its source, after its hash is checked.

        Raises SnapshotError when it is missing, damaged or half-written.
        """
        snapshot = self._needed(dataset)
        content = self._checked(snapshot)
        if not snapshot.file.endswith(".parquet"):
            raise SnapshotError(f"{dataset} is stored as a file and not as a table.")
        table: pa.Table = pq.read_table(pa.BufferReader(content))
        return table, snapshot.source

    def read_file(self, dataset: str) -> tuple[bytes, Source]:
        """Newest copy of a file kept as it came, and its source. Raises SnapshotError."""
        snapshot = self._needed(dataset)
        return self._checked(snapshot), snapshot.source

    def unfinished(self) -> int:
        """Finished answers of an interrupted fetch, which the next fetch goes on from."""
        return sum(1 for _ in (self.folder / "partial").glob("*.part"))

    def status(self) -> tuple[DatasetStatus, ...]:
        """What is held, by dataset; a damaged manifest is a SnapshotError."""
        return tuple(
            self._status(dataset, copies[-1]) for dataset, copies in sorted(self._copies().items())
        )

    def verify(self) -> tuple[Verdict, ...]:
        """Check every hash, and that parts add up to their sums."""
        hashes = tuple(self._verdict(name) for name in self.datasets())
        return hashes + sums_of(self, tuple(v.dataset for v in hashes if v.passed))

    def _place(self, draft: Draft) -> Snapshot:
        digest = hashlib.sha256(draft.content).hexdigest()
        day = draft.source.retrieved or today().isoformat()
        name = f"{draft.dataset}/{day}-{digest[:12]}{draft.suffix}"
        write_whole(self.folder / name, draft.content)
        return Snapshot(
            dataset=draft.dataset,
            file=name,
            sha256=digest,
            size=len(draft.content),
            rows=draft.rows,
            columns=draft.columns,
            complete=draft.complete,
            remark=draft.remark,
            request=draft.request,
            stored=datetime.now(UTC).isoformat(timespec="seconds"),
            source=replace(draft.source, retrieved=day, sha256=digest),
        )

    def _publish(self, copies: Mapping[str, Sequence[Snapshot]]) -> None:
        listed = {name: [asdict(s) for s in held] for name, held in sorted(copies.items())}
        text = json.dumps({"version": 1, "datasets": listed}, ensure_ascii=False, indent=1)
        write_whole(self.folder / MANIFEST, text.encode())
        self._remove_unlisted({s.file for held in copies.values() for s in held})

    def _remove_unlisted(self, listed: set[str]) -> None:
        """Drop copies that the manifest no longer names, and nothing that is not a copy."""
        for dataset in {name.split("/")[0] for name in listed}:
            for path in (self.folder / dataset).glob("*"):
                known = f"{dataset}/{path.name}" in listed
                if not known and _COPY.fullmatch(path.name):
                    with suppress(OSError):
                        path.unlink()

    def _copies(self) -> dict[str, tuple[Snapshot, ...]]:
        path = self.folder / MANIFEST
        try:
            text = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError as error:
            raise SnapshotError(f"{path} cannot be read ({error.strerror}). {_FIX}") from error
        try:
            listed = json.loads(text)["datasets"]
            return {name: tuple(_snapshot(s) for s in held) for name, held in listed.items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SnapshotError(f"{path} is damaged or half-written. {_FIX}") from error

    def _copies_or_none(self) -> dict[str, tuple[Snapshot, ...]]:
        """What is held; a damaged manifest is put aside, so that a new one can be written."""
        try:
            return self._copies()
        except SnapshotError:
            path = self.folder / MANIFEST
            with storage_errors(path):
                path.replace(path.with_name("manifest.damaged.json"))
            return {}

    def _needed(self, dataset: str) -> Snapshot:
        snapshot = self.latest(dataset)
        if snapshot is None:
            raise SnapshotError(f"There is no copy of {dataset} in {self.folder}. {_FIX}")
        return snapshot

    def _checked(self, snapshot: Snapshot) -> bytes:
        path = self.folder / snapshot.file
        try:
            content = path.read_bytes()
        except OSError as error:
            raise SnapshotError(
                f"{path} is missing or cannot be read ({error.strerror}). {_FIX}"
            ) from error
        if hashlib.sha256(content).hexdigest() != snapshot.sha256:
            raise SnapshotError(f"{path} is damaged: its hash is not the one stored. {_FIX}")
        return content

    def _status(self, dataset: str, snapshot: Snapshot) -> DatasetStatus:
        path, source = self.folder / snapshot.file, snapshot.source
        whole = path.is_file() and path.stat().st_size == snapshot.size
        return DatasetStatus(
            dataset=dataset,
            table=source.table,
            publisher=source.publisher,
            date=source.date,
            retrieved=source.retrieved,
            age_days=snapshot.age_days,
            rows=snapshot.rows,
            size=snapshot.size,
            complete=snapshot.complete and whole,
            remark=snapshot.remark,
            state="ready" if whole else "damaged",
        )

    def _verdict(self, dataset: str) -> Verdict:
        try:
            snapshot = self._needed(dataset)
            self._checked(snapshot)
        except SnapshotError as error:
            return Verdict(dataset=dataset, check="hash", passed=False, detail=str(error))
        return Verdict(dataset=dataset, check="hash", passed=True, detail=snapshot.sha256[:12])


def _snapshot(held: dict[str, Any]) -> Snapshot:
    return Snapshot(
        **{**held, "columns": tuple(held["columns"]), "source": Source(**held["source"])}
    )


__all__ = [
    "DatasetStatus",
    "Draft",
    "Snapshot",
    "SnapshotStore",
    "StorageError",
    "Verdict",
    "data_folder",
    "table_draft",
]
