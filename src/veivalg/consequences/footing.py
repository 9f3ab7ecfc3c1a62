"""What an indicator stands on in a place: own, neighbours', group's or country's figures."""

from __future__ import annotations

from collections.abc import Mapping

from veivalg.consequences.indicator import Indicator, signed
from veivalg.consequences.setting import Setting

REPLACED = "replaced"
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


def _bases(setting: Setting, one: Indicator) -> set[str]:
    """Bases of the local levels of the services an indicator is made of."""
    named = {signed(part)[0].split(".", 1)[1] for part in (*one.of, *one.per)}
    services = {service for name in named for service in PART_OF.get(name, (name,))}
    held = setting.local.basis
    return {basis for service in services & set(held) for basis in held[service]}
