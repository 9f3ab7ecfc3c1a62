"""Expenditure need, beds and commuting between regions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from veivalg.data.expenditure_need import expenditure_need, shipped_expenditure_need
from veivalg.data.flows import shipped_region_commuting
from veivalg.data.geography import geography
from veivalg.data.institution_beds import institution_beds, shipped_group_beds
from veivalg.errors import OutOfRange, TableChanged, UnknownPlace


def need(*cells: tuple[str, int, float]) -> pa.Table:
    names = ("municipality", "year", "expenditure_need_index")
    return pa.table(dict(zip(names, map(list, zip(*cells, strict=True)), strict=True)))


def beds(*cells: tuple[str, int, float | None]) -> pa.Table:
    codes, years, counted = zip(*cells, strict=True)
    return pa.table(
        {
            "municipality": list(codes),
            "year": list(years),
            "institution_beds": pa.array(counted, pa.float64()),
        }
    )


def at(values, code):
    return values[geography().codes.index(code)]


def test_shipped_need_is_that_of_the_ministry_and_three_are_missing():
    held = shipped_expenditure_need()
    lacking = np.isnan(held.index).all(axis=1)
    assert [geography().codes[m] for m in np.flatnonzero(lacking)] == ["1151", "3222", "4629"]
    assert np.isnan(held.index).sum() == 6
    assert at(held.index, "0301").tolist() == [0.9287, 0.9304]
    assert held.axes["year"].labels == (2025, 2026)


def test_imported_need_is_held_and_what_is_lacking_is_missing(store_of):
    held = expenditure_need(store_of(expenditure_need=need(("3448", 2026, 1.21))))
    assert at(held.index, "3448").tolist() == [1.21]
    assert np.isnan(held.index).sum() == len(geography().codes) - 1
    assert expenditure_need(store_of()) is None


def test_need_that_cannot_be_is_refused(store_of):
    with pytest.raises(OutOfRange, match="3448 in 2026 is 121"):
        expenditure_need(store_of(expenditure_need=need(("3448", 2026, 121.0))))
    with pytest.raises(UnknownPlace, match="9999"):
        expenditure_need(store_of(expenditure_need=need(("9999", 2026, 1.0))))
    with pytest.raises(TableChanged, match="twice"):
        expenditure_need(store_of(expenditure_need=need(*[("3448", 2026, 1.0)] * 2)))


def test_beds_are_added_up_on_todays_municipalities(store_of):
    held = institution_beds(
        store_of(
            institution_beds=beds(
                ("0121", 2018, 10.0),
                ("0221", 2018, 30.0),
                ("0538", 2018, 40.0),
                ("0538", 2017, 41.0),
            )
        )
    )
    assert at(held.beds, "3226").tolist()[1] == 40
    assert at(held.beds, "3448").tolist() == [41, 40]
    assert np.isnan(at(held.beds, "0301")).all()


def test_a_sum_without_one_of_its_parts_is_missing(store_of):
    held = institution_beds(
        store_of(institution_beds=beds(("0121", 2018, None), ("0221", 2018, 30.0)))
    )
    assert np.isnan(held.beds).all()


def test_a_municipality_made_by_a_split_has_no_beds(store_of):
    """Snillfjord was split between Heim, Hitra and Orkland on 1 January 2020."""
    parts = [(n.code, 2018, 20.0) for n in geography().changes.values() if in_2018(n, "5059")]
    assert len(parts) > 1
    held = institution_beds(store_of(institution_beds=beds(*parts)))
    assert np.isnan(held.beds).all()


def in_2018(number, heir):
    return (
        heir in number.successors
        and (number.first or 0) <= 2018
        and (number.last is None or number.last >= 2018)
    )


def test_beds_on_a_number_not_in_force_are_refused(store_of):
    with pytest.raises(OutOfRange, match="3448 in 2018"):
        institution_beds(store_of(institution_beds=beds(("3448", 2018, 10.0))))
    with pytest.raises(UnknownPlace, match="0000"):
        institution_beds(store_of(institution_beds=beds(("0000", 2018, 10.0))))
    with pytest.raises(OutOfRange, match="beds is -1"):
        institution_beds(store_of(institution_beds=beds(("0538", 2018, -1.0))))


def test_group_beds_are_one_bed_to_five_or_so_of_the_old():
    held = shipped_group_beds()
    groups = {m.kostra_group for m in geography().municipalities}
    assert set(held.axes["group"].labels) == groups
    level = held.beds / held.residents_80_plus
    assert ((level > 0.1) & (level < 0.5)).all()
    assert held.municipalities.sum() == 349
    assert held.source.kind == "derived"


def test_commuting_between_regions_has_no_diagonal_and_no_small_cells():
    held = shipped_region_commuting()
    codes = tuple(place.code for place in geography().regions)
    assert held.axes["origin"].labels == held.axes["destination"].labels == codes
    assert np.isnan(np.diagonal(held.persons)).all()
    assert np.nanmin(held.persons) >= 20
    assert np.nansum(held.persons) == 325_038
