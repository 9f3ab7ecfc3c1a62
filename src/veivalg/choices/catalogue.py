"""The sector's own catalogue: what it will do, what it expects, and its goals, entry by entry.

Each entry is in our own words, with document, section and number, and is linked to levers or marked
as a process that is not simulated, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from veivalg.errors import BadParameter
from veivalg.shifts.reading import Told, document, told

PAPERS = {
    "paper2020": "Mange bekker små (KS 2020)",
    "platform_will": "Politisk plattform 2024–2027 (KS 2024)",
    "platform_expects": "Politisk plattform 2024–2027 (KS 2024)",
}
"""File of entries, and the document it is read from."""
PROCESSES = (
    "cooperation",
    "advocacy",
    "rules",
    "organisation",
    "knowledge",
    "values",
    "financing",
    "building",
    "elsewhere",
)
"""Why an entry is not simulated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing the sector will do, or expects.

    kind     expects_municipality, expects_state or will
    levers   ids of the levers that are its working; () for a process
    process  why it is not simulated, "" when it is
    """

    id: str
    paper: str
    document: str
    section: str
    number: int
    kind: str
    decides: str
    role: str
    theme: str
    text: Told
    levers: tuple[str, ...]
    process: str
    why: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal of the 2020 paper, and the indicators that can measure it."""

    id: str
    section: str
    number: int
    kind: str
    theme: str
    text: Told
    measured_by: tuple[tuple[str, str], ...]
    not_measured: Told | None


@cache
def entries() -> tuple[Entry, ...]:
    """Every entry of the two papers, in the papers' order. Raises BadParameter."""
    return tuple(
        _entry(held, paper) for paper in PAPERS for held in _document(f"{paper}.toml")["entry"]
    )


@cache
def goals() -> tuple[Goal, ...]:
    """The 44 goals of the 2020 paper. Raises BadParameter."""
    return tuple(_goal(held) for held in _document("goals2020.toml")["goal"])


@cache
def by_lever() -> Mapping[str, tuple[Entry, ...]]:
    """Entries that each lever is the working of, by lever."""
    found: dict[str, list[Entry]] = {}
    for entry in entries():
        for lever in entry.levers:
            found.setdefault(lever, []).append(entry)
    return MappingProxyType({lever: tuple(held) for lever, held in found.items()})


def _document(file: str) -> dict[str, Any]:
    text = files(__package__).joinpath("papers", file).read_text(encoding="utf-8")
    return document(text, file=file)


def _entry(held: dict[str, Any], paper: str) -> Entry:
    where = f"{paper}.toml, {held.get('id')}"
    linked, process = tuple(held.get("levers", ())), held.get("process", "")
    if bool(linked) == bool(process) or (process and process not in PROCESSES):
        raise BadParameter(f"{where}: write levers, or process as one of {', '.join(PROCESSES)}.")
    return Entry(
        id=held["id"],
        paper=paper,
        document=PAPERS[paper],
        section=held["section"],
        number=held["number"],
        kind=held["kind"],
        decides=held["decides"],
        role=held["role"],
        theme=held["theme"],
        text=MappingProxyType({"nb": held["nb"], "nn": held["nn"]}),
        levers=linked,
        process=process,
        why=told(held, "why", where=where) if "why" in held else None,
    )


def _goal(held: dict[str, Any]) -> Goal:
    where = f"goals2020.toml, {held.get('id')}"
    return Goal(
        id=held["id"],
        section=held["section"],
        number=held["number"],
        kind=held["kind"],
        theme=held["theme"],
        text=told(held, "text", where=where, languages=3),
        measured_by=tuple((m["indicator"], m["better"]) for m in held.get("measured_by", ())),
        not_measured=told(held, "not_measured", where=where, languages=3)
        if "not_measured" in held
        else None,
    )
