"""Why: causes add up to the difference, hang on no order, and are what a slow twin finds."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.asked import known, path, site
from veivalg.analysis.compare import BOTH, TODAY, four_lines
from veivalg.analysis.explain import (
    AGAINST,
    AGEING,
    FLOWS,
    MOST_PLAYERS,
    RUNNING_ON,
    STANDARD,
    Against,
    Explained,
    explained,
)
from veivalg.consequences.outcome import indicator
from veivalg.errors import BadParameter, OutOfRange
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Chosen, Path
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import as_in_base_year

ASKED = ("staff.unfilled", "money.net_result_share", "society.age_bearing_67plus", "money.debt")
SHORT = "1~f.H3-80~v.L021-4-2027.L059-3-2028"
LEVERS = sorted(known().levers)


def why(path: Path, name: str = "staff.unfilled", year: int = 2040, **how: Against) -> Explained:
    return explained(site(), path, known(), name, year, **how)


def sum_of(found: Explained) -> float:
    return sum(part.value for part in found.parts)


def by_source(found: Explained) -> dict[str, float]:
    return {part.source: part.value for part in found.parts}


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("year", [2024, 2025, 2040, 2050])
def test_parts_sum_to_the_difference(name: str, year: int, against: Against):
    found = why(path(), name, year, against=against)
    size = max(1.0, abs(found.start), abs(found.end))
    assert abs(sum_of(found) - (found.end - found.start)) <= 1e-9 * size


@settings(max_examples=15, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["H1", "H2", "H5", "S3"]), st.integers(1, 100), max_size=3),
    st.lists(st.sampled_from(LEVERS), min_size=1, max_size=6, unique=True),
    st.sampled_from(ASKED),
    st.sampled_from(AGAINST),
)
def test_parts_of_any_path_sum_and_do_not_hang_on_the_order(
    weights: dict[str, int], levers: list[str], name: str, against: Against
):
    some = Path(
        weights=tuple((story, float(weight)) for story, weight in weights.items()),
        choices=tuple(Chosen(lever=lever, level=3, year=2028) for lever in levers),
    )
    turned = replace(some, weights=some.weights[::-1], choices=some.choices[::-1])
    found, other = (why(one, name, 2035, against=against) for one in (some, turned))
    size = max(1.0, abs(found.start), abs(found.end))
    assert abs(sum_of(found) - (found.end - found.start)) <= 1e-9 * size
    assert by_source(found) == pytest.approx(by_source(other), abs=1e-9 * size)


@pytest.mark.parametrize("name", ASKED)
def test_both_ends_are_what_the_four_lines_say(name: str):
    lines = four_lines(site(), path(), known(), wanted=(indicator(name),)).lines[:, 0]
    at = site().years.index(2040)
    today, base = (why(path(), name, against=against) for against in AGAINST)
    assert today.start == pytest.approx(lines[TODAY, at], rel=1e-11)
    assert today.end == pytest.approx(lines[BOTH, at], rel=1e-11)
    assert base.start == pytest.approx(lines[TODAY, 0], rel=1e-11)
    assert base.end == pytest.approx(lines[BOTH, at], rel=1e-11)


def test_a_slow_twin_that_walks_every_order_finds_the_same():
    some, at = path(SHORT), site().years.index(2040)
    moved, one = moved_by(some, site(), known()), (indicator("staff.unfilled"),)
    names = ("story.H3", "choice.L021", "choice.L059")

    def worth(made: tuple[str, ...]) -> float:
        held = [k for k, c in enumerate(moved.every) if c.source in made]
        every = [moved.every[k] for k in held]
        strength = moved.strength[None, held] if held else None
        return float(outcomes(site(), every, one, strength=strength)[0, 0, at])

    slow = dict.fromkeys(names, 0.0)
    for order in permutations(names):
        for n, name in enumerate(order):
            slow[name] += (worth(order[: n + 1]) - worth(order[:n])) / 6
    assert by_source(why(some)) == pytest.approx(slow, abs=1e-9)


def test_causes_against_the_base_year_come_in_order():
    found = why(path(SHORT), against="base")
    first = [RUNNING_ON, AGEING, *FLOWS, STANDARD]
    assert [part.source for part in found.parts][: len(first)] == first
    assert {"story.H3", "choice.L021", "choice.L059"} <= by_source(found).keys()


def test_only_the_accounts_run_on_by_themselves():
    assert by_source(why(Path(), "staff.need", against="base"))[RUNNING_ON] == 0.0
    assert by_source(why(Path(), "money.debt", against="base"))[RUNNING_ON] != 0.0


def test_there_are_no_children_when_nobody_is_born_or_comes():
    off = {flow: np.array([0.0, 1.0]) for flows in FLOWS.values() for flow in flows}
    one = (indicator("services.kindergarten_children"),)
    none, some = outcomes(site(), (), one, flows=off)[:, 0]
    at = site().years.index(2032)
    assert none[0] == some[0] > 0
    assert none[at] == pytest.approx(0.0, abs=1e-9)
    assert some == pytest.approx(outcomes(site(), (), one)[0, 0], rel=1e-10)


def test_the_same_people_run_together_or_one_by_one_are_the_same():
    moved = moved_by(path(), site(), known())
    rows = np.array([[1.0], [0.5], [1.0], [0.0]]) * moved.strength
    one = (indicator("staff.unfilled"), indicator("money.debt"))
    together = outcomes(site(), moved.every, one, strength=rows)
    alone = np.concatenate([outcomes(site(), moved.every, one, strength=row[None]) for row in rows])
    np.testing.assert_allclose(together, alone, rtol=1e-11)


def test_a_standard_as_in_the_base_year_changes_nothing_in_it_and_something_later():
    one = (indicator("staff.need"), indicator("money.free_income"))
    now, then = (outcomes(here, (), one)[0] for here in (site(), as_in_base_year(site())))
    np.testing.assert_allclose(then[:, 0], now[:, 0], rtol=1e-11)
    assert (abs(then[:, -1] / now[:, -1] - 1) > 0.001).all()


def test_many_choices_are_told_by_group():
    levers = LEVERS[:40]
    many = Path(choices=tuple(Chosen(lever=lever, level=3, year=2028) for lever in levers))
    found = why(many)
    assert len(found.parts) <= MOST_PLAYERS
    assert sorted(s for part in found.parts for s in part.holds) == sorted(
        f"choice.{lever}" for lever in levers
    )
    assert sum_of(found) == pytest.approx(found.end - found.start, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "year", "error"),
    [("staff.unfiled", 2040, BadParameter), ("staff.unfilled", 1990, OutOfRange)],
)
@pytest.mark.parametrize("against", AGAINST)
def test_what_is_not_there_is_refused(
    name: str, year: int, error: type[Exception], against: Against
):
    with pytest.raises(error):
        why(path(), name, year, against=against)


def test_nothing_chosen_cannot_be_held_against_today_but_against_the_base_year():
    with pytest.raises(BadParameter, match="Choose a future"):
        why(Path())
    assert len(why(Path(), against="base").parts) == len(FLOWS) + 3


def test_how_people_are_spread_says_nothing_of_one_municipality():
    with pytest.raises(OutOfRange, match="between municipalities"):
        why(path(), "society.in_centre_share")
