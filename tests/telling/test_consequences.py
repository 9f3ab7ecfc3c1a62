"""What the consequences say: whole sentences in three languages, with the numbers there are."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from tests.fakes import shipped
from veivalg.analysis.consequences import PlaceConsequences, chain, consequences_of
from veivalg.analysis.thresholds import RULES, Threshold
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import indicators
from veivalg.language import LANGUAGES, words
from veivalg.telling.consequences import HEADLINES, about_consequences, about_thresholds, shown
from veivalg.telling.finding import Finding, Phrase

PLACES = ("3448", "1151", "0301", "0")
KEY = re.compile(r"\b(consequence|finding|threshold|unit|cause|parameter|place)\.[a-z_]")
UNFILLED = re.compile(r"[{}]|\bnan\b|\binf\b|\bNone\b")
PATHS = {
    "more": (100.0, 150.0),
    "fewer": (100.0, 50.0),
    "same": (100.0, 101.0),
    "few": (0.2, 0.3),
    "none": (0.0, 0.0),
    "under": (-2.0, -5.0),
}
"""Value in the base year and in the last one."""
WAYS = {"more": "more", "fewer": "fewer", "same": "same", "few": "more", "none": "same"}


@cache
def of(text: str) -> PlaceConsequences:
    return consequences_of(chain(shipped.simulation(), shipped.run()), shipped.place(text))


def along(start: float, end: float) -> PlaceConsequences:
    """Nordre Land with every indicator going straight from one number to another."""
    value = of("3448")
    path = np.linspace(start, end, len(value.years))
    return replace(value, expected=np.tile(path, (len(value.indicators), 1)), missing={})


def with_path(name: str, path: np.ndarray) -> PlaceConsequences:
    value = of("3448")
    at = [one.name for one in value.indicators].index(name)
    expected = value.expected.copy()
    expected[at] = path
    return replace(value, expected=expected)


def sentences(value: PlaceConsequences) -> dict[str, Finding]:
    """The sentence of each indicator; headlines have the name of a chapter."""
    chapters = {chapter for chapter, *_ in HEADLINES}
    return {one.chart: one for one in about_consequences(value) if one.chart not in chapters}


def headlines(value: PlaceConsequences) -> list[Finding]:
    chapters = {chapter for chapter, *_ in HEADLINES}
    return [one for one in about_consequences(value) if one.chart in chapters]


def assert_whole(one: Finding) -> None:
    """In every language a text of its own, all places filled, no key."""
    for language, sentence in one.worded().items():
        keys = [one.key, *(v for v in one.values.values() if isinstance(v, Phrase))]
        assert [key for key in keys if key not in words(language)] == [], language
        assert not UNFILLED.search(sentence), (language, sentence)
        assert not KEY.search(sentence), (language, sentence)
        assert sentence[:1] == sentence[:1].upper(), (language, sentence)
        assert "  " not in sentence


@pytest.mark.parametrize("text", PLACES)
def test_every_indicator_with_a_number_has_its_sentence(text: str):
    value = of(text)
    told = sentences(value)
    assert set(told) == {one.name for one in value.indicators} - set(value.missing)
    for one in about_consequences(value):
        assert_whole(one)


@pytest.mark.parametrize("way", list(PATHS))
def test_whichever_way_it_goes_there_are_words(way: str):
    value = along(*PATHS[way])
    assert len(sentences(value)) == len(indicators())
    for one in about_consequences(value):
        assert_whole(one)


@pytest.mark.parametrize("way", list(WAYS))
def test_the_words_say_which_way(way: str):
    few = {"few", "none"}
    for one in sentences(along(*PATHS[way])).values():
        last = one.key.rsplit(".", 1)[1]
        assert last == WAYS[way] or (way in few and last == "hardly_any"), one.key


@pytest.mark.parametrize("way", ["more", "fewer", "same"])
def test_each_chapter_opens_with_two_headlines(way: str):
    told = headlines(along(*PATHS[way]))
    assert [one.chart for one in told] == [chapter for chapter, *_ in HEADLINES for _ in range(2)]
    assert {one.key.split(".")[2] for one in told} == {"first", "second"}
    assert all(one.key.endswith(f".{way}") for one in told)


def test_headlines_come_before_everything_else():
    told = about_consequences(of("3448"))
    ahead = len(headlines(of("3448")))
    assert [one.key for one in told[:ahead]] == [one.key for one in headlines(of("3448"))]


def test_the_sentence_has_the_numbers_of_the_indicator():
    value = of("3448")
    for name, told in sentences(value).items():
        one = next(i for i in value.indicators if i.name == name)
        end = int(told.values["end"])
        assert told.values["base"] == "2024"
        assert told.values["now"] == shown(one, value.value(name, 2024))
        assert told.values["then"] == shown(one, value.value(name, end))
        assert np.isnan(value.series(name)[value.years.index(end) + 1 :]).all()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("services.pupils", "count"),
        ("services.school_classes", "count"),
        ("services.kindergarten_groups", "count"),
        ("services.institution_units", "count"),
        ("services.institution_places", "count"),
        ("services.gp_consultations", "count"),
        ("services.dwellings", "count"),
        ("staff.need", "count"),
        ("society.age_bearing_67plus", "ratio"),
        ("money.net_result_share", "level"),
    ],
)
def test_things_are_counted_and_ratios_are_read(name: str, kind: str):
    assert sentences(along(100.0, 150.0))[name].key == f"finding.consequence.{kind}.more"


def test_two_per_cent_is_about_the_same():
    keys = {
        end: sentences(along(100.0, end))["services.pupils"].key.rsplit(".", 1)[1]
        for end in (97.9, 98.1, 101.9, 102.1)
    }
    assert keys == {97.9: "fewer", 98.1: "same", 101.9: "same", 102.1: "more"}


def test_flows_end_a_year_before_stocks():
    path = np.linspace(10, 20, 27)
    path[-1] = np.nan
    (told,) = [sentences(with_path("services.pupils", path))["services.pupils"]]
    assert told.values["end"] == "2049"
    assert told.values["then"] == shown(indicator_of("services.pupils"), path[-2])


def test_what_is_missing_has_no_sentence():
    """Neither a sentence nor, for what a headline tells, a headline."""
    value = of("3448")
    for name in ("services.pupils", "services.school_classes"):
        gone = replace(
            with_path(name, np.full(27, np.nan)), missing={name: "consequence.missing.nobody"}
        )
        assert name not in sentences(gone)
        assert len(sentences(gone)) == len(sentences(value)) - 1
    gone = replace(
        with_path("services.pupils", np.full(27, np.nan)),
        missing={"services.pupils": "consequence.missing.nobody"},
    )
    assert [one.key for one in headlines(gone)] == [
        one.key for one in headlines(value) if not one.key.startswith("finding.services.first")
    ]


def test_without_a_number_today_there_is_nothing_to_compare_with():
    path = np.linspace(10, 20, 27)
    path[0] = np.nan
    assert "services.pupils" not in sentences(with_path("services.pupils", path))
    path = np.full(27, np.nan)
    path[0] = 10
    assert "services.pupils" not in sentences(with_path("services.pupils", path))


@pytest.mark.parametrize(
    ("unit", "decimals", "amount", "expected"),
    [
        ("share", 0, 0.12345, 12.3),
        ("persons", 0, 5157.4, 5160),
        ("persons per person", 2, 1.23456, 1.23),
        ("person-years", 0, 47.6, 50),
    ],
)
def test_numbers_stand_as_they_are_known(unit: str, decimals: int, amount: float, expected: float):
    one = Indicator(name="services.tried", unit=unit, of=(), decimals=decimals)
    assert shown(one, amount) == expected


def indicator_of(name: str) -> Indicator:
    return next(one for one in indicators() if one.name == name)


def tipping(indicator: str, kind: str, level: float) -> Finding:
    key = f"threshold.{indicator}.{kind}"
    value = replace(of("3448"), thresholds=(Threshold(2031, indicator, key, level),))
    ((_, told),) = about_thresholds(value)
    return told


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.indicator)
def test_every_level_that_can_be_passed_is_worded(rule):
    for level in rule.levels:
        told = tipping(rule.indicator, rule.kind, level)
        assert_whole(told)
        assert told.values["year"] == "2031"
        number = f"{level * 100 if rule.indicator.endswith('_share') else level:g}"
        if not told.key.endswith("_one"):
            for language, sentence in told.worded().items():
                plain = sentence.replace(",", ".").replace("\u2212", "-")
                assert re.search(rf"(?<![\d.]){re.escape(number)}(?![\d]|\.\d)", plain), (
                    language,
                    sentence,
                )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.indicator)
def test_one_of_a_thing_is_not_worded_as_many(rule):
    """ "One class fewer", not "1 fewer classes"; levels of ratios stay numbers."""
    if 1 in rule.levels and rule.kind in ("fewer", "more"):
        for sentence in tipping(rule.indicator, rule.kind, 1).worded().values():
            assert "1" not in sentence


@pytest.mark.parametrize("text", PLACES)
def test_every_threshold_of_a_place_has_a_sentence(text: str):
    value = of(text)
    told = about_thresholds(value)
    assert [one for one, _ in told] == list(value.thresholds)
    for one, said in told:
        assert_whole(said)
        assert said.values["year"] == str(one.year)
    assert told, "nothing tips: choose another place"


def test_every_reason_for_a_missing_number_has_words():
    for key in ("consequence.missing.nobody", "consequence.missing.not_held"):
        assert all(key in words(language) for language in LANGUAGES)


@pytest.mark.parametrize("name", [one.name for one in indicators()])
def test_every_cause_has_words(name: str):
    value = of("3448")
    at = [one.name for one in value.indicators].index(name)
    for cause in value.causes[at]:
        for language in LANGUAGES:
            assert f"cause.{cause}" in words(language), (language, cause)
