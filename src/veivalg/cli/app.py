"""`veivalg` and its commands. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from veivalg.cli.data_commands import data
from veivalg.cli.endings import ended
from veivalg.cli.goals_commands import goals
from veivalg.cli.path_commands import add_path_commands
from veivalg.cli.phrases import phrased
from veivalg.cli.terminal import Terminal
from veivalg.language import Language, chosen

PORT = 8765
ONE_THREAD_IN_BLAS = ("OPENBLAS_NUM_THREADS", "1")
"""Our matrices are small: threads inside each product only wait for each other. Measured on two
busy cores: estimating took 3.7 s of processor time with two threads and 0.4 s with one. Draws
are dealt over the cores by the engine instead. Must be set before numpy is loaded."""
app = typer.Typer(
    name="veivalg",
    no_args_is_help=False,
    add_completion=False,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)
app.add_typer(data, name="data")
app.add_typer(goals, name="goals")


@app.callback()
def start(
    context: typer.Context,
    port: Annotated[int, typer.Option(metavar="PORT")] = PORT,
    host: Annotated[str, typer.Option(metavar="ADDRESS")] = "127.0.0.1",
    allow_host: Annotated[list[str] | None, typer.Option(metavar="NAME")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", metavar="")] = False,
    lang: Annotated[str | None, typer.Option(metavar="nb|nn|en", is_eager=True)] = None,
    version: Annotated[bool, typer.Option("--version", "-V", metavar="")] = False,
) -> None:
    """Start the page, unless a command is named."""
    terminal: Terminal = context.obj
    if version:
        from veivalg import __version__

        terminal.print(f"veivalg {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from veivalg.cli.page import serve_page

        serve_page(terminal, host, port, allow_host or [], browser=not no_browser)


@app.command()
def project(
    context: typer.Context,
    places: Annotated[list[str] | None, typer.Argument(metavar="PLACE...")] = None,
    to: Annotated[int, typer.Option("--to", metavar="YEAR")] = 2050,
    start_year: Annotated[int | None, typer.Option("--from", metavar="YEAR")] = None,
    alternative: Annotated[str, typer.Option(metavar="LETTERS")] = "MMMM",
    draws: Annotated[int, typer.Option(metavar="N")] = 200,
    level: Annotated[str | None, typer.Option(metavar="LEVEL")] = None,
    totals: Annotated[bool, typer.Option("--totals", metavar="")] = False,
    pin: Annotated[bool, typer.Option("--pin", metavar="")] = False,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")] = None,
    seed: Annotated[int, typer.Option(metavar="N")] = 1,
    comments: Annotated[bool, typer.Option("--comments", metavar="")] = False,
) -> None:
    """Project places and write or show the result."""
    from veivalg.cli.asked import Asked
    from veivalg.cli.projecting import project_asked

    asked = Asked(
        places=tuple(places or ()),
        level=level,
        from_year=start_year,
        to_year=to,
        alternative=alternative.upper(),
        draws=draws,
        seed=seed,
        totals=totals,
        pin=pin,
        output=output,
        comments=comments,
    )
    project_asked(context.obj, asked)


@app.command()
def consequences(
    context: typer.Context,
    places: Annotated[list[str] | None, typer.Argument(metavar="PLACE...")] = None,
    to: Annotated[int, typer.Option("--to", metavar="YEAR")] = 2050,
    alternative: Annotated[str, typer.Option(metavar="LETTERS")] = "MMMM",
    level: Annotated[str | None, typer.Option(metavar="LEVEL")] = None,
    draws: Annotated[int, typer.Option(metavar="N")] = 100,
    own: Annotated[Path | None, typer.Option(metavar="FILE")] = None,
    chapter: Annotated[str, typer.Option(metavar="NAMES")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")] = None,
) -> None:
    """What the people of places mean for services, staff, money, society and land."""
    from veivalg.cli.asked import AskedConsequences
    from veivalg.cli.reckoning import consequences_asked

    asked = AskedConsequences(
        places=tuple(places or ()),
        level=level,
        to_year=to,
        alternative=alternative.upper(),
        draws=draws,
        own=own,
        chapters=tuple(name.strip() for name in chapter.split(",") if name.strip()),
        output=output,
    )
    consequences_asked(context.obj, asked)


@app.command()
def places(
    context: typer.Context,
    search: Annotated[list[str], typer.Argument(metavar="SEARCH")],
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=400)] = 10,
) -> None:
    """Find places by name or number."""
    from veivalg.cli.finding import show_places

    show_places(context.obj, " ".join(search), limit=limit)


add_path_commands(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0, 2 for bad input, else 1."""
    os.environ.setdefault(*ONE_THREAD_IN_BLAS)
    given = list(sys.argv[1:] if arguments is None else arguments)
    terminal = Terminal(_language(given))
    command: Any = typer.main.get_command(app)
    phrased(command, terminal.language)
    with ended(terminal):
        code = command.main(args=given, prog_name="veivalg", standalone_mode=False, obj=terminal)
        sys.exit(code if isinstance(code, int) else 0)


def _language(given: Sequence[str]) -> Language:
    """--lang wherever it stands, else VEIVALG_LANG, else the system's language, else English."""
    asked = None
    for i, argument in enumerate(given):
        if argument == "--lang" and i + 1 < len(given):
            asked = given[i + 1]
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    environment = (os.environ.get(n) for n in ("VEIVALG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    return chosen(asked, *environment, otherwise="en")
