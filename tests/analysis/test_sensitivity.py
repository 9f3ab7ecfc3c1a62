"""What matters most: shares of the uncertainty, the same every time, with progress on the way."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.fakes.asked import known, path, site
from veivalg.analysis.asked import Progress, answered
from veivalg.analysis.sensitivity import MOST_KEPT, Sensitivity, sensitivity
from veivalg.analysis.unknowns import unknowns
from veivalg.consequences.outcome import indicator
from veivalg.errors import BadParameter, OutOfRange
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Path
from veivalg.pathways.run import outcomes

SHORT = "1~v.L021-4-2027"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veivalg.analysis.sensitivity.ROWS", 96)


@cache
def asked(text: str, name: str, year: int) -> Sensitivity:
    some = path(text) if text else Path()
    return answered(sensitivity(site(), some, known(), name, year))


def test_shares_are_told_from_the_largest_and_lie_within_their_intervals():
    found = asked(SHORT, "staff.unfilled", 2040)
    firsts = [one.first for one in found.shares]
    assert 1 <= len(found.shares) <= MOST_KEPT
    assert firsts == sorted(firsts, reverse=True)
    assert all(one.low <= one.first <= one.high for one in found.shares)
    assert sum(firsts) == pytest.approx(1.0, abs=0.35)
    assert found.low < found.middle < found.high


def test_the_same_question_has_the_same_answer():
    again = answered(sensitivity(site(), path(SHORT), known(), "staff.unfilled", 2040))
    assert again == asked(SHORT, "staff.unfilled", 2040)


def test_the_first_is_the_one_that_moves_most_alone():
    """Against a plain look: each unknown from end to end, the others at their middle."""
    found = asked(SHORT, "staff.unfilled", 2040)
    held = unknowns(site(), path(SHORT), moved_by(path(SHORT), site(), known()))
    points = np.full((2 * len(held.inputs), len(held.inputs)), 0.5)
    for k in range(len(held.inputs)):
        points[2 * k : 2 * k + 2, k] = 0.1, 0.9
    strength, doubt = held.cases(points)
    values = outcomes(
        site(),
        held.moved.every,
        (indicator("staff.unfilled"),),
        strength=np.broadcast_to(strength, doubt.shape),
        doubt=doubt,
    )[:, 0, site().years.index(2040)]
    swing = abs(values[1::2] - values[::2])
    assert found.shares[0].source == held.inputs[int(np.argmax(swing))]


def test_in_the_base_year_nothing_is_uncertain():
    found = asked(SHORT, "staff.unfilled", 2024)
    assert found.shares == ()
    assert found.low == found.middle == found.high


def test_without_a_path_the_model_itself_is_uncertain():
    found = asked("", "society.age_bearing_67plus", 2040)
    assert found.looked_at == 4
    assert {one.source for one in found.shares} <= {
        "model.births",
        "model.life_expectancy",
        "model.immigration",
        "model.healthy_ageing",
    }


def test_progress_reaches_the_end_and_the_question_can_be_left():
    told: list[Progress] = []
    answered(sensitivity(site(), path(SHORT), known(), "staff.unfilled", 2040), told=told.append)
    assert [one.done for one in told] == sorted({one.done for one in told})
    assert told[-1].done == told[-1].total
    left = sensitivity(site(), path(SHORT), known(), "staff.unfilled", 2040)
    next(left)
    left.close()
    with pytest.raises(StopIteration):
        next(left)


@pytest.mark.parametrize(
    ("name", "year", "error"),
    [("staff.unfiled", 2040, BadParameter), ("staff.unfilled", 2090, OutOfRange)],
)
def test_what_is_not_there_is_refused_before_anything_is_run(
    name: str, year: int, error: type[Exception]
):
    with pytest.raises(error):
        next(sensitivity(site(), path(), known(), name, year))
