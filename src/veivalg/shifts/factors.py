"""Gathering what several dials do to the same component."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

import numpy as np

from veivalg.axes import FloatArray
from veivalg.consequences.standard import AS_TODAY, Standard
from veivalg.shifts.figures import figure


class Gathered:
    """Factors and amounts by component, (case, row, year), while dials are read one by one."""

    def __init__(self) -> None:
        self.factors: dict[str, FloatArray] = {}
        self.added: dict[str, FloatArray] = {}

    def times(self, names: Iterable[str], factor: FloatArray | float) -> None:
        """Multiply components; nothing happens for the plain number 1.0."""
        if isinstance(factor, float):
            return
        for name in names:
            held = self.factors.get(name)
            self.factors[name] = factor if held is None else held * factor

    def plus(self, name: str, amount: FloatArray | float) -> None:
        """Add to a component; nothing happens for a plain number."""
        if isinstance(amount, float):
            return
        held = self.added.get(name)
        self.added[name] = amount if held is None else held + amount

    def standard(self) -> Standard:
        """What has been gathered."""
        if not self.factors and not self.added:
            return AS_TODAY
        least = figure("least_left")
        factors = {name: np.maximum(values, least) for name, values in self.factors.items()}
        return Standard(MappingProxyType(factors), MappingProxyType(dict(self.added)))
