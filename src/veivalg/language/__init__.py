"""The words and the number and date forms of bokmål, nynorsk and English."""

from veivalg.language.catalogue import LANGUAGES, Language, chosen, language_named, text, words
from veivalg.language.forms import date, interval, number, signed

__all__ = [
    "LANGUAGES",
    "Language",
    "chosen",
    "date",
    "interval",
    "language_named",
    "number",
    "signed",
    "text",
    "words",
]
