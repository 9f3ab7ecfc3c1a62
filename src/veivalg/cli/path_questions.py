"""`veivalg why`, `robust` and `reach`: what a path is asked, place by place, on the screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

from veivalg.analysis.asked import Progress
from veivalg.analysis.explain import AGAINST, Explained
from veivalg.analysis.reach import Proposal, Reach
from veivalg.analysis.reach import Wanted as Allowed
from veivalg.analysis.robustness import Robust
from veivalg.choices.lever import DECIDES
from veivalg.cli.pathing import AskedPath, Ready, made_ready
from veivalg.cli.projecting import with_time_left
from veivalg.cli.terminal import Terminal, Told, stoppable
from veivalg.errors import BadParameter, Stopped
from veivalg.language import in_unit, number, refusing
from veivalg.library import Run
from veivalg.shifts.reading import in_language
from veivalg.telling.explained import about_explained, source_name
from veivalg.telling.explained import in_unit as with_unit
from veivalg.telling.holding import about_holding
from veivalg.telling.paths import about_shortfall
from veivalg.telling.reaching import about_proposal, about_reach

Answer = TypeVar("Answer")
HEADS = ("future", "value", "without", "regret", "holds")


@dataclass(frozen=True, slots=True)
class Aimed:
    """A goal as it was written, not yet checked.

    decides, without  names with commas between, "" for all and none
    """

    indicator: str
    year: int
    at_most: float | None
    at_least: float | None
    decides: str = ""
    without: str = ""
    start: int | None = None


def why_asked(
    terminal: Terminal, asked: AskedPath, indicator: str, year: int, against: str
) -> None:
    """The causes of a difference in each place, the largest first."""
    side = next((one for one in AGAINST if one == against), None)
    if side is None:
        raise refusing(BadParameter, "asked.against", value=against[:40])

    def answer(run: Run, told: Callable[[Progress], None], stop: Event) -> Explained:
        return run.why(indicator, year, side)

    for run, found in _answers(terminal, asked, "cli.step.why", answer):
        _title(terminal, run)
        known = run.country.known
        terminal.print(about_explained(found, known)[terminal.language])
        lines = [
            (
                source_name(part.source, known)[terminal.language],
                with_unit(found.indicator, part.value, terminal.language, change=True),
            )
            for part in sorted(found.parts, key=lambda part: -abs(part.value))
        ]
        terminal.table(["", ""], lines)


def robust_asked(terminal: Terminal, asked: AskedPath, aimed: Aimed) -> None:
    """Whether the package holds in each place: a sentence, and every future on a line."""

    def answer(run: Run, told: Callable[[Progress], None], stop: Event) -> Robust:
        return run.robust(
            aimed.indicator,
            aimed.year,
            at_most=aimed.at_most,
            at_least=aimed.at_least,
            told=told,
            stop=stop,
        )

    for run, found in _answers(terminal, asked, "cli.step.robust", answer):
        _title(terminal, run)
        said = about_holding(found, run.country.known)
        said_once = (said.sentence, said.summary if said.sure else None, said.sure)
        for sentence in filter(None, said_once):
            terminal.print(in_language(sentence, terminal.language))
        _show_futures(terminal, run, found)


def reach_asked(terminal: Terminal, asked: AskedPath, aimed: Aimed) -> None:
    """Packages that reach the goal in each place, with their choices and the path as text."""
    decides, without = _names(aimed.decides) or DECIDES, _names(aimed.without)

    def answer(run: Run, told: Callable[[Progress], None], stop: Event) -> Reach:
        return run.reach(
            aimed.indicator,
            aimed.year,
            at_most=aimed.at_most,
            at_least=aimed.at_least,
            decides=decides,
            without=without,
            start=aimed.start,
            told=told,
            stop=stop,
        )

    for run, found in _answers(terminal, asked, "cli.step.reach", answer):
        _title(terminal, run)
        terminal.print(in_language(about_reach(found), terminal.language))
        allowed = run.allowed(decides=decides, without=without, start=aimed.start)
        nearest = () if found.nearest is None else (found.nearest,)
        for one in (*found.proposals, *nearest):
            if one.kind != "met":
                _show_proposal(terminal, run, found, one, allowed)


def _answers(
    terminal: Terminal,
    asked: AskedPath,
    step: str,
    answer: Callable[[Run, Callable[[Progress], None], Event], Answer],
) -> list[tuple[Run, Answer]]:
    """The answer in every place, with progress; the first Ctrl-C raises Stopped."""
    found = []
    with stoppable() as stop, terminal.progress() as told:
        ready = made_ready(terminal, asked, told)
        for place in ready.places:
            if stop.is_set():
                raise Stopped("Stopped.")
            run = ready.run(place)
            found.append((run, answer(run, _heard(terminal, told, step, run, ready), stop)))
    return found


def _heard(
    terminal: Terminal, told: Told, step: str, run: Run, ready: Ready
) -> Callable[[Progress], None]:
    """Hears how far one place is."""
    said = terminal.say(step)
    named = said if len(ready.places) == 1 else f"{said}: {run.place.name}"
    heard = with_time_left(told, named)
    heard(0, 0)
    return lambda progress: heard(progress.done, progress.total)


def _title(terminal: Terminal, run: Run) -> None:
    terminal.print(f"\n{run.place.name} ({run.place.code})")


def _show_futures(terminal: Terminal, run: Run, found: Robust) -> None:
    one, known = found.goal.indicator, run.country.known
    heads = [terminal.say(f"cli.robust.head.{name}") for name in HEADS]
    lines = []
    for future in found.futures:
        name = in_language(known.stories[future.story].name, terminal.language)
        values = [
            in_unit(value, one.unit, terminal.language, decimals=one.decimals)
            for value in (future.value, future.without, future.regret)
        ]
        holds = terminal.say(f"cli.robust.{'holds' if future.holds else 'fails'}")
        lines.append((f"{name} ({future.story})", *values, holds))
    terminal.table(heads, lines)


def _show_proposal(
    terminal: Terminal, run: Run, found: Reach, one: Proposal, allowed: Allowed
) -> None:
    language, known = terminal.language, run.country.known
    terminal.print("")
    terminal.print(in_language(about_proposal(one, found, known, allowed), language))
    for choice in one.added:
        said = terminal.say(
            "export.paths.choice",
            name=f"{in_language(known.levers[choice.lever].name, language)} ({choice.lever})",
            level=choice.level,
            year=str(choice.year),
        )
        terminal.print(f"  {said}")
    takes = number(one.person_years, language)
    terminal.print(f"  {terminal.say('cli.reach.takes', person_years=takes)}")
    for lacking in one.lacking:
        terminal.print(f"  {about_shortfall(lacking).worded()[language]}")
    terminal.print(f"  {terminal.say('cli.run.path', path=one.text)}")


def _names(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in written.split(",") if name.strip()))
