"""Alternatives by Statistics Norway's four letters: fertility, life expectancy, moves, immigration.

MMMM is the middle path in all four. H and L are the ends of our own 80 % interval of the
national path; 0 is none. The order of the letters is Statistics Norway's.
"""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.errors import UnknownAlternative
from veivalg.population.mortality import Z80

KNOWN = (
    "MMMM",
    "HMMM",
    "LMMM",
    "MHMM",
    "MLMM",
    "MMMH",
    "MMML",
    "HHMH",
    "LLML",
    "LHML",
    "HLMH",
    "MMM0",
    "MM00",
)
"""Those that are offered in menus; every other combination of the letters works too."""
_ALLOWED = {
    "fertility": "LMH",
    "life expectancy": "LMH",
    "moves inside Norway": "M0",
    "immigration": "LMH0",
}
_QUANTILE = {"L": -Z80, "M": 0.0, "H": Z80}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """One alternative; quantiles are standard deviations from the middle path.

    letters  its name, "MMMM"
    fertility, life_expectancy, immigration  quantiles of the national path
    moves    False when nobody moves between municipalities
    abroad   False when nobody crosses the border
    """

    letters: str
    fertility: float
    life_expectancy: float
    immigration: float
    moves: bool
    abroad: bool


def alternative(letters: str) -> Alternative:
    """The alternative of four letters. Raises UnknownAlternative naming the letter."""
    name = letters.strip().upper()
    if len(name) != len(_ALLOWED):
        raise UnknownAlternative(
            f"The alternative {letters!r} has {len(name)} letters; it takes four, for fertility, "
            "life expectancy, moves inside Norway and immigration, such as MMMM or HHMH."
        )
    for letter, (what, allowed) in zip(name, _ALLOWED.items(), strict=True):
        if letter not in allowed:
            raise UnknownAlternative(
                f"The alternative {letters!r} has {letter!r} for {what}; "
                f"choose among {', '.join(allowed)}."
            )
    return Alternative(
        letters=name,
        fertility=_QUANTILE[name[0]],
        life_expectancy=_QUANTILE[name[1]],
        immigration=_QUANTILE.get(name[3], 0.0),
        moves=name[2] != "0",
        abroad=name[3] != "0",
    )
