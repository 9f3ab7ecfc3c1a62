"""Documents as text: structure kept, every fault told with file, reason and fix."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document

from tests.sources.pdf_written import Text, lines, pdf
from veivalg.errors import UnreadableDocument
from veivalg.sources.document_text import DocumentText
from veivalg.sources.documents import (
    Limits,
    documents_in,
    read_document,
    read_documents,
    shown_name,
)

BODY = [
    "Kommunen skal være et godt sted å bo for alle som",
    "vil leve der hele livet, også de eldste.",
]


def read(tmp_path: Path, name: str, content: bytes, **limits: int | float) -> DocumentText:
    path = tmp_path / name
    path.write_bytes(content)
    return read_document(path, limits=Limits(**limits))  # type: ignore[arg-type]


def refusal(tmp_path: Path, name: str, content: bytes, **limits: int | float) -> str:
    with pytest.raises(UnreadableDocument) as error:
        read(tmp_path, name, content, **limits)
    assert name in str(error.value)
    return error.value.key


def texts(found: DocumentText, kind: str = "") -> list[str]:
    return [block.text for block in found.blocks if kind in ("", block.kind)]


def word(made: Document | None = None) -> bytes:
    made = made or Document()
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def test_a_pdf_has_headings_paragraphs_and_bullets(tmp_path: Path):
    page = [
        Text("3 Oppvekst", size=16, bold=True, top=70),
        Text("Delmål", bold=True, top=95),
        *lines(
            ["• Alle elever trives på skolen og har", "  venner der.", "• Flere leser."], top=115
        ),
        *lines(BODY, top=190),
    ]
    found = read(tmp_path, "plan.pdf", pdf([page], title="Samfunnsdel"))
    assert found.title == "Samfunnsdel"
    assert texts(found, "heading") == ["3 Oppvekst", "Delmål"]
    assert texts(found, "bullet") == [
        "Alle elever trives på skolen og har venner der.",
        "Flere leser.",
    ]
    assert texts(found, "paragraph") == [" ".join(BODY)]
    levels = [block.level for block in found.blocks if block.kind == "heading"]
    assert levels[0] < levels[1]


def test_two_columns_are_read_one_after_the_other(tmp_path: Path):
    left = [f"venstre linje nummer {n} av teksten her" for n in range(6)]
    right = [f"høyre linje nummer {n} av teksten der" for n in range(6)]
    page = [*lines(left, left=60), *lines(right, left=320)]
    whole = " ".join(texts(read(tmp_path, "plan.pdf", pdf([page]))))
    assert whole.index("venstre linje nummer 5") < whole.index("høyre linje nummer 0")


def test_running_heads_page_numbers_and_contents_are_left_out(tmp_path: Path):
    pages = [
        [
            Text("Kommuneplan for Vik", top=30, size=8),
            *lines([f"Setning nummer {n} står her.", "Mer tekst følger etter den."]),
            Text(f"Side {n}", top=810, size=8),
        ]
        for n in range(1, 6)
    ]
    contents = lines([f"{n} Kapittel ........................ {n}" for n in range(1, 7)])
    found = texts(read(tmp_path, "plan.pdf", pdf([contents, *pages])))
    assert not [
        one for one in found if "Kommuneplan for Vik" in one or "Side" in one or ".." in one
    ]
    assert sum("Setning nummer" in one for one in found) == 5


def test_words_broken_over_a_line_are_whole_and_hanging_hyphens_stay(tmp_path: Path):
    said = [
        "Vi skal ta vare på natur- og kultur-",
        "minner og ha gode helse- og om-",
        "sorgstjenester.",
    ]
    found = texts(read(tmp_path, "plan.pdf", pdf([lines(said)])))
    assert found == [
        "Vi skal ta vare på natur- og kulturminner og ha gode helse- og omsorgstjenester."
    ]


def test_a_paragraph_over_a_page_begins_where_it_begins(tmp_path: Path):
    first = lines(["Denne setningen er så lang at den ikke når fram på"], top=700)
    second = lines(["siden, og den ender på neste side."], top=80)
    found = read(tmp_path, "plan.pdf", pdf([first, second]))
    assert [(block.text, block.page) for block in found.blocks] == [
        (
            "Denne setningen er så lang at den ikke når fram på siden, og den ender på neste side.",
            1,
        )
    ]


def test_word_styles_are_structure_and_breaks_count_pages(tmp_path: Path):
    made = Document()
    made.add_heading("Mål", 1)
    made.add_paragraph("Alle trives.", style="List Bullet")
    made.add_page_break()
    made.add_paragraph("På side to.")
    table = made.add_table(2, 2)
    for at, text in enumerate(["Mål", "Tiltak", "Alle leser.", "Bygge bibliotek."]):
        table.cell(at // 2, at % 2).text = text
    found = read(tmp_path, "plan.docx", word(made))
    assert [(block.kind, block.text, block.page) for block in found.blocks[:3]] == [
        ("heading", "Mål", 1),
        ("bullet", "Alle trives.", 1),
        ("paragraph", "På side to.", 2),
    ]
    cells = {block.text: block.header for block in found.blocks if block.kind == "cell"}
    assert cells == {
        "Mål": "Mål",
        "Tiltak": "Tiltak",
        "Alle leser.": "Mål",
        "Bygge bibliotek.": "Tiltak",
    }
    assert found.pages == 2


def test_a_web_page_is_its_text_and_never_its_scripts(tmp_path: Path):
    html = (
        "<!doctype html><title>Plan</title><nav>Meny</nav><h2>Mål</h2><ul><li>Alle <b>trives</b>."
        "</ul><script>alert('x')</script><p onclick=evil()>Et avsnitt.</p><footer>Kontakt</footer>"
    )
    found = read(tmp_path, "plan.html", html.encode())
    assert texts(found) == ["Mål", "Alle trives.", "Et avsnitt."]
    assert found.title == "Plan"


def test_menus_and_notices_around_a_page_are_left_out(tmp_path: Path):
    around = "<div class='cookie-banner'>Vi bruker kapsler.</div><div id='menu'>Forside</div>"
    text = "<p>" + "Alle trives i bygda og hjelper hverandre. " * 10 + "</p>"
    for html in (f"{around}<main>{text}</main>", f"{around}<div>{text}</div>"):
        found = read(tmp_path, "plan.html", f"<!doctype html><body>{html}".encode())
        assert len(texts(found)) == 1


def test_feet_with_page_numbers_in_plain_text_are_left_out(tmp_path: Path):
    foot = "Vik kommune - samfunnsdel" + " " * 30
    said = f"Alle trives.\n\n{foot}1\n\nFlere leser.\n\n{foot}2\n\nTabell med tall    12\n"
    found = texts(read(tmp_path, "plan.txt", said.encode()))
    assert found == ["Alle trives.", "Flere leser.", "Tabell med tall 12"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_plain_text_is_read_in_any_usual_encoding(tmp_path: Path, encoding: str):
    found = read(tmp_path, "plan.txt", "Mål\n\n• Åpenhet på øya\n".encode(encoding))
    assert texts(found) == ["Mål", "Åpenhet på øya"]


def test_a_renamed_file_is_read_as_what_it_is(tmp_path: Path):
    assert read(tmp_path, "plan.txt", pdf([lines(BODY)])).format == "pdf"
    made = Document()
    made.add_paragraph("Alle trives.")
    assert read(tmp_path, "plan.pdf", word(made)).format == "docx"
    assert read(tmp_path, "notes.pdf", b"Bare tekst her.\n").format == "text"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tom.pdf", b"", "empty"),
        ("kuttet.pdf", pdf([lines(BODY)])[:300], "broken"),
        ("gammel.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_word"),
        ("bilde.pdf", b"\x89PNG\r\n\x1a\n" + b"x" * 100, "picture"),
        ("program.pdf", b"\x7fELF" + b"\0" * 200, "not_a_document"),
        ("pakke.docx", b"PK\x03\x04" + b"\0" * 200, "broken"),
        ("uten.pdf", pdf([[]]), "no_text"),
        ("tilfeldig.bin", bytes(range(256)) * 4, "not_a_document"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_reason(
    tmp_path: Path, name: str, content: bytes, reason: str
):
    assert refusal(tmp_path, name, content) == f"document.{reason}"


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    with pytest.raises(UnreadableDocument, match=r"borte\.pdf"):
        read_document(tmp_path / "borte.pdf")


def test_limits_are_told(tmp_path: Path):
    long = pdf([lines(BODY)] * 12)
    assert refusal(tmp_path, "lang.pdf", long, pages=10) == "document.too_many_pages"
    assert refusal(tmp_path, "stor.pdf", long, bytes=100) == "document.too_large"
    assert (
        refusal(tmp_path, "mye.txt", b"Ord og ord. " * 200, letters=100) == "document.too_much_text"
    )


def test_a_zip_that_would_grow_is_not_opened(tmp_path: Path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", b"<a>" + b" " * 60_000_000)
    assert refusal(tmp_path, "bombe.docx", out.getvalue()) == "document.zip_bomb"


def test_xml_that_defines_entities_is_not_opened(tmp_path: Path):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as held, zipfile.ZipFile(out, "w") as packed:
        for one in held.infolist():
            part = held.read(one)
            if one.filename == "word/document.xml":
                part = b'<!DOCTYPE a [<!ENTITY b "bbbb">]>' + part
            packed.writestr(one.filename, part)
    assert refusal(tmp_path, "entitet.docx", out.getvalue()) == "document.zip_bomb"


def test_an_encrypted_pdf_asks_for_a_copy_without_a_password(tmp_path: Path):
    locked = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"00" * 32 + b"> /U <" + b"11" * 32
        + b"> >> /ID [<00> <00>] "
    )  # fmt: skip
    assert refusal(tmp_path, "laast.pdf", pdf([lines(BODY)], extra=locked)) == "document.encrypted"


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on processor time there")
def test_one_that_takes_too_long_is_stopped(tmp_path: Path):
    many = pdf([lines([f"Linje {n}" for n in range(40)])] * 400)
    assert refusal(tmp_path, "treg.pdf", many, seconds=0.05) == "document.too_slow"


def test_one_broken_file_stops_none_of_the_others(tmp_path: Path):
    for number in range(5):
        content = b"%PDF-1.4 junk" if number == 2 else pdf([lines(BODY)])
        (tmp_path / f"plan{number}.pdf").write_bytes(content)
    found = list(read_documents(documents_in(tmp_path)))
    assert [path.name for path, _ in found] == [f"plan{n}.pdf" for n in range(5)]
    assert [isinstance(one, DocumentText) for _, one in found] == [True, True, False, True, True]


def test_a_folder_gives_its_documents_and_no_links_or_locks(tmp_path: Path):
    (tmp_path / "under").mkdir()
    for name in ("b.pdf", "a.docx", "~$a.docx", ".skjult.pdf", "bilde.png", "under/c.TXT"):
        (tmp_path / name).write_bytes(b"x")
    if hasattr(os, "symlink"):
        (tmp_path / "lenke.pdf").symlink_to("/etc/hostname")
    names = [path.relative_to(tmp_path).as_posix() for path in documents_in(tmp_path)]
    assert names == ["a.docx", "b.pdf", "under/c.TXT"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\planer\\plan.pdf", "plan.pdf"),
        ("a\u202eb\x00.pdf", "ab.pdf"),
        ("", "document"),
        ("x" * 300 + ".pdf", "x" * 115 + "….pdf"),
    ],
)
def test_names_are_shown_without_folders_or_tricks(name: str, shown: str):
    assert shown_name(name) == shown


def test_the_child_writes_nothing_and_leaves_the_folder_as_it_was(tmp_path: Path):
    read(tmp_path, "plan.pdf", pdf([lines(BODY)]))
    assert [path.name for path in tmp_path.iterdir()] == ["plan.pdf"]
