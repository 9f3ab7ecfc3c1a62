"""Learns how the one-year profiles of municipalities differ from the country's.

The figures behind are persons by municipality, sex and one-year age at two dates. A municipality's
profile is Norway's times exp(deviation), and deviations are normal with mean 0 and a covariance
that this finds by an EM algorithm: Poisson counts, deviations linear between knots of age,
covariance drawn towards a smooth one that follows ages and cohorts. The covariance's largest
principal patterns are what ships. docs/model/shipped-figures.md has the equations.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]

KNOTS = (
    0,
    3,
    6,
    10,
    13,
    16,
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
    28,
    30,
    32,
    34,
    37,
    40,
    44,
    48,
    52,
    56,
    60,
    64,
    67,
    70,
    74,
    78,
    82,
    86,
    90,
    95,
    105,
)
"""Ages between which a deviation is a straight line; every year where students move."""
PATTERNS = 20
ROUNDS = 8
PRIOR_WEIGHT = 30.0
"""Municipalities that the smooth covariance counts for. *assumption*, see docs."""
LONGEST_STEP = 0.5


def learn_patterns(persons: Array, dates: tuple[int, int], *, number: int = PATTERNS) -> Array:
    """Patterns of deviation, largest first, as values at the knots.

    persons  (municipality, year, sex, age)  persons, one-year ages
    returns  (year, sex, knot, pattern)      deviation of the log per standard deviation
    """
    covariance = deviation_covariance(persons, dates)
    basis = knot_basis(persons.shape[1] * persons.shape[2])
    size, direction = np.linalg.eigh(basis @ covariance @ basis.T)
    order = np.argsort(size)[::-1][:number]
    loadings = direction[:, order] * np.sqrt(size[order])
    loadings = loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    by_age = loadings.reshape(*persons.shape[1:], number)
    return by_age[:, :, list(KNOTS), :]


def knot_basis(blocks: int) -> Array:
    """(block and age, block and knot)  a deviation by age from its values at the knots."""
    ages = np.arange(KNOTS[-1] + 1)
    hats = np.stack([np.interp(ages, KNOTS, row) for row in np.eye(len(KNOTS))], axis=1)
    return np.kron(np.eye(blocks), hats)


def deviation_covariance(persons: Array, dates: tuple[int, int]) -> Array:
    """(block and knot, block and knot)  covariance of deviations between municipalities."""
    counts = persons.reshape(len(persons), -1)
    expected = counts.sum(axis=0) * (counts.sum(axis=1) / counts.sum())[:, None]
    basis = knot_basis(persons.shape[1] * persons.shape[2])
    smooth = smooth_covariance(dates)
    covariance = smooth
    deviation = np.zeros((len(counts), basis.shape[1]))
    for _ in range(ROUNDS):
        precision = np.linalg.inv(covariance)
        for _ in range(2):
            deviation, uncertainty = newton_step(deviation, counts, expected, basis, precision)
        scatter = deviation.T @ deviation + uncertainty
        covariance = (scatter + PRIOR_WEIGHT * smooth) / (len(counts) + PRIOR_WEIGHT)
    return covariance


def newton_step(
    deviation: Array, counts: Array, expected: Array, basis: Array, precision: Array
) -> tuple[Array, Array]:
    """One step towards the most likely deviations, and the sum of their uncertainties."""
    profile = expected * np.exp(deviation @ basis.T)
    gradient = (counts - profile) @ basis - deviation @ precision
    moved = np.empty_like(deviation)
    uncertainty = np.zeros_like(precision)
    for i, cells in enumerate(profile):
        inverse = np.linalg.inv((basis.T * cells) @ basis + precision)
        moved[i] = deviation[i] + np.clip(inverse @ gradient[i], -LONGEST_STEP, LONGEST_STEP)
        uncertainty += inverse
    return moved, uncertainty


def smooth_covariance(dates: tuple[int, int]) -> Array:
    """What a deviation may be before any municipality is seen: near ages and the same cohort alike,
    the sexes nearly alike. All sizes are *assumptions*; the figures outweigh them.
    """
    blocks = 2 * len(dates)
    age = np.tile(np.array(KNOTS, dtype=float), blocks)
    sex = np.tile(np.repeat([0, 1], len(KNOTS)), len(dates))
    born = np.repeat(dates, 2 * len(KNOTS)) - age
    stage = np.log(age + 8)
    near_age = np.exp(-np.abs(stage[:, None] - stage) / 0.8)
    near_cohort = np.exp(-np.abs(born[:, None] - born) / 8)
    same_sex = sex[:, None] == sex
    return (
        0.02
        + 0.03 * near_age
        + 0.004 * near_cohort
        + 0.002 * same_sex * near_cohort
        + 1e-4 * np.eye(len(age))
    )
