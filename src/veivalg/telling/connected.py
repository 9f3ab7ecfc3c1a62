"""Whether a mix of stories goes together, in sentences."""

from __future__ import annotations

from collections.abc import Callable

from veivalg.analysis.connected import Conflict, Connected
from veivalg.futures.connections import Connections
from veivalg.language import LANGUAGES, Language, text
from veivalg.shifts.reading import in_language

KEY = "web.futures.together"
STRONG = 2.5
"""Judgements of 3 are told as *much*, of 2 as plain, of 1 as *a little*."""
MIDDLE = 1.5


def conflict_told(one: Conflict, held: Connections) -> dict[str, str]:
    """Two parts that do not go together, and why, in each language."""
    name = {part.id: part.name for part in held.parts}
    reason = held.reasons.get((one.first, one.second))

    def said(language: Language) -> str:
        sentence = text(
            f"{KEY}.{_how(one)}",
            language,
            first=in_language(name[one.first], language),
            second=in_language(name[one.second], language),
        )
        why = in_language(reason, language).rstrip(".") if reason else ""
        return f"{sentence} {why}." if why else sentence

    return _worded(said)


def connected_told(found: Connected) -> dict[str, str]:
    """One sentence on the mix: nothing to judge, goes together, or how many parts do not."""
    chosen = any(part.weight > 0 for part in found.parts)
    excluded = any(one.excludes for one in found.conflicts)
    count = len(found.against)
    if not chosen:
        name = "nothing"
    elif excluded:
        name = "excluded"
    elif count:
        name = "one_against" if count == 1 else "against"
    else:
        name = "strained" if found.conflicts else "goes"
    return _worded(lambda language: text(f"{KEY}.{name}", language, n=count))


def _how(one: Conflict) -> str:
    if one.excludes:
        return "excludes"
    if one.says <= -STRONG:
        return "weakens_much"
    return "weakens" if one.says <= -MIDDLE else "weakens_little"


def _worded(said: Callable[[Language], str]) -> dict[str, str]:
    return {language: said(language) for language in LANGUAGES}
