"""Figures of how dials move the model, read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType

from veivalg.consequences.parameters import Parameters, read_parameters


@cache
def shift_figures() -> Parameters:
    """Every figure of `figures.toml`, "shifts.<name>". Raises BadParameter."""
    text = files(__package__).joinpath("figures.toml").read_text(encoding="utf-8")
    return Parameters(MappingProxyType(read_parameters(text, file="shifts.toml")))


def figure(name: str) -> float:
    """One number by its name, such as "night_share"."""
    return shift_figures().number(f"shifts.{name}")
