"""What ships is whole: so many of each, none without source or mark, in every language."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest

from tests.futures.content import FILES, checklist, seeds, texts, words
from veivalg.choices.catalogue import PROCESSES, by_lever, entries, goals
from veivalg.choices.lever import EVIDENCE, GROUPS, levers
from veivalg.consequences.outcome import indicators
from veivalg.futures.background import drivers, general_trends, implications, opportunities
from veivalg.futures.connections import connections
from veivalg.futures.shock import SIZES, shocks
from veivalg.futures.story import ATTITUDES, AXES, DIMENSIONS, stories
from veivalg.language import LANGUAGES

BASES = {"read", "measured", "known", "assumption"}
"""Read in a publication, measured in figures that we hold, known by heart, or assumed."""
ALIKE = 8
"""So many words in a row in a document's text would be a sentence taken over."""
TRENDS = [
    *((story.id, trend) for story in stories().values() for trend in story.trends),
    *((one.id, trend) for one in general_trends() for trend in one.trends),
    *((one.id, trend) for one in shocks().values() for trend in one.trends),
]
ITEMS = [item for story in stories().values() for item in story.items]


def test_so_many_of_each():
    assert Counter(one.kind for one in stories().values()) == {"story": 5, "scenario": 4}
    assert len(general_trends()) == 7
    assert Counter(one.sure for one in drivers()) == {True: 5, False: 2}
    assert len(DIMENSIONS) == 7
    assert Counter(item.kind for item in ITEMS) == {"implication": 101, "opportunity": 99}
    assert (len(implications()), len(opportunities())) == (33, 24)
    assert len(connections().parts) == 30
    assert Counter((one.paper, one.kind) for one in entries()) == {
        ("paper2020", "expects_municipality"): 78,
        ("paper2020", "expects_state"): 67,
        ("platform_will", "will"): 163,
        ("platform_expects", "expects_state"): 119,
    }
    assert Counter(one.kind for one in goals()) == {
        "societal_goal": 11,
        "sub_goal": 32,
        "extra_goal": 1,
    }
    assert len(levers()) >= 100
    assert {one.group for one in levers().values()} == set(GROUPS) - {"own"}
    assert len(shocks()) == 8


def test_no_id_is_used_twice():
    ids = [
        *stories(), *levers(), *shocks(), *connections().ids,
        *(one.id for held in (ITEMS, implications(), opportunities(), entries(), goals(),
                              general_trends(), drivers()) for one in held),
        *(one.id for story in stories().values() for one in story.traits),
    ]  # fmt: skip
    assert [one for one, times in Counter(ids).items() if times > 1] == []


def test_ids_are_those_of_the_documents_or_our_own_short_ones():
    """000 to 004 is the document; then section, kind and number in it."""
    of_documents = re.compile(r"00[0-4]-[A-ZÆØÅ0-9.]+(-[A-ZÆØÅ]+)?(-?[A-Z]?\d+)?")
    for held in (ITEMS, implications(), opportunities(), entries(), goals()):
        assert [one.id for one in held if not of_documents.fullmatch(one.id)] == []
    assert all(re.fullmatch(r"[HS]\d", one) for one in stories())
    assert all(re.fullmatch(r"L\d{3}", one) for one in levers())
    assert all(re.fullmatch(r"X\d", one) for one in shocks())
    assert all(re.fullmatch(r"P\d{2}", one) for one in connections().ids)


def test_scenarios_stand_in_the_four_corners_of_the_unsure_drivers():
    corners = {tuple(sorted(one.corner.items())) for one in stories().values() if one.corner}
    assert len(corners) == 4
    assert all(set(one.corner) == set(AXES) for one in stories().values() if one.kind == "scenario")
    unsure = [one for one in drivers() if not one.sure]
    assert all(one.low_end and one.high_end for one in unsure)
    assert not any(one.low_end or one.high_end for one in drivers() if one.sure)


@pytest.mark.parametrize("name", stories())
def test_a_story_is_whole(name: str):
    story = stories()[name]
    assert story.horizon == (2050 if story.kind == "story" else 2040)
    assert story.retold is not None
    assert len({(t.name, t.where) for t in story.trends}) == len(story.trends)
    assert len({(t.name, t.dial.key) for t in story.trends}) == len({t.name for t in story.trends})
    if story.kind == "story":
        assert story.persona is not None
        assert story.traits
        assert {i.dimension for i in story.items} <= set(DIMENSIONS)
        assert {i.meet for i in story.items} <= set(ATTITUDES)
        assert all(trait.trends or trait.shown for trait in story.traits)


@pytest.mark.parametrize(("name", "trend"), TRENDS, ids=lambda one: getattr(one, "name", one))
def test_a_trend_has_an_amount_a_reason_and_a_source_or_a_mark(name, trend):
    assert trend.low <= trend.mid <= trend.high or trend.low >= trend.mid >= trend.high
    assert any(np.array([trend.low, trend.mid, trend.high]) != 0)
    assert trend.source
    assert trend.section
    assert trend.evidence in EVIDENCE
    assert set(trend.basis) <= BASES
    assert trend.basis
    assert set(trend.text) == set(trend.reason) == set(LANGUAGES)
    if set(trend.basis) == {"assumption"}:
        assert trend.evidence in ("weak", "assumption")


@pytest.mark.parametrize("name", levers())
def test_a_lever_has_an_effect_a_source_or_a_mark_and_its_doubt(name: str):
    lever = levers()[name]
    assert lever.effects
    assert lever.sources
    assert all(source.strip() for source in lever.sources)
    assert lever.basis
    assert set(lever.basis) <= BASES
    assert lever.policy
    assert lever.side_effects
    assert lever.hindrances
    for text in (lever.name, lever.what, lever.doubt, lever.unit, lever.cost.note):
        assert text is not None
        assert set(text) == set(LANGUAGES)
    for aside in (*lever.side_effects, *lever.hindrances):
        assert set(aside.text) == set(LANGUAGES)
    assert lever.cost.pays
    assert lever.cost.gains
    assert lever.cost.range[0] < lever.cost.range[1] or not (lever.cost.yearly or lever.cost.once)
    if lever.evidence == "strong":
        assert {"read", "measured"} & set(lever.basis)


def test_shocks_have_three_sizes_and_are_told():
    for one in shocks().values():
        assert len(one.sizes) == len(SIZES)
        assert all(set(text) == set(LANGUAGES) for text in (one.name, one.text, *one.sizes))
        assert one.trends


def test_every_entry_is_the_working_of_a_lever_or_a_process_with_a_reason():
    for one in entries():
        assert set(one.text) == {"nb", "nn"}
        assert all(text.strip() for text in one.text.values())
        assert one.section
        assert one.number > 0
        assert set(one.levers) <= set(levers())
        assert bool(one.levers) != bool(one.process)
        assert not one.process or one.process in PROCESSES
        assert one.why is None or set(one.why) >= {"nb", "nn"}
    assert sum(bool(one.levers) for one in entries()) > 200


def test_every_lever_answers_something_the_sector_has_said():
    traits = [trait for story in stories().values() for trait in story.traits]
    ids = {one.id for one in (*entries(), *goals(), *ITEMS, *opportunities(), *traits)}
    for lever in levers().values():
        assert by_lever().get(lever.id) or ids & set(lever.policy)


def test_goals_are_measured_by_indicators_or_say_why_not():
    names = {one.name for one in indicators()}
    for one in goals():
        assert set(one.text) == set(LANGUAGES)
        assert bool(one.measured_by) != bool(one.not_measured)
        assert {name for name, _ in one.measured_by} <= names
        assert {better for _, better in one.measured_by} <= {"more", "less"}


def test_what_helps_names_levers_that_exist():
    for one in (*implications(), *opportunities()):
        assert set(one.text) == set(LANGUAGES)
        assert set(one.levers) <= set(levers())
    assert {one.group for one in implications()} == {f"H{n}" for n in range(1, 6)}
    assert sum(bool(one.levers) for one in opportunities()) > 15


def test_the_matrix_is_between_parts_of_stories_and_has_reasons():
    held = connections()
    assert set(held.judged) == set(LANGUAGES)
    assert np.abs(held.matrix).max() <= 3
    assert (np.diag(held.matrix) == 0).all()
    assert len(held.reasons) == (held.matrix != 0).sum() > 30
    for part in held.parts:
        names = {trend.name for trend in stories()[part.story].trends}
        assert set(part.trends) <= names
    used = [(p.story, trend) for p in held.parts for trend in p.trends]
    assert len(used) == len(set(used)), "a trend belongs to one part"


def test_retold_stories_ask_only_for_figures_that_are_made():
    places = {
        name
        for story in stories().values()
        for text in (story.retold or {}).values()
        for name in re.findall(r"{(\w+)}", text)
    }
    for story in stories().values():
        asked = [set(re.findall(r"{(\w+)}", text)) for text in (story.retold or {}).values()]
        assert asked[0] == asked[1] == asked[2]
    assert {"place", "year", "residents"} <= places


@pytest.mark.reference
def test_ids_are_those_of_the_checklist():
    rows = checklist()
    of_kind = {row["id"]: row["kind"] for row in rows}
    held = {
        ("implikasjon", "mulighet"): {one.id for one in ITEMS},
        ("hovedtrekk",): {t.id for story in stories().values() for t in story.traits},
        ("oppsummert implikasjon",): {one.id for one in implications()},
        ("mulighet på tvers",): {one.id for one in opportunities()},
        ("vil", "forventer stat", "forventer kommune"): {one.id for one in entries()},
        ("samfunnsmål", "delmål", "tilleggsmål"): {one.id for one in goals()},
    }
    for kinds, ids in held.items():
        assert ids == {one for one, kind in of_kind.items() if kind in kinds}, kinds
    general = {row["id"] for row in rows if row["kind"] == "utviklingstrekk"}
    assert {f"000-{one.id}" for one in general_trends()} == general
    assert {one for lever in levers().values() for one in lever.policy} <= set(of_kind)


def runs(text: str, length: int = ALIKE) -> set[tuple[str, ...]]:
    row = words(text)
    return {tuple(row[i : i + length]) for i in range(len(row) - length + 1)}


@pytest.mark.reference
def test_no_sentence_is_taken_from_the_documents():
    taken: set[tuple[str, ...]] = set()
    for file in seeds().glob("*.txt"):
        taken |= runs(file.read_text(encoding="utf-8"))
    for row in checklist():
        taken |= runs(row["text"])
    assert len(taken) > 10_000
    assert [(place, text) for place, text in texts() if taken & runs(text)] == []


@pytest.mark.reference
def test_a_planted_sentence_is_seen():
    sentence = next(row["text"] for row in checklist() if len(words(row["text"])) > ALIKE)
    assert runs(f"Noe foran. {sentence}") & runs(sentence)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_texts_are_clean(file):
    """Quotation marks in pairs, no loose spaces, nothing left over from writing."""
    for place, text in texts():
        if place.startswith(file.name):
            assert text.count("«") == text.count("»"), place
            assert "  " not in text.replace("\n", " ").strip() or "\n" in text, place
            assert not re.search(r"TODO|XXX|lorem|\.\.\.| ,| \.(?!\d)", text), place
            assert " — " not in text, place
            assert " – " not in text, place
