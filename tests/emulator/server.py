"""The emulated services over HTTP, with limits, faults on order and the traps of the real."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.emulator.figures import Figures, reference_figures, small_figures
from tests.emulator.geonorge import Geonorge
from tests.emulator.klass import KlassService
from tests.emulator.ssb import statistics_bank
from tests.emulator.tables import EmptyFailure, Problem, Table

LONGEST_ADDRESS = 2100
HTML_404 = (
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\r\n'
    '<html xmlns="http://www.w3.org/1999/xhtml">\r\n<head>\r\n'
    "<title>404 - File or directory not found.</title>\r\n</head><body></body></html>"
)
HTML_LOGIN = "<!doctype html><html><title>Logg inn</title><body>Gjestenett</body></html>"


@dataclass
class Faults:
    """Faults for the calls to come, each used once, and the window of calls.

    script   "429", "503", "500", "html200", "html404", "cut", "refuse", "truncated",
             "empty200", "ok" for none; only calls whose path contains `only` use one up
    limit, seconds   calls in a window, as the headers say
    told     seconds of `retry-after` with 429, None for none
    latency  seconds before each answer
    always   a fault for every call until it is taken away
    """

    script: deque[str] = field(default_factory=deque)
    only: str = "/"
    limit: int = 4000
    seconds: float = 60.0
    latency: float = 0.0
    always: str = ""
    rate_headers: bool = True


@dataclass
class Emulator:
    """The services on 127.0.0.1; a context manager that starts and stops them.

    figures  built in (8 municipalities) or the reference folder's
    """

    figures: Figures = field(default_factory=small_figures)
    port: int = 0
    faults: Faults = field(default_factory=Faults)
    most_cells: int = 800_000
    told_cells: int = 0
    codelists_key: str = "codelists"
    calls: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tables: dict[str, Table] = {t.id: t for t in statistics_bank(self.figures)}
        self.klass = KlassService(self.figures)
        self.geonorge = Geonorge(self.figures)
        self.at_once = 0
        self.most_at_once = 0
        self._window: deque[float] = deque()
        self._lock = threading.Lock()

    @classmethod
    def of_reference(cls, folder: Path, port: int = 0) -> Emulator:
        return cls(figures=reference_figures(folder), port=port)

    def __enter__(self) -> Emulator:
        handler = type("Handler", (_Handler,), {"emulator": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *problem: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def addresses(self) -> dict[str, str]:
        """Environment variables that lead the program here."""
        return {
            "VEIVALG_SSB_URL": f"{self.root}/api/pxwebapi/v2",
            "VEIVALG_KLASS_URL": f"{self.root}/api/klass/v1",
            "VEIVALG_BORDERS_URL": f"{self.root}/geonorge",
        }

    def data_calls(self, table: str = "") -> list[tuple[str, str]]:
        """Calls for figures so far, of one table or of all."""
        return [c for c in self.calls if f"/tables/{table}" in c[1] and "/data" in c[1]]

    def count(self) -> tuple[bool, int]:
        """Count a call in the window: is it within, and how many are left."""
        with self._lock:
            now = time.monotonic()
            while self._window and self._window[0] <= now - self.faults.seconds:
                self._window.popleft()
            if len(self._window) >= self.faults.limit:
                return False, 0
            self._window.append(now)
            return True, self.faults.limit - len(self._window)

    def fault(self, path: str) -> str:
        if self.faults.always:
            return self.faults.always
        if self.faults.script and self.faults.only in path:
            return self.faults.script.popleft()
        return "ok"


class _Handler(BaseHTTPRequestHandler):
    emulator: Emulator
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("content-length") or 0)))

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _serve(self, body: bytes) -> None:
        service = self.emulator
        with service._lock:
            service.at_once += 1
            service.most_at_once = max(service.most_at_once, service.at_once)
        try:
            with suppress(BrokenPipeError, ConnectionResetError):
                self._answer(body)
        finally:
            with service._lock:
                service.at_once -= 1

    def _answer(self, body: bytes) -> None:
        service, path = self.emulator, urlsplit(self.path).path
        if path.startswith("/emulator/"):
            self._steer(path, body)
            return
        service.calls.append((self.command, self.path))
        time.sleep(service.faults.latency)
        self.extra: dict[str, str] = {}
        if "/pxwebapi/" in path and not self._within_window():
            return
        fault = service.fault(path)
        if fault != "ok" and self._faulty(fault):
            return
        status, kind, content = self._content(path, body)
        self._send(status, kind, content, cut=fault)

    def _within_window(self) -> bool:
        faults = self.emulator.faults
        within, left = self.emulator.count()
        if faults.rate_headers:
            self.extra = {
                "x-ratelimit-limit": str(faults.limit),
                "x-ratelimit-policy": f"{faults.limit};w={faults.seconds:g}s",
                "x-ratelimit-remaining": str(left),
                "x-ratelimit-resource": "SB_API_1MIN",
            }
        if not within:
            self._send(429, "text/plain", b"")
        return within

    def _faulty(self, fault: str) -> bool:
        """Answer with a fault; False for those that spoil a good answer."""
        whole = {
            "429": (429, "text/plain", b""),
            "503": (503, "text/html", HTML_404.encode()),
            "500": (500, "application/json", b""),
            "empty200": (200, "application/json", b""),
            "html200": (200, "text/html; charset=utf-8", HTML_LOGIN.encode()),
            "html404": (404, "text/html", HTML_404.encode()),
        }
        if fault in whole:
            self._send(*whole[fault])
            return True
        if fault == "refuse":
            self.close_connection = True
            self.connection.close()
            return True
        return False

    def _content(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        if "/pxwebapi/" in path:
            return self._statistics(path, body)
        if "/klass/" in path:
            status, answer = self.emulator.klass.answer(path, self._query())
            return status, "application/json", _json(answer)
        if path.startswith("/geonorge/"):
            return self.emulator.geonorge.answer(path, self.emulator.root)
        return 404, "text/html", HTML_404.encode()

    def _statistics(self, path: str, body: bytes) -> tuple[int, str, bytes]:
        if self.command == "GET" and len(self.emulator.root) + len(self.path) > LONGEST_ADDRESS:
            return 404, "text/html", HTML_404.encode()
        try:
            return 200, "application/json", _json(self._px(path, body))
        except Problem as problem:
            return problem.status, "application/json", _json(problem.body)
        except EmptyFailure:
            return 500, "application/json", b""
        except LookupError:
            return 404, "text/html", HTML_404.encode()

    def _px(self, path: str, body: bytes) -> dict:
        service, asked = self.emulator, self._query()
        rest = path.split("/pxwebapi/", 1)[1].strip("/").split("/")[1:]
        language = asked.get("lang", "no")
        if rest == ["config"]:
            return config(service.told_cells or service.most_cells)
        if rest == ["tables"]:
            return self._catalogue(asked, language)
        if rest[0] == "codelists" and len(rest) == 2:
            return self._codelist(unquote(rest[1]), language)
        if rest[0] != "tables":
            raise LookupError(path)  # navigation is gone
        table = service.tables.get(rest[1])
        if table is None:
            raise Problem("Non-existent table", 400, 404)
        if len(rest) == 2:
            return table.entry(service.root, language)
        if rest[2] == "metadata":
            return table.metadata(service.codelists_key)
        if rest[2] == "data":
            return table.answer(self._selection(body), service.most_cells)
        raise LookupError(path)

    def _selection(self, body: bytes) -> dict[str, tuple[str, list[str]]]:
        if self.command == "POST":
            return {
                s["variableCode"].lower(): (s.get("codelist") or "", list(s["valueCodes"]))
                for s in json.loads(body)["selection"]
            }
        codes, lists = {}, {}
        for name, value in parse_qsl(urlsplit(self.path).query):
            found = re.fullmatch(r"(valuecodes|codelist)\[(.+)\]", name, re.IGNORECASE)
            if found and found[1].lower() == "valuecodes":
                codes[found[2].lower()] = _split(value)
            elif found:
                lists[found[2].lower()] = value
        return {name: (lists.get(name, ""), values) for name, values in codes.items()}

    def _codelist(self, name: str, language: str) -> dict:
        for table in self.emulator.tables.values():
            for dimension in table.dimensions:
                for listed in dimension.lists:
                    if listed.id == name:  # case-sensitive
                        return {
                            "id": name,
                            "label": listed.label,
                            "language": language,
                            "type": listed.kind,
                            "values": [
                                {"code": c, "label": t, "valueMap": m}
                                for c, t, m in zip(
                                    listed.codes, listed.labels, listed.members, strict=True
                                )
                            ],
                        }
        raise Problem("Non-existent codelist", 404)

    def _catalogue(self, asked: dict[str, str], language: str) -> dict:
        words = asked.get("query", "").removeprefix("title:").strip('"').lower().split()
        gone = asked.get("includediscontinued", "false") == "true"
        found = [
            t
            for t in self.emulator.tables.values()
            if (gone or not t.discontinued) and all(_has(t.label.lower(), w) for w in words)
        ]
        size, page = int(asked.get("pagesize", 20)), int(asked.get("pagenumber", 1))
        shown = found[(page - 1) * size : page * size]
        return {
            "language": language,
            "tables": [t.entry(self.emulator.root, language) for t in shown],
            "page": {
                "pageNumber": page,
                "pageSize": size,
                "totalElements": len(found),
                "totalPages": max(1, -(-len(found) // size)),
            },
        }

    def _query(self) -> dict[str, str]:
        return {k.lower(): v for k, v in parse_qsl(urlsplit(self.path).query)}

    def _steer(self, path: str, body: bytes) -> None:
        """POST /emulator/faults {"script": [...], "limit": 40, ...}: for tests in a browser."""
        for name, value in (json.loads(body) if body else {}).items():
            setattr(self.emulator.faults, name, deque(value) if name == "script" else value)
        self.extra = {}
        told = {"calls": len(self.emulator.calls), "tables": sorted(self.emulator.tables)}
        self._send(200, "application/json", _json(told))

    def _send(self, status: int, kind: str, content: bytes, cut: str = "ok") -> None:
        if cut == "truncated":
            content = content[: len(content) // 2]
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(content)))
        for name, value in self.extra.items():
            self.send_header(name, value)
        self.end_headers()
        if cut == "cut":
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.close_connection = True
            self.connection.close()
            return
        self.wfile.write(content)


def config(most_cells: int) -> dict:
    """`/config` as documented in 2026: zeros for the window mean "see headers"."""
    return {
        "apiVersion": "2.3.2",
        "appVersion": "2.5.0+build.30",
        "languages": [{"id": "no", "label": "Norsk"}, {"id": "en", "label": "English"}],
        "defaultLanguage": "no",
        "maxDataCells": most_cells,
        "maxCallsPerTimeWindow": 0,
        "timeWindow": 0,
        "license": "https://www.ssb.no/en/diverse/lisens",
        "sourceReferences": [{"language": "no", "text": "Kilde: Statistisk sentralbyrå"}],
        "defaultDataFormat": "json-stat2",
        "dataFormats": ["json-stat2", "csv", "px", "xlsx"],
        "features": [],
    }


def _json(answer: object) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def _has(label: str, word: str) -> bool:
    """A word of the title, `*` at its end standing for any ending."""
    if word in ("and", "or"):
        return True
    if word.endswith("*"):
        return any(w.startswith(word[:-1]) for w in re.findall(r"\w+", label))
    return word.strip(",.") in label


def _split(value: str) -> list[str]:
    """Codes of a GET; an expression with a comma must stand in square brackets."""
    parts = re.findall(r"\[[^\]]*\]|[^,]+", value)
    return [p[1:-1] if p.startswith("[") else p for p in parts]
