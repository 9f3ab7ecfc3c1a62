"""Goals on the page: documents, decisions, the mapping, files, a path, and nothing left."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.plans.plans_made import TEXT
from tests.sources.pdf_written import lines, pdf
from veivalg.web.guards import DOCUMENT, Pace

BASE = "/api/goals/collections"
PLAN = TEXT.format(name="Nordre Land", more="").encode()


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "allows", lambda self, client: True)


def begun(client: TestClient) -> str:
    answer = client.post(BASE)
    assert answer.status_code == 200
    return str(answer.json()["id"])


def put(client: TestClient, name: str, content: bytes = PLAN, called: str = "plan.txt") -> Any:
    return client.post(f"{BASE}/{name}/documents", params={"name": called}, content=content)


@pytest.fixture
def filled(client: TestClient) -> tuple[str, str]:
    """Id of a collection, and of the document in it."""
    name = begun(client)
    return name, str(put(client, name).json()["sha256"])


def units(client: TestClient, filled: tuple[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(
        f"{BASE}/{filled[0]}/documents/{filled[1]}/units"
    ).json()["units"]
    return found


def accept_all(client: TestClient, filled: tuple[str, str]) -> list[int]:
    numbers = [one["number"] for one in units(client, filled)]
    said = {"state": "accepted", "numbers": numbers}
    assert client.post(f"{BASE}/{filled[0]}/documents/{filled[1]}/decisions", json=said).is_success
    return numbers


def test_a_document_becomes_goals_with_quotation_and_page(client: TestClient, filled: Any):
    held = client.get(f"{BASE}/{filled[0]}").json()
    about = held["documents"][0]["about"]
    assert (about["municipality"], about["document_type"]) == ("3448", "samfunnsdel")
    found = units(client, filled)
    texts = {one["text"]: one for one in found}
    goal = texts["Klimagassutslippene er halvert i 2035."]
    assert (goal["labels"]["kind"], goal["page"], goal["document"]) == ("goal", 1, "plan.txt")
    assert all(one["text"] and one["document"] and one["page"] and one["reasons"] for one in found)


def test_a_decision_is_kept_and_can_be_taken_back(client: TestClient, filled: Any):
    one = units(client, filled)[0]
    at = f"{BASE}/{filled[0]}/documents/{filled[1]}/units/{one['number']}"
    labels = {"kind": "strategy", "area": "biz", "theme": "green", "sdg": [9, 8, 8]}
    corrected = client.post(at, json={"state": "corrected", "labels": labels}).json()
    assert corrected["labels"]["sdg"] == [8, 9]
    assert corrected["state"] == "corrected"
    assert client.post(at, json={"state": "rejected"}).json()["labels"]["kind"] == "none"
    assert client.post(at, json={"state": "proposed"}).json()["labels"] == one["labels"]


@pytest.mark.parametrize(
    "said",
    [
        {"state": "perhaps"},
        {"state": "corrected"},
        {"state": "corrected", "labels": {"kind": "goal", "area": "moon"}},
        {"state": "corrected", "labels": {"kind": "goal", "sdg": [18]}},
        {"state": "accepted", "more": 1},
    ],
)
def test_a_bad_decision_is_refused(client: TestClient, filled: Any, said: dict[str, Any]):
    at = f"{BASE}/{filled[0]}/documents/{filled[1]}/units/0"
    answer = client.post(at, json=said)
    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "document.empty"),
        (b"%PDF-1.4 nothing", "document.broken"),
        (b"\x7fELF" + bytes(90), "document.not_a_document"),
    ],
)
def test_a_document_that_cannot_be_read_leaves_the_others(
    client: TestClient, filled: Any, content: bytes, key: str
):
    answer = put(client, filled[0], content, "../../ond.pdf")
    assert answer.status_code == 422
    assert answer.json()["error"]["key"] == key
    assert "ond.pdf" in answer.json()["error"]["message"]
    assert ".." not in answer.json()["error"]["message"]
    assert len(client.get(f"{BASE}/{filled[0]}").json()["documents"]) == 1


def test_a_document_may_be_large_where_others_may_not(client: TestClient):
    name = begun(client)
    assert DOCUMENT.fullmatch(f"{BASE}/{name}/documents")
    big = pdf([lines([f"Setning nummer {n} på siden." for n in range(40)])] * 60)
    assert len(big) > 70_000
    assert put(client, name, big, "stor.pdf").status_code == 200
    assert client.post(f"{BASE}/{name}/kept", content=b"x" * 70_000).status_code == 413


def test_a_collection_that_is_not_there_is_told(client: TestClient):
    for answer in (
        client.get(f"{BASE}/nothing"),
        put(client, "nothing"),
        client.delete(f"{BASE}/no"),
    ):
        assert answer.status_code == 400
        assert answer.json()["error"]["key"] == "goals.no_collection"


def test_another_page_may_not_put_anything_in(client: TestClient):
    name = begun(client)
    answer = client.post(
        f"{BASE}/{name}/documents", content=PLAN, headers={"origin": "http://elsewhere.test"}
    )
    assert answer.status_code == 403


def test_scripts_in_a_document_are_text(client: TestClient):
    name = begun(client)
    html = b"<html><h1>M&aring;l</h1><p>Alle &lt;script&gt;x&lt;/script&gt; skal ha det godt.</p>"
    sha = put(client, name, html, "x.html").json()["sha256"]
    answer = client.get(f"{BASE}/{name}/documents/{sha}/units?every=true")
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == "no-store"
    assert "<script>" in answer.json()["units"][-1]["text"]


def test_counts_open_their_sentences(client: TestClient, filled: Any):
    found = client.get(f"{BASE}/{filled[0]}/map", params={"by": "size"}).json()
    for name, table in found["tables"].items():
        for row in table["rows"]:
            if row["count"]:
                asked = {"table": name, "key": row["key"], "by": "size"}
                behind = client.get(f"{BASE}/{filled[0]}/map/units", params=asked).json()
                assert behind["total"] == row["count"]
                assert all(one["document"] and one["page"] for one in behind["units"])
    wrong = client.get(f"{BASE}/{filled[0]}/map/units", params={"table": "areas", "key": "moon"})
    assert wrong.status_code == 400


def test_groups_of_ones_own_are_taken_and_compared(client: TestClient, filled: Any):
    at = f"{BASE}/{filled[0]}"
    assert client.get(f"{at}/map", params={"by": "own"}).status_code == 400
    told = client.post(f"{at}/groups", json={"column": "municipality;value\n3448;Sp\n"})
    assert told.json()["groups"] == ["Sp"]
    compared = client.get(f"{at}/map", params={"by": "own"}).json()["tables"]["compared"]
    assert compared["parts"] == ["", "area"]
    assert {row["key"].split("|")[0] for row in compared["rows"]} == {"Sp"}
    wrong = client.post(f"{at}/groups", json={"column": "kommune\nVik"})
    assert wrong.status_code == 400
    assert client.get(at).json()["groups"] == ["Sp"]


def test_files_hold_the_goals(client: TestClient, filled: Any):
    accept_all(client, filled)
    at = f"{BASE}/{filled[0]}"
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"{at}/goals.csv").content.decode("utf-8-sig")))
    )
    assert len(rows) == len(units(client, filled))
    wanted = {"document", "page", "text", "kind", "area", "theme", "sdg", "confidence"}
    assert wanted <= set(rows[0])
    held = json.loads(client.get(f"{at}/goals.json").content)
    assert len(held["documents"][0]["goals"]) == len(rows)
    examples = client.get(f"{at}/corrections.csv").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(examples)))) == len(rows)
    for language in ("nb", "nn", "en"):
        book = client.get(f"{at}/goals.xlsx", params={"lang": language}).content
        assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(book)).namelist()


def test_only_accepted_goals_are_held_against_a_path(client: TestClient, filled: Any):
    at = f"{BASE}/{filled[0]}/held/municipality/3448"
    assert client.get(at).json()["goals"] == []
    accept_all(client, filled)
    found = {one["text"]: one for one in client.get(at).json()["goals"]}
    goal = found["Klimagassutslippene er halvert i 2035."]
    assert (goal["state"], goal["why"]) == ("not_measured", "not_confirmed")
    assert goal["tie"]["indicator"] == "land.emissions"
    assert (goal["tie"]["change"], goal["tie"]["year"]) == (-0.5, 2035)
    tie = f"{BASE}/{filled[0]}/documents/{filled[1]}/units/{goal['number']}/tie"
    said = {"indicator": "land.emissions", "wanted": "less", "change": -0.5, "year": 2035}
    assert client.post(tie, json=said).json()["tie"]["confirmed"]
    again = {one["text"]: one for one in client.get(at).json()["goals"]}
    assert again["Klimagassutslippene er halvert i 2035."]["state"] in (
        "met",
        "not_met",
        "wrong_way",
    )
    assert client.post(tie, json={"indicator": "moon.cheese"}).status_code == 400
    assert not client.post(tie, json={}).json()["tie"]["confirmed"]


def test_what_it_is_can_be_corrected_and_it_can_be_taken_out(client: TestClient, filled: Any):
    at = f"{BASE}/{filled[0]}/documents/{filled[1]}"
    told = client.post(f"{at}/about", json={"adopted": 2022, "form": "nn"}).json()["about"]
    assert (told["adopted"], told["form"]) == (2022, "nn")
    assert client.post(f"{at}/about", json={"adopted": 1066}).status_code == 400
    assert client.post(f"{at}/about", json={"colour": "red"}).status_code in (400, 422)
    assert client.delete(at).status_code == 204
    assert client.get(f"{at}/units").status_code == 400


def test_nothing_is_left_when_a_collection_is_deleted(client: TestClient, filled: Any):
    folder = Path(client.app.state.service.store.folder) / "goals"  # type: ignore[attr-defined]
    assert client.post(f"{BASE}/{filled[0]}/kept", json={"kept": True}).json()["kept"]
    assert list(folder.rglob("*.json"))
    assert client.delete(f"{BASE}/{filled[0]}").status_code == 204
    assert not (folder / filled[0]).exists()
    assert client.get(f"{BASE}/{filled[0]}").status_code == 400


def test_a_sample_is_drawn_with_its_balance(client: TestClient):
    found = client.post("/api/goals/sample", json={"size": 12, "counties": 2}).json()
    assert (len(found["municipalities"]), len(found["counties"])) == (10, 2)
    assert all(one["name"] for one in found["municipalities"])
    assert found["csv"].startswith("part,number,name")
    assert (
        client.post("/api/goals/sample", json={"size": 12, "column": "a,b\n1,2"}).status_code == 400
    )


def test_measured_accuracy_is_told(client: TestClient):
    found = client.get("/api/goals/accuracy").json()
    assert set(found["labels"]) == {"kind", "area", "theme", "sdg"}
    assert any(one["weak"] for one in found["classes"])
