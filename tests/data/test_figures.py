from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from veivalg.axes import AGES
from veivalg.data.figures import figures, shipped_figures
from veivalg.data.flows import commuting, moves, moves_by_age
from veivalg.data.geography import geography
from veivalg.errors import UnknownPlace

OSLO, EIGERSUND, STAVANGER = 0, 1, 2


def population():
    ages = list(AGES) * 2
    return pa.table(
        {
            "municipality": ["3448"] * 212,
            "year": [2024] * 212,
            "sex": ["F"] * 106 + ["M"] * 106,
            "age": ages,
            "persons": [3.0] * 212,
        }
    )


def test_without_a_headcount_everything_is_shipped(store_of):
    lone = store_of(
        births_deaths=pa.table({"year": [1], "sex": ["F"], "births": [1], "deaths": [1]})
    )
    for held in (figures(None), figures(store_of()), figures(lone), shipped_figures()):
        assert held.kind == "shipped"
        assert held.moves is held.commuting is held.moves_by_age is None
        assert {source.kind for source in held.sources} == {"shipped"}


def test_with_a_headcount_the_figures_are_official(store_of):
    held = figures(store_of(population=population()))
    assert held.kind == "official"
    assert held.sources[0].kind == "official"
    assert held.vitals.births.shape[1] == 2


def test_commuters_that_no_line_tells_of_are_none_only_where_both_ends_are_known(store_of):
    lines = pa.table(
        {"residence": ["0301", "1101"], "workplace": ["1101", "0301"], "persons": [13.0, 4.0]}
    )
    held = commuting(store_of(commuting=lines)).persons
    assert held[OSLO, EIGERSUND] == 13
    assert held[EIGERSUND, OSLO] == 4
    assert np.isnan([held[OSLO, OSLO], held[OSLO, STAVANGER], held[STAVANGER, STAVANGER]]).all()
    more = pa.table(
        {"residence": ["0301", "1103"], "workplace": ["1101", "0301"], "persons": [13.0, 4.0]}
    )
    assert commuting(store_of(commuting=more)).persons[STAVANGER, EIGERSUND] == 0


def test_moves_that_no_line_tells_of_are_unknown(store_of):
    lines = pa.table(
        {"year": [2024], "origin": ["0301"], "destination": ["1103"], "persons": [7.0]}
    )
    held = moves(store_of(moves=lines))
    assert held.axes["year"].labels == (2024,)
    assert held.persons[0, OSLO, STAVANGER] == 7
    assert np.isnan(held.persons).sum() == held.persons.size - 1


def test_moves_from_a_place_that_does_not_exist_are_refused(store_of):
    lines = pa.table(
        {"year": [2024], "origin": ["0301"], "destination": ["9999"], "persons": [7.0]}
    )
    with pytest.raises(UnknownPlace, match="9999"):
        moves(store_of(moves=lines))


def test_moves_by_age_are_held_for_numbers_in_force_only(store_of):
    lines = pa.table(
        {
            "municipality": ["4001", "3801"],
            "year": [2020, 2020],
            "age": [20, 20],
            "moved_in": [18, 5],
            "moved_out": pa.array([None, 4], pa.int64()),
        }
    )
    held = moves_by_age(store_of(migration_by_age=lines))
    assert held.axes["municipality"].labels == ("4001",)
    assert held.moved_in[0, 0, 20] == 18
    assert np.isnan(held.moved_out).all()
    assert moves_by_age(store_of(migration_by_age=lines.slice(1))) is None


def test_everything_is_on_todays_municipalities():
    assert shipped_figures().headcount.municipalities == geography().codes
