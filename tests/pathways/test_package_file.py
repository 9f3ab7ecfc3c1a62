"""Paths as files: what is written is read back the same, and faults are told with their place."""

from __future__ import annotations

import re
import time
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.house.tree import ROOT
from tests.pathways.test_ideas import MEASURE, STORY, YEARS
from veivalg.choices.lever import LEVELS, levers
from veivalg.choices.package import packages
from veivalg.data.geography import geography
from veivalg.errors import BadParameter, VeivalgError
from veivalg.futures.shock import LONGEST, shocks
from veivalg.language import LANGUAGES, explained
from veivalg.pathways.ideas import read_ideas
from veivalg.pathways.inputs import KINDS, Chosen, Happening, Path, repertoire
from veivalg.pathways.package_file import MOST_BYTES, read_file, written
from veivalg.pathways.toml_text import toml_of

IDEAS = read_ideas((STORY,), (MEASURE,))
LATER = st.integers(min_value=YEARS[1], max_value=YEARS[-1])
PATH = Path(
    weights=(("H1", 33.25), ("quiet_valley", 60.0)),
    shocks=(Happening(shock="X5", size=2, year=2031),),
    choices=(
        Chosen(lever="shared_shifts", level=3, year=2028),
        Chosen(lever="L001", level=5, year=2030),
    ),
    kinds=("cabin",),
    links=(("P11", "P21", -2.0),),
    own_stories=IDEAS.story_texts,
    own_levers=IDEAS.lever_texts,
)
FILE = written(PATH, IDEAS.repertoire, name="Vår vei", place=geography().find("3448"))
paths = st.builds(
    Path,
    weights=st.dictionaries(
        st.sampled_from(sorted(repertoire().stories)),
        st.floats(min_value=0.01, max_value=100).map(lambda one: float(f"{one:.6g}")),
        max_size=5,
    ).map(lambda held: tuple(held.items())),
    shocks=st.lists(
        st.builds(
            Happening,
            shock=st.sampled_from(sorted(shocks())),
            size=st.integers(min_value=1, max_value=3),
            year=LATER,
            lasts=st.none() | st.integers(min_value=1, max_value=LONGEST),
        ),
        max_size=3,
        unique_by=lambda one: (one.shock, one.year),
    ).map(tuple),
    choices=st.lists(
        st.builds(
            Chosen,
            lever=st.sampled_from(sorted(levers())),
            level=st.integers(min_value=1, max_value=LEVELS),
            year=LATER,
        ),
        max_size=10,
        unique_by=lambda one: one.lever,
    ).map(tuple),
    kinds=st.lists(st.sampled_from(KINDS), unique=True).map(tuple),
)


@given(path=paths, name=st.text(min_size=1, max_size=60).filter(str.strip))
@settings(max_examples=60, deadline=None)
def test_a_path_comes_back_from_its_file(path: Path, name: str):
    shown = " ".join("".join(one if one.isprintable() else " " for one in name).split())
    for language in LANGUAGES:
        said = written(path, repertoire(), name=shown, language=language)
        held = read_file(said.encode(), years=YEARS)
        assert held.path == path
        assert held.notes == ()
        assert (dict(held.name) if held.name else {}) == ({"nb": shown} if shown else {})


def test_own_stories_and_measures_come_back_with_it():
    held = read_file(FILE.encode(), years=YEARS)
    assert held.path.choices == PATH.choices
    assert held.path.weights == PATH.weights
    assert held.path.links == PATH.links
    assert held.ideas.stories == IDEAS.stories
    assert held.ideas.levers == IDEAS.levers
    assert held.place == geography().find("3448")
    again = written(held.path, held.ideas.repertoire, name="Vår vei", place=held.place)
    assert again == FILE
    windows = "\ufeff" + FILE.replace("\n", "\r\n")
    assert read_file(windows.encode(), years=YEARS).path == held.path


@pytest.mark.parametrize("name", list(packages()))
def test_ready_packages_are_files_of_the_same_form(name: str):
    folder = files("veivalg.choices").joinpath("packages")
    held = read_file(folder.joinpath(f"{name}.toml").read_bytes(), years=YEARS)
    assert held.name == packages()[name].name
    assert [(one.lever, one.level, one.year - YEARS[0]) for one in held.path.choices] == [
        (one.lever, one.level, one.year_after) for one in packages()[name].choices
    ]


def test_other_numbers_than_when_it_was_written_are_told():
    mark = IDEAS.repertoire.fingerprint("L001")
    held = read_file(FILE.replace(mark, "0000").encode(), years=YEARS)
    assert [(note.key, note.name) for note in held.notes] == [("path.other_numbers", "L001")]


def refused(said: str | bytes) -> dict[str, str]:
    content = said if isinstance(said, bytes) else said.encode()
    with pytest.raises(BadParameter) as caught:
        read_file(content, years=YEARS)
    told = {language: explained(caught.value, language) for language in LANGUAGES}
    assert len(set(told.values())) == len(LANGUAGES)
    assert all(len(one) < 1_000 for one in told.values())
    return told


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('lever = "L001"', 'lever = "L0001"', "Filen, linje {line}, choice 2: "),
        ('lever = "L001"', 'lever = "shared_shifts"', "Filen, linje 30: "),
        ("level = 5", "level = 7", "Filen, linje {line}, choice 2, level er 7."),
        ("level = 5", 'level = "7"', "Filen, linje {line}, choice 2, level er"),
        ("year = 2030", "year = 1999", "Filen, linje {line}, choice 2: L001 begynner i 1999."),
        ("year = 2030", "year_after = 40", "Filen, linje {line}, choice 2, year_after er 40."),
        ("year = 2030", "", "Filen, linje 35, choice 2: skriv enten year eller year_after."),
        ("weight = 60", "weight = 160", "Filen, linje {line}, story 2: quiet_valley har vekt 160."),
        ("weight = 60", "weight = nan", "Filen, linje {line}, story 2, weight er «nan»."),
        ('id = "H1"', 'id = "quiet_valley"', "Filen, linje {line}, story: quiet_valley"),
        ('id = "X5"', 'id = "X55"', "Filen, linje {line}, shock 1: "),
        ("size = 2", "size = 4", "Filen, linje {line}, shock 1, size er 4."),
        ("score = -2", "score = -9", "Filen, linje {line}, link 1, score er -9."),
        ('"cabin"', '"cabins"', "Filen, linje {line}: Det finnes ikke noe slags sted"),
        ('"municipality 3448"', '"municipality 9999"', "Filen, linje {line}: place er"),
        ("kinds = ", "kind = ", "Filen, linje {line}: «kind» betyr ingenting her."),
        ("[[choice]]", "[choice]", "Filen kan ikke leses fra linje"),
        ("home_hours", "home_hour", "Eget tiltak 1 (shared_shifts), linje {line}, effect: "),
        (
            "yearly = 500000",
            "yearly = 1979-05-27",
            "Filen, linje {line}, own_measure 1: 1979-05-27",
        ),
        ("veivalg = 1", "veivalg = 2", "Filen er skrevet i form 2"),
        ("veivalg = 1", "", "Filen begynner ikke med veivalg = 1."),
    ],
)
def test_faults_are_told_with_file_line_place_and_remedy(old: str, new: str, told: str):
    assert old in FILE
    said = FILE.replace(old, new, 1)
    at = FILE[: FILE.index(old)].count("\n") + 1
    message = refused(said)["nb"]
    assert message.startswith(told.format(line=at)), message


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe",
        b"veivalg = 1\n" + b"#" * MOST_BYTES,
        b"",
        b"veivalg = true",
        b"veivalg = 0x" + b"f" * 9_000,
        b"veivalg = 1\n" + b"[[choice]]\n" * 9_000,
        b"veivalg = 1\n" + b"[[own_measure]]\n" * 9_000,
        b"veivalg = 1\na" + b".a" * 90_000 + b" = 1",
        b"veivalg = 1\nown_story = [1]",
        b"veivalg = 1\nown_story = 1",
        b"veivalg = 1\n[[own_story]]\nid = " + b"[" * 300 + b"]" * 300,
        b"veivalg = 1\n[[own_story]]\nid = inf",
        b"veivalg = 1\n[[own_story]]\nid = 0x" + b"f" * 9_000,
        *(
            b'veivalg = 1\n[[own_measure]]\nid = "a"\nx = ' + b"[" * deep + b"]" * deep
            for deep in range(150, 500, 25)
        ),
        b"veivalg = 1\nplace = 3",
        b"veivalg = 1\nkinds = [1]",
        b'veivalg = 1\nname = "a\\u0000"',
    ],
)
def test_hostile_files_are_refused_quickly(content: bytes):
    began = time.perf_counter()
    refused(content)
    assert time.perf_counter() - began < 2.0


@settings(max_examples=150, deadline=None)
@given(noise=st.text(max_size=60), at=st.integers(min_value=0, max_value=len(FILE)))
def test_no_file_makes_more_than_a_refusal(noise: str, at: int):
    said = (FILE[:at] + noise + FILE[at:]).encode()
    try:
        held = read_file(said, years=YEARS)
    except VeivalgError as error:
        assert error.key  # noqa: PT017
    else:
        assert held.path.choices or "[[choice]]" in noise


VALUES = st.recursive(
    st.one_of(
        st.text(max_size=20).filter(lambda one: "\r" not in one),
        st.integers(min_value=-(10**15), max_value=10**15),
        st.floats(allow_nan=False),
        st.booleans(),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=3),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=8), VALUES, max_size=4))
def test_tables_written_as_toml_are_read_back_the_same(tables: dict):
    assert tomllib.loads(toml_of(tables)) == tables


def test_the_example_of_the_documentation_is_read():
    text = (ROOT / "docs" / "model" / "packages.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    held = read_file(example.encode(), years=YEARS)
    assert [choice.lever for choice in held.path.choices] == ["L001", "shared_shifts"]
    assert held.path.choices[1].year == YEARS[0] + 4
    assert held.path.shocks[0].lasts == 4
    assert held.path.links
    assert held.notes == ()


def test_the_documentation_names_every_package_and_those_that_do_not_add_up():
    text = (ROOT / "docs" / "model" / "packages.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (yes|no, on purpose) \|$", text, re.MULTILINE))
    assert rows == {
        name: "no, on purpose" if one.lacks else "yes" for name, one in packages().items()
    }
