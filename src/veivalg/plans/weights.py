"""The shipped weights of the learned model, and what it makes of units.

`tools/sorting_model.py` trains them from `examples/` and the sector's papers in our own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from veivalg.axes import BoolArray, FloatArray
from veivalg.plans.codes import AREAS, SDGS, THEMES
from veivalg.plans.features import RULE_SCALE, below_headings, rule_scores, word_rows

COLUMNS = (*AREAS, *THEMES, *(str(one) for one in SDGS))
"""Labels of the weights, in their order."""
AREA = slice(0, len(AREAS))
THEME = slice(len(AREAS), len(AREAS) + len(THEMES))
SDG = slice(len(AREAS) + len(THEMES), len(COLUMNS))
WORD_SCALE = 3.0
"""What parts of words are multiplied by beside the rules, in training and use (*assumption*)."""
AT_ONCE = 2_000
RULE_MIDDLE, RULE_SLOPE = 2.0, 1.2
"""Of a UN goal: the score of the rules at which it is as likely as not, and how fast that turns
(*assumption*)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Weights:
    """What the learned model holds.

    words   (bucket, column)
    rules   (rule, column)  in the order of `features.rule_scores`
    bias    (column)
    """

    words: FloatArray
    rules: FloatArray
    bias: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chances:
    """How likely each label is for each unit.

    area    (unit, area)  sums to 1
    theme   (unit, theme)  sums to 1
    sdg     (unit, UN goal)  each from 0 to 1
    silent  (unit) whether neither its words nor those of its headings name an area
    """

    area: FloatArray
    theme: FloatArray
    sdg: FloatArray
    silent: BoolArray


@cache
def weights() -> Weights:
    """The weights that ship."""
    folder = files("veivalg.plans").joinpath("weights")
    with folder.joinpath("words.npz").open("rb") as stream, np.load(stream) as held:
        return Weights(
            words=held["words"].astype(np.float32),
            rules=held["rules"].astype(np.float64),
            bias=held["bias"].astype(np.float64),
        )


def chances(texts: Sequence[str], headings: Sequence[str], held: Weights | None = None) -> Chances:
    """How likely areas, themes and UN goals are for each unit, by the shipped weights or others."""
    used = weights() if held is None else held
    own = rule_scores(texts)
    rules = below_headings(own, rule_scores(headings))
    odds = RULE_SCALE * rules @ used.rules + used.bias
    for first in range(0, len(texts), AT_ONCE):
        part = slice(first, first + AT_ONCE)
        odds[part] += WORD_SCALE * _by_words(texts[part], used.words)
    sdg = 0.5 * _logistic(odds[:, SDG]) + 0.5 * _logistic(
        RULE_SLOPE * (rules[:, SDG] - RULE_MIDDLE)
    )
    return Chances(
        area=_softmax(odds[:, AREA]),
        theme=_softmax(odds[:, THEME]),
        sdg=sdg,
        silent=rules[:, AREA].max(axis=1, initial=0.0) <= 0,
    )


def _by_words(texts: Sequence[str], words: FloatArray) -> FloatArray:
    """(unit, column) what the parts of words add."""
    found = np.zeros((len(texts), len(COLUMNS)))
    rows, buckets, shares = word_rows(texts)
    if len(rows):
        starts = np.flatnonzero(np.diff(rows, prepend=-1))
        summed = np.add.reduceat(words[buckets] * shares[:, None], starts, axis=0)
        found[rows[starts]] = summed
    return found


def _softmax(odds: FloatArray) -> FloatArray:
    raised = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares: FloatArray = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _logistic(odds: FloatArray) -> FloatArray:
    share: FloatArray = 1.0 / (1.0 + np.exp(-odds))
    return share
