"""Levers: not chosen they change nothing, more is more, and they come, last and cost as written."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pathways.grounds import known, run, site, today
from veivalg.analysis.accounts import account_of
from veivalg.choices import lever as lever_module
from veivalg.choices.counts import COUNTS
from veivalg.choices.effects import (
    AREA_OF_GROUP,
    area_of,
    contributions,
    cost_course,
    effect_course,
    units_reached,
)
from veivalg.choices.lever import GROUPS, LEVELS, MIDDLE, SCALE, Lever, levers, read_lever
from veivalg.consequences.outcome import indicators
from veivalg.consequences.staffing import AREAS
from veivalg.errors import BadParameter, VeivalgError
from veivalg.language import LANGUAGES, explained
from veivalg.pathways.chosen import chosen_moves, moved_by
from veivalg.pathways.inputs import Chosen, Path
from veivalg.pathways.run import outcomes
from veivalg.shifts.contribution import COST, INVESTMENT, PERSON_YEARS
from veivalg.shifts.dial import IN_THE_MODEL, dials
from veivalg.shifts.where import KINDS

EVERY = tuple(levers())
YEARS = site().years
START = YEARS[0] + 1


def chosen(name: str, level: int = MIDDLE, year: int = START, *, kinds: tuple[str, ...] = KINDS):
    return chosen_moves(Chosen(lever=name, level=level, year=year), site(), known(), kinds=kinds)


def taken(name: str, level: int, kind: str) -> float:
    """All years and rows together: cost, investment or person-years."""
    parts = [one for one in chosen(name, level) if one.dial.startswith(kind)]
    return float(sum(one.values.sum() for one in parts))


@pytest.mark.parametrize("name", EVERY)
def test_a_lever_that_is_not_chosen_changes_nothing_bit_for_bit(name: str):
    every = chosen(name)
    found = outcomes(site(), every, indicators(), strength=np.zeros((1, len(every))))[0]
    assert np.array_equal(found, today(), equal_nan=True)


@pytest.mark.parametrize("name", EVERY)
def test_a_lever_at_scale_nought_changes_nothing_bit_for_bit(name: str):
    still = replace(known().levers[name], scale=(0.0,) * LEVELS, doses=(0.0,) * LEVELS)
    still = replace(still, cost=replace(still.cost, share=0.0))
    every = contributions(still, MIDDLE, START, site().base, site().mine)
    assert np.array_equal(run(every), today(), equal_nan=True)


@pytest.mark.parametrize("name", EVERY)
def test_a_lever_moves_something(name: str):
    """At its highest; a change that may go either way is expected to do nothing."""
    every = chosen(name)
    works = {dials()[one.dial].works for one in every if one.dial in dials()}
    high = outcomes(site(), every, indicators(), doubt=np.ones((1, len(every))))[0]
    in_numbers = not np.array_equal(high, today(), equal_nan=True)
    assert works
    assert in_numbers or not works & set(IN_THE_MODEL)


@pytest.mark.parametrize("name", EVERY)
def test_levels_go_from_timid_to_radical(name: str):
    lever = known().levers[name]
    assert len(lever.scale) == LEVELS
    assert lever.scale[MIDDLE - 1] == 1.0
    assert (np.diff(lever.scale) >= 0).all()
    assert 0 < lever.scale[0] < 1 <= lever.scale[-1]
    if lever.doses:
        assert (np.diff(lever.doses) > 0).all() or (np.diff(lever.doses) < 0).all()
    for level in range(1, LEVELS):
        less, more = (
            {k: one.values for k, one in enumerate(chosen(name, at)) if one.dial in dials()}
            for at in (level, level + 1)
        )
        assert all((np.abs(more[k]) >= np.abs(less[k]) - 1e-12).all() for k in less)


@pytest.mark.parametrize("kind", [COST, INVESTMENT, PERSON_YEARS])
@pytest.mark.parametrize("name", EVERY)
def test_cost_and_person_years_grow_with_the_level(name: str, kind: str):
    lever = known().levers[name]
    amounts = [taken(name, level, kind) for level in range(1, LEVELS + 1)]
    steps = np.diff(np.abs(amounts))
    assert (steps >= -1e-9 * max(np.abs(amounts).max(), 1.0)).all()
    if any(amounts) and lever.cost.reached == "scale" and lever.scale[0] < lever.scale[1]:
        assert steps[0] > 0


@pytest.mark.parametrize("name", EVERY)
def test_nothing_happens_before_the_start_and_no_effect_before_the_delay(name: str):
    lever = known().levers[name]
    first = YEARS.index(START)
    for one in chosen(name):
        assert (one.shape[:, :first] == 0).all()
        if one.dial in dials():
            assert (one.shape[:, : first + lever.delay] == 0).all()


@pytest.mark.parametrize("name", EVERY)
def test_an_effect_is_full_when_it_is_phased_in(name: str):
    lever = known().levers[name]
    course = effect_course(lever, START, YEARS)
    full = START + lever.delay + lever.phase_in
    assert full <= YEARS[-1]
    assert course[YEARS.index(full)] == 1.0
    assert account_of(Chosen(lever=name, level=3, year=START), site(), known()).full == full
    assert course.max() <= 1.0
    assert (np.diff(course)[: YEARS.index(full)] >= 0).all()


def lever(**changed: object) -> Lever:
    plain = {"delay": 2, "phase_in": 4, "lasts": "lasting", "fades_over": 5}
    return replace(known().levers["L021"], **{**plain, **changed})


def course(one: Lever, *, delay: float = 1.0) -> list[float]:
    return [
        round(float(x), 9) for x in effect_course(one, 2026, tuple(range(2024, 2040)), delay=delay)
    ]


def test_delay_and_phasing_in():
    assert course(lever()) == [0, 0, 0, 0, 0, 0.25, 0.5, 0.75, *[1] * 8]
    assert course(lever(phase_in=0)) == [0, 0, 0, 0, *[1] * 12]
    assert course(lever(delay=0, phase_in=0)) == [0, 0, *[1] * 14]


def test_what_is_hard_to_agree_on_is_delayed_more():
    assert course(lever(), delay=1.5) == [0] * 5 + [0, 0.25, 0.5, 0.75, *[1] * 7]


def test_what_fades_is_gone_after_its_years_and_what_is_kept_up_is_not():
    fading = course(lever(lasts="fading"))
    assert fading[8:] == [1, 0.8, 0.6, 0.4, 0.2, 0, 0, 0]
    assert course(lever(lasts="kept_up")) == course(lever())


def test_a_delay_that_the_future_makes_longer_counts_for_structure_only():
    """Story S4 makes it harder to agree; a merger waits, full-time culture does not."""
    slow = next(s for s in known().stories.values()
                if any(t.dial.key == "lever_delay" and t.mid > 0 for t in s.trends))  # fmt: skip
    structure = next(n for n in EVERY if known().levers[n].group == "structure"
                     and known().levers[n].delay and known().levers[n].effects)  # fmt: skip
    for name, waits in ((structure, True), ("L021", False)):
        choices = (Chosen(lever=name, level=3, year=2035),)
        alone = moved_by(Path(choices=choices), site(), known()).every[0].shape
        both = moved_by(Path(weights=((slow.id, 100.0),), choices=choices), site(), known())
        shape = next(one for one in both.every if one.source == f"choice.{name}").shape
        assert (shape.sum() < alone.sum()) == waits


def test_cost_comes_from_the_first_year_and_ends_when_it_is_bound_to_some_years():
    one = replace(lever(), cost=replace(lever().cost, years=3))
    found = cost_course(one, 2026, tuple(range(2024, 2034)))
    assert found.tolist() == [0, 0, 0.25, 0.5, 0.75, 0, 0, 0, 0, 0]
    lasting = replace(one, cost=replace(one.cost, years=None))
    assert cost_course(lasting, 2026, tuple(range(2024, 2034))).tolist()[-4:] == [1, 1, 1, 1]


def test_what_is_paid_once_is_paid_once():
    """Phased in over four years, the payments sum to the units reached."""
    one = replace(lever(), cost=replace(lever().cost, once=100.0, count="residents", years=None))
    (paid,) = (
        c for c in contributions(one, 3, 2026, site().base, site().mine) if c.dial == INVESTMENT
    )
    reached = units_reached(one, 3, site().base, "residents")
    payments = paid.shape[site().inside][0]
    assert (payments[:2] == 0).all()
    assert payments.sum() >= reached[site().inside][0].min() * 0.99
    assert payments.sum() <= reached[site().inside][0].max() * 1.01


@pytest.mark.parametrize("name", EVERY)
def test_a_choice_counts_where_it_is_made_and_a_choice_of_the_state_everywhere(name: str):
    lever, elsewhere = known().levers[name], site().mine == 0
    effects = [one for one in chosen(name) if one.dial in dials()]
    if lever.decides == "state" and lever.where not in KINDS:
        assert any((one.shape[elsewhere] > 0).any() for one in effects)
    else:
        assert all((one.shape[elsewhere] == 0).all() for one in effects)
        assert any((one.shape[~elsewhere] > 0).any() for one in effects)


def test_a_lever_for_a_kind_of_place_does_nothing_elsewhere():
    bound = [name for name in EVERY if known().levers[name].where != "everywhere"]
    assert bound
    for name in bound:
        assert chosen(name, kinds=()) == ()
        assert np.array_equal(run(chosen(name, kinds=())), today(), equal_nan=True)


@pytest.mark.parametrize("count", COUNTS)
def test_what_cost_is_counted_by_is_there_in_every_row_and_year(count: str):
    found = COUNTS[count](site().base)
    assert found.shape == site().base.residents.shape
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert count in ("new_institution_places", "new_dwellings") or (found > 0).all()


def test_person_years_stand_in_an_area_that_has_staff():
    assert {area_of(one) for one in levers().values()} <= set(AREAS)
    assert set(AREA_OF_GROUP) <= set(GROUPS)


@pytest.mark.parametrize("name", EVERY)
def test_the_account_of_a_choice_is_what_it_takes_of_the_municipality(name: str):
    choice = Chosen(lever=name, level=4, year=START)
    account = account_of(choice, site(), known())
    moves = chosen_moves(choice, site(), known())
    inside = site().inside
    for kind, amount in ((COST, account.yearly), (INVESTMENT, account.once)):
        held = sum((one.values[inside].sum(axis=0) for one in moves if one.dial == kind), 0.0)
        if "municipality" in account.pays:
            np.testing.assert_allclose(held, amount, rtol=1e-9, atol=1e-6)
        else:
            assert np.all(held == 0)


def test_what_suits_only_one_kind_of_place_costs_nothing_elsewhere():
    name = next(one.id for one in levers().values() if one.where == "one_company")
    choice = Chosen(lever=name, level=3, year=START)
    assert not account_of(choice, site(), known()).yearly.any()
    assert account_of(choice, site(), known(), kinds=("one_company",)).yearly.any()


def test_without_doses_the_levels_are_those_of_all():
    plain = read_lever('id = "own"\nname = "x"\n[[effect]]\ndial = "home_hours"\n'
                       "low = -1\nmid = -2\nhigh = -9\n", file="own measure 1")  # fmt: skip
    assert plain.scale == SCALE
    assert plain.group == "own"
    assert plain.evidence == "assumption"


OWN = """
id = "own_measure"
name = "Eige"
[levels]
doses = [1, 2, 4, 6, 8]
[[effect]]
dial = "home_hours"
low = -1
mid = -2
high = -3
[cost]
yearly = 100
count = "home_users"
"""
FAULTS = {
    "id": ('id = "own_measure"', 'id = "eige tiltak"', "letters and digits"),
    "name": ('name = "Eige"\n', "", "lacks 'name'"),
    "language": ('name = "Eige"', 'name = { da = "Egen" }', "'da' is none of nb, nn, en"),
    "dial": ("home_hours", "hom_hours", "Did you mean home_hours"),
    "four doses": ("[1, 2, 4, 6, 8]", "[1, 2, 4, 6]", "write 5 numbers"),
    "third dose": ("[1, 2, 4, 6, 8]", "[1, 2, 0, 6, 8]", "the third dose is 0"),
    "order": ("low = -1", "low = -5\n", "write them in order"),
    "count": ('"home_users"', '"users"', "choose residents"),
    "dose without doses": ("count =", 'reached = "dose"\ncount =', None),
    "payer": ("count =", 'pays = ["nobody"]\ncount =', "'nobody' is none of municipality"),
    "brackets": ("[[effect]]", "[effect]", "two brackets"),
    "unknown": ("[levels]", "delya = 2\n[levels]", "'delya', which means nothing"),
    "delay": ("[levels]", "delay = -2\n[levels]", "it lies from 0 to 50"),
    "dose": ("[1, 2, 4, 6, 8]", "[1, 2, 4, 6, nan]", "write a number"),
    "range": ("count =", "range = [2, 1]\ncount =", "the smallest first"),
    "a long number": ("yearly = 100", "yearly = 1" + "0" * 400, "it lies from"),
    "where": ("[levels]", 'where = "mars"\n[levels]', "choose everywhere"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_an_own_measure_is_told_with_place_and_remedy(fault: str):
    right, wrong, told = FAULTS[fault]
    text = OWN.replace(right, wrong, 1)
    assert text != OWN
    if told is None:
        assert read_lever(text, file="own measure 1").cost.reached == "dose"
        text = text.replace("doses = [1, 2, 4, 6, 8]\n", "")
        told = "levels has no doses"
    with pytest.raises(BadParameter, match="own measure 1") as error:
        read_lever(text, file="own measure 1")
    assert told in str(error.value)
    assert len({explained(error.value, language) for language in LANGUAGES}) == 3


def test_an_own_measure_may_be_in_one_language_and_what_ships_may_not():
    assert dict(read_lever(OWN, file="own measure 1").name) == {"nb": "Eige"}
    with pytest.raises(BadParameter, match="write it in nb, nn and en"):
        read_lever(OWN, file="own.toml", languages=3)
    two = OWN.replace('name = "Eige"', 'name = { nb = "Eget", nn = "Eige" }')
    assert set(read_lever(two, file="own measure 1").name) == {"nb", "nn"}
    with pytest.raises(BadParameter, match="write it in nb, nn and en"):
        read_lever(two, file="own.toml", languages=3)


def test_a_changed_number_changes_the_identity_and_a_changed_word_does_not():
    one = read_lever(OWN, file="own measure 1")
    assert read_lever(OWN.replace('"Eige"', '"Anna"'), file="x").identity == one.identity
    for right, wrong in (
        ("mid = -2", "mid = -2.5"),
        ("yearly = 100", "yearly = 101"),
        ("8]", "9]"),
        ("[levels]", "delay = 1\n[levels]"),
        ("[levels]", 'where = "cabin"\n[levels]'),
        ("[levels]", 'decides = "state"\n[levels]'),
        ("yearly = 100", "yearly = 100\nyears = 3"),
        ("yearly = 100", 'yearly = 100\npays = ["state"]'),
        ("yearly = 100", "yearly = 100\nrange = [0.5, 2]"),
    ):
        assert read_lever(OWN.replace(right, wrong), file="x").identity != one.identity


junk = st.recursive(
    st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=9)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=4,
)
PLACES = [
    (key,) for key in lever_module.KEYS
] + [("levels", k) for k in ("doses", "scale", "unit", "most")] + [
    ("cost", k) for k in ("once", "count", "share", "reached", "years", "pays", "range", "note")
]  # fmt: skip


@given(st.sampled_from(PLACES), junk)
@settings(max_examples=300, deadline=None)
def test_whatever_somebody_writes_is_read_or_told(place: tuple[str, ...], value: object):
    """Anything at all in any place: a lever whose numbers are finite, or an error that is ours."""
    entry = deepcopy(tomllib.loads(OWN))
    (entry if len(place) == 1 else entry.setdefault(place[0], {}))[place[-1]] = value
    original, read, told = lever_module.document, None, ""
    lever_module.document = lambda text, *, file: entry
    try:
        read = read_lever("", file="own measure 1")
    except VeivalgError as error:
        told = str(error)
    finally:
        lever_module.document = original
    if read is None:
        assert "own measure 1" in told
    else:
        every = contributions(read, MIDDLE, START, site().base, site().mine)
        assert all(np.isfinite(one.values).all() for one in every)
