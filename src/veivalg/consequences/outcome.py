"""All chapters in order: from people to components, and from components to indicators of places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

import numpy as np

from veivalg.axes import FloatArray, IntArray
from veivalg.consequences import (
    capacity,
    economy,
    land,
    services,
    society,
    staffing,
    workforce,
)
from veivalg.consequences.drivers import Driven
from veivalg.consequences.indicator import Indicator, signed
from veivalg.consequences.setting import Components, Setting
from veivalg.errors import OutOfRange

MODULES: tuple[ModuleType, ...] = (
    services,
    capacity,
    staffing,
    workforce,
    economy,
    society,
    land,
)
"""Chapters in the order in which they build on each other. Each has `weights`, `components` and
INDICATORS; one that needs the whole country has `country`; one with components that are
proportional to people gives those as `linear`, and the ages of people explain them."""


@cache
def indicators() -> tuple[Indicator, ...]:
    """Every indicator, in the order of the page."""
    return tuple(one for module in MODULES for one in module.INDICATORS)


def indicator(name: str) -> Indicator:
    """Raises OutOfRange for a name that is none of ours."""
    found = next((one for one in indicators() if one.name == name), None)
    if found is None:
        names = ", ".join(one.name for one in indicators())
        raise OutOfRange(f"Indicator {name!r} does not exist; choose one of {names}.")
    return found


def components(driven: Driven, setting: Setting) -> Components:
    """Every chapter's components, (…, municipality, year), for the rows of the setting."""
    parts: Components = {}
    for module in MODULES:
        parts |= module.components(driven, parts, setting)
    return parts


def linear_components(driven: Driven, setting: Setting) -> Components:
    """Only the components that are proportional to people; the drivers may be of age bands."""
    parts: Components = {}
    for module in MODULES:
        if hasattr(module, "linear"):
            parts |= module.linear(driven, parts, setting)
    return parts


def with_country(driven: Driven, setting: Setting) -> tuple[Setting, Components]:
    """The setting with every series of the country, from the expected run of all municipalities."""
    parts: Components = {}
    for module in MODULES:
        if hasattr(module, "country"):
            setting = setting.with_country(module.country(driven, parts, setting))
        parts |= module.components(driven, parts, setting)
    return setting, parts


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """Components of places: each the sum of its municipalities' (…, place, year)."""

    parts: Mapping[str, FloatArray]

    def value(self, one: Indicator) -> FloatArray:
        """(…, place, year) of an indicator; NaN where nobody is below the line."""
        above = self.total(one.of)
        if not one.per:
            return above * one.scale
        below = self.total(one.per)
        result: FloatArray = np.divide(
            above, below, out=np.full(above.shape, np.nan), where=below != 0
        )
        return result * one.scale

    def total(self, names: Sequence[str]) -> FloatArray:
        """Signed sum of components."""
        total: FloatArray | float = 0.0
        for component in names:
            name, sign = signed(component)
            total = total + sign * self.parts[name]
        return np.asarray(total)


def sums(parts: Mapping[str, FloatArray], membership: FloatArray) -> Sums:
    """Components (…, municipality, year) summed to places by membership (place, municipality)."""
    return Sums({name: membership @ values for name, values in parts.items()})


def together(
    parts: Mapping[str, FloatArray], rows: IntArray, named: tuple[str, ...] | None = None
) -> Sums:
    """Some municipalities as one place, (…, 1, year).

    named  components that are summed, None = those that our indicators name
    """
    wanted = named_components() if named is None else named
    return Sums({name: parts[name][..., rows, :].sum(axis=-2, keepdims=True) for name in wanted})


@cache
def named_components() -> tuple[str, ...]:
    """Every component that an indicator is made of or explained by."""
    return named_by(indicators())


def named_by(some: Iterable[Indicator]) -> tuple[str, ...]:
    """Every component that some indicators are made of or explained by."""
    named = [part for one in some for part in (*one.of, *one.per, *one.parts)]
    return tuple(dict.fromkeys(signed(part)[0] for part in named))
