"""What an indicator stands on in a place: own, neighbours', group's or country's figures."""

from __future__ import annotations

from collections.abc import Mapping

from veivalg.consequences.indicator import Indicator, signed
from veivalg.consequences.own_figures import OwnFigure
from veivalg.consequences.replacing import REPLACED, service_settled
from veivalg.consequences.setting import Setting

_HOME = ("home_0_66", "home_67_79", "home_80plus")
_INSIDE = ("institution_0_66", "institution_67_79", "institution_80plus")
PART_OF = {
    "home_nursing": _HOME,
    "practical_help": _HOME,
    "large_needs": ("home_0_66",),
    "institution_places": _INSIDE,
    "institution_units": _INSIDE,
}
"""Components that are a part of a service, or follow from it, and have its level."""


def basis_of(setting: Setting, every: tuple[Indicator, ...]) -> Mapping[str, str]:
    """By indicator with a local level: own, county, group or country; mixed where they differ."""
    found = {one.name: _bases(setting, one) for one in every}
    return {
        name: next(iter(bases)) if len(bases) == 1 else "mixed"
        for name, bases in found.items()
        if bases
    }


def replaced_in(setting: Setting, every: tuple[Indicator, ...]) -> frozenset[str]:
    """Indicators that rest on an own figure of the user's."""
    return frozenset(
        one.name
        for one in every
        if REPLACED in _bases(setting, one)
        or any(setting.parameters[name].basis == REPLACED for name in one.rests_on)
    )


def own_behind(
    one: Indicator, own: tuple[OwnFigure, ...], members: tuple[str, ...]
) -> tuple[OwnFigure, ...]:
    """Own figures that an indicator rests on directly in a place of some municipalities."""
    return tuple(
        figure
        for figure in own
        if (figure.place in members and service_settled(figure) in services_of(one))
        or (not figure.place and figure.name in one.rests_on)
    )


def services_of(one: Indicator) -> frozenset[str]:
    """Services with a local level that an indicator is made of."""
    named = {signed(part)[0].split(".", 1)[1] for part in (*one.of, *one.per)}
    return frozenset(service for name in named for service in PART_OF.get(name, (name,)))


def _bases(setting: Setting, one: Indicator) -> set[str]:
    """Bases of the local levels of the services an indicator is made of."""
    held = setting.local.basis
    return {basis for service in services_of(one) & set(held) for basis in held[service]}
