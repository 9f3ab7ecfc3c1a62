"""A story told for one place: its sentences filled with the place's own figures.

A template has places in braces, each filled with a phrase that reads in the language it stands in:
{place} {year} {residents} {residents_change} {aged_80plus} {aged_80plus_change} {unfilled}
{unfilled_change} {result}. Numbers are rounded to what is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from string import Formatter

from veivalg.analysis.with_story import Pair, WithStory
from veivalg.data.geography import COUNTRY_NAME
from veivalg.errors import BadParameter
from veivalg.language import LANGUAGES, Language, refusing, text
from veivalg.language.forms import number
from veivalg.shifts.reading import in_language
from veivalg.telling.finding import rounded

FILLED = ("place", "year", "residents", "residents_change", "aged_80plus", "aged_80plus_change",
          "unfilled", "unfilled_change", "result")  # fmt: skip
ALIKE = 0.005
"""A change within half a per cent is told as about as many. Assumption: what a reader would call
the same."""
KEY = "web.futures.retold"


def retold(found: WithStory) -> dict[str, str] | None:
    """The story's sentences for the place, in each language; None when it has no template.

    Raises BadParameter when a template names a place in braces that nothing fills.
    """
    template = found.story.retold
    if template is None:
        return None
    return {
        language: _filled(in_language(template, language), phrases(found, language), found.story.id)
        for language in LANGUAGES
    }


def phrases(found: WithStory, language: Language) -> dict[str, str]:
    """What is put into the braces."""
    kind = "scenario" if found.story.kind == "scenario" else "story"
    without = text(f"{KEY}.without.{kind}", language)
    name = found.place.name
    people = {n: found.figures[n] for n in ("residents", "aged_80plus")}
    unfilled = found.figures["unfilled"]
    return {
        "place": text("place.country", language) if name == COUNTRY_NAME else name,
        "year": str(found.year),
        **{n: number(rounded(pair.story), language) for n, pair in people.items()},
        **{f"{n}_change": change(pair, without, language) for n, pair in people.items()},
        "unfilled": _positions(unfilled.story, language),
        "unfilled_change": change(unfilled, without, language),
        "result": _result(found.figures["result"], without, language),
    }


def shown(pair: Pair) -> dict[str, int] | None:
    """Persons or positions of a pair, each rounded to what is known of it; None without numbers."""
    if not math.isfinite(pair.change):
        return None
    moved = known(abs(pair.change))
    return {
        "today": rounded(pair.today),
        "story": rounded(pair.story),
        "change": moved if pair.change > 0 else -moved,
    }


def change(pair: Pair, without: str, language: Language) -> str:
    """How many more or fewer: "120 flere enn uten historien"."""
    amount = known(abs(pair.change))
    if amount == 0:
        name = "alike"
    elif abs(pair.change) <= ALIKE * abs(pair.today):
        name = "about_alike"
    else:
        name = ("one_" if amount == 1 else "") + ("more" if pair.change > 0 else "fewer")
    return text(f"{KEY}.{name}", language, n=amount, without=without)


def known(amount: float) -> int:
    """A change in two digits at most; below 20 to the whole, below 100 to the nearest 5."""
    if amount < 100:
        return rounded(amount)
    step = 10 ** (math.floor(math.log10(amount)) - 1)
    return int(step * math.floor(amount / step + 0.5))


def _positions(person_years: float, language: Language) -> str:
    """Such as om lag 40 stillinger, én stilling, ingen stillinger."""
    count = rounded(max(person_years, 0.0))
    name = "none" if count == 0 else "one" if count == 1 else "some"
    return text(f"{KEY}.positions.{name}", language, n=count)


def _result(pair: Pair, without: str, language: Language) -> str:
    """Such as minus 1,2 prosent av inntektene, mot minus 0,4 uten historien."""
    if not math.isfinite(pair.story):
        return text(f"{KEY}.result.unknown", language)
    now, before = (_percent(share, language) for share in (pair.story, pair.today))
    name = "same" if now == before else "other"
    return text(f"{KEY}.result.{name}", language, now=now, before=before, without=without)


def _percent(share: float, language: Language) -> str:
    """A share in per cent with one decimal, "minus" written out: a sign is lost when read aloud."""
    value = round(share * 100.0, 1)
    written = number(abs(value), language, decimals=1)
    return text(f"{KEY}.minus", language, n=written) if value < 0 else written


def _filled(template: str, said: Mapping[str, str], story: str) -> str:
    asked = [name for _, name, _, _ in Formatter().parse(template) if name is not None]
    for name in asked:
        if name not in FILLED:
            raise refusing(
                BadParameter,
                "web.futures.retold.unfilled_place",
                story=story,
                name=name[:30],
                known=", ".join(FILLED),
            )
    return template.format_map(said)
