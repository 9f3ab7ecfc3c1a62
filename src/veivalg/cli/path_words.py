"""What people write for a path on the command line: NAME=60, NAME=4@2028, NAME=2@2031-2034."""

from __future__ import annotations

import re
from collections.abc import Sequence

from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.pathways.named import Wanted

_NUMBER = r"-?\d+(?:[.,]\d+)?"
_STORY = re.compile(rf"(?P<name>.+)=\s*(?P<weight>{_NUMBER})\s*%?")
_CHOICE = re.compile(rf"(?P<name>.+)=\s*(?P<level>{_NUMBER})\s*@\s*(?P<year>{_NUMBER})")
_SHOCK = re.compile(_CHOICE.pattern + r"(?:\s*-\s*(?P<last>\d+))?")
SHOWN = 60
"""Letters of what was written that an error repeats."""


def wanted_of(
    stories: Sequence[str], choices: Sequence[str], shocks: Sequence[str], kinds: Sequence[str]
) -> Wanted:
    """Names and numbers as they were written. Raises BadParameter: how it is written."""
    return Wanted(
        stories=tuple(_story(one) for one in stories),
        choices=tuple(_choice(one) for one in choices),
        shocks=tuple(_shock(one) for one in shocks),
        kinds=tuple(kinds),
    )


def _story(written: str) -> tuple[str, float]:
    held = _read(_STORY, written, "run.refused.story")
    return held["name"], _number(held["weight"])


def _choice(written: str) -> tuple[str, float, float]:
    held = _read(_CHOICE, written, "run.refused.choice")
    return held["name"], _number(held["level"]), _number(held["year"])


def _shock(written: str) -> tuple[str, float, float, float | None]:
    """A last year says how long it lasts: 2031-2034 is four years."""
    held = _read(_SHOCK, written, "run.refused.shock")
    year = _number(held["year"])
    lasts = None if held["last"] is None else _number(held["last"]) - year + 1
    return held["name"], _number(held["level"]), year, lasts


def _read(form: re.Pattern[str], written: str, key: str) -> re.Match[str]:
    held = form.fullmatch(written.strip())
    if held is None:
        raise refusing(BadParameter, key, value=written[:SHOWN])
    return held


def _number(written: str) -> float:
    return float(written.replace(",", "."))
