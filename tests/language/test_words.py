from __future__ import annotations

import string
from types import MappingProxyType

import pytest

from veivalg.errors import OutOfRange, StorageError, UnknownPlace
from veivalg.language import (
    LANGUAGES,
    catalogue,
    chosen,
    date,
    explained,
    interval,
    language_named,
    number,
    refusing,
    signed,
    text,
    words,
)
from veivalg.language.catalogue import BORROWED, FOLDER, own_words

EVERY_KEY = sorted({key for language in LANGUAGES for key in own_words(language)})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_written_in_every_language(language: str):
    assert [key for key in EVERY_KEY if key not in own_words(language)] == []


@pytest.mark.parametrize("key", EVERY_KEY)
def test_the_named_places_are_the_same_in_every_language(key: str):
    named = [
        {field for _, field, _, _ in string.Formatter().parse(own_words(language)[key]) if field}
        for language in LANGUAGES
    ]
    assert named[0] == named[1] == named[2]


def test_no_key_stands_in_two_files():
    for language in LANGUAGES:
        keys: list[str] = []
        for file in [*FOLDER.glob(f"*.{language}.po"), FOLDER / f"{language}.po"]:
            keys += catalogue._read(file)
        assert len(keys) == len(set(keys))


def test_nynorsk_is_written_and_not_copied():
    """Whole sentences differ: of texts with six words or more, nearly all."""
    long = [key for key in EVERY_KEY if len(own_words("nb")[key].split()) >= 6]
    same = [key for key in long if own_words("nb")[key] == own_words("nn")[key]]
    assert len(same) <= 0.1 * len(long), same


def test_a_missing_nynorsk_text_is_marked_bokmaal_never_english(monkeypatch: pytest.MonkeyPatch):
    held = {"nb": {"a": "hei"}, "nn": {}, "en": {"a": "hello", "b": "only English"}}
    monkeypatch.setattr(catalogue, "own_words", lambda language: MappingProxyType(held[language]))
    merged = catalogue.words.__wrapped__("nn")
    assert merged["a"] == "hei" + BORROWED
    assert "b" not in merged


def test_a_key_nobody_has_written_is_shown_as_it_is():
    assert text("no.such.key", "nn") == "no.such.key"


@pytest.mark.parametrize(
    ("language", "written"),
    [("nb", "5\xa0533"), ("nn", "5\xa0533"), ("en", "5,533")],
)
def test_numbers_follow_the_language(language: str, written: str):
    assert number(5533, language) == written


def test_changes_and_intervals():
    assert signed(395, "nb") == "+395"
    assert signed(-574, "nb") == "−574"
    assert signed(0.2, "en") == "0"
    assert interval(4890, 5630, "en") == "4,890–5,630"
    assert number(2.44, "nb", decimals=1) == "2,4"


def test_dates_are_written_out():
    assert date("2024-01-01", "nb") == "1. januar 2024"
    assert date("2024-01-01", "en") == "1 January 2024"
    assert date("2024", "nb") == "2024"


@pytest.mark.parametrize(
    ("wishes", "language"),
    [
        (("no",), "nb"),
        (("nn_NO.UTF-8",), "nn"),
        (("fr-FR,en-GB;q=0.8,nb;q=0.5",), "en"),
        ((None, "", "C.UTF-8"), "nb"),
        (("xx", "nb"), "nb"),
    ],
)
def test_the_first_wish_that_is_ours_is_chosen(wishes: tuple[str | None, ...], language: str):
    assert chosen(*wishes) == language


def test_a_language_that_is_not_ours_is_refused():
    with pytest.raises(OutOfRange, match="nb, nn, en"):
        language_named("sv")


def test_errors_are_told_in_the_readers_language():
    error = UnknownPlace("There is no place 'Tin'; did you mean Tinn (4026)?", ("Tinn (4026)",))
    assert explained(error, "nb", place="Tin") == "Fant ikke stedet «Tin». Mente du Tinn (4026)?"
    assert explained(error, "nn", place="Tin") == "Fann ikkje staden «Tin». Meinte du Tinn (4026)?"
    assert explained(error, "en", place="Tin") == str(error)
    told = explained(StorageError("x.csv cannot be written: the disk is full."), "nb")
    assert told.startswith("Filen kan ikke skrives.")
    assert "disk is full" in told


def test_an_error_that_is_written_in_every_language_is_told_in_it():
    error = refusing(StorageError, "own.refused.lacking", line="3", column="year")
    assert str(error) == explained(error, "en") == "Line 3 lacks year; fill it in."
    assert explained(error, "nn") == "Linje 3 manglar year. Fyll ut feltet."


def test_every_error_has_words_of_its_own():
    from veivalg import errors
    from veivalg.language import refusal_key

    held = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    kinds = [kind for kind in held if issubclass(kind, errors.VeivalgError)]
    keys = {refusal_key(kind("")) for kind in kinds if kind is not errors.VeivalgError}
    assert sorted(keys - set(words("nb"))) == []


def test_nothing_has_no_sign_and_shares_are_per_cent():
    from veivalg.language import in_unit, number

    assert number(-0.004, "nb", decimals=1) == "0,0"
    assert number(-0.4, "en") == "0"
    assert number(-1.5, "nn", decimals=1) == "\N{MINUS SIGN}1,5"
    assert in_unit(0.168, "share", "nb") == "16,8"
    assert in_unit(0.168, "persons", "nb", decimals=2) == "0,17"
