"""What every request and answer passes: host, origin, size and pace; and the security headers.

The service listens on this machine alone unless told otherwise. A web page elsewhere must
still not be able to reach it through the reader's browser: the Host header has to be ours
(DNS rebinding), and a POST has to come from our own page.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from veivalg.web.refusals import refused

EVERY_ADDRESS = ("0.0.0.0", "::")
"""Addresses that listen to the whole network."""
_log = logging.getLogger("veivalg")
MOST_BYTES = 64 * 1024
"""Body of a POST."""
MOST_BYTES_AT = {"/api/ideas": 100_000, "/api/paths/read": 200_000}
"""Where texts that people write are sent."""
DOCUMENT = re.compile(r"/api/goals/collections/[\w-]{1,64}/documents")
"""Where plan documents are sent, straight on to disk; who reads them has a limit of its own."""
MOST_BYTES_OF_DOCUMENT = 100_000_000
DECISIONS = "/api/goals/"
DECISIONS_A_MINUTE = 600
"""A person who goes through goals by keyboard, and many documents put in at once."""
POSTS_A_MINUTE = 20
READINGS_A_MINUTE = 120
"""Own texts are read again while they are written."""
CLIENTS_REMEMBERED = 1000
MOST_DIGITS, TOO_LONG = 12, 10**12
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def hosts_answered(host: str, extra: Iterable[str] = ()) -> frozenset[str]:
    """Names the service answers to when it listens on `host`."""
    names = {*LOOPBACK, host.lower(), *(name.lower() for name in extra)}
    if not _is_loopback(host):
        names.add(socket.gethostname().lower())
    return frozenset(names)


@dataclass(slots=True)
class Pace:
    """How many requests each client has made in the minute under way."""

    most: int = POSTS_A_MINUTE
    _counts: OrderedDict[str, tuple[float, int]] = field(default_factory=OrderedDict)

    def allows(self, client: str) -> bool:
        """Count one more; False when there are too many."""
        now = time.monotonic()
        began, count = self._counts.get(client, (now, 0))
        if now - began >= 60:
            began, count = now, 0
        self._counts[client] = (began, count + 1)
        self._counts.move_to_end(client)
        while len(self._counts) > CLIENTS_REMEMBERED:
            self._counts.popitem(last=False)
        return count < self.most


class Guards:
    """ASGI middleware around the whole application."""

    def __init__(
        self, app: ASGIApp, *, hosts: frozenset[str], open_to_network: bool = False
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._open = open_to_network
        self._pace = Pace()
        self._reading_pace = Pace(READINGS_A_MINUTE)
        self._deciding_pace = Pace(DECISIONS_A_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
            await send(message)

        try:
            await self._answer(scope, receive, guarded)
        except Exception:
            _log.exception("%s %s failed", scope["method"], scope["path"])
            if not started:
                headers = Headers(scope=scope)
                await refused(500, "error.unexpected", headers)(scope, receive, guarded)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
        elif scope["method"] == "POST" and not DOCUMENT.fullmatch(scope["path"]):
            await self._with_small_body(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if not self._knows(headers.get("host", "")):
            return refused(421, "error.other_host", headers)
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return None
        if not _same_origin(headers):
            return refused(403, "error.other_origin", headers)
        if _length(headers) > most_bytes(scope):
            return refused(413, "error.too_large", headers)
        if not self._pace_of(scope["path"]).allows((scope.get("client") or ("", 0))[0]):
            return refused(429, "error.too_many", headers, retry_after=60)
        return None

    def _pace_of(self, path: str) -> Pace:
        if path.startswith(DECISIONS):
            return self._deciding_pace
        return self._reading_pace if path in MOST_BYTES_AT else self._pace

    def _knows(self, host: str) -> bool:
        name = host_name(host)
        return name in self._hosts or (self._open and _is_address(name))

    async def _with_small_body(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read a POST's body up to the limit; refuse it when it is longer than it said."""
        body = b""
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > most_bytes(scope):
                await refused(413, "error.too_large", Headers(scope=scope))(scope, receive, send)
                return
        read = False

        async def once() -> Message:
            nonlocal read
            if read:
                return await receive()
            read = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, once, send)


def most_bytes(scope: Scope) -> int:
    """How large the body of a request may be."""
    if DOCUMENT.fullmatch(scope["path"]):
        return MOST_BYTES_OF_DOCUMENT
    return MOST_BYTES_AT.get(scope["path"], MOST_BYTES)


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets, small letters."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _same_origin(headers: Headers) -> bool:
    """A browser tells where a POST comes from; a program that tells nothing is not a web page."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _length(headers: Headers) -> int:
    said = headers.get("content-length", "0")
    return int(said) if said.isdigit() and len(said) < MOST_DIGITS else TOO_LONG


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host in LOOPBACK or (_is_address(host) and ipaddress.ip_address(host).is_loopback)
