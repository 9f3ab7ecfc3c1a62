"""Drawn runs: whole persons, exact books, common random numbers, and the right middle."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import pairwise
from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings

from tests.population.generated import CODES, Country, small_countries
from tests.population.synthetic import country
from veivalg.axes import FloatArray
from veivalg.errors import LabelMismatch, OutOfRange
from veivalg.population.assumptions import Assumptions
from veivalg.population.drawn import one_draw, project_drawn, project_many, whole_persons
from veivalg.population.factors import Factors, no_change
from veivalg.population.kept import DrawnPaths, Kept, every_municipality
from veivalg.population.ledger import FLOWS, Ledger
from veivalg.population.project import project
from veivalg.randomness import Draws

STANDARD_ERRORS = 4.9


def unchanged(assumptions: Assumptions, count: int = 1, first_draw: int = 0) -> Factors:
    return no_change(
        assumptions.municipalities, assumptions.years, count=count, first_draw=first_draw
    )


def varied(assumptions: Assumptions, count: int, *, seed: int = 4) -> Factors:
    """Factors of every kind, each draw its own."""
    chance = np.random.default_rng(seed)
    plain = unchanged(assumptions, count)
    return replace(
        plain,
        **{
            f.name: chance.lognormal(0.0, 0.1, getattr(plain, f.name).shape)
            for f in fields(plain)
            if f.name not in ("first_draw", "municipalities", "years")
        },
    )


def stock_of_closing(closing: FloatArray) -> FloatArray:
    stock = closing[..., :-1].copy()
    stock[..., -1] += closing[..., -1]
    return stock


@given(small_countries())
@settings(max_examples=80, deadline=None)
def test_every_person_is_accounted_for(small: Country) -> None:
    run = one_draw(small.start, small.assumptions, varied(small.assumptions, 1), Draws(7), draw=0)
    for name in ("persons", *FLOWS):
        numbers = getattr(run, name)
        assert (numbers >= 0).all(), name
        assert (numbers == np.rint(numbers)).all(), name
    assert (run.persons[:, 1:] == stock_of_closing(run.closing_by_cohort)).all()
    assert (run.moved_in.sum(axis=0) == run.moved_out.sum(axis=0)).all()
    left = run.deaths + run.moved_out + run.emigrated
    opening = run.opening_by_cohort
    opening[..., 0] = run.births
    assert (left <= opening).all()


def test_a_country_of_many_places_is_accounted_for() -> None:
    start, assumptions = country(places=60, years=5, people=300_000)
    run = one_draw(start, assumptions, varied(assumptions, 1), Draws(3), draw=0)
    assert (run.persons[:, 1:] == stock_of_closing(run.closing_by_cohort)).all()
    assert (run.moved_in.sum(axis=0) == run.moved_out.sum(axis=0)).all()
    for name in FLOWS:
        assert getattr(run, name).sum() > 0, name


@given(small_countries(years=3))
@settings(max_examples=20, deadline=None)
def test_nobody_skips_an_age(small: Country) -> None:
    still = replace(
        small.assumptions,
        death_level=np.zeros_like(small.assumptions.death_level),
        mobility=np.zeros(3),
        emigration=np.zeros(3),
        immigrants=np.zeros(3),
        birth_level=np.zeros(len(CODES)),
    )
    persons = one_draw(small.start, still, unchanged(still), Draws(1), draw=0).persons
    for year in range(3):
        before, after = persons[:, year], persons[:, year + 1]
        assert (after[..., 0] == 0).all()
        assert (after[..., 1:-1] == before[..., :-2]).all()
        assert (after[..., -1] == before[..., -2] + before[..., -1]).all()


def small_run(
    *, threads: int = 1, batch: int = 12, keep: Kept | None = None, seed: int = 5
) -> DrawnPaths:
    start, assumptions = country(places=20, years=3, people=40_000)
    factors = varied(assumptions, 12)

    def some(first: int, count: int) -> Factors:
        names = [
            f.name for f in fields(factors) if isinstance(getattr(factors, f.name), np.ndarray)
        ]
        part = {name: getattr(factors, name)[first : first + count] for name in names}
        return replace(factors, first_draw=first, **part)

    return project_many(
        start, assumptions, some, Draws(seed), count=12, batch=batch, threads=threads,
        keep=keep or every_municipality(assumptions.municipalities),
    )  # fmt: skip


def test_the_same_seed_gives_the_same_bits_in_any_batch_and_on_any_number_of_threads() -> None:
    first = small_run()
    for other in (small_run(threads=3), small_run(batch=5), small_run(batch=1, threads=2)):
        assert (other.persons == first.persons).all()
    assert (small_run(seed=6).persons != first.persons).any()


def test_a_group_is_the_sum_of_its_members_in_the_same_draw() -> None:
    everyone = small_run()
    codes = everyone.places
    membership = np.zeros((3, len(codes)))
    membership[0, :4], membership[1, 4:], membership[2, :] = 1, 1, 1
    ages = (0, 6, 16, 20, 67, 80)
    kept = Kept(
        municipalities=codes, places=("a", "b", "all"), membership=membership, first_ages=ages
    )
    groups = small_run(keep=kept)
    assert groups.age_labels == ("0-5", "6-15", "16-19", "20-66", "67-79", "80+")
    bounds = [*ages, 106]
    for g, (low, high) in enumerate(pairwise(bounds)):
        here = everyone.persons[..., low:high].sum(axis=-1)
        assert (groups.persons[:, 0, ..., g] == here[:, :4].sum(axis=1)).all()
        assert (groups.persons[:, 1, ..., g] == here[:, 4:].sum(axis=1)).all()
    assert (groups.of("all") == groups.of("a") + groups.of("b")).all()


def test_one_draw_is_that_draw_of_the_many() -> None:
    start, assumptions = country(places=15, years=3, people=30_000)
    factors = varied(assumptions, 4)
    keep = every_municipality(assumptions.municipalities)
    many = project_drawn(start, assumptions, factors, Draws(2), keep=keep)
    one = one_draw(start, assumptions, factors, Draws(2), draw=3)
    assert (many.persons[3] == one.persons).all()


def one(assumptions: Assumptions, start: FloatArray, factors: Factors | None = None) -> Ledger:
    return one_draw(start, assumptions, factors or unchanged(assumptions), Draws(11), draw=0)


def test_other_births_leave_those_alive_where_they_are() -> None:
    start, assumptions = country(places=20, years=2, people=80_000)
    fewer = replace(assumptions, birth_level=assumptions.birth_level * 0.5)
    here, there = one(assumptions, start), one(fewer, start)
    assert (here.births != there.births).any()
    for name in FLOWS[1:]:
        born_before = (getattr(run, name)[:, 0, :, 1:] for run in (here, there))
        assert np.array_equal(*born_before), name
    assert (here.deaths[:, 1, :, 3:] == there.deaths[:, 1, :, 3:]).all()


def test_other_moves_leave_deaths_and_immigrants_where_they_are() -> None:
    start, assumptions = country(places=20, years=1, people=80_000)
    more = replace(assumptions, mobility=assumptions.mobility * 1.5)
    here, there = one(assumptions, start), one(more, start)
    assert (here.moved_out != there.moved_out).any()
    for name in ("deaths", "immigrated", "emigrated"):
        same = getattr(here, name)[..., 1:] == getattr(there, name)[..., 1:]
        assert same.all(), name


def test_a_change_in_one_place_leaves_the_deaths_of_others_alone() -> None:
    start, assumptions = country(places=20, years=1, people=80_000)
    level = assumptions.death_level.copy()
    level[4] *= 1.5
    here, there = one(assumptions, start), one(replace(assumptions, death_level=level), start)
    others = np.arange(20) != 4
    assert here.deaths[4].sum() < there.deaths[4].sum()
    assert (here.deaths[others][..., 1:] == there.deaths[others][..., 1:]).all()


def test_more_dangerous_years_never_save_a_life_in_the_same_luck() -> None:
    start, assumptions = country(places=20, years=1, people=80_000)
    harder = replace(assumptions, death_level=assumptions.death_level * 1.3)
    here, there = one(assumptions, start), one(harder, start)
    assert (there.deaths[..., 1:] >= here.deaths[..., 1:]).all()


DRAWN = 400


def test_drawn_runs_lie_around_the_expected_run() -> None:
    """A bias of 1 % in the total of any municipality with 400 people or more would be seen."""
    start, assumptions = country(places=12, years=4, people=40_000)
    keep = every_municipality(assumptions.municipalities, (0, 6, 20, 67, 80))
    paths = project_drawn(start, assumptions, unchanged(assumptions, DRAWN), Draws(8), keep=keep)
    expected = project(start, assumptions).persons
    total = paths.totals()
    error = total.std(axis=0, ddof=1)[:, 1:] / sqrt(DRAWN)
    gap = np.abs(total.mean(axis=0) - expected.sum(axis=(2, 3)))[:, 1:]
    assert (gap <= STANDARD_ERRORS * error).all()
    large = expected.sum(axis=(2, 3))[:, 1:] > 400
    assert (0.02 * expected.sum(axis=(2, 3))[:, 1:] > STANDARD_ERRORS * error)[large].all()
    bounds = (0, 6, 20, 67, 80, 106)
    for g in range(5):
        there = expected[..., bounds[g] : bounds[g + 1]].sum(axis=(2, 3))[:, 1:]
        drawn = paths.persons[..., g].sum(axis=-1)[:, :, 1:]
        error = drawn.std(axis=0, ddof=1) / sqrt(DRAWN)
        assert (np.abs(drawn.mean(axis=0) - there) <= STANDARD_ERRORS * error + 0.02).all()


def test_flows_of_a_large_country_lie_around_the_expected_ones() -> None:
    """Sums of one year over 2.5 million people; an error of 10 % in any flow would be seen."""
    start, assumptions = country(places=40, years=1, people=2_500_000)
    expected, run = project(start, assumptions), one(assumptions, start)
    for name in FLOWS:
        mean = float(getattr(expected, name).sum())
        tolerance = STANDARD_ERRORS * sqrt(mean)
        assert 0.1 * mean > 2 * tolerance, name
        assert abs(float(getattr(run, name).sum()) - mean) <= tolerance, name


def test_in_moves_follow_the_expected_destinations() -> None:
    """Chi-square of in-moves over municipalities and classes of one large year."""
    stats = pytest.importorskip("scipy.stats")
    start, assumptions = country(places=40, years=1, people=2_500_000)
    expected, run = project(start, assumptions), one(assumptions, start)
    mean = expected.moved_in[:, 0].sum(axis=1).reshape(40, -1)[:, :70]
    seen = run.moved_in[:, 0].sum(axis=1)[:, :70]
    mean = mean * seen.sum(axis=0) / mean.sum(axis=0)
    use = mean > 5
    score = ((seen - mean)[use] ** 2 / mean[use]).sum()
    assert score < stats.chi2.ppf(1 - 1e-6, use.sum() * 1.03)
    planted = (
        (seen - mean * np.where(np.arange(40) % 2, 1.1, 0.9)[:, None])[use] ** 2 / mean[use]
    ).sum()
    assert planted > stats.chi2.ppf(1 - 1e-6, use.sum() * 1.03)


def test_attraction_of_a_draw_moves_people_as_it_does_in_the_expected_run() -> None:
    start, assumptions = country(places=12, years=1, people=400_000)
    plain = unchanged(assumptions, 200)
    attraction = plain.attraction.copy()
    attraction[:, :, 2] = 1.3
    keep = every_municipality(assumptions.municipalities, (0,))
    drawn = project_drawn(
        start, assumptions, replace(plain, attraction=attraction), Draws(8), keep=keep
    ).totals()[:, :, 1]
    changed = assumptions.attraction.copy()
    changed[:, :, 2] *= 1.3
    expected = project(start, replace(assumptions, attraction=changed)).persons[:, 1].sum((1, 2))
    error = drawn.std(axis=0, ddof=1) / sqrt(200)
    assert (np.abs(drawn.mean(axis=0) - expected) <= STANDARD_ERRORS * error + 1.0).all()


@pytest.mark.parametrize("name", ["births", "deaths", "immigrants", "emigration", "mobility"])
def test_national_factors_act_on_their_flow(name: str) -> None:
    flow = {"immigrants": "immigrated", "emigration": "emigrated", "mobility": "moved_out"}
    start, assumptions = country(places=10, years=1, people=600_000)
    plain = unchanged(assumptions)
    doubled = replace(plain, **{name: getattr(plain, name) * 2.0})
    here, there = one(assumptions, start), one(assumptions, start, doubled)
    named = flow.get(name, name)
    ratio = getattr(there, named).sum() / getattr(here, named).sum()
    assert abs(ratio - 2.0) < 0.12


def test_local_immigrants_share_out_the_same_total() -> None:
    start, assumptions = country(places=10, years=1, people=600_000)
    plain = unchanged(assumptions)
    local = plain.local_immigrants.copy()
    local[..., 0] = 3.0
    here = one(assumptions, start)
    there = one(assumptions, start, replace(plain, local_immigrants=local))
    total = here.immigrated.sum()
    assert abs(there.immigrated.sum() - total) < STANDARD_ERRORS * sqrt(2 * total)
    assert there.immigrated[0].sum() > 1.2 * here.immigrated[0].sum()


def test_a_municipality_of_two_hundred_lives_on_in_whole_persons() -> None:
    start, assumptions = country(places=6, years=26, people=1200.0)
    keep = every_municipality(assumptions.municipalities)
    paths = project_drawn(start, assumptions, varied(assumptions, 20), Draws(1), keep=keep)
    assert (paths.persons >= 0).all()
    assert paths.totals()[:, :, 0].sum(axis=1).min() == start.sum()


def test_fractions_of_persons_are_carried_to_the_next_age() -> None:
    start = np.array([[[0.4, 0.4, 0.4, 2.0, 0.0]]])
    assert whole_persons(start).tolist() == [[[0, 1, 0, 2, 0]]]
    whole = np.array([[[3.0, 0.0, 7.0]]])
    assert (whole_persons(whole) == whole).all()


def test_too_much_to_keep_is_refused_before_any_work() -> None:
    start, assumptions = country(places=50, years=2, people=1000)
    keep = every_municipality(assumptions.municipalities)
    with pytest.raises(OutOfRange, match="keep fewer places"):
        project_many(
            start, assumptions, lambda first, count: unchanged(assumptions, count, first),
            Draws(1), count=100_000, keep=keep,
        )  # fmt: skip


def test_factors_of_other_years_are_refused() -> None:
    start, assumptions = country(places=3, years=2, people=1000)
    other = no_change(assumptions.municipalities, (2030, 2031), count=1)
    with pytest.raises(LabelMismatch, match="factors"):
        one_draw(start, assumptions, other, Draws(1), draw=0)


def test_progress_is_told_and_may_stop_the_run() -> None:
    start, assumptions = country(places=3, years=1, people=1000)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        project_many(
            start, assumptions, lambda first, count: unchanged(assumptions, count, first),
            Draws(1), count=10, keep=every_municipality(assumptions.municipalities), batch=2,
            progress=stop,
        )  # fmt: skip
    assert told == [(2, 10), (4, 10)]
