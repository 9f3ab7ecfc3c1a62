from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from veivalg.sources.selection import LONGEST_ADDRESS, Choice, Selection, within

BASE = "https://data.ssb.no/api/pxwebapi/v2"


def selection(places: int, ages: int, years: int) -> Selection:
    return Selection(
        "07459",
        (
            Choice("Region", tuple(f"K-{i:04d}" for i in range(places)), "agg_KommSummer"),
            Choice("Alder", tuple(f"{i:03d}" for i in range(ages))),
            Choice("Tid", tuple(str(1986 + i) for i in range(years))),
        ),
    )


def test_residents_of_all_municipalities_go_ten_years_a_call() -> None:
    whole = Selection("07459", (*selection(357, 106, 41).choices, Choice("Kjonn", ("1", "2"))))
    parts = within(whole, cells=800_000, time="Tid")
    assert len(parts) == 5
    assert parts[0].cells == 357 * 106 * 2 * 10 == 756_840


@given(st.integers(1, 40), st.integers(1, 20), st.integers(1, 30), st.integers(1, 500))
def test_parts_hold_every_cell_once_and_none_is_too_large(
    places: int, ages: int, years: int, cells: int
) -> None:
    whole = selection(places, ages, years)
    parts = within(whole, cells=cells, time="Tid")
    assert all(part.cells <= cells for part in parts)
    assert sum(part.cells for part in parts) == whole.cells


def test_a_code_is_never_asked_for_twice() -> None:
    assert Choice("Tid", ("2024", "2023", "2024")).codes == ("2024", "2023")


def test_address_and_body_ask_for_the_same() -> None:
    small = Selection("14746", (Choice("Region", ("0301",)), Choice("Alder", ("105+",))))
    assert "valueCodes[Alder]=105%2B" in small.address(BASE)
    assert small.body()["selection"][1] == {"variableCode": "Alder", "valueCodes": ["105+"]}
    assert len(selection(357, 106, 10).address(BASE)) > LONGEST_ADDRESS
    assert len(selection(357, 106, 10).post_address(BASE)) < 200
