"""What every file says about itself: official or shipped figures, source, date, identity."""

from __future__ import annotations

from veivalg import __version__
from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.analysis.projection import Projection
from veivalg.consequences.own_figures import own_text
from veivalg.consequences.parameters import Parameter
from veivalg.language import Language, date, text

Exported = Projection | ConsequenceTable


def title(exported: Exported, language: Language) -> str:
    """Framskrevet folketall 2024–2050, alternativ MMMM."""
    kind = "export" if isinstance(exported, Projection) else "export.consequences"
    return text(
        f"{kind}.title",
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
    own = {} if isinstance(exported, Projection) else _about_own(exported, language)
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
        **own,
    }


def _about_own(table: ConsequenceTable, language: Language) -> dict[str, str]:
    """What own figures stand in the place of default ones, in words and to be given back."""
    if not table.own:
        return {}
    names = ", ".join(f"{one.figure} {one.place}".strip() for one in table.own)
    return {
        "own": text("export.consequences.own", language, n=len(table.own), figures=names),
        "own_text": own_text(table.own),
    }
