"""Key figures and users of care from the emulated service, all the way to values in `data`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.emulator import Emulator
from tests.emulator.kostra import written_out
from veivalg.data.care_users import care_users
from veivalg.data.kostra import kostra, shipped_kostra
from veivalg.data.missing import Missing
from veivalg.sources.fetching import Fetched
from veivalg.sources.kostra_indicators import SECTORS, indicators
from veivalg.sources.snapshots import SnapshotStore

Bring = Callable[..., Fetched]
RESULT, HOME = "net_operating_result_share", "home_services_share_80plus"


def test_every_key_figure_is_found_and_becomes_ours(bring: Bring, store: SnapshotStore) -> None:
    assert bring().problems == ()
    held = kostra(store)
    assert held is not None
    newest = held.values[:, held.regions.index("0301"), -1]
    assert not np.isnan(newest).any()
    assert held.value(RESULT, "EKG03", 2024) == pytest.approx(0.022, abs=0.001)
    assert held.value("social_assistance_paid_nok", "EAK", 2024) > 1e9
    assert {"0301", "5634", "EAK", "EAKUO", "EKG01", "EKG17"} <= set(held.regions)
    assert not {"0538", "0502"} & set(held.regions)
    assert {source.table for source in held.sources} == {t.split("/")[0] for t in SECTORS}


def test_the_labels_of_the_tables_are_not_those_of_the_files() -> None:
    """Else the patterns that find a content by its words would prove nothing."""
    other = [one for one in indicators().values() if not written_out(one).startswith(one.label)]
    assert len(other) > 25


def test_marks_become_reasons(bring: Bring, store: SnapshotStore, emulator: Emulator) -> None:
    economy = emulator.tables["12134"]
    economy.figures[economy.dimensions[0].codes.index("3448"), :, -1] = np.nan
    bring()
    held = kostra(store)
    assert held is not None
    assert held.value(HOME, "5634", 2024) == Missing("suppressed")
    assert held.value(RESULT, "3448", 2024) == Missing("lacking")
    assert held.newest(HOME, "5634", up_to=2024)[0] == 2023
    assert "hidden by the publisher" in next(
        status.remark for status in store.status() if status.dataset == "kostra_care"
    )


@pytest.mark.parametrize(("day", "revised"), [("2025-03-17", False), ("2025-06-16", True)])
def test_a_year_is_revised_when_its_table_says_so(
    bring: Bring, store: SnapshotStore, emulator: Emulator, day: str, revised: bool
) -> None:
    emulator.tables["12134"].updated = f"{day}T07:00:00Z"
    bring()
    held = kostra(store)
    assert held is not None
    assert held.is_revised(RESULT, 2023)
    assert held.is_revised(RESULT, 2024) is revised
    assert held.is_revised(HOME, 2024)


def test_a_content_that_is_gone_costs_only_itself(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    contents = emulator.tables["12209"].dimensions[1]
    place = contents.codes.index("KOShjtj80aarover0001")
    contents.codes[place], contents.labels[place] = "KOSnytt0000", "Noe nytt (prosent)"
    contents.units["KOSnytt0000"] = "prosent"
    assert bring().problems == ()
    held = kostra(store)
    assert held is not None
    assert held.value(HOME, "0301", 2024) == Missing("not fetched")
    assert held.value("institution_share_80plus", "0301", 2024) > 0
    assert HOME in next(s.remark for s in store.status() if s.dataset == "kostra_care")


def test_a_table_without_any_content_we_know_is_said(bring: Bring, emulator: Emulator) -> None:
    contents = emulator.tables["11643"].dimensions[1]
    contents.codes, contents.labels = ["KOSnytt0000"], ["Noe nytt"]
    problems = bring().problems
    assert len(problems) == 1
    assert "care_hours is not fetched: Table 11643 has changed: it has no content" in problems[0]


def test_what_two_names_would_claim_is_neithers(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    """A label that speaks of providers, and alone of main income, might be either figure."""
    contents = emulator.tables["14019"].dimensions[1]
    for place, label in enumerate(contents.labels):
        if "forsørger" in label:
            contents.labels[place] = "Sosialhjelpstilfeller som forsørger, hovedinntekt (antall)"
        elif "hovedinntekt" in label:
            contents.labels[place] = "Noe nytt (antall)"
    assert bring().problems == ()
    held = kostra(store)
    assert held is not None
    for key in ("social_assistance_long_main_income", "social_assistance_providers"):
        assert held.value(key, "0301", 2024) == Missing("not fetched")
    assert held.value("social_assistance_paid_nok", "0301", 2024) > 0


def test_a_unit_of_another_kind_is_left_out_and_said(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    emulator.tables["12209"].dimensions[1].units["KOShjtj80aarover0001"] = "antall"
    assert bring().problems == ()
    held = kostra(store)
    assert held is not None
    assert held.value(HOME, "0301", 2024) == Missing("not fetched")
    assert "counted in 'antall'" in next(
        s.remark for s in store.status() if s.dataset == "kostra_care"
    )


def test_a_code_list_that_is_gone_leaves_the_municipalities_in_force(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    emulator.tables["12134"].dimensions[0].lists = []
    assert bring().problems == ()
    held = kostra(store)
    assert held is not None
    assert not np.isnan(held.values[held.keys.index(RESULT), held.regions.index("3448"), -1])
    assert "0538" not in held.regions


def test_a_table_that_has_changed_is_said_and_the_others_come(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    emulator.tables["12255"].dimensions[0].id = "Sted"
    emulator.tables["12255"].dimensions[0].role = ""
    problems = bring().problems
    assert len(problems) == 1
    assert problems[0].startswith("kostra_school is not fetched: Table 12255 has changed")
    held = kostra(store)
    assert held is not None
    assert held.value("group_size_2", "0301", 2024) == Missing("not fetched")
    assert isinstance(held.value(RESULT, "0301", 2024), float)


def test_a_web_page_instead_of_figures_is_tried_again(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    emulator.faults.only = "/tables/12209/data"
    emulator.faults.script.extend(["html200", "503"])
    assert bring().problems == ()
    assert not emulator.faults.script
    assert kostra(store) is not None


def test_users_hours_and_housing_become_one_value(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    bring()
    held = care_users(store)
    assert held is not None
    total, young, old = (
        held.value("0301", 2024, "home_services", age) for age in ("all", "0-66", "80+")
    )
    assert held.value("0301", 2024, "home_services", "67-79") == total - young - old
    assert held.derived[held.axes["municipality"].labels.index("0301"), -1, 0].tolist() == [
        False,
        False,
        True,
        False,
    ]
    assert held.value("5634", 2024, "institution_long_term", "80+") == Missing("suppressed")
    assert held.value("0301", 2024, "housing_24_hours") > 0
    assert held.value("0301", 2024, "housing_24_hours", "80+") == Missing("not fetched")
    assert (held.hours_per_week[:, -1] == 4.0).sum() == len(emulator.figures.codes)
    assert len(held.sources) == 3


def test_few_calls_bring_them_all(bring: Bring, emulator: Emulator) -> None:
    """A call for figures a table, and all below the limit of cells."""
    bring()
    tables = ("12134", "12255", "13502", "12209", "14019", "13135", "11820", "12003")
    for table in (*tables, "12292", "11643"):
        assert len(emulator.data_calls(table)) == 1, table


def test_all_municipalities_fit_one_call(reference, tmp_path) -> None:
    from tests.sources.conftest import QUICK, urls_of
    from veivalg.sources.fetching import fetch

    with Emulator.of_reference(reference) as emulator:
        store = SnapshotStore(tmp_path)
        assert fetch(store, base_urls=urls_of(emulator), patience=QUICK).problems == ()
        assert len(emulator.data_calls("12209")) == len(emulator.data_calls("12003")) == 1
        asked = [c for c in emulator.calls if "/tables/12209/data" in c[1]]
        assert asked[0][0] == "POST"
    held = kostra(store)
    assert held is not None
    assert len(held.regions) == 357 + 2 + 17
    assert set(shipped_kostra().regions) < set(held.regions)
