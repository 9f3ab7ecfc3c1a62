"""A place made ready: as today it is the country's run, and what is not touched stays as it is."""

from __future__ import annotations

import numpy as np
import pytest

from tests.pathways.grounds import NAMES, by_hand, ground, known, run, site, today
from veivalg.consequences.outcome import indicators
from veivalg.data.geography import geography
from veivalg.pathways.chosen import moved_by
from veivalg.pathways.inputs import Chosen, Path
from veivalg.pathways.run import outcomes
from veivalg.pathways.site import site_of, whole_regions

TOUCHED = {
    "outside_15_29": {"society.outside", "society.outside_share"},
    "land_per_dwelling": {"land.homes"},
    "turnout": {"society.turnout", "society.not_voting"},
    "gp_vacancy": {
        "staff.available",
        "staff.unfilled",
        "staff.unfilled_share",
        "staff.unfilled_care",
        "staff.gap_doctor",
    },
}


def test_as_today_is_the_countrys_run_but_for_the_last_digits():
    place = site()
    rows = [ground().ledger.places.index(code) for code in place.codes]
    for name, values in ground().prepared.components.items():
        np.testing.assert_allclose(
            place.base.parts[name], values[rows], rtol=1e-9, atol=1e-3, err_msg=name
        )


@pytest.mark.parametrize("dial", TOUCHED)
def test_what_a_dial_does_not_touch_is_left_bit_for_bit(dial: str):
    found = run([by_hand(dial, 1.0)])
    moved = {n for k, n in enumerate(NAMES) if not np.array_equal(found[k], today()[k], True)}
    assert moved == TOUCHED[dial]


@pytest.mark.parametrize(("level", "code"), [("municipality", "3448"), ("county", "34")])
def test_a_place_is_made_ready_with_the_whole_of_its_labour_markets(level: str, code: str):
    place = geography().place(level, code)
    codes = whole_regions(geography(), place)
    assert set(place.members) <= set(codes)
    regions = {geography().municipality(member).region for member in place.members}
    assert {geography().municipality(one).region for one in codes} == regions
    made = site_of(ground(), place)
    assert [made.codes[i] for i in made.inside] == list(place.members)
    assert made.mine.sum() == len(place.members)


def test_only_the_first_years_are_the_same_years():
    """With every lever chosen."""
    choices = tuple(Chosen(lever=name, level=3, year=2027) for name in known().levers)
    path = Path(weights=(("H3", 50.0), ("H2", 80.0)), choices=choices)
    moved = moved_by(path, site(), known())
    whole = outcomes(site(), moved.every, indicators(), strength=moved.strength[None])
    for years in (1, 2, 6, 17):
        few = outcomes(
            site(), moved.every, indicators(), strength=moved.strength[None], years=years
        )
        np.testing.assert_allclose(few, whole[..., :years], rtol=1e-9, atol=1e-9)


def test_many_cases_equal_one_by_one():
    path = Path(weights=(("H1", 60.0),), choices=(Chosen(lever="L059", level=3, year=2027),))
    moved = moved_by(path, site(), known())
    strength = np.random.default_rng(1).random((150, len(moved.every)))
    together = outcomes(site(), moved.every, indicators(), strength=strength)
    assert together.shape[0] == 150
    for k in (0, 63, 127, 128, 149):
        alone = outcomes(site(), moved.every, indicators(), strength=strength[k : k + 1])[0]
        np.testing.assert_allclose(together[k], alone, rtol=1e-9, atol=1e-9)


def test_a_region_is_the_sum_of_what_its_members_are():
    """A group of two, and each of the two in the same run: counts add up."""
    path = Path(weights=(("H3", 100.0),))
    codes = ("3448", "3447")
    alone = []
    for code in codes:
        place = site_of(ground(), geography().find(code))
        moved = moved_by(path, place, known())
        alone.append(outcomes(place, moved.every, indicators(), strength=moved.strength[None])[0])
    both = site_of(ground(), geography().group(codes))
    moved = moved_by(path, both, known())
    found = outcomes(both, moved.every, indicators(), strength=moved.strength[None])[0]
    counts = [k for k, one in enumerate(indicators()) if not one.per]
    summed = alone[0][counts] + alone[1][counts]
    np.testing.assert_allclose(found[counts], summed, rtol=1e-9, atol=1e-6)
