"""Pages as plans are laid out: bullets set apart, boxes beside the text, tables below columns."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml

from tests.sources.pdf_written import Text, lines, pdf
from tests.sources.test_documents import read, texts, word

LONG = "Teksten på denne siden er så lang at den går over hele bredden av arket, fra kant til kant."


def test_a_bullet_sign_set_apart_belongs_to_its_line(tmp_path: Path):
    said = ["Alle elever trives.", "Flere leser", "Ingen er ensomme"]
    page = [
        *lines(said, left=90, top=100),
        *(Text("•", left=60, top=100 + 14 * at) for at in range(3)),
    ]
    assert texts(read(tmp_path, "plan.pdf", pdf([page])), "bullet") == said


def test_a_box_beside_the_text_is_read_after_it(tmp_path: Path):
    page = [
        *lines([f"brødteksten går videre på linje {n} av" for n in range(6)], left=60, top=100),
        *lines([f"boksen har linje {n}" for n in range(6)], left=400, top=107, step=12),
    ]
    whole = " ".join(texts(read(tmp_path, "plan.pdf", pdf([page]))))
    assert whole.index("linje 5 av") < whole.index("boksen har linje 0")
    assert "linje 0 av brødteksten" in whole


def test_a_right_column_may_begin_above_the_left_one(tmp_path: Path):
    page = [
        *lines([f"venstre linje nummer {n} av teksten her" for n in range(5)], left=60, top=130),
        *lines([f"høyre linje nummer {n} av teksten der" for n in range(7)], left=320, top=105),
    ]
    whole = " ".join(texts(read(tmp_path, "plan.pdf", pdf([page]))))
    assert whole.index("venstre linje nummer 4") < whole.index("høyre linje nummer 0")


def test_a_table_below_two_columns_is_a_table(tmp_path: Path):
    page = [
        *lines([f"venstre linje nummer {n} av teksten her" for n in range(5)], left=60, top=100),
        *lines([f"høyre linje nummer {n} av teksten der" for n in range(5)], left=320, top=100),
        Text("Næring", left=60, top=200, size=14, bold=True),
        *(Text(head, left=at, top=230, bold=True) for head, at in HEADS),
        *lines(["Flere bedrifter", "trives her."], left=60, top=250),
        *lines(["Ha klare tomter", "i alle bygder."], left=250, top=250),
        Text("8, 9", left=480, top=250),
        Text("Folk handler her.", left=60, top=290),
        Text("Pynte gatene.", left=250, top=290),
        Text("8", left=480, top=290),
        Text(LONG, top=330),
    ]
    found = read(tmp_path, "plan.pdf", pdf([page]))
    cells = [(block.text, block.header) for block in found.blocks if block.kind == "cell"]
    assert ("Flere bedrifter trives her.", "Mål") in cells
    assert ("Ha klare tomter i alle bygder.", "Strategier") in cells
    assert ("Strategier", "Strategier") in cells
    order = [block.text for block in found.blocks]
    assert order.index("Næring") > order.index(next(one for one in order if "høyre" in one))
    assert order[-1] == LONG


HEADS = (("Mål", 60), ("Strategier", 250), ("FN-mål", 480))


def test_the_title_of_a_chapter_in_the_margin_is_left_out(tmp_path: Path):
    pages = [
        [
            Text(title, top=30, left=400, size=8),
            Text(title, top=120, size=20, bold=True),
            *lines(["Her står det noe om kapittelet.", "Og noe mer står her."], top=160),
        ]
        for title in ("Oppvekst", "Klima")
    ]
    found = texts(read(tmp_path, "plan.pdf", pdf(pages)))
    assert [found.count("Oppvekst"), found.count("Klima")] == [1, 1]


def test_what_stands_at_the_same_place_on_every_page_is_told_apart(tmp_path: Path):
    pages = [
        [Text("Vik kommune 2024", top=120), *lines(["Mål", f"Setning nummer {n}."], top=160)]
        for n in range(4)
    ]
    found = read(tmp_path, "plan.pdf", pdf(pages))
    assert "Vik kommune 2024" not in texts(found)
    assert found.running == ("Vik kommune 2024",)
    assert sum("Mål" in one for one in texts(found)) == 4


def test_large_print_in_sentences_is_running_text(tmp_path: Path):
    said = "Kommunen bruker mer enn den har. Gjelden øker. Slik kan det ikke være i lengden."
    page = [
        Text(said, size=13, top=90),
        *lines(
            [
                f"rad {n} med små tall og bokstaver i seg her og der og alle steder"
                for n in range(20)
            ],
            top=150,
        ),
    ]
    assert said not in texts(read(tmp_path, "plan.pdf", pdf([page])), "heading")


def test_a_first_row_that_is_sentences_is_no_head(tmp_path: Path):
    made = Document()
    table = made.add_table(2, 1)
    table.cell(0, 0).text = "Barn og unge vokser opp i trygge hjem."
    table.cell(1, 0).text = "Eldre bor hjemme."
    found = read(tmp_path, "plan.docx", word(made))
    assert [block.header for block in found.blocks] == ["", ""]


BOX = (
    "<w:p {ns}><w:r><mc:AlternateContent><mc:Choice Requires='wps'>{inside}</mc:Choice>"
    "<mc:Fallback>{inside}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
SPACES = (
    "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
    "xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
)


def test_a_text_box_is_read_once_and_heads_and_feet_are_told_apart(tmp_path: Path):
    made = Document()
    made.add_paragraph("Før boksen.")
    inside = "<w:txbxContent><w:p><w:r><w:t>Visjon: Her bor vi</w:t></w:r></w:p></w:txbxContent>"
    made.element.body.insert(1, parse_xml(BOX.format(ns=SPACES, inside=inside)))
    made.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    made.add_paragraph("Etter boksen.")
    made.sections[0].footer.paragraphs[0].text = "Vik kommune"
    found = read(tmp_path, "plan.docx", word(made))
    assert [(block.text, block.page) for block in found.blocks] == [
        ("Før boksen.", 1),
        ("Visjon: Her bor vi", 1),
        ("Etter boksen.", 2),
    ]
    assert found.running == ("Vik kommune",)
