"""Small made-up countries, and the real one from shipped figures, for the chapter on staff."""

from __future__ import annotations

from functools import cache

import numpy as np

from veivalg.analysis.simulation import expected, simulation_of
from veivalg.axes import AGES, SEXES, FloatArray
from veivalg.consequences import services, staffing, workforce
from veivalg.consequences.drivers import Driven, Weights, driven, gathered
from veivalg.consequences.parameters import Parameters, default_parameters
from veivalg.consequences.preparing import Prepared, prepared
from veivalg.consequences.setting import Components, Local, Setting
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography

CHAPTERS = (services, staffing, workforce)
YEARS = (2024, 2025, 2026, 2027)
SHAPE = (len(SEXES), len(AGES))


def made_up(seed: int, *, places: int = 5, years: int = len(YEARS)) -> FloatArray:
    """(place, year, sex, age) persons at random; some cells are empty."""
    luck = np.random.default_rng(seed)
    size = luck.lognormal(3, 1.5, (places, 1, 1, 1))
    persons: FloatArray = luck.poisson(size, (places, years, *SHAPE)).astype(np.float64)
    return persons


def nobody_dies_or_moves(seed: int, *, places: int = 4, years: int = len(YEARS)) -> FloatArray:
    """(place, year, sex, age) everybody one year older each year, and some born."""
    first = made_up(seed, places=places, years=1)[:, 0]
    rows = [first]
    for _ in range(years - 1):
        older = np.zeros_like(first)
        older[..., 1:] = rows[-1][..., :-1]
        older[..., -1] += rows[-1][..., -1]
        older[..., 0] = first[..., 0]
        rows.append(older)
    return np.stack(rows, axis=1)


def weights_for(parameters: Parameters, persons: FloatArray, years: tuple[int, ...]) -> Weights:
    """Drivers of the chapters here, without healthy ageing."""
    rows: dict[str, FloatArray] = {}
    for chapter in CHAPTERS:
        rows |= chapter.weights(parameters, np.zeros((len(years), *SHAPE)), persons, years)
    return gathered(rows, years=len(years))


def small_setting(
    persons: FloatArray,
    *,
    region_of: tuple[int, ...],
    commuting: FloatArray | None = None,
    parameters: Parameters | None = None,
    level: dict[str, FloatArray] | None = None,
) -> Setting:
    """A country of the given people, its series not made yet."""
    known = parameters or default_parameters()
    years = tuple(range(YEARS[0], YEARS[0] + persons.shape[1]))
    weights = weights_for(known, average(persons), years)
    regions = max(region_of) + 1
    return Setting(
        municipalities=tuple(f"{p:04d}" for p in range(len(persons))),
        years=years,
        parameters=known,
        weights=weights,
        unshifted=weights,
        local=Local(level=level or {}, basis={}, known={}),
        region_of=np.array(region_of),
        regions=tuple(f"r{r}" for r in range(regions)),
        commuting=np.eye(regions) if commuting is None else commuting,
        country={},
    )


def average(persons: FloatArray) -> FloatArray:
    """(sex, age) a country whose mean ages can be met: as many of every age."""
    return np.full(SHAPE, float(persons.mean()) + 1.0)


def mixed(regions: int, seed: int) -> FloatArray:
    """(region, region) commuting at random, rows sum to 1."""
    luck = np.random.default_rng(seed)
    shares = luck.random((regions, regions)) + 3 * np.eye(regions)
    rows: FloatArray = shares / shares.sum(axis=1, keepdims=True)
    return rows


def run(persons: FloatArray, setting: Setting) -> tuple[Setting, Components]:
    """The setting with the country's series, and every component, of all places."""
    people = driven(persons, setting.weights)
    setting = setting.with_country(workforce.country(people, {}, setting))
    return setting, components(people, setting)


def components(people: Driven, setting: Setting) -> Components:
    """Components of the chapters here, whatever other chapters there are."""
    parts: Components = {}
    for chapter in CHAPTERS:
        parts |= chapter.components(people, parts, setting)
    return parts


@cache
def norway() -> tuple[Prepared, FloatArray]:
    """The expected run of shipped figures, nobody commuting, and its persons."""
    places = geography()
    simulation = simulation_of(shipped_figures(), places)
    path = expected(simulation)
    made = prepared(
        simulation.figures,
        places,
        path.ledger,
        path.assumptions.death_probability,
        local=Local(level={}, basis={}, known={}),
    )
    return made, path.ledger.persons
