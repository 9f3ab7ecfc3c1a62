"""Everything that is proportional to people of some ages, in one matrix product.

A *driver* is a weight for each sex and one-year age (and year): children in kindergarten,
weekly hours of home nursing, persons who could be nurses, voters. Users, staff and kroner are built
from drivers, so that a drawn run, an age band or a single municipality takes the same way as the
country's expected run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.axes import AGES, SEXES, FloatArray, IntArray, make_read_only
from veivalg.errors import LabelMismatch

BANDS: tuple[tuple[str, int], ...] = (
    ("0", 0),
    ("1-5", 1),
    ("6-12", 6),
    ("13-15", 13),
    ("16-19", 16),
    ("20-29", 20),
    ("30-44", 30),
    ("45-54", 45),
    ("55-61", 55),
    ("62-66", 62),
    ("67-79", 67),
    ("80-89", 80),
    ("90+", 90),
)
"""Age bands of drawn runs and of *why*: label and first age."""
BAND_NAMES = tuple(label for label, _ in BANDS)
FIRST_AGES = tuple(first for _, first in BANDS)
CELLS = len(SEXES) * len(AGES)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What a person of each sex and age counts in each driver.

    names   drivers in order
    values  (year, sex x age, driver)
    """

    names: tuple[str, ...]
    values: FloatArray

    def __post_init__(self) -> None:
        make_read_only(self.values)


@dataclass(frozen=True, slots=True, eq=False)
class Driven:
    """Drivers of some places: values (driver, …, place, year); ask by name.

    A leading axis may hold draws or age bands.
    """

    names: Mapping[str, int]
    values: FloatArray

    def __getitem__(self, name: str) -> FloatArray:
        if name not in self.names:
            raise LabelMismatch(f"There is no driver {name!r}, only {', '.join(self.names)}.")
        row: FloatArray = self.values[self.names[name]]
        return row


def gathered(rows: Mapping[str, FloatArray], *, years: int) -> Weights:
    """Weights (sex, age) or (year, sex, age) by name, as one block for all years."""
    block = np.empty((years, CELLS, len(rows)))
    for d, row in enumerate(rows.values()):
        block[:, :, d] = row.reshape(-1, CELLS)
    return Weights(tuple(rows), block)


def driven(persons: FloatArray, weights: Weights) -> Driven:
    """Drivers of places.

    persons  (place, year, sex, age)
    returns  values (driver, place, year)
    """
    places, years = persons.shape[:2]
    flat = np.ascontiguousarray(persons.reshape(places, years, CELLS).transpose(1, 0, 2))
    product = np.matmul(flat, weights.values)
    return _named(weights.names, np.ascontiguousarray(product.transpose(2, 1, 0)))


def driven_by_band(persons: FloatArray, weights: Weights) -> Driven:
    """The same split by the age bands of `BANDS`: values (driver, band, place, year)."""
    places, years = persons.shape[:2]
    parts = np.empty((len(weights.names), len(BANDS), places, years))
    ends = (*FIRST_AGES[1:], len(AGES))
    for b, (first, end) in enumerate(zip(FIRST_AGES, ends, strict=True)):
        people = persons[..., first:end].reshape(places, years, -1).transpose(1, 0, 2)
        inside = weights.values.reshape(years, len(SEXES), len(AGES), -1)[:, :, first:end]
        product = np.matmul(people, inside.reshape(years, people.shape[-1], -1))
        parts[:, b] = product.transpose(2, 1, 0)
    return _named(weights.names, parts)


@dataclass(frozen=True, slots=True, eq=False)
class PerPerson:
    """What a person of each band counts in a place and year, as the ages mix there when expected.

    values  (place, year, band, driver)  0 in a band where nobody is expected
    """

    names: Mapping[str, int]
    values: FloatArray

    def __post_init__(self) -> None:
        make_read_only(self.values)


def per_person(persons: FloatArray, weights: Weights) -> PerPerson:
    """Drivers of the expected run per person of each band.

    persons  (place, year, sex, age)
    """
    banded = driven_by_band(persons, weights)
    bands = in_bands(persons).transpose(2, 0, 1)
    each = np.divide(banded.values, bands, out=np.zeros_like(banded.values), where=bands > 0)
    return PerPerson(banded.names, np.ascontiguousarray(each.transpose(2, 3, 1, 0)))


def driven_by_draw(drawn: FloatArray | IntArray, each: PerPerson) -> Driven:
    """Drivers in drawn runs: each band keeps the mix of ages it has in the expected run.

    drawn    (draw, place, year, band)  persons
    returns  values (driver, draw, place, year)
    """
    people = np.ascontiguousarray(np.asarray(drawn, dtype=np.float64).transpose(1, 2, 0, 3))
    product = np.matmul(people, each.values)
    return Driven(each.names, np.ascontiguousarray(product.transpose(3, 2, 0, 1)))


def in_bands(persons: FloatArray) -> FloatArray:
    """(place, year, band) persons of both sexes, from (place, year, sex, age)."""
    both = persons.sum(axis=-2)
    bands: FloatArray = np.add.reduceat(both, FIRST_AGES, axis=-1)
    return bands


def _named(names: Sequence[str], values: FloatArray) -> Driven:
    return Driven({name: i for i, name in enumerate(names)}, values)
