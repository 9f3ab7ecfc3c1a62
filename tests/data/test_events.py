from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from veivalg.data.events import MOTHERS, shipped_vitals, vitals
from veivalg.errors import OutOfRange, TableChanged


def test_shipped_life_tables_give_the_published_life_expectancy():
    """SSB 07902: 84.80 years for women and 81.59 for men in 2024, from age 0."""
    held = shipped_vitals()
    chance = held.death_probability[held.years.index(2024)]
    alive = np.cumprod(1 - chance, axis=1)
    expectancy = 0.5 + alive.sum(axis=1)
    assert expectancy == pytest.approx([84.80, 81.59], abs=0.06)


def test_shipped_fertility_and_births_are_the_published_ones():
    held = shipped_vitals()
    assert held.fertility_rate[held.years.index(2022)].sum() == pytest.approx(1.41, abs=0.005)
    assert held.births[held.years.index(2023)].sum() == 51_980
    assert held.deaths[held.years.index(2022)].sum() == 45_774


def test_years_that_a_part_lacks_are_missing_not_zero():
    held = shipped_vitals()
    assert (held.years[0], held.years[-1]) == (1980, 2024)
    assert np.isnan(held.death_probability[held.years.index(1999)]).all()
    assert np.isnan(held.fertility_rate[held.years.index(2023)]).all()
    assert np.isnan(held.births[held.years.index(2024)]).all()


def test_official_parts_take_the_place_of_shipped_ones(store_of):
    numbers = pa.table(
        {"year": [2024, 2024], "sex": ["M", "F"], "births": [2.0, 1.0], "deaths": [4.0, 3.0]}
    )
    held = vitals(store_of(births_deaths=numbers))
    assert held.births[held.years.index(2024)].tolist() == [1.0, 2.0]
    assert held.deaths[held.years.index(2024)].tolist() == [3.0, 4.0]
    assert np.isnan(held.births[held.years.index(2023)]).all()
    assert [s.kind for s in held.sources] == ["shipped", "shipped", "official"]


def test_mothers_outside_the_ages_are_counted_at_the_ends(store_of):
    rates = pa.table(
        {"year": [2020] * 5, "age": [13, 15, 30, 49, 52], "rate": [0.001, 0.002, 0.1, 0.003, 0.001]}
    )
    held = vitals(store_of(fertility=rates))
    rate = held.fertility_rate[held.years.index(2020)]
    assert rate[[0, MOTHERS.index(30), -1]] == pytest.approx([0.003, 0.1, 0.004])
    assert np.isnan(rate[1])


def test_the_closing_line_of_a_life_table_is_left_out(store_of):
    table = pa.table(
        {
            "year": [2024] * 3,
            "sex": ["F"] * 3,
            "age": [0, 105, 106],
            "death_probability": [0.002, 0.4, 1.0],
        }
    )
    held = vitals(store_of(life_table=table))
    assert held.death_probability[held.years.index(2024), 0, [0, 105]] == pytest.approx(
        [0.002, 0.4]
    )


@pytest.mark.parametrize(
    ("table", "error", "words"),
    [
        (
            {"year": [2024], "sex": ["F"], "age": [107], "death_probability": [0.5]},
            OutOfRange,
            "107",
        ),
        (
            {"year": [2024], "sex": ["F"], "age": [3], "death_probability": [-0.5]},
            OutOfRange,
            "age 3",
        ),
        (
            {"year": [2024], "sex": ["F"], "age": [3], "death_probability": [3.2]},
            OutOfRange,
            "per 1,000",
        ),
        ({"year": [2024], "sex": ["F"], "age": [3]}, TableChanged, "death_probability"),
    ],
)
def test_a_life_table_that_cannot_be_is_refused(store_of, table, error, words):
    with pytest.raises(error, match=words):
        vitals(store_of(life_table=pa.table(table)))
