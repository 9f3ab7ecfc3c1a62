"""The real thing on shipped figures, made once for all tests."""

from __future__ import annotations

from functools import cache

from veivalg.analysis.drawn import Drawing, DrawnGroups, draw_groups
from veivalg.analysis.prospect import Prospect, prospect
from veivalg.analysis.simulation import Expected, Simulation, expected, simulation_of
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import Place, geography

FEW_DRAWS = 8


@cache
def simulation() -> Simulation:
    return simulation_of(shipped_figures(), geography())


@cache
def run(alternative: str = "MMMM") -> Expected:
    return expected(simulation(), alternative)


@cache
def drawn() -> DrawnGroups:
    return draw_groups(simulation(), run(), Drawing(count=FEW_DRAWS))


def place(text: str = "3448") -> Place:
    return geography().country if text == "0" else geography().find(text)


@cache
def seen(text: str = "3448", *, with_draws: bool = False) -> Prospect:
    return prospect(simulation(), run(), place(text), drawn() if with_draws else None)
