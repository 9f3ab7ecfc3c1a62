"""One alternative's setting, made once: weights, local levels, commuting, the country's series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import ModuleType

import numpy as np

from veivalg.axes import FloatArray, IntArray
from veivalg.consequences.ageing import years_younger
from veivalg.consequences.drivers import Driven, Weights, driven, gathered
from veivalg.consequences.known import commuting_shares, local_figures
from veivalg.consequences.outcome import MODULES, components, with_country
from veivalg.consequences.own_figures import OwnFigure
from veivalg.consequences.parameters import Parameters, default_parameters
from veivalg.consequences.replacing import with_own_levels, with_own_parameters
from veivalg.consequences.services import SERVICES
from veivalg.consequences.setting import Components, Local, Setting
from veivalg.data.figures import Figures
from veivalg.data.geography import Geography
from veivalg.population.ledger import Ledger


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """The country's expected run: its setting, drivers and components of every municipality."""

    setting: Setting
    driven: Driven
    components: Components


def prepared(
    figures: Figures,
    geography: Geography,
    ledger: Ledger,
    death_probability: FloatArray,
    *,
    parameters: Parameters | None = None,
    local: Local | None = None,
    own: tuple[OwnFigure, ...] = (),
) -> Prepared:
    """Everything that the consequences of an alternative need.

    ledger             the expected run of all municipalities
    death_probability  (year, sex, cohort)  of that run, for healthy ageing
    local              levels of the municipalities; None = from the figures
    own                own figures, put in the place of default ones and of levels
    """
    everywhere = (one for one in own if not one.place)
    known = with_own_parameters(parameters or default_parameters(), everywhere)
    years = ledger.years
    share = known.number("services.healthy_ageing_share")
    younger = years_younger(death_probability, share=share, years=len(years))
    start = ledger.persons[:, 0].sum(axis=0)
    weights = weights_of(known, younger, start, years)
    people = driven(ledger.persons, weights)
    held = local or levels_of(figures, geography, known, people, base_year=years[0])
    regions, region_of = regions_of(geography, ledger.places)
    setting = Setting(
        municipalities=ledger.places,
        years=years,
        parameters=known,
        weights=weights,
        unshifted=weights_of(known, np.zeros_like(younger), start, years),
        local=held,
        region_of=region_of,
        regions=regions,
        commuting=commuting_shares(figures, geography, people["staff.employed"][:, 0]),
        country={},
    )
    setting, parts = with_country(people, setting)
    somewhere = tuple(one for one in own if one.place)
    if somewhere:  # the country's series stay: one municipality's own figures move no other
        local = with_own_levels(held, somewhere, ledger=ledger, expected=people)
        setting = replace(setting, local=local)
        parts = components(people, setting)
    return Prepared(setting=setting, driven=people, components=parts)


def levels_of(
    figures: Figures,
    geography: Geography,
    parameters: Parameters,
    people: Driven,
    *,
    base_year: int,
) -> Local:
    """Local levels and figures of every municipality in the base year."""
    expected = {service: people[f"services.{service}"][:, 0] for service in SERVICES}
    return local_figures(figures, geography, parameters, expected, base_year=base_year)


def weights_of(
    parameters: Parameters, younger: FloatArray, persons: FloatArray, years: tuple[int, ...]
) -> Weights:
    """The drivers of every chapter as one block."""
    rows: dict[str, FloatArray] = {}
    for module in MODULES:
        rows |= _weights(module, parameters, younger, persons, years)
    return gathered(rows, years=len(years))


def _weights(
    module: ModuleType,
    parameters: Parameters,
    younger: FloatArray,
    persons: FloatArray,
    years: tuple[int, ...],
) -> Mapping[str, FloatArray]:
    rows: Mapping[str, FloatArray] = module.weights(parameters, younger, persons, years)
    return rows


def regions_of(geography: Geography, codes: tuple[str, ...]) -> tuple[tuple[str, ...], IntArray]:
    """Codes of the labour-market regions, and the position of each municipality's."""
    regions = tuple(place.code for place in geography.regions)
    position = {code: i for i, code in enumerate(regions)}
    return regions, np.array([position[geography.municipality(code).region] for code in codes])
