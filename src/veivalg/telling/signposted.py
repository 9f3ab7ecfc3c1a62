"""When to decide and when to reconsider, and which goals are met, in words."""

from __future__ import annotations

from veivalg.analysis.attainment import Attained
from veivalg.analysis.signposts import Deadline, Need, Signposts, Turn
from veivalg.consequences.indicator import Indicator
from veivalg.consequences.outcome import indicator
from veivalg.language import LANGUAGES, Language, text
from veivalg.pathways.inputs import Repertoire
from veivalg.telling.explained import Words, in_unit, source_name
from veivalg.telling.finding import rounded

PER_CENT = ("sick_leave", "net_result_share")
"""Figures in per cent, told with one decimal."""


def about_need(found: Signposts) -> Words:
    """When the choices are needed, and why then."""
    need = found.need
    key = "asked_year" if need.value is None else "kept" if need.passed is None else "passed"
    if need.passed is not None and need.passed != need.year:
        key = "passed_already"
    return {
        language: text(
            f"asked.need.{key}",
            language,
            what=text(f"consequence.{found.indicator.name}", language),
            value="" if need.value is None else in_unit(found.indicator, need.value, language),
            year=str(need.year),
            passed=str(need.passed),
        )
        for language in LANGUAGES
    }


def about_deadline(one: Deadline, need: Need, known: Repertoire) -> Words:
    """The last year to choose a lever, and what to do about it."""
    called = source_name(f"choice.{one.lever}", known)
    return {
        language: text(
            f"asked.decide.{one.state}",
            language,
            name=called[language],
            year=str(one.year),
            need=str(need.year),
            first=str(one.first),
            full=str(one.full),
            starts=str(one.starts),
        )
        for language in LANGUAGES
    }


def about_turn(one: Turn, known: Repertoire) -> Words:
    """A figure, the value that it passes, and the story that it speaks for."""
    called = source_name(f"story.{one.story}", known)
    side = "above" if one.above else "below"
    value = turn_value(one)
    return {
        language: text(
            f"asked.turn.{one.figure.key}.{side}",
            language,
            value=value,
            year=str(one.year),
            story=called[language],
        )
        for language in LANGUAGES
    }


def turn_value(one: Turn) -> float | int:
    """The value as it is told."""
    return round(one.value, 1) if one.figure.key in PER_CENT else rounded(one.value)


def about_turns(found: Signposts) -> Words:
    """What there is to look for, in one sentence."""
    key = "some" if found.reconsider else "no_sign" if found.fails_in else "none_fails"
    return {language: text(f"asked.turns.{key}", language) for language in LANGUAGES}


def about_goal(one: Attained, known: Repertoire) -> Words:
    """How a goal fares, and what can be done."""
    return {language: _goal(one, known, language) for language in LANGUAGES}


def _goal(one: Attained, known: Repertoire, language: Language) -> str:
    if one.state == "not_measured":
        why = one.goal.not_measured or {}
        return text("asked.goal.not_measured", language, why=why.get(language, ""))
    held = indicator(one.indicator)
    values = _values(one, held, language)
    if one.against is not None:
        values |= {
            "lever": source_name(f"choice.{one.lever}", known)[language],
            "other": one.against.text[language],
        }
    return text(f"asked.goal.{_key(one)}", language, **values)


def _key(one: Attained) -> str:
    """A goal that moves the wrong way, but less than without the path, is told so."""
    sign = 1.0 if one.better == "more" else -1.0
    if one.state == "wrong_way" and sign * (one.middle - one.without) > 0:
        return "wrong_way_less"
    return one.state


def _values(one: Attained, held: Indicator, language: Language) -> dict[str, str]:
    return {
        "what": text(f"consequence.{held.name}", language),
        "start": in_unit(held, one.start, language),
        "middle": in_unit(held, one.middle, language),
        "end": in_unit(held, one.end, language),
        "without": in_unit(held, one.without, language),
    }
