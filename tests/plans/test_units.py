"""Units are what the code book says, under the headings that hold, with section and page."""

from __future__ import annotations

import pytest

from tests.plans.plans_made import document
from veivalg.plans.sentences import sentences
from veivalg.plans.units import is_label, units_of
from veivalg.sources.document_text import Block, DocumentText


def units(*blocks: Block):
    return units_of(
        DocumentText(name="x.pdf", sha256="0" * 64, format="pdf", pages=2, blocks=blocks)
    )


def heading(text: str, level: int = 1, page: int = 1) -> Block:
    return Block(kind="heading", text=text, page=page, level=level)


def bullet(text: str) -> Block:
    return Block(kind="bullet", text=text, page=1, level=1)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Planen gjelder til 2030. Den er vedtatt 17. mai 2024 av kommunestyret.", 2),
        ("Vi skal bl.a. bygge skole. Dette skjer f.eks. på Vik.", 2),
        ("Det er 2,5 % flere enn i 2019. Nr. 4 er skolen.", 2),
        ("Kommunen, jf. pkt. 3.1 i planen, skal ha god økonomi.", 1),
        ("Elever på 7. trinn skal lære å svømme!", 1),
        ("«Her er det godt å bo.» Slik skal det være.", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_they_do(text: str, count: int):
    found = sentences(text)
    assert len(found) == count
    assert "".join("".join(found).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "label",
    ["Mål", "Delmål:", "Hovudmål", "Samfunnsmål 2", "3.2 Strategier", "Slik vil vi ha det",
     "Strategiar – slik gjer vi det", "Kommunen skal:", "For å nå målene vil vi", "Tiltak",
     "Hovudmål / Delmål", "Overordna mål"],
)  # fmt: skip
def test_labels_say_what_stands_below_them(label: str):
    assert is_label(label)


@pytest.mark.parametrize(
    "title", ["Klima", "Et godt sted å bo", "Kommunen skal ha gode skoler for alle barn i bygda"]
)
def test_titles_are_no_labels(title: str):
    assert not is_label(title)


def test_headings_nest_and_labels_replace_one_another():
    found = units(
        heading("3 Oppvekst", 1), heading("Mål", 2), bullet("Alle trives."),
        heading("Strategier", 2), bullet("Styrke skolen."), heading("4 Klima", 1),
        bullet("Utslippene går ned."),
    )  # fmt: skip
    paths = {one.text: one.heading for one in found}
    assert paths["Alle trives."] == ("3 Oppvekst", "Mål")
    assert paths["Styrke skolen."] == ("3 Oppvekst", "Strategier")
    assert paths["Utslippene går ned."] == ("4 Klima",)


def test_a_numbered_heading_stands_only_under_its_own_chapter():
    found = units(
        heading("2 Visjon", 2), bullet("Sammen."), heading("3.1 Skole", 3), bullet("A b.")
    )
    assert found[-1].heading == ("3.1 Skole",)
    assert found[-1].section == "3.1"


def test_what_introduces_a_list_ends_with_it():
    found = units(
        heading("Delmål:", 5), bullet("Alle trives."),
        Block(kind="paragraph", text="Skolen er viktig for bygda.", page=1),
    )  # fmt: skip
    assert found[0].heading == ("Delmål",)
    assert found[1].heading == ()


def test_a_label_on_the_same_line_is_the_heading_of_what_follows():
    found = units(
        Block(kind="cell", text="Hovudmål: Alle skal trivast", page=2, header="Mål og strategi")
    )
    assert [(one.text, one.heading, one.page) for one in found] == [
        ("Alle skal trivast", ("Mål og strategi", "Hovudmål"), 2)
    ]


def test_list_numbers_are_no_part_of_a_unit():
    found = units(
        Block(kind="bullet", text="2.1 Flere elever fullfører.", page=1),
        Block(kind="bullet", text="Delmål 2.2: Ingen er fattige.", page=1),
        Block(kind="bullet", text="2.5 prosent flere elever.", page=1),
    )
    assert [one.text for one in found] == [
        "Flere elever fullfører.",
        "Ingen er fattige.",
        "2.5 prosent flere elever.",
    ]
    assert found[1].heading == ("Delmål 2.2",)


def test_the_head_of_a_column_is_a_unit_only_if_it_says_more():
    def cell(text: str, header: str) -> Block:
        return Block(kind="cell", text=text, page=1, header=header)

    found = units(
        cell("Mål", "Mål"),
        cell("Satsingsområde", "Satsingsområde"),
        cell("Trygge hjem", "Trygge hjem"),
        cell("Lage plan.", "Trygge hjem"),
    )
    assert [(one.text, one.printed) for one in found] == [
        ("Trygge hjem", "heading"),
        ("Lage plan.", "cell"),
    ]


def test_a_glossary_keeps_its_words():
    found = units(
        heading("Ordforklaringer"),
        Block(kind="paragraph", text="Delmål: et mål under et hovedmål.", page=1),
    )
    assert found[-1].text.startswith("Delmål:")


def test_every_unit_of_a_plan_has_a_text_a_page_and_its_own_number():
    found = units_of(document())
    assert [one.number for one in found] == list(range(len(found)))
    assert all(one.text.strip() and one.page >= 1 for one in found)
    by_text = {one.text: one for one in found}
    assert by_text["Alle elever trives på skolen."].heading[-1] == "Delmål"
    assert by_text["Klimagassutslippene er halvert i 2035."].section == "4"
