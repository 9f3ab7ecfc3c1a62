"""`veivalg project`: project, then write a file or show a table."""

from __future__ import annotations

import time
from collections.abc import Mapping
from threading import Event

from veivalg.analysis.drawn import Drawing, Told, nobody
from veivalg.analysis.projection import Projection, lines_of, projection
from veivalg.analysis.simulation import (
    Expected,
    Simulation,
    check_last_year,
    expected,
    simulation_of,
)
from veivalg.cli.asked import Asked, places_asked
from veivalg.cli.terminal import Terminal, stoppable
from veivalg.cli.terminal import Told as ToldTime
from veivalg.data.figures import figures
from veivalg.data.geography import geography
from veivalg.data.official_projection import official_residents_of_norway
from veivalg.language import number
from veivalg.reports.export.files import (
    check_ending,
    check_writable,
    write_export,
)
from veivalg.reports.export.rows import check_lines
from veivalg.reports.export.statement import about_figures, title
from veivalg.sources.snapshots import SnapshotStore

SHOWN_EVERY = 5
"""Years between the columns of the table on screen."""


def project_asked(terminal: Terminal, asked: Asked) -> None:
    """All of the command. Bad input is refused before any work is done."""
    places = places_asked(asked, geography())
    _check(asked)
    with stoppable() as stop, terminal.progress() as told:
        told(terminal.say("cli.step.figures"), 0, 0, None)
        store = SnapshotStore()
        simulation = simulation_of(
            figures(store),
            geography(),
            base_year=asked.from_year,
            last_year=asked.to_year,
        )
        told(terminal.say("cli.step.projecting"), 0, 0, None)
        vintage, residents = _followed(asked, store)
        run = expected(simulation, asked.alternative, residents=residents)
        _check_size(asked, places=len(places), years=len(run.ledger.years))
        result = projection(
            simulation,
            run,
            places,
            totals=asked.totals or asked.output is None,
            drawing=_drawing(asked, stop, with_time_left(told, terminal.say("cli.step.drawing"))),
        )
        if asked.output is not None:
            told(terminal.say("cli.step.writing"), 0, 0, None)
            files = write_export(result, asked.output, terminal.language, comments=asked.comments)
    if asked.output is None:
        _show(terminal, result)
    else:
        terminal.note(about_figures(result, terminal.language))
        terminal.print("\n".join(map(str, files)))
    if residents is not None:
        terminal.note(_what_pinning_took(terminal, simulation, run, vintage))


def _check(asked: Asked) -> None:
    from veivalg.population.alternatives import alternative

    alternative(asked.alternative)
    check_last_year(asked.to_year)
    _drawing(asked)
    if asked.output is not None:
        check_ending(asked.output)
        check_writable(asked.output)


def _followed(asked: Asked, store: SnapshotStore) -> tuple[int, Mapping[int, float] | None]:
    """Vintage and country totals of the official projection to follow. Raises MissingFigure."""
    if not asked.pin:
        return 0, None
    return official_residents_of_norway(store, alternative=asked.alternative)


def _what_pinning_took(
    terminal: Terminal, simulation: Simulation, run: Expected, vintage: int
) -> str:
    """How many more or fewer come to the country than without pinning."""
    own = simulation.outlook.assumptions(run.alternative).immigrants
    more = float((run.assumptions.immigrants - own).sum())
    return terminal.say(
        "cli.project.pinned.more" if more >= 0 else "cli.project.pinned.fewer",
        vintage=str(vintage),
        persons=number(abs(more), terminal.language),
        first=str(run.ledger.years[0]),
        last=str(run.ledger.years[-1] - 1),
    )


def _drawing(asked: Asked, stop: Event | None = None, told: Told = nobody) -> Drawing | None:
    """None for the expected numbers alone. Raises OutOfRange."""
    if asked.draws == 0:
        return None
    return Drawing(count=asked.draws, seed=asked.seed, stop=stop, told=told)


def _check_size(asked: Asked, *, places: int, years: int) -> None:
    """Refuse a workbook that no sheet can hold before the long work."""
    if asked.output is not None and asked.output.suffix.lower() == ".xlsx":
        check_lines(lines_of(places, years, totals=asked.totals, draws=asked.draws))


def with_time_left(told: ToldTime, step: str) -> Told:
    """A listener that tells how far a step is, and how many seconds are left of it."""
    began = time.monotonic()

    def heard(done: int, total: int) -> None:
        spent = time.monotonic() - began
        told(step, done, total, spent / done * (total - done) if done else None)

    return heard


def _show(terminal: Terminal, result: Projection) -> None:
    """Totals every few years, with the 80 % interval below when there is one."""
    years = [y for y in result.years if (y - result.years[0]) % SHOWN_EVERY == 0]
    years += [result.years[-1]] if result.years[-1] not in years else []
    terminal.print(title(result, terminal.language))
    heads = ["", "", *map(str, years)]
    shown = [s for s in ("expected", "p10", "p90") if s in result.statistics]
    lines = []
    for p, place in enumerate(result.places):
        for statistic in shown:
            values = result.persons[result.statistics.index(statistic), p, :, 0, 0]
            cells = [number(values[result.years.index(y)], terminal.language) for y in years]
            label = f"{place.name} ({place.code})" if statistic == "expected" else ""
            lines.append([label, statistic, *cells])
    terminal.table(heads, lines)
    terminal.note(about_figures(result, terminal.language))
