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
PackageFile = Annotated[Path | None, typer.Option("--package", metavar="FILE")]
LastYear = Annotated[int, typer.Option("--to", metavar="YEAR")]
Letters = Annotated[str, typer.Option("--alternative", metavar="LETTERS")]
LevelWord = Annotated[str | None, typer.Option("--level", metavar="LEVEL")]
OwnFile = Annotated[Path | None, typer.Option("--own", metavar="FILE")]
IndicatorName = Annotated[str, typer.Option("--indicator", metavar="NAME")]
GoalYear = Annotated[int, typer.Option("--year", metavar="YEAR")]
AtMost = Annotated[float | None, typer.Option("--at-most", metavar="AMOUNT")]
AtLeast = Annotated[float | None, typer.Option("--at-least", metavar="AMOUNT")]
Deciders = Annotated[str, typer.Option("--decides", metavar="NAMES")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")]

UNFILLED = "staff.unfilled"


def add_path_commands(app: typer.Typer) -> None:
    """Add the commands about paths to the program.

    Their options are read from the context by name (`pathing.asked_in`), for they share most.
    """
    for command in (run, why, robust, reach, stories, choices):
        app.command(command.__name__)(command)


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
    package: PackageFile = None,
    to: LastYear = 2050,
    alternative: Letters = "MMMM",
    level: LevelWord = None,
    own: OwnFile = None,
    output: Output = None,
) -> None:
    """Run a path in places: four lines, to a file or on the screen."""
    from veivalg.cli.pathing import asked_in, run_asked

    run_asked(context.obj, asked_in(context.params), output)


def why(
    context: typer.Context,
    places: Places = None,
    story: StoryWords = None,
    choice: ChoiceWords = None,
    shock: ShockWords = None,
    kind: Kinds = None,
    path: PathText = "",
    story_file: StoryFiles = None,
    lever_file: LeverFiles = None,
    package: PackageFile = None,
    to: LastYear = 2050,
    alternative: Letters = "MMMM",
    level: LevelWord = None,
    own: OwnFile = None,
    indicator: IndicatorName = UNFILLED,
    year: GoalYear = 2040,
    against: Annotated[str, typer.Option("--against", metavar="today|base")] = "today",
) -> None:
    """Why a number becomes what it does."""
    from veivalg.cli.path_questions import why_asked
    from veivalg.cli.pathing import asked_in

    why_asked(context.obj, asked_in(context.params), indicator, year, against)


def robust(
    context: typer.Context,
    places: Places = None,
    story: StoryWords = None,
    choice: ChoiceWords = None,
    shock: ShockWords = None,
    kind: Kinds = None,
    path: PathText = "",
    story_file: StoryFiles = None,
    lever_file: LeverFiles = None,
    package: PackageFile = None,
    to: LastYear = 2050,
    alternative: Letters = "MMMM",
    level: LevelWord = None,
    own: OwnFile = None,
    indicator: IndicatorName = UNFILLED,
    year: GoalYear = 2040,
    at_most: AtMost = None,
    at_least: AtLeast = None,
) -> None:
    """Does it hold in every story, every scenario and many mixes?"""
    from veivalg.cli.path_questions import Aimed, robust_asked
    from veivalg.cli.pathing import asked_in

    aimed = Aimed(indicator, year, at_most, at_least)
    robust_asked(context.obj, asked_in(context.params), aimed)


def reach(
    context: typer.Context,
    places: Places = None,
    story: StoryWords = None,
    choice: ChoiceWords = None,
    shock: ShockWords = None,
    kind: Kinds = None,
    path: PathText = "",
    story_file: StoryFiles = None,
    lever_file: LeverFiles = None,
    package: PackageFile = None,
    to: LastYear = 2050,
    alternative: Letters = "MMMM",
    level: LevelWord = None,
    own: OwnFile = None,
    indicator: IndicatorName = UNFILLED,
    year: GoalYear = 2040,
    at_most: AtMost = None,
    at_least: AtLeast = None,
    decides: Deciders = "",
    without: Annotated[str, typer.Option("--without", metavar="NAMES")] = "",
    start: Annotated[int | None, typer.Option("--start", metavar="YEAR")] = None,
) -> None:
    """What would it take?"""
    from veivalg.cli.path_questions import Aimed, reach_asked
    from veivalg.cli.pathing import asked_in

    aimed = Aimed(indicator, year, at_most, at_least, decides=decides, without=without, start=start)
    reach_asked(context.obj, asked_in(context.params), aimed)


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
