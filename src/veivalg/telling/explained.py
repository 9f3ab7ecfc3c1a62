"""Why a path's figure is what it is: names of causes, and one sentence on what pulls most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from veivalg.analysis.explain import Explained, Part
from veivalg.consequences.indicator import Indicator
from veivalg.language import LANGUAGES, Language, text
from veivalg.language.forms import number, signed
from veivalg.pathways.inputs import Repertoire
from veivalg.shifts.reading import in_language
from veivalg.telling.consequences import shown

Words = Mapping[str, str]
"""A text in each language."""
NOTHING = 1e-9
"""A difference smaller than this part of the figure is none."""


def source_name(source: str, known: Repertoire) -> Words:
    """What a source is called: a story, an event or a choice by its own name, a cause by ours."""
    kind, _, name = source.partition(".")
    shelves: Mapping[str, Mapping[str, Any]] = {
        "story": known.stories,
        "shock": known.shocks,
        "choice": known.levers,
    }
    if kind in shelves:
        held = shelves[kind][name].name
        return {language: in_language(held, language) for language in LANGUAGES}
    key = f"asked.{source}" if kind == "group" else f"asked.cause.{source}"
    return {language: text(key, language) for language in LANGUAGES}


def about_explained(found: Explained, known: Repertoire) -> Words:
    """From where to where, what pulls most that way, and what pulls most against it."""
    return {language: _sentence(found, known, language) for language in LANGUAGES}


def _sentence(found: Explained, known: Repertoire, language: Language) -> str:
    one, change = found.indicator, found.end - found.start
    values = {
        "what": text(f"consequence.{one.name}", language),
        "start": in_unit(one, found.start, language),
        "end": in_unit(one, found.end, language),
        "year": str(found.year),
        "base": str(found.base_year),
    }
    size = max(abs(found.start), abs(found.end), 1e-12)
    if all(abs(part.value) <= NOTHING * size for part in found.parts):
        return text(f"asked.why.{found.against}.same", language, **values)
    said = [text(f"asked.why.{found.against}.from_to", language, **values)]
    way = 1.0 if change >= 0 else -1.0
    most = max(found.parts, key=lambda part: way * part.value)
    least = min(found.parts, key=lambda part: way * part.value)
    said.append(text("asked.why.most", language, **_part(one, most, known, language)))
    if way * least.value < -NOTHING * size:
        said.append(text("asked.why.against", language, **_part(one, least, known, language)))
    return " ".join(said)


def _part(one: Indicator, part: Part, known: Repertoire, language: Language) -> dict[str, str]:
    return {
        "name": source_name(part.source, known)[language],
        "value": in_unit(one, part.value, language, change=True),
    }


def in_unit(one: Indicator, value: float, language: Language, *, change: bool = False) -> str:
    """An amount as it stands in a sentence, with its unit; a change has its sign."""
    amount = shown(one, value)
    assert not isinstance(amount, str)
    digits = 0 if isinstance(amount, int) else 1 if one.unit == "share" else one.decimals
    written = (signed if change else number)(amount, language, decimals=digits)
    if one.unit == "share":
        return f"{written} {text('asked.points' if change else 'unit.share', language)}"
    unit = one.unit.replace(" ", "_")
    return f"{written} {text(f'unit.{unit}', language)}"
