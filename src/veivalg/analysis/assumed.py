"""The national assumptions of a run in numbers people know: children per woman, life expectancy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from veivalg.axes import COHORTS, SEXES, FloatArray
from veivalg.population.assumptions import Assumptions


@dataclass(frozen=True, slots=True)
class Assumed:
    """One national figure of one year; name and unit are message keys of `export`."""

    name: str
    year: int
    value: float
    unit: str


def assumed(assumptions: Assumptions) -> Iterator[Assumed]:
    """Every national path, year by year."""
    paths = {
        "fertility": (assumptions.birth_rate.sum(axis=1), "children"),
        **{
            f"life_{sex}": (life_expectancy(assumptions.death_probability[:, s]), "years")
            for s, sex in enumerate(SEXES)
        },
        "immigrants": (assumptions.immigrants, "persons"),
        "mobility": (assumptions.mobility, "factor"),
        "emigration": (assumptions.emigration, "factor"),
    }
    for name, (values, unit) in paths.items():
        for year, value in zip(assumptions.years, values.tolist(), strict=True):
            yield Assumed(name, year, value, unit)


def life_expectancy(death_probability: FloatArray) -> FloatArray:
    """Years a newborn lives under one year's chances of dying, by cohort.

    death_probability  (year, cohort)  the last cohort's chance holds for ever after
    returns            (year)

    Births fall on average midway through the year and so do deaths: half a year lived before
    the first 31 December, then half of the year in which one dies. The halves add up to the
    sum of those alive at each 31 December, and a quarter of a year for those who die newborn.
    """
    alive = np.cumprod(1 - death_probability, axis=1)
    last = death_probability[:, len(COHORTS) - 1]
    beyond = np.where(last > 0, alive[:, -1] * (1 - last) / np.maximum(last, 1e-12), 0.0)
    years: FloatArray = alive.sum(axis=1) + beyond + death_probability[:, 0] / 4
    return years
