"""Years in which something tips."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from veivalg.analysis.thresholds import (
    RULES,
    WORTH_TELLING,
    Rule,
    Threshold,
    thresholds,
)
from veivalg.consequences.outcome import indicators

YEARS = (2024, 2025, 2026, 2027, 2028, 2029)
NOTHING = float("nan")


def passed(kind: str, levels: tuple[float, ...], path: list[float]) -> list[tuple[int, float]]:
    rule = Rule("services.tried", kind, levels)
    years = tuple(range(YEARS[0], YEARS[0] + len(path)))
    found = thresholds(years, {"services.tried": np.array(path)}, (rule,))
    assert all(one.key == f"threshold.services.tried.{kind}" for one in found)
    assert all(one.indicator == "services.tried" for one in found)
    return [(one.year, one.level) for one in found]


@pytest.mark.parametrize(
    ("kind", "levels", "path", "expected"),
    [
        ("below", (10,), [12, 11, 10, 9.9, 9, 8], [(2027, 10)]),
        ("below", (0.0,), [0.02, 0.0, -0.01, -0.02, 0.1, 0.1], [(2026, 0.0)]),
        ("above", (0.1,), [0.05, 0.1, 0.11, 0.2, 0.2, 0.2], [(2026, 0.1)]),
        ("times", (2.0,), [10, 15, 19.9, 20, 25, 30], [(2027, 2.0)]),
        ("fewer", (1,), [5, 5, 4, 3, 3, 3], [(2026, 1)]),
        ("more", (5,), [5, 9, 10, 11, 12, 13], [(2026, 5)]),
    ],
)
def test_each_kind_tells_the_first_year_it_is_passed(kind, levels, path, expected):
    assert passed(kind, levels, path) == expected


@pytest.mark.parametrize(
    ("kind", "level", "path"),
    [
        ("below", 10, [12, 9, 12, 9, 9, 9]),
        ("above", 1, [0, 2, 0, 2, 2, 2]),
        ("times", 2, [1, 3, 1, 3, 3, 3]),
        ("fewer", 1, [3, 2, 3, 2, 2, 2]),
        ("more", 1, [3, 4, 3, 4, 4, 4]),
    ],
)
def test_what_is_passed_twice_is_told_once_and_at_first(kind, level, path):
    assert passed(kind, (level,), path) == [(2025, level)]


@pytest.mark.parametrize(
    ("kind", "level", "path"),
    [("below", 10, [9, 8, 11, 8]), ("above", 1, [2, 3, 0, 3]), ("times", 1, [5, 6, 7, 8])],
)
def test_what_is_so_today_already_is_no_news(kind, level, path):
    assert passed(kind, (level,), path) == []


@pytest.mark.parametrize("kind", ["below", "above", "times", "fewer", "more"])
def test_what_never_happens_is_not_told(kind):
    assert passed(kind, (3.0 if kind == "above" else 1.5,), [2.0] * 6) == []


def test_nothing_doubles_from_nobody():
    assert passed("times", (1.5, 2.0), [0, 0, 5, 10]) == []


@pytest.mark.parametrize("kind", ["below", "above", "times", "fewer", "more"])
def test_without_a_number_today_nothing_is_passed(kind):
    assert passed(kind, (1.0,), [NOTHING, 0, 5, 0, 50, 0]) == []


@pytest.mark.parametrize(
    ("kind", "level", "path", "year"),
    [
        ("below", 10, [12, NOTHING, 9, 9], 2026),
        ("above", 10, [5, NOTHING, NOTHING, 11], 2027),
        ("fewer", 1, [5, NOTHING, 4, 4], 2026),
        ("more", 1, [5, NOTHING, 6, 6], 2026),
        ("times", 2, [5, NOTHING, 10, 10], 2026),
    ],
)
def test_a_year_without_a_number_passes_nothing(kind, level, path, year):
    assert passed(kind, (level,), path) == [(year, level)]


def test_of_several_levels_the_first_and_the_last_are_kept():
    levels = (1, 3, 5, 10, 15, 20, 25)
    assert passed("below", levels, [30, 24, 14, 4, 2, 0]) == [(2025, 25), (2029, 1)]
    assert passed("times", (1.5, 2.0, 2.5, 3.0), [10, 16, 21, 26, 31]) == [(2025, 1.5), (2028, 3.0)]
    assert passed("times", (1.5, 2.0), [10, 16, 21]) == [(2025, 1.5), (2026, 2.0)]
    assert passed("above", (1, 2, 3), [0, 1.5, 2.5, 3.5]) == [(2025, 1), (2027, 3)]


def test_few_of_many_whole_things_are_no_news():
    """One class of a hundred is none; two of a hundred are two per cent, and five are."""
    assert WORTH_TELLING == 0.02
    assert passed("fewer", (1,), [100, 99, 90]) == []
    assert passed("fewer", (1, 2, 5), [100, 99, 98, 95]) == [(2026, 2), (2027, 5)]
    assert passed("more", (1,), [51, 60]) == []
    assert passed("more", (1,), [50, 60]) == [(2025, 1)]


def test_they_come_in_order_of_years_and_then_of_names():
    rules = (Rule("b", "below", (1.0,)), Rule("a", "below", (1.0,)), Rule("c", "below", (1.0,)))
    series = {"b": np.array([2, 2, 0.0]), "a": np.array([2, 2, 0.0]), "c": np.array([2, 0.0, 0])}
    assert thresholds((2024, 2025, 2026), series, rules) == (
        Threshold(2025, "c", "threshold.c.below", 1.0),
        Threshold(2026, "a", "threshold.a.below", 1.0),
        Threshold(2026, "b", "threshold.b.below", 1.0),
    )


def test_an_indicator_that_is_not_there_is_left_out():
    assert thresholds(YEARS, {}) == ()


def test_every_rule_is_of_an_indicator_that_exists():
    names = {one.name for one in indicators()}
    assert {rule.indicator for rule in RULES} <= names


@given(
    st.dictionaries(
        st.sampled_from([rule.indicator for rule in RULES]),
        st.lists(st.one_of(st.just(NOTHING), st.floats(-2, 300)), min_size=6, max_size=6),
    )
)
@settings(deadline=None)
def test_on_any_paths_they_are_few_sorted_after_today_and_true(paths):
    series = {name: np.array(path) for name, path in paths.items()}
    found = thresholds(YEARS, series)
    assert list(found) == sorted(found, key=lambda one: (one.year, one.indicator))
    for rule in RULES:
        told = [one for one in found if one.key == f"threshold.{rule.indicator}.{rule.kind}"]
        assert len(told) <= 2
        for one in told:
            assert one.year > YEARS[0]
            assert one.level in rule.levels
            assert holds(rule.kind, paths[rule.indicator], one)


def holds(kind: str, path: list[float], one: Threshold) -> bool:
    """Slow and plain: passed in its year, in no year before."""
    now = path[0]

    def so(value: float) -> bool:
        return {
            "below": value < one.level,
            "above": value > one.level,
            "times": value >= now * one.level,
            "fewer": value <= now - one.level,
            "more": value >= now + one.level,
        }[kind]

    at = YEARS.index(one.year)
    return so(path[at]) and not any(so(value) for value in path[:at])
