"""Collections of plans behind the page, and the reading of documents that are sent to it."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from threading import BoundedSemaphore
from typing import Annotated

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool

from veivalg.errors import UnreadableDocument
from veivalg.language import refusing
from veivalg.plans.collection import Collections
from veivalg.plans.goal import Plan
from veivalg.plans.reading import plan_of
from veivalg.sources.documents import LIMITS, read_document, shown_name

READ_AT_ONCE = 2
"""Documents that are read at the same time; the others wait in line."""
_turns = BoundedSemaphore(READ_AT_ONCE)


def collections_of(request: Request) -> Collections:
    """The server's collections."""
    held: Collections = request.app.state.collections
    return held


CollectionsOf = Annotated[Collections, Depends(collections_of)]


async def plan_sent(chunks: AsyncIterator[bytes], name: str) -> Plan:
    """The plan of a document that is being sent; its bytes lie on disk only while it is read.

    Raises UnreadableDocument.
    """
    called = shown_name(name)
    with tempfile.TemporaryDirectory(prefix="veivalg-goals-") as folder:
        path = Path(folder, "document")
        size = 0
        with path.open("wb") as stream:
            async for chunk in chunks:
                size += len(chunk)
                if size > LIMITS.bytes:
                    raise _too_large(called, size)
                await run_in_threadpool(stream.write, chunk)
        return await run_in_threadpool(_read, path, called)


def _read(path: Path, called: str) -> Plan:
    with _turns:
        return plan_of(read_document(path, name=called))


def _too_large(called: str, size: int) -> UnreadableDocument:
    return refusing(
        UnreadableDocument,
        "document.too_large",
        file=called,
        size=str(size // 1_000_000),
        limit_megabytes=str(LIMITS.bytes // 1_000_000),
    )
