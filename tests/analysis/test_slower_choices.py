"""Where it is hard to agree, what is proposed is as slow as what is then run."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes.asked import known, site
from veivalg.analysis.adding_up import mends, shortfalls
from veivalg.analysis.compare import four_lines
from veivalg.analysis.moving_most import movers
from veivalg.choices.effects import DELAYED_GROUPS
from veivalg.pathways.chosen import moved_by, slower_by_year
from veivalg.pathways.inputs import Chosen, Path

RECOMMENDED, YEAR = 0.0175, 2043
SLOW = Path(
    weights=(("H1", 100.0),),
    choices=(Chosen(lever="L037", level=5, year=2040), Chosen(lever="L072", level=2, year=2040)),
)


def test_the_future_is_one_in_which_choices_take_longer():
    moved = moved_by(replace(SLOW, choices=()), site(), known())
    assert max(slower_by_year(moved, site()).values()) >= 1.25


def test_a_mover_moves_as_far_as_it_does_when_it_is_chosen():
    name = "money.net_result"
    before = four_lines(site(), SLOW, known()).value(name, YEAR)
    found = [
        one
        for one in movers(site(), SLOW, known(), name, YEAR)
        if known().levers[one.choice.lever].group in DELAYED_GROUPS and not one.chosen
    ]
    assert found
    for one in found:
        chosen = replace(SLOW, choices=(*SLOW.choices, one.choice))
        after = four_lines(site(), chosen, known()).value(name, YEAR)
        assert abs(after - before - one.change) < 1e-9 * abs(before)


def test_a_mend_gives_what_it_gives_when_it_is_made(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("veivalg.analysis.adding_up.MOST_MENDS", 1_000)
    lines = four_lines(site(), SLOW, known())
    lacking = shortfalls(lines, recommended=RECOMMENDED)
    assert lacking
    found = mends(site(), SLOW, known(), lacking, recommended=RECOMMENDED)
    slow = [one for one in found if known().levers[one.choice.lever].group in DELAYED_GROUPS]
    assert any(one.change == "add" for one in slow)
    for one in slow:
        kept = tuple(c for c in SLOW.choices if c.lever != one.choice.lever)
        choices = kept if one.change == "drop" else (*kept, one.choice)
        after = four_lines(site(), replace(SLOW, choices=choices), known())
        year = lacking[0].year
        gain = after.value("money.net_result", year) - lines.value("money.net_result", year)
        assert abs(gain - one.money) < 1e-9 * abs(lines.value("money.gross_revenue", year))
