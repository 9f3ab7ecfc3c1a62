"""Ready packages, and paths as files, through the service."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.fakes.envelopes import opened
from tests.pathways.test_ideas import MEASURE
from veivalg.choices.package import packages
from veivalg.web.guards import MOST_BYTES_AT, Pace
from veivalg.web.service import Service


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "allows", lambda self, client: True)


def test_packages_are_given_with_years_and_as_paths(client: TestClient, service: Service):
    base_year = service.edition.simulation.base_year
    found = client.get("/api/packages").json()
    assert [one["id"] for one in found] == list(packages())
    for one in found:
        held = packages()[one["id"]]
        assert [c["year"] - base_year for c in one["choices"]] == [
            picked.year_after for picked in held.choices
        ]
        assert (one["lacks"] is None) == (held.lacks is None)
        assert set(one["for"]) == {"nb", "nn", "en"}
        answer = client.get("/api/paths/municipality/3448", params={"path": one["path"]})
        header, _ = opened(answer.content)
        assert header["path"] == one["path"]
        assert header["notes"] == header["contradictions"] == []
        assert [c["lever"] for c in header["choices"]] == [c["lever"] for c in one["choices"]]


def test_contradictory_choices_are_told_with_what_to_do(client: TestClient):
    text = "1~v.L071-3-2028.L070-4-2028"
    header, _ = opened(client.get("/api/paths/municipality/3448", params={"path": text}).content)
    (one,) = header["contradictions"]
    assert one["levers"] == ["L071", "L070"]
    assert set(one["text"]) == {"nb", "nn", "en"}


def test_a_path_is_a_file_and_a_file_is_a_path(client: TestClient):
    ideas = client.post("/api/ideas", json={"levers": [MEASURE]}).json()["ideas"]
    asked = {
        "path": "1~f.H1-60~v.shared_shifts-2-2028.L001-3-2028",
        "ideas": ideas,
        "name": "Vår vei\r\n#, æøå",
        "lang": "nn",
    }
    answer = client.get("/api/paths/municipality/3448/file", params=asked)
    assert answer.headers["content-type"].startswith("application/toml")
    assert answer.headers["content-disposition"] == 'attachment; filename="var-vei-aeoa.toml"'
    assert answer.text.startswith("# Eit vegval frå Veivalg.")
    read = client.post("/api/paths/read", content=answer.content)
    assert read.status_code == 200, read.text
    held = read.json()
    assert held["name"] == "Vår vei #, æøå"
    assert held["place"] == {
        "level": "municipality",
        "code": "3448",
        "name": "Nordre Land",
    }
    assert held["notes"] == []
    address = "/api/paths/municipality/3448"
    before, _ = opened(client.get(address, params=asked).content)
    after, _ = opened(client.get(address, params=held).content)
    assert before["path"] == after["path"] == held["path"]


def test_a_file_that_cannot_be_read_says_why_in_the_readers_language(client: TestClient):
    for language, word in (("nb", "Filen"), ("nn", "Fila"), ("en", "The file")):
        answer = client.post(f"/api/paths/read?lang={language}", content=b"veivalg = 1\nx = 1")
        assert answer.status_code == 400
        assert answer.json()["error"]["message"].startswith(word)
    most = MOST_BYTES_AT["/api/paths/read"]
    assert client.post("/api/paths/read", content=b" " * (most + 1)).status_code == 413


def test_what_an_old_link_no_longer_holds_stands_at_the_top_of_the_file(client: TestClient):
    asked = {"path": "1~v.L001-3-2028.L999-3-2028", "lang": "en"}
    said = client.get("/api/paths/municipality/3448/file", params=asked).text.splitlines()
    assert "L999-3-2028" in said[1]
    assert said[1].startswith("# ")
