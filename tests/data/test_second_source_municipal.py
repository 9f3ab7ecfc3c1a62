"""The shipped tables on services, economy and commuting against the reference and other files."""

from __future__ import annotations

import csv
import json
from collections import defaultdict

import numpy as np
import pytest

from veivalg.data.care_users import care_users
from veivalg.data.expenditure_need import expenditure_need, shipped_expenditure_need
from veivalg.data.flows import commuting, shipped_region_commuting
from veivalg.data.geography import geography
from veivalg.data.headcount import official_headcount, shipped_groups
from veivalg.data.institution_beds import institution_beds, shipped_group_beds
from veivalg.data.kostra import kostra, shipped_kostra
from veivalg.data.missing import THERE
from veivalg.data.residents import shipped_residents
from veivalg.sources.folder import import_folder
from veivalg.sources.snapshots import SnapshotStore

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def store(reference, tmp_path_factory):
    held = SnapshotStore(tmp_path_factory.mktemp("figures"))
    import_folder(held, reference)
    return held


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_shipped_key_figure_is_that_of_the_reference(store):
    """Two ways to our units: decimal numbers when shipped, the list of units when imported."""
    imported, shipped = kostra(store), shipped_kostra()
    assert imported.axes == shipped.axes
    assert np.array_equal(imported.values, shipped.values, equal_nan=True)
    assert (shipped.reasons == THERE).sum() == 2340
    assert np.array_equal(imported.revised[:, :5], shipped.revised[:, :5])
    assert not imported.revised[:, 5].any()


def test_free_income_is_that_of_a_recorded_answer(reference):
    """SSB's own answer of 25 April 2026, from the service itself."""
    path = reference / "fixtures" / "pxwebapi_v2_data_12134.json"
    answer = json.loads(path.read_text(encoding="utf-8"))
    oslo = answer["value"][answer["dimension"]["KOKkommuneregion0000"]["category"]["index"]["0301"]]
    assert shipped_kostra().value("free_income_per_resident_nok", "0301", 2024) == oslo


def test_kindergarten_coverage_is_that_of_another_file(reference):
    """SSB 12272 as Telemark keeps it; the country's line."""
    for line in rows(reference / "kindergarten_coverage_telemark_2020_2025.csv"):
        if line["kommune"] == "00":
            share = shipped_kostra().value("kindergarten_share_1_5", "EAK", int(line["year"]))
            assert share == pytest.approx(float(line["coverage_1_5"]), abs=0.0011)


def test_residents_at_the_end_of_the_year_are_those_of_the_day_after():
    """SSB 07459, the country."""
    residents = shipped_residents()
    for year in range(2020, 2024):
        told = shipped_kostra().value("residents_31_december", "EAK", year)
        assert told == residents[year + 1]


def test_births_per_thousand_are_those_of_the_mortality_database(reference):
    """Human Mortality Database; rounded to one decimal."""
    for line in rows(reference / "births_deaths_norway_1980_2023.csv"):
        year = int(line["year"])
        if year >= 2020:
            births = int(line["births_female"]) + int(line["births_male"])
            told = shipped_kostra().value("births_per_1000", "EAK", year)
            people = shipped_kostra().value("residents_31_december", "EAK", year)
            assert told == pytest.approx(births / people * 1000, abs=0.15)


def test_need_is_that_of_the_reference_and_near_one_for_the_country(store):
    shipped, imported = shipped_expenditure_need(), expenditure_need(store)
    assert np.array_equal(shipped.index, imported.index, equal_nan=True)
    groups, _ = shipped_groups()
    people = groups[:, 1].sum(axis=(1, 2))
    for year in range(2):
        known = ~np.isnan(shipped.index[:, year])
        mean = np.average(shipped.index[known, year], weights=people[known])
        assert mean == pytest.approx(1.0, abs=0.01)


def test_group_beds_are_the_sums_of_the_beds_imported(store, reference):
    """41,791 beds in all, less those whose municipality was split or lacks a part's figure."""
    imported, shipped = institution_beds(store), shipped_group_beds()
    of_2018 = imported.beds[:, imported.axes["year"].position(2018)]
    groups, observed = shipped_groups()
    old = groups[:, 0, :, -2:].sum(axis=(1, 2))
    both = ~np.isnan(of_2018) & observed[:, 0]
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for m, one in enumerate(geography().municipalities):
        if both[m]:
            sums[one.kostra_group] = [
                a + b for a, b in zip(sums[one.kostra_group], (1, of_2018[m], old[m]), strict=True)
            ]
    for g, group in enumerate(shipped.axes["group"].labels):
        assert sums[group] == [
            shipped.municipalities[g],
            shipped.beds[g],
            shipped.residents_80_plus[g],
        ]
    lines = rows(reference / "institution_beds_2015_2018.csv")
    total = sum(float(r["institution_beds"] or 0) for r in lines if r["year"] == "2018")
    assert total == 41_791
    assert shipped.beds.sum() == pytest.approx(total, rel=0.04)


def test_commuters_between_regions_are_those_between_their_municipalities(store):
    shipped, between = shipped_region_commuting().persons, commuting(store).persons
    regions, codes = geography().regions, geography().codes
    of = np.zeros((len(codes), len(regions)))
    for r, region in enumerate(regions):
        of[[codes.index(code) for code in region.members], r] = 1
    summed = of.T @ np.nan_to_num(between) @ of
    np.fill_diagonal(summed, np.nan)
    held = ~np.isnan(shipped)
    assert np.abs(shipped[held] - summed[held]).max() <= 0.5
    assert np.nanmax(summed[~held]) < 20


def test_key_figures_on_home_services_are_those_of_the_sample_of_users(store):
    """Oslo: SSB 12003 over residents (07459) and over all users, against SSB 12209."""
    users, key_figures = care_users(store), shipped_kostra()
    people = official_headcount(store)
    oslo = geography().codes.index("0301")
    for year in (2020, 2022, 2023):
        old = people.on_1_january(year + 1)[oslo, :, 80:].sum()
        home, of_old, young = (
            users.value("0301", year, "home_services", age) for age in ("all", "80+", "0-66")
        )
        share = key_figures.value("home_services_share_80plus", "0301", year)
        assert share == pytest.approx(of_old / old, abs=0.0006)
        assert key_figures.value("home_users_share_0_66", "0301", year) == pytest.approx(
            young / home, abs=0.0006
        )
        # The key figure counts every stay in an institution, the sample only long ones.
        stays = key_figures.value("institution_share_80plus", "0301", year)
        assert stays > users.value("0301", year, "institution_long_term", "80+") / old


def test_no_derived_user_is_where_one_is_published(store):
    """67 to 79 years, where published, is what the other groups leave; within a person or two."""
    held = care_users(store)
    home = held.users[:, :, 0]
    published = ~np.isnan(home[..., 2]) & ~held.derived[:, :, 0, 2]
    left = home[..., 0] - home[..., 1] - home[..., 3]
    assert published.sum() >= 5
    assert np.nanmax(np.abs(left - home[..., 2])[published]) <= 2
