from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.errors import SourceError
from veivalg.sources.jsonstat import Missing, parse

FIXTURES = Path(__file__).parent / "fixtures"


def recorded(name: str) -> bytes:
    return (FIXTURES / name).read_bytes()


def small(**changed: object) -> bytes:
    answer = {
        "version": "2.0",
        "class": "dataset",
        "label": "Test",
        "updated": "2026-01-01T00:00:00Z",
        "id": ["Region", "Tid"],
        "size": [2, 3],
        "dimension": {
            "Region": {
                "label": "region",
                "category": {
                    "index": {"0301": 1, "1101": 0},
                    "label": {"0301": "Oslo", "1101": "Eigersund"},
                },
            },
            "Tid": {"label": "år", "category": {"index": ["2022", "2023", "2024"]}},
        },
        "value": [1, 2, 3, 4, 5, 6],
    }
    return json.dumps(answer | changed).encode()


def test_recorded_answer_of_version_2() -> None:
    cube = parse(recorded("pxwebapi_v2_data_12134.json"))
    assert cube.at(KOKkommuneregion0000="5001", ContentsCode="KOSAG110000", Tid="2024") == 62853
    assert cube.variable("KOKkommuneregion0000").label_of("0301") == "Oslo - Oslove"
    assert cube.variable("ContentsCode").units == {"KOSAG110000": "kr"}
    assert len(cube.notes) == 2
    assert "brudd i tidsserien" in cube.notes[0]


def test_recorded_answer_of_version_1_with_marks() -> None:
    cube = parse(recorded("jsonstat1_01222_2016K1.json"))
    assert cube.values.shape == (430, 11, 1)
    assert cube.at(Region="0101", ContentsCode="Folketallet1", Tid="2016K1") == 30544
    assert cube.reasons() == {"not possible: the figure cannot occur": 2}
    assert np.isnan(cube.values.reshape(-1)[4245])


def test_codes_stand_where_their_index_says_and_not_where_they_are_written() -> None:
    assert parse(small()).at(Region="1101", Tid="2024") == 3
    assert parse(small()).variable("Region").codes == ("1101", "0301")


def test_metadata_with_index_out_of_order() -> None:
    shape = parse(recorded("pxwebapi_v2_metadata_05810.json"))
    assert shape.variable("Kjonn").codes == ("0", "2", "1")
    assert shape.variable("Alder").elimination
    assert shape.values.size == 0


def test_values_as_object_leave_the_rest_missing() -> None:
    cube = parse(small(value={"0": 7, "5": 9}))
    assert cube.at(Region="0301", Tid="2024") == 9
    assert cube.at(Region="1101", Tid="2023") == Missing("lacking: the publisher has no figure")


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (".", "not possible"),
        ("..", "lacking"),
        (":", "confidential"),
        ("...", "not yet"),
    ],
)
def test_a_marked_figure_is_missing_with_its_reason_and_never_zero(mark: str, reason: str) -> None:
    cube = parse(small(value=[0, 2, 3, 4, 5, 6], status={"0": mark}))
    missing = cube.at(Region="1101", Tid="2022")
    assert isinstance(missing, Missing)
    assert missing.reason.startswith(reason)
    assert np.nansum(cube.values) == 20


def test_old_marks_for_nil_and_provisional_are_figures() -> None:
    cube = parse(small(value=[None, 2, 3, 4, 5, 6], status={"0": "-", "1": "*"}))
    assert cube.at(Region="1101", Tid="2022") == 0
    assert cube.at(Region="1101", Tid="2023") == 2


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"<html></html>",
        b'{"version": "2.0"}',
        small(value=[1, 2]),
        small(size=[3, 3]),
        small()[:-30],
        b"[1, 2]",
    ],
)
def test_what_is_not_json_stat_is_a_clear_error(spoilt: bytes) -> None:
    with pytest.raises(SourceError, match=r"JSON-stat|figures where|says it has"):
        parse(spoilt)


@given(
    st.permutations(["0301", "1101", "3448"]),
    st.permutations(["2022", "2023"]),
    st.lists(st.one_of(st.none(), st.integers(0, 9999)), min_size=6, max_size=6),
)
def test_a_cell_is_found_by_its_codes_however_the_answer_is_written(
    places: list[str], years: list[str], figures: list[int | None]
) -> None:
    dimensions = {
        "Region": {
            "label": "region",
            "category": {"index": {c: places.index(c) for c in sorted(places)}},
        },
        "Tid": {"label": "år", "category": {"index": years}},
    }
    as_array = parse(small(dimension=dimensions, size=[3, 2], value=figures))
    as_object = parse(
        small(
            dimension=dimensions,
            size=[3, 2],
            value={str(i): f for i, f in enumerate(figures) if f is not None},
        )
    )
    for i, place in enumerate(places):
        for j, year in enumerate(years):
            due = figures[i * 2 + j]
            for cube in (as_array, as_object):
                found = cube.at(Region=place, Tid=year)
                assert isinstance(found, Missing) if due is None else found == due
