"""Dimensions that most tables of the emulated bank have: sex, time and contents."""

from __future__ import annotations

from tests.emulator.tables import Dimension

MEN_WOMEN = (["1", "2"], ["Menn", "Kvinner"])


def sex(**more: object) -> Dimension:
    return Dimension("Kjonn", "kjønn", *map(list, MEN_WOMEN), **more)


def time(years: list[int]) -> Dimension:
    codes = [str(y) for y in years]
    return Dimension("Tid", "år", codes, codes, role="time")


def contents(*pairs: tuple[str, str], unit: str = "personer") -> Dimension:
    codes, labels = (list(x) for x in zip(*pairs, strict=True))
    return Dimension(
        "ContentsCode",
        "statistikkvariabel",
        codes,
        labels,
        role="metric",
        units=dict.fromkeys(codes, unit),
    )
