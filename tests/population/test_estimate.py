"""From shipped figures to a projection: the whole chain, as a person without a network has it."""

from functools import cache

import numpy as np
import pytest

from veivalg.data.figures import shipped_figures
from veivalg.errors import OutOfRange, UnknownAlternative
from veivalg.population.estimate import Outlook, estimate, estimate_outlook
from veivalg.population.ledger import Ledger
from veivalg.population.project import project
from veivalg.randomness import Draws


@cache
def outlook() -> Outlook:
    return estimate_outlook(shipped_figures(), to_year=2050)


@cache
def run(letters: str = "MMMM") -> Ledger:
    return project(outlook().start, outlook().assumptions(letters))


def country(letters: str) -> float:
    return float(run(letters).persons[:, -1].sum())


def test_the_projection_opens_on_the_newest_stock():
    assert run().years[0] == 2024
    assert run().years[-1] == 2050
    assert run().persons[:, 0].sum() == pytest.approx(5_550_203, abs=1)


def test_every_person_is_accounted_for():
    ledger = run()
    closing = ledger.closing_by_cohort
    persons = closing[..., :-1].copy()
    persons[..., -1] += closing[..., -1]
    assert np.abs(persons - ledger.persons[:, 1:]).sum() < 1e-6 * 26


def test_moves_inside_norway_sum_to_zero():
    net = (run().moved_in - run().moved_out).sum(axis=0)
    assert np.abs(net).max() < 1e-6


def test_no_count_is_negative():
    ledger = run()
    for name in ("persons", "births", "deaths", "moved_in", "moved_out", "immigrated", "emigrated"):
        assert getattr(ledger, name).min() >= 0, name


def test_each_letter_moves_what_it_names():
    assert country("HMMM") > country("MMMM") > country("LMMM")
    assert country("MHMM") > country("MMMM") > country("MLMM")
    assert country("MMMH") > country("MMMM") > country("MMML")
    oldest = [run(a).persons[:, -1, :, 80:].sum() for a in ("MLMM", "MMMM", "MHMM")]
    assert oldest == sorted(oldest)


def test_nobody_crosses_a_border_when_the_letters_say_so():
    assert run("MMM0").immigrated.sum() == 0
    assert run("MMM0").emigrated.sum() == 0
    assert run("MM00").moved_out.sum() == 0
    assert run("MM00").moved_in.sum() == 0


def test_the_middle_alternative_is_the_estimate_itself():
    assert outlook().assumptions("mmmm") is outlook().middle
    again = estimate(shipped_figures(), to_year=2050)
    assert again.identity == outlook().middle.identity


def test_wrong_years_and_letters_name_the_fix():
    with pytest.raises(OutOfRange, match=r"2023.*2019, 2024"):
        estimate_outlook(shipped_figures(), base_year=2023)
    with pytest.raises(OutOfRange, match=r"2061.*2025 to 2060"):
        estimate_outlook(shipped_figures(), to_year=2061)
    with pytest.raises(UnknownAlternative):
        outlook().assumptions("QQQQ")


def test_one_municipality_never_gains_more_than_all_that_move():
    ledger = run()
    assert (ledger.moved_in.sum(axis=(2, 3)) < 0.3 * ledger.persons[:, :-1].sum(axis=(2, 3))).all()


def test_factors_are_the_same_in_any_batch_and_near_one_on_average():
    uncertainty = outlook().uncertainty()
    together = uncertainty.draw(Draws(5), 0, 30)
    apart = uncertainty.draw(Draws(5), 20, 3)
    assert (together.attraction[20:23] == apart.attraction).all()
    assert (together.births[20:23] == apart.births).all()
    for name in ("births", "deaths", "immigrants", "mobility", "local_births", "local_deaths"):
        assert abs(getattr(together, name)[..., :5].mean() - 1) < 0.1, name


def test_small_municipalities_are_less_certain_than_large():
    attraction = outlook().uncertainty().draw(Draws(5), 0, 40).attraction
    spread = np.log(attraction).std(axis=(0, 1))
    size = outlook().start.sum(axis=(1, 2))
    assert np.median(spread[size < 1_000]) > 1.5 * np.median(spread[size > 50_000])
