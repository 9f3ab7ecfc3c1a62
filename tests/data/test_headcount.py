from __future__ import annotations

import itertools
import time

import numpy as np
import pyarrow as pa
import pytest

from veivalg.axes import AGES
from veivalg.data.geography import geography
from veivalg.data.headcount import headcount, official_headcount, shipped_headcount
from veivalg.errors import MissingFigure, OutOfRange, SnapshotError, TableChanged, UnknownPlace


def rows(codes=("3448", "0301"), years=(2023, 2024), ages=AGES):
    """One line per cell; the number of persons tells the cell."""
    cells = list(itertools.product(codes, years, "FM", ages))
    columns = dict(
        zip(
            ("municipality", "year", "sex", "age"), map(list, zip(*cells, strict=True)), strict=True
        )
    )
    columns["persons"] = [float(int(c) % 97 + y % 7 + (s == "M") + a) for c, y, s, a in cells]
    columns["quality"] = ["observed"] * len(cells)
    return columns


def table(columns):
    return pa.table(columns)


def changed(columns, line, **values):
    for name, value in values.items():
        columns[name][line] = value
    return table(columns)


def test_each_line_finds_its_cell_whatever_the_order(store_of):
    columns = rows()
    shuffled = np.random.default_rng(1).permutation(len(columns["age"]))
    mixed = table({name: [values[i] for i in shuffled] for name, values in columns.items()})
    straight = official_headcount(store_of(population=table(columns)))
    assert np.array_equal(
        straight.persons, official_headcount(store_of(population=mixed)).persons, equal_nan=True
    )
    gjovik = straight.persons[geography().codes.index("3448"), 1]
    assert gjovik[1, 50] == int("3448") % 97 + 2024 % 7 + 1 + 50


def test_a_municipality_without_lines_is_missing_not_empty(store_of):
    held = official_headcount(store_of(population=table(rows())))
    bergen = geography().codes.index("4601")
    assert np.isnan(held.persons[bergen]).all()
    assert not held.observed[bergen].any()
    with pytest.raises(MissingFigure, match="355 municipalities"):
        held.on_1_january(2024)


def test_a_year_with_nobody_at_all_is_missing(store_of):
    columns = rows()
    columns["persons"] = [
        0.0 if (c, y) == ("3448", 2023) else p
        for c, y, p in zip(
            columns["municipality"], columns["year"], columns["persons"], strict=True
        )
    ]
    held = official_headcount(store_of(population=table(columns)))
    assert np.isnan(held.persons[geography().codes.index("3448"), 0]).all()


def test_estimated_splits_are_not_observed(store_of):
    columns = rows(codes=("3448", "5055", "1508", "1580"), years=(2019, 2023, 2024))
    columns["quality"][0] = "estimated_split"
    held = official_headcount(store_of(population=table(columns)))
    seen = {c: held.observed[geography().codes.index(c)].tolist() for c in ("3448", "5055", "1508")}
    assert seen == {
        "3448": [False, True, True],
        "5055": [False, True, True],
        "1508": [False, False, True],
    }


def test_haram_is_taken_out_of_alesund_and_the_sum_is_kept(store_of):
    whole = rows(codes=("1508", "1580"), years=(2019, 2021, 2024))
    keep = [
        i
        for i, (c, y) in enumerate(zip(whole["municipality"], whole["year"], strict=True))
        if (c, y) != ("1580", 2021)
    ]
    held = official_headcount(
        store_of(population=table({k: [v[i] for i in keep] for k, v in whole.items()}))
    )
    alesund, haram = (held.persons[geography().codes.index(c)] for c in ("1508", "1580"))
    published = np.array(
        [int("1508") % 97 + 2021 % 7 + s + a for s in (0, 1) for a in AGES]
    ).reshape(2, -1)
    assert np.allclose(alesund[1] + haram[1], published)
    assert (haram[1] > 0).all()
    assert not held.observed[geography().codes.index("1580"), 1]


@pytest.mark.parametrize(
    ("line", "values", "error", "words"),
    [
        (5, {"persons": -1.0}, OutOfRange, "age 5"),
        (5, {"persons": None}, MissingFigure, "female of age 5"),
        (5, {"age": 106}, OutOfRange, "106"),
        (5, {"age": 6}, TableChanged, "twice"),
        (5, {"sex": "X"}, OutOfRange, "'X'"),
        (5, {"municipality": "0528"}, UnknownPlace, "0528"),
    ],
)
def test_what_does_not_fit_is_named(store_of, line, values, error, words):
    with pytest.raises(error, match=words):
        official_headcount(store_of(population=changed(rows(), line, **values)))


def test_a_table_with_other_columns_or_none_is_refused(store_of):
    columns = rows()
    del columns["sex"]
    with pytest.raises(TableChanged, match="sex"):
        official_headcount(store_of(population=table(columns)))
    with pytest.raises(SnapshotError, match="empty"):
        official_headcount(store_of(population=table(rows()).slice(0, 0)))


def test_without_official_figures_the_shipped_ones_are_used(store_of):
    assert headcount(store_of()) is shipped_headcount()
    assert headcount(None).source.kind == "shipped"
    assert headcount(None).years == (2019, 2024)


def test_a_year_not_held_is_named():
    with pytest.raises(OutOfRange, match="2019, 2024"):
        shipped_headcount().on_1_january(2020)


def test_the_headcount_is_read_only():
    with pytest.raises(ValueError, match="read-only"):
        shipped_headcount().persons[0] = 0


def test_a_million_and_a_half_lines_are_read_in_half_a_second(store_of):
    cells = len(geography().codes) * 20 * 2 * len(AGES)
    spread_out = np.indices((len(geography().codes), 20, 2, len(AGES))).reshape(4, -1)
    big = pa.table(
        {
            "municipality": pa.array(np.array(geography().codes)[spread_out[0]]),
            "year": spread_out[1] + 2005,
            "sex": pa.array(np.array(["F", "M"])[spread_out[2]]),
            "age": spread_out[3],
            "persons": np.ones(cells),
            "quality": ["observed"] * cells,
        }
    )
    seconds = []
    for _ in range(3):
        start = time.process_time()
        official_headcount(store_of(population=big))
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.5
