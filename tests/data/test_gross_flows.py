from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.csv

from veivalg.data.geography import geography
from veivalg.data.gross_flows import gross_flows, shipped_gross_flows
from veivalg.data.headcount import shipped_headcount
from veivalg.data.residents import residents_of_norway, shipped_residents

HEIRS_OF_SPLITS = ("1806", "1875", "5055", "5056", "5059")


def components(*lines):
    names = ("municipality", "quarter", "immigration", "emigration", "moved_out")
    return pa.table(dict(zip(names, map(list, zip(*lines, strict=True)), strict=True)))


def row_of(flows, code):
    return flows.persons[geography().codes.index(code)]


def test_flows_are_added_up_on_todays_municipalities(store_of):
    held = gross_flows(
        store_of(
            components=components(
                ("0221", "2015K1", 10, 2, 30),
                ("0121", "2015K1", 1, 0, 5),
                ("3448", "2015K1", 7, 7, 7),
            )
        )
    )
    assert row_of(held, "3226").tolist() == [[11, 2, 35]]
    assert row_of(held, "3448").tolist() == [[7, 7, 7]]
    assert held.periods == (2015,)


def test_who_took_in_a_part_of_one_that_was_split_has_no_figure(store_of):
    held = gross_flows(
        store_of(components=components(("1850", "2015K1", 1, 1, 1), ("1805", "2015K1", 9, 9, 9)))
    )
    assert np.isnan(row_of(held, "1806")).all()
    assert np.isnan(row_of(held, "1875")).all()


def test_a_missing_figure_stays_missing_in_the_sum(store_of):
    held = gross_flows(
        store_of(
            components=components(("0221", "2015K1", 10, 2, 30), ("0121", "2015K1", 1, None, 5))
        )
    )
    assert np.isnan(row_of(held, "3226")).all()
    assert np.isnan(row_of(held, "4601")).all()


def test_shipped_flows_lack_only_the_heirs_of_splits():
    lacking = np.isnan(shipped_gross_flows().persons).any(axis=(1, 2))
    assert tuple(np.array(geography().codes)[lacking]) == HEIRS_OF_SPLITS
    assert shipped_gross_flows().before(2016) is None
    assert shipped_gross_flows().before(2017).shape == (357, 3)


def test_shipped_flows_are_those_of_the_store(store_of, reference):
    table = pa.csv.read_csv(
        reference / "components_quarterly_2015K1_2016K1.csv",
        convert_options=pa.csv.ConvertOptions(column_types={"kommune": pa.string()}),
    ).rename_columns({"kommune": "municipality", "domestic_out": "moved_out"})
    held = gross_flows(store_of(components=table))
    assert np.array_equal(held.persons, shipped_gross_flows().persons, equal_nan=True)


def test_residents_reach_from_1986_to_the_newest_headcount():
    known = residents_of_norway(shipped_headcount())
    assert known == dict(shipped_residents())
    assert (min(known), max(known), known[2024]) == (1986, 2024, 5_550_203)
