"""What the commands about goals do: read, sort, map, sample."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import typer

from veivalg.cli.terminal import Terminal, stoppable
from veivalg.errors import BadParameter, Stopped, UnreadableDocument, VeivalgError
from veivalg.language import explained, number, refusing
from veivalg.plans.goal import Plan
from veivalg.plans.grouping import check_comparison
from veivalg.plans.many import files_of, read_plans
from veivalg.plans.mapping import Mapping2019, mapped
from veivalg.plans.own_column import own_column
from veivalg.plans.sample import Sample, drawn
from veivalg.plans.sorted_table import sorted_table
from veivalg.reports.export.files import check_writable, write_whole
from veivalg.reports.export.goals_files import (
    goals_csv,
    goals_json,
    mapping_json,
    sample_csv,
    unit_rows,
)
from veivalg.reports.export.goals_workbook import code_word, goals_workbook, key_words

SHOWN = 40
SHOWN_LETTERS = 90
ROWS_SHOWN = 12
FAILED = 1
ENDINGS = (".xlsx", ".csv", ".json")


def read_asked(
    terminal: Terminal, documents: Sequence[Path], output: Path | None, *, every: bool
) -> None:
    """Read documents and write their goals, or show them."""
    _check_output(output, ENDINGS)
    plans, failed = _plans(terminal, documents)
    if output is None:
        _show_goals(terminal, plans, every=every)
    elif output.suffix.lower() == ".csv":
        _write(terminal, output, goals_csv(plans, every=every).encode("utf-8"))
    elif output.suffix.lower() == ".json":
        _write(terminal, output, goals_json(plans, every=every).encode("utf-8"))
    else:
        _write(terminal, output, goals_workbook(plans, terminal.language, every=every))
    _tell(terminal, plans, failed)


def sort_asked(terminal: Terminal, units: Path, output: Path) -> None:
    """Sort the sentences of a CSV file into another."""
    check_writable(output)
    written, rows, found = sorted_table(_content(units), file=units.name)
    _write(terminal, output, written.encode("utf-8"))
    terminal.note(terminal.say("cli.goals.sorted", units=str(rows), goals=str(found)))


def map_asked(
    terminal: Terminal,
    documents: Sequence[Path],
    output: Path | None,
    *,
    by: str,
    groups: Path | None,
) -> None:
    """Map the goals of documents and write the tables, or show them."""
    _check_output(output, (".xlsx", ".json"))
    own = None if groups is None else own_column(_content(groups), file=groups.name)
    by = by or ("own" if own else "")
    check_comparison(by, own)
    plans, failed = _plans(terminal, documents)
    found = mapped(plans, by=by, own_groups=own)
    if output is None:
        _show_mapping(terminal, found)
    elif output.suffix.lower() == ".json":
        _write(terminal, output, mapping_json(found).encode("utf-8"))
    else:
        _write(terminal, output, goals_workbook(plans, terminal.language, found=found))
    _tell(terminal, plans, failed)


def sample_asked(
    terminal: Terminal,
    *,
    size: int,
    counties: int,
    column: Path | None,
    seed: int,
    output: Path | None,
) -> None:
    """Draw a sample and write it, or show it."""
    _check_output(output, (".csv",))
    own = None if column is None else own_column(_content(column), file=column.name)
    found = drawn(size, counties=counties, own=own, seed=seed)
    if output is None:
        heads = [code_word("column", one, terminal.language) for one in ("number", "municipality")]
        terminal.table(heads, found.bodies())
    else:
        _write(terminal, output, sample_csv(found).encode("utf-8"))
    _tell_balance(terminal, found)


def _tell_balance(terminal: Terminal, found: Sample) -> None:
    far, language = found.furthest, terminal.language
    shares = {
        name: f"{number(100 * share, language, decimals=0)} %"
        for name, share in (("wanted", far.wanted), ("reached", far.reached))
    }
    terminal.note(
        terminal.say(
            "cli.goals.drawn",
            n=str(len(found.municipalities)),
            counties=str(len(found.counties)),
            regions=str(found.regions[0]),
            all=str(found.regions[1]),
            column=code_word("by", far.column, language),
            group=code_word("group", far.name, language),
            **shares,
        )
    )


def _plans(
    terminal: Terminal, documents: Sequence[Path]
) -> tuple[list[Plan], list[UnreadableDocument]]:
    """Plans of all documents, and those that could not be read, each told as it comes."""
    paths = files_of(documents)
    plans: list[Plan] = []
    failed: list[UnreadableDocument] = []
    with stoppable() as stop, terminal.progress() as told:
        for done, (_, found) in enumerate(read_plans(paths, stopped=stop.is_set), start=1):
            if isinstance(found, UnreadableDocument):
                failed.append(found)
                terminal.note(explained(found, terminal.language))
            else:
                plans.append(found)
            told(terminal.say("cli.goals.step"), done, len(paths), None)
        if stop.is_set():
            raise Stopped
    return plans, failed


def _tell(terminal: Terminal, plans: Sequence[Plan], failed: Sequence[VeivalgError]) -> None:
    goals = sum(len(plan.goals()) for plan in plans)
    every = len(unit_rows(plans))
    terminal.note(
        terminal.say(
            "cli.goals.read",
            documents=str(len(plans)),
            goals=str(goals),
            other=str(every - goals),
            failed=str(len(failed)),
        )
    )
    if failed:
        raise typer.Exit(FAILED)


def _show_goals(terminal: Terminal, plans: Sequence[Plan], *, every: bool) -> None:
    columns = ("document", "page", "kind", "area", "text")
    heads = [code_word("column", one, terminal.language) for one in columns]
    lines = [
        (
            row["document"],
            str(row["page"]),
            code_word("kind", row["kind"], terminal.language),
            code_word("area", row["area"], terminal.language),
            row["text"][:SHOWN_LETTERS],
        )
        for row in unit_rows(plans, every=every)[:SHOWN]
    ]
    terminal.table(heads, lines)


def _show_mapping(terminal: Terminal, found: Mapping2019) -> None:
    heads = [code_word("column", one, terminal.language) for one in ("key", "count", "bodies")]
    for name, table in found.tables.items():
        rows, parts = [row for row in table.rows if row.count][:ROWS_SHOWN], found.parts(name)
        if rows:
            terminal.print(f"\n{code_word('table', name, terminal.language)}")
            lines = [
                (key_words(parts, row.key, terminal.language), str(row.count), str(row.bodies))
                for row in rows
            ]
            terminal.table(heads, lines)


def _check_output(output: Path | None, known: Sequence[str]) -> None:
    """Told before the long work: a form that is not written, a place that cannot be written to."""
    if output is None:
        return
    if output.suffix.lower() not in known:
        raise refusing(BadParameter, "goals.output_kind", value=output.name)
    check_writable(output)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise refusing(
            BadParameter, "document.no_file", file=file.name, why=error.strerror or ""
        ) from error


def _write(terminal: Terminal, output: Path, content: bytes) -> None:
    write_whole(output, [content])
    terminal.note(terminal.say("cli.goals.written", file=str(output)))
