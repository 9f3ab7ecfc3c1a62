"""`veivalg data`: fetch, status, verify, import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.terminal import Terminal, Told, stoppable

if TYPE_CHECKING:
    from veivalg.sources.progress import Progress

data = typer.Typer(name="data", no_args_is_help=True)


@data.command()
def fetch(context: typer.Context) -> None:
    """Fetch official figures."""
    from veivalg.sources.fetching import fetch as fetch_official
    from veivalg.sources.snapshots import SnapshotStore

    terminal: Terminal = context.obj
    store = SnapshotStore()
    with stoppable() as stop, terminal.progress() as told:
        fetched = fetch_official(store, progress=_heard(terminal, told), stop=stop)
    for problem in fetched.problems:
        terminal.note(problem)
    terminal.print(
        terminal.say(
            "cli.data.fetched",
            stored=len(fetched.stored),
            unchanged=len(fetched.unchanged),
            folder=str(store.folder),
        )
    )


@data.command()
def status(context: typer.Context) -> None:
    """Show what is held."""
    from veivalg.sources.snapshots import SnapshotStore

    terminal: Terminal = context.obj
    store = SnapshotStore()
    held = store.status()
    if not held:
        terminal.print(terminal.say("cli.data.nothing", folder=str(store.folder)))
        return
    names = ("dataset", "table", "date", "retrieved", "age", "rows", "state")
    lines = [
        (
            one.dataset,
            one.table,
            one.date,
            one.retrieved,
            str(one.age_days),
            str(one.rows),
            terminal.say(f"cli.data.state.{_state(one.state, one.complete)}"),
        )
        for one in held
    ]
    terminal.table([terminal.say(f"cli.data.head.{name}") for name in names], lines)
    terminal.print(terminal.say("cli.data.folder", folder=str(store.folder)))


@data.command()
def verify(context: typer.Context) -> None:
    """Check hashes and sums."""
    from veivalg.sources.snapshots import SnapshotStore

    terminal: Terminal = context.obj
    store = SnapshotStore()
    verdicts = store.verify()
    if not verdicts:
        terminal.print(terminal.say("cli.data.nothing", folder=str(store.folder)))
        return
    for verdict in verdicts:
        passed = terminal.say("cli.data.passed" if verdict.passed else "cli.data.failed")
        terminal.print(f"{passed}  {verdict.dataset}  {verdict.check}  {verdict.detail}")
    if not all(verdict.passed for verdict in verdicts):
        terminal.note(f"veivalg: {terminal.say('error.snapshot_error')}")
        raise typer.Exit(1)


@data.command("import")
def import_(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER")],
) -> None:
    """Take figures from files."""
    from veivalg.sources.folder import import_folder
    from veivalg.sources.snapshots import SnapshotStore

    terminal: Terminal = context.obj
    store = SnapshotStore()
    with terminal.progress() as told:
        imported = import_folder(store, folder, progress=_heard(terminal, told))
    for name, reason in imported.skipped:
        terminal.note(f"{name}: {reason}")
    terminal.print(
        terminal.say("cli.data.imported", n=len(imported.snapshots), folder=str(store.folder))
    )


def _heard(terminal: Terminal, told: Told) -> Callable[[Progress], None]:
    def heard(progress: Progress) -> None:
        key = f"cli.data.step.{progress.step}"
        said = terminal.say(key)
        told(
            progress.step if said == key else said,
            progress.done,
            progress.total,
            progress.seconds_left,
        )

    return heard


def _state(state: str, complete: bool) -> str:
    return state if complete or state == "damaged" else "partial"
