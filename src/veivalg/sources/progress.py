"""What long work says on its way: which step, how far, how long still."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """One message from long work.

    step          the dataset being brought in ("population"), or "preparing", "checking",
                  "waiting" (for the publisher's window of calls), "storing" and
                  "finished"
    done, total   pieces finished, and pieces in all as known now
    seconds_left  estimate, None while nothing can be said
    waiting       seconds the publisher has asked us to wait before the next call, else 0
    message       at the end: what could not be had, in sentences; else ""
    """

    step: str
    done: int
    total: int
    seconds_left: float | None = None
    waiting: float = 0.0
    message: str = ""


Listener = Callable[[Progress], None]


def silent(progress: Progress) -> None:
    """Listener that says nothing."""


@dataclass(slots=True)
class Pace:
    """Pieces done and how fast, as told to a listener."""

    listener: Listener = silent
    done: int = 0
    total: int = 0
    step: str = "preparing"
    _ends: deque[float] = field(default_factory=lambda: deque(maxlen=12))

    def begin(self, step: str) -> None:
        self.step = step
        self.tell()

    def plan(self, pieces: int) -> None:
        """Add pieces to what is to be done."""
        self.total += pieces
        self.tell()

    def finished(self, pieces: int = 1, *, timed: bool = True) -> None:
        """Count pieces as done; `timed` is False when they lay finished from before."""
        self.done += pieces
        if timed:
            self._ends.append(time.monotonic())
        self.tell()

    def waits(self, seconds: float) -> None:
        """Say that the publisher has asked us to wait."""
        left = self.seconds_left()
        self.listener(
            Progress(
                "waiting", self.done, self.total, None if left is None else left + seconds, seconds
            )
        )

    def tell(self) -> None:
        self.listener(Progress(self.step, self.done, self.total, self.seconds_left()))

    def seconds_left(self) -> float | None:
        """Time for the rest at the pace of the last pieces, None before two are done."""
        remaining = max(self.total - self.done, 0)
        if remaining == 0:
            return 0.0
        if len(self._ends) < 2:
            return None
        each = (self._ends[-1] - self._ends[0]) / (len(self._ends) - 1)
        return remaining * each
