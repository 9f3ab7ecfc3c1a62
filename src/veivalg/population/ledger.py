"""The books of a projection: opening stock, flows and closing stock.

Identity, per draw, municipality, sex and cohort:
closing = opening + born - deaths + moved_in - moved_out + immigrated - emigrated.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from veivalg.axes import FloatArray, make_read_only

FLOWS = ("births", "deaths", "moved_in", "moved_out", "immigrated", "emigrated")
SIGNS = {
    "births": 1,
    "deaths": -1,
    "moved_in": 1,
    "moved_out": -1,
    "immigrated": 1,
    "emigrated": -1,
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ledger:
    """Stocks on 1 January and flows of the years between, of one run.

    places    labels of the rows: municipality codes, or groups the run was summed to
    years     opening years, Y + 1 of them; flows belong to the first Y
    persons   (place, year, sex, age)     residents on 1 January; Y + 1 years, 106 ages
    births    (place, year, sex)          children born, booked on cohort 0
    deaths, moved_in, moved_out, immigrated, emigrated
              (place, year, sex, cohort)  persons in the year, by age reached on 31 December
    """

    places: tuple[str, ...]
    years: tuple[int, ...]
    persons: FloatArray
    births: FloatArray
    deaths: FloatArray
    moved_in: FloatArray
    moved_out: FloatArray
    immigrated: FloatArray
    emigrated: FloatArray

    def __post_init__(self) -> None:
        make_read_only(
            *(v for f in fields(self) if isinstance(v := getattr(self, f.name), np.ndarray))
        )

    @property
    def opening_by_cohort(self) -> FloatArray:
        """(place, year, sex, cohort): those living here on 1 January, newborns (0) not yet."""
        opening = np.zeros_like(self.deaths)
        opening[..., 1:] = self.persons[:, :-1]
        return opening

    @property
    def closing_by_cohort(self) -> FloatArray:
        """(place, year, sex, cohort): what the books say is left on 31 December."""
        closing = self.opening_by_cohort
        closing[..., 0] += self.births
        for name in FLOWS[1:]:
            closing += SIGNS[name] * getattr(self, name)
        return closing
