"""A fetch killed twenty times and finished gives the same bytes as one that ran in peace."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.emulator import Emulator
from tests.sources.conftest import QUICK, urls_of
from veivalg.sources.fetching import fetch, partial_folder
from veivalg.sources.snapshots import SnapshotStore

KILLS = 20
_CHILD = """
import sys
from pathlib import Path
from veivalg.sources.fetching import fetch
from veivalg.sources.snapshots import SnapshotStore
fetch(SnapshotStore(Path(sys.argv[1])), progress=lambda p: print(p.step, p.done, flush=True))
print("ended", flush=True)
"""


def killed_run(folder: Path, emulator: Emulator, *, after: int, delay: float) -> bool:
    """Start a fetch and kill it a little after so many messages; False when it ended first."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **emulator.addresses},
    )
    assert child.stdout is not None
    for number, line in enumerate(child.stdout):
        if line.startswith("ended"):
            break
        if number == after:
            break
    try:
        child.wait(delay)
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
    child.stdout.close()
    return child.wait() == -signal.SIGKILL


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a POSIX matter")
def test_a_fetch_killed_twenty_times_is_finished_with_the_same_hashes(tmp_path: Path) -> None:
    chance = random.Random(20)
    killed, torn = SnapshotStore(tmp_path / "killed"), []
    with Emulator(most_cells=212 * 8) as emulator:  # one year of residents a call
        fetch(SnapshotStore(tmp_path / "peace"), base_urls=urls_of(emulator), patience=QUICK)
        emulator.calls.clear()
        emulator.faults.latency = 0.004
        while len(torn) < KILLS:
            died = killed_run(
                killed.folder,
                emulator,
                after=chance.randrange(2, 45),
                delay=chance.uniform(0, 0.03),
            )
            assert died, "the fetch ended before it was killed often enough"
            torn.append(partial_folder(killed).count())
            assert all(verdict.passed for verdict in killed.verify())
        finished = fetch(killed, base_urls=urls_of(emulator), patience=QUICK)
    assert finished.problems == ()
    assert max(torn) > 0, "some kill came in the middle of a table"
    asked = emulator.data_calls()
    assert len(asked) - len(set(asked)) <= KILLS, "only what was under way is asked for again"
    peace = SnapshotStore(tmp_path / "peace")
    assert hashes(killed) == hashes(peace)
    assert not list(killed.folder.rglob("*.draft"))
    assert partial_folder(killed).count() == 0


def hashes(store: SnapshotStore) -> dict[str, str]:
    return {
        name: snapshot.sha256
        for name in store.datasets()
        if (snapshot := store.latest(name)) is not None
    }
