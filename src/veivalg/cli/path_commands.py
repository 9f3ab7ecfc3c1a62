"""The commands about paths: their words and options. The work is in modules of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Places = Annotated[list[str] | None, typer.Argument(metavar="PLACE...")]
StoryWords = Annotated[list[str] | None, typer.Option("--story", metavar="NAME=WEIGHT")]
ChoiceWords = Annotated[list[str] | None, typer.Option("--choice", metavar="NAME=LEVEL@YEAR")]
ShockWords = Annotated[list[str] | None, typer.Option("--shock", metavar="NAME=SIZE@YEAR")]
Kinds = Annotated[list[str] | None, typer.Option("--kind", metavar="KIND")]
PathText = Annotated[str, typer.Option("--path", metavar="TEXT")]
StoryFiles = Annotated[list[Path] | None, typer.Option("--story-file", metavar="FILE")]
LeverFiles = Annotated[list[Path] | None, typer.Option("--lever-file", metavar="FILE")]
LastYear = Annotated[int, typer.Option("--to", metavar="YEAR")]
Letters = Annotated[str, typer.Option("--alternative", metavar="LETTERS")]
LevelWord = Annotated[str | None, typer.Option("--level", metavar="LEVEL")]
OwnFile = Annotated[Path | None, typer.Option("--own", metavar="FILE")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")]


def add_path_commands(app: typer.Typer) -> None:
    """Add run, stories and choices to the program."""
    app.command("run")(run)
    app.command("stories")(stories)
    app.command("choices")(choices)


def run(
    context: typer.Context,
    places: Places = None,
    story: StoryWords = None,
    choice: ChoiceWords = None,
    shock: ShockWords = None,
    kind: Kinds = None,
    path: PathText = "",
    story_file: StoryFiles = None,
    lever_file: LeverFiles = None,
    to: LastYear = 2050,
    alternative: Letters = "MMMM",
    level: LevelWord = None,
    own: OwnFile = None,
    output: Output = None,
) -> None:
    """Run a path in places: four lines, to a file or on the screen."""
    from veivalg.cli.pathing import AskedPath, run_asked

    asked = AskedPath(
        places=tuple(places or ()),
        level=level,
        to_year=to,
        alternative=alternative.upper(),
        stories=tuple(story or ()),
        choices=tuple(choice or ()),
        shocks=tuple(shock or ()),
        kinds=tuple(kind or ()),
        path=path,
        story_files=tuple(story_file or ()),
        lever_files=tuple(lever_file or ()),
        own=own,
    )
    run_asked(context.obj, asked, output)


def stories(
    context: typer.Context,
    search: Annotated[str, typer.Option("--search", metavar="TEXT")] = "",
    json: Annotated[bool, typer.Option("--json", metavar="")] = False,
) -> None:
    """Every future that a path can name."""
    from veivalg.cli.listing import list_stories

    list_stories(context.obj, search=search, whole=json)


def choices(
    context: typer.Context,
    group: Annotated[str, typer.Option("--group", metavar="NAME")] = "",
    decides: Annotated[str, typer.Option("--decides", metavar="NAME")] = "",
    search: Annotated[str, typer.Option("--search", metavar="TEXT")] = "",
    json: Annotated[bool, typer.Option("--json", metavar="")] = False,
) -> None:
    """Everything that can be chosen."""
    from veivalg.cli.listing import list_choices

    list_choices(context.obj, group=group, decides=decides, search=search, whole=json)
