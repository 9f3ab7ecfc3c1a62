"""A small country with a setting of its own, and the money chapter run on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences import economy, services
from veivalg.consequences.drivers import Driven, driven, gathered
from veivalg.consequences.parameters import Parameters, default_parameters
from veivalg.consequences.setting import Components, Local, Setting

YEARS = tuple(range(2024, 2034))
PLACES = ("0001", "0002", "0003", "0004")


@dataclass(frozen=True, kw_only=True, eq=False)
class Run:
    """The chapter's components of every municipality, with what they were made from."""

    setting: Setting
    driven: Driven
    users: Components
    money: Components

    def some(self, rows: list[int]) -> Components:
        """Some municipalities alone, sharing the country's series."""
        few = np.array(rows)
        driven_few = Driven(self.driven.names, self.driven.values[..., few, :])
        users = {name: values[..., few, :] for name, values in self.users.items()}
        return economy.components(driven_few, users, self.setting.rows(few))


def people(seed: int, *, ageing: float = 0.02) -> FloatArray:
    """(municipality, year, sex, age): unlike places where the old grow in number."""
    random = np.random.default_rng(seed)
    size = random.lognormal(8, 1, len(PLACES))
    shape = random.uniform(0.5, 1.5, (len(PLACES), 1, 2, 106)) * np.linspace(1.2, 0.05, 106)
    growth = (1 + ageing * np.linspace(-0.5, 1.5, 106)) ** np.arange(len(YEARS))[:, None]
    persons = size[:, None, None, None] * shape * growth[None, :, None, :] / 100
    return np.asarray(persons)


def run(
    persons: FloatArray,
    *,
    parameters: Parameters | None = None,
    known: Mapping[str, FloatArray] | None = None,
    places: tuple[str, ...] = PLACES,
) -> Run:
    """Services and money of a country that is these municipalities."""
    figures = parameters or default_parameters()
    younger = np.zeros((len(YEARS), 2, 106))
    country = persons[:, 0].sum(axis=0)
    weights = gathered(
        services.weights(figures, younger, country, YEARS)
        | economy.weights(figures, younger, country, YEARS),
        years=len(YEARS),
    )
    setting = Setting(
        municipalities=places,
        years=YEARS,
        parameters=figures,
        weights=weights,
        unshifted=weights,
        local=Local(level={}, basis={}, known=known or {}),
        region_of=np.zeros(len(places), dtype=np.int64),
        regions=("001",),
        commuting=np.eye(1),
        country={},
    )
    drivers = driven(persons, weights)
    users = services.components(drivers, {}, setting)
    setting = setting.with_country(economy.country(drivers, users, setting))
    return Run(
        setting=setting,
        driven=drivers,
        users=users,
        money=economy.components(drivers, users, setting),
    )


def with_number(name: str, number: float) -> Parameters:
    """Default figures with one number replaced, as by an own figure."""
    known = default_parameters()
    return known.replaced(replace(known[name], number=number))
