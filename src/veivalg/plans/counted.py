"""Counts over plans: how many sentences, in how many bodies, and the sentences themselves.

A body is a municipality or a county, or a document when its owner is not known. A long plan weighs
no more than a short one: shares are means over bodies, with intervals by bootstrap over bodies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from veivalg.axes import FloatArray
from veivalg.plans.goal import Plan, PlanUnit
from veivalg.randomness import Draws

RESAMPLES = 1_000
INSIDE = (2.5, 97.5)
"""Per cent of the resamples between which the interval lies."""
SEED = 2019


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A sentence with where it stands; no count is shown without its own."""

    document: str
    sha256: str
    page: int
    number: int
    text: str
    body: str
    one: PlanUnit


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One count of a table.

    key     what is counted, by its code
    count   sentences
    bodies  with at least one of them
    share   mean over bodies of the part of a body's sentences that are of this kind, or the part
            of bodies that have any; the table says which
    low, high  interval of the share; None with one body
    quoted  the sentences, in the order of the plans
    """

    key: str
    count: int
    bodies: int
    share: float
    low: float | None
    high: float | None
    quoted: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Counts of one question.

    name      "areas", "vision_words", …
    share_of  sentences: mean over bodies of the part of sentences; bodies: part of bodies
    bodies    how many bodies there are
    """

    name: str
    share_of: str
    bodies: int
    rows: tuple[Row, ...]


def body_of(plan: Plan) -> str:
    """Whose plan it is: a number, else a name, else the document's own name."""
    return plan.about.municipality or plan.about.name or plan.document


def quoted_of(plan: Plan, one: PlanUnit) -> Quoted:
    """A unit with where it stands."""
    return Quoted(
        document=plan.document,
        sha256=plan.sha256,
        page=one.unit.page,
        number=one.unit.number,
        text=one.unit.text,
        body=body_of(plan),
        one=one,
    )


Keys = Callable[[Quoted], Iterable[str]]


def table(
    name: str,
    sentences: Sequence[Quoted],
    keys: Keys,
    *,
    bodies: Sequence[str],
    share_of: str = "sentences",
    order: Sequence[str] = (),
    most: int | None = None,
) -> Table:
    """Sentences counted by key, the most common first, or in the order given.

    keys   what a sentence counts as; none, one or several
    order  keys that are told even when nothing is counted
    """
    found: dict[str, list[Quoted]] = {key: [] for key in order}
    for one in sentences:
        for key in keys(one):
            found.setdefault(key, []).append(one)
    shares = _shares(found, sentences, bodies, share_of)
    rows = [
        Row(
            key=key,
            count=len(quoted),
            bodies=len({one.body for one in quoted}),
            share=share,
            low=low,
            high=high,
            quoted=tuple(quoted),
        )
        for (key, quoted), (share, low, high) in zip(found.items(), shares, strict=True)
    ]
    if not order:
        rows.sort(key=lambda row: (-row.bodies, -row.count, row.key))
    return Table(name=name, share_of=share_of, bodies=len(set(bodies)), rows=tuple(rows[:most]))


def _shares(
    found: dict[str, list[Quoted]],
    sentences: Sequence[Quoted],
    bodies: Sequence[str],
    share_of: str,
) -> list[tuple[float, float | None, float | None]]:
    """Share and interval of each key."""
    names = sorted(set(bodies))
    if not names:
        return [(0.0, None, None)] * len(found)
    at = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), len(found)))
    for column, quoted in enumerate(found.values()):
        for one in quoted:
            counts[at[one.body], column] += 1
    if share_of == "sentences":
        whole = np.zeros(len(names))
        for one in sentences:
            whole[at[one.body]] += 1
        each = counts / np.maximum(whole, 1.0)[:, None]
        each = each[whole > 0]
    else:
        each = (counts > 0).astype(float)
    return _intervals(each)


def _intervals(each: FloatArray) -> list[tuple[float, float | None, float | None]]:
    """Mean and bootstrap interval of each column of (body, key)."""
    bodies = len(each)
    if bodies == 0:
        return [(0.0, None, None)] * each.shape[1]
    means = each.mean(axis=0)
    if bodies == 1:
        return [(float(one), None, None) for one in means]
    drawn = (
        Draws(SEED)
        .stream("bodies", bodies)
        .multinomial(bodies, np.full(bodies, 1.0 / bodies), size=RESAMPLES)
    )
    resampled = drawn @ each / bodies
    low, high = np.percentile(resampled, INSIDE, axis=0)
    return [(float(mean), float(a), float(b)) for mean, a, b in zip(means, low, high, strict=True)]
