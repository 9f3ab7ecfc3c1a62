"""`veivalg consequences`: what the people mean, written to a file or shown as a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from veivalg.analysis.consequence_table import (
    ConsequenceTable,
    consequence_table,
    indicators_of,
    lines_of,
)
from veivalg.analysis.consequences import chain
from veivalg.analysis.drawn import Drawing, draw_groups
from veivalg.analysis.simulation import check_last_year, expected, simulation_of
from veivalg.cli.asked import AskedConsequences, places_asked
from veivalg.cli.projecting import with_time_left
from veivalg.cli.terminal import Terminal, stoppable
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.own_checks import Replaceable, read_own
from veivalg.consequences.own_figures import OwnFigure
from veivalg.consequences.own_file import MOST_BYTES
from veivalg.consequences.parameters import default_parameters
from veivalg.consequences.replacing import OWN_SOURCE
from veivalg.data.figures import figures
from veivalg.data.geography import Geography, geography
from veivalg.errors import StorageError
from veivalg.language import in_unit, refusing, text
from veivalg.population.alternatives import alternative
from veivalg.reports.export.files import check_ending, check_writable, write_export
from veivalg.reports.export.rows import check_lines
from veivalg.reports.export.statement import about_figures, title
from veivalg.sources.snapshots import SnapshotStore

BIG_FIGURES = (
    "services.kindergarten_children",
    "services.pupils",
    "services.home_users_80plus",
    "services.institution_places",
    "services.dementia",
    "staff.need",
    "staff.available",
    "staff.unfilled",
    "money.net_result_share",
    "money.debt_share",
    "money.reserve_share",
    "society.age_bearing_67plus",
    "society.living_alone_80plus",
    "land.new_dwellings",
    "land.road",
)
"""What the table shows when no chapter is asked for; the rest is in files and with --chapter."""
SHOWN_EVERY = 10
NO_NUMBER = "\N{EN DASH}"


def consequences_asked(terminal: Terminal, asked: AskedConsequences) -> None:
    """All of the command. Bad input is refused before any work is done."""
    places = places_asked(asked, geography())
    every = indicators_of(asked.chapters)
    _check(asked)
    content = own_content(asked.own)
    with stoppable() as stop, terminal.progress() as told:
        told(terminal.say("cli.step.figures"), 0, 0, None)
        simulation = simulation_of(figures(SnapshotStore()), geography(), last_year=asked.to_year)
        own = own_read(content, geography(), simulation.base_year)
        years = asked.to_year - simulation.base_year + 1
        _check_size(asked, lines_of(len(places), len(every), years, draws=asked.draws))
        told(terminal.say("cli.step.projecting"), 0, 0, None)
        run = expected(simulation, asked.alternative)
        told(terminal.say("cli.step.consequences"), 0, 0, None)
        ready = chain(simulation, run, own=own)
        drawn = None
        if asked.draws:
            heard = with_time_left(told, terminal.say("cli.step.drawing"))
            drawing = Drawing(count=asked.draws, stop=stop, told=heard)
            drawn = draw_groups(simulation, run, drawing)
        table = consequence_table(ready, places, drawn, chapters=asked.chapters)
        if asked.output is not None:
            told(terminal.say("cli.step.writing"), 0, 0, None)
            files = write_export(table, asked.output, terminal.language)
    if asked.output is None:
        _show(terminal, table, whole=bool(asked.chapters))
    else:
        terminal.print("\n".join(map(str, files)))
    terminal.note(about_figures(table, terminal.language))


def _check(asked: AskedConsequences) -> None:
    alternative(asked.alternative)
    check_last_year(asked.to_year)
    if asked.draws:
        Drawing(count=asked.draws)
    if asked.output is not None:
        check_ending(asked.output)
        check_writable(asked.output)


def _check_size(asked: AskedConsequences, lines: int) -> None:
    """Refuse a workbook that no sheet can hold before the long work."""
    if asked.output is not None and asked.output.suffix.lower() == ".xlsx":
        check_lines(lines)


def own_content(file: Path | None) -> bytes | None:
    """The file with own figures, at most a little more than is taken of it."""
    if file is None:
        return None
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise refusing(StorageError, "own.refused.file", file=str(file)) from error


def own_read(content: bytes | None, places: Geography, base_year: int) -> tuple[OwnFigure, ...]:
    """The own figures of a file, checked. Raises BadParameter, OutOfRange, UnknownPlace."""
    if content is None:
        return ()
    known = Replaceable(parameters=default_parameters(), geography=places, base_year=base_year)
    return read_own(content, known)


def _show(terminal: Terminal, table: ConsequenceTable, *, whole: bool) -> None:
    """Expected values of some years: the big figures, or all of the chapters asked for."""
    years = years_shown(table.years)
    terminal.print(title(table, terminal.language))
    lines = []
    for p, place in enumerate(table.places):
        label = f"{place.name} ({place.code})"
        for i in _shown(table, whole=whole):
            one = table.indicators[i]
            values = [table.values[0, p, i, table.years.index(year)] for year in years]
            cells = [_cell(terminal, float(value), one) for value in values]
            mark = "*" if OWN_SOURCE in table.rests_on[p][i] else ""
            named = text(f"consequence.{one.name}", terminal.language)
            unit = text(f"unit.{one.unit.replace(' ', '_')}", terminal.language)
            lines.append([label, f"{named}{mark}", unit, *cells])
            label = ""
    terminal.table(["", "", "", *map(str, years)], lines)
    if table.own:
        terminal.print(terminal.say("cli.consequences.own_mark"))
    if any(NO_NUMBER in line for line in lines):
        terminal.print(terminal.say("cli.consequences.no_number"))


def _shown(table: ConsequenceTable, *, whole: bool) -> Iterator[int]:
    for i, one in enumerate(table.indicators):
        if whole or one.name in BIG_FIGURES:
            yield i


def years_shown(years: tuple[int, ...]) -> list[int]:
    """The first and the last year, and the round ones between."""
    return [y for y in years if y in (years[0], years[-1]) or y % SHOWN_EVERY == 0]


def _cell(terminal: Terminal, value: float, one: Indicator) -> str:
    if value != value:
        return NO_NUMBER
    return in_unit(value, one.unit, terminal.language, decimals=one.decimals)
