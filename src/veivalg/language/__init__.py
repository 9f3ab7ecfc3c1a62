"""The words and the number and date forms of bokmål, nynorsk and English."""

from veivalg.language.catalogue import LANGUAGES, Language, chosen, language_named, text, words
from veivalg.language.forms import date, in_unit, interval, number, signed
from veivalg.language.refusal import explained, refusal_key, refusing

__all__ = [
    "LANGUAGES",
    "Language",
    "chosen",
    "date",
    "explained",
    "in_unit",
    "interval",
    "language_named",
    "number",
    "refusal_key",
    "refusing",
    "signed",
    "text",
    "words",
]
