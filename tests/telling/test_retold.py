"""Every template filled with every kind of figure reads as a whole sentence in three languages."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from types import MappingProxyType

import pytest

from veivalg.analysis.with_story import Pair, WithStory
from veivalg.data.places import Place
from veivalg.errors import BadParameter
from veivalg.futures.story import Story, stories
from veivalg.language import LANGUAGES, Language
from veivalg.telling.retold import FILLED, change, known, phrases, retold, shown

PLACE = Place("municipality", "3448", "Nordre Land", ("3448",))


def found(story: Story, today: float, told: float, share: float = -0.012) -> WithStory:
    """A place whose counted figures are all the same, with a result beside them."""
    counted = Pair(today=today, story=told)
    figures = dict.fromkeys(("residents", "aged_80plus", "unfilled"), counted)
    result = Pair(today=0.004, story=share)
    return WithStory(
        place=PLACE,
        story=story,
        year=2050,
        figures=MappingProxyType({**figures, "result": result}),
        identity="",
    )


@pytest.mark.parametrize("story", stories().values(), ids=list(stories()))
@pytest.mark.parametrize("pair", [(0, 0), (0, 1), (1, 0), (95.0, 140.0), (6336.2, 6304.6)])
def test_every_story_reads_whole(story: Story, pair: tuple[float, float]):
    told = retold(found(story, *pair))
    assert told is not None
    assert set(told) == set(LANGUAGES)
    for text in told.values():
        assert not re.search(r"[{}]|\s[,.]|[,.]{2}|  |\bnan\b", text)
        assert all(sentence[:1].isupper() for sentence in re.split(r"(?<=[a-zåøæ]\.) ", text))


@pytest.mark.parametrize("story", stories().values(), ids=list(stories()))
def test_every_story_tells_every_figure(story: Story):
    assert story.retold is not None
    for language in LANGUAGES:
        assert set(re.findall(r"{(\w+)}", story.retold[language])) == set(FILLED)


@pytest.mark.parametrize(
    ("today", "told", "expected"),
    [
        (100.0, 220.4, "120 flere enn uten historien"),
        (220.0, 100.0, "120 færre enn uten historien"),
        (10.0, 11.1, "én mer enn uten historien"),
        (11.0, 10.0, "én færre enn uten historien"),
        (40.0, 40.3, "like mange som uten historien"),
        (6336.0, 6310.0, "om lag like mange som uten historien"),
        (830000.0, 812600.0, "17 000 færre enn uten historien"),
    ],
)
def test_changes_are_phrases_rounded_to_what_is_known(today: float, told: float, expected: str):
    said = change(Pair(today=today, story=told), "uten historien", "nb")
    assert said.replace("\N{NO-BREAK SPACE}", " ") == expected


@pytest.mark.parametrize(
    ("amount", "expected"), [(0.4, 0), (19.4, 19), (47, 45), (123, 120), (4609, 4600)]
)
def test_a_change_has_two_digits_at_most(amount: float, expected: int):
    assert known(amount) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "minus 1,2 prosent av inntektene, mot 0,4 uten historien"),
        ("nn", "minus 1,2 prosent av inntektene, mot 0,4 utan historia"),
        ("en", "minus 1.2 per cent of revenue, against 0.4 without the story"),
    ],
)
def test_a_result_is_held_against_today(language: Language, expected: str):
    assert phrases(found(stories()["H1"], 1, 2), language)["result"] == expected


def test_a_result_that_nobody_knows_is_said_to_be_unknown():
    said = phrases(found(stories()["H1"], 1, 2, math.nan), "nb")
    assert said["result"] == "ikke kjent"


def test_a_scenario_is_not_called_a_story():
    assert "scenario" in phrases(found(stories()["S1"], 1, 20), "nb")["residents_change"]


def test_figures_are_shown_as_they_are_told():
    assert shown(Pair(today=6336.2, story=6304.6)) == {
        "today": 6340,
        "story": 6300,
        "change": -30,
    }
    assert shown(Pair(today=math.nan, story=1.0)) is None


def test_a_place_in_braces_that_nothing_fills_is_refused():
    story = replace(stories()["H1"], retold={"nb": "Det er {fish} i {place}."})
    with pytest.raises(BadParameter, match="fish"):
        retold(found(story, 1, 2))


def test_own_content_in_one_language_is_told_in_it_to_all():
    story = replace(stories()["H1"], retold={"nb": "{place} har {unfilled}."})
    told = retold(found(story, 0, 1))
    assert told is not None
    assert told["nb"] == "Nordre Land har én stilling."
    assert told["en"] == "Nordre Land har one position."
