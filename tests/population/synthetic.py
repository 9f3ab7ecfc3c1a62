"""An invented country of any size: plausible rates and people for tests and benchmarks.

Every number is an *assumption*, chosen so that the flows of 357 municipalities come near
Norway's (5.55 million people; a year sees 250,000 moves between municipalities, 60,000
immigrants, 35,000 emigrants, 45,000 deaths and 52,000 births).
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import AGES, COHORTS, SEXES, FloatArray
from veivalg.population.assumptions import Assumptions

COHORT = np.array(COHORTS, dtype=float)
FIRST_AGES_OF_CLASSES = (0, 6, 16, 19, 22, 26, 31, 41, 67)
"""First cohort of each destination class, K = 9."""
PEOPLE = 5_550_000


def country(
    places: int = 357, years: int = 26, *, seed: int = 1, people: float = PEOPLE
) -> tuple[FloatArray, Assumptions]:
    """Opening stock (municipality, sex, age), whole persons, and assumptions of such a country."""
    chance = np.random.default_rng(seed)
    size = np.sort(chance.lognormal(0.0, 1.25, places))[::-1]
    size *= people / size.sum()
    start = opening(size, chance)
    return start, assumptions_for(size, years, chance)


def opening(size: FloatArray, chance: np.random.Generator) -> FloatArray:
    """(municipality, sex, age): whole persons, ages as in a country that grows old."""
    age = np.array(AGES, dtype=float)
    shape = np.exp(-((np.maximum(age - 45, 0) / 30) ** 2.6)) * (
        0.85 + 0.15 * np.minimum(age, 30) / 30
    )
    mean = size[:, np.newaxis, np.newaxis] * 0.5 * shape / shape.sum() * np.ones((len(SEXES), 1))
    persons: FloatArray = chance.poisson(mean).astype(np.float64)
    return persons


def assumptions_for(size: FloatArray, years: int, chance: np.random.Generator) -> Assumptions:
    """Assumptions for municipalities of these sizes, scattered at random on a map."""
    places = len(size)
    flow_years = tuple(range(2024, 2024 + years))
    level = chance.lognormal(0.0, 0.1, (places, len(SEXES), 1))
    smallness = (size.mean() / size) ** 0.15
    out = 0.038 * moving_age() * level * smallness[:, np.newaxis, np.newaxis]
    away = 0.0058 * moving_age() * chance.lognormal(0.0, 0.2, (places, len(SEXES), 1))
    coming = chance.lognormal(0.0, 0.2, (places, len(SEXES), 1)) * moving_age()
    coming *= size[:, np.newaxis, np.newaxis]
    first = np.searchsorted(FIRST_AGES_OF_CLASSES, COHORT, side="right") - 1
    return Assumptions(
        municipalities=tuple(f"{301 + 13 * i:04d}" for i in range(places)),
        years=flow_years,
        birth_rate=np.tile(birth_age(), (years, 1)),
        birth_level=chance.lognormal(0.0, 0.1, places),
        girls=0.486,
        death_probability=death_age(years),
        death_level=chance.lognormal(0.0, 0.06, (places, len(SEXES))),
        out_probability=np.minimum(out, 0.6),
        mobility=np.linspace(1.0, 1.03, years),
        class_of_cohort=first,
        destination=destinations(size, len(FIRST_AGES_OF_CLASSES), chance),
        attraction=chance.lognormal(0.0, 0.02, (years, len(FIRST_AGES_OF_CLASSES), places)),
        emigration_probability=np.minimum(away, 0.2),
        emigration=np.ones(years),
        immigrants=np.full(years, 60_000.0 * size.sum() / PEOPLE),
        immigrant_share=coming / coming.sum(),
    )


def moving_age() -> FloatArray:
    """(cohort): moving by age over its mean, high for small children and around 24."""
    young = 3.2 * np.exp(-(((COHORT - 24) / 6.5) ** 2))
    return 0.30 + 0.9 * np.exp(-COHORT / 6) + young + 0.5 * np.exp(-(((COHORT - 34) / 9) ** 2))


def birth_age() -> FloatArray:
    """(cohort): births per woman-year, 1.45 children in all, cohorts 15 to 50."""
    shape = np.exp(-(((COHORT - 31.5) / 7) ** 2)) * ((COHORT >= 15) & (COHORT <= 50))
    rate: FloatArray = 1.45 * shape / shape.sum()
    return rate


def death_age(years: int) -> FloatArray:
    """(year, sex, cohort): Gompertz with infant deaths, falling 1.3 % a year."""
    gompertz = np.exp(-10.6 + 0.097 * COHORT)
    level = np.array([0.8, 1.15])[:, np.newaxis] * (gompertz + 0.0018 * (COHORT == 0))
    falling = 0.987 ** np.arange(years)
    probability: FloatArray = np.minimum(level * falling[:, np.newaxis, np.newaxis], 1.0)
    return probability


def destinations(size: FloatArray, classes: int, chance: np.random.Generator) -> FloatArray:
    """(class, origin, destination): gravity between random points; rows sum to 1."""
    point = chance.random((len(size), 2))
    gap = np.linalg.norm(point[:, np.newaxis] - point, axis=-1) + 0.01
    steep = np.linspace(1.9, 1.1, classes)[:, np.newaxis, np.newaxis]
    share = size * gap**-steep
    share[:, np.arange(len(size)), np.arange(len(size))] = 0.0
    total = share.sum(axis=2, keepdims=True)
    weight: FloatArray = np.divide(share, total, out=np.zeros_like(share), where=total > 0)
    return weight
