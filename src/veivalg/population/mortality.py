"""Deaths: a coherent Lee–Carter decline of the national level, and the local level.

Product-ratio form (Hyndman, Booth and Yasmeen 2013, Demography 50): both sexes share one
decline and keep the ratio between them. Equations: docs/model/estimation.md, "Deaths".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from veivalg.axes import COHORTS, FloatArray

SMALLEST_PROBABILITY = 1e-6
JUMP_OFF_YEARS = 3
SMOOTHING_AGES = 11
INFANT_SHARE_SAME_YEAR = 0.9
"""Share of infant deaths that fall in the calendar year of birth; assumption, 0.85 to 0.95:
about two thirds die within the first week (Medical Birth Registry of Norway)."""
Z80 = 1.2815515594


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MortalityTrend:
    """National mortality seen from a base year.

    level       (sex, cohort)  log death probability in the middle of the jump-off years
    response    (cohort)       how much each cohort's log probability answers to the index
    drift       yearly change of the index; negative when mortality falls
    deviation   standard deviation of its yearly change
    from_year   the year `level` stands for
    """

    level: FloatArray
    response: FloatArray
    drift: float
    deviation: float
    from_year: int


def cohort_death_probability(by_exact_age: FloatArray) -> FloatArray:
    """(…, cohort) share dying within a calendar year, from a life table.

    by_exact_age  (…, age)  probability of dying between two birthdays, ages 0 to 105 or 106

    A cohort spends about half the calendar year at each of two ages; newborns live half a
    year, the half in which most infant deaths fall.
    """
    ages = by_exact_age.shape[-1]
    table = (
        by_exact_age
        if ages == len(COHORTS)
        else np.concatenate(
            [by_exact_age, np.repeat(by_exact_age[..., -1:], len(COHORTS) - ages, axis=-1)], axis=-1
        )
    )
    cohort = np.empty((*table.shape[:-1], len(COHORTS)))
    cohort[..., 1:] = 0.5 * (table[..., :-1] + table[..., 1:])
    cohort[..., 0] = INFANT_SHARE_SAME_YEAR * table[..., 0]
    cohort[..., 1] -= (INFANT_SHARE_SAME_YEAR - 0.5) * table[..., 0]
    return np.clip(cohort, 0.0, 1.0)


def fit_mortality_trend(death_probability: FloatArray, years: tuple[int, ...]) -> MortalityTrend:
    """Lee–Carter on the mean of the two sexes, from (year, sex, cohort) probabilities.

    The index is the first singular vector of log probabilities over years, each cohort
    weighing as the deaths of its life table, so that the noise of the young, of whom few
    die, does not steer it; the response is smoothed over ages and never negative.
    """
    log_q = np.log(np.maximum(death_probability, SMALLEST_PROBABILITY))
    product = log_q.mean(axis=1)
    centred = product - product.mean(axis=0)
    weight = life_table_deaths(death_probability.mean(axis=(0, 1)))
    _, _, vectors = np.linalg.svd(centred * np.sqrt(weight), full_matrices=False)
    raw = vectors[0] / np.sqrt(weight)
    raw = raw * np.sign((raw * weight).sum())
    response = np.maximum(_smooth(raw * weight) / _smooth(weight), 0.0)
    response /= (response * weight).sum() / weight.sum()
    index = (centred * weight * response).sum(axis=1) / (weight * response**2).sum()
    steps = np.diff(index)
    recent = min(JUMP_OFF_YEARS, len(years))
    return MortalityTrend(
        level=log_q[-recent:].mean(axis=0),
        response=response,
        drift=float(min(steps.mean(), 0.0)) if steps.size else 0.0,
        deviation=float(steps.std(ddof=1)) if steps.size > 1 else 0.0,
        from_year=years[-1] - recent // 2,
    )


def life_table_deaths(death_probability: FloatArray) -> FloatArray:
    """(cohort) share of a birth cohort that dies at each age; above 0, sums to 1."""
    alive = np.cumprod(np.concatenate([[1.0], 1.0 - death_probability[:-1]]))
    deaths = np.maximum(alive * death_probability, 1e-7)
    weight: FloatArray = deaths / deaths.sum()
    return weight


def national_death_probability(
    trend: MortalityTrend, years: tuple[int, ...], *, quantile: float = 0.0
) -> FloatArray:
    """(year, sex, cohort) probabilities along the path; quantile in standard deviations.

    quantile  0 for the middle path, Z80 for the upper end of the 80 % interval of mortality
    """
    ahead = np.array(years) - trend.from_year
    index = trend.drift * ahead + quantile * trend.deviation * np.sqrt(np.maximum(ahead, 0))
    log_probability = trend.level + index[:, None, None] * trend.response
    return np.asarray(np.minimum(np.exp(log_probability), 1.0))


def _smooth(values: FloatArray) -> FloatArray:
    half = SMOOTHING_AGES // 2
    padded = np.pad(values, half, mode="edge")
    return np.convolve(padded, np.full(SMOOTHING_AGES, 1 / SMOOTHING_AGES), mode="valid")
