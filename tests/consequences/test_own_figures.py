"""Own figures: read as spreadsheets write them, refused in clear words, carried as text, used."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.shipped import simulation
from veivalg.consequences.own_checks import (
    Replaceable,
    checked,
    read_own,
)
from veivalg.consequences.own_figures import (
    LONGEST_SOURCE,
    OwnFigure,
    number_text,
    one_line,
    own_from_text,
    own_text,
)
from veivalg.consequences.own_file import MOST_BYTES, NORWEGIAN, lines_of
from veivalg.consequences.parameters import Parameters, default_parameters, read_parameters
from veivalg.consequences.replacing import with_own_parameters
from veivalg.data.geography import geography
from veivalg.errors import BadParameter, OutOfRange, UnknownPlace, VeivalgError
from veivalg.language import LANGUAGES, explained

HEADER = "place,figure,year,unit,value,source\n"
SEMICOLON = "place;figure;year;unit;value;source\n"
USE = "services.home_use[80+]"


@pytest.fixture(scope="module")
def known() -> Replaceable:
    return Replaceable(
        parameters=default_parameters(), geography=geography(), base_year=simulation().base_year
    )


def read(known: Replaceable, *lines: str, header: str = HEADER) -> tuple[OwnFigure, ...]:
    return read_own(header + "\n".join(lines) + "\n", known)


def test_a_file_is_read_as_it_stands(known: Replaceable):
    (one,) = read(known, f",{USE},2023,share of residents,0.25,Budget 2026")
    assert one == OwnFigure(
        figure=USE,
        place="",
        year=2023,
        unit="share of residents",
        value=0.25,
        source="Budget 2026",
    )
    assert (one.name, one.part) == ("services.home_use", "80+")


@pytest.mark.parametrize(
    "content",
    [
        f"\ufeff{SEMICOLON}0301;level:home_80plus;2023;users;1 234,5;x\n".encode(),
        f"{SEMICOLON}301;level:home_80plus;2023;brukere;1234,5;x\r\n;;;;;\r\n\r\n".encode(),
        f'sep=;\r\n{SEMICOLON}="0301";level:home_80plus;2023;users;1234,5;x\r\n'.encode(),
        f"{SEMICOLON}Oslo;level:home_80plus;2023;users;1234.5;x\n".encode("cp1252"),
        "sted;tall;år;enhet;verdi;kilde\n0301;level:home_80plus;2023;users;1234,5;x\n".encode(
            "cp1252"
        ),
        f"{SEMICOLON}0301;level:home_80plus;2023;users;1234,5;x\n".replace(";", "\t").encode(
            "utf-16"
        ),
        f"{HEADER}0301,level:home_80plus,2023.0,USERS,1234.5,x\n".encode(),
    ],
)
def test_what_spreadsheets_do_is_read_past(known: Replaceable, content: bytes):
    (one,) = read_own(content, known)
    assert (one.place, one.year, one.unit, one.value) == ("0301", 2023, "users", 1234.5)
    assert one.source == "x"


@pytest.mark.parametrize(
    ("line", "kind", "said"),
    [
        (
            ",services.home_us[80+],2023,share,0.2,",
            BadParameter,
            "did you mean 'services.home_use'",
        ),
        (",xyzzy,2023,share,0.2,", BadParameter, "no figure 'xyzzy'"),
        (",=cmd|' /C calc'!A0,2023,share,0.2,", BadParameter, "no figure"),
        (",services.home_use,2023,share,0.2,", BadParameter, "0-66, 67-79, 80-89, 90+"),
        (",services.home_use[81+],2023,share,0.2,", BadParameter, "say in brackets"),
        (",services.home_use[old],2023,share,0.2,", BadParameter, "67-79"),
        (",services.kindergarten_use[30-40],2023,share,0.2,", BadParameter, "in brackets"),
        (",services.healthy_ageing_share[80+],2023,share,0.2,", BadParameter, "is one number"),
        (f",{USE},2023,persons,0.2,", BadParameter, "write 'share of residents'"),
        ("3448,level:home_80plus,2023,kr,12,", BadParameter, "write 'users, factor'"),
        (f",{USE},2023,share,12 %,", OutOfRange, "write 0.12"),
        (f",{USE},2023,%,12,", OutOfRange, "write 0.12"),
        (f",{USE},2023,share,25,", OutOfRange, "write 0.25"),
        (f",{USE},2023,share,250,", OutOfRange, "from 0 to 1"),
        (f",{USE},2023,share,-0.1,", OutOfRange, "below 0"),
        ("3448,level:home_80plus,2023,users,-1,", OutOfRange, "below 0"),
        ("3448,level:home_80plus,2023,factor,112,", OutOfRange, "from 0 to 20"),
        ("3448,known:debt_share,2023,share of revenue,104,", OutOfRange, "from 0 to 5"),
        ("3448,known:need_index,2023,factor,104,", OutOfRange, "from 0.5 to 3"),
        (
            ",services.gp_consultations[0-5],2023,consultations per resident,1900,",
            OutOfRange,
            "far from the default",
        ),
        (f",{USE},2023,share,nan,", BadParameter, "not a number"),
        (f",{USE},2023,share,inf,", BadParameter, "not a number"),
        (f",{USE},2023,share,1e999,", BadParameter, "not a number"),
        (f",{USE},2023,share,1_0,", BadParameter, "not a number"),
        (f",{USE},2023,share,٣,", BadParameter, "not a number"),
        (f',{USE},2023,share,"0,25",', BadParameter, "needs semicolons"),
        (f",{USE},1066,share,0.25,", OutOfRange, "from 1990 to 2060"),
        (f",{USE},now,share,0.25,", OutOfRange, "'now'"),
        ("3448,level:home_80plus,2010,users,112,", OutOfRange, "from 2019 to 2029"),
        ("9999,level:home_80plus,2023,users,112,", UnknownPlace, "'9999'"),
        ("Nordre Lnd,level:home_80plus,2023,users,112,", UnknownPlace, "'Nordre Lnd'"),
        ("1263,level:home_80plus,2023,users,112,", UnknownPlace, "Alver (4631)"),
        (",level:home_80plus,2023,users,112,", BadParameter, "write its number"),
        (
            "3448,services.home_nursing_share,2023,share,0.8,",
            BadParameter,
            "for the whole country only",
        ),
        ("3448,services.home_use[80-89],2023,share,0.2,", BadParameter, "80-105"),
        (f",{USE},,share,0.25,", BadParameter, "lacks year"),
        (f",{USE},2023,share,,", BadParameter, "lacks value"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_with_the_fix(
    known: Replaceable, line: str, kind: type[VeivalgError], said: str
):
    with pytest.raises(kind) as refused:
        read(known, ",services.private_school_share,2025,share,0.05,", line)
    assert said in str(refused.value)
    assert "ine 3" in str(refused.value)
    told = {explained(refused.value, language) for language in LANGUAGES}
    assert len(told) == len(LANGUAGES)
    assert not any("{" in sentence for sentence in told)


def test_a_place_nearly_right_is_suggested(known: Replaceable):
    with pytest.raises(UnknownPlace) as refused:
        read(known, "Nordre Lnd,level:home_80plus,2023,users,112,")
    assert refused.value.suggestions == ("Nordre Land (3448)",)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f",{USE},2023,share,0.2,", f",{USE},2024,share,0.2,"),
        (f",{USE},2023,share,0.2,", ",services.home_use[80-89],2023,share,0.2,"),
        ("3448,level:home_80plus,2023,users,9,", "3448,level:home_80plus,2024,factor,1,"),
        ("3448,level:home_80plus,2023,users,9,", f"3448,{USE},2023,share,0.2,"),
        (
            ",services.healthy_ageing_share,2023,share,0.5,",
            ",services.healthy_ageing_share,2024,share,0.6,",
        ),
        (
            ",services.home_use_path,2030,factor on use at 80 and over,0.9,",
            ",services.home_use_path[2030],2023,factor on use at 80 and over,0.8,",
        ),
    ],
)
def test_one_thing_is_given_once(known: Replaceable, first: str, second: str):
    with pytest.raises(BadParameter, match="given on line 2 already"):
        read(known, first, second)


def test_two_years_of_a_path_and_two_places_are_not_the_same(known: Replaceable):
    unit = "factor on use at 80 and over"
    own = read(
        known,
        f",services.home_use_path,2030,{unit},0.9,",
        f",services.home_use_path,2040,{unit},0.85,",
        "3448,level:home_80plus,2023,factor,1,",
        "0301,level:home_80plus,2023,factor,1,",
    )
    assert len(own) == 4
    path = with_own_parameters(default_parameters(), own[2:])["services.home_use_path"]
    np.testing.assert_allclose(path.in_year((2030, 2040)), [0.9, 0.85])


SHARES = """
[occupations]
unit = "share of person-years"
by_item = { "care.nurse" = 0.25, "care.other" = 0.75, "school.teacher" = 0.8, "school.other" = 0.2 }
basis = "assumption"
range = [0.5, 1.5]
reason = "made for a test"
"""


def test_shares_of_an_area_add_up_to_one():
    held = {**default_parameters().held, **read_parameters(SHARES, file="staff.toml")}
    known = Replaceable(parameters=Parameters(held), geography=geography(), base_year=2024)
    with pytest.raises(OutOfRange, match=r"add up to 1\.05.*care\.nurse, care\.other"):
        read(known, ",staff.occupations[care.nurse],2024,share,0.3,")
    own = read(
        known,
        ",staff.occupations[care.nurse],2024,share,0.3,",
        ",staff.occupations[care.other],2024,share,0.7,",
    )
    assert with_own_parameters(known.parameters, own).item("staff.occupations", "care.nurse") == 0.3
    with pytest.raises(BadParameter, match=r"school\.teacher"):
        read(known, ",staff.occupations[care.doctor],2024,share,0.3,")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "headings"),
        ("place,figure,year,unit\n3448,x,2023,users\n", "headings"),
        ("place,figure,year,unit,value,value\n", "headings"),
        (HEADER, "no figures"),
        (HEADER + f",{USE},2023,share,0,25,x\n", "more cells"),
        (HEADER + f",{USE},2023,share,0,25\n", "more cells"),
        (HEADER + f",{USE},2023,share,0.2,\n" * 501, "too many lines"),
        (HEADER + "x" * MOST_BYTES, "too large"),
        ("\x00\x01\x02", "headings"),
        (b"\xff\xfe\x00", "headings"),
        (b"PK\x03\x04 a workbook", "headings"),
    ],
)
def test_a_file_that_is_none_is_refused(known: Replaceable, content: str | bytes, said: str):
    with pytest.raises(BadParameter, match=said):
        read_own(content, known)


def key_of_refusal(reader: Callable[..., object], *given: object) -> str:
    """Key of the refusal, or "read"; any other error is a fault."""
    try:
        reader(*given)
    except VeivalgError as refused:
        return refused.key
    return "read"


def test_the_example_of_the_documentation_is_taken(known: Replaceable):
    page = Path(__file__).parents[2] / "docs" / "command-line.md"
    text = page.read_text(encoding="utf-8")
    (example,) = re.findall(r"```\n(place;figure;.*?)```", text, re.DOTALL)
    assert len(read_own(example, known)) == example.count("\n") - 1
    for heading in NORWEGIAN.keys() - {"stad", "kommune", "tal", "eining", "kjelde"}:
        assert f"`{heading}`" in text


@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_whatever_is_in_a_file_is_read_or_refused(content: str | bytes):
    assert key_of_refusal(lines_of, content).startswith(("own.refused.", "read"))


@given(st.lists(st.text(max_size=12), min_size=6, max_size=6))
def test_whatever_is_in_a_line_is_read_or_refused(cells: list[str]):
    known = Replaceable(parameters=default_parameters(), geography=geography(), base_year=2024)
    quoted = ['"' + cell.replace('"', '""') + '"' for cell in cells]
    key = key_of_refusal(read_own, HEADER + ",".join(quoted), known)
    assert key.startswith(("own.refused.", "read"))


names = st.sampled_from([USE, "services.healthy_ageing_share", "level:pupils_1_4"])
texts = st.text(max_size=30).map(one_line)
own_sets = st.lists(
    st.builds(
        OwnFigure,
        figure=names,
        place=st.sampled_from(["", "0301", "3448"]),
        year=st.integers(1990, 2060),
        unit=texts,
        value=st.floats(allow_nan=False, allow_infinity=False),
        source=texts,
    ),
    max_size=6,
)


@given(own_sets)
def test_a_set_comes_back_from_its_text(own: list[OwnFigure]):
    text = own_text(own)
    assert re.fullmatch(r"[A-Za-z0-9._~!*-]*", text)
    back = own_from_text(text)
    assert back == tuple(sorted(set(own)))
    assert own_text(back) == text


@given(own_sets, own_sets)
def test_texts_are_equal_exactly_when_the_sets_are(left: list[OwnFigure], right: list[OwnFigure]):
    assert (own_text(left) == own_text(right)) == (set(left) == set(right))
    assert own_text(left) == own_text(reversed(left))


@given(st.text(max_size=60))
def test_any_other_text_is_refused_and_never_a_fault(text: str):
    assert key_of_refusal(own_from_text, text) in ("own.refused.text", "read")


@pytest.mark.parametrize(
    "text",
    ["x", "!!!!!", "a!b!2023!c!nan!d", "level*3Ax!!2023!u!1e999!", "level*3Ax!!2023!u!1!*FF"],
)
def test_a_broken_text_is_refused(text: str):
    with pytest.raises(BadParameter):
        own_from_text(text)


def test_a_text_is_checked_like_a_file(known: Replaceable):
    own = read(known, f",{USE},2023,share,0.25,x")
    assert checked(own_from_text(own_text(own)), known) == own
    forged = own_from_text("level*3Ahome_80plus!9999!2023!users!1!")
    with pytest.raises(UnknownPlace):
        checked(forged, known)


@pytest.mark.parametrize(("value", "text"), [(12.0, "12"), (-0.0, "0"), (0.1, "0.1")])
def test_numbers_are_written_short(value: float, text: str):
    assert number_text(value) == text


def test_a_long_source_is_cut_and_a_field_that_hides_something_refused(known: Replaceable):
    (one,) = read(known, f",{USE},2023,share,0.25,{'x' * 900}")
    assert len(one.source) == LONGEST_SOURCE
    with pytest.raises(BadParameter):
        OwnFigure(figure=USE, place="", year=2023, unit="share", value=0.1, source="a\nb")
