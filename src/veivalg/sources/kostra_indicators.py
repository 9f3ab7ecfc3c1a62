"""Which key figures of KOSTRA we know, what they are called at the publisher, and their units.

The list is `kostra_indicators.toml`. Stored figures carry our key and the publisher's unit; they
become our units in `data`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from veivalg.errors import TableChanged

PER_CENT = ("%", "prosent")
KRONER: Mapping[str, float] = {
    "kr": 1.0,
    "kroner": 1.0,
    "1000 kr": 1e3,
    "1 000 kr": 1e3,
    "1000 kroner": 1e3,
    "1 000 kroner": 1e3,
    "mill. kr": 1e6,
}
"""Unit of money as published -> kroner."""

SECTORS: Mapping[str, str] = {
    "12134": "kostra_economy",
    "12255": "kostra_school",
    "13502/12379": "kostra_kindergarten",
    "12209": "kostra_care",
    "14019": "kostra_social",
    "13135": "kostra_culture",
    "11820": "kostra_population",
}
"""Table -> the dataset that its key figures are stored in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One key figure.

    key       our name, with the unit
    table     table number as files for import write it
    label     label in files for import
    live      pattern of the table's own label
    codes     content codes it has had, where known
    unit      unit as published
    negative  whether it may be below zero
    beyond    whether a share may pass 1.5
    """

    key: str
    table: str
    label: str
    live: str
    unit: str
    codes: tuple[str, ...] = ()
    negative: bool = False
    beyond: bool = False

    @property
    def is_share(self) -> bool:
        """Whether it becomes a share."""
        return self.unit in PER_CENT

    def factor(self, unit: str) -> float:
        """What a figure in a published unit is multiplied with to stand in ours.

        Raises TableChanged when per cent, money and other counts have changed places.
        """
        told = unit.strip().lower()
        if (told in PER_CENT) != self.is_share or (told in KRONER) != (self.unit in KRONER):
            raise TableChanged(
                f"The key figure «{self.label}» (table {self.table}) is counted in {unit!r} where "
                f"{self.unit!r} was due; see the table's page at SSB, and update Veivalg."
            )
        return 0.01 if self.is_share else KRONER.get(told, 1.0)


@cache
def indicators() -> Mapping[str, Indicator]:
    """Every key figure we know, by key, in the order of the list."""
    text = files("veivalg.sources").joinpath("kostra_indicators.toml").read_text("utf-8")
    return {
        key: Indicator(
            key=key,
            table=table,
            label=said["label"],
            live=said["live"],
            unit=said["unit"],
            codes=tuple(said.get("codes", ())),
            negative=said.get("negative", False),
            beyond=said.get("beyond", False),
        )
        for table, known in tomllib.loads(text).items()
        for key, said in known.items()
    }


@cache
def key_by_label() -> Mapping[tuple[str, str], str]:
    """(table, label in files for import) -> our key."""
    return {(one.table, one.label): key for key, one in indicators().items()}
