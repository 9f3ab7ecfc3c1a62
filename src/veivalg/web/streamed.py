"""Answers that take a while, told as they come: a stream of events, stopped when nobody listens.

Each event is one JSON document, sent as `data: {…}` and an empty line, as browsers' EventSource
reads it. The question runs in a thread, from one event to the next; between two events it is seen
whether the reader is still there. So a question that yields often can be stopped soon.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator, Mapping
from threading import BoundedSemaphore
from typing import Any, TypeVar

import anyio
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from veivalg.analysis.asked import Progress
from veivalg.errors import VeivalgError
from veivalg.language import LANGUAGES, explained, refusal_key, text
from veivalg.web.told import without_nan

MEDIA_TYPE = "text/event-stream"
"""What is compressed is held back until there is enough of it; this type is not compressed."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
Answer = TypeVar("Answer")
Events = Generator[Mapping[str, Any], None, None]
_log = logging.getLogger("veivalg")
_ENDED = object()
AT_ONCE = 2
"""Long questions that are worked on at the same time; the others wait in line and are told so."""
LOOK_EVERY_SECONDS = 0.5
_room = BoundedSemaphore(AT_ONCE)


class Streamed(Response):
    """Events of a generator as they come.

    events  yields documents that JSON can hold, NaN is told as null; it is closed when it has
            ended, when the reader leaves and when it fails, so that its `finally` runs

    An error in it is told as the last event, {"kind": "error", "error": {"key", "text"}}. What can
    be refused beforehand is refused before the stream begins, with a status that says so.
    """

    media_type = MEDIA_TYPE

    def __init__(self, events: Events) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        try:
            await send(start)
            async with anyio.create_task_group() as group:
                group.start_soon(_until_left, receive, group.cancel_scope)
                await self._tell(send)
                group.cancel_scope.cancel()
        except* OSError:
            _log.debug("The reader of %s left", scope.get("path"))
        finally:
            self._events.close()

    async def _tell(self, send: Send) -> None:
        while not _room.acquire(blocking=False):
            body = _line({"kind": "progress", "done": 0, "total": 1, "waiting": True})
            await send({"type": "http.response.body", "body": body, "more_body": True})
            await anyio.sleep(LOOK_EVERY_SECONDS)
        try:
            await self._told(send)
        finally:
            _room.release()

    async def _told(self, send: Send) -> None:
        more = True
        while more:
            document = await run_in_threadpool(_next, self._events)
            more = document is not _ENDED
            body = _line(document) if more else b""
            await send({"type": "http.response.body", "body": body, "more_body": more})


def progress_of(
    question: Generator[Progress, None, Answer],
) -> Generator[Mapping[str, Any], None, Answer]:
    """The question's answer, its progress told as events on the way."""
    try:
        while True:
            at = next(question)
            yield {"kind": "progress", "done": at.done, "total": at.total}
    except StopIteration as end:
        answer: Answer = end.value
        return answer
    finally:
        question.close()


async def while_there(
    request: Request, question: Generator[Progress, None, Answer]
) -> Answer | None:
    """The whole answer of a question that yields often; None when the reader has left.

    It runs in a thread from one tiding to the next, so that shorter questions come between.
    """
    told: list[Answer] = []

    def on() -> bool:
        try:
            next(question)
        except StopIteration as end:
            told.append(end.value)
        return bool(told)

    try:
        while not await run_in_threadpool(on):
            if await request.is_disconnected():
                return None
        return told[0]
    finally:
        question.close()


async def _until_left(receive: Receive, scope: anyio.CancelScope) -> None:
    """Wait for the reader to leave, then stop what is told to nobody."""
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()


def _next(events: Events) -> Any:
    """The next event, the error that came instead of it, or _ENDED."""
    try:
        return next(events, _ENDED)
    except VeivalgError as error:
        key = error.key or refusal_key(error)
        return _failed(key, {language: explained(error, language) for language in LANGUAGES})
    except Exception:
        _log.exception("A streamed answer failed")
        key = "error.unexpected"
        return _failed(key, {language: text(key, language) for language in LANGUAGES})


def _failed(key: str, said: dict[str, str]) -> dict[str, Any]:
    return {"kind": "error", "error": {"key": key, "text": said}}


def _line(document: Any) -> bytes:
    held = json.dumps(without_nan(document), ensure_ascii=False, allow_nan=False)
    return f"data: {held}\n\n".encode()
