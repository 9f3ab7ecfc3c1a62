"""What a package does through the years: parts, the whole, and what they do together."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.choices.test_package import site
from veivalg.analysis.accounts import AFTER
from veivalg.analysis.compare import BOTH, WORLD, four_lines
from veivalg.analysis.effects_over_time import (
    LINES,
    SECTORS,
    EffectsOverTime,
    MoneyFlow,
    effects_over_time,
)
from veivalg.pathways.inputs import Chosen, Path, Repertoire, repertoire
from veivalg.pathways.path_text import read_path

KNOWN: Repertoire = repertoire()
TEXT = "1~f.H1-60.H3-40~v.L001-3-2028.L002-4-2029.L012-3-2028.L031-2-2028.L043-3-2028.L085-3-2030"
MILLION = 1e6


@cache
def path() -> Path:
    return read_path(TEXT, KNOWN, years=site("3448").years)


@cache
def held(place: str = "3448") -> EffectsOverTime:
    return effects_over_time(site(place), path(), KNOWN)


@pytest.mark.parametrize("place", ["3448", "1151"])
def test_the_lines_are_those_of_the_four_lines(place: str):
    lines = four_lines(site(place), path(), KNOWN)
    for k, one in enumerate(held(place).indicators):
        if one.name.endswith(("residents", "institution_share_80plus")):
            continue
        for n, year in enumerate(held(place).at):
            world, both = (lines.value(one.name, year, line) for line in (WORLD, BOTH))
            told = held(place).values[:, k, n]
            assert np.allclose(told, [world, both, both - world], rtol=1e-12, atol=1e-12)


def test_effects_are_told_after_four_and_ten_years_and_in_the_last_year():
    assert held().first == 2028
    assert held().at == (2028 + AFTER[0], 2028 + AFTER[1], held().years[-1])
    assert held().values.shape == (len(LINES), len(held().indicators), len(AFTER))
    assert np.isfinite(held().values).all()


def test_parts_and_what_they_do_together_are_the_whole():
    """A choice alone and the last in a line of choices are two ways of counting; neither sums."""
    parts = [one.flow for one in held().choices]
    for name in SECTORS:
        summed = sum(one.sectors[name] for one in parts) + held().together.sectors[name]
        assert np.allclose(summed, held().whole.sectors[name], atol=1e-3)
    cost = sum(one.cost for one in parts) + held().together.cost
    assert np.allclose(cost, held().whole.cost, atol=1e-3)
    assert np.abs(held().together.gain).max() > 1_000, "two ways to save the same hours"
    assert np.allclose(held().together.cost, 0.0, atol=1e-3), "costs do add up"


def test_the_whole_is_the_change_of_the_result_before_interest_and_investment():
    """Cost and gain are the accounts': result, with finance put back and investment taken out."""
    lines = four_lines(site("3448"), path(), KNOWN)

    def change(name: str) -> np.ndarray:
        return (lines.line(name, BOTH) - lines.line(name, WORLD)) * MILLION

    number = site("3448").setting.parameters.number
    own = 1.0 - number("money.outside_financing_share")
    kept = (
        change("money.net_result")
        + change("money.interest_and_instalments")
        - change("money.investment") * own
    )
    assert np.allclose(held().whole.gain - held().whole.cost, kept, atol=1.0)


def test_a_choice_alone_is_the_whole_and_does_nothing_together():
    alone = effects_over_time(
        site("3448"), Path(choices=(Chosen(lever="L001", level=3, year=2028),)), KNOWN
    )
    (one,) = alone.choices
    assert np.array_equal(one.flow.cost, alone.whole.cost)
    assert np.array_equal(one.flow.gain, alone.whole.gain)
    assert not alone.together.gain.any()
    assert one.paid_back == alone.whole_paid_back
    assert one.paid_back is not None


def test_a_choice_gives_back_where_it_works_and_never_before_it_begins():
    by_lever = {one.account.lever.id: one for one in held().choices}
    started = [2028, 2029, 2028, 2028, 2028, 2030]
    for one, start in zip(held().choices, started, strict=True):
        before = held().years.index(start)
        assert not one.flow.cost[:before].any()
        assert np.allclose(one.flow.gain[:before], 0.0, atol=1e-6)
        assert np.allclose(one.result[:before], 0.0, atol=1e-6)
    assert by_lever["L001"].flow.sectors["care"][-1] > 0
    assert not by_lever["L001"].elsewhere
    assert by_lever["L012"].flow.sectors["buildings"].sum() > 0, "nursing homes not built"
    assert by_lever["L031"].paid_back is None, "more skilled workers save no kroner"
    assert by_lever["L085"].flow.cost.sum() == 0
    assert by_lever["L085"].paid_back == 2030
    assert by_lever["L085"].flow.sectors["revenue"][-1] > 0


def test_who_pays_alone_and_who_shares():
    payers = {one.payer: one for one in held().payers}
    assert set(payers) == {"municipality", "county", "state", "families", "employers"}
    assert payers["municipality"].pays == ("L001", "L002", "L012", "L031", "L043")
    assert payers["state"].pays == ("L012", "L031", "L043", "L085")
    alone = {one.account.lever.id: one.account.yearly for one in held().choices}
    at = held().years.index(held().at[1])
    assert payers["municipality"].yearly[1] == pytest.approx(alone["L001"][at] + alone["L002"][at])
    assert not payers["county"].yearly.any()


def flow(cost: list[float], gain: list[float]) -> MoneyFlow:
    nothing = np.zeros(len(cost))
    sectors = dict.fromkeys(SECTORS, nothing)
    return MoneyFlow(cost=np.array(cost), sectors={**sectors, "care": np.array(gain)})


@pytest.mark.parametrize(
    ("cost", "gain", "year"),
    [
        ([0, 100, 0, 0], [0, 0, 50, 50], 2033),
        ([0, 100, 0, 0], [0, 0, 50, 48], None),
        ([0, 100, 0, 0], [0, 100, 0, 0], 2031),
        ([0, 0, 0, 0], [0, 0, 0, 0], 2031),
        ([0, 10, 10, 100], [0, 100, 0, 0], None),
        ([0, 10, 60, 0], [0, 20, 0, 60], 2033),
    ],
)
def test_it_is_paid_back_when_nothing_is_owed_any_more(
    cost: list[float], gain: list[float], year: int | None
):
    assert flow(cost, gain).paid_back((2030, 2031, 2032, 2033), 2031) == year


def test_nothing_chosen_is_told_as_nothing():
    empty = effects_over_time(site("3448"), Path(weights=(("H1", 60.0),)), KNOWN)
    assert empty.first is None
    assert empty.at == ()
    assert empty.choices == ()
    assert np.allclose(empty.whole.gain, 0.0, atol=1e-3)
    assert empty.whole_paid_back is None
