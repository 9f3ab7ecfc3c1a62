"""From what a dataset needs to a selection that the live table takes, read from its metadata.

An `Ask` says what is wanted in words that outlast a table: ids to try, roles, patterns for
codes, code lists in order of preference, labels of contents. `settle` confirms each of them
against the live table and raises TableChanged, naming what is missing, when one fails.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from veivalg.errors import SourceError, TableChanged, TableDiscontinued
from veivalg.sources.jsonstat import Cube, Variable
from veivalg.sources.pxweb import STATBANK, CodeList, PxWeb, TableEntry
from veivalg.sources.selection import Choice, Selection, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """One variable that is needed.

    name       what we call it: place, sex, age, year, content, origin ...
    ids        ids it has had, the likeliest first
    role       role in the metadata that finds it when the id has changed
    codes      pattern of the codes wanted, among the variable's own or a list's clean codes
    codelists  patterns of code-list ids, the preferred first; the variable's own codes after them
    contents   for the contents: name -> (codes it has had, pattern of its label)
    at_least   fewest codes that make sense; fewer means that the table has changed
    newest     only so many of the last codes, 0 for all (periods stand in order)
    called     pattern of the variable's label, which finds it when its ids are not known
    beside     pattern of the variable's own codes that are asked for beside those of a code list
               whose codes are the variable's own
    optional   contents that the table lacks are left out, as long as it has one of them
    """

    name: str
    ids: tuple[str, ...]
    role: str = ""
    codes: str = ".+"
    codelists: tuple[str, ...] = ()
    contents: Mapping[str, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    at_least: int = 1
    newest: int = 0
    called: str = ""
    beside: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One table, or the table that has taken its place, and what is wanted of it.

    tables   ids to try
    title    words of the title to search with when none of them will do
    label    pattern that the label of a table found by search must match
    newest   take the table with the latest first period (a series of vintages)
    archive  a discontinued table is what we want
    """

    tables: tuple[str, ...]
    title: str
    wants: tuple[Want, ...]
    label: str = "."
    newest: bool = False
    archive: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """A table confirmed from live metadata, and the calls that bring what is wanted.

    clean  name of the want -> {code in the answer: our code}
    ids    name of the want -> id of the variable
    units  name of the want -> {our code: unit or label} for contents
    """

    entry: TableEntry
    parts: tuple[Selection, ...]
    ids: Mapping[str, str]
    clean: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, str]
    notes: tuple[str, ...]

    @property
    def edition(self) -> str:
        """The table and when it was last updated: "07459@2026-02-24T07:00:00Z"."""
        return f"{self.entry.id}@{self.entry.updated}"


def is_newest(edition: str, ask: Ask, bank: PxWeb) -> bool:
    """Whether an edition we hold is still what `ask` would settle on, at the cost of a call."""
    table, _, updated = edition.partition("@")
    if ask.newest:
        first = next(_entries(ask, bank), None)
        return first is not None and f"{first.id}@{first.updated}" == edition
    try:
        entry = bank.entry(table)
    except TableDiscontinued:
        return False
    return entry.updated == updated and (ask.archive or not entry.discontinued)


def settle(ask: Ask, bank: PxWeb) -> Settled:
    """The table to use and how to ask it. Raises TableChanged or TableDiscontinued."""
    problem: SourceError | None = None
    for entry in _entries(ask, bank):
        try:
            if entry.discontinued and not ask.archive:
                raise _discontinued(entry, bank)
            return _settled(ask, entry, bank)
        except (TableChanged, TableDiscontinued) as error:
            problem = problem or error
    raise problem or TableDiscontinued(
        f"No table titled «{ask.title}» is found at {STATBANK}. Look there under another title, "
        "and update Veivalg when it names the table."
    )


def _entries(ask: Ask, bank: PxWeb) -> Iterator[TableEntry]:
    """Tables to try in turn: those we know, then those found by title, the newest first."""
    for table in ask.tables:
        with suppress(TableDiscontinued):
            yield bank.entry(table)
    found = [
        entry
        for entry in bank.find(f"title:{ask.title}")
        if re.search(ask.label, entry.label, re.IGNORECASE) and not entry.discontinued
    ]
    for entry in sorted(found, key=lambda e: (e.first_period, e.last_period), reverse=ask.newest):
        if entry.id not in ask.tables:
            yield entry


def _discontinued(entry: TableEntry, bank: PxWeb) -> TableDiscontinued:
    """Says which table replaces one that is no longer updated, or how to look."""
    words = re.sub(r"^\d+:\s*", "", entry.label)
    title = " ".join(re.split(r"[,(]| \d{4}", words)[0].split()[:4])
    others = [e for e in bank.find(f"title:{title}") if not e.discontinued and e.id != entry.id]
    gone = f"Table {entry.id} («{words}») is discontinued: its last period is {entry.last_period}. "
    if not others:
        return TableDiscontinued(gone + f"Look for «{title}» at {STATBANK}, and update Veivalg.")
    best = max(others, key=lambda e: (len(set(e.variables) & set(entry.variables)), e.last_period))
    return TableDiscontinued(
        gone + f"Table {best.id} («{best.label}») seems to replace it; update Veivalg to use it."
    )


def _settled(ask: Ask, entry: TableEntry, bank: PxWeb) -> Settled:
    shape = bank.metadata(entry.id)
    ids, clean, choices = {}, {}, []
    labels: dict[str, str] = {}
    for want in ask.wants:
        variable = _variable(want, shape, entry)
        choice, own = _choice(want, variable, entry, bank)
        ids[want.name], clean[want.name] = variable.id, own
        labels |= _content_labels(want, variable, own)
        choices.append(choice)
    choices.extend(_others(shape, ids, entry))
    whole = Selection(entry.id, tuple(choices), bank.language)
    parts = within(whole, cells=bank.cells, time=ids.get("year", ""))
    return Settled(entry, tuple(parts), ids, clean, labels, shape.notes)


def _variable(want: Want, shape: Cube, entry: TableEntry) -> Variable:
    """The variable by id, else the only one with the role or the label. Raises TableChanged."""
    by_id = {v.id.lower(): v for v in shape.variables}
    for name in want.ids:
        if name.lower() in by_id:
            return by_id[name.lower()]
    by_role = [v for v in shape.variables if want.role and v.role == want.role]
    by_label = [
        v for v in shape.variables if want.called and re.search(want.called, v.label, re.IGNORECASE)
    ]
    for found in (by_role, by_label):
        if len(found) == 1:
            return found[0]
    raise TableChanged(
        f"Table {entry.id} has changed: the variable {' or '.join(want.ids)} is gone; it now has "
        f"{', '.join(v.id for v in shape.variables)}. See {STATBANK}/table/{entry.id}, and "
        "update Veivalg."
    )


def _choice(
    want: Want, variable: Variable, entry: TableEntry, bank: PxWeb
) -> tuple[Choice, dict[str, str]]:
    """Codes to ask for, and what each means to us."""
    if want.contents:
        own = _contents(want, variable, entry)
        return Choice(variable.id, tuple(own)), own
    listed = _codelist(want, variable, bank)
    own = _from_list(listed, want) if listed else {}
    name = listed.id if listed and own else ""
    if want.beside and own:
        listed_codes = set(own.values())
        own = {c: c for c in variable.codes if c in listed_codes or re.fullmatch(want.beside, c)}
        name = ""
    if not own:
        either = f"{want.codes}|{want.beside}" if want.beside else want.codes
        own = {c: c for c in variable.codes if re.fullmatch(either, c)}
    if len(own) < want.at_least:
        raise TableChanged(
            f"Table {entry.id} has changed: {variable.id} has {len(own)} codes like "
            f"«{want.codes}» where at least {want.at_least} were due; it has for example "
            f"{', '.join(variable.codes[:5])}. See {STATBANK}/table/{entry.id}."
        )
    if want.newest:
        own = dict(list(own.items())[-want.newest :])
    return Choice(variable.id, tuple(own), name), own


def _codelist(want: Want, variable: Variable, bank: PxWeb) -> CodeList | None:
    """The preferred code list that the variable offers, None when it offers none of them."""
    for pattern in want.codelists:
        for name, label in variable.codelists:
            if re.fullmatch(pattern, name) or re.fullmatch(pattern, label):
                return bank.codelist(name)
    return None


def _from_list(listed: CodeList, want: Want) -> dict[str, str]:
    """Code in the list -> the table's own code that it stands for now.

    The prefix differs by table (K-4001, K_4001, K.4001); we read which of the codes behind it
    the list's code ends with. Codes that stand for no single present one (Rest) are left out.
    """
    own = {}
    for code in listed.codes:
        for member in sorted(listed.members[code], key=len, reverse=True):
            if code.endswith(member) and re.fullmatch(want.codes, member):
                own[code] = member
                break
    return own


def _contents(want: Want, variable: Variable, entry: TableEntry) -> dict[str, str]:
    """Content code -> our name for it. Raises TableChanged naming the one that is gone.

    A content that two optional names would claim is neither's: we cannot tell whose it is.
    """
    found = {
        name: _content(variable, codes, label) for name, (codes, label) in want.contents.items()
    }
    if want.optional:
        claims = Counter(found.values())
        own = {code: name for name, code in found.items() if code and claims[code] == 1}
        if own:
            return own
    for name, code in found.items():
        if code is None or want.optional:
            codes, label = want.contents[name]
            raise TableChanged(
                f"Table {entry.id} has changed: it has no content for {name} "
                f"({' or '.join(codes) or label}); it now has "
                f"{', '.join(f'{c} «{t}»' for c, t in _pairs(variable)[:12])}."
            )
    return {code: name for name, code in found.items() if code is not None}


def _content(variable: Variable, codes: tuple[str, ...], label: str) -> str | None:
    by_code = {c.lower(): c for c in variable.codes}
    for code in codes:
        if code.lower() in by_code:
            return by_code[code.lower()]
    matching = [c for c, text in _pairs(variable) if re.search(label, text, re.IGNORECASE)]
    return matching[0] if len(matching) == 1 else None


def _content_labels(want: Want, variable: Variable, own: Mapping[str, str]) -> dict[str, str]:
    """Label and unit of each content, to tell per 1,000 from a share."""
    if want.role != "metric":
        return {}
    return {
        name: f"{variable.label_of(code)} ({variable.units.get(code, '')})"
        for code, name in own.items()
    }


def _pairs(variable: Variable) -> list[tuple[str, str]]:
    return list(zip(variable.codes, variable.labels, strict=True))


def _others(shape: Cube, ids: Mapping[str, str], entry: TableEntry) -> list[Choice]:
    """Variables we do not want: left out where the table allows, else their only code."""
    choices = []
    for variable in shape.variables:
        if variable.id in ids.values() or variable.elimination:
            continue
        if len(variable.codes) != 1:
            raise TableChanged(
                f"Table {entry.id} has changed: it has a variable {variable.id} "
                f"(«{variable.label}») that we do not know and that cannot be left out. "
                f"See {STATBANK}/table/{entry.id}, and update Veivalg."
            )
        choices.append(Choice(variable.id, variable.codes))
    return choices
