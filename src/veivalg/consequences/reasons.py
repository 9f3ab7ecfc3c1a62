"""*Why* a consequence changes: ages of people, use, and healthier ageing, or its own parts.

A component that is proportional to people is reckoned once more with the people of each age band
alone: what each band adds since the base year at the base year's use, then what changed use
adds, then what healthier ageing takes away. The causes add up exactly. Of a ratio, each cause's
part is its Shapley share between the two sides of the line (decision 21).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from veivalg.axes import FloatArray, IntArray
from veivalg.consequences.drivers import BAND_NAMES, Weights, driven, driven_by_band
from veivalg.consequences.indicator import Indicator, signed
from veivalg.consequences.outcome import linear_components
from veivalg.consequences.preparing import Prepared
from veivalg.consequences.setting import Setting

AGE_CAUSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ages_0_5", ("0", "1-5")),
    ("ages_6_15", ("6-12", "13-15")),
    ("ages_16_66", ("16-19", "20-29", "30-44", "45-54", "55-61", "62-66")),
    ("ages_67_79", ("67-79",)),
    ("ages_80_89", ("80-89",)),
    ("ages_90_plus", ("90+",)),
)
USE, HEALTHIER = "use", "healthier"
CAUSES_BY_AGE = (*(name for name, _ in AGE_CAUSES), USE, HEALTHIER)


def causes_of(indicator: Indicator) -> tuple[str, ...]:
    """Names of an indicator's causes, in the order they are drawn."""
    if indicator.why == "ages":
        return CAUSES_BY_AGE
    return tuple(signed(part)[0] for part in indicator.parts)


def reasons(
    ready: Prepared, persons: FloatArray, rows: IntArray, every: tuple[Indicator, ...]
) -> tuple[FloatArray, ...]:
    """Per indicator (cause, year): adds up to its change since the base year.

    persons  (municipality, year, sex, age)  the country's expected run
    rows     positions of the place's municipalities
    """
    by_age = _by_age(ready.setting.rows(rows), persons[rows])
    own = {name: values[rows].sum(axis=0) for name, values in ready.components.items()}
    return tuple(_reason(one, by_age, own) for one in every)


def _reason(
    one: Indicator, by_age: Mapping[str, FloatArray], own: Mapping[str, FloatArray]
) -> FloatArray:
    years = next(iter(own.values())).shape[-1]
    if one.why == "ages":
        above = _signed_sum(one.of, by_age)
        parts = _of_ratio(one, above, by_age, own) if one.per else above
        return parts * one.scale
    if not one.parts:
        return np.zeros((0, years))
    stacked = np.stack([sign * own[name] for name, sign in map(signed, one.parts)])
    if one.per:
        under = _signed_sum(one.per, own)
        with np.errstate(divide="ignore", invalid="ignore"):
            stacked = np.where(under > 0, stacked / under, np.nan)
    changed: FloatArray = stacked - stacked[:, :1]
    return changed * one.scale


def _by_age(setting: Setting, persons: FloatArray) -> dict[str, FloatArray]:
    """Component: (cause, year), the change of the place's sum since the base year."""
    plain = Weights(setting.unshifted.names, _held(setting.unshifted.values))
    bands = linear_components(driven_by_band(persons, plain), setting)
    unshifted = linear_components(driven(persons, setting.unshifted), setting)
    shifted = linear_components(driven(persons, setting.weights), setting)
    return {
        name: _changes(
            bands[name].sum(axis=1), unshifted[name].sum(axis=0), shifted[name].sum(axis=0)
        )
        for name in bands
    }


def _held(values: FloatArray) -> FloatArray:
    """The first year's weights in every year."""
    return np.repeat(values[:1], len(values), axis=0)


def _changes(bands: FloatArray, unshifted: FloatArray, shifted: FloatArray) -> FloatArray:
    """(cause, year) from (band, year) and two series (year)."""
    people = bands - bands[:, :1]
    grouped = [
        people[[BAND_NAMES.index(band) for band in members]].sum(axis=0)
        for _, members in AGE_CAUSES
    ]
    use = unshifted - bands.sum(axis=0)
    return np.stack([*grouped, use, shifted - unshifted])


def _signed_sum(names: tuple[str, ...], parts: Mapping[str, FloatArray]) -> FloatArray:
    total: FloatArray | float = 0.0
    for name, sign in map(signed, names):
        total = total + sign * parts[name]
    return np.asarray(total)


def _of_ratio(
    one: Indicator,
    above: FloatArray,
    by_age: Mapping[str, FloatArray],
    own: Mapping[str, FloatArray],
) -> FloatArray:
    """(cause, year) of a ratio from the causes of both sides of the line."""
    below = _signed_sum(one.per, by_age)
    over, under = _signed_sum(one.of, own), _signed_sum(one.per, own)
    return _shapley(above, below, over, under)


def _shapley(
    above: FloatArray, below: FloatArray, over: FloatArray, under: FloatArray
) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = np.where(under > 0, 1 / under, np.nan)
    parts: FloatArray = (
        above * (inverse[0] + inverse) / 2 - below * inverse[0] * inverse * (over[0] + over) / 2
    )
    return parts
