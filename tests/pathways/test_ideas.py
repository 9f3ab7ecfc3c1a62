"""Own stories and measures: read, packed, bounded, and what is wrong told with place and remedy."""

from __future__ import annotations

import base64
import contextlib
import json
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.errors import BadParameter
from veivalg.language import LANGUAGES, explained
from veivalg.pathways.ideas import (
    MOST_LETTERS,
    MOST_OPENED,
    ideas_of,
    ideas_text,
    read_ideas,
)
from veivalg.pathways.inputs import repertoire
from veivalg.pathways.path_text import open_link, read_path, text_of

YEARS = tuple(range(2024, 2051))
MEASURE = """# Our own
id = "shared_shifts"
name = { nb = "Felles vakter", nn = "Felles vakter", en = "Shared shifts" }

[[effect]]
dial = "home_hours"
low = -1
mid = -2
high = -3

[cost]
yearly = 500000
"""
STORY = """id = "quiet_valley"
name = "Den stille dalen"
short = "Få flytter hit."

[[trend]]
name = "out"
dial = "net_inmove_20_39"
low = -0.1
mid = -0.2
high = -0.4
from = 2026
to = 2040
text = "Flere unge flytter."
reason = "Vi tror det."
"""


def refused(*, story: str = "", measure: str = "") -> BadParameter:
    with pytest.raises(BadParameter) as caught:
        read_ideas((story,) if story else (), (measure,) if measure else ())
    assert caught.value.key, "told in every language"
    told = [explained(caught.value, language) for language in LANGUAGES]
    assert len(set(told)) == len(told)
    assert all(len(one) < 1_000 for one in told)
    return caught.value


def told_in_bokmaal(measure: str) -> str:
    return explained(refused(measure=measure), "nb")


def test_ideas_come_back_as_they_were_written():
    ideas = read_ideas((STORY,), (MEASURE,))
    back = ideas_of(ideas_text(ideas))
    assert back.story_texts == (STORY,)
    assert back.lever_texts == (MEASURE,)
    assert back.levers[0].identity == ideas.levers[0].identity
    assert ideas_text(read_ideas((), ())) == ""


def test_an_own_path_is_read_with_its_ideas_and_differs_when_they_differ():
    ideas = read_ideas((STORY,), (MEASURE,))
    text = "1~f.quiet_valley-33_3~v.shared_shifts-4-2028.L001-3-2027"
    path = read_path(text, ideas.repertoire, years=YEARS)
    assert path.own_levers == (MEASURE,)
    again = open_link(text_of(path, ideas.repertoire), ideas.repertoire, years=YEARS)
    assert again.path == path
    assert again.notes == ()
    other = read_ideas((STORY,), (MEASURE.replace("mid = -2", "mid = -2.5"),))
    moved = open_link(text_of(path, ideas.repertoire), other.repertoire, years=YEARS)
    assert [(note.key, note.name) for note in moved.notes] == [
        ("path.other_numbers", "shared_shifts")
    ]
    assert moved.path.identity != path.identity
    without = open_link(text, repertoire(), years=YEARS)
    assert [note.key for note in without.notes] == ["path.left_out", "path.left_out"]
    assert "Det finnes" in without.notes[0].value["nb"]  # type: ignore[index]


@given(weight=st.floats(min_value=1e-7, max_value=100.0))
def test_every_weight_comes_back_from_its_text(weight: float):
    path = read_path("1~f.H1-50", repertoire(), years=YEARS)
    changed = type(path)(weights=(("H1", weight),))
    assert read_path(text_of(changed), repertoire(), years=YEARS).weights == (("H1", weight),)


@pytest.mark.parametrize("name", ["L001", "L999", "h1", "S4", "T7", "X3", "P11"])
def test_names_of_what_ships_now_or_later_are_not_taken(name: str):
    assert refused(measure=MEASURE.replace("shared_shifts", name)).key == "ideas.reserved"


@pytest.mark.parametrize(
    "name", ["a-b", "a.b", "a~b", "å", "_a", "1a", "", "a b", "a" * 41, "__proto__"]
)
def test_ids_are_letters_digits_and_underscores(name: str):
    assert refused(measure=MEASURE.replace("shared_shifts", name)).key == "content.id"


def test_a_name_is_used_once():
    with pytest.raises(BadParameter) as caught:
        read_ideas((), (MEASURE, MEASURE))
    assert caught.value.key == "ideas.taken"


def test_an_unknown_assumption_is_told_with_text_line_and_nearest():
    told = told_in_bokmaal(MEASURE.replace("home_hours", "home_hour"))
    assert told.startswith("Eget tiltak 1 (shared_shifts), linje 6, effect: ")
    assert "home_hours" in told
    story = explained(refused(story=STORY.replace("net_inmove_20_39", "net_inmoves")), "nn")
    assert story.startswith("Eiga historie 1 (quiet_valley), linje 7, trend 'out': ")
    assert "net_inmove_20_39" in story


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("-2", "nan", "content.not_a_number"),
        ("-2", "inf", "content.bounds"),
        ("-2", "1e999", "content.bounds"),
        ("-2", "-500", "content.bounds"),
        ("low = -1\nmid = -2\nhigh = -3", "low = -60\nmid = -60\nhigh = -60", "content.bounds"),
        ("-2", "true", "content.not_a_number"),
        ("-2", '"-2"', "content.not_a_number"),
        ("-2", "-9", "content.order"),
        ("-2", "0x" + "f" * 9_000, "content.bounds"),
        ("-2", "9" * 9_000, "content.no_toml"),
        ("-2", "1979-05-27", "content.not_a_number"),
        ("yearly", "yearlyy", "content.unknown"),
        ("yearly = 500000", "range = [1]", "content.numbers"),
        ("yearly = 500000", 'pays = ["me"]', "content.none_of"),
        ("yearly = 500000", 'count = ["once"]', "content.one_of"),
        ("[[effect]]", "[effect]", "content.brackets"),
        ("[cost]", "[[cost]]", "content.no_table"),
        ("Felles vakter", "Felles\\u0000vakter", "content.control"),
        ("Felles vakter", "Felles\\u202Evakter", "content.control"),
        ("Felles vakter", "x" * 6_001, "content.text_length"),
        ("nb = ", "sv = ", "content.language"),
        ("[cost]", "[levels]\ndoses = [1, 2, inf, 4, 5]\n[cost]", "content.bounds"),
        ("[cost]", "[levels]\ndoses = [1, 2, 0, 4, 5]\n[cost]", "content.third_dose"),
        ("[cost]", "[levels]\nscale = [1, 2]\n[cost]", "content.numbers"),
        ("[cost]", "[[effect]]\n" * 101 + "[cost]", "content.too_many"),
        ("[cost]", "sources = 3\n[cost]", "content.unknown"),
    ],
)
def test_what_cannot_be_used_is_told(old: str, new: str, key: str):
    assert old in MEASURE
    assert refused(measure=MEASURE.replace(old, new, 1)).key == key


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 30_000 + " = 1",
        "a " + ". a " * 20_000 + " = 1",
        "[a" + ".a" * 40_000 + "]",
        'x."b c"' + '."b c"' * 12_000 + " = 1",
        "a = " + "[" * 50_000,
        "a = " + "{a = " * 15_000,
        "\n".join(f"k{n} = 1" for n in range(10_000)),
        "[[trend]]\n" * 9_000,
        '"""' + '\\"""' * 20_000,
        "'" * 90_000,
        " " * 90_000 + ".",
    ],
)
def test_hostile_texts_are_refused_quickly(text: str):
    began = time.perf_counter()
    refused(measure=text)
    refused(story=text)
    assert time.perf_counter() - began < 2.0, "half a second or less on a machine that is at rest"


def packed(content: bytes) -> str:
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "å" * 8,
        "AAAA",
        "A" * (MOST_LETTERS + 1),
        packed(b"0" * 4_000_000),
        packed(b"[" * 100_000),
        packed(b"[]"),
        packed(b'{"s": "abc"}'),
        packed(b'{"l": [1]}'),
        packed(b'{"l": ["\\ud800"]}'),
        packed(json.dumps({"l": ["a"] * 21}).encode()),
        packed(json.dumps({"l": [" " * (MOST_OPENED + 1)]}).encode()),
        packed(json.dumps({"l": [MEASURE]}).encode())[:-8],
        base64.urlsafe_b64encode(
            zlib.compress(json.dumps({"l": [MEASURE]}).encode()) + b"more"
        ).decode(),
    ],
)
def test_what_is_not_packed_by_us_is_refused(text: str):
    with pytest.raises(BadParameter) as caught:
        ideas_of(text)
    assert caught.value.key.startswith("ideas.")


def test_too_much_for_an_address_is_told():
    import hashlib

    noise = " ".join(hashlib.sha256(bytes([n])).hexdigest() for n in range(200))
    long = MEASURE.replace("# Our own", "# " + noise)
    with pytest.raises(BadParameter) as caught:
        ideas_text(read_ideas((), (long,)))
    assert caught.value.key == "ideas.too_long"


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=300), st.integers(min_value=0, max_value=len(MEASURE)))
def test_no_text_makes_more_than_a_refusal(noise: str, at: int):
    for text in (noise, MEASURE[:at] + noise + MEASURE[at:]):
        with contextlib.suppress(BadParameter):
            read_ideas((), (text,))
