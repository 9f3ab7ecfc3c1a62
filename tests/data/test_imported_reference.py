"""The figures of the reference folder, imported into a real store and read back."""

from __future__ import annotations

import numpy as np
import pyarrow.parquet as pq
import pytest

from veivalg.data.figures import figures
from veivalg.data.geography import geography
from veivalg.data.missing import Missing
from veivalg.sources.folder import import_folder
from veivalg.sources.snapshots import SnapshotStore

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def imported(reference, tmp_path_factory):
    store = SnapshotStore(tmp_path_factory.mktemp("figures"))
    import_folder(store, reference)
    return figures(store)


def test_the_headcount_is_the_file_cell_by_cell(imported, reference):
    table = pq.read_table(
        reference / "population_municipality_age_sex_2005_2024.parquet",
        filters=[("year", "=", 2024), ("kommune", "in", ["3448", "5610"])],
    )
    persons, codes = imported.headcount.on_1_january(2024), geography().codes
    for line in table.to_pylist():
        row = persons[codes.index(line["kommune"]), int(line["sex"] == "M")]
        assert row[line["age"]] == line["population"]


def test_it_is_official_and_says_what_was_estimated(imported):
    held = imported.headcount
    assert imported.kind == "official"
    assert held.years == tuple(range(2005, 2025))
    assert held.on_1_january(2024).sum() == 5_550_203
    assert (~held.observed).sum() == 5 * 15 + 2 * 19 + 2
    lacking = np.isnan(held.persons).any(axis=(2, 3))
    assert [geography().codes[m] for m in np.flatnonzero(lacking.any(axis=1))] == ["1160", "1576"]
    assert lacking.sum() == 2


def test_vitals_and_flows_come_along(imported):
    held = imported.vitals
    assert held.births[held.years.index(2023)].sum() == 51_980
    assert {source.kind for source in held.sources} == {"official"}
    assert np.nansum(imported.commuting.persons) == pytest.approx(847_686, abs=1)
    assert imported.moves.axes["year"].labels == (2025,)
    assert len(imported.moves_by_age.axes["municipality"]) == 17


def test_services_and_economy_come_along(imported):
    assert imported.kostra.value("free_income_per_resident_nok", "0301", 2024) == 81_240
    held = imported.care_users
    assert held.value("0301", 2024, "home_services") == 17_875
    assert held.value("0301", 2015, "home_services", "67-79") == 3_149
    assert held.value("0301", 2024, "home_services", "67-79") == 17_875 - 8_548 - 5_616
    assert held.value("1101", 2015, "institution_long_term", "0-66") == Missing("lacking")
    assert held.value("0301", 2024, "housing_24_hours") == 2_222
    assert len(held.axes["municipality"]) == 10
    assert held.derived.sum() > 0
    assert np.nanmax(held.hours_per_week) < 40
    assert np.isnan(imported.expenditure_need.index).sum() == 6
    assert np.nansum(imported.institution_beds.beds[:, -1]) > 40_000
    tables = {source.table for source in imported.sources}
    assert {"12134", "12209", "12003", "11875", "Grønt hefte A-k"} <= tables
