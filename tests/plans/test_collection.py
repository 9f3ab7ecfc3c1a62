"""Collections: decisions, keeping, forgetting, and what is damaged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.plans.plans_made import plan
from veivalg.errors import Busy, OutOfRange, UnknownPlace
from veivalg.plans import collection as collection_module
from veivalg.plans.collection import Collections
from veivalg.plans.decisions import all_decided, decided, described
from veivalg.plans.goal import Labels
from veivalg.plans.tie import Tie


def test_decisions_make_new_plans_and_can_be_taken_back():
    made = plan()
    number = made.goals()[0].unit.number
    before = made.units[number]
    corrected = decided(
        made, number, "corrected", Labels(kind="strategy", area="biz", theme="green")
    )
    assert corrected.units[number].labels.area == "biz"
    assert decided(corrected, number, "rejected").units[number].labels.kind == "none"
    back = decided(corrected, number, "proposed")
    assert back.units[number] == before
    assert made.units[number] is before


def test_bad_decisions_are_told():
    made = plan()
    with pytest.raises(OutOfRange, match="999"):
        decided(made, 999, "accepted")
    with pytest.raises(OutOfRange, match="labels"):
        decided(made, 0, "corrected")
    with pytest.raises(OutOfRange, match="brochure"):
        described(made, document_type="brochure")
    with pytest.raises(OutOfRange, match="1066"):
        described(made, adopted=1066)
    with pytest.raises(OutOfRange, match="colour"):
        described(made, colour="red")


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ({"municipality": None}, "None"),
        ({"term": (2030, 2020)}, "2030"),
        ({"term": (2020, 3000)}, "3000"),
    ],
)
def test_what_a_document_cannot_be_is_refused(told: dict[str, Any], named: str):
    with pytest.raises(OutOfRange, match=named):
        described(plan(), **told)


def test_an_owner_must_exist_and_an_old_number_becomes_the_one_in_force():
    with pytest.raises(UnknownPlace, match="9999"):
        described(plan(), municipality="9999")
    assert described(plan(), municipality="0529").about.municipality == "3443"
    assert described(plan(), municipality="34").about.municipality == "34"
    assert described(plan(), municipality="").about.municipality == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"area": "moon"}, {"theme": "moon"}, {"sdg": (18,)}, {"challenge": "moon"},
        {"dimension": "moon"}, {"concepts": ("moon",)}, {"bearing": "moon"}, {"targets": ("moon",)},
    ],
)  # fmt: skip
def test_labels_that_the_code_book_does_not_have_are_refused(wrong: dict[str, Any]):
    with pytest.raises(OutOfRange, match=r"moon|18"):
        Labels(kind="goal", **wrong)


def test_the_last_mapping_is_held_until_a_plan_changes():
    held = Collections()
    one = held.new()
    made = held.add(one.id, plan())
    first = one.mapped(by="size")
    assert one.mapped(by="size") is first
    assert one.mapped(only_accepted=True).counted == 0
    goal = made.goals()[0].unit.number
    held.change(one.id, made.sha256, lambda some: decided(some, goal, "rejected"))
    assert one.mapped(by="size").counted == first.counted - 1


def test_groups_of_ones_own_change_the_mapping():
    held = Collections()
    one = held.new()
    held.add(one.id, plan("Nordre Land", "3448"))
    held.group(one.id, {"3448": "Sp"})
    first = one.mapped(by="own")
    held.group(one.id, {"3448": "H"})
    second = one.mapped(by="own")
    assert [found.tables["compared"].rows[0].key.split("|")[0] for found in (first, second)] == [
        "Sp",
        "H",
    ]


def test_several_decisions_are_made_together_or_not_at_all():
    made = plan()
    numbers = [one.unit.number for one in made.goals()]
    assert {all_decided(made, numbers, "accepted").units[n].state for n in numbers} == {"accepted"}
    with pytest.raises(OutOfRange, match="999"):
        all_decided(made, [*numbers, 999], "accepted")


def test_what_a_person_says_of_a_document_is_remembered_as_said():
    told = described(plan(), document_type="okonomiplan", adopted=2021)
    assert told.about.document_type == "okonomiplan"
    assert told.about.confirmed == ("adopted", "document_type")


def test_a_kept_collection_is_there_again_and_gone_when_deleted(tmp_path: Path):
    held = Collections(tmp_path)
    name = held.new().id
    made = held.add(name, plan())
    number = made.goals()[0].unit.number
    held.keep(name, True)
    held.change(name, made.sha256, lambda one: decided(one, number, "accepted"))
    tie = Tie(indicator="residents", wanted="more", confirmed=True)
    held.tie(name, made.sha256, number, tie)
    held.group(name, {"3448": "Sp"})
    again = Collections(tmp_path).get(name)
    assert again.plans[made.sha256].units[number].state == "accepted"
    assert again.tie(made.sha256, number) == Tie(
        indicator="residents", wanted="more", confirmed=True
    )
    assert again.groups == {"3448": "Sp"}
    held.delete(name)
    assert not list(tmp_path.rglob("*.json"))
    with pytest.raises(OutOfRange):
        Collections(tmp_path).get(name)


def test_nothing_is_written_unless_it_is_asked_for(tmp_path: Path):
    held = Collections(tmp_path)
    name = held.new().id
    held.add(name, plan())
    assert not list(tmp_path.rglob("*"))
    held.keep(name, True)
    held.keep(name, False)
    assert not list(tmp_path.rglob("*.json"))
    assert held.get(name).plans


def test_a_damaged_file_does_not_stop_the_others(tmp_path: Path):
    held = Collections(tmp_path)
    name = held.new().id
    first, second = held.add(name, plan("Nordvik")), held.add(name, plan("Sørvik"))
    held.keep(name, True)
    next(tmp_path.rglob(f"{first.sha256}.json")).write_bytes(b'{"document": 7')
    again = Collections(tmp_path).get(name)
    assert again.damaged == (first.sha256,)
    assert list(again.plans) == [second.sha256]


def test_the_same_document_twice_is_one_plan_with_its_decisions():
    held = Collections()
    name = held.new().id
    made = held.add(name, plan())
    held.change(name, made.sha256, lambda one: decided(one, 0, "rejected"))
    assert held.add(name, plan()).units[0].state == "rejected"
    assert len(held.get(name).plans) == 1


@pytest.mark.parametrize("name", ["", "..", "../../etc", "a" * 80, "no such"])
def test_a_name_that_is_none_is_refused(name: str, tmp_path: Path):
    with pytest.raises(OutOfRange):
        Collections(tmp_path).get(name)


def test_room_is_made_by_forgetting_empty_ones_and_else_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(collection_module, "MOST_COLLECTIONS", 2)
    held = Collections()
    first, _ = held.new(), held.new()
    held.new()
    with pytest.raises(OutOfRange):
        held.get(first.id)
    for name in list(held._held):
        held.add(name, plan())
    with pytest.raises(Busy):
        held.new()


def test_documents_have_a_limit(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(collection_module, "MOST_DOCUMENTS", 1)
    held = Collections()
    name = held.new().id
    held.add(name, plan("Nordvik"))
    with pytest.raises(OutOfRange, match="1"):
        held.add(name, plan("Sørvik"))
