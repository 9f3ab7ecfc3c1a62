"""Key figures of services and economy: missing is never zero, and units are ours."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from veivalg.axes import Axes
from veivalg.data.geography import geography
from veivalg.data.kostra import KostraFigures, kostra, shipped_kostra
from veivalg.data.missing import REASONS, THERE, Missing
from veivalg.errors import LabelMismatch, OutOfRange, TableChanged, UnknownPlace
from veivalg.sources.kostra_indicators import SECTORS, indicators, key_by_label

RESULT, DEBT, USERS = (
    "net_operating_result_share",
    "long_term_debt_share",
    "home_services_share_80plus",
)


def lines(*cells: tuple[object, ...], updated: str = "") -> pa.Table:
    """Stored lines of (key, unit, region, year, value, mark)."""
    names = ("key", "unit", "region", "year", "value", "mark")
    columns = dict(zip(names, map(list, zip(*cells, strict=True)), strict=True))
    table = pa.table(columns | {"value": pa.array(columns["value"], pa.float64())})
    return table.append_column("updated", pa.array([updated] * len(cells)))


def test_per_cent_becomes_a_share_and_thousands_become_kroner(store_of):
    held = kostra(
        store_of(
            kostra_economy=lines((RESULT, "%", "0301", 2024, -3.7, "")),
            kostra_social=lines(("social_assistance_paid_nok", "1000 kr", "0301", 2024, 24.0, "")),
        )
    )
    assert held.value(RESULT, "0301", 2024) == -0.037
    assert held.value("social_assistance_paid_nok", "0301", 2024) == 24_000
    assert len(held.sources) == 2


def test_a_missing_figure_has_its_reason_and_is_never_zero(store_of):
    held = kostra(
        store_of(
            kostra_care=lines(
                (USERS, "prosent", "0301", 2023, 20.0, ""),
                (USERS, "prosent", "0301", 2024, None, ":"),
                (USERS, "prosent", "3448", 2024, None, ".."),
            )
        )
    )
    assert held.value(USERS, "0301", 2024) == Missing("suppressed")
    assert held.value(USERS, "3448", 2024) == Missing("lacking")
    assert held.value(USERS, "3448", 2023) == Missing("not fetched")
    assert held.value(USERS, "4601", 2024) == Missing("not fetched")
    assert held.value(USERS, "0301", 1999) == Missing("not fetched")
    assert held.value(RESULT, "0301", 2024) == Missing("not fetched")
    assert not (held.values == 0).any()
    assert held.newest(USERS, "0301", up_to=2024) == (2023, 0.20)
    assert held.newest(USERS, "3448", up_to=2024) is None
    assert held.newest(USERS, "0301", up_to=2022) is None


def test_what_does_not_exist_is_an_error_and_not_a_gap():
    held = shipped_kostra()
    with pytest.raises(LabelMismatch, match="net_result"):
        held.value("net_result", "EAK", 2024)
    with pytest.raises(UnknownPlace, match="9999"):
        held.value(RESULT, "9999", 2024)
    with pytest.raises(UnknownPlace, match="EKG18"):
        held.newest(RESULT, "EKG18", up_to=2010)


@pytest.mark.parametrize(
    ("key", "unit", "value", "says"),
    [
        (USERS, "%", 151.0, "home_services_share_80plus is 1.51 for 3448 in 2024"),
        (USERS, "%", -1.0, "never negative"),
        ("group_size_2", "antall", -1.0, "group_size_2 is -1 for 3448 in 2024"),
    ],
)
def test_a_figure_out_of_range_is_named(store_of, key, unit, value, says):
    with pytest.raises(OutOfRange, match=says):
        kostra(store_of(kostra_care=lines((key, unit, "3448", 2024, value, ""))))


@pytest.mark.parametrize(
    ("key", "unit", "value"),
    [
        (RESULT, "%", -12.0),
        (DEBT, "%", 210.0),
        ("minority_language_children_share", "%", 128.1),
        ("net_moves_in", "antall", -40.0),
    ],
)
def test_what_may_be_negative_or_beyond_all_is_held(store_of, key, unit, value):
    held = kostra(store_of(kostra_economy=lines((key, unit, "3448", 2024, value, ""))))
    assert held.value(key, "3448", 2024) == pytest.approx(value * (0.01 if unit == "%" else 1))


def test_a_unit_of_another_kind_is_refused(store_of):
    for key, unit in ((USERS, "antall"), ("group_size_2", "%"), (USERS, "kr")):
        with pytest.raises(TableChanged, match="counted in"):
            kostra(store_of(kostra_care=lines((key, unit, "3448", 2024, 1.0, ""))))
    mixed = lines(
        ("social_assistance_paid_nok", "1000 kr", "0301", 2024, 1.0, ""),
        ("social_assistance_paid_nok", "kr", "3448", 2024, 1.0, ""),
    )
    with pytest.raises(TableChanged, match="two units"):
        kostra(store_of(kostra_social=mixed))


def test_keys_regions_and_cells_that_are_wrong_are_refused(store_of):
    with pytest.raises(TableChanged, match="result_share"):
        kostra(store_of(kostra_economy=lines(("result_share", "%", "0301", 2024, 1.0, ""))))
    with pytest.raises(UnknownPlace, match="9999"):
        kostra(store_of(kostra_economy=lines((RESULT, "%", "9999", 2024, 1.0, ""))))
    twice = lines(*[(RESULT, "%", "0301", 2024, 1.0, "")] * 2)
    with pytest.raises(TableChanged, match="0301 in 2024 stands twice"):
        kostra(store_of(kostra_economy=twice))
    assert kostra(store_of()) is None


@pytest.mark.parametrize(
    ("updated", "revised"), [("", False), ("2025-03-17", False), ("2025-06-15", True)]
)
def test_the_newest_year_is_revised_only_when_its_table_was_updated_after_june(
    store_of, updated, revised
):
    cells = [(RESULT, "%", "0301", year, 1.0, "") for year in (2023, 2024)]
    held = kostra(store_of(kostra_economy=lines(*cells, updated=updated)))
    assert held.is_revised(RESULT, 2023)
    assert held.is_revised(RESULT, 2024) is revised
    assert not held.is_revised(RESULT, 2025)
    assert not held.is_revised(DEBT, 2023)


def test_the_list_of_keys_is_whole():
    known = indicators()
    assert len(known) == len(key_by_label()) == 78
    assert {one.table for one in known.values()} == set(SECTORS)
    for one in known.values():
        assert one.is_share == (one.key.split("_80plus")[0].find("share") >= 0), one.key
        assert one.key.endswith("_nok") == ("kr" in one.unit.split()), one.key


def test_the_shipped_figures_are_shares_and_kroner():
    held = shipped_kostra()
    assert held.regions[-3:] == ("EAK", "EAKUO", "EKG08")
    assert held.years == tuple(range(2020, 2026))
    assert held.value(RESULT, "EAK", 2024) == -0.004
    assert held.value("free_income_per_resident_nok", "EAK", 2024) == 72_066
    assert held.value("social_assistance_paid_nok", "EAK", 2024) == 11_864_217_000
    assert held.value("total_fertility", "EAK", 2024) == Missing("not fetched")
    assert held.is_revised(RESULT, 2024)
    assert not held.is_revised(RESULT, 2025)
    assert held.newest(RESULT, "EAK", up_to=2024) == (2024, -0.004)
    assert held is shipped_kostra()


def test_arrays_cannot_be_changed_and_must_agree():
    held = shipped_kostra()
    with pytest.raises(ValueError, match="read-only"):
        held.values[0, 0, 0] = 1
    axes = Axes.of(key=(RESULT,), region=("EAK",), year=(2024,))
    with pytest.raises(LabelMismatch, match="disagree"):
        KostraFigures(
            values=np.array([[[0.1]]]),
            reasons=np.array([[[REASONS.index("lacking")]]], dtype=np.int8),
            revised=np.array([[True]]),
            axes=axes,
            sources=(),
        )
    assert ((held.reasons == THERE) == ~np.isnan(held.values)).all()
    assert set(held.regions) - set(geography().codes) == {"EAK", "EAKUO", "EKG08"}
