"""A plan's own goals against a path, in words."""

from __future__ import annotations

from veivalg.analysis.compare import asked_indicator
from veivalg.analysis.plan_goals import GoalOnPath, Offered
from veivalg.language import LANGUAGES, Language, text
from veivalg.pathways.inputs import Repertoire
from veivalg.plans.tie import Tie
from veivalg.shifts.reading import in_language
from veivalg.telling.aims import as_written
from veivalg.telling.explained import Words, in_unit, source_name


def about_plan_goal(
    one: GoalOnPath, known: Repertoire, called: dict[str, str], *, last: int
) -> Words:
    """How a goal fares, and what can be done.

    called  the text of every goal by id, for the other one of a conflict
    last    the last year of the run
    """
    return {language: _told(one, known, called, last, language) for language in LANGUAGES}


def _told(
    one: GoalOnPath, known: Repertoire, called: dict[str, str], last: int, language: Language
) -> str:
    if one.why:
        return text(f"plan_goal.why.{one.why}", language)
    held, measure = one.held, one.held.measure
    assert measure is not None
    indicator = asked_indicator(measure.indicator)
    values = {
        "what": text(f"consequence.{indicator.name}", language),
        "start": in_unit(indicator, held.start, language),
        "middle": in_unit(indicator, held.middle, language),
        "end": in_unit(indicator, held.end, language),
        "without": in_unit(indicator, held.without, language),
        "year": str(held.year),
        "last": str(last),
    }
    if measure.amount is not None:
        values["amount"] = bound_of(measure.indicator, measure.better, measure.amount, language)
    if held.against:
        values["lever"] = source_name(f"choice.{held.lever}", known)[language]
        values["other"] = called[held.against]
    kind = "way" if measure.amount is None else "amount"
    said = [text(f"plan_goal.{_key(one)}.{kind}", language, **values)]
    if one.note and one.goal.tie is not None:
        said.append(
            text(
                f"plan_goal.note.{one.note}",
                language,
                since=str(one.goal.tie.since),
                wanted=str(one.goal.tie.year),
                last=str(last),
            )
        )
    return " ".join(said)


def _key(one: GoalOnPath) -> str:
    """A goal that moves the wrong way, but less than without the path, is told so."""
    held = one.held
    assert held.measure is not None
    sign = 1.0 if held.measure.better == "more" else -1.0
    if held.state == "wrong_way" and sign * (held.middle - held.without) > 0:
        return "wrong_way_less"
    return held.state


def about_tie(tie: Tie) -> Words:
    """What a goal is measured by: "Innbyggere: minst 5 000 i 2030", or only which way."""
    return {language: _tie(tie, language) for language in LANGUAGES}


def _tie(tie: Tie, language: Language) -> str:
    what = text(f"consequence.{tie.indicator}", language)
    if tie.amount is not None:
        key = "amount"
        amount = bound_of(tie.indicator, tie.wanted, tie.amount, language)
    elif tie.change is not None:
        key = "change" if tie.since is None else "change_since"
        amount = f"{abs(round(100 * tie.change))} %"
    else:
        key, amount = "way", ""
    said = text(
        f"plan_goal.tie.{key}.{tie.wanted}", language, what=what, amount=amount,
        since=str(tie.since),
    )  # fmt: skip
    return said if tie.year is None else text(
        "plan_goal.tie.by", language, tie=said, year=str(tie.year)
    )  # fmt: skip


def about_offer(one: Offered) -> Words:
    """A wording that can be measured, with what it is today and on the path."""
    indicator = asked_indicator(one.indicator)
    return {
        language: text(
            "plan_goal.offer",
            language,
            what=text(f"consequence.{one.indicator}", language),
            bound=text(
                f"aim.bound.{'at_least' if one.wanted == 'more' else 'at_most'}",
                language,
                amount=in_unit(indicator, one.today, language),
            ),
            year=str(one.year),
            ahead=in_unit(indicator, one.ahead, language),
        )
        for language in LANGUAGES
    }


def about_figures(one: GoalOnPath) -> Words | None:
    """Published figures that could measure it, in one sentence; None when none is known."""
    if not one.figures:
        return None
    return {
        language: text(
            "plan_goal.figures",
            language,
            listed="; ".join(
                f"{in_language(figure.name, language)} ({figure.publisher})"
                for figure in one.figures
            ),
        )
        for language in LANGUAGES
    }


def bound_of(name: str, wanted: str, amount: float, language: Language) -> str:
    """An amount as a bound: minst 5 000 personer, høyst 2,5 prosent."""
    sense = "at_least" if wanted == "more" else "at_most"
    indicator = asked_indicator(name)
    written = as_written(indicator, amount, language)
    if written.rpartition(" ")[0].count(",") and indicator.unit != "share":
        written = in_unit(indicator, amount, language)  # reckoned from a change, not written so
    return text(f"aim.bound.{sense}", language, amount=written)
