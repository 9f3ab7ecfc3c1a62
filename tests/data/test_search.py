from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from veivalg.data.geography import geography
from veivalg.data.search import _letter_table, folded_words, slips_between
from veivalg.errors import UnknownPlace

NORWAY = geography()
short_text = st.text("abcdeø", min_size=1, max_size=7)


@pytest.mark.parametrize(
    ("typed", "level", "code"),
    [
        ("aurskog", "municipality", "3226"),
        ("1263", "municipality", "4631"),
        ("Kárášjohka", "municipality", "5610"),
        ("karasjohka", "municipality", "5610"),
        ("KARASJOK", "municipality", "5610"),
        ("karasjokk", "municipality", "5610"),
        ("nordreland", "municipality", "3448"),
        ("nordre ladn", "municipality", "3448"),
        ("trondhjem", "municipality", "5001"),
        ("trondhj", "municipality", "5001"),
        ("Tromsö", "municipality", "5501"),
        ("aalesund", "municipality", "1508"),
        ("Moere og Romsdal", "county", "15"),
        ("sør-varager", "municipality", "5605"),
        ("aurskogg", "municipality", "3226"),
        ("rømskog", "municipality", "3226"),
        ("0301", "municipality", "0301"),
        ("troms", "county", "55"),
        ("34", "county", "34"),
        ("005", "region", "005"),
        ("Skien/Porsgrunn", "region", "031"),
        ("Noreg", "country", "0"),
        ("Norga", "country", "0"),
    ],
)
def test_the_best_hit(typed, level, code):
    best = NORWAY.search(typed)[0]
    assert (best.place.level, best.place.code) == (level, code)


@pytest.mark.parametrize("one", NORWAY.municipalities, ids=lambda m: m.code)
def test_every_municipality_is_found_by_number_and_by_each_of_its_names(one):
    for text in (one.code, one.name, one.norwegian, *one.sami_names):
        hits = NORWAY.search(text, limit=3)
        assert hits[0].score == 1.0
        assert one.code in {hit.place.code for hit in hits}


def test_every_number_of_former_days_finds_its_successors():
    for number in NORWAY.changes.values():
        if not number.current:
            hits = NORWAY.search(number.code[:4], limit=20)
            assert set(number.successors) <= {hit.place.code for hit in hits if hit.score > 0.9}
            assert all(number.code[:4] in hit.matched for hit in hits if hit.score > 0.9)


def test_a_former_name_says_what_matched():
    hit = NORWAY.search("Lindås")[0]
    assert (hit.place.code, hit.matched) == ("4631", "1263 Lindås (–2019)")
    assert {h.place.code for h in NORWAY.search("Tysfjord")[:2]} == {"1806", "1875"}


def test_nothing_typed_and_nonsense_find_nothing():
    assert NORWAY.search("") == NORWAY.search("  -- ") == NORWAY.search("qxqxqxqx") == ()


@given(st.text(max_size=60))
def test_whatever_is_typed_the_search_answers(text):
    hits = NORWAY.search(text, limit=4)
    assert len(hits) <= 4
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert len({(h.place.level, h.place.code) for h in hits}) == len(hits)


@pytest.mark.parametrize(
    ("text", "level", "code"),
    [
        ("Oslo", "municipality", "0301"),
        ("gjøvik", "municipality", "3407"),
        ("0528", "municipality", "3442"),
        ("3448-3450", "group", "3448-3450"),
        ("troms", "county", "55"),
        ("0", "country", "0"),
        ("Nes", "municipality", "3228"),
        ("aurskog", "municipality", "3226"),
    ],
)
def test_find_gives_the_one_place_meant(text, level, code):
    place = NORWAY.find(text)
    assert (place.level, place.code) == (level, code)


def test_find_within_a_level():
    assert NORWAY.find("Gjøvik", level="region").code == NORWAY.municipality("3407").region
    assert NORWAY.find("Oslo", level="county").code == "03"
    assert NORWAY.find("Nordre Land", level="like").level == "like"


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("trondhjem", "Trondheim – Tråante (5001)"),
        ("Våler", "Våler (Innlandet) (3419)"),
        ("Tysfjord", "Hábmer – Hamarøy (1875)"),
        ("nordland fylke", None),
        ("Rjukan", None),
    ],
)
def test_find_does_not_guess_but_suggests(text, suggested):
    with pytest.raises(UnknownPlace) as raised:
        NORWAY.find(text)
    assert text in str(raised.value)
    assert suggested is None or suggested in raised.value.suggestions


def test_a_search_answers_while_somebody_types():
    NORWAY.search("oslo")
    seconds = []
    for text in ("trondhjem", "kautokeno", "sør-varager"):
        start = time.process_time()
        NORWAY.search(text)
        seconds.append(time.process_time() - start)
    assert min(seconds) < 0.05


@given(short_text, short_text)
def test_slips_are_a_distance(one, other):
    forth = slips_between(one, _letter_table([other]))[0][0]
    back = slips_between(other, _letter_table([one]))[0][0]
    assert forth == back
    assert (forth == 0) == (one == other)
    assert abs(len(one) - len(other)) <= forth <= max(len(one), len(other))


def test_slips_of_each_kind_count_one():
    names = _letter_table(["land", "lanx", "lan", "landd", "ladn", "landskap"])
    whole, start = slips_between("land", names)
    assert whole.tolist() == [0, 1, 1, 1, 1, 4]
    assert start.tolist() == [0, 1, 1, 0, 1, 0]
    assert np.array_equal(slips_between("x", names[:1])[0], [4])


def test_names_fold_to_plain_letters():
    assert folded_words("Kárášjohka – Åsnes") == ("karasjohka", "asnes")
    assert folded_words("Dønna") == folded_words("doenna") == ("donna",)
    assert folded_words("Bærum") == folded_words("Baerum")
    assert folded_words("Evenášši") == ("evenassi",)
