"""Healthy ageing: care is needed partly at an age, partly a number of years before death.

When people of an age have more years left to live than in the base year, a share of the gain is
lived without the care that belonged to the age. With the share 0 need follows age alone, with 1 it
follows the years that are left: those of 84 in 2050 need what those of 82 need now.
Equation: docs/model/services.md, "Healthy ageing".
"""

from __future__ import annotations

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray

YOUNGEST = 50
"""Below it care hangs on illness and disability, not on years left: no shift. Assumption."""

NEARLY_NONE = 1e-12
"""Stands for a rate of 0, which has no logarithm."""


def years_left(death_probability: FloatArray) -> FloatArray:
    """Remaining years of life by age.

    death_probability  (year, sex, cohort)  share dying within the year, cohort = age reached
    returns            (year, sex, age)     with the year's own probabilities, half a year counted
                                            in the year of death
    """
    chance = death_probability[..., 1:]
    left = np.zeros_like(chance)
    last = np.maximum(chance[..., -1], 1e-9)
    left[..., -1] = 1 / last - 0.5
    for age in range(len(AGES) - 2, -1, -1):
        left[..., age] = (1 - chance[..., age]) * (1 + left[..., age + 1]) + chance[..., age] / 2
    return left


def years_younger(death_probability: FloatArray, *, share: float, years: int) -> FloatArray:
    """How many years younger each age counts in each year, against the first year.

    share    of the gain in years left that is lived without care, 0 to 1
    years    opening years, one more than there are years of flows; the last repeats
    returns  (year, sex, age)
    """
    left = years_left(death_probability)
    gain = np.maximum(left - left[:1], 0.0) * share
    gain[..., :YOUNGEST] = 0.0
    lacking = years - len(gain)
    return gain if lacking <= 0 else np.concatenate([gain, np.repeat(gain[-1:], lacking, axis=0)])


def shifted(rate: FloatArray, younger: FloatArray) -> FloatArray:
    """The rate of a younger age.

    rate     (sex, age)
    younger  (year, sex, age)  years
    returns  (year, sex, age)  rate at age less `younger`, straight lines between ages; never from
                               below `YOUNGEST`
    """
    ages = np.array(AGES, dtype=np.float64)
    at = np.maximum(ages - younger, np.minimum(ages, YOUNGEST))
    return np.stack(
        [
            np.stack([np.interp(at[y, s], ages, rate[s]) for s in range(len(SEXES))])
            for y in range(len(younger))
        ]
    )


def graduated(
    rate: FloatArray, persons: FloatArray, groups: tuple[tuple[int, int], ...]
) -> FloatArray:
    """Rates by group made a smooth curve by age that keeps each group's mean.

    rate     (age)  constant within each group
    persons  (age)  of the country, the weight of each age
    groups   first and last age of the groups to be smoothed, rising and adjacent
    returns  (age)  exponential between the groups' mean ages, level outside them
    """
    ages = np.array(AGES, dtype=np.float64)
    spans = [slice(first, last + 1) for first, last in groups]
    centres = [float(np.average(ages[span], weights=persons[span])) for span in spans]
    wanted = np.maximum([rate[span][0] for span in spans], NEARLY_NONE)
    knots = np.log(wanted)
    first, last = groups[0][0], groups[-1][1]
    curve = rate.copy()
    for _ in range(50):
        curve[first : last + 1] = np.exp(np.interp(ages[first : last + 1], centres, knots))
        means = [float(np.average(curve[span], weights=persons[span])) for span in spans]
        knots += np.log(wanted / np.array(means))
    return curve
