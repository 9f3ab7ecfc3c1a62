"""Users of care: what is hidden has its reason, and one age group follows from three others."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from veivalg.data.care_users import care_users
from veivalg.data.missing import Missing
from veivalg.errors import LabelMismatch, OutOfRange, TableChanged, UnknownPlace


def lines(*cells: tuple[str, str, float | None, str], code="3448", year=2024) -> pa.Table:
    """Lines of (series, age group, value, mark) for one municipality and year."""
    series, ages, values, marks = zip(*cells, strict=True)
    return pa.table(
        {
            "municipality": [code] * len(cells),
            "year": [year] * len(cells),
            "series": list(series),
            "age_group": list(ages),
            "value": pa.array(values, pa.float64()),
            "mark": list(marks),
        }
    )


def home(total, young, middle, old, *, mark=":"):
    return lines(
        *(
            ("home_services", age, value, "" if value is not None else mark)
            for age, value in (("all", total), ("0-66", young), ("67-79", middle), ("80+", old))
        )
    )


def test_the_middle_group_follows_from_the_others_and_is_marked(store_of):
    held = care_users(store_of(care_users=home(100, 40, None, 45)))
    assert held.value("3448", 2024, "home_services", "67-79") == 15
    assert held.derived.sum() == 1
    assert held.derived[0, 0, 0, 2]


@pytest.mark.parametrize(
    "users",
    [(None, 40, None, 45), (100, None, None, 45), (100, 40, None, None), (80, 40, None, 45)],
)
def test_it_follows_from_nothing_less_and_never_below_zero(store_of, users):
    held = care_users(store_of(care_users=home(*users)))
    assert held.value("3448", 2024, "home_services", "67-79") == Missing("suppressed")
    assert not held.derived.any()


def test_published_users_are_kept_as_they_are(store_of):
    held = care_users(store_of(care_users=home(101, 40, 15, 45)))
    assert held.value("3448", 2024, "home_services", "67-79") == 15
    assert not held.derived.any()


def test_missing_users_have_a_reason_and_are_never_zero(store_of):
    cells = (
        ("institution_long_term", "0-66", None, ":"),
        ("institution_long_term", "80+", None, ".."),
        ("home_services_hours_per_week", "all", 3.5, ""),
        ("nurse_person_years", "all", None, ".."),
    )
    held = care_users(store_of(care_users=lines(*cells)))
    institution = ("3448", 2024, "institution_long_term")
    assert held.value(*institution, "0-66") == Missing("suppressed")
    assert held.value(*institution, "80+") == Missing("lacking")
    assert held.value(*institution, "all") == Missing("not fetched")
    assert held.value("0301", 2024, "home_services") == Missing("not fetched")
    assert held.value("3448", 1999, "home_services") == Missing("not fetched")
    assert np.isnan(held.users).all()
    assert held.hours_per_week.tolist() == [[3.5]]
    assert np.isnan(held.nurses).all()


def test_numbers_no_longer_in_force_are_left_out(store_of):
    both = pa.concat_tables([home(9, 3, 3, 3), lines(("home_services", "all", 7, ""), code="0538")])
    assert care_users(store_of(care_users=both)).axes["municipality"].labels == ("3448",)
    assert care_users(store_of(care_users=both.slice(4))) is None
    assert care_users(store_of()) is None


def test_what_cannot_be_is_refused(store_of):
    with pytest.raises(UnknownPlace, match="9999"):
        care_users(store_of(care_users=lines(("home_services", "all", 7, ""), code="9999")))
    with pytest.raises(TableChanged, match="sauna"):
        care_users(store_of(care_users=lines(("sauna", "all", 7, ""))))
    with pytest.raises(TableChanged, match="0-17"):
        care_users(store_of(care_users=lines(("home_services", "0-17", 7, ""))))
    with pytest.raises(TableChanged, match="twice"):
        care_users(store_of(care_users=lines(*[("home_services", "all", 7, "")] * 2)))
    with pytest.raises(OutOfRange, match="-7"):
        care_users(store_of(care_users=lines(("home_services", "all", -7, ""))))
    held = care_users(store_of(care_users=home(9, 3, 3, 3)))
    with pytest.raises(LabelMismatch, match="bed"):
        held.value("3448", 2024, "bed")
    with pytest.raises(UnknownPlace, match="9999"):
        held.value("9999", 2024, "home_services")
