"""From age groups to one-year ages: a penalised composite link model with learnt patterns.

Eilers (2007) and Rizzi, Gampe & Eilers (2015) see group counts as sums of a hidden one-year
profile and ask of that profile to be smooth. Here it is asked to be like Norway's, changed along
patterns seen in Norwegian municipalities (student towns, young families, places that people
leave), the same for both sexes and both dates at once, so that a cohort is followed from the
first date to the second. Equations, choice and measured loss: docs/model/shipped-figures.md.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from veivalg.axes import FloatArray
from veivalg.data.age_groups import GROUP_STARTS, group_of_age, group_sums

ROUNDS = 12
LONGEST_STEP = 2.0
"""Standard deviations that a pattern's weight may move in one round."""
CLOSE_ENOUGH = 1e-4
"""Standard deviations; 0.0001 moves no cell by a person in any municipality."""


def spread(groups: FloatArray, country: FloatArray, patterns: FloatArray) -> FloatArray:
    """Persons by one-year age whose group sums are exactly those given.

    groups    (municipality, year, sex, group)  persons, not negative
    country   (year, sex, age)                  persons, all above 0
    patterns  (year, sex, age, pattern)         change of the log of the profile per standard
                                                deviation of the pattern
    returns   (municipality, year, sex, age)    persons, not negative; a group of 0 gives 0
    """
    shape = (len(groups), *country.shape)
    level = groups.sum(axis=(1, 2, 3)) / country.sum()
    expected = level.clip(min=1e-9)[:, None] * country.ravel()
    slopes = patterns.reshape(country.size, -1)
    weights = pattern_weights(groups.reshape(len(groups), -1), expected, slopes)
    profile = (expected * np.exp(weights @ slopes.T)).reshape(shape)
    return scaled_to_groups(profile, groups)


def pattern_weights(groups: FloatArray, expected: FloatArray, slopes: FloatArray) -> FloatArray:
    """Weights of the patterns that best explain the groups (Poisson counts, normal weights).

    groups    (municipality, block and group)  persons; a block is a year and sex
    expected  (municipality, block and age)    persons with the country's profile
    slopes    (block and age, pattern)
    returns   (municipality, pattern)          standard deviations
    """
    edges = _group_edges(expected.shape[1])
    weights = np.zeros((len(groups), slopes.shape[1]))
    for _ in range(ROUNDS):
        profile = expected * np.exp(weights @ slopes.T)
        mean = np.add.reduceat(profile, edges[:-1], axis=1)
        tilt = np.stack([profile[:, a:b] @ slopes[a:b] for a, b in pairwise(edges)], axis=1)
        relative = tilt / mean[:, :, None]
        curvature = relative.transpose(0, 2, 1) @ tilt + np.eye(slopes.shape[1])
        gradient = (relative.transpose(0, 2, 1) @ (groups - mean)[..., None])[..., 0] - weights
        step = np.linalg.solve(curvature, gradient[..., None])[..., 0]
        weights += np.clip(step, -LONGEST_STEP, LONGEST_STEP)
        if np.abs(step).max(initial=0.0) < CLOSE_ENOUGH:
            break
    return weights


def scaled_to_groups(profile: FloatArray, groups: FloatArray) -> FloatArray:
    """The profile, each group scaled to the number given.

    profile  (..., age)    persons, all above 0
    groups   (..., group)  persons
    """
    factor = groups / group_sums(profile)
    return profile * factor[..., group_of_age()]


def _group_edges(cells: int) -> list[int]:
    """First cell of each group in each block of ages, and the end of the last."""
    ages = len(group_of_age())
    return [*(block + start for block in range(0, cells, ages) for start in GROUP_STARTS), cells]


def whole_persons(persons: FloatArray) -> FloatArray:
    """The same people as whole persons: no cell moves by one or more, no group sum that was whole
    changes. Fractions are carried from age to age within each group.

    persons  (..., age)  persons
    """
    whole = np.empty_like(persons)
    ends = (*GROUP_STARTS[1:], persons.shape[-1])
    for start, end in zip(GROUP_STARTS, ends, strict=True):
        running = np.cumsum(persons[..., start:end], axis=-1)
        rounded = np.floor(running + 0.5 - 1e-9)
        whole[..., start:end] = np.diff(rounded, axis=-1, prepend=0.0)
    return whole
