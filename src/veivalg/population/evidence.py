"""What the past says, read once for a base year: everything an estimate is built from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from veivalg.axes import BoolArray, FloatArray, IntArray
from veivalg.population.abroad import (
    YEARS_BEHIND_AGES,
    AbroadTrend,
    LocalLevels,
    emigration_by_cohort,
    fit_abroad_trend,
    net_crossings,
)
from veivalg.population.bands import BANDS, OLDEST_BAND, sum_bands
from veivalg.population.fertility import (
    FertilityTrend,
    births_behind,
    fit_fertility_trend,
    local_birth_level,
)
from veivalg.population.gravity import access_design, moving_schedule
from veivalg.population.history import History, net_migration
from veivalg.population.mortality import (
    MortalityTrend,
    fit_mortality_trend,
    national_death_probability,
)
from veivalg.population.net_moves import (
    DEFAULT_DAMPING,
    DEFAULT_TRUST,
    INNER_YEARS,
    NetMoves,
    Record,
    learn_damping,
    learn_trust,
    record,
    shrunk_rates,
    split_level,
)
from veivalg.population.shrinkage import prior_events, ratio_deviation, shrunk_ratio

ACCESS_CLASSES = 5
YEARS_TO_LEARN_FROM = INNER_YEARS + 3
OLD_AGE_FIRST_COHORT = BANDS[OLDEST_BAND][0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class National:
    """The country's vital statistics known at the base year, by cohort.

    years              calendar years of the rates below, consecutive
    death_probability  (year, sex, cohort)  share dying within the year
    birth_years        calendar years of the birth rates
    birth_rate         (birth year, cohort) births per woman-year
    girls              share of girls among newborns
    net_migration      persons by year, from national accounts of people
    """

    years: tuple[int, ...]
    death_probability: FloatArray
    birth_years: tuple[int, ...]
    birth_rate: FloatArray
    girls: float
    net_migration: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """Trends and local levels for one base year.

    past, national        what it was read from
    record                net migration beyond an even share
    design                (municipality, 5)     size and access, gravity.access_design
    birth_level           (municipality)        and its relative standard deviation
    death_level           (municipality, sex)   and its relative standard deviation (municipality)
    mobility              (band)                share moving in a year
    """

    past: History
    national: National
    mortality: MortalityTrend
    fertility: FertilityTrend
    abroad: AbroadTrend
    levels: LocalLevels
    record: Record
    design: FloatArray
    birth_level: FloatArray
    birth_level_deviation: FloatArray
    death_level: FloatArray
    death_level_deviation: FloatArray
    mobility: FloatArray
    moves: NetMoves


def gather(
    past: History,
    national: National,
    distance: FloatArray,
    usable: BoolArray,
    levels: LocalLevels,
) -> Evidence:
    """Everything the past says at its base year; nothing later is read.

    distance  (municipality, municipality) km
    levels    of gross flows, as far as they were published at the base year
    usable    (municipality)  False where the series are estimates and must teach nothing
    """
    flow_years = past.years[:-1]
    mortality = fit_mortality_trend(national.death_probability, national.years)
    deaths = _death_probability_of(flow_years, national, mortality)
    births = _birth_rate_of(flow_years, national)
    opening, net = past.opening_by_cohort, net_migration(past, deaths)
    design = access_design(past.base.sum(axis=(1, 2)), distance)
    leaving = emigration_by_cohort(opening[:, -1].sum(axis=0))
    even = net_crossings(net, opening, LocalLevels.unknown(len(past.municipalities)), leaving)
    kept = record(opening, _without_the_oldest(net - even), usable)
    observed, expected = births_behind(past, births, deaths[:, :, 0])
    death_level, death_deviation = old_age_death_level(opening, deaths, net, usable)
    mobility = band_mobility(opening[:, -1].sum(axis=0))
    return Evidence(
        past=past,
        national=national,
        mortality=mortality,
        fertility=fit_fertility_trend(national.birth_rate),
        abroad=fit_abroad_trend(
            national.net_migration, net[usable][:, -YEARS_BEHIND_AGES:].sum(axis=(0, 1))
        ),
        levels=levels,
        record=kept,
        design=design,
        birth_level=local_birth_level(observed, expected, access_class(design), usable),
        birth_level_deviation=ratio_deviation(
            expected, prior_events(observed[usable], expected[usable]), usable
        ),
        death_level=death_level,
        death_level_deviation=death_deviation,
        mobility=mobility,
        moves=local_moves(kept, design, opening[:, -1], mobility),
    )


def access_class(design: FloatArray) -> IntArray:
    """(municipality) one of five classes by people within reach, each a fifth of municipalities."""
    reach = design[:, 2]
    edges = np.quantile(reach, np.arange(1, ACCESS_CLASSES) / ACCESS_CLASSES)
    return np.digitize(reach, edges)


def band_mobility(country: FloatArray) -> FloatArray:
    """(band) share moving in a year; the oldest do not count. country (sex, cohort) residents."""
    residents = sum_bands(country.sum(axis=0))
    mobility = sum_bands((moving_schedule(country) * country).sum(axis=0))
    mobility /= np.maximum(residents, 1.0)
    mobility[OLDEST_BAND] = 0.0
    return mobility


def local_moves(
    past: Record, design: FloatArray, opening: FloatArray, mobility: FloatArray
) -> NetMoves:
    """Local net migration, learned from the record where it is long enough.

    opening   (municipality, sex, cohort)  residents
    mobility  (band)                       share moving in a year
    """
    residents = sum_bands(opening.sum(axis=1))
    long_enough = past.exposure.shape[1] >= YEARS_TO_LEARN_FROM
    trust = learn_trust(past, design) if long_enough else DEFAULT_TRUST
    damping = learn_damping(past, design, mobility) if long_enough else DEFAULT_DAMPING
    rates = shrunk_rates(past, design, trust)
    rates[:, OLDEST_BAND] = 0.0
    pattern, level = split_level(rates, residents, mobility)
    return NetMoves(pattern=pattern, level=level, damping=damping)


def old_age_death_level(
    opening: FloatArray, deaths: FloatArray, net: FloatArray, usable: BoolArray
) -> tuple[FloatArray, FloatArray]:
    """Local level of mortality (municipality, sex), from how fast the oldest grow fewer.

    Few move after 80, so what is missing there beyond expected deaths is read as deaths;
    one level for both sexes, shrunk towards the country. Also its relative standard
    deviation (municipality).
    """
    old = slice(OLD_AGE_FIRST_COHORT, None)
    expected = (opening * deaths)[..., old].sum(axis=(1, 2, 3))
    observed = np.maximum(expected - net[..., old].sum(axis=(1, 2, 3)), 0.0)
    everyone = np.zeros(len(expected), dtype=np.int64)
    level = shrunk_ratio(observed, expected, everyone, usable)
    prior = prior_events(observed[usable], expected[usable])
    return np.repeat(level[:, None], 2, axis=1), ratio_deviation(expected, prior, usable)


def _without_the_oldest(net: FloatArray) -> FloatArray:
    kept = net.copy()
    kept[..., OLD_AGE_FIRST_COHORT:] = 0.0
    return kept


def _death_probability_of(
    flow_years: tuple[int, ...], national: National, trend: MortalityTrend
) -> FloatArray:
    """(flow year, sex, cohort) published where it is, else along the trend."""
    position = {y: i for i, y in enumerate(national.years)}
    return np.stack(
        [
            national.death_probability[position[y]]
            if y in position
            else national_death_probability(trend, (y,))[0]
            for y in flow_years
        ]
    )


def _birth_rate_of(flow_years: tuple[int, ...], national: National) -> FloatArray:
    """(flow year, cohort) published where it is, else the nearest published year."""
    held = np.array(national.birth_years)
    return np.stack([national.birth_rate[int(np.abs(held - y).argmin())] for y in flow_years])
