"""Fetching official figures from the page: one job at a time, followed and stopped by anyone."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock, Thread

from veivalg.errors import Stopped, VeivalgError
from veivalg.sources.progress import Progress
from veivalg.sources.snapshots import SnapshotStore

_log = logging.getLogger("veivalg")
ENDED = ("idle", "done", "stopped", "failed")


@dataclass(frozen=True, slots=True)
class JobState:
    """How a fetch stands. state: idle, running, renewing, done, stopped, failed.

    message   what went wrong, English, empty when nothing did
    error     message key of what went wrong, empty when nothing did
    """

    job: str = ""
    step: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    state: str = "idle"
    message: str = ""
    error: str = ""


class FetchJob:
    """Runs `sources.fetch` in a thread of its own and remembers how far it is."""

    def __init__(self, store: SnapshotStore, *, finished: Callable[[], object]) -> None:
        self.state = JobState()
        self._store = store
        self._finished = finished
        self._stop = Event()
        self._lock = Lock()

    def start(self) -> JobState:
        """Begin, or tell about the one under way."""
        with self._lock:
            if self.state.state in ENDED:
                self._stop = Event()
                self.state = JobState(job=uuid.uuid4().hex, step="preparing", state="running")
                Thread(target=self._run, name="veivalg-fetch", daemon=True).start()
            return self.state

    def stop(self) -> JobState:
        """Ask it to end at the next whole piece; what has been fetched is kept."""
        self._stop.set()
        return self.state

    def _run(self) -> None:
        job = self.state.job
        try:
            lacking = fetch_official(self._store, self._heard, self._stop)
            self.state = JobState(job=job, step="renewing", state="renewing", done=1, total=1)
            self._finished()
            self.state = JobState(
                job=job, step="finished", state="done", done=1, total=1, message=lacking
            )
        except Stopped as stopped:
            self.state = JobState(job=job, state="stopped", message=str(stopped))
        except VeivalgError as error:
            self.state = JobState(
                job=job, state="failed", message=str(error), error=type(error).__name__
            )
        except Exception:
            _log.exception("Fetching failed")
            self.state = JobState(job=job, state="failed", error="Unexpected")

    def _heard(self, progress: Progress) -> None:
        self.state = JobState(
            job=self.state.job,
            step=progress.step,
            done=progress.done,
            total=progress.total,
            seconds_left=progress.seconds_left,
            state="running",
            message=progress.message,
        )


def fetch_official(store: SnapshotStore, heard: Callable[[Progress], None], stop: Event) -> str:
    """Fetch everything, and tell what could not be had; the network's libraries load late."""
    from veivalg.sources.fetching import fetch

    return " ".join(fetch(store, progress=heard, stop=stop).problems)
