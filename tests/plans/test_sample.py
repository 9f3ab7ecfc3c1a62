"""A sample is as large as asked, the same again, and nearer to the whole than luck."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from veivalg.data.geography import geography
from veivalg.errors import BadParameter, OutOfRange
from veivalg.plans.grouping import merged_of, size_of
from veivalg.plans.own_column import own_column
from veivalg.plans.sample import drawn


@pytest.mark.parametrize("size", [1, 41, 120])
def test_bodies_are_drawn_once_each_and_the_same_again(size: int):
    found = drawn(size, seed=3)
    assert len(set(found.municipalities)) == size
    assert set(found.municipalities) <= set(geography().codes)
    assert drawn(size, seed=3) == found


def test_another_seed_draws_others():
    assert drawn(20, seed=1).municipalities != drawn(20, seed=2).municipalities


def test_counties_are_among_the_bodies():
    found = drawn(41, counties=3)
    assert (len(found.municipalities), len(found.counties)) == (38, 3)


def test_shares_come_nearer_to_the_whole_than_by_luck():
    codes = geography().codes
    whole = np.mean([size_of(code) == "small" for code in codes])

    def apart(some: Iterable[str]) -> float:
        return abs(np.mean([size_of(code) == "small" for code in some]) - whole)

    luck = [apart(np.random.default_rng(s).permutation(codes)[:41]) for s in range(40)]
    reached = apart(drawn(41).municipalities)
    assert reached < np.median(luck)
    merged = np.mean([merged_of(c) == "merged" for c in drawn(41).municipalities])
    assert merged == pytest.approx(np.mean([merged_of(c) == "merged" for c in codes]), abs=0.03)


def test_margins_are_shares_of_all_and_of_the_sample():
    found = drawn(41)
    for column in ("size", "county", "centrality", "merged"):
        some = [one for one in found.margins if one.column == column]
        assert sum(one.wanted for one in some) == pytest.approx(1)
        assert sum(one.reached for one in some) == pytest.approx(1)
    assert abs(found.furthest.reached - found.furthest.wanted) < 0.1


def test_a_column_of_ones_own_is_balanced_too():
    codes = geography().codes
    own = {code: "Sp" if at % 3 else "Ap" for at, code in enumerate(codes)}
    margins = {one.group: one for one in drawn(30, own=own).margins if one.column == "own"}
    assert margins["Ap"].reached == pytest.approx(margins["Ap"].wanted, abs=0.04)


def test_what_cannot_be_drawn_is_told():
    with pytest.raises(OutOfRange, match="400"):
        drawn(400)
    with pytest.raises(OutOfRange, match="99"):
        drawn(120, counties=99)
    with pytest.raises(OutOfRange, match="9999"):
        drawn(1, own={"9999": "Ap"})


def test_an_own_column_is_read_with_any_separator():
    for between in ",;\t":
        content = f"municipality{between}value\n0301{between}Ap\n".encode("utf-8-sig")
        assert own_column(content, file="party.csv") == {"0301": "Ap"}


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"municipality,value\n301,Ap\n", b"\xff\xfe\x00"]
)
def test_a_bad_column_names_file_and_line(content: bytes):
    with pytest.raises(BadParameter, match=r"party\.csv"):
        own_column(content, file="party.csv")
