"""Base forms of Norwegian words, nynorsk ones told by their bokmål sister where we know her."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from simplemma import lemmatize

from veivalg.plans.saying import words_of

LANGUAGES = ("nb", "nn")
REMEMBERED = 200_000


@lru_cache(maxsize=REMEMBERED)
def lemma(word: str) -> str:
    """The base form of a word in small letters, in bokmål where `sisters.toml` has it."""
    found = lemmatize(word, lang=LANGUAGES).lower()
    cut = word.removesuffix("ane")
    return _sisters().get(found) or _sisters().get(word) or _sisters().get(cut) or found


def lemmas(text: str) -> list[str]:
    """Base forms of the words of a text, in order, words that carry no meaning left out."""
    return [lemma(word) for word in words_of(text) if word not in stop_words()]


@cache
def stop_words() -> frozenset[str]:
    """Words that carry no meaning of their own, in both forms."""
    return frozenset(_held()["stop"]["words"])


@cache
def _sisters() -> Mapping[str, str]:
    """Nynorsk base forms and what they are in bokmål."""
    held: Mapping[str, str] = _held()["sisters"]
    return held


@cache
def _held() -> Mapping[str, Any]:
    text = files("veivalg.plans").joinpath("sisters.toml").read_text("utf-8")
    return tomllib.loads(text)
