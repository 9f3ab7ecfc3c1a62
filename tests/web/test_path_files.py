"""The four lines of a path as files over HTTP."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.fakes.envelopes import opened
from veivalg.analysis.compare import LINES
from veivalg.consequences.outcome import indicators
from veivalg.language import LANGUAGES, text
from veivalg.reports.export.path_rows import COLUMNS

PLACE = "/api/paths/municipality/3448"
PATH = "1~f.H3-60~x.X5-2-2031~v.L021-4-2028.L009-3-2027.L001-2-2027.L059-3-2028"
Q = {"path": PATH}


def rows(content: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content)))


def test_the_csv_has_every_line_of_every_indicator(client: TestClient):
    answer = client.get(f"{PLACE}.csv", params=Q)
    read = rows(answer.text)
    assert tuple(read[0]) == COLUMNS
    assert len(read) == len(LINES) * len(indicators()) * 27
    keys = {(r["place"], r["line"], r["year"], r["indicator"], r["statistic"]) for r in read}
    assert len(keys) == len(read)
    assert {r["line"] for r in read} == set(LINES)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert '3448.csv-metadata.json>; rel="describedby"' in answer.headers["link"]
    assert (
        'filename="veivalg-path-3448-2024-2050-MMMM-shipped-'
        in (answer.headers["content-disposition"])
    )


def test_today_is_what_the_consequences_say(client: TestClient):
    """Byte for byte, with one column more."""
    today = [r for r in rows(client.get(f"{PLACE}.csv", params=Q).text) if r["line"] == "today"]
    plain = rows(client.get("/api/consequences/municipality/3448.csv").text)
    expected = [r for r in plain if r["statistic"] == "expected"]
    assert [{k: v for k, v in r.items() if k != "line"} for r in today] == expected


def test_each_number_says_what_of_the_path_it_rests_on(client: TestClient):
    read = rows(client.get(f"{PLACE}.csv", params=Q).text)
    marks = {r["line"]: r["source"].partition("path: ")[2].split("; ")[0] for r in read}
    assert marks == {"today": "", "world": "H3, X5", "own": "4 choices", "both": "H3, X5"}
    both = next(r["source"] for r in read if r["line"] == "both")
    assert both.startswith("path: H3, X5; path: 4 choices; ")


def test_the_numbers_are_those_of_the_page(client: TestClient):
    header, arrays = opened(client.get(PLACE, params=Q).content)
    document = json.loads(client.get(f"{PLACE}.json", params=Q).text)
    assert document["id"] == ["line", "statistic", "place", "indicator", "year"]
    assert document["dimension"]["line"]["category"]["index"] == header["labels"]["line"]
    cube = np.array(document["value"], dtype=float).reshape(document["size"])[:, 0, 0]
    np.testing.assert_allclose(cube, arrays["lines"], rtol=2e-7, atol=0.5e-4)
    assert document["extension"]["veivalg"]["path"] == header["path"]


def test_the_workbook_opens_with_the_lines_below_each_other(client: TestClient):
    answer = client.get(f"{PLACE}.xlsx", params={**Q, "lang": "nn"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        first = book.read("xl/worksheets/sheet1.xml").decode()
        everything = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
    assert first.count(f">{text('export.paths.line.world', 'nn')}<") == len(indicators())
    assert "<f>" not in everything
    assert PATH.split("~")[1].split("-")[0].removeprefix("f.") in everything


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_description_tells_the_path_in_words(client: TestClient, language: str):
    answer = client.get(f"{PLACE}.csv-metadata.json", params={**Q, "lang": language})
    said = json.loads(answer.content)
    assert [c["name"] for c in said["tableSchema"]["columns"]] == list(COLUMNS)
    assert not [
        c for c in said["tableSchema"]["columns"] if c["dc:description"].startswith("export.")
    ]
    note, behind = said["notes"]
    assert note["path"].startswith("1~f.H3-60-")
    story = {"nb": "Kompetansegapet, 60 prosent", "nn": "Kompetansegapet, 60 prosent"}
    assert note["futures_chosen"].startswith(story.get(language, "The competence gap, 60 per cent"))
    assert "L0" not in note["choices_made"]
    assert "2028" in note["choices_made"]
    assert len(behind["figures"]) > 20


def test_without_a_path_all_lines_are_today(client: TestClient):
    by_line: dict[str, list[str]] = {}
    for row in rows(client.get(f"{PLACE}.csv").text):
        by_line.setdefault(row["line"], []).append(row["value"])
    assert by_line["world"] == by_line["own"] == by_line["both"] == by_line["today"]


def test_a_browser_keeps_a_file_of_one_path_only(client: TestClient):
    tag = client.get(f"{PLACE}.csv", params=Q).headers["etag"]
    again = {"If-None-Match": tag}
    assert client.get(f"{PLACE}.csv", params=Q, headers=again).status_code == 304
    other = client.get(f"{PLACE}.csv", params={"path": "1~f.H1-10"}, headers=again)
    assert other.status_code == 200


def test_an_unknown_place_or_ending_is_refused(client: TestClient):
    assert client.get("/api/paths/municipality/9999.csv", params=Q).status_code == 404
    assert client.get(f"{PLACE}.pdf", params=Q).status_code == 400
