"""Sheets of a projection: totals, all figures, sources, assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from veivalg.analysis.assumed import assumed
from veivalg.analysis.projection import Projection
from veivalg.language import Language, text
from veivalg.provenance import Source
from veivalg.reports.export.rows import COLUMNS, DECIMALS, rows
from veivalg.reports.export.sheet import Line, Sheet
from veivalg.reports.export.statement import about_figures, statement, title

SHOWN_STATISTICS = ("expected", "p10", "p90")
SOURCE_FIELDS = ("publisher", "table", "date", "kind", "retrieved", "licence", "note", "sha256")


def sheets(projection: Projection, language: Language) -> Iterator[Sheet]:
    """All of them, in their order."""
    for name, widths, headed, lines in (
        ("totals", (1, 1, 30), False, _totals(projection, language)),
        ("persons", (1, 1, 30), True, _persons(projection)),
        ("sources", (0, 7, 24), False, _sources(projection, language)),
        ("assumptions", (0, 0, 44), False, _assumptions(projection, language)),
    ):
        named = text(f"export.sheet.{name}", language)
        yield Sheet(name=named, widths=(widths,), lines=lines, headed=headed)


def _totals(projection: Projection, language: Language) -> Iterator[Line]:
    """Residents per place with the years across. Quantiles only where they are of the total."""
    yield Line(0, (title(projection, language),), bold=True)
    yield Line(1, (about_figures(projection, language),))
    yield Line(3, ("place", "name", "statistic", *projection.years), bold=True)
    summed = projection.persons.sum(axis=(3, 4)).round(DECIMALS)
    number = 4
    for p, place in enumerate(projection.places):
        for q, statistic in enumerate(projection.statistics):
            if statistic in (SHOWN_STATISTICS if projection.ages == ("all",) else ("expected",)):
                yield Line(number, (place.code, place.name, statistic, *summed[q, p].tolist()))
                number += 1


def _persons(projection: Projection) -> Iterator[Line]:
    yield Line(0, COLUMNS, bold=True)
    for number, row in enumerate(rows(projection), start=1):
        yield Line(number, row)


def _sources(projection: Projection, language: Language) -> Iterator[Line]:
    yield Line(0, (about_figures(projection, language),), bold=True)
    heads = [text(f"export.source.{name}", language) for name in SOURCE_FIELDS]
    yield Line(2, heads, bold=True)
    held = [[asdict(source)[name] for name in SOURCE_FIELDS] for source in _all_sources(projection)]
    lines = [*held, (), *statement(projection, language).items()]
    for number, cells in enumerate(lines, start=3):
        yield Line(number, cells)


def _assumptions(projection: Projection, language: Language) -> Iterator[Line]:
    heads = [text(f"export.assumption.{name}", language) for name in _ASSUMPTION]
    yield Line(0, heads, bold=True)
    for number, item in enumerate(assumed(projection.assumptions), start=1):
        name = text(f"export.assumption.{item.name}", language)
        unit = text(f"export.unit.{item.unit}", language)
        yield Line(number, (name, item.year, round(item.value, 4), unit))


_ASSUMPTION = ("name", "year", "value", "unit")


def _all_sources(projection: Projection) -> list[Source]:
    return list(dict.fromkeys((projection.source, *projection.assumptions.sources)))
