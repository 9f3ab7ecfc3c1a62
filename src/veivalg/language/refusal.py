"""An error told to a reader in their language."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any, TypeVar

from veivalg.errors import UnknownPlace, VeivalgError
from veivalg.language.catalogue import Language, text, words

Refusal = TypeVar("Refusal", bound=VeivalgError)


def refusing(kind: type[Refusal], key: str, **values: Any) -> Refusal:
    """An error whose sentence is written in every language; its message is the English one."""
    error = kind(text(key, "en", **values))
    error.key, error.values = key, MappingProxyType(values)
    return error


def refusal_key(error: VeivalgError) -> str:
    """Message key of an error's kind: UnknownPlace is error.unknown_place."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()
    return f"error.{name}"


def explained(error: VeivalgError, language: Language, *, place: str | None = None) -> str:
    """One line: the error in the reader's language where it is written in it, else the reader's
    words for its kind with the error's English sentence as the detail.

    place   what was asked for, when a place was
    """
    if language == "en":
        return str(error)
    if error.key in words(language):
        return text(error.key, language, **error.values)
    if isinstance(error, UnknownPlace) and place is not None:
        return _no_such_place(error, language, place)
    key = refusal_key(error)
    if key not in words(language):
        return str(error)
    return f"{text(key, language)} ({error})"


def _no_such_place(error: UnknownPlace, language: Language, place: str) -> str:
    if not error.suggestions:
        return text("error.unknown_place", language, place=place)
    return text(
        "error.unknown_place_suggestions",
        language,
        place=place,
        suggestions=", ".join(error.suggestions),
    )
