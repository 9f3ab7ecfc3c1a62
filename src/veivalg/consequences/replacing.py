"""Own figures put in the place of default figures and of local levels.

A level given as users is those users over what the country's rates give for the people who lived
there then. A rate of one municipality is turned into users first. Whatever is put in is marked
"replaced"; nothing else is touched, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from veivalg.axes import make_read_only
from veivalg.consequences.drivers import Driven
from veivalg.consequences.forms import form_of
from veivalg.consequences.own_figures import OwnFigure
from veivalg.consequences.parameters import Parameter, Parameters, age_span
from veivalg.consequences.services import CARE_AGES, CARE_USE, OF_AGE
from veivalg.consequences.setting import Local
from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.population.ledger import Ledger

REPLACED = "replaced"
USERS, FACTOR = "users", "factor"
OWN_SOURCE = "own figure"
Span = tuple[str, int, int]
SPANS_OF_USE: Mapping[str, tuple[Span, ...]] = MappingProxyType(
    {
        f"services.{use}": tuple((s, a, b) for s, held, a, b in OF_AGE if held == use)
        for _, use, _, _ in OF_AGE
    }
    | {
        f"services.{use}": tuple((f"{care}_{group}", a, b) for group, a, b in CARE_AGES)
        for care, (use, _) in CARE_USE.items()
    }
)
"""Rates that a municipality can have of its own: the services they make, with their ages."""
SERVICES_WITH_USERS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {service: (a, b) for spans in SPANS_OF_USE.values() for service, a, b in spans}
)
"""Services whose level can be told in users: first and last age."""


def with_own_parameters(parameters: Parameters, own: Iterable[OwnFigure]) -> Parameters:
    """Default figures with those for every municipality replaced."""
    for one in own:
        parameters = parameters.replaced(_put_in(parameters[one.name], one))
    return parameters


def with_own_levels(
    local: Local, own: Iterable[OwnFigure], *, ledger: Ledger, expected: Driven
) -> Local:
    """Levels and local figures of municipalities replaced; their basis becomes "replaced".

    ledger    the expected run of the municipalities of `local`, in its order
    expected  drivers of that run: users at the country's rates

    Raises BadParameter for users where the country's rates give nobody.
    """
    for one in own:
        row = ledger.places.index(one.place)
        if one.account:
            local = _with_account(local, one, row, len(ledger.places))
        else:
            service, level = _level(one, row, ledger, expected)
            local = _with_level(local, service, row, level, len(ledger.places))
    return local


def spans_of(figure: str) -> tuple[Span, ...]:
    """Services that a rate makes, with their ages; () when no municipality can have its own."""
    return SPANS_OF_USE.get(figure, ())


def service_settled(one: OwnFigure) -> str:
    """The service whose level a municipality's own figure settles, "" when it is of no service."""
    spans = spans_of(one.name)
    if not one.place or not spans:
        return one.service
    asked = age_span(one.name, one.part) if one.part else spans[0][1:]
    return next(service for service, *span in spans if tuple(span) == tuple(asked))


def _put_in(parameter: Parameter, one: OwnFigure) -> Parameter:
    """The figure with one number, age group, year or item of its own."""
    form = form_of(parameter)
    source = _source(parameter, one, whole=form == "value")
    known = replace(parameter, year=one.year, range=None, source=source)
    if form == "value":
        return replace(known, number=one.value)
    if parameter.ages is not None:
        first, last = age_span(one.name, one.part)
        ages = parameter.ages.copy()
        ages[:, first : last + 1] = one.value
        make_read_only(ages)
        return replace(known, ages=ages)
    part = one.part or str(one.year)
    return replace(known, items=MappingProxyType({**parameter.items, part: one.value}))


def _source(parameter: Parameter, one: OwnFigure, *, whole: bool) -> str:
    """What the figure rests on now: the own source, and the old one where a part is left."""
    own = f"{OWN_SOURCE}: {one.source}" if one.source else OWN_SOURCE
    if whole:
        return own
    part = f" ({one.part or one.year})"
    return f"{own}{part}; {parameter.source}" if parameter.source else f"{own}{part}"


def _level(one: OwnFigure, row: int, ledger: Ledger, expected: Driven) -> tuple[str, float]:
    """Service and level. Users counted at the end of a year belong to 1 January of the next."""
    if one.service and one.unit == FACTOR:
        return one.service, one.value
    at = min(max(one.year + 1 - ledger.years[0], 0), len(ledger.years) - 1)
    service, users = service_settled(one), one.value
    if not one.service:
        first, last = SERVICES_WITH_USERS[service]
        users = one.value * float(ledger.persons[row, at, :, first : last + 1].sum())
    below = float(expected[f"services.{service}"][row, at])
    if below <= 0 < users:
        raise refusing(BadParameter, "own.refused.nobody", figure=one.figure, place=one.place)
    return service, users / below if below > 0 else 1.0


def _with_level(local: Local, service: str, row: int, level: float, rows: int) -> Local:
    levels = np.array(local.level.get(service, np.ones(rows)))
    levels[row] = level
    basis = list(local.basis.get(service, ("country",) * rows))
    basis[row] = REPLACED
    return replace(
        local,
        level={**local.level, service: levels},
        basis={**local.basis, service: tuple(basis)},
    )


def _with_account(local: Local, one: OwnFigure, row: int, rows: int) -> Local:
    held = np.array(local.known.get(one.account, np.full(rows, np.nan)))
    held[row] = one.value
    basis = list(local.basis.get(one.name, ("country",) * rows))
    basis[row] = REPLACED
    return replace(
        local,
        known={**local.known, one.account: held},
        basis={**local.basis, one.name: tuple(basis)},
    )
