"""Running paths: contributions to dials, then people, then consequences, in many cases at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.drivers import CELLS, Driven
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import components, named_by, together
from veivalg.consequences.setting import Components
from veivalg.pathways.site import Site, until
from veivalg.population.cases import Changes, project_cases
from veivalg.shifts.applied import changes_of, standard_of
from veivalg.shifts.contribution import Contribution, Totals, totals

CELLS_AT_ONCE = 640
"""Cases times municipalities reckoned together."""


def components_of(
    site: Site,
    moved: Totals,
    *,
    years: int | None = None,
    flows: Mapping[str, FloatArray] | None = None,
) -> Components:
    """Components (case, row, year) when dials are moved; with none moved those of today.

    flows  see `outcomes`
    """
    last = len(site.years) if years is None else years
    moved = _cut(moved, last)
    base = site.base if last == len(site.years) else site.base.until(last)
    changes = changes_of(moved, base)
    if flows:
        changes = changes.times({name: on[:, None, None] for name, on in flows.items()})
    standard = standard_of(moved, base, presence=site.presence)
    if changes.none and standard.none:
        return {name: values[None, :, :last] for name, values in site.base.parts.items()}
    people = _drivers(site, changes, last, max(moved.cases, changes.cases))
    setting = until(site.setting, last)
    return components(people, replace(setting, standard=standard))


def outcomes(
    site: Site,
    every: Sequence[Contribution],
    wanted: tuple[Indicator, ...],
    *,
    strength: FloatArray | None = None,
    doubt: FloatArray | None = None,
    lift: FloatArray | None = None,
    years: int | None = None,
    flows: Mapping[str, FloatArray] | None = None,
) -> FloatArray:
    """(case, indicator, year) of the place as a whole.

    strength, doubt, lift  (case, contribution)  see `shifts.contribution.totals`
    years            how many opening years, None = all
    flows            (case) factors on births, deaths and moves by `population.cases.FACTORS`
                     beside the dials, 0 = nobody; here and in the labour market around
    """
    given = strength, doubt, lift
    shaped = (*given, *(flows or {}).values())
    cases = max((len(one) for one in shaped if one is not None), default=1)
    step = max(1, CELLS_AT_ONCE // len(site.codes))
    found = []
    for first in range(0, cases, step):
        part = slice(first, first + step)
        moved = totals(every, *(None if one is None else one[part] for one in given))
        here = {name: on[part] for name, on in flows.items()} if flows else None
        parts = components_of(site, moved, years=years, flows=here)
        count = min(cases, first + step) - first
        found.append(_told(site, parts, wanted, count))
    return np.concatenate(found)


def _told(site: Site, parts: Components, wanted: tuple[Indicator, ...], cases: int) -> FloatArray:
    """(case, indicator, year) of the place's municipalities together."""
    summed = together(parts, site.inside, named_by(wanted))
    values = np.stack([summed.value(one)[..., 0, :] for one in wanted], axis=1)
    return np.broadcast_to(values, (cases, *values.shape[1:]))


def _drivers(site: Site, changes: Changes, years: int, cases: int) -> Driven:
    """Drivers (driver, case, row, year) of the people that the changes make."""
    shape = (len(site.drivers.names), cases, len(site.codes), years)
    if changes.none:
        return Driven(
            site.drivers.names,
            np.broadcast_to(site.drivers.values[:, None, :, :years], shape),
        )
    changes, which = changes.distinct()
    persons = project_cases(site.given, changes, years=years)
    flat = persons.reshape(-1, years, CELLS).transpose(1, 0, 2)
    product = np.matmul(np.ascontiguousarray(flat), site.setting.weights.values[:years])
    values = product.transpose(2, 1, 0).reshape(shape[0], len(persons), *shape[2:])
    if len(which) > len(persons):
        values = values[:, which]
    return Driven(site.drivers.names, np.broadcast_to(values, shape))


def _cut(moved: Totals, years: int) -> Totals:
    return Totals({key: values[..., :years] for key, values in moved.values.items()})
