"""Every count holds its sentences, and a long plan weighs no more than a short one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.plans.plans_made import plan
from veivalg.errors import BadParameter, OutOfRange
from veivalg.plans.counted import body_of, quoted_of, table
from veivalg.plans.decisions import decided
from veivalg.plans.goal import Plan
from veivalg.plans.grouping import groups_by, merged_of, size_of
from veivalg.plans.mapping import mapped
from veivalg.plans.near_equal import groups_of
from veivalg.plans.own_column import own_column

MORE = "\n".join(f"• Næringslivet i bygda vokser med {n} nye bedrifter." for n in range(12))


@cache
def plans() -> tuple[Plan, ...]:
    return (
        plan("Nordre Land", "3448", year=2020),
        plan("Bærum", "3201", year=2023),
        plan("Vik", "4639", more="5 Næring\n\nMål\n" + MORE),
    )


def test_every_count_is_its_sentences_each_with_document_and_page():
    found = mapped(plans(), by="size")
    assert found.tables
    for held in found.tables.values():
        for row in held.rows:
            assert row.count == len(row.quoted)
            assert row.bodies == len({one.body for one in row.quoted})
            assert all(one.text and one.document and one.page >= 1 for one in row.quoted)
            assert 0.0 <= row.share <= 1.0
            if row.low is not None and row.high is not None:
                assert row.low <= row.share + 1e-9
                assert row.share <= row.high + 1e-9


def test_a_long_plan_weighs_no_more_than_a_short_one():
    areas = {row.key: row for row in mapped(plans()).tables["areas"].rows}
    assert areas["biz"].count > areas["life"].count
    assert areas["biz"].share < 1 / 3 + 1e-9
    assert areas["life"].bodies == 3


def test_rejected_goals_are_not_counted_and_accepted_ones_alone_can_be():
    first = plans()[0]
    goal = first.goals()[0].unit.number
    rejected = mapped([decided(first, goal, "rejected")])
    assert rejected.counted == mapped([first]).counted - 1
    only = mapped([decided(first, goal, "accepted")], only_accepted=True)
    assert (only.counted, only.accepted) == (1, 1)


def test_with_one_body_there_is_no_interval():
    rows = mapped(plans()[:1]).tables["areas"].rows
    assert rows
    assert all(row.low is None and row.high is None for row in rows)


def test_near_equal_goals_are_one_group_named_by_one_of_them():
    groups = mapped(plans()).groups
    assert groups[0].bodies == 3
    assert groups[0].named_by in groups[0].members
    members = [id(one) for group in groups for one in group.members]
    assert len(members) == len(set(members))


def test_groups_join_both_forms_of_norwegian_and_leave_others_alone():
    bokmål = plan("Nes", more="5 Omsorg\n\nMål\n• Eldre innbyggere bor hjemme lenger.\n")
    nynorsk = plan("Voss", more="5 Omsorg\n\nMål\n• Eldre innbyggjarar bur heime lenger.\n")
    goals = [quoted_of(one, unit) for one in (bokmål, nynorsk) for unit in one.goals()]
    groups = groups_of(goals, names=("Nes", "Voss"))
    texts = [{one.text for one in group.members} for group in groups]
    both = {"Eldre innbyggere bor hjemme lenger.", "Eldre innbyggjarar bur heime lenger."}
    assert both in texts
    assert all(both & held in (set(), both) for held in texts)
    assert groups_of(goals[:1]) == ()


def test_sentences_behind_a_count_are_found_by_table_and_key():
    found = mapped(plans())
    row = next(row for row in found.tables["areas"].rows if row.count)
    assert found.behind("areas", row.key) == row.quoted
    assert found.behind("groups", "0") == found.groups[0].members
    for table_name, key in (("areas", "moon"), ("groups", "9999"), ("nothing", "life")):
        with pytest.raises(OutOfRange, match=key):
            found.behind(table_name, key)


def test_comparisons_follow_the_register():
    assert groups_by("size", plans(), {}) == {"3448": "middling", "3201": "large", "4639": "small"}
    assert groups_by("own", plans(), {"3448": "Sp"}) == {"3448": "Sp"}
    assert groups_by("county", plans(), {})["3201"] == "Akershus"
    assert groups_by("centrality", plans(), {})["3448"] == "centrality_4"
    assert size_of("0301") == "large"
    assert merged_of("1508") == "merged"
    assert merged_of("3448") == "not_merged"
    compared = mapped(plans(), by="size").tables["compared"]
    assert {row.key.split("|")[0] for row in compared.rows} == {"small", "middling", "large"}
    with pytest.raises(OutOfRange, match="shoe"):
        mapped(plans(), by="shoe")


def test_groups_of_ones_own_are_compared_and_are_words_already():
    own = own_column(b"municipality,value\n3448,A|B\n3201,small\n", file="own.csv")
    found = mapped(plans(), by="own", own_groups=own)
    assert {row.key.split("|")[0] for row in found.tables["compared"].rows} == {"A/B", "small"}
    assert found.parts("compared") == ("", "area")
    assert mapped(plans(), by="form").parts("compared") == ("form", "area")
    with pytest.raises(BadParameter, match="value"):
        mapped(plans(), by="own")


def test_a_county_of_its_own_is_in_its_county():
    one = plans()[0]
    county = replace(one, about=replace(one.about, municipality="34", name="Innlandet"))
    assert groups_by("county", [county], {}) == {"34": "Innlandet"}
    assert groups_by("size", [county], {}) == {}


def test_an_empty_mapping_is_empty_and_no_fault():
    found = mapped([])
    assert found.bodies == 0
    assert all(not row.count for held in found.tables.values() for row in held.rows)


@settings(max_examples=30)
@given(st.lists(st.integers(0, 2), min_size=1, max_size=30), st.booleans())
def test_the_mean_of_shares_is_reckoned_over_bodies(where: list[int], of_bodies: bool):
    quoted = [
        quoted_of(plans()[at], plans()[at].units[n % len(plans()[at].units)])
        for n, at in enumerate(where)
    ]
    held = table(
        "x", quoted, lambda one: [one.body], bodies=[body_of(one) for one in plans()],
        share_of="bodies" if of_bodies else "sentences",
    )  # fmt: skip
    bodies = len(set(where))
    for row in held.rows:
        expected = 1 / 3 if of_bodies else 1 / bodies
        assert row.share == pytest.approx(expected)
    assert sum(row.count for row in held.rows) == len(where)
