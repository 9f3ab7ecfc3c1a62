from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.shipped import place, run, seen
from veivalg.language import LANGUAGES, words
from veivalg.telling.finding import Finding, adding_up, finding, rounded
from veivalg.telling.findings import findings
from veivalg.telling.front import about_country, moves_decide
from veivalg.telling.lines import _compared, _headline, _pace, _word
from veivalg.telling.numbers import direction
from veivalg.telling.pyramid import _under_a_heavy_top
from veivalg.telling.why import _reason

UNFILLED = re.compile(r"[{}]|nan|inf\b")


@pytest.mark.parametrize(
    ("persons", "known"),
    [
        (5157, 5160),
        (591_234, 591_000),
        (6_112_214, 6_110_000),
        (743, 740),
        (47.6, 50),
        (42, 40),
        (7.4, 7),
        (-376, -380),
        (0, 0),
        (5_550_203, 5_550_000),
    ],
)
def test_future_numbers_are_rounded_to_what_is_known(persons: float, known: int):
    assert rounded(persons) == known


@given(st.floats(-1e7, 1e7))
def test_rounding_moves_a_number_by_no_more_than_its_step(persons: float):
    assert abs(rounded(persons) - persons) <= max(0.5, 2.5, 5.0, abs(persons) * 0.005 + 5)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=7))
def test_whole_parts_add_up_and_stay_near(parts: list[float]):
    total = round(sum(parts))
    whole = adding_up(parts, total)
    assert sum(whole) == total
    assert all(abs(w - p) <= 1.0 + 1e-6 for w, p in zip(whole, parts, strict=True))


@pytest.mark.parametrize("text", ["3448", "0", "4026", "0301", "1151", "1508"])
@pytest.mark.parametrize("with_draws", [False, True])
def test_every_finding_is_a_whole_sentence_in_every_language(text: str, with_draws: bool):
    told = findings(seen(text, with_draws=with_draws))
    assert {one.chart for one in told} == {"numbers", "pyramid", "lines", "why"}
    for one in told:
        assert one.key in words("nb"), one.key
        for language, sentence in one.worded().items():
            assert not UNFILLED.search(sentence), (language, sentence)
            assert sentence != one.key


def test_every_municipality_has_its_sentences():
    from tests.fakes.shipped import simulation
    from veivalg.analysis.prospect import prospect
    from veivalg.data.geography import geography

    for one in geography().places("municipality")[::12]:
        for told in findings(prospect(simulation(), run(), one, None)):
            assert told.key in words("nb"), told.key
            assert not UNFILLED.search(told.worded()["nn"])


def test_years_and_names_are_text_and_numbers_are_numbers():
    for one in findings(seen("3448", with_draws=True)):
        for name, value in one.values.items():
            assert isinstance(value, str) == (name in {"place", "base", "end", "start"}), (
                one,
                name,
            )


def test_the_sum_beneath_the_waterfall_adds_up():
    for text in ("3448", "0", "0301", "1151"):
        (one,) = [f for f in findings(seen(text)) if f.key.startswith("finding.why.sum")]
        v = {name: int(value) for name, value in one.values.items()}
        moves = v["moves"] if one.key.endswith("_in") else -v["moves"]
        assert v["now"] + v["born"] - v["died"] + moves == v["then"]


def test_the_headline_agrees_with_the_numbers():
    value = seen("3448")
    fewer = value.value("persons", value.base_year) - value.value("persons", value.last_year)
    (headline,) = [
        f
        for f in findings(value)
        if f.key.startswith("finding.why.") and "n" in f.values and "action" not in f.key
    ]
    assert headline.values["n"] == round(value.value("persons", value.base_year)) - round(
        value.value("persons", value.last_year)
    )
    assert fewer > 0
    assert ".fewer." in headline.key


@pytest.mark.parametrize(
    ("ahead", "natural", "moves", "name"),
    [
        ("steady", -10, 10, "steady"),
        ("up", 10, 10, "more.both"),
        ("up", 10, -5, "more.births"),
        ("up", -5, 10, "more.moves"),
        ("up", 0, 10, "more.moves"),
        ("down", 5, -10, "fewer.moves"),
        ("down", -5, -10, "fewer.both"),
        ("down", -10, 2, "fewer.deaths_little"),
        ("down", -10, 5, "fewer.deaths_half"),
        ("down", -10, 9, "fewer.deaths_most"),
    ],
)
def test_the_reason_follows_from_births_deaths_and_moves(ahead, natural, moves, name):
    assert _reason(ahead, natural, moves) == name
    for language in LANGUAGES:
        assert f"finding.why.{name}" in words(language)


@pytest.mark.parametrize("young", [-0.2, 0.0, 0.2])
@pytest.mark.parametrize("working", [-0.2, 0.0, 0.2])
def test_every_shape_under_a_heavy_top_has_words(young: float, working: float):
    assert f"finding.pyramid.{_under_a_heavy_top(young, working)}" in words("nn")


def test_every_pace_has_words():
    kinds = [_word(pace) for pace in (-0.01, 0.0, 0.01)]
    for past in kinds:
        for ahead in kinds:
            if past != ahead or past == "still":
                assert f"finding.lines.{past}_then_{ahead}" in words("en")
    for kind in ("grows", "falls"):
        for compared in (_compared(2, 1), _compared(1, 2), _compared(1, 1)):
            assert f"finding.lines.{kind}_{compared}" in words("en")
        assert f"finding.lines.ahead_{kind}" in words("en")
    assert _pace(0, 5, 3) == 0
    assert isinstance(_headline(seen("3448")), str)


def test_every_direction_of_the_past_and_the_future_has_words():
    assert [direction(c, 100) for c in (-5, 0.5, 5)] == ["down", "steady", "up"]
    for past in ("up", "down", "steady"):
        assert f"finding.numbers.persons.{past}" in words("nb")
        for ahead in ("up", "down", "steady"):
            assert f"finding.numbers.persons.{past}_{ahead}" in words("nb")


def test_the_front_page_counts_where_moves_decide():
    ledger = run().ledger
    told = about_country(seen("0"), ledger)
    assert [one.key.rsplit(".", 1)[1] for one in told] == ["carriers", "oldest", "moves"]
    decided = moves_decide(ledger)
    i = ledger.places.index("3448")
    natural = ledger.births[i].sum() - ledger.deaths[i].sum()
    change = ledger.persons[i, -1].sum() - ledger.persons[i, 0].sum()
    assert decided[i] == (np.sign(natural) != np.sign(change))
    assert told[2].values["n"] == int(decided.sum())


def test_a_finding_is_a_key_and_values():
    one = finding("lines", "interval", end="2050", low=4890, high=5630)
    assert one == Finding("lines", "finding.lines.interval", one.values)
    assert "4\xa0890" in one.worded()["nb"]
    assert place("0").code == "0"
