"""A path as text and back; what is wrong is told with value and remedy, in three languages."""

from __future__ import annotations

import base64
import json
import string
import zlib
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pathways.grounds import known
from veivalg.errors import BadParameter, OutOfRange, VeivalgError
from veivalg.futures.connections import connections
from veivalg.language import LANGUAGES, explained
from veivalg.language.catalogue import own_words
from veivalg.pathways.ideas import (
    MOST_IDEAS,
    MOST_LETTERS,
    Ideas,
    ideas_of,
    ideas_text,
    read_ideas,
)
from veivalg.pathways.inputs import Chosen, Happening, Path, repertoire
from veivalg.pathways.path_text import (
    MOST_CHOICES,
    MOST_TEXT,
    checked_choice,
    checked_weight,
    open_link,
    read_path,
    text_of,
)
from veivalg.shifts.where import KINDS

YEARS = tuple(range(2024, 2051))
STORIES, LEVERS, SHOCKS = tuple(known().stories), tuple(known().levers), tuple(known().shocks)
PARTS = connections().ids
EXAMPLE = "1~f.H1-60.H3-40~x.X5-2-2031~v.L001-3-2028.L009-2-2027~k.cabin~m.P11-P21-n2"


@st.composite
def paths(draw: st.DrawFn) -> Path:
    years = st.integers(YEARS[1], YEARS[-1])
    weight = st.one_of(st.integers(1, 100), st.integers(1, 199).map(lambda x: x / 2))
    told = draw(st.lists(st.sampled_from(STORIES), unique=True, max_size=6))
    held = draw(st.lists(st.sampled_from(LEVERS), unique=True, max_size=8))
    pairs = st.tuples(st.sampled_from(PARTS), st.sampled_from(PARTS)).filter(lambda p: p[0] != p[1])
    links = draw(st.lists(pairs, unique=True, max_size=4))
    return Path(
        weights=tuple((name, float(draw(weight))) for name in told),
        shocks=tuple(
            Happening(shock=name, size=draw(st.integers(1, 3)), year=draw(years))
            for name in draw(st.lists(st.sampled_from(SHOCKS), unique=True, max_size=3))
        ),
        choices=tuple(Chosen(lever=name, level=draw(st.integers(1, 5)), year=draw(years))
                      for name in held),
        kinds=tuple(draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=3))),
        links=tuple((a, b, float(draw(st.integers(-3, 3)))) for a, b in links),
    )  # fmt: skip


@given(paths(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_a_path_comes_back_as_it_was_written(path: Path, marked: bool):
    text = text_of(path, known() if marked else None)
    back = read_path(text, known(), years=YEARS)
    assert back == path
    assert back.identity == path.identity
    assert text_of(back, known() if marked else None) == text
    assert open_link(text, known(), years=YEARS).notes == ()


@given(paths())
@settings(max_examples=60, deadline=None)
def test_a_path_is_safe_in_an_address(path: Path):
    allowed = {*string.ascii_letters, *string.digits, *"-._~"}
    assert set(text_of(path, known())) <= allowed


@given(paths(), paths())
@settings(max_examples=60, deadline=None)
def test_paths_have_one_identity_exactly_when_they_are_equal(first: Path, second: Path):
    assert (first.identity == second.identity) == (first == second)


def test_nothing_chosen_is_nothing():
    assert read_path("", known(), years=YEARS) == Path()
    assert read_path("1", known(), years=YEARS).empty
    assert text_of(Path()) == "1"
    assert read_path("1~f.H1-0", known(), years=YEARS) == Path(), "a story at 0 % is not chosen"


def test_the_example_is_read():
    path = read_path(EXAMPLE, known(), years=YEARS)
    assert path.weights == (("H1", 60.0), ("H3", 40.0))
    assert path.shocks == (Happening(shock="X5", size=2, year=2031),)
    assert path.choices[1] == Chosen(lever="L009", level=2, year=2027)
    assert path.links == (("P11", "P21", -2.0),)


WRONG: dict[str, tuple[str, type[VeivalgError], tuple[str, ...]]] = {
    "weight over": ("1~f.H1-160", OutOfRange, ("H1", "160", "0", "100")),
    "weight under": ("1~f.H1--5", BadParameter, ()),
    "no such story": ("1~f.H9-10", BadParameter, ("H9", "H5")),
    "no such lever": ("1~v.L01-3-2030", BadParameter, ("L01", "L101")),
    "no such shock": ("1~x.Y1-3-2030", BadParameter, ("Y1", "X1")),
    "no such kind": ("1~k.cabbin", BadParameter, ("cabbin", "cabin")),
    "level over": ("1~v.L001-6-2028", OutOfRange, ("L001", "6", "5")),
    "level nought": ("1~v.L001-0-2028", OutOfRange, ("L001", "0")),
    "half a level": ("1~v.L001-2_5-2028", OutOfRange, ("L001", "2.5")),
    "size over": ("1~x.X1-4-2030", OutOfRange, ("X1", "4", "3")),
    "a year in the past": ("1~v.L001-3-2020", OutOfRange, ("L001", "2020", "2025", "2050")),
    "the base year": ("1~v.L001-3-2024", OutOfRange, ("2024", "2025")),
    "a year too late": ("1~x.X1-1-2051", OutOfRange, ("X1", "2051", "2050")),
    "half a year": ("1~v.L001-3-2030_5", OutOfRange, ("2030",)),
    "chosen twice": ("1~v.L001-3-2028.L001-2-2028", OutOfRange, ("L001",)),
    "incomplete": ("1~v.L001-3", BadParameter, ("L001-3", "L001-3-2028")),
    "no number": ("1~f.H1-much", BadParameter, ("much", "H1-much")),
    "not finite": ("1~f.H1-inf", BadParameter, ("inf",)),
    "unknown part": ("1~q.x", BadParameter, ("q.x",)),
    "other version": ("9~f.H1-10", BadParameter, ("9", "1")),
    "no version": ("f.H1-10", BadParameter, ("f.H1-10", "1")),
    "too long": ("1~f." + "H1-10." * 2_000, OutOfRange, (str(MOST_TEXT)[:1],)),
    "a story twice": ("1~f.H1-60.H1-40", OutOfRange, ("H1",)),
    "a judgement twice": ("1~m.P11-P21-1.P11-P21-2", OutOfRange, ("P11-P21",)),
    "no such part": ("1~m.P11-P99-2", OutOfRange, ("P99", "P21")),
    "a part on itself": ("1~m.P11-P11-2", OutOfRange, ("P11",)),
    "a judgement too strong": ("1~m.P11-P21-7", OutOfRange, ("P21", "7", "3")),
    "half a judgement": ("1~m.P11-P21-0_5", BadParameter, ("0_5",)),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_with_value_and_remedy_in_three_languages(case: str):
    text, kind, told = WRONG[case]
    with pytest.raises(kind) as error:
        read_path(text, known(), years=YEARS)
    sentences = [explained(error.value, language) for language in LANGUAGES]
    assert len(set(sentences)) == 3
    for sentence in sentences:
        assert all(word in sentence for word in told), sentence
        assert "{" not in sentence


def test_more_choices_than_anybody_overlooks_are_refused():
    assert len(LEVERS) <= MOST_CHOICES
    assert str(MOST_CHOICES) in own_words("nb")["path.too_many"].format(most=MOST_CHOICES)


def test_an_old_link_opens_and_says_what_no_longer_holds():
    text = "0~f.H1-60-ffff.H8-3~x.X9-1-2030~v.L001-3-2020.L009-2-2030~q.what"
    with pytest.raises(BadParameter):
        read_path(text, known(), years=YEARS)
    opened = open_link(text.removesuffix("~q.what"), known(), years=YEARS)
    assert opened.path.weights == (("H1", 60.0),)
    assert opened.path.choices == (Chosen(lever="L009", level=2, year=2030),)
    assert opened.path.shocks == ()
    notes = {(note.key, note.name) for note in opened.notes}
    assert notes == {
        ("path.other_version", "0"),
        ("path.other_numbers", "H1"),
        ("path.left_out", "H8-3"),
        ("path.left_out", "X9-1-2030"),
        ("path.left_out", "L001-3-2020"),
    }
    assert all(note.key in own_words(language) for note in opened.notes for language in LANGUAGES)


def test_a_link_says_when_the_numbers_behind_it_have_changed():
    text = text_of(Path(weights=(("H1", 60.0),)), known())
    same, other = (open_link(t, known(), years=YEARS) for t in (text, text[:-4] + "0000"))
    assert same.notes == ()
    assert [note.key for note in other.notes] == ["path.other_numbers"]
    assert same.path == other.path


@pytest.mark.parametrize("weight", [0, 0.5, 100])
def test_a_weight_within_bounds_is_kept(weight: float):
    assert checked_weight("H1", weight, known()) == ("H1", weight)


def test_a_choice_within_bounds_is_kept():
    assert checked_choice("L001", 5, 2050, known(), YEARS) == Chosen(
        lever="L001", level=5, year=2050
    )


OWN_STORY = """
id = "{id}"
name = "x"
short = "y"
[[trend]]
name = "t"
dial = "home_hours"
low = 1
mid = 2
high = 3
from = 2026
to = 2050
text = "z"
reason = "r"
"""
OWN_LEVER = """
id = "{id}"
name = "x"
[[effect]]
dial = "home_hours"
low = -1
mid = -2
high = -3
"""


def own() -> Ideas:
    return read_ideas((OWN_STORY.format(id="mine"),), (OWN_LEVER.format(id="ours"),))


def test_own_ideas_travel_in_an_address_and_come_back():
    text = ideas_text(own())
    assert ideas_of(text).repertoire.stories["mine"].trends[0].mid == 2
    assert ideas_of(text).story_texts == own().story_texts
    assert ideas_text(Ideas()) == ""
    assert ideas_of("") == Ideas()
    assert set(text) <= {*string.ascii_letters, *string.digits, *"-_"}


def test_own_ideas_can_be_chosen_beside_what_ships_and_never_replace_it():
    held = own().repertoire
    path = read_path("1~f.mine-50~v.ours-3-2030", held, years=YEARS)
    assert path.weights == (("mine", 50.0),)
    assert path.choices[0].lever == "ours"
    with pytest.raises(BadParameter, match="mine"):
        read_path("1~f.mine-50", known(), years=YEARS)
    taken = OWN_STORY.format(id="H1")
    with pytest.raises(BadParameter):
        read_ideas((taken,), ())
    assert repertoire(read_ideas((OWN_STORY.format(id="x"),), ()).stories).stories["x"]


def packed(document: object) -> str:
    data = zlib.compress(json.dumps(document).encode(), 9)
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


REFUSED = {
    "taken": lambda: read_ideas((), (OWN_LEVER.format(id="L001"),)),
    "one name twice": lambda: read_ideas((OWN_STORY.format(id="a"),), (OWN_LEVER.format(id="a"),)),
    "too many": lambda: read_ideas((), tuple(OWN_LEVER.format(id=f"a{n}")
                                             for n in range(MOST_IDEAS + 1))),
    "too long": lambda: ideas_of("a" * (MOST_LETTERS + 1)),
    "a bomb": lambda: ideas_of(packed({"s": ["x" * 3_000_000], "l": []})),
    "not packed": lambda: ideas_of("abcd"),
    "not ours": lambda: ideas_of(packed({"x": 1})),
    "not texts": lambda: ideas_of(packed({"s": [1], "l": []})),
    "not a list": lambda: ideas_of(packed([1, 2])),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_own_ideas_that_cannot_be_read_are_refused_in_three_languages(case: str):
    with pytest.raises(BadParameter) as error:
        REFUSED[case]()
    sentences = {explained(error.value, language) for language in LANGUAGES}
    assert len(sentences) == 3


def told(read: Callable[[], object]) -> str:
    """What the reader is told when it cannot be read; "read" when it can."""
    try:
        read()
    except VeivalgError as error:
        return str(error)
    return "read"


@given(st.text(alphabet=string.printable, max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_text_at_all_breaks_the_reading(text: str):
    for read in (read_path, open_link):
        assert told(partial(read, text, known(), years=YEARS))


@given(st.text(alphabet=string.ascii_letters + string.digits + "-_", max_size=80))
@settings(max_examples=100, deadline=None)
def test_no_text_at_all_breaks_the_opening_of_ideas(text: str):
    assert told(partial(ideas_of, text))
