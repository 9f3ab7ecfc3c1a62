"""Tiny generated countries for invariants: three places, two years, any rates at all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from hypothesis import strategies as st

from veivalg.axes import AGES, COHORTS, SEXES, FloatArray
from veivalg.population.assumptions import Assumptions

CODES = ("0301", "1151", "5636")


@dataclass(frozen=True)
class Country:
    """Opening stock (municipality, sex, age) and assumptions of one generated country."""

    start: FloatArray
    assumptions: Assumptions


@st.composite
def small_countries(draw: st.DrawFn, *, years: int = 2) -> Country:
    """Mostly empty municipalities with any chances, zero and one and sums over one included."""
    seed = draw(st.integers(0, 2**32 - 1))
    most = draw(st.sampled_from([0, 1, 4, 200]))
    empty = draw(st.sampled_from([0.0, 0.5, 0.95]))
    death = draw(st.sampled_from([0.0, 0.02, 0.9, 1.0]))
    leaving = draw(st.sampled_from([0.0, 0.05, 0.7, 1.0]))
    coming = draw(st.sampled_from([0.0, 3.0, 500.0]))
    chance = np.random.default_rng(seed)
    places = len(CODES)
    start = chance.integers(0, most + 1, (places, len(SEXES), len(AGES))).astype(float)
    start *= chance.random(start.shape) >= empty
    return Country(start, _assumptions(chance, years, death=death, leaving=leaving, coming=coming))


def _assumptions(
    chance: np.random.Generator, years: int, *, death: float, leaving: float, coming: float
) -> Assumptions:
    places, classes = len(CODES), 3
    local = (places, len(SEXES), len(COHORTS))
    share = chance.random(local)
    destination = chance.random((classes, places, places)) * (1 - np.eye(places)) + 0.0
    return Assumptions(
        municipalities=CODES,
        years=tuple(range(2024, 2024 + years)),
        birth_rate=chance.random((years, len(COHORTS))) * 0.2 * _fertile(),
        birth_level=chance.random(places) * 2,
        girls=0.486,
        death_probability=death * chance.random((years, len(SEXES), len(COHORTS))),
        death_level=chance.random((places, len(SEXES))) * 2,
        out_probability=leaving * chance.random(local),
        mobility=chance.random(years) * 1.5,
        class_of_cohort=np.sort(chance.integers(0, classes, len(COHORTS))),
        destination=destination / destination.sum(axis=2, keepdims=True),
        attraction=chance.random((years, classes, places)) + 0.1,
        emigration_probability=leaving * chance.random(local),
        emigration=chance.random(years) * 1.5,
        immigrants=np.full(years, coming),
        immigrant_share=share / share.sum(),
    )


def _fertile() -> FloatArray:
    cohort = np.array(COHORTS)
    return ((cohort >= 15) & (cohort <= 50)).astype(float)
