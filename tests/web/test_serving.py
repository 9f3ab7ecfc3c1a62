"""The service's socket: an answer is sent as soon as it is there."""

from __future__ import annotations

import socket

from veivalg.web.serving import _listen


def test_it_is_known_as_tcp():
    """asyncio turns off the wait for more (40 ms an answer) for sockets named as TCP alone."""
    listening = _listen("127.0.0.1", 0)
    try:
        assert listening.proto == socket.IPPROTO_TCP
    finally:
        listening.close()
