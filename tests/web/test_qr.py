"""QR codes of the page's own addresses, and refusal of all others."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from veivalg.language import LANGUAGES, text
from veivalg.sources.snapshots import SnapshotStore
from veivalg.web.app import create_app
from veivalg.web.qr_routes import MARGIN, MOST_LETTERS, drawn
from veivalg.web.service import Service

SVG = "{http://www.w3.org/2000/svg}"
PATH = "/kommune/3448/veivalg?path=1~f.H1-60.H3-40~v.L001-3-2028"


def shown(client: TestClient, path: str, **headers: str) -> ET.Element:
    answer = client.get("/api/qr", params={"path": path}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("image/svg+xml")
    return ET.fromstring(answer.content)


def title(code: ET.Element) -> str:
    return code.findtext(f"{SVG}title") or ""


def dark_modules(code: ET.Element) -> set[tuple[int, int]]:
    """(row, column) of every dark module, read from the lines that draw them."""
    width = int((code.get("viewBox") or "").split()[2])
    line = next(p for p in code.iter(f"{SVG}path") if p.get("stroke"))
    found, x, y = set(), 0.0, 0.0
    for step, first, second in re.findall(
        r"([Mmh])\s*(-?[\d.]+)(?:[ ,](-?[\d.]+))?", line.get("d") or ""
    ):
        if step == "h":
            found |= {(int(y), int(x) + i) for i in range(int(first))}
            x += float(first)
        else:
            x, y = (0.0, 0.0) if step == "M" else (x, y)
            x, y = x + float(first), y + float(second)
    assert all(MARGIN <= i < width - MARGIN for one in found for i in one)
    return found


def test_the_code_is_the_whole_address(client: TestClient):
    code = shown(client, PATH)
    assert title(code) == f"http://localhost:8765{PATH}"
    segno = pytest.importorskip("segno")
    rows = segno.make_qr(f"http://localhost:8765{PATH}", error="l").matrix
    expected = {
        (y + MARGIN, x + MARGIN) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    }
    assert dark_modules(code) == expected
    corner = {(y, x) for y, x in expected if y < MARGIN + 7 and x < MARGIN + 7}
    assert len(corner) == 33  # the finder pattern that a camera looks for: 24 + 9 modules


def test_another_address_is_another_code():
    assert drawn("http://localhost/a") != drawn("http://localhost/b")


def test_nothing_in_it_needs_a_style_or_a_script(client: TestClient):
    answer = client.get("/api/qr", params={"path": PATH})
    assert not re.search(rb"<script|<style|style=|href|\bon\w+=", answer.content)
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_not_of_this_page_stays_text_in_the_picture(client: TestClient):
    code = shown(client, "/<script>alert(1)</script>?a=æ")
    assert title(code) == "http://localhost:8765/%3Cscript%3Ealert(1)%3C/script%3E?a=%C3%A6"


@pytest.mark.parametrize(
    "path", ["", "kommune/3448", "//elsewhere.no/", "http://x.no", "/a\nb", "/\\x.no"]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_other_addresses_are_refused(client: TestClient, path: str, language: Any):
    answer = client.get("/api/qr", params={"path": path, "lang": language})
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["key"] == "qr.not_ours"
    assert error["message"] == text("qr.not_ours", language, value=path)


def test_the_longest_address_still_fits_and_no_longer_one(client: TestClient):
    shown(client, "/" + "x" * (MOST_LETTERS - 1))
    answer = client.get("/api/qr", params={"path": "/" + "x" * MOST_LETTERS})
    assert (answer.status_code, answer.json()["error"]["key"]) == (400, "qr.too_long")
    accents = client.get("/api/qr", params={"path": "/" + "å" * 300})
    assert accents.json()["error"]["key"] == "qr.too_long"


def test_a_browser_keeps_it(client: TestClient):
    tag = client.get("/api/qr", params={"path": PATH}).headers["etag"]
    again = client.get("/api/qr", params={"path": PATH}, headers={"If-None-Match": tag})
    assert again.status_code == 304
    other = client.get("/api/qr", params={"path": "/"}, headers={"If-None-Match": tag})
    assert other.status_code == 200


def test_a_phone_is_not_sent_to_localhost(tmp_path: Path):
    app = create_app(Service(SnapshotStore(tmp_path)), allowed=["veivalg.kommune.no", "other.no"])
    here = TestClient(app, base_url="http://localhost:8765")
    assert title(shown(here, "/v/1")) == "http://veivalg.kommune.no:8765/v/1"
    there = TestClient(app, base_url="http://other.no")
    assert title(shown(there, "/v/1")) == "http://other.no/v/1"
