"""The base year beside what is published: the country's totals, and ten municipalities' users."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.fakes import shipped
from tests.fakes.reference import needs_reference
from veivalg.analysis.consequences import chain
from verification.care_sample import GOAL as SAMPLE_GOAL
from verification.care_sample import errors
from verification.national_totals import GOAL, Line, compared
from verification.reference import official_figures, reference_store


@cache
def lines() -> dict[str, Line]:
    return {one.name: one for one in compared(chain(shipped.simulation(), shipped.run()))}


WANTED = (
    "kindergarten_places",
    "pupils",
    "home_services_80_plus",
    "home_nursing",
    "residents_in_institutions",
    "places_in_institutions",
    "care_person_years",
    "health_centre_person_years",
    "school_person_years",
    "kindergarten_person_years",
    "gross_operating_spending",
    "free_income",
)


@pytest.mark.parametrize("name", WANTED)
def test_the_country_is_within_two_per_cent_of_what_is_published(name: str):
    line = lines()[name]
    assert line.source
    assert abs(line.gap) <= GOAL, f"{line.reckoned:,.0f} against {line.published:,.0f}"


def test_every_published_total_is_asked_for():
    assert set(lines()) == set(WANTED)


def test_some_totals_were_not_fitted():
    """A model that only meets what it was fitted to has shown nothing."""
    assert {"kindergarten_places", "free_income"} <= {
        n for n, o in lines().items() if o.held == "apart"
    }


@pytest.mark.reference
@needs_reference
def test_users_of_care_are_foretold_without_own_figures():
    with reference_store() as store:
        found = errors(official_figures(store))
    assert len({line["municipality"] for line in found}) == 10
    assert "own" not in {line["rests_on"] for line in found}
    median = float(np.median([abs(float(line["error"])) for line in found]))
    assert median <= SAMPLE_GOAL + 0.005, f"{median:.1%}"
