"""What is uncertain: a triangle with its most likely in the middle, and ends from the model."""

from __future__ import annotations

import numpy as np
import pytest

from tests.fakes import shipped
from tests.fakes.asked import known, path, site
from veivalg.analysis.assumed import life_expectancy
from veivalg.analysis.unknowns import INTERVAL, TO_THE_END, doubts, triangle, unknowns
from veivalg.consequences.outcome import indicator
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Path
from veivalg.pathways.run import outcomes

YEARS = (2024, 2029, 2034, 2039, 2049)


def held(text: str | None = None):
    some = Path() if text == "" else path() if text is None else path(text)
    return unknowns(site(), some, moved_by(some, site(), known()))


def test_a_triangle_goes_from_the_low_to_the_high_with_its_mode_between():
    share = np.linspace(0, 1, 200_001)
    found = triangle(share)
    assert (found[0], found[100_000], found[-1]) == (-1.0, 0.0, 1.0)
    assert (np.diff(found) > 0).all()
    assert found.mean() == pytest.approx(0.0, abs=1e-9)
    assert found.var() == pytest.approx(1 / 6, rel=1e-3)


def test_the_ends_leave_the_published_interval_between_them():
    share = np.random.default_rng(7).random(400_000)
    inside = (abs(triangle(share) * TO_THE_END) < 1).mean()
    assert inside == pytest.approx(INTERVAL, abs=4.9 * np.sqrt(0.16 / 400_000))


def test_at_the_middle_nothing_differs_from_the_path():
    found = held()
    strength, doubt = found.cases(np.full((1, len(found.inputs)), 0.5))
    before = moved_by(path(), site(), known())
    assert not doubt.any()
    np.testing.assert_allclose(strength[0, : len(before.every)], before.strength, rtol=1e-12)
    one = (indicator("staff.unfilled"),)
    np.testing.assert_allclose(
        outcomes(site(), found.moved.every, one, strength=strength, doubt=doubt),
        outcomes(site(), before.every, one, strength=before.strength[None]),
        rtol=1e-12,
    )


def test_every_story_choice_cost_and_weight_is_an_unknown_of_its_own():
    inputs = held().inputs
    assert {"story.H1", "choice.L021", "cost.L014", "weight.H3", "model.births"} <= set(inputs)
    assert "shock.X5" not in inputs  # its size is chosen: low and high are the same
    assert len(set(inputs)) == len(inputs)
    assert set(held("").inputs) == {name for name in inputs if name.startswith("model.")}


def test_no_contribution_is_moved_by_two_unknowns_in_the_same_way():
    found = held()
    assert (found.doubted.sum(axis=0) <= 1).all()
    assert (found.weights.sum(axis=0) <= 1).all()


def test_weights_stay_between_nothing_and_everything():
    found = held("1~f.H1-90.H3-10")
    points = np.vstack([np.zeros(len(found.inputs)), np.ones(len(found.inputs))])
    strength, _ = found.cases(points)
    h1, h3 = (found.moved.of(f"story.{name}") > 0 for name in ("H1", "H3"))
    assert strength[0, h1] == pytest.approx(0.65)
    assert strength[1, h1] == pytest.approx(1.0)
    assert strength[0, h3] == pytest.approx(0.0)
    assert strength[1, h3] == pytest.approx(0.35)


@pytest.mark.parametrize(
    ("name", "high", "low"),
    [
        ("births", "HMMM", "LMMM"),
        ("life_expectancy", "MHMM", "MLMM"),
        ("immigration", "MMMH", "MMML"),
    ],
)
def test_ends_of_people_are_those_of_the_alternatives(name: str, high: str, low: str):
    told = {
        "births": lambda a: a.birth_rate.sum(axis=1),
        "life_expectancy": lambda a: (
            sum(life_expectancy(a.death_probability[:, s]) for s in (0, 1)) / 2
        ),
        "immigration": lambda a: a.immigrants,
    }[name]
    up, down = (shipped.run(letters).assumptions for letters in (high, low))
    at = [up.years.index(year) for year in YEARS]
    half = (told(up) - told(down))[at] / 2
    assert doubts()[f"doubts.{name}"].in_year(YEARS) == pytest.approx(half, rel=0.06)


def test_healthier_old_people_need_less_and_others_more():
    found = held("")
    one, at = (indicator("staff.need_care"),), site().years.index(2045)
    middle = np.full(len(found.inputs), 0.5)
    cases = []
    for share in (0.0, 0.5, 1.0):
        point = middle.copy()
        point[found.inputs.index("model.healthy_ageing")] = share
        cases.append(point)
    strength, doubt = found.cases(np.array(cases))
    frail, now, fit = outcomes(
        site(), found.moved.every, one, strength=np.broadcast_to(strength, doubt.shape), doubt=doubt
    )[:, 0, at]
    assert frail > now > fit
