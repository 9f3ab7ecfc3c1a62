"""Why each default figure is what it is, and what it counts, is told in three languages."""

from __future__ import annotations

import re

import pytest

from veivalg.consequences.outcome import indicators
from veivalg.consequences.parameters import default_parameters
from veivalg.consequences.standing_figures import FIGURES
from veivalg.language import LANGUAGES
from veivalg.language.catalogue import own_words
from veivalg.shifts.figures import shift_figures

KNOWN = {**default_parameters().held, **shift_figures().held}
REASONED = {f"parameter.{name}.reason": one.reason for name, one in KNOWN.items() if one.reason}
UNITS = {
    *(one.unit for one in KNOWN.values()),
    *(one.unit for one in indicators()),
    *(one.unit for one in FIGURES),
}
ASIDE = re.compile(r"\([^()]*\)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
OUR_WORDS = re.compile(
    r"\b(Statistics Norway|Ministry|table|page|and|over|not|was|were|January|February|March|April"
    r"|May|June|July|August|September|October|November|December)\b"
)
"""English words of ours; titles of Norwegian publications have none of them."""


def reasons(language: str) -> dict[str, str]:
    words = own_words(language)
    return {key: words[key] for key in REASONED if key in words}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_told_and_no_other(language: str):
    told = {key for key in own_words(language) if re.fullmatch(r"parameter\..*\.reason", key)}
    assert told == set(REASONED)
    assert len(told) > 100


def test_the_english_reason_is_that_of_the_file():
    assert reasons("en") == REASONED


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_numbers_in_reasons_have_norwegian_forms(language: str):
    told = reasons(language)
    decimals = {key for key, text in told.items() if re.search(r"\d,\d", text)}
    assert len(decimals) > 20
    wrong = {key: text for key, text in told.items() if re.search(r"\d\.\d|\d%|\d \d{3}\b", text)}
    assert wrong == {}, "decimal comma, and a space that does not break in thousands"


@pytest.mark.parametrize("key", sorted(REASONED))
def test_a_reason_has_the_same_numbers_in_every_language(key: str):
    """None is lost or mistyped on the way."""
    written = own_words("en")[key].replace("m2", "")
    english = set(NUMBER.findall(re.sub(r"(?<=\d),(?=\d{3}\b)", "", written)))
    for language in ("nb", "nn"):
        written = re.sub(r"(?<=\d)\xa0(?=\d{3}\b)", "", own_words(language)[key])
        assert set(NUMBER.findall(re.sub(r"(?<=\d),(?=\d)", ".", written))) == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_has_words(language: str):
    words = own_words(language)
    assert [unit for unit in UNITS if f"unit.{unit.replace(' ', '_')}" not in words] == []


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_source_names_publications_and_explains_only_in_brackets(name: str):
    named = KNOWN[name].source
    while (shorter := ASIDE.sub("", named)) != named:
        named = shorter
    assert OUR_WORDS.findall(named) == []
    assert "Statistics Norway" not in KNOWN[name].source
