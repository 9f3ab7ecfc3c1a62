"""Tiny populations for the chapters society and land, and the country's own run."""

from __future__ import annotations

from functools import cache

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from veivalg.analysis.simulation import Simulation, expected, simulation_of
from veivalg.axes import AGES, SEXES, FloatArray
from veivalg.consequences.drivers import driven
from veivalg.consequences.outcome import components, with_country
from veivalg.consequences.parameters import Parameters, default_parameters
from veivalg.consequences.preparing import Prepared, prepared, regions_of, weights_of
from veivalg.consequences.setting import Components, Local, Setting
from veivalg.data.figures import shipped_figures
from veivalg.data.geography import geography
from veivalg.population.ledger import Ledger

PLACES = ("0301", "3407", "3448")  # Oslo, Gjøvik and, in the same region, Nordre Land
YEARS = (2024, 2025, 2026, 2030)
NOTHING = Local(level={}, basis={}, known={})
SHAPE = (len(PLACES), len(YEARS), len(SEXES), len(AGES))
small_populations = arrays(np.float64, SHAPE, elements=st.floats(0, 200, width=32))


def setting_of(
    persons: FloatArray, parameters: Parameters | None = None, local: Local = NOTHING
) -> Setting:
    """A setting in which the places of `persons` are the whole country."""
    known = parameters or default_parameters()
    regions, region_of = regions_of(geography(), PLACES)
    younger = np.zeros((len(YEARS), len(SEXES), len(AGES)))
    weights = weights_of(known, younger, persons.sum(axis=0)[0] + 1.0, YEARS)
    bare = Setting(
        municipalities=PLACES,
        years=YEARS,
        parameters=known,
        weights=weights,
        unshifted=weights,
        local=local,
        region_of=region_of,
        regions=regions,
        commuting=np.eye(len(regions)),
        country={},
    )
    return with_country(driven(persons, weights), bare)[0]


def components_of(persons: FloatArray, parameters: Parameters | None = None) -> Components:
    """Every chapter's components of a tiny population."""
    setting = setting_of(persons, parameters)
    return components(driven(persons, setting.weights), setting)


@cache
def country() -> tuple[Simulation, Ledger, Prepared]:
    """The country's expected run with shipped figures."""
    simulation = simulation_of(shipped_figures(), geography())
    run = expected(simulation)
    made = prepared(
        simulation.figures,
        geography(),
        run.ledger,
        run.assumptions.death_probability,
        local=NOTHING,
    )
    return simulation, run.ledger, made
