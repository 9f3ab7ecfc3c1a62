"""Statistics Norway's own projections, as far as a store holds them: to pin to and compare with."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow.compute as pc

from veivalg.data.places import COUNTRY_CODE
from veivalg.data.stored import FigureStore, stored_table
from veivalg.errors import MissingFigure

COLUMNS = ("vintage", "alternative", "level", "code", "year", "persons")


def official_residents_of_norway(
    store: FigureStore | None, *, alternative: str = "MMMM"
) -> tuple[int, Mapping[int, float]]:
    """Vintage, and persons in the country by year, of the newest official projection held.

    Raises MissingFigure when none is held.
    """
    stored = None if store is None else stored_table(store, "official_projection", COLUMNS)
    if stored is not None:
        table, _ = stored
        chosen = pc.and_(
            pc.equal(table["level"], "country"), pc.equal(table["alternative"], alternative)
        )
        rows = table.filter(pc.and_(chosen, pc.equal(table["code"], COUNTRY_CODE))).to_pylist()
        if rows:
            vintage = max(int(row["vintage"]) for row in rows)
            newest = (row for row in rows if int(row["vintage"]) == vintage)
            return vintage, {int(row["year"]): float(row["persons"]) for row in newest}
    raise MissingFigure(
        f"No official projection of the country ({alternative}) is held; fetch it with "
        "`veivalg data fetch`, or project without pinning."
    )
