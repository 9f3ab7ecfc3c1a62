"""Starting the service, telling where it is, and opening the browser when it answers."""

from __future__ import annotations

import errno
import socket
import webbrowser
from collections.abc import Callable, Iterable
from threading import Thread

from veivalg.errors import OutOfRange, StorageError
from veivalg.sources.snapshots import SnapshotStore
from veivalg.web.guards import EVERY_ADDRESS
from veivalg.web.service import Service


def serve(
    *,
    host: str,
    port: int,
    allowed: Iterable[str],
    ready: Callable[[str], None],
    open_browser: bool,
) -> None:
    """Serve until stopped. `ready` hears the address when the page answers.

    port   0 takes any free port
    Raises OutOfRange for a port that cannot be used and StorageError when it is taken.
    """
    listening = _listen(host, port)
    address = address_of(host, listening.getsockname()[1])
    service = Service(SnapshotStore())
    service.start()  # projects while the web framework is being loaded

    import uvicorn

    from veivalg.web.app import create_app

    app = create_app(service, host=host, allowed=allowed)
    settings = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(settings)

    def announce() -> None:
        service.wait_until_ready()  # or failed: then the page says why
        ready(address)
        if open_browser:
            webbrowser.open(address)

    Thread(target=announce, daemon=True).start()
    server.run(sockets=[listening])


def address_of(host: str, port: int) -> str:
    """What a person on this machine writes in the browser."""
    name = "localhost" if host in EVERY_ADDRESS else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise OutOfRange(
            f"The port is {port}; choose one from 1024 to 65535, or 0 for any free one."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, so that asyncio sends each answer at once; else every one waits 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise StorageError(_reason(error, host, port)) from error
    return listening


def _reason(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken, perhaps by Veivalg itself; choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} is closed to you; choose one from 1024 to 65535 with --port."
    return f"Cannot listen on {host} ({error.strerror}); try --host 127.0.0.1."
