"""`veivalg`: the page, served from this machine."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from veivalg.cli.terminal import Terminal


def serve_page(
    terminal: Terminal, host: str, port: int, allowed: Sequence[str], *, browser: bool
) -> None:
    """Serve until Ctrl-C, and say where the page is as soon as it answers."""
    terminal.note(terminal.say("cli.page.starting"))
    from veivalg.web.serving import serve

    with suppress(KeyboardInterrupt):
        serve(
            host=host,
            port=port,
            allowed=allowed,
            ready=lambda address: terminal.note(terminal.say("cli.page.ready", address=address)),
            open_browser=browser,
        )
    terminal.note(terminal.say("cli.page.closed"))
