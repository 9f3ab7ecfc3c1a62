"""Users of care services by municipality, year and age group, where they are published."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from veivalg.axes import Axes, BoolArray, FloatArray, check_shape, make_read_only, require_counts
from veivalg.data.geography import geography
from veivalg.data.missing import REASONS, THERE, Missing, reason_positions
from veivalg.data.stored import FigureStore, pivoted, positions, stored_table, years_in
from veivalg.errors import LabelMismatch, TableChanged, UnknownPlace
from veivalg.provenance import Source

SERVICES = ("home_services", "housing_24_hours", "institution_long_term")
AGE_GROUPS = ("all", "0-66", "67-79", "80+")
HOURS, NURSES = "home_services_hours_per_week", "nurse_person_years"
SERIES = (*SERVICES, HOURS, NURSES)
DATASETS = ("care_users", "care_housing", "care_hours")
"""Datasets they are read from; a cell that two of them have is taken from the first."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CareUsers:
    """Users at the end of the year. A person with two services counts in each.

    users           (municipality, year, service, age_group)  persons, NaN where missing
    reasons         same  position in `missing.REASONS`, -1 where there is a figure
    derived         same  True where a figure follows from others by subtraction
    hours_per_week  (municipality, year)  hours of home services a week per user, NaN where missing
    nurses          (municipality, year)  person-years of nurses, NaN where missing
    axes            labels of `users`; municipalities are only those that have figures
    sources         one a table

    Raises OutOfRange naming the cell.
    """

    users: FloatArray
    reasons: NDArray[np.int8]
    derived: BoolArray
    hours_per_week: FloatArray
    nurses: FloatArray
    axes: Axes
    sources: tuple[Source, ...]

    def __post_init__(self) -> None:
        places = Axes(self.axes.axes[:2])
        for name in ("users", "reasons", "derived"):
            check_shape(getattr(self, name), self.axes, name=name)
        require_counts(np.nan_to_num(self.users), self.axes, name="users")
        require_counts(np.nan_to_num(self.hours_per_week), places, name="hours_per_week")
        require_counts(np.nan_to_num(self.nurses), places, name="nurses")
        if ((self.reasons == THERE) != ~np.isnan(self.users)).any():
            raise LabelMismatch("users and reasons disagree: each cell has a figure or a reason.")
        make_read_only(self.users, self.reasons, self.derived, self.hours_per_week, self.nurses)

    def value(
        self, municipality: str, year: int, service: str, age_group: str = "all"
    ) -> float | Missing:
        """Users, or why the figure is missing.

        Raises LabelMismatch for a service or an age group that does not exist, UnknownPlace.
        """
        s = self.axes["service"].position(service)
        a = self.axes["age_group"].position(age_group)
        geography().municipality(municipality)
        codes, years = self.axes["municipality"].labels, self.axes["year"].labels
        if municipality not in codes or year not in years:
            return Missing("not fetched")
        cell = codes.index(municipality), years.index(year), s, a
        if np.isnan(self.users[cell]):
            return Missing(REASONS[self.reasons[cell]])
        return float(self.users[cell])


def care_users(store: FigureStore) -> CareUsers | None:
    """Users on municipality numbers in force; None when none are held.

    Raises TableChanged for a series or age group that is not known, UnknownPlace, OutOfRange.
    """
    dataset = "care_users"
    columns = ["municipality", "year", "series", "age_group", "value", "mark"]
    parts = [stored_table(store, name, columns) for name in DATASETS]
    held_parts = [part for part in parts if part is not None]
    if not held_parts:
        return None
    table = _one_table([table.select(columns) for table, _ in held_parts])
    _refuse_unknown(table)
    table = table.filter(pc.is_in(table["municipality"], value_set=pa.array(geography().codes)))
    if table.num_rows == 0:
        return None
    held = tuple(sorted(pc.unique(table["municipality"]).to_pylist()))
    axes = Axes.of(municipality=held, year=years_in(table), series=SERIES, age_group=AGE_GROUPS)
    places = [positions(table, axis, dataset=dataset, wrong=TableChanged) for axis in axes.axes]
    values = pivoted(table, "value", places, axes, dataset=dataset)
    reasons = _reasons(table, places, values)
    services = len(SERVICES)
    users, derived = _with_67_to_79(values[:, :, :services])
    return CareUsers(
        users=users,
        reasons=np.where(derived, THERE, reasons[:, :, :services]).astype(np.int8),
        derived=derived,
        hours_per_week=values[:, :, SERIES.index(HOURS), 0].copy(),
        nurses=values[:, :, SERIES.index(NURSES), 0].copy(),
        axes=Axes.of(
            municipality=held, year=axes["year"].labels, service=SERVICES, age_group=AGE_GROUPS
        ),
        sources=tuple(source for _, source in held_parts),
    )


def _one_table(parts: list[pa.Table]) -> pa.Table:
    """Lines of all parts, without those of a later part whose cell an earlier one has."""
    cell = ["municipality", "year", "series", "age_group"]
    whole = parts[0]
    for part in parts[1:]:
        new = part.cast(whole.schema).join(whole.select(cell), keys=cell, join_type="left anti")
        whole = pa.concat_tables([whole, new.select(whole.column_names)])
    return whole.combine_chunks()


def _refuse_unknown(table: pa.Table) -> None:
    """Raise for a series, an age group or a number that never was one."""
    for column, known in (("series", SERIES), ("age_group", AGE_GROUPS)):
        strange = set(pc.unique(table[column]).to_pylist()) - set(known)
        if strange:
            raise TableChanged(
                f"The stored figures 'care_users' have {column} {min(strange)!r}; known are "
                f"{', '.join(known)}. Fetch or import them again."
            )
    for code in pc.unique(table["municipality"]).to_pylist():
        if code not in geography().changes:
            raise UnknownPlace(
                f"The stored figures 'care_users' have the municipality {code!r}, a number that "
                "never was in force; fetch or import them again."
            )


def _reasons(
    table: pa.Table, places: list[NDArray[np.integer]], values: FloatArray
) -> NDArray[np.int8]:
    """Why each cell is missing: by its mark, and "not fetched" where there is no line."""
    reasons = np.full(values.shape, REASONS.index("not fetched"), dtype=np.int8)
    reasons[tuple(places)] = reason_positions(table["mark"])
    reasons[~np.isnan(values)] = THERE
    return reasons


def _with_67_to_79(values: FloatArray) -> tuple[FloatArray, BoolArray]:
    """Users, and where those of home services aged 67 to 79 follow from the others.

    They do where they are unpublished and the total, 0-66 and 80+ are published. A difference
    below zero means that the published figures disagree, and is no figure.
    """
    users, derived = values.copy(), np.zeros(values.shape, dtype=bool)
    home = users[:, :, SERVICES.index("home_services")]
    left = home[..., 0] - home[..., 1] - home[..., 3]
    follows = np.isnan(home[..., 2]) & (left >= 0)
    derived[:, :, SERVICES.index("home_services"), 2] = follows
    home[..., 2] = np.where(follows, left, home[..., 2])
    return users, derived
