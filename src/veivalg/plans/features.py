"""What the learned model sees of a unit: parts of its words, and what the term rules heard.

The same function serves training and use, so that a unit is seen alike in both.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from veivalg.axes import FloatArray
from veivalg.plans.lemmas import lemma, stop_words
from veivalg.plans.saying import words_of
from veivalg.plans.terms import terms_of

BUCKETS = 1 << 14
"""Places that parts of words are spread over."""
SHORTEST, LONGEST = 3, 5
"""Letters of a part."""
RULES = ("areas", "themes", "sdg")
HEADING_COUNTS = {"areas": 0.6, "themes": 0.6, "sdg": 0.15}
"""What a term is worth when the heading says it and not the unit; little for UN goals, which are
to be named from the unit's own words (*assumption*)."""
FAINT = 2.0
"""Weight of a unit's own words up to which its heading is heard well (*assumption*)."""
FAINT_COUNTS = {"areas": 1.0, "themes": 1.0, "sdg": 0.6}
"""What a term of the heading is worth there (*assumption*)."""
RULE_SCALE = 0.4
"""What rules are multiplied by beside parts of words, in training and use (*assumption*)."""
REMEMBERED = 200_000
Rows = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]


def rule_scores(texts: Sequence[str]) -> FloatArray:
    """(text, label of the areas, themes and UN goals) what the term rules hear."""
    scores: FloatArray = np.concatenate([terms_of(name).scores(texts) for name in RULES], axis=1)
    return scores


def below_headings(own: FloatArray, above: FloatArray) -> FloatArray:
    """What is heard in units and in the headings above them, (unit, label) each, as one score.

    A heading is heard best where the unit itself says little of what it is about.
    """
    scores = own.copy()
    first = 0
    for name in RULES:
        part = slice(first, first := first + len(terms_of(name).labels))
        faint = own[:, part].max(axis=1, initial=0.0) <= FAINT
        counts = np.where(faint, FAINT_COUNTS[name], HEADING_COUNTS[name])
        scores[:, part] += counts[:, None] * above[:, part]
    return scores


def word_rows(texts: Sequence[str]) -> Rows:
    """Parts of words of each unit as a sparse matrix: row, bucket and share, in the order of rows.

    A unit's shares have length 1, so that a long one does not weigh more.
    """
    parts = [
        (row, _parts(word))
        for row, text in enumerate(texts)
        for word in words_of(text)
        if word not in stop_words()
    ]
    if not parts:
        empty = np.zeros(0, dtype=np.int32)
        return empty, empty, np.zeros(0, dtype=np.float32)
    of_row = np.repeat([row for row, _ in parts], [len(found) for _, found in parts])
    said = of_row * BUCKETS + np.concatenate([found for _, found in parts])
    seen, times = np.unique(said, return_counts=True)
    rows, buckets = (one.astype(np.int32) for one in np.divmod(seen, BUCKETS))
    share = 1.0 + np.log(times)
    length = np.sqrt(np.bincount(rows, weights=share**2))
    return rows, buckets, (share / length[rows]).astype(np.float32)


@lru_cache(maxsize=REMEMBERED)
def _parts(word: str) -> NDArray[np.int32]:
    """Buckets of a word: its base form whole, and the parts of it."""
    said = f"<{lemma(word)}>"
    parts = {said}
    for size in range(SHORTEST, LONGEST + 1):
        parts.update(said[at : at + size] for at in range(len(said) - size + 1))
    found = sorted({crc32(part.encode()) % BUCKETS for part in parts})
    return np.array(found, dtype=np.int32)
