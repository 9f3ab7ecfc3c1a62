"""Streams of events: each is told when it comes, and a reader who leaves ends the question."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route
from starlette.testclient import TestClient

from veivalg.errors import OutOfRange
from veivalg.language import refusing
from veivalg.web import streamed
from veivalg.web.streamed import MEDIA_TYPE, Events, Streamed

SCOPE: dict[str, Any] = {"type": "http", "method": "GET", "path": "/", "headers": []}


def documents(body: bytes) -> list[Any]:
    return [json.loads(part.removeprefix("data: ")) for part in body.decode().split("\n\n") if part]


def counting(closed: list[int], last: int = 3) -> Events:
    done = 0
    try:
        for done in range(1, last + 1):
            yield {"kind": "progress", "done": done, "total": last}
    finally:
        closed.append(done)


def app_telling(made: Callable[[], Events]) -> TestClient:
    return TestClient(
        Starlette(
            routes=[Route("/", lambda request: Streamed(made()))],
            middleware=[Middleware(GZipMiddleware, minimum_size=1)],
        )
    )


def run(events: Events, *, leaves_after: int | None, breaks: bool = False) -> list[bytes]:
    """Bodies sent to a reader who leaves after some of them; None = stays to the end."""
    sent: list[bytes] = []
    left = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.body":
            sent.append(message["body"])
            if leaves_after is not None and len(sent) >= leaves_after:
                if breaks:
                    raise OSError("the line is broken")
                left.set()
                await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(Streamed(events)(SCOPE, receive, send), timeout=10))
    return sent


def test_every_event_is_sent_on_its_own_and_then_the_end():
    closed: list[int] = []
    sent = run(counting(closed), leaves_after=None)
    assert [documents(body) for body in sent[:-1]] == [
        [{"kind": "progress", "done": n, "total": 3}] for n in (1, 2, 3)
    ]
    assert sent[-1] == b""
    assert closed == [3]


@pytest.mark.parametrize("breaks", [False, True])
def test_a_reader_who_leaves_stops_the_question(breaks: bool):
    closed: list[int] = []
    run(counting(closed, last=10_000), leaves_after=2, breaks=breaks)
    assert len(closed) == 1
    assert closed[0] < 10


def test_it_is_neither_compressed_nor_kept():
    answer = app_telling(lambda: counting([])).get("/", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-type"].startswith(MEDIA_TYPE)
    assert "content-encoding" not in answer.headers
    assert "content-length" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def failing(error: Exception) -> Events:
    yield {"kind": "progress", "done": float("nan"), "total": 1}
    raise error


def told_of(error: Exception) -> list[Any]:
    return documents(app_telling(lambda: failing(error)).get("/").content)


def test_an_error_on_the_way_is_the_last_event():
    error = refusing(OutOfRange, "path.no_year", value="1990", first="2026", last="2050")
    progress, told = told_of(error)
    assert progress == {"kind": "progress", "done": None, "total": 1}
    assert told["kind"] == "error"
    assert told["error"]["key"] == "path.no_year"
    assert all("1990" in said for said in told["error"]["text"].values())


def test_an_unexpected_error_shows_nothing_of_the_inside():
    told = told_of(ZeroDivisionError("a secret of the inside"))[-1]
    assert told["error"]["key"] == "error.unexpected"
    assert "secret" not in json.dumps(told)


def test_those_above_the_limit_wait_in_line_and_are_told():
    taken = [streamed._room.acquire(blocking=False) for _ in range(streamed.AT_ONCE)]
    assert all(taken)
    threading.Timer(0.1, streamed._room.release).start()
    closed: list[int] = []
    sent = run(counting(closed), leaves_after=None)
    told = [document for body in sent for document in documents(body)]
    for _ in range(streamed.AT_ONCE - 1):
        streamed._room.release()
    assert told[0] == {"kind": "progress", "done": 0, "total": 1, "waiting": True}
    assert [one["done"] for one in told if "waiting" not in one] == [1, 2, 3]
    assert streamed._room.acquire(blocking=False)
    streamed._room.release()
