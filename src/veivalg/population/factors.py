"""What differs from draw to draw: factors on the assumptions, 1 = no change.

The first layer of uncertainty, parameters, is a value of this kind; the second, people, is
drawn in `veivalg.population.drawn`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from veivalg.axes import Axes, FloatArray, make_read_only
from veivalg.errors import LabelMismatch, OutOfRange

NATIONAL = ("births", "deaths", "mobility", "immigrants", "emigration")
LOCAL = ("local_births", "local_deaths")
LOCAL_YEARLY = ("attraction", "out", "local_immigrants")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Factors:
    """Factors on one set of assumptions, for some draws in a row.

    first_draw        number of the first draw; draw i of the arrays is draw first_draw + i
    municipalities    codes, as in the assumptions
    years             flow years, as in the assumptions
    births, deaths, mobility, immigrants, emigration  (draw, year)  national
    local_births      (draw, municipality)        on birth_level
    local_deaths      (draw, municipality)        on death_level
    attraction        (draw, year, municipality)  on attraction, all classes
    out               (draw, year, municipality)  on out_probability
    local_immigrants  (draw, year, municipality)  on immigrant_share, which is renormalised

    Raises OutOfRange for a factor that is missing, infinite or negative (attraction: not above
    0), LabelMismatch for another shape.
    """

    first_draw: int
    municipalities: tuple[str, ...]
    years: tuple[int, ...]
    births: FloatArray
    deaths: FloatArray
    mobility: FloatArray
    immigrants: FloatArray
    emigration: FloatArray
    local_births: FloatArray
    local_deaths: FloatArray
    attraction: FloatArray
    out: FloatArray
    local_immigrants: FloatArray

    def __post_init__(self) -> None:
        draws = range(self.first_draw, self.first_draw + self.count)
        for name in (*NATIONAL, *LOCAL, *LOCAL_YEARLY):
            self._check(name, draws)
        make_read_only(
            *(v for f in fields(self) if isinstance(v := getattr(self, f.name), np.ndarray))
        )

    @property
    def count(self) -> int:
        """How many draws."""
        return int(self.births.shape[0])

    def only(self, draw: int) -> Factors:
        """The factors of one draw. Raises OutOfRange when it is not among these."""
        i = draw - self.first_draw
        if not 0 <= i < self.count:
            last = self.first_draw + self.count - 1
            raise OutOfRange(f"draw {draw} is not among draws {self.first_draw} to {last}.")
        names = (*NATIONAL, *LOCAL, *LOCAL_YEARLY)
        return replace(
            self, first_draw=draw, **{name: getattr(self, name)[i : i + 1] for name in names}
        )

    def _check(self, name: str, draws: range) -> None:
        labels = {"draw": draws, "year": self.years, "municipality": self.municipalities}
        names = {NATIONAL: ("draw", "year"), LOCAL: ("draw", "municipality")}
        kept = next((n for group, n in names.items() if name in group), tuple(labels))
        axes = Axes.of(**{axis: labels[axis] for axis in kept})
        values = getattr(self, name)
        if values.shape != axes.shape:
            raise LabelMismatch(
                f"factor {name} has shape {values.shape}; ({', '.join(kept)}) is {axes.shape}."
            )
        good = np.isfinite(values) & ((values > 0) if name == "attraction" else (values >= 0))
        if not good.all():
            cell = np.unravel_index(int(np.argmin(good)), values.shape)
            where = ", ".join(
                f"{axis.name} {axis.labels[i]}" for axis, i in zip(axes.axes, cell, strict=True)
            )
            raise OutOfRange(
                f"factor {name} is {values[cell]:g} for {where}; a factor is a number above 0, "
                "and 1 where nothing changes."
            )


def no_change(
    municipalities: tuple[str, ...], years: tuple[int, ...], *, count: int, first_draw: int = 0
) -> Factors:
    """Factors that are all 1: only people differ from draw to draw."""
    yearly = (count, len(years))
    local = (count, len(municipalities))
    both = (count, len(years), len(municipalities))
    return Factors(
        first_draw=first_draw,
        municipalities=municipalities,
        years=years,
        **{name: np.ones(yearly) for name in NATIONAL},
        **{name: np.ones(local) for name in LOCAL},
        **{name: np.ones(both) for name in LOCAL_YEARLY},
    )
