"""Immigration and emigration: the national path, who comes and goes, and where they live.

Equations: docs/model/estimation.md, "Immigration and emigration".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.axes import COHORTS, FloatArray

YEARS_BEHIND_AGES = 5
REFUGEE_ARRIVALS = {2022: 32_300.0, 2023: 33_000.0}
"""Immigrations of Ukrainian citizens, a shock apart from the ordinary path; SSB, Befolkning,
"Folkevekst på 61 200 personar i 2023" (February 2024). Their number in the country rose by
62,200 in the two years, so that nearly all of it is net."""
REFUGEES_KEPT = 0.5
"""Arrivals of a refugee shock in a year over those of the year before; assumption, 0.3 to 0.8."""
LARGEST_MEMORY = 0.95
YEARS_AHEAD_MEASURED = 5
EMIGRATION_RATE = 0.0060
"""Share of residents leaving the country in a year; assumption, 0.5 to 0.7 per cent. The first
quarter of 2015 had 8,278 of 5.17 million (SSB 01222), 0.64 per cent at a yearly rate."""
EMIGRANT_PEAK_AGE = 28.0
EMIGRANT_SPREAD_YEARS = 9.0
EMIGRANT_CONSTANT = 0.12
"""Shape of emigration by age: a bell around the late twenties upon a constant; assumption.
Only gross flows answer to it: net migration by age is taken from the past. Newborns do not
cross borders: they are counted as born where they are found."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AbroadTrend:
    """Net immigration of the country as a path that returns to its long-run mean.

    latest     persons, net, in the newest year, refugee shocks apart
    long_run   persons, net
    refugees   persons of a refugee shock in the newest year
    memory     share of a deviation left after a year
    deviation  standard deviation of the yearly surprise, persons
    long_run_deviation  standard error of the long-run mean, persons
    profile    (sex, cohort)  net immigrants by sex and cohort, sums to 1, may be below 0
    """

    latest: float
    long_run: float
    refugees: float
    memory: float
    deviation: float
    long_run_deviation: float
    profile: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocalLevels:
    """How much a municipality takes part in gross flows, 1 = as the country per resident.

    immigration, emigration, moving  (municipality)
    """

    immigration: FloatArray
    emigration: FloatArray
    moving: FloatArray

    @classmethod
    def unknown(cls, municipalities: int) -> LocalLevels:
        """All as the country: what is assumed where no flows are published."""
        return cls(
            immigration=np.ones(municipalities),
            emigration=np.ones(municipalities),
            moving=np.ones(municipalities),
        )


def net_crossings(
    net: FloatArray, opening: FloatArray, levels: LocalLevels, leaving: FloatArray
) -> FloatArray:
    """(municipality, year, sex, cohort) net immigration each municipality would have had.

    net, opening  (municipality, year, sex, cohort)  all net migration, and residents
    leaving       (sex, cohort)                      share emigrating in a year

    The country's immigrants of the year, by sex and cohort, are shared out by residents and
    level; emigration follows those who live there. Sums to the country's net migration.
    """
    away = opening * (leaving * levels.emigration[:, None, None, None])
    come = net.sum(axis=0) + away.sum(axis=0)
    residents = opening.sum(axis=(2, 3)) * levels.immigration[:, None]
    share = residents / np.maximum(residents.sum(axis=0), 1e-9)
    crossings: FloatArray = share[:, :, None, None] * come - away
    return crossings


def national_net_migration(
    residents: Mapping[int, float], births: Mapping[int, float], deaths: Mapping[int, float]
) -> dict[int, float]:
    """Persons, net, by year: growth that births and deaths do not explain.

    residents  on 1 January by year; births, deaths by calendar year
    """
    return {
        y: residents[y + 1] - residents[y] - births[y] + deaths[y]
        for y in sorted(residents)
        if y + 1 in residents and y in births and y in deaths
    }


def fit_abroad_trend(net: Mapping[int, float], profile: FloatArray) -> AbroadTrend:
    """First-order autoregression about the mean of all published years, by least squares.

    net      persons by year, all before the base year
    profile  (sex, cohort)  net immigrants of the latest years, persons
    """
    path = np.array([net[y] - REFUGEE_ARRIVALS.get(y, 0.0) for y in sorted(net)])
    centred = path - path.mean()
    held = float((centred[:-1] ** 2).sum())
    memory = float((centred[1:] * centred[:-1]).sum()) / held if held > 0 else 0.0
    memory = float(np.clip(memory, 0.0, LARGEST_MEMORY))
    deviation = surprise_deviation(centred, memory)
    total = float(profile.sum())
    return AbroadTrend(
        latest=float(path[-1]),
        long_run=float(path.mean()),
        refugees=REFUGEE_ARRIVALS.get(max(net), 0.0),
        memory=memory,
        deviation=deviation,
        long_run_deviation=deviation / (1 - memory) / float(np.sqrt(len(path))),
        profile=profile / total if total > 0 else emigrant_shape() / emigrant_shape().sum(),
    )


def surprise_deviation(centred: FloatArray, memory: float) -> float:
    """Standard deviation of a year's surprise, measured on forecasts some years ahead.

    Surprises follow each other (a war, an enlarged labour market), so that the errors of
    forecasts YEARS_AHEAD_MEASURED years ahead say more than those of one year; what they give
    per year is taken when it is the larger.
    """
    kept = memory**2
    found = []
    for ahead in (1, YEARS_AHEAD_MEASURED):
        if len(centred) > ahead + 1:
            error = centred[ahead:] - memory**ahead * centred[:-ahead]
            found.append(np.sqrt((error**2).mean() * (1 - kept) / (1 - kept**ahead)))
    return float(max(found, default=0.0))


def national_net_path(
    trend: AbroadTrend, years_ahead: FloatArray, *, quantile: float
) -> FloatArray:
    """(year) persons, net; years_ahead counts from the newest observed year.

    quantile  in standard deviations of the path, 0 for the middle
    """
    middle = trend.long_run + (trend.latest - trend.long_run) * trend.memory**years_ahead
    middle += trend.refugees * REFUGEES_KEPT**years_ahead
    kept = trend.memory**2
    surprise = trend.deviation**2 * (1 - kept**years_ahead) / (1 - kept)
    mean = ((1 - trend.memory**years_ahead) * trend.long_run_deviation) ** 2
    path: FloatArray = middle + quantile * np.sqrt(surprise + mean)
    return path


def emigrant_shape() -> FloatArray:
    """(sex, cohort) relative risk of leaving the country."""
    age = np.arange(len(COHORTS)) - 0.5
    bell = np.exp(-0.5 * ((age - EMIGRANT_PEAK_AGE) / EMIGRANT_SPREAD_YEARS) ** 2)
    old = np.clip((75.0 - age) / 10.0, 0.0, 1.0)
    shape = (bell + EMIGRANT_CONSTANT) * old
    shape[0] = 0.0
    return np.tile(shape, (2, 1))


def emigration_by_cohort(opening: FloatArray, rate: float = EMIGRATION_RATE) -> FloatArray:
    """(sex, cohort) share leaving in a year, so that the country's rate is `rate`.

    opening  (sex, cohort)  residents of the country
    """
    shape = emigrant_shape()
    share: FloatArray = shape * (rate * opening.sum() / (shape * opening).sum())
    return share


def immigrants_by_cohort(net: FloatArray, emigrants: FloatArray) -> FloatArray:
    """(sex, cohort) shares of immigrants, sum to 1: net immigration and those they replace.

    net, emigrants  (sex, cohort)  persons in a year
    """
    come = np.maximum(net + emigrants, 0.0)
    shares: FloatArray = come / come.sum()
    return shares
