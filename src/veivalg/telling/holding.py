"""Does it hold, in words: when a package fails, and where it holds."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.analysis.failing import Failing, Side
from veivalg.analysis.robustness import Robust
from veivalg.language import LANGUAGES, Language, text
from veivalg.pathways.inputs import Repertoire
from veivalg.shifts.contribution import COST, INVESTMENT
from veivalg.shifts.dial import dials
from veivalg.shifts.reading import Told, in_language
from veivalg.telling.aims import aim, by_language, per_cent

CERTAIN = 0.9
"""Share of such mixes from which it is said without "most often". Assumption."""
CLEAR = 0.1
"""Doubt, of 1, from which an amount is called little or much. Assumption."""
STEP = 5
"""Weights are told to the nearest five per cent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What is said, by language.

    sentence  when it fails; where nothing simple tells that, where it holds
    summary   in how many futures and mixes it holds
    sure      how much of the failing the sentence covers; None when it names no conditions
    """

    sentence: Told
    summary: Told
    sure: Told | None


def about_holding(one: Robust, known: Repertoire) -> Holding:
    """The sentence, and what stands under it."""
    summary = by_language(lambda language: _summary(one, language))
    if one.failing is None:
        return Holding(sentence=summary, summary=summary, sure=None)
    when = one.failing
    key = f"holding.{when.about}" + ("" if when.density >= CERTAIN else "_mostly")
    package = "" if one.path.choices else "_without"
    return Holding(
        sentence=by_language(
            lambda language: text(
                f"{key}{package}", language, when=conditions(when, known, language)
            )
        ),
        summary=summary,
        sure=by_language(
            lambda language: text(
                f"holding.sure_{when.about}",
                language,
                coverage=per_cent(when.coverage),
                density=per_cent(when.density),
            )
        ),
    )


def side_named(side: Side, known: Repertoire) -> Told:
    """What an input of the box is called."""
    source, name = _source(side, known)
    if side.kind == "weight" or not side.dial:
        return source
    dial = name
    return {
        language: f"{in_language(source, language)}: {in_language(dial, language)}"
        for language in LANGUAGES
    }


def conditions(when: Failing, known: Repertoire, language: Language) -> str:
    """The conditions as one clause: "«A» veier over 60 prosent og «B» gir lite (timer)"."""
    said = [_weight(side, known, language) for side in when.sides if side.kind == "weight"]
    alike: dict[tuple[str, str], list[Side]] = {}
    for side in when.sides:
        if side.kind == "doubt":
            alike.setdefault((side.source, _doubt_key(side)), []).append(side)
    said += [_doubt(key, sides, known, language) for (_, key), sides in alike.items()]
    return _joined(said, language)


def _doubt(key: str, sides: list[Side], known: Repertoire, language: Language) -> str:
    """One source's amounts that turn out the same way."""
    source, _ = _source(sides[0], known)
    moved = [in_language(_source(side, known)[1], language) for side in sides]
    return text(key, language, name=in_language(source, language), dial=_joined(moved, language))


def _doubt_key(side: Side) -> str:
    what = "cost" if side.dial in (COST, INVESTMENT) else side.source.partition(".")[0]
    return f"holding.doubt.{what}.{_much(side)}"


def _joined(said: list[str], language: Language) -> str:
    *first, last = said
    return text("holding.and", language, first=", ".join(first), last=last) if first else last


def _weight(side: Side, known: Repertoire, language: Language) -> str:
    name = in_language(known.stories[side.source].name, language)
    low, high = (_stepped(bound) for bound in (side.low, side.high))
    if low is None:
        return text("holding.weight.below", language, name=name, high=high)
    if high is None:
        return text("holding.weight.above", language, name=name, low=low)
    return text("holding.weight.between", language, name=name, low=low, high=high)


def _much(side: Side) -> str:
    """Where the doubt lies: little, much, or not one of them."""
    if side.low is not None and side.high is not None:
        return "middling"
    if side.high is not None:
        return "little" if side.high <= CLEAR else "not_much"
    return "much" if (side.low or 0.0) >= -CLEAR else "not_little"


def _stepped(weight: float | None) -> int | None:
    return None if weight is None else max(STEP, STEP * round(100 * weight / STEP))


def _source(side: Side, known: Repertoire) -> tuple[Told, Told]:
    """Name of the story, choice or event, and of what the amount moves."""
    kind, _, ident = side.source.rpartition(".")
    held = known.levers if kind == "choice" else known.shocks if kind == "shock" else known.stories
    key = f"holding.{side.dial}"
    dial: Told = by_language(lambda language: text(key, language))
    if side.dial in dials():
        dial = dials()[side.dial].name
    return held[ident].name, dial


def _summary(one: Robust, language: Language) -> str:
    held = sum(future.holds for future in one.futures)
    package = "package" if one.path.choices else "nothing"
    count, futures = one.mixes.count, len(one.futures)
    everywhere = held == futures and one.mixed_share == 1.0
    nowhere = held == 0 and one.mixed_share == 0.0
    where = "everywhere" if everywhere else "nowhere" if nowhere else "some"
    return text(
        f"holding.{package}.{where}",
        language,
        held=held,
        futures=futures,
        share=per_cent(one.mixed_share),
        count=count,
        aim=aim(one.goal, language),
    )
