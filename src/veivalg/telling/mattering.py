"""What matters most, in words."""

from __future__ import annotations

from veivalg.analysis.sensitivity import Sensitivity, Share
from veivalg.analysis.unknowns import MODEL
from veivalg.language import LANGUAGES, Language, text
from veivalg.pathways.inputs import Repertoire
from veivalg.telling.explained import Words, in_unit, source_name

SHARES = (
    (0.12, "tenth"),
    (0.17, "seventh"),
    (0.225, "fifth"),
    (0.29, "quarter"),
    (0.42, "third"),
    (0.58, "half"),
    (0.71, "two_thirds"),
    (0.85, "three_quarters"),
)
"""What a share is called, below a limit; above the last it is nearly all."""
ALIKE = 0.75
"""Two that carry so nearly the same are named together."""
LITTLE = 0.2
"""When the first carries less than this, no single thing decides."""


def unknown_name(source: str, known: Repertoire) -> Words:
    """What an unknown is called, as words that can begin a sentence."""
    kind, _, name = source.partition(".")
    if kind == MODEL:
        return {language: text(f"asked.unknown.{name}", language) for language in LANGUAGES}
    of = {"weight": f"story.{name}", "cost": f"choice.{name}"}.get(kind, source)
    called = source_name(of, known)
    return {
        language: text(f"asked.unknown.{kind}", language, name=called[language])
        for language in LANGUAGES
    }


def about_sensitivity(found: Sensitivity, known: Repertoire) -> Words:
    """What matters most and how much of the uncertainty it is."""
    return {language: _sentence(found, known, language) for language in LANGUAGES}


def _sentence(found: Sensitivity, known: Repertoire, language: Language) -> str:
    values = {
        "year": str(found.year),
        "what": text(f"consequence.{found.indicator.name}", language),
        "low": in_unit(found.indicator, found.low, language),
        "high": in_unit(found.indicator, found.high, language),
    }
    if not found.shares:
        return text("asked.matters.nothing", language, **values)
    first, *rest = found.shares
    names = [unknown_name(one.source, known)[language] for one in found.shares]
    if rest and rest[0].first >= ALIKE * first.first:
        share = _share(first.first + rest[0].first, language)
        both = {"first": names[0], "second": _inside(names[1]), "share": share}
        return text("asked.matters.two", language, **both, **values)
    key = "asked.matters.many" if _little(first) else "asked.matters.one"
    share = _share(first.first, language)
    name = _inside(names[0]) if _little(first) else names[0]
    return text(key, language, first=name, share=share, **values)


def _little(first: Share) -> bool:
    return first.first < LITTLE


def _share(share: float, language: Language) -> str:
    name = next((called for below, called in SHARES if share < below), "nearly_all")
    return text(f"asked.share.{name}", language)


def _inside(name: str) -> str:
    """The words as they stand inside a sentence."""
    return name[:1].lower() + name[1:]
