"""`veivalg run`: a path in one or more places, written to a file or shown as a table."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from threading import Event
from typing import Any

from veivalg.analysis.path_table import PathTable, path_table
from veivalg.analysis.simulation import check_last_year
from veivalg.cli.asked import places_asked
from veivalg.cli.path_words import wanted_of
from veivalg.cli.reckoning import NO_NUMBER, own_content, own_read, years_shown
from veivalg.cli.terminal import Terminal, Told, stoppable
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.own_figures import OwnFigure
from veivalg.data.geography import geography
from veivalg.data.places import Place
from veivalg.errors import BadParameter, Stopped, StorageError
from veivalg.language import in_unit, refusing, signed, text
from veivalg.library import Country, Run, country, run_path
from veivalg.pathways.ideas import read_ideas
from veivalg.pathways.inputs import Path
from veivalg.pathways.package_file import MOST_BYTES, read_file
from veivalg.population.alternatives import alternative
from veivalg.reports.export.files import check_ending, check_writable, write_export
from veivalg.reports.export.rows import check_lines
from veivalg.reports.export.statement import about_figures, title
from veivalg.shifts.reading import in_language
from veivalg.sources.snapshots import data_folder
from veivalg.telling.finding import Finding
from veivalg.telling.paths import about_overlap, about_path, about_shortfall

FOCUS = (
    "staff.unfilled",
    "services.home_users_80plus",
    "money.net_result_share",
    "society.age_bearing_67plus",
)
"""What the table shows; the rest is in files."""
TOLD_YEAR, MOVED_MOST, MOST_MENDS = 2040, 3, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPath:
    """The words of a command about a path, not yet checked.

    stories, choices, shocks   as they were written: NAME=60, NAME=4@2028
    story_files, lever_files   TOML texts of own stories and measures
    package                    file with a saved path, None for none
    own                        file with own figures, None for none
    """

    places: tuple[str, ...]
    level: str | None
    to_year: int
    alternative: str
    stories: tuple[str, ...]
    choices: tuple[str, ...]
    shocks: tuple[str, ...]
    kinds: tuple[str, ...]
    path: str
    story_files: tuple[FilePath, ...]
    lever_files: tuple[FilePath, ...]
    package: FilePath | None
    own: FilePath | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A question understood and the country made ready for it."""

    places: tuple[Place, ...]
    country: Country
    path: Path

    def run(self, place: Place) -> Run:
        """The path in one of the places."""
        return run_path(self.country, place, self.path)


def asked_in(given: Mapping[str, Any]) -> AskedPath:
    """The words of a command, by the names of its options."""

    def several(name: str) -> tuple[Any, ...]:
        return tuple(given[name] or ())

    return AskedPath(
        places=several("places"),
        level=given["level"],
        to_year=given["to"],
        alternative=given["alternative"].upper(),
        stories=several("story"),
        choices=several("choice"),
        shocks=several("shock"),
        kinds=several("kind"),
        path=given["path"],
        story_files=several("story_file"),
        lever_files=several("lever_file"),
        package=given["package"],
        own=given["own"],
    )


def run_asked(terminal: Terminal, asked: AskedPath, output: FilePath | None) -> None:
    """All of the command. Bad input is refused before any work is done."""
    if output is not None:
        check_ending(output)
        check_writable(output)
    with stoppable() as stop, terminal.progress() as told:
        ready = made_ready(terminal, asked, told)
        runs = _runs(terminal, ready, told, stop)
        table = path_table(ready.country.chain, [one.lines for one in runs], ready.country.known)
        if output is not None:
            if output.suffix.lower() == ".xlsx":
                check_lines(table.values.size)
            told(terminal.say("cli.step.writing"), 0, 0, None)
            files = write_export(table, output, terminal.language)
    if output is not None:
        terminal.print("\n".join(map(str, files)))
    else:
        _show(terminal, table)
        for one in runs:
            _tell(terminal, one, named=len(runs) > 1)
    terminal.note(about_figures(table, terminal.language))


def made_ready(terminal: Terminal, asked: AskedPath, told: Told) -> Ready:
    """Places, country and path. Raises what is wrong with the question, the quickest first."""
    places = places_asked(asked, geography())
    alternative(asked.alternative)
    check_last_year(asked.to_year)
    if asked.path and asked.package is not None:
        raise refusing(BadParameter, "run.two_paths")
    wanted = wanted_of(asked.stories, asked.choices, asked.shocks, asked.kinds)
    stories, measures = (
        tuple(map(text_in, asked.story_files)),
        tuple(map(text_in, asked.lever_files)),
    )
    ideas = read_ideas(stories, measures)
    package = None if asked.package is None else bytes_in(asked.package)
    plain = _country(terminal, asked, told)
    if package is None:
        whole = plain.with_ideas(ideas)
        return Ready(places, whole, whole.path(wanted, whole.written(asked.path)))
    filed = read_file(package, years=plain.years)
    for note in filed.notes:
        terminal.note(terminal.say(note.key, name=note.name, value=""))
    held = filed.ideas
    whole = plain.with_ideas(
        read_ideas((*held.story_texts, *stories), (*held.lever_texts, *measures))
    )
    return Ready(places, whole, whole.path(wanted, filed.path))


def _country(terminal: Terminal, asked: AskedPath, told: Told) -> Country:
    content = own_content(asked.own)

    def own(base_year: int) -> tuple[OwnFigure, ...]:
        return own_read(content, geography(), base_year)

    def heard(step: str) -> None:
        told(terminal.say(f"cli.step.{step}"), 0, 0, None)

    return country(
        data_folder(), to=asked.to_year, alternative=asked.alternative, own=own, told=heard
    )


def text_in(file: FilePath) -> str:
    """A text that somebody has written. Raises StorageError when it cannot be read."""
    try:
        return bytes_in(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusing(StorageError, "run.refused.file", file=str(file)) from error


def bytes_in(file: FilePath) -> bytes:
    """A file, at most a little more than is taken of it. Raises StorageError."""
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise refusing(StorageError, "run.refused.file", file=str(file)) from error


def _runs(terminal: Terminal, ready: Ready, told: Told, stop: Event) -> list[Run]:
    """The path in every place. Raises Stopped between two of them."""
    found: list[Run] = []
    began = time.monotonic()
    for done, place in enumerate(ready.places):
        if stop.is_set():
            raise Stopped("Stopped; nothing was written.")
        left = (time.monotonic() - began) / done * (len(ready.places) - done) if done else None
        told(terminal.say("cli.step.paths"), done, len(ready.places), left)
        found.append(ready.run(place))
    return found


def _show(terminal: Terminal, table: PathTable) -> None:
    """Four lines of some figures, in the first and last years and the round ones between."""
    years = years_shown(table.years)
    terminal.print(title(table, terminal.language))
    lines = []
    for p, place in enumerate(table.places):
        label = f"{place.name} ({place.code})"
        for i, one in enumerate(table.indicators):
            if one.name in FOCUS:
                for cells in _four(terminal, table, p, i, years):
                    lines.append((label, *cells))
                    label = ""
    terminal.table(["", "", "", "", *map(str, years)], lines)


def _four(
    terminal: Terminal, table: PathTable, p: int, i: int, years: Sequence[int]
) -> list[tuple[str, ...]]:
    one = table.indicators[i]
    named = text(f"consequence.{one.name}", terminal.language)
    unit = text(f"unit.{one.unit.replace(' ', '_')}", terminal.language)
    found = []
    for k, line in enumerate(table.lines):
        values = [float(table.values[k, p, i, table.years.index(year)]) for year in years]
        cells = [_cell(terminal, value, one) for value in values]
        found.append((named, unit, text(f"export.paths.line.{line}", terminal.language), *cells))
        named = unit = ""
    return found


def _cell(terminal: Terminal, value: float, one: Indicator) -> str:
    if value != value:
        return NO_NUMBER
    return in_unit(value, one.unit, terminal.language, decimals=one.decimals)


def _tell(terminal: Terminal, run: Run, *, named: bool) -> None:
    """What the path does, what it lacks with what would mend it, and what moves it most."""
    year = min(TOLD_YEAR, run.years[-1])
    terminal.print("")
    if named:
        terminal.print(f"{run.place.name} ({run.place.code})")
    terminal.print(_said(terminal, about_path(run.lines, year)))
    for lacking in run.lacking:
        terminal.print(_said(terminal, about_shortfall(lacking)))
    for contradiction, _ in run.contradictions:
        terminal.print(in_language(contradiction.text, terminal.language))
    for overlap in run.overlaps:
        terminal.print(_said(terminal, about_overlap(overlap, run.country.known)))
    if run.lacking:
        _tell_mends(terminal, run)
    _tell_movers(terminal, run, year)
    terminal.print(terminal.say("cli.run.path", path=run.text))


def _tell_mends(terminal: Terminal, run: Run) -> None:
    found = run.mends()[:MOST_MENDS]
    if not found:
        return
    terminal.print(terminal.say("cli.run.mends"))
    for one in found:
        said = terminal.say(
            f"cli.run.mend.{one.change}",
            name=_lever(terminal, run, one.choice.lever),
            level=one.choice.level,
            year=str(one.choice.year),
        )
        gives = terminal.say(
            "cli.run.mend.gives",
            money=signed(one.money, terminal.language, decimals=1),
            staff=signed(one.staff, terminal.language),
        )
        terminal.print(f"  {said}: {gives}")


def _tell_movers(terminal: Terminal, run: Run, year: int) -> None:
    terminal.print(terminal.say("cli.run.movers", year=str(year)))
    for one in run.movers(FOCUS[0], year)[:MOVED_MOST]:
        said = terminal.say(
            "cli.run.mover.chosen" if one.chosen else "cli.run.mover.not_chosen",
            name=_lever(terminal, run, one.choice.lever),
            level=one.choice.level,
            year=str(one.choice.year),
            change=signed(one.change, terminal.language),
        )
        terminal.print(f"  {said}")


def _lever(terminal: Terminal, run: Run, name: str) -> str:
    return f"{in_language(run.country.known.levers[name].name, terminal.language)} ({name})"


def _said(terminal: Terminal, finding: Finding) -> str:
    return finding.worded()[terminal.language]
