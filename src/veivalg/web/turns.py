"""Questions about large places take turns: one is worked on, a few wait, the rest come back later.

A question that tries every choice takes some tenths of a second for a municipality and up to a
minute for the country. Many at once would hold every thread, and nobody would get an answer.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import TypeVar

from veivalg.errors import Busy
from veivalg.language import refusing
from veivalg.pathways.site import Site

LARGE = 60
"""Municipalities, with those of the labour market, above which a place is large."""
WAITING = 4
"""Questions about large places that are under way or wait; each holds a thread."""
LONGEST_WAIT_SECONDS = 60.0
Tiding = TypeVar("Tiding")
Answer = TypeVar("Answer")
_room = BoundedSemaphore(WAITING)
_turn = BoundedSemaphore(1)


@contextmanager
def in_turn(site: Site) -> Iterator[None]:
    """Where all choices are tried: small places at once, large ones in turn. Raises Busy."""
    if len(site.codes) <= LARGE:
        yield
        return
    if not _room.acquire(blocking=False):
        raise refusing(Busy, "error.busy")
    try:
        if not _turn.acquire(timeout=LONGEST_WAIT_SECONDS):
            raise refusing(Busy, "error.busy")
        try:
            yield
        finally:
            _turn.release()
    finally:
        _room.release()


def taking_turns(
    site: Site, question: Generator[Tiding, None, Answer]
) -> Generator[Tiding, None, Answer]:
    """The same question, its turn taken when it is first asked on. Raises Busy."""
    with in_turn(site):
        return (yield from question)
