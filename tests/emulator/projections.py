"""The official projections of the emulated bank, one table a vintage."""

from __future__ import annotations

import numpy as np

from tests.emulator.figures import Figures
from tests.emulator.shared_dimensions import contents, sex, time
from tests.emulator.tables import Dimension, Table


def projections(figures: Figures) -> list[Table]:
    tables = []
    for number, vintage, gone in (
        ("14746", 2026, False),
        ("14288", 2024, False),
        ("12882", 2020, True),
    ):
        totals = figures.projected.get(vintage, figures.projected[2024])
        codes = ["0", *figures.county_codes, *figures.codes]
        halves = np.stack([totals * 0.5, totals * 0.5], axis=1)[:, :, None]
        ages = np.concatenate([halves * 0.25, halves * 0.75], axis=2)
        years = list(range(vintage, vintage + totals.shape[-1]))
        tables.append(
            Table(
                number,
                f"Framskrevet folkemengde 1. januar, etter kjønn og alder, i 9 alternativer "
                f"(K) {years[0]}-{years[-1]}",
                [
                    Dimension(
                        "Region",
                        "region",
                        codes,
                        ["Hele landet", *figures.county_codes, *figures.names],
                        role="geo",
                    ),
                    sex(elimination=True),
                    Dimension(
                        "Alder", "alder", ["000", "001+"], ["0 år", "1 år +"], elimination=True
                    ),
                    contents(
                        ("Personer", "Hovedalternativet (MMMM)"),
                        ("Personer1", "Lav nasjonal vekst (LLML)"),
                        ("Personer2", "Høy nasjonal vekst (HHMH)"),
                    ),
                    time(years),
                ],
                ages,
                discontinued=gone,
            )
        )
    return tables
