"""Bring every dataset from the publishers into the store; go on where an earlier fetch stopped.

Each finished answer lies on disk until its dataset is stored, and a dataset whose table has not
been updated since is left as it is. One fetch at a time; what is finished is never lost.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

import pyarrow as pa

from veivalg.errors import (
    ServiceUnavailable,
    SnapshotError,
    SourceError,
    StorageError,
    TableChanged,
    TableDiscontinued,
)
from veivalg.provenance import Source
from veivalg.sources import klass as classifications
from veivalg.sources.arrow import pc
from veivalg.sources.borders import BORDER_SETS, BorderSet, fetch_borders, locate
from veivalg.sources.calls import Calls, Patience
from veivalg.sources.jsonstat import Cube, parse
from veivalg.sources.klass import Klass
from veivalg.sources.order import Order
from veivalg.sources.orders import Settled, is_newest, settle
from veivalg.sources.partial import PartialAnswers
from veivalg.sources.progress import Listener, Pace, Progress, silent
from veivalg.sources.pxweb import PxWeb
from veivalg.sources.selection import Selection
from veivalg.sources.snapshots import Draft, Snapshot, SnapshotStore, table_draft, today
from veivalg.sources.ssb import ORDERS
from veivalg.sources.tidy import Answered

SSB = "Statistisk sentralbyrå"


def _from(variable: str, usual: str) -> str:
    return os.environ.get(variable, "").strip().rstrip("/") or usual


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseUrls:
    """Addresses of the services; VEIVALG_SSB_URL, _KLASS_URL and _BORDERS_URL name others."""

    ssb: str = field(
        default_factory=lambda: _from("VEIVALG_SSB_URL", "https://data.ssb.no/api/pxwebapi/v2")
    )
    klass: str = field(
        default_factory=lambda: _from("VEIVALG_KLASS_URL", "https://data.ssb.no/api/klass/v1")
    )
    borders: str = field(
        default_factory=lambda: _from(
            "VEIVALG_BORDERS_URL", "https://nedlasting.geonorge.no/geonorge"
        )
    )


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch did.

    stored     datasets with new figures
    unchanged  datasets whose newest figures were here already
    problems   sentences on datasets that could not be had; the others are stored
    """

    stored: tuple[Snapshot, ...]
    unchanged: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(slots=True)
class _Fetch:
    """One fetch under way."""

    store: SnapshotStore
    pace: Pace
    calls: Calls
    bank: PxWeb
    urls: BaseUrls
    partial: PartialAnswers
    stored: list[Snapshot] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def partial_folder(store: SnapshotStore) -> PartialAnswers:
    """Finished answers of a fetch that was interrupted."""
    return PartialAnswers(store.folder / "partial")


def fetch(
    store: SnapshotStore,
    *,
    progress: Listener = silent,
    stop: threading.Event | None = None,
    base_urls: BaseUrls | None = None,
    patience: Patience | None = None,
) -> Fetched:
    """Bring all datasets up to date. Raises when the residents' table cannot be had.

    Raises ServiceUnavailable (no network, closed, a web page instead of figures), TableChanged,
    TableDiscontinued, StorageError, Stopped. What was finished is kept in each case.
    """
    urls, pace = base_urls or BaseUrls(), Pace(progress)
    stop, patience = stop or threading.Event(), patience or Patience()
    with store.writing("fetch"), Calls(pace, stop, patience) as calls:
        run = _Fetch(store, pace, calls, PxWeb(urls.ssb, calls), urls, partial_folder(store))
        pace.plan(sum(o.calls for o in ORDERS) + len(_CLASSIFICATIONS) + len(BORDER_SETS))
        run.bank.read_limits()
        for order in ORDERS:
            _bring(run, order)
        _bring_classifications(run)
        _bring_borders(run)
        run.partial.forget_all()
    said = " ".join(run.problems)
    progress(Progress("finished", pace.total, pace.total, 0.0, message=said))
    return Fetched(tuple(run.stored), tuple(run.unchanged), tuple(run.problems))


def _bring(run: _Fetch, order: Order) -> None:
    """One dataset of the statistics bank; a table that has changed is a problem, not the end."""
    run.pace.begin(order.dataset)
    try:
        if _is_current(run, order) or (order.instead and _is_current(run, order.instead)):
            run.pace.finished(order.calls, timed=False)
            return
        order, settled = _settled(run, order)
        run.pace.plan(sum(len(s.parts) for s in settled) - order.calls)
        _store_order(run, order, settled)
    except (StorageError, ServiceUnavailable):
        raise
    except SourceError as error:
        if order.needed:
            raise
        run.problems.append(f"{order.dataset} is not fetched: {error}")


def _settled(run: _Fetch, order: Order) -> tuple[Order, list[Settled]]:
    """Tables confirmed, of the order or of the one that stands in for it."""
    try:
        return order, [settle(ask, run.bank) for ask in order.asks]
    except (TableChanged, TableDiscontinued):
        if order.instead is None:
            raise
        with suppress(TableChanged, TableDiscontinued):
            other = replace(order.instead, calls=order.calls)
            return other, [settle(ask, run.bank) for ask in other.asks]
        raise


def _is_current(run: _Fetch, order: Order) -> bool:
    """Whether the store holds, undamaged, this order's answer from the tables' newest editions."""
    held = _whole(run, order.dataset)
    if held is None or not held.request.startswith(order.identity):
        return False
    editions = held.request.split()[1:]
    if len(editions) != len(order.asks) or not all(
        is_newest(edition, ask, run.bank) for edition, ask in zip(editions, order.asks, strict=True)
    ):
        return False
    _confirm(run, held)
    return True


def _whole(run: _Fetch, dataset: str) -> Snapshot | None:
    """The newest copy, None when there is none or it is damaged."""
    try:
        held = run.store.latest(dataset)
        if held is not None:
            run.store.read_file(dataset)
    except SnapshotError:
        return None
    return held


def _confirm(run: _Fetch, held: Snapshot) -> None:
    run.store.confirm(held)
    run.unchanged.append(held.dataset)


def _store_order(run: _Fetch, order: Order, settled: list[Settled]) -> None:
    keys: list[str] = []
    answers = [_answered(run, one, keys) for one in settled]
    run.calls.stopped()
    table, remark = order.build(answers)
    if table.num_rows == 0:
        raise TableChanged(
            f"Table {settled[0].entry.id} gives no figures for {order.dataset}; see its page at "
            "SSB, and update Veivalg."
        )
    draft = table_draft(
        order.dataset,
        table,
        _source(order, settled, table),
        remark=remark,
        request=" ".join([order.identity, *(s.edition for s in settled)]),
        complete=_is_complete(table),
    )
    run.stored.extend(run.store.write_all([draft]))
    run.partial.forget(keys)


def _is_complete(table: pa.Table) -> bool:
    """Whether no cell is empty, but for figures whose lack is told by a mark."""
    told = {"value"} if "mark" in table.column_names else set()
    return all(table[name].null_count == 0 for name in set(table.column_names) - told)


def _answered(run: _Fetch, settled: Settled, keys: list[str]) -> Answered:
    """All answers for a table, from the folder of finished ones or from the service."""
    cubes: list[Cube] = []
    for part in settled.parts:
        identity = f"{settled.entry.updated} {part.identity()}"
        keys.append(identity)
        cubes.extend(_part(run, part, identity))
    editions = {cube.updated for cube in cubes if cube.updated}
    if len(editions) > 1:
        run.partial.forget(keys)
        raise ServiceUnavailable(
            f"Table {settled.entry.id} was updated while it was being fetched. Run "
            "`veivalg data fetch` again."
        )
    return Answered(settled, tuple(cubes))


def _part(run: _Fetch, part: Selection, identity: str) -> list[Cube]:
    held = run.partial.held(identity)
    if held is not None:
        run.pace.finished(timed=False)
        return [parse(text) for text in held.split(b"\0")]
    answers = run.bank.data(part)
    cubes = [parse(text) for text in answers]
    run.partial.keep(identity, b"\0".join(answers))
    run.pace.finished()
    return cubes


def _source(order: Order, settled: list[Settled], table: pa.Table) -> Source:
    tables = ", ".join(dict.fromkeys(s.entry.id for s in settled))
    notes = " ".join(note for s in settled for note in s.notes)
    return Source(
        publisher=SSB,
        table=tables,
        date=_date(order, settled, table),
        kind="official",
        retrieved=today().isoformat(),
        note=notes[:1000],
    )


def _date(order: Order, settled: list[Settled], table: pa.Table) -> str:
    """Reference date of the newest figure."""
    column = "vintage" if "vintage" in table.column_names else "year"
    if column in table.column_names:
        newest = str(pc.max(table[column]).as_py())
    else:
        newest = settled[0].entry.last_period[:4]
    return f"{newest}-01-01" if order.stock else f"{newest}-12-31"


_CLASSIFICATIONS: tuple[tuple[str, str, Callable[..., pa.Table]], ...] = (
    ("municipality_numbers", "KLASS 131", classifications.municipality_numbers),
    ("municipality_changes", "KLASS 131", classifications.municipality_changes),
    ("county_numbers", "KLASS 104", classifications.county_numbers),
    ("centrality", "KLASS 128", classifications.centrality),
    ("kostra_groups", "KLASS 112", classifications.kostra_groups),
)


def _bring_classifications(run: _Fetch) -> None:
    """Municipality numbers and what they belong to. KLASS closed is a problem, not the end."""
    service = Klass(run.urls.klass, run.calls)
    for dataset, name, read in _CLASSIFICATIONS:
        run.pace.begin(dataset)
        try:
            table = read(service, today())
        except StorageError:
            raise
        except (SourceError, KeyError, TypeError) as error:
            run.problems.append(f"{dataset} is not fetched: {error}")
            return
        source = Source(
            publisher=SSB,
            table=name,
            date=today().isoformat(),
            kind="official",
            retrieved=today().isoformat(),
        )
        run.stored.extend(run.store.write_all([table_draft(dataset, table, source)]))
        run.pace.finished()


def _bring_borders(run: _Fetch) -> None:
    """Borders for the map, which does with tiles until it has them."""
    for borders in BORDER_SETS:
        run.pace.begin(borders.dataset)
        try:
            _bring_border_set(run, borders)
        except StorageError:
            raise
        except SourceError as error:
            run.problems.append(f"{borders.dataset} is not fetched: {error}")
            return
        run.pace.finished()


def _bring_border_set(run: _Fetch, borders: BorderSet) -> None:
    file = locate(borders, run.urls.borders, run.calls)
    identity = f"{file.address} {file.updated}"
    held = _whole(run, borders.dataset) if file.updated else None
    if held is not None and held.request == identity:
        _confirm(run, held)
        return
    content, count = fetch_borders(borders, file, run.calls)
    source = Source(
        publisher="Kartverket",
        table=borders.object_name,
        date=file.updated[:10],
        kind="official",
        retrieved=today().isoformat(),
        note="Borders run out into the sea; thinned to about 150 metres.",
    )
    draft = Draft(
        dataset=borders.dataset,
        content=content,
        suffix=".topojson",
        source=source,
        rows=count,
        request=identity,
    )
    run.stored.extend(run.store.write_all([draft]))
