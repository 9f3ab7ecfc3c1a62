"""How futures and choices move the standard of services: factors on components, and what is added.

The model does not know that futures exist. It knows that hours, prices, hands and shares can differ
from today's by stated factors and amounts; with none stated nothing is touched, bit for bit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from veivalg.axes import FloatArray, IntArray, make_read_only


@dataclass(frozen=True, slots=True, eq=False)
class Standard:
    """What differs from today, by name of a component: each (…, municipality, year).

    factors  the component is multiplied by it
    added    then this is added
    """

    factors: Mapping[str, FloatArray]
    added: Mapping[str, FloatArray]

    def __post_init__(self) -> None:
        make_read_only(*self.factors.values(), *self.added.values())

    @property
    def none(self) -> bool:
        """Whether everything is as today."""
        return not self.factors and not self.added

    def moved(self, name: str, values: FloatArray) -> FloatArray:
        """The component with its factor and what is added; itself when nothing differs."""
        if name in self.factors:
            values = values * self.factors[name]
        if name in self.added:
            values = values + self.added[name]
        return values

    def applied(self, parts: dict[str, FloatArray]) -> dict[str, FloatArray]:
        """All of the components that differ, moved; the others are the same values."""
        for name in (*self.factors, *(n for n in self.added if n not in self.factors)):
            if name in parts:
                parts[name] = self.moved(name, parts[name])
        return parts

    def rows(self, rows: IntArray) -> Standard:
        """The same for some of the municipalities."""
        return replace(
            self,
            factors={name: values[..., rows, :] for name, values in self.factors.items()},
            added={name: values[..., rows, :] for name, values in self.added.items()},
        )


AS_TODAY = Standard(MappingProxyType({}), MappingProxyType({}))
