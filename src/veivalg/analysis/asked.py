"""Long questions: they tell how far they are, and can be stopped.

A long question is a generator that yields `Progress` and returns its answer. Whoever no longer
wants the answer closes it; nothing is left running.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from veivalg.errors import Stopped

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Progress:
    """Pieces of work that are done, and pieces in all as known now."""

    done: int
    total: int


def answered(
    question: Generator[Progress, None, Answer],
    *,
    told: Callable[[Progress], None] | None = None,
    stop: Event | None = None,
) -> Answer:
    """The answer, when the work is done.

    told  hears how far it is
    stop  looked at between pieces of work

    Raises Stopped when `stop` is set before the end.
    """
    try:
        while True:
            if stop is not None and stop.is_set():
                raise Stopped("The question was stopped before it had an answer.")
            progress = next(question)
            if told is not None:
                told(progress)
    except StopIteration as end:
        answer: Answer = end.value
        return answer
    finally:
        question.close()
