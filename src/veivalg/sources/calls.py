"""Calls to a publisher's service, one at a time and within its limits.

We read the limits the service tells (`x-ratelimit-*`), wait when its window is used up, try
again after a broken line or a short closing, and never take a web page for figures.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2
import stamina

from veivalg.errors import ServiceUnavailable, Stopped
from veivalg.sources.progress import Pace

logging.getLogger("stamina").addHandler(logging.NullHandler())
"""Tries are told in progress and in the error; without a handler they would land on the screen."""
AGENT = "Veivalg (open municipal population projections)"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we try. Times in seconds.

    attempts  tries of one call after broken lines, empty answers and closings
    at_first  tries before anything has answered, so that an office without a network hears soon
    windows   windows waited for one call before we give up
    """

    attempts: int = 6
    at_first: int = 3
    first_wait: float = 1.0
    longest_wait: float = 8.0
    timeout: float = 90.0
    windows: int = 10


class Transient(Exception):
    """A call that may go better the next time; the text says what happened."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers, body. `html` tells a web page from figures."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def html(self) -> bool:
        kind = self.headers.get("content-type", "").lower()
        return "html" in kind or self.body[:512].lstrip().lower().startswith((b"<!doctype", b"<ht"))

    def json(self) -> Any:
        """The body as JSON, None when it is not."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(slots=True)
class Window:
    """The publisher's window of calls, as told in its headers.

    limit, seconds  calls allowed in that many seconds: 30 a minute until the service says
                    otherwise (SSB's guide to the API, 2025)
    """

    limit: int = 30
    seconds: float = 60.0
    remaining: int | None = None
    _calls: deque[float] = field(default_factory=deque)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Take limits from `x-ratelimit-policy: 40;w=60s`, `-limit` and `-remaining`."""
        policy = re.match(r"\s*(\d+)\s*;\s*w=([\d.]+)", headers.get("x-ratelimit-policy", ""))
        if policy:
            self.limit, self.seconds = max(int(policy[1]), 1), float(policy[2])
        elif headers.get("x-ratelimit-limit", "").isdigit():
            self.limit = max(int(headers["x-ratelimit-limit"]), 1)
        left = headers.get("x-ratelimit-remaining", "")
        self.remaining = int(left) if left.isdigit() else None

    def called(self) -> None:
        self._calls.append(time.monotonic())

    def due(self) -> float:
        """Seconds until the next call is allowed."""
        now = time.monotonic()
        while self._calls and self._calls[0] <= now - self.seconds:
            self._calls.popleft()
        if not self._calls:
            return 0.0
        if self.remaining == 0 or len(self._calls) >= self.limit:
            return self._calls[0] + self.seconds - now
        return 0.0

    def told_to_wait(self, headers: Mapping[str, str]) -> float:
        """Seconds to wait after 429: what the answer says, else the whole window."""
        said = headers.get("retry-after", "")
        self._calls.clear()
        self.remaining = None
        return float(said) if said.replace(".", "", 1).isdigit() else self.seconds


@dataclass(slots=True)
class Calls:
    """Calls to services, in turn; safe to share between the publishers of one fetch."""

    pace: Pace = field(default_factory=Pace)
    stop: threading.Event = field(default_factory=threading.Event)
    patience: Patience = field(default_factory=Patience)
    window: Window = field(default_factory=Window)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _client: httpx2.Client | None = None
    _answered: bool = False

    def __enter__(self) -> Calls:
        self._client = httpx2.Client(
            timeout=self.patience.timeout,
            follow_redirects=True,
            headers={"user-agent": AGENT, "accept-encoding": "gzip"},
        )
        return self

    def __exit__(self, *problem: object) -> None:
        if self._client is not None:
            self._client.close()

    def get(self, address: str) -> Answer:
        """Answer to a GET. Raises ServiceUnavailable, Stopped."""
        return self._ask("GET", address, None)

    def post(self, address: str, body: object) -> Answer:
        """Answer to a POST of JSON. Raises ServiceUnavailable, Stopped."""
        return self._ask("POST", address, body)

    def stopped(self) -> None:
        """Raise Stopped when the user has asked us to stop."""
        if self.stop.is_set():
            raise Stopped(
                "The fetch was stopped. What was finished is kept; run `veivalg data fetch` "
                "again to go on from there."
            )

    def _ask(self, method: str, address: str, body: object) -> Answer:
        tries = stamina.retry_context(
            on=Transient,
            timeout=None,
            attempts=self.patience.attempts if self._answered else self.patience.at_first,
            wait_initial=self.patience.first_wait,
            wait_max=self.patience.longest_wait,
            wait_jitter=self.patience.first_wait,
        )
        try:
            for attempt in tries:
                with attempt, self._turn:
                    self.stopped()
                    answer = self._within_window(method, address, body)
                    self._answered = True
                    return answer
        except Transient as problem:
            raise ServiceUnavailable(_given_up(address, problem)) from problem
        raise AssertionError("stamina always returns or raises")

    def _within_window(self, method: str, address: str, body: object) -> Answer:
        """One answer that is not 429, after as many windows as it takes."""
        for _ in range(self.patience.windows):
            self._wait(self.window.due())
            answer = self._send(method, address, body)
            if answer.status != 429:
                return _usable(answer)
            self._wait(self.window.told_to_wait(answer.headers))
        raise ServiceUnavailable(
            f"{_host(address)} says that too many calls are made from this network (429), even "
            f"after {self.patience.windows} waits. A whole office may share one address: try "
            "again later; what was finished is kept."
        )

    def _send(self, method: str, address: str, body: object) -> Answer:
        assert self._client is not None, "Calls is used as a context manager"
        try:
            reply = (
                self._client.request(method, address, json=body)
                if body is not None
                else (self._client.request(method, address))
            )
        except httpx2.InvalidURL as error:
            raise ServiceUnavailable(f"{address} is not an address ({error}).") from error
        except httpx2.TransportError as error:
            raise Transient(f"the line broke ({type(error).__name__}: {error})") from error
        finally:
            self.window.called()
        headers = {name.lower(): value for name, value in reply.headers.items()}
        if any(name.startswith("x-ratelimit") for name in headers):
            self.window.learn(headers)
        return Answer(reply.status_code, headers, reply.content)

    def _wait(self, seconds: float) -> None:
        """Wait, say so while waiting, and wake up when the user stops."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            self.pace.waits(left)
            if self.stop.wait(min(left, 1.0)):
                self.stopped()


def _usable(answer: Answer) -> Answer:
    """The answer, unless it is one that may go better the next time."""
    if answer.status == 200 and answer.html:
        raise Transient("it answered with a web page and not with figures")
    if answer.status == 200 and not answer.body:
        raise Transient("it answered with nothing")
    if answer.status >= 500:
        what = "closed for maintenance" if answer.status == 503 else "failing"
        raise Transient(f"the service is {what} ({answer.status})")
    due_json = answer.status == 200 and "json" in answer.headers.get("content-type", "")
    if due_json and answer.json() is None:
        raise Transient("the answer was cut off")
    return answer


def _host(address: str) -> str:
    return httpx2.URL(address).host or address


def _given_up(address: str, problem: Transient) -> str:
    advice = "Check the network (and the proxy, if the office has one), or try later"
    if "web page" in str(problem):
        advice = "A network that wants a login, or maintenance, answers so. Sign in, or try later"
    elif "maintenance" in str(problem):
        advice = "Statistics Norway's tables close around 05:00, 08:00 and 11:30. Try later"
    return (
        f"{_host(address)} does not give figures: {problem}. {advice}; what was finished is kept."
    )
