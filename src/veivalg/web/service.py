"""What the running program holds: the edition in use, work in the background, the fetch job."""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import monotonic

from starlette.exceptions import HTTPException

from veivalg.analysis.drawn import DRAWS
from veivalg.analysis.simulation import LAST_YEAR, MAIN_ALTERNATIVE, simulation_of
from veivalg.data.figures import Figures, figures
from veivalg.data.geography import Geography, geography
from veivalg.errors import MissingFigure, SnapshotError, VeivalgError
from veivalg.sources.snapshots import MANIFEST, SnapshotStore
from veivalg.web.edition import Edition, Shelf
from veivalg.web.fetch_job import ENDED, FetchJob

_log = logging.getLogger("veivalg")
CONTENTS_KEPT = 300
LOOK_EVERY_SECONDS = 2.0
NOT_READY, COME_BACK_SECONDS = 503, 2
FIRST_ANSWER_SECONDS = 20.0
"""How long a question waits for the first edition before it is told to come back."""


@dataclass(frozen=True, slots=True)
class _Draw:
    edition: Edition
    alternative: str


class Service:
    """Holds the edition in use and swaps it for a new one in one step.

    One thread does all long work, so that drawing never competes with itself.
    """

    def __init__(
        self, store: SnapshotStore, *, last_year: int = LAST_YEAR, draws: int = DRAWS
    ) -> None:
        self.store = store
        self.geography: Geography = geography()
        self.trouble: VeivalgError | None = None
        self.fetch = FetchJob(store, finished=self.renew)
        self._last_year = last_year
        self._draws = draws
        self._contents: Shelf[Hashable, bytes] = Shelf(CONTENTS_KEPT)
        self._edition: Edition | None = None
        self._first = Event()
        self._swap = Lock()
        self._looked = monotonic()
        self._stamp = _stamp_of(store)
        self._work: queue.SimpleQueue[_Draw | None] = queue.SimpleQueue()
        self._worker = Thread(target=self._run, name="veivalg-draws", daemon=True)

    def start(self) -> None:
        """Begin in the background, once: the first edition, then its draws."""
        if self._worker.ident is not None:
            return
        self._worker.start()
        Thread(target=self._begin, name="veivalg-start", daemon=True).start()

    def close(self) -> None:
        """Give up what is under way; the program ends."""
        self.fetch.stop()
        if self._edition is not None:
            self._edition.stop.set()
        self._work.put(None)

    @property
    def ready(self) -> bool:
        """Whether the first edition is in use."""
        return self._edition is not None

    def wait_until_ready(self) -> bool:
        """Wait for the first edition; False when it could not be made."""
        self._first.wait()
        return self.ready

    @property
    def edition(self) -> Edition:
        """The edition in use; waits a while for the first one, then asks to come back."""
        if self._edition is None:
            self._first.wait(FIRST_ANSWER_SECONDS)
        if self._edition is None:
            if self.trouble is not None:
                raise self.trouble
            raise HTTPException(NOT_READY, headers={"Retry-After": str(COME_BACK_SECONDS)})
        return self._edition

    def renew(self) -> Edition:
        """Read the figures anew, project, and put the new edition in the old one's place."""
        with self._swap:
            self._stamp = _stamp_of(self.store)
            edition = Edition(
                simulation_of(self._figures(), self.geography, last_year=self._last_year),
                draws=self._draws,
            )
            edition.run()
            old, self._edition = self._edition, edition
            self._first.set()
        if old is not None:
            old.stop.set()
        self.want_draws(MAIN_ALTERNATIVE)
        return edition

    def kept_content(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """The bytes of an answer, made once."""
        return self._contents.made(key, make)

    def complete(self) -> bool:
        """Whether every stored dataset is whole; shipped figures always are."""
        try:
            return all(held.complete for held in self.store.status())
        except VeivalgError:
            return False

    def look_for_new_figures(self) -> None:
        """Renew in the background when another program has changed the store meanwhile."""
        now = monotonic()
        if now - self._looked < LOOK_EVERY_SECONDS or not self.ready:
            return
        self._looked = now
        if self.fetch.state.state in ENDED and self._stamp != _stamp_of(self.store):
            Thread(target=self._begin, name="veivalg-renew", daemon=True).start()

    def want_draws(self, alternative: str) -> None:
        """Have an alternative drawn when the ones before it are done."""
        if self._edition is not None and self._edition.wants(alternative):
            self._work.put(_Draw(self._edition, alternative))

    def _figures(self) -> Figures:
        try:
            self.trouble = None
            return figures(self.store)
        except (SnapshotError, MissingFigure) as trouble:
            self.trouble = trouble
            _log.warning("Official figures cannot be used: %s", trouble)
            return figures(None)

    def _begin(self) -> None:
        try:
            self.renew()
        except VeivalgError as trouble:
            self.trouble = trouble
            self._first.set()
        except Exception:
            self._first.set()
            _log.exception("The first projection failed")

    def _run(self) -> None:
        while (task := self._work.get()) is not None:
            if task.edition is not self._edition:
                continue
            try:
                task.edition.draw(task.alternative)
            except Exception:
                _log.exception("Drawing %s failed", task.alternative)


def _stamp_of(store: SnapshotStore) -> tuple[int, int]:
    """Changes whenever the store's list of copies does; (0, 0) without one."""
    try:
        manifest = (store.folder / MANIFEST).stat()
    except OSError:
        return 0, 0
    return manifest.st_mtime_ns, manifest.st_size
