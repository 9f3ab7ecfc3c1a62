"""What the page is told about a path: the envelope of four lines, and lists as JSON."""

from __future__ import annotations

from typing import Any

import numpy as np

from veivalg.analysis.accounts import AFTER, ChoiceAccount, accounts_of
from veivalg.analysis.adding_up import Mend, overlaps, shortfalls
from veivalg.analysis.compare import LINES, PEOPLE, FourLines
from veivalg.analysis.moving_most import Mover
from veivalg.choices.lever import Cost, Effect, Lever
from veivalg.choices.package import contradicting
from veivalg.language import LANGUAGES, text
from veivalg.pathways.inputs import Repertoire
from veivalg.pathways.path_text import Note, text_of
from veivalg.pathways.site import Site
from veivalg.shifts.dial import Dial
from veivalg.telling.paths import about_overlap, about_path, about_shortfall
from veivalg.web.envelope import Named, envelope
from veivalg.web.told import told, without_nan

TOLD_YEAR = 2040
RECOMMENDED = "money.recommended_net_result_share"


def path_envelope(
    lines: FourLines, site: Site, known: Repertoire, notes: tuple[Note, ...], *, figures: str
) -> bytes:
    """The bytes of /api/paths/{level}/{code}."""
    accounts = accounts_of(lines.path, site, known)
    years = len(lines.years)
    arrays = [
        Named("lines", ("line", "indicator", "year"), lines.lines),
        *(
            Named(one.name, ("line", "year"), lines.people[:, at], one.unit)
            for at, one in enumerate(PEOPLE)
        ),
        Named("followed", ("line", "dial", "year"), lines.moved),
        Named("yearly", ("choice", "year"), _rows(accounts, "yearly", years), "NOK 2024"),
        Named("once", ("choice", "year"), _rows(accounts, "once", years), "NOK 2024"),
        Named(
            "person_years",
            ("choice", "year"),
            _rows(accounts, "person_years", years),
            "person-years",
        ),
    ]
    labels: dict[str, list[Any]] = {
        "line": list(LINES),
        "year": list(lines.years),
        "indicator": [one.name for one in lines.indicators],
        "dial": [one.key for one in lines.followed],
        "choice": [one.lever.id for one in accounts],
    }
    return envelope(
        arrays, labels, **without_nan(_header(lines, site, known, accounts, notes, figures))
    )


def recommended_result(site: Site) -> float:
    """Net operating result as a share of revenue that the technical committee recommends."""
    return site.setting.parameters.number(RECOMMENDED)


def _header(
    lines: FourLines,
    site: Site,
    known: Repertoire,
    accounts: tuple[ChoiceAccount, ...],
    notes: tuple[Note, ...],
    figures: str,
) -> dict[str, Any]:
    place = lines.place
    year = min(TOLD_YEAR, lines.years[-1])
    lacking = shortfalls(lines, recommended=recommended_result(site))
    return {
        "place": {"level": place.level, "code": place.code, "name": place.name},
        "base_year": lines.years[0],
        "identity": lines.identity,
        "figures": figures,
        "path": text_of(lines.path, known),
        "notes": [note_shown(note) for note in notes],
        "headline": told(about_path(lines, year)),
        "choices": [_account(one, lines.years) for one in accounts],
        "after": list(AFTER),
        "lacking": [
            {"what": one.what, "year": one.year, "amount": one.amount, **told(about_shortfall(one))}
            for one in lacking
        ],
        "overlaps": [
            {"levers": list(one.levers), "percent": one.percent, **told(about_overlap(one, known))}
            for one in overlaps(lines.path, known)
        ],
        "contradictions": _contradictions(lines, known),
        "followed": [_followed(one) for one in lines.followed],
    }


def _contradictions(lines: FourLines, known: Repertoire) -> list[dict[str, Any]]:
    chosen = {choice.lever: choice.level for choice in lines.path.choices}
    return [
        {"id": one.id, "levers": list(about), "text": dict(one.text)}
        for one, about in contradicting(chosen, known.levers)
    ]


def _followed(one: Dial) -> dict[str, Any]:
    return {
        "dial": one.key,
        "name": dict(one.name),
        "unit": one.unit,
        "works": one.works,
        "better": one.better,
    }


def _rows(accounts: tuple[ChoiceAccount, ...], name: str, years: int) -> np.ndarray[Any, Any]:
    if not accounts:
        return np.zeros((0, years))
    return np.stack([getattr(one, name) for one in accounts])


def _account(one: ChoiceAccount, years: tuple[int, ...]) -> dict[str, Any]:
    at = years.index(min(one.full, years[-1]))
    return {
        "lever": one.lever.id,
        "level": one.choice.level,
        "year": one.choice.year,
        "full": one.full,
        "yearly": float(one.yearly[at]),
        "once": float(one.once.sum()),
        "person_years": float(one.person_years[at]),
        "pays": list(one.pays),
        "gains": list(one.gains),
    }


def note_shown(note: Note) -> dict[str, Any]:
    """What a link or a file says that no longer holds, in each language."""
    return {
        "key": note.key,
        "name": note.name,
        "text": {
            language: text(note.key, language, name=note.name, value=note.value)
            for language in LANGUAGES
        },
    }


def mends_shown(found: tuple[Mend, ...]) -> list[dict[str, Any]]:
    """Changes that would mend a package."""
    return [
        {
            "change": one.change,
            "lever": one.choice.lever,
            "level": one.choice.level,
            "year": one.choice.year,
            "money": one.money,
            "staff": one.staff,
            "mends": one.mends,
        }
        for one in found
    ]


def movers_shown(found: tuple[Mover, ...]) -> list[dict[str, Any]]:
    """Choices by how far they move an indicator."""
    return [
        {
            "lever": one.choice.lever,
            "level": one.choice.level,
            "year": one.choice.year,
            "change": one.change,
            "chosen": one.chosen,
        }
        for one in found
    ]


def lever_shown(one: Lever, entries: list[str]) -> dict[str, Any]:
    """A lever whole, as /api/choices has it."""
    return {
        "id": one.id,
        "group": one.group,
        "decides": one.decides,
        "role": one.role,
        "name": dict(one.name),
        "what": dict(one.what),
        "delay": one.delay,
        "phase_in": one.phase_in,
        "lasts": one.lasts,
        "fades_over": one.fades_over if one.lasts == "fading" else None,
        "overlap": one.overlap,
        "evidence": one.evidence,
        "basis": list(one.basis),
        "sources": list(one.sources),
        "doubt": dict(one.doubt) if one.doubt else None,
        "where": one.where,
        "doses": list(one.doses),
        "scale": list(one.scale),
        "unit": dict(one.unit) if one.unit else None,
        "effects": [_effect(effect) for effect in one.effects],
        "cost": _cost(one.cost),
        "side_effects": [{"kind": s.kind, "text": dict(s.text)} for s in one.side_effects],
        "hindrances": [{"kind": h.kind, "text": dict(h.text)} for h in one.hindrances],
        "entries": entries,
    }


def _effect(one: Effect) -> dict[str, Any]:
    return {
        "dial": one.dial.key,
        "name": dict(one.dial.name),
        "unit": one.dial.unit,
        "works": one.dial.works,
        "low": one.low,
        "mid": one.mid,
        "high": one.high,
    }


def _cost(one: Cost) -> dict[str, Any]:
    return {
        "once": one.once,
        "yearly": one.yearly,
        "person_years": one.person_years,
        "count": one.count,
        "share": one.share,
        "reached": one.reached,
        "pays": list(one.pays),
        "gains": list(one.gains),
        "basis": one.basis,
        "range": list(one.range),
        "note": dict(one.note) if one.note else None,
    }
