"""The country follows a national projection when it is asked to, and says what it took."""

import numpy as np
import pytest

from tests.population.test_estimate import outlook, run
from veivalg.errors import MissingFigure, OutOfRange
from veivalg.population.pinning import pinned
from veivalg.population.project import project


def wanted(share: float) -> dict[int, float]:
    """The middle path of the country, some per cent higher by the last year."""
    country = run().persons.sum(axis=(0, 2, 3))
    grown = country * (1 + share * np.linspace(0, 1, len(country)))
    return dict(zip(run().years, grown, strict=True))


@pytest.mark.parametrize("share", [0.03, -0.03])
def test_the_country_has_the_residents_asked_for(share):
    found = pinned(outlook().start, outlook().middle, wanted(share))
    country = project(outlook().start, found.assumptions).persons.sum(axis=(0, 2, 3))
    assert np.abs(country - list(wanted(share).values())).max() < 1
    assert np.sign((found.after - found.before).sum()) == np.sign(share)


def test_only_immigration_is_moved():
    found = pinned(outlook().start, outlook().middle, wanted(0.02)).assumptions
    assert (found.attraction == outlook().middle.attraction).all()
    assert (found.immigrant_share == outlook().middle.immigrant_share).all()


def test_pinning_to_itself_changes_nothing():
    found = pinned(outlook().start, outlook().middle, wanted(0.0))
    assert (found.after == found.before).all()


def test_a_projection_that_is_too_short_names_the_year():
    short = {year: n for year, n in wanted(0.0).items() if year < 2028}
    with pytest.raises(MissingFigure, match="2028"):
        pinned(outlook().start, outlook().middle, short)


def test_a_country_that_empties_cannot_be_pinned_to():
    with pytest.raises(OutOfRange, match="leave in"):
        pinned(outlook().start, outlook().middle, wanted(-0.9))
