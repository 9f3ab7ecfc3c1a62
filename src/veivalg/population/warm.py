"""Compile the drawn runs before anybody waits: `python -m veivalg.population.warm`.

Run at installation and in the background at the first start. The expected run needs no
compiling. What is compiled is kept on disk, where the next start finds it in about a second.
"""

from __future__ import annotations

import time
from threading import Event

import numpy as np

from veivalg.axes import AGES, COHORTS, SEXES
from veivalg.population.assumptions import Assumptions
from veivalg.population.drawn import one_draw, project_drawn
from veivalg.population.factors import no_change
from veivalg.population.kept import every_municipality
from veivalg.randomness import Draws

_READY = Event()


def compile_kernels() -> None:
    """Compile, or load from disk, all that drawn runs need. Takes half a minute at most."""
    assumptions = _two_places()
    start = np.ones((len(assumptions.municipalities), len(SEXES), len(AGES)))
    factors = no_change(assumptions.municipalities, assumptions.years, count=1)
    keep = every_municipality(assumptions.municipalities)
    project_drawn(start, assumptions, factors, Draws(0), keep=keep)
    one_draw(start, assumptions, factors, Draws(0), draw=0)
    _READY.set()


def kernels_ready() -> bool:
    """Whether `compile_kernels` has ended in this program."""
    return _READY.is_set()


def _two_places() -> Assumptions:
    """The smallest country there is; its rates mean nothing."""
    local = np.full((2, len(SEXES), len(COHORTS)), 0.01)
    return Assumptions(
        municipalities=("0001", "0002"),
        years=(2024,),
        birth_rate=np.full((1, len(COHORTS)), 0.01),
        birth_level=np.ones(2),
        girls=0.5,
        death_probability=np.full((1, len(SEXES), len(COHORTS)), 0.01),
        death_level=np.ones((2, len(SEXES))),
        out_probability=local.copy(),
        mobility=np.ones(1),
        class_of_cohort=np.zeros(len(COHORTS), np.int64),
        destination=np.array([[[0.0, 1.0], [1.0, 0.0]]]),
        attraction=np.ones((1, 1, 2)),
        emigration_probability=local.copy(),
        emigration=np.ones(1),
        immigrants=np.ones(1),
        immigrant_share=np.full_like(local, 1 / local.size),
    )


def main() -> None:
    """Compile, and say how long it took."""
    begun = time.perf_counter()
    compile_kernels()
    print(f"Compiled for drawn runs in {time.perf_counter() - begun:.0f} s.")


if __name__ == "__main__":
    main()
