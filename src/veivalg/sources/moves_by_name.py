"""Moves whose municipalities are given by name, turned into municipality numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyarrow as pa

from veivalg.sources.arrow import Column, listed
from veivalg.sources.columns import Place

_IN_BRACKETS = re.compile(r"\s*\(.*\)$")


def moves_by_number(table: pa.Table, places: pa.Table, place: Place) -> pa.Table:
    """Moves by year, origin, destination (municipality numbers) and persons.

    table   columns year, from_kommune, from_fylke, to_kommune, to_fylke, persons
    places  columns municipality, name, county_name; a name may hold several languages
    Raises SourceError naming the row whose municipality is not among the places.
    """
    numbers = _numbers_by_name(places)
    return pa.table(
        {
            "year": table["year"],
            "origin": _numbers(table, "from", numbers, place),
            "destination": _numbers(table, "to", numbers, place),
            "persons": table["persons"],
        }
    )


def _numbers_by_name(places: pa.Table) -> dict[tuple[str, str], str]:
    """(name in any of its languages, county) -> number."""
    rows = zip(
        listed(places["municipality"]),
        listed(places["name"]),
        listed(places["county_name"]),
        strict=True,
    )
    return {
        (_IN_BRACKETS.sub("", part.strip()), _county(county)): number
        for number, name, county in rows
        for part in name.split(" - ")
    }


def _county(name: str) -> str:
    """Norwegian part of a county's name: Troms of Troms-Romssa."""
    return name.split("-")[0].strip()


def _numbers(
    table: pa.Table, side: str, numbers: Mapping[tuple[str, str], str], place: Place
) -> Column:
    found = []
    names = listed(table[f"{side}_kommune"])
    counties = listed(table[f"{side}_fylke"])
    for index, (name, county) in enumerate(zip(names, counties, strict=True)):
        number = numbers.get((_IN_BRACKETS.sub("", name), _county(county)))
        if number is None:
            raise place.fault(
                index,
                f"{side}_kommune",
                name,
                f"no municipality in {county} has "
                "that name; write it as in municipalities_2024.csv.",
            )
        found.append(number)
    return pa.array(found, pa.string())
