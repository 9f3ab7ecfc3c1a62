"""How a command ends: one line with the fix on standard error, and an exit code."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from veivalg.cli.terminal import Terminal
from veivalg.errors import (
    BadGroup,
    BadParameter,
    OutOfRange,
    Stopped,
    UnknownAlternative,
    UnknownPlace,
    VeivalgError,
)
from veivalg.language import explained

BAD_INPUT = (UnknownPlace, BadGroup, UnknownAlternative, OutOfRange, BadParameter)


@contextmanager
def ended(terminal: Terminal) -> Iterator[None]:
    """Turn every way to fail into a line and a code: 2 for bad input, else 1."""
    try:
        yield
    except VeivalgError as error:
        _leave(terminal, _line(error, terminal), 2 if isinstance(error, BAD_INPUT) else 1)
    except (KeyboardInterrupt, typer.Abort):
        _leave(terminal, terminal.say("error.stopped"), 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        _unforeseen(terminal, error)


def _unforeseen(terminal: Terminal, error: Exception) -> None:
    usage = getattr(error, "format_message", None)
    if usage is not None:
        hint = terminal.say("cli.see_help")
        _leave(terminal, f"{' '.join(str(usage()).split())} {hint}", 2)
    if os.environ.get("VEIVALG_DEBUG"):
        logging.getLogger("veivalg").exception("Unexpected")
    what = f"{type(error).__name__}: {' '.join(str(error).split())}"
    _leave(terminal, f"{terminal.say('error.unexpected')} ({what[:300]})", 1)


def _line(error: VeivalgError, terminal: Terminal) -> str:
    if isinstance(error, Stopped):
        return terminal.say("error.stopped")
    notes: list[str] = getattr(error, "__notes__", [])
    return explained(error, terminal.language, place=next(iter(notes), None))


def _leave(terminal: Terminal, line: str, code: int) -> None:
    terminal.note(f"veivalg: {line}")
    sys.exit(code)
