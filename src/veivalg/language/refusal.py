"""An error told to a reader in their language."""

from __future__ import annotations

import re

from veivalg.errors import UnknownPlace, VeivalgError
from veivalg.language.catalogue import Language, text, words


def refusal_key(error: VeivalgError) -> str:
    """Message key of an error's kind: UnknownPlace is error.unknown_place."""
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()
    return f"error.{name}"


def explained(error: VeivalgError, language: Language, *, place: str | None = None) -> str:
    """One line. The error's own English sentence, else the reader's with that as the detail.

    place   what was asked for, when a place was
    """
    if language == "en":
        return str(error)
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
