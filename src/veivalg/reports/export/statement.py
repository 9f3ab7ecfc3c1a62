"""What every file says about itself: official or shipped figures, source, date, identity."""

from __future__ import annotations

from typing import Any

from veivalg import __version__
from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.analysis.path_table import PathTable
from veivalg.analysis.projection import Projection
from veivalg.consequences.own_figures import own_text
from veivalg.consequences.parameters import Parameter
from veivalg.language import Language, date, number, text
from veivalg.shifts.reading import in_language

Derived = ConsequenceTable | PathTable
"""What follows from people: it rests on default and own figures."""
Exported = Projection | Derived
TITLES: dict[type[Exported], str] = {
    Projection: "export.title",
    ConsequenceTable: "export.consequences.title",
    PathTable: "export.paths.title",
}


def title(exported: Exported, language: Language) -> str:
    """Framskrevet folketall 2024–2050, alternativ MMMM."""
    return text(
        TITLES[type(exported)],
        language,
        base=str(exported.years[0]),
        end=str(exported.years[-1]),
        alternative=exported.alternative,
    )


def about_figures(exported: Exported, language: Language) -> str:
    """One sentence: shipped or official, from whom, of what date, and how to get newer ones."""
    source = exported.source
    if source.kind == "official":
        return text(
            "export.official",
            language,
            publisher=source.publisher,
            table=source.table,
            date=date(source.date, language),
        )
    return text("export.shipped", language, date=date(source.date, language))


def reason_of(parameter: Parameter, language: Language) -> str:
    """Why a default figure is what it is, in the reader's language; "" where none is given."""
    if not parameter.reason or parameter.basis == "replaced":
        return parameter.reason
    return text(f"parameter.{parameter.name}.reason", language)


def statement(exported: Exported, language: Language) -> dict[str, str]:
    """All that a reader needs to name the numbers and make them again, as plain text."""
    source = exported.source
    return {
        "title": title(exported, language),
        "figures": about_figures(exported, language),
        "kind": "official" if source.kind == "official" else "shipped",
        "publisher": source.publisher,
        "table": source.table,
        "date": source.date,
        "retrieved": source.retrieved,
        "sha256": source.sha256,
        "licence": source.licence,
        "alternative": exported.alternative,
        "draws": str(exported.draws),
        "seed": str(exported.seed) if exported.draws else "",
        "model": f"Veivalg {__version__}",
        "identity": exported.identity,
        **(_about_path(exported, language) if isinstance(exported, PathTable) else {}),
        **({} if isinstance(exported, Projection) else _about_own(exported, language)),
    }


def figures_behind(table: Derived, language: Language) -> list[dict[str, Any]]:
    """Default and own figures with what each rests on."""
    return [
        {
            "name": one.name,
            "unit": one.unit,
            "basis": one.basis,
            "source": one.source,
            "year": one.year,
            "range": one.range,
            "reason": reason_of(one, language),
        }
        for one in table.parameters
    ]


def _about_own(table: Derived, language: Language) -> dict[str, str]:
    """What own figures stand in the place of default ones, in words and to be given back."""
    if not table.own:
        return {}
    names = ", ".join(f"{one.figure} {one.place}".strip() for one in table.own)
    return {
        "own": text("export.consequences.own", language, n=len(table.own), figures=names),
        "own_text": own_text(table.own),
    }


def _about_path(table: PathTable, language: Language) -> dict[str, str]:
    """The path in words, and as text to be given back; own texts travel whole."""
    path, known = table.path, table.known
    futures = [
        text("export.paths.story", language, name=in_language(known.stories[story].name, language),
             weight=number(weight, language))
        for story, weight in path.weights
    ] + [
        text("export.paths.shock", language, year=str(one.year), size=one.size,
             name=in_language(known.shocks[one.shock].name, language))
        for one in path.shocks
    ]  # fmt: skip
    choices = [
        text("export.paths.choice", language, year=str(one.year), level=one.level,
             name=in_language(known.levers[one.lever].name, language))
        for one in path.choices
    ]  # fmt: skip
    nothing = text("export.paths.nothing", language)
    own = {"own_stories": path.own_stories, "own_measures": path.own_levers}
    return {
        "path": table.path_text,
        "futures_chosen": "; ".join(futures) or nothing,
        "choices_made": "; ".join(choices) or nothing,
        **{name: "\n\n".join(texts) for name, texts in own.items() if texts},
    }
