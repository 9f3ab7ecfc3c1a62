"""Bokmål and nynorsk are each written: words of the one do not stand in texts of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.futures.content import texts
from veivalg.language.catalogue import own_words

BOKMAAL = """
ikke hvordan hvorfor hva hvem hvilke hvilken fra flere mye noen jeg kommunene innbyggerne
innbyggere tjenester tjenestene være gjøre gjør uke skole skolen sykepleiere sykehjem hjemme
hjemmet økning andelen boliger bolig ansatte egne eget hun dem deres bare mer selv ble finnes
tallet tallene forskjell forskjeller virkning
"""
NYNORSK = """
ikkje korleis kvifor kva kven kvar frå fleire mykje nokon nokre eg kommunane innbyggjarane
innbyggjarar tenester tenestene vere gjere gjer veke skule skulen sjukepleiarar sjukeheim heime
heimen auke bustader bustad tilsette eigne eige ho dei dykkar berre meir sjølv vart byrjar finst
talet tala skilnad skilnader verknad
"""
ONLY_BOKMAAL, ONLY_NYNORSK = set(BOKMAAL.split()), set(NYNORSK.split())
WORD = re.compile(r"[^\W\d_]+")
PLACE = re.compile(r"{\w+}")


def written(language: str) -> Iterator[tuple[str, str]]:
    """Place and text of everything in a language: content and messages."""
    yield from texts(language)
    yield from own_words(language).items()  # type: ignore[arg-type]


def strangers(language: str, words: set[str]) -> list[tuple[str, list[str]]]:
    found = []
    for place, text in written(language):
        held = words & set(WORD.findall(PLACE.sub("", text).lower()))
        if held:
            found.append((place, sorted(held)))
    return found


def test_no_word_is_on_both_lists():
    assert not ONLY_BOKMAAL & ONLY_NYNORSK


@pytest.mark.parametrize(("language", "other"), [("nn", ONLY_BOKMAAL), ("nb", ONLY_NYNORSK)])
def test_no_word_of_the_other_written_language(language: str, other: set[str]):
    assert strangers(language, other) == []


@pytest.mark.parametrize(("language", "own"), [("nb", ONLY_BOKMAAL), ("nn", ONLY_NYNORSK)])
def test_the_lists_would_see_a_text_in_the_wrong_language(language: str, own: set[str]):
    """Many texts of the language itself are seen, so a swapped text would be."""
    seen, every = strangers(language, own), list(written(language))
    assert len(every) > 4_000
    assert len(seen) > 0.25 * len(every)


@pytest.mark.parametrize("other", ["nn", "en"])
def test_long_texts_are_not_copied_from_bokmaal(other: str):
    """Of texts with eight words or more nearly all differ."""
    bokmaal = {place.removesuffix("/nb"): text for place, text in texts("nb")}
    theirs = {place.removesuffix(f"/{other}"): text for place, text in texts(other)}
    long = {p: t for p, t in bokmaal.items() if len(t.split()) >= 8 and p in theirs}
    same = [place for place, text in long.items() if theirs[place] == text]
    assert len(long) > 500
    assert len(same) <= 0.02 * len(long), same
