"""`veivalg goals`: read, sort, map, sample. The work is in a module of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

goals = typer.Typer(name="goals", no_args_is_help=True)
Documents = Annotated[list[Path], typer.Argument(metavar="FILE...")]
OutputFile = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")]


@goals.command()
def read(
    context: typer.Context,
    documents: Documents,
    output: OutputFile = None,
    every: Annotated[bool, typer.Option("--all", metavar="")] = False,
) -> None:
    """Read plan documents."""
    from veivalg.cli.goals_work import read_asked

    read_asked(context.obj, documents, output, every=every)


@goals.command()
def sort(
    context: typer.Context,
    units: Annotated[Path, typer.Argument(metavar="UNITS.csv")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE")],
) -> None:
    """Sort sentences."""
    from veivalg.cli.goals_work import sort_asked

    sort_asked(context.obj, units, output)


@goals.command("map")
def map_goals(
    context: typer.Context,
    documents: Documents,
    output: OutputFile = None,
    by: Annotated[str, typer.Option("--by", metavar="NAME")] = "",
    groups: Annotated[Path | None, typer.Option("--groups", metavar="FILE")] = None,
) -> None:
    """Map the goals of plans."""
    from veivalg.cli.goals_work import map_asked

    map_asked(context.obj, documents, output, by=by, groups=groups)


@goals.command()
def sample(
    context: typer.Context,
    size: Annotated[int, typer.Option("--size", metavar="N")] = 41,
    counties: Annotated[int, typer.Option("--counties", metavar="N")] = 0,
    column: Annotated[Path | None, typer.Option("--column", metavar="FILE")] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N")] = 1,
    output: OutputFile = None,
) -> None:
    """Draw a balanced sample."""
    from veivalg.cli.goals_work import sample_asked

    sample_asked(context.obj, size=size, counties=counties, column=column, seed=seed, output=output)
