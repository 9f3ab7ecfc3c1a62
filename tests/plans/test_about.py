"""What a document is: type, owner, form, years and use of the UN goals, as proposals."""

from __future__ import annotations

import pytest

from tests.plans.plans_made import document
from veivalg.plans.about import about, type_of
from veivalg.plans.language_form import form_of, form_of_all
from veivalg.plans.sdg_use import sdg_use_of
from veivalg.plans.units import units_of
from veivalg.sources.document_plain import plain_blocks
from veivalg.sources.document_text import DocumentText

TITLES = [
    ("Kommuneplanens samfunnsdel 2020-2032", "samfunnsdel"),
    ("Kommuneplanen sin samfunnsdel", "samfunnsdel"),
    ("Samfunnsplan for Vik 2030", "samfunnsdel"),
    ("Kommunal planstrategi 2024-2027", "planstrategi"),
    ("Planstrategi for Nes kommune", "planstrategi"),
    ("Regional planstrategi 2020-2024 Vestland fylkeskommune", "regional_planstrategi"),
    ("Utviklingsplan for Vestland fylke", "regional_planstrategi"),
    ("Fylkesplan for Nordland", "regional_planstrategi"),
    ("Økonomiplan 2025-2028", "okonomiplan"),
    ("Handlingsprogram med økonomiplan og årsbudsjett", "okonomiplan"),
    ("Budsjett 2025 og økonomiplan 2025–2028", "okonomiplan"),
    ("Intensjonsavtale om ny kommune", "intensjonsavtale"),
    ("Intensjonsplan for samanslåing", "intensjonsavtale"),
    ("Arbeidsgiverstrategi mot 2030", "arbeidsgiverstrategi"),
    ("Arbeidsgjevarstrategi for Voss herad", "arbeidsgiverstrategi"),
    ("Arbeidsgivarpolitikk", "arbeidsgiverstrategi"),
    ("Temaplan for skog", "other"),
    ("Politisk plattform", "other"),
    ("Årsmelding 2023", "other"),
    ("Handlekurv", "other"),
]


@pytest.mark.parametrize(("title", "kind"), TITLES)
def test_the_type_follows_the_title(title: str, kind: str):
    assert type_of(title, title, "") == kind
    assert type_of("", "", title) == kind


def told(text: str, name: str = "plan.txt", running: tuple[str, ...] = ()):
    blocks, pages = plain_blocks(text.encode())
    made = DocumentText(
        name=name, sha256="1" * 64, format="text", pages=pages, blocks=tuple(blocks),
        running=running,
    )  # fmt: skip
    return about(made, units_of(made))


def test_a_plan_tells_its_owner_form_and_years():
    found = told(
        "Samfunnsdel 2024–2036\n\nNordre Land kommune\n\nVedtatt av kommunestyret 12. juni 2023.\n"
    )
    assert (found.municipality, found.name) == ("3448", "Nordre Land")
    assert found.term == (2024, 2036)
    assert found.adopted == 2023
    assert found.form == "nb"


def test_a_county_and_a_place_that_does_not_exist():
    assert (
        told("Regional plan\n\nVestland fylkeskommune skal utvikle fylket.\n").municipality == "46"
    )
    made_up = told("Samfunnsdel\n\nSkogheim kommune vil vokse. Skogheim kommune er god.\n")
    assert (made_up.municipality, made_up.name) == ("", "Skogheim")
    assert told("Her står det ingenting om hvem.\n", "notat.txt").municipality == ""


def test_a_title_in_capitals_names_only_the_owner():
    assert told("KOMMUNEPLAN FOR NORDRE LAND KOMMUNE\n").municipality == "3448"


def test_an_owner_may_be_told_by_the_running_foot_alone():
    assert told("Økonomiplan 2025–2028\n", running=("Vik kommune",)).municipality == "4639"


def test_an_old_name_leads_to_the_municipality_of_today():
    assert told("Plan\n\nSkodje kommune skal vere god å bu i.\n").municipality == "1508"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Vi ønsker ikke at noen skal være alene hjemme.", "nb"),
        ("Me ynskjer ikkje at nokon skal vere åleine heime.", "nn"),
        ("Innbyggjarane skal ha gode tenester.", "nn"),
        (
            "The municipality shall be a place for all of the people who have to live there.",
            "other",
        ),
    ],
)
def test_the_form_is_told_by_its_own_words(text: str, form: str):
    assert form_of(text) == form
    assert form_of_all([text, text]) == form


@pytest.mark.parametrize(
    ("sentence", "use"),
    [
        ("Kommunen måler og rapporterer på alle de 17 bærekraftsmålene.", "report"),
        ("Under hvert mål viser vi hvilke av FNs bærekraftsmål det svarer på.", "link"),
        ("Vi har valgt fem av FNs bærekraftsmål som våre.", "select"),
        ("FNs bærekraftsmål ligger til grunn for planen.", "guide"),
        ("Kommunen skal ha gode skoler.", "none"),
    ],
)
def test_the_use_of_the_un_goals_is_the_highest_step(sentence: str, use: str):
    blocks, pages = plain_blocks(f"{sentence}\n".encode())
    made = DocumentText(name="x", sha256="2" * 64, format="text", pages=pages, blocks=tuple(blocks))
    assert sdg_use_of(units_of(made)) == use


def test_the_plan_of_the_tests_is_a_social_element():
    made = document()
    found = about(made, units_of(made))
    assert (found.document_type, found.sdg_use, found.term) == (
        "samfunnsdel",
        "guide",
        (2024, 2036),
    )
