from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.emulator import Emulator
from veivalg.sources.calls import Patience
from veivalg.sources.fetching import BaseUrls, Fetched, fetch
from veivalg.sources.progress import Progress
from veivalg.sources.snapshots import SnapshotStore

QUICK = Patience(attempts=4, first_wait=0.01, longest_wait=0.03, timeout=10, windows=4)


@pytest.fixture(autouse=True)
def _straight_to_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """An office's proxy is not asked for the emulator on this machine."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")


@pytest.fixture
def store(tmp_path: Path) -> SnapshotStore:
    return SnapshotStore(tmp_path / "figures")


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


@pytest.fixture
def urls(emulator: Emulator) -> BaseUrls:
    return urls_of(emulator)


def urls_of(emulator: Emulator) -> BaseUrls:
    given = emulator.addresses
    return BaseUrls(
        ssb=given["VEIVALG_SSB_URL"],
        klass=given["VEIVALG_KLASS_URL"],
        borders=given["VEIVALG_BORDERS_URL"],
    )


@pytest.fixture
def bring(store: SnapshotStore, urls: BaseUrls) -> Callable[..., Fetched]:
    """Fetch everything from the emulator into the store."""

    def run(listener: Callable[[Progress], None] = lambda p: None, **more: object) -> Fetched:
        return fetch(store, progress=listener, base_urls=urls, patience=QUICK, **more)

    return run


@pytest.fixture(scope="session")
def reference() -> Path:
    """The folder of reference figures, where there is one."""
    named = os.environ.get("VEIVALG_REFERENCE", "")
    if not named or not Path(named).is_dir():
        pytest.skip("VEIVALG_REFERENCE does not name the folder with the reference figures")
    return Path(named)
