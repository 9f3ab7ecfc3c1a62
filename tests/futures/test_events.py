"""Events: what they cost, how long they last, and that they come on top of what else happens."""

from __future__ import annotations

import numpy as np
import pytest

from tests.pathways.grounds import known, site
from veivalg.errors import OutOfRange
from veivalg.futures.effects import shock_contributions
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Happening, Path
from veivalg.pathways.path_text import read_path
from veivalg.shifts.contribution import totals

YEARS = site().years
BILLED = [
    n for n, one in known().shocks.items() if any(t.dial.key == "once_cost" for t in one.trends)
]


@pytest.mark.parametrize("name", BILLED)
@pytest.mark.parametrize("lasts", [None, *range(1, 13)])
def test_what_an_event_costs_is_spread_over_its_years(name: str, lasts: int | None):
    """However long it lasts, it costs what it costs, less what the state covers of it."""
    (bill,) = (
        one
        for one in shock_contributions(
            known().shocks[name], 2, 2031, site().base, members=("3448",), lasts=lasts
        )
        if one.dial == "once_cost"
    )
    covers = [t.mid for t in known().shocks[name].trends if t.dial.key == "state_cover"]
    assert all(one.dial != "state_cover" for one in shock_contributions(
        known().shocks[name], 2, 2031, site().base, members=("3448",), lasts=lasts))  # fmt: skip
    np.testing.assert_allclose(bill.shape[site().inside].sum(), 1.0 - sum(covers) / 100.0)


def test_what_comes_after_the_last_year_is_not_paid_before():
    every = shock_contributions(known().shocks["X1"], 2, YEARS[-1], site().base, members=("3448",))
    (bill,) = (one for one in every if one.dial == "once_cost")
    assert 0 < bill.shape[site().inside].sum() < 1


def test_events_come_on_top_of_stories_and_of_each_other():
    flood, attack = (Happening(shock=name, size=2, year=2031) for name in ("X1", "X7"))
    year = YEARS.index(2031)

    def taken(*events: Happening) -> float:
        with_story = Path(weights=(("H5", 50.0),), shocks=events)
        moved = moved_by(with_story, site(), known())
        held = totals(moved.every, moved.strength[None]).values.get("once_cost")
        return 0.0 if held is None else float(held[0, site().inside, year].sum())

    np.testing.assert_allclose(taken(flood, attack), taken(flood) + taken(attack), rtol=1e-12)
    assert taken(attack) > taken(flood) > 0


def test_one_event_twice_in_a_year_is_refused():
    with pytest.raises(OutOfRange, match="X5 happens twice in 2031"):
        read_path("1~x.X5-3-2031.X5-2-2031", known(), years=YEARS)
