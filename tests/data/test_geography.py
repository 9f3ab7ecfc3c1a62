from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.data.geography import geography
from veivalg.data.places import LEVELS, Place, membership
from veivalg.errors import BadGroup, UnknownPlace

NORWAY = geography()
some_codes = st.lists(st.sampled_from(NORWAY.codes), min_size=1, max_size=12, unique=True)


def test_there_are_357_municipalities_159_regions_and_15_counties():
    assert (len(NORWAY.codes), len(NORWAY.regions), len(NORWAY.counties)) == (357, 159, 15)
    assert NORWAY.codes == tuple(sorted(NORWAY.codes))
    assert geography() is NORWAY


@pytest.mark.parametrize("level", ["region", "county"])
def test_every_municipality_lies_in_exactly_one(level):
    members = [code for place in NORWAY.places(level) for code in place.members]
    assert sorted(members) == list(NORWAY.codes)


def test_the_region_of_gjovik_and_the_county_of_nordre_land():
    assert NORWAY.municipality("3448").norwegian == "Nordre Land"
    assert "3448" in NORWAY.place("region", NORWAY.municipality("3448").region).members
    assert NORWAY.place("county", "34").name == "Innlandet"


@pytest.mark.parametrize(
    ("code", "norwegian", "others"),
    [
        ("5610", "Karasjok", ("Kárášjohka",)),
        ("5622", "Porsanger", ("Porsángu", "Porsanki")),
        ("1875", "Hamarøy", ("Hábmer",)),
        ("5540", "Kåfjord", ("Gáivuotna", "Kaivuono")),
        ("3448", "Nordre Land", ()),
    ],
)
def test_names_are_kept_by_language(code, norwegian, others):
    one = NORWAY.municipality(code)
    assert (one.norwegian, one.sami_names) == (norwegian, others)
    assert all(name in one.name for name in (norwegian, *others))


def test_every_place_on_the_tile_map_has_its_own_square():
    squares = {(m.column, m.row) for m in NORWAY.municipalities}
    assert len(squares) == 357
    assert max(c for c, _ in squares) <= 30
    assert max(r for _, r in squares) <= 38


def test_every_number_of_former_days_leads_to_municipalities_of_today():
    assert all(set(n.successors) <= set(NORWAY.codes) for n in NORWAY.changes.values())
    assert all(n.successors for n in NORWAY.changes.values())
    assert {n.code for n in NORWAY.changes.values() if n.split} == {"1507", "1613", "1850", "5012"}
    assert NORWAY.changes["5012"].successors == ("5055", "5056", "5059")


def test_places_of_a_former_number_are_told_not_taken():
    with pytest.raises(
        UnknownPlace, match="0528 Østre Toten is not in force; its area lies in Østre"
    ):
        NORWAY.municipality("0528")
    with pytest.raises(UnknownPlace, match=r"split between Narvik .* all with 1806-1875"):
        NORWAY.place("municipality", "1850")


@given(some_codes)
def test_a_group_is_its_members_in_rising_order(codes):
    group = NORWAY.group(codes)
    assert group.members == tuple(sorted(codes))
    assert NORWAY.place("group", group.code) == NORWAY.group(sorted(codes)) or len(codes) > 1
    assert NORWAY.place("group", group.code).members == group.members


@given(st.lists(some_codes, min_size=1, max_size=4))
def test_the_sum_of_a_place_is_the_sum_of_its_members(lists):
    places = [NORWAY.group(codes) for codes in lists]
    persons = np.arange(357.0)
    sums = membership(places, NORWAY.codes) @ persons
    assert sums.tolist() == [
        sum(persons[NORWAY.codes.index(c)] for c in set(codes)) for codes in lists
    ]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([], "at least one"),
        (["", " "], "at least one"),
        (["3448", "3448"], "3448 stands twice"),
        (["3448", "9998"], "There is no place '9998'"),
        (["3448", "0528"], "Østre Toten"),
        (["34"], "34"),
    ],
)
def test_a_group_that_cannot_be_summed_says_why(codes, words):
    with pytest.raises(BadGroup, match=words):
        NORWAY.group(codes)


def test_a_group_takes_its_name_from_its_members_in_the_order_given():
    assert NORWAY.group(["3448", "3407"]).name == "Nordre Land + Gjøvik"
    assert NORWAY.group(NORWAY.codes[:6]).name.endswith("+ 3")
    assert NORWAY.group(["3448", "3407"], name="Nye Land").name == "Nye Land"


@pytest.mark.parametrize("code", ["0301", "3448", "1151", "5610", "4601"])
def test_like_municipalities_are_others_of_the_same_kind(code):
    like = NORWAY.like(code)
    assert code not in like.members
    assert 5 <= len(like.members) <= 10
    one, kind = (
        NORWAY.municipality(code),
        {NORWAY.municipality(c).kostra_group for c in like.members},
    )
    assert kind == {one.kostra_group} or code == "0301"


def test_like_municipalities_exist_for_all():
    assert all(len(place.members) >= 5 for place in NORWAY.places("like"))


@pytest.mark.parametrize(
    ("place", "flagged"),
    [
        (NORWAY.place("municipality", "5059"), [("5059", "2020")]),
        (NORWAY.place("municipality", "1508"), [("1508", "2024")]),
        (NORWAY.place("municipality", "3448"), []),
        (NORWAY.group(["1508", "1580"]), []),
        (NORWAY.group(["1806", "1875", "5055"]), [("5055", "2020")]),
        (NORWAY.place("county", "50"), []),
        (NORWAY.country, []),
    ],
)
def test_years_without_series_are_flagged_unless_the_sum_is_whole(place, flagged):
    values = [dict(flag.values) for flag in NORWAY.flags(place)]
    assert [(v["code"], v["first_year"]) for v in values] == flagged
    assert all(flag.key == "place.flag.no_series" for flag in NORWAY.flags(place))


def test_seven_municipalities_are_flagged():
    assert sum(bool(NORWAY.flags(p)) for p in NORWAY.places("municipality")) == 7
    assert sum(m.series_from is not None for m in NORWAY.municipalities) == 7


def test_every_place_is_found_again_by_level_and_code():
    for level in LEVELS:
        if level not in ("group", "like"):
            assert all(NORWAY.place(level, p.code) is p for p in NORWAY.places(level))
    with pytest.raises(UnknownPlace, match="made of"):
        NORWAY.places("group")
    with pytest.raises(UnknownPlace):
        NORWAY.place("region", "999")


def test_a_place_outside_the_figures_is_not_summed():
    with pytest.raises(UnknownPlace, match="1101"):
        membership([Place("group", "x", "X", ("0301", "1101"))], ["0301"])
