"""What every file says about itself: official or shipped figures, source, date, identity."""

from __future__ import annotations

from veivalg import __version__
from veivalg.analysis.projection import Projection
from veivalg.language import Language, date, text


def title(projection: Projection, language: Language) -> str:
    """Framskrevet folketall 2024–2050, alternativ MMMM."""
    return text(
        "export.title",
        language,
        base=str(projection.years[0]),
        end=str(projection.years[-1]),
        alternative=projection.alternative,
    )


def about_figures(projection: Projection, language: Language) -> str:
    """One sentence: shipped or official, from whom, of what date, and how to get newer ones."""
    source = projection.source
    if source.kind == "official":
        return text(
            "export.official",
            language,
            publisher=source.publisher,
            table=source.table,
            date=date(source.date, language),
        )
    return text("export.shipped", language, date=date(source.date, language))


def statement(projection: Projection, language: Language) -> dict[str, str]:
    """All that a reader needs to name the numbers and make them again, as plain text."""
    source = projection.source
    return {
        "title": title(projection, language),
        "figures": about_figures(projection, language),
        "kind": "official" if source.kind == "official" else "shipped",
        "publisher": source.publisher,
        "table": source.table,
        "date": source.date,
        "retrieved": source.retrieved,
        "sha256": source.sha256,
        "licence": source.licence,
        "alternative": projection.alternative,
        "draws": str(projection.draws),
        "seed": str(projection.seed) if projection.draws else "",
        "model": f"Veivalg {__version__}",
        "identity": projection.identity,
    }
