"""The person's terminal: words in their language, tables, and progress with time left."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from types import FrameType
from typing import Any

from veivalg.language import Language, text

Told = Callable[[str, int, int, float | None], None]
"""Hears what is under way, pieces done, pieces in all, and seconds left when known."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Results go to standard output; progress, notes and errors to standard error."""

    language: Language

    def say(self, key: str, **values: Any) -> str:
        """A sentence in the person's language."""
        return text(key, self.language, **values)

    def print(self, line: str) -> None:
        """A line of result."""
        sys.stdout.write(f"{line}\n")

    def note(self, line: str) -> None:
        """A line beside the result."""
        sys.stderr.write(f"{line}\n")

    def table(self, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Columns under their heads; those that hold only numbers stand to the right."""
        widths = [max(len(row[i]) for row in (heads, *lines)) for i in range(len(heads))]
        numeric = [all(_is_number(row[i]) for row in lines) for i in range(len(heads))]
        for row in (heads, *lines):
            cells = [
                cell.rjust(width) if right else cell.ljust(width)
                for cell, width, right in zip(row, widths, numeric, strict=True)
            ]
            self.print("  ".join(cells).rstrip())

    @contextmanager
    def progress(self) -> Iterator[Told]:
        """A bar with time left on standard error; a few plain lines when that is a file."""
        if not sys.stderr.isatty():
            yield _plain_progress()
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[left]}"),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=None, left="")

            def told(step: str, done: int, total: int, left: float | None) -> None:
                bar.update(
                    task,
                    description=step,
                    completed=done,
                    total=total or None,
                    left=self.left(left),
                )

            yield told

    def left(self, seconds: float | None) -> str:
        """Time left in words: a number of seconds or minutes."""
        if seconds is None:
            return ""
        if seconds < 60:
            return self.say("cli.left.seconds", n=max(1, round(seconds)))
        return self.say("cli.left.minutes", n=round(seconds / 60))


@contextmanager
def stoppable() -> Iterator[Event]:
    """An event that the first Ctrl-C sets; a second one interrupts at once."""
    stop = Event()

    def heard(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _plain_progress() -> Told:
    """One line a step, so that a log stays short."""
    said: set[str] = set()

    def told(step: str, done: int, total: int, left: float | None) -> None:
        if step and step not in said:
            said.add(step)
            sys.stderr.write(f"{step} …\n")

    return told


def _is_number(cell: str) -> bool:
    return bool(cell) and not cell.strip("0123456789.,+-\N{MINUS SIGN}\N{NO-BREAK SPACE}")
