"""Sorting follows the code book, and says why."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.sorting_model import WEIGHTS, content_hash, examples_in, made_of, trained
from veivalg.errors import BadParameter
from veivalg.plans import terms as terms_module
from veivalg.plans.codes import AREAS, GOAL_LIKE, KINDS, SDGS, THEMES
from veivalg.plans.features import rule_scores, word_rows
from veivalg.plans.goal import Proposal, Unit
from veivalg.plans.kind_signs import heading_kind
from veivalg.plans.lemmas import lemma, lemmas
from veivalg.plans.saying import WordIndex, pattern_of
from veivalg.plans.sorting import proposals
from veivalg.plans.terms import Terms, terms_of
from veivalg.plans.weights import AREA, COLUMNS, chances, weights


def one(text: str, *heading: str, printed: str = "sentence") -> Proposal:
    return proposals([Unit(number=0, text=text, page=1, heading=heading, printed=printed)])[0]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("heading", "text", "kind"),
    [
        ("Hovedmål", "Innbyggerne lever gode liv.", "goal"),
        ("Delmål", "Alle elever trives på skolen.", "subgoal"),
        ("Sånn vil vi ha det", "Sentrum er levende.", "subgoal"),
        ("Strategier", "Styrke samarbeidet med næringslivet.", "strategy"),
        ("Strategiar – slik gjer vi det", "Utsleppa er 30 % lågare.", "subgoal"),
        ("Strategier", "Alle har tilgang til bredbånd.", "subgoal"),
        ("Mål", "Bygge ny skole i Vik.", "measure"),
        ("Tiltak", "Utarbeide klimabudsjett.", "measure"),
        ("Visjon", "Sammen for framtida", "vision"),
        ("Helse", "Kommunen har tre sykehjem.", "none"),
        ("Helse", "Kommunen skal ha gode sykehjem for alle som trenger det.", "goal-like"),
        ("Klima", "Vi vil legge til rette for flere ladepunkter.", "strategy"),
        ("Klima", "Det er viktig at vi tenker langsiktig.", "none"),
        ("Bakgrunn", "Planen ble vedtatt i 2018.", "none"),
        ("Utfordringer", "Barnefattigdom", "none"),
        ("Økonomi", "Det overordna målet er å ha sunn økonomi.", "goal-like"),
        ("Lovverk", "Plan- og bygningsloven stiller krav til medvirkning.", "none"),
        ("Ordforklaringer", "Delmål: et mål under et hovedmål.", "none"),
        ("Natur", "Det må tas hensyn til strandsonen.", "none"),
        ("Klima", "Regjeringen har et mål om å kutte utslippene.", "none"),
        ("Delmål", "Vedtatt 18.06.2023", "none"),
        ("Mål", "Minst 1,75 %", "none"),
        ("Satsingsområde", "Helse og mestring", "none"),
        ("Slik gjør vi det", "Vri investeringene mot lavere drift.", "strategy"),
        ("Strategiar", "Arbeida for at fleire unge tek over gardsbruk.", "strategy"),
        ("Strategiar", "Rullera landbruksplanen.", "strategy"),
        ("Strategier", "Færre enn fire av ti korte turer tas med bil.", "subgoal"),
        ("Nordvik kommune", "Nordvik 2040: Fjellbygda som lever hele året", "vision"),
        ("Oppvekst", "Nå er det tre skoler i kommunen.", "none"),
        ("Oppvekst", "Tre skoler ble pusset opp i fjor.", "none"),
        ("Føringer fra fylket", "Alle skal ha kort vei til videregående skole.", "none"),
        ("Hvorfor en strategi?", "Om lag 1 200 mennesker arbeider i kommunen.", "none"),
        ("Hit vil vi", "Alle elever trives på skolen.", "subgoal"),
        ("Veien dit", "Alle ansatte får opplæring i å se barn.", "subgoal"),
    ],
)
def test_heading_and_form_decide_the_kind(heading: str, text: str, kind: str):
    found = one(text, heading)
    if kind == "goal-like":
        assert found.labels.goal_like
    else:
        assert found.labels.kind == kind
    assert any(reason.label == "kind" for reason in found.reasons)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Mål", "goal"), ("2.1 Hovudmål", "goal"), ("Delmål", "subgoal"),
        ("Strategier", "strategy"), ("Planstrategi 2020", ""), ("Tiltak", "measure"),
        ("Visjon mot 2030", "vision"), ("Utfordringar", "none"), ("Klima og energi", ""),
        ("Ordforklaringer", "glossary"), ("Hit vil vi", "subgoal"), ("Veien dit", "strategy"),
        ("Kvifor ein strategi?", "question"), ("Kva vil vi oppnå?", "subgoal"),
        ("Satsingsområde", "none"),
        ("Arbeidsgiverstrategi 2022–2026", ""), ("Dagens situasjon", "none"),
    ],
)  # fmt: skip
def test_what_a_heading_says(title: str, kind: str):
    assert heading_kind(title) == kind


@pytest.mark.parametrize(
    ("heading", "title", "kind"),
    [
        ("Samfunnsmål", "Bolyst", "none"),
        ("Samfunnsmål", "Vi har trygge hjem og gode skoler", "goal-like"),
        ("Satsinger", "Grønn omstilling", "none"),
        ("Visjon", "Midt i naturen", "vision"),
    ],
)
def test_a_heading_that_is_only_a_theme_is_no_goal(heading: str, title: str, kind: str):
    found = one(title, heading, printed="heading").labels
    assert found.goal_like if kind == "goal-like" else found.kind == kind


def test_what_says_nothing_follows_its_heading():
    assert one("Prøve ut nye turnuser.", "Heltid", "Slik gjør vi det").labels.area == "empl"
    assert one("Midt i hjertet", "Visjon").labels.area == "place"


@pytest.mark.parametrize(
    ("bokmål", "nynorsk", "area", "sdg"),
    [
        ("Skolen er god for alle elever.", "Skulen er god for alle elevar.", "life", 4),
        ("Klimagassutslippene er halvert.", "Klimagassutsleppa er halverte.", "clim", 13),
        ("Det er flere jobber i bedriftene.", "Det er fleire jobbar i bedriftene.", "biz", 8),
        ("Frivillige lag har gode vilkår.", "Frivillige lag har gode vilkår hos oss.", "part", 17),
        ("Medarbeiderne trives på jobben.", "Medarbeidarane trivst på jobben.", "empl", 8),
    ],
)  # fmt: skip
def test_both_forms_of_norwegian_are_sorted_alike(bokmål: str, nynorsk: str, area: str, sdg: int):
    for text in (bokmål, nynorsk):
        found = one(text, "Mål").labels
        assert found.goal_like
        assert found.area == area
        assert sdg in found.sdg


@given(st.lists(st.text(max_size=60), max_size=6))
def test_every_unit_gets_a_whole_proposal(texts: list[str]):
    units = [Unit(number=i, text=text, page=1, heading=("Mål",)) for i, text in enumerate(texts)]
    for found in proposals(units):
        labels = found.labels
        assert labels.kind in KINDS
        assert (labels.kind == "none") == (labels.area == "")
        assert labels.area in ("", *AREAS)
        assert labels.theme in ("", *THEMES)
        assert set(labels.sdg) <= set(SDGS)
        assert len(labels.sdg) <= 3
        assert 0.0 <= found.overall <= 1.0
        assert found.labels.goal_like == (labels.kind in GOAL_LIKE)


def test_a_unit_is_sorted_alike_alone_and_among_others():
    texts = [row.text for row in examples_in(next(p for p in made_of() if p.suffix == ".csv"))][:40]
    units = [Unit(number=i, text=text, page=1, heading=("Mål",)) for i, text in enumerate(texts)]
    together = proposals(units)
    for at in (0, 7, 39):
        assert proposals([units[at]])[0].labels == together[at].labels


def test_the_name_of_the_place_says_nothing():
    with_name = Unit(number=0, text="Skogn har gode lærere", page=1, heading=("Mål",))
    found = proposals([with_name], place_name="Skogn")[0]
    assert found.labels.area == "life"


def test_shipped_weights_are_of_the_examples_that_ship():
    manifest = json.loads((WEIGHTS / "manifest.json").read_text("utf-8"))
    assert manifest["made_of"] == content_hash(made_of()), (
        "Examples or terms have changed: run python -m tools.sorting_model"
    )
    assert list(COLUMNS) == manifest["columns"]


def test_training_and_use_see_a_unit_alike():
    examples = [row for path in made_of() if path.suffix == ".csv" for row in examples_in(path)]
    model = trained(examples)
    texts = [row.text for row in examples]
    found = chances(texts, [row.heading for row in examples], model)
    right = [AREAS[at] == row.area for at, row in zip(found.area.argmax(1), examples, strict=True)]
    assert np.mean(right) > 0.95
    np.testing.assert_allclose(found.area.sum(axis=1), 1.0)
    assert weights().words[:, AREA].shape[1] == len(AREAS)


@given(st.text(max_size=200))
def test_parts_of_words_have_length_one(text: str):
    rows, buckets, shares = word_rows([text, "skole"])
    for row in set(rows):
        assert np.linalg.norm(shares[rows == row]) == pytest.approx(1.0, abs=1e-5)
    assert len(rows) == len(buckets) == len(shares)
    assert rule_scores([text]).shape == (1, len(COLUMNS))


def test_nynorsk_words_have_bokmål_sisters():
    assert lemma("skulane") == lemma("skolene") == "skole"
    assert lemma("innbyggjarane") == lemma("innbyggerne")
    assert "og" not in lemmas("skole og barnehage")


def test_every_term_is_heard_and_a_broken_one_told(monkeypatch: pytest.MonkeyPatch):
    assert {term.column for term in terms_of("sdg").terms} == set(range(17))
    made = Terms(("a", "b"), [("skole* god*|bra", "a", 2.0), ("skog", "b", 1.0)])
    assert made.scores(["En bra skole", "skogen", "skog"]).tolist() == [[2, 0], [0, 0], [0, 1]]
    with pytest.raises(BadParameter, match="areas"):
        terms_module._word(7, "terms/areas.toml", "life")
    with pytest.raises(BadParameter, match="two"):
        terms_module._weight("two", "terms/areas.toml")


@given(
    st.lists(st.sampled_from(["bo*", "*bo", "bo", "b*o", "*bo*", "bo|by*", "by"]), unique=True),
    st.text("boy", max_size=6),
)
def test_an_index_of_words_hears_what_the_patterns_do(parts: list[str], word: str):
    found = WordIndex({part: at for at, part in enumerate(parts)}).of(word)
    assert found == tuple(at for at, part in enumerate(parts) if pattern_of(part).fullmatch(word))
