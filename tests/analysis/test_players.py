"""Causes that are told as one: never more than asked for, none lost, none twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.asked import known
from veivalg.analysis.players import players_of
from veivalg.pathways.inputs import Chosen, Happening, Path

STORIES = ("H1", "H2", "H3", "H4", "H5", "S1", "S2", "S3", "S4", "T1", "T2", "T3")
LEVERS = tuple(known().levers)
SHOCKS = tuple(known().shocks)


@st.composite
def paths(draw: st.DrawFn) -> Path:
    def some(names: tuple[str, ...]) -> list[str]:
        return draw(st.lists(st.sampled_from(names), unique=True, max_size=len(names)))

    return Path(
        weights=tuple((story, 50.0) for story in some(STORIES)),
        shocks=tuple(Happening(shock=shock, size=1, year=2030) for shock in some(SHOCKS)),
        choices=tuple(Chosen(lever=lever, level=3, year=2030) for lever in some(LEVERS)),
    )


def sources(path: Path) -> list[str]:
    return [
        *(f"story.{story}" for story, _ in path.weights),
        *(f"shock.{event.shock}" for event in path.shocks),
        *(f"choice.{choice.lever}" for choice in path.choices),
    ]


@given(paths(), st.integers(2, 12))
def test_every_source_belongs_to_one_player_and_there_are_no_more_than_asked_for(
    path: Path, most: int
):
    players = players_of(path, known(), most=most)
    assert len(players) <= most
    assert Counter(s for one in players for s in one.sources) == Counter(sources(path))
    assert len({one.name for one in players}) == len(players)


@given(paths(), st.integers(2, 12))
def test_nothing_is_put_together_that_need_not_be(path: Path, most: int):
    players = players_of(path, known(), most=most)
    if len(sources(path)) <= most:
        assert [one.name for one in players] == sources(path)


@settings(max_examples=50)
@given(paths(), st.integers(2, 12), st.integers(0, 1000))
def test_the_order_of_choosing_makes_no_other_groups(path: Path, most: int, seed: int):
    def mixed(held: tuple) -> tuple:
        return tuple(Random(seed).sample(held, len(held)))

    other = replace(
        path,
        weights=mixed(path.weights),
        shocks=mixed(path.shocks),
        choices=mixed(path.choices),
    )
    assert set(players_of(path, known(), most=most)) == set(players_of(other, known(), most=most))
