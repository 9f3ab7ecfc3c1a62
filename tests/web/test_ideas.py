"""Own stories and measures through the service, and paths that use them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.fakes.envelopes import opened
from tests.pathways.test_ideas import MEASURE, STORY
from veivalg.shifts.dial import bounds_of, dials
from veivalg.web.guards import MOST_BYTES_AT, Pace


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "allows", lambda self, client: True)


def read(client: TestClient, *, stories: Any = (), levers: Any = ()) -> dict[str, Any]:
    answer = client.post("/api/ideas", json={"stories": list(stories), "levers": list(levers)})
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer.json()


def test_they_are_read_packed_and_opened_again(client: TestClient):
    held = read(client, stories=[STORY], levers=[MEASURE])
    assert held["stories"][0]["id"] == "quiet_valley"
    assert held["levers"][0]["name"]["en"] == "Shared shifts"
    assert held["stories"][0]["name"]["en"] == "Den stille dalen", "shown when it is all there is"
    shipped = client.get("/api/choices").json()["levers"][0]
    assert set(held["levers"][0]) == set(shipped)
    story = client.get("/api/futures").json()["stories"][0]
    assert set(held["stories"][0]) == set(story)
    assert client.get("/api/ideas", params={"ideas": held["ideas"]}).json() == held
    assert held["texts"] == {"stories": [STORY], "levers": [MEASURE]}


def test_a_path_with_them_opens_and_counts(client: TestClient):
    ideas = read(client, stories=[STORY], levers=[MEASURE])["ideas"]
    text = "1~f.quiet_valley-60.H3-40~v.shared_shifts-3-2028.L001-3-2028"
    address = "/api/paths/municipality/3448"
    header, arrays = opened(client.get(address, params={"path": text, "ideas": ideas}).content)
    assert header["notes"] == []
    assert header["path"].startswith("1~f.quiet_valley-60-")
    assert [one["lever"] for one in header["choices"]] == ["shared_shifts", "L001"]
    without, plain = opened(client.get(address, params={"path": text}).content)
    assert [note["name"] for note in without["notes"]] == [
        "quiet_valley-60",
        "shared_shifts-3-2028",
    ]
    need = header["labels"]["indicator"].index("staff.need")
    assert (arrays["lines"][2:, need, -1] < plain["lines"][2:, need, -1]).all()
    again, same = opened(
        client.get(address, params={"path": header["path"], "ideas": ideas}).content
    )
    assert again["identity"] == header["identity"]
    assert (same["lines"] == arrays["lines"])[:, need].all()


@pytest.mark.parametrize("end", [0, 1])
def test_the_largest_own_measures_leave_an_answer_that_can_be_read(client: TestClient, end: int):
    held = list(dials().values())
    effects = [
        f'[[effect]]\ndial = "{one.key}"\n'
        + "".join(f"{name} = {bounds_of(one)[end]}\n" for name in ("low", "mid", "high"))
        for one in held
    ]
    size = -(-len(effects) // 2)
    levers = [
        f'id = "own_{n}"\nname = "Alt"\n[levels]\nscale = [1, 1, 1, 1, 1]\n'
        + "".join(effects[n * size : (n + 1) * size])
        for n in range(2)
    ]
    ideas = read(client, levers=levers)["ideas"]
    address = "/api/paths/municipality/1151"
    asked = {"path": "1~v.own_0-5-2027.own_1-5-2027", "ideas": ideas}
    answer = client.get(address, params=asked)
    assert answer.status_code == 200, answer.text
    header, _ = opened(answer.content)
    assert len(header["choices"]) == 2
    for question in ("mends",):
        found = client.get(f"{address}/{question}", params=asked)
        assert found.status_code == 200, found.text
        json.loads(found.text, parse_constant=pytest.fail)


@pytest.mark.parametrize(
    "body",
    ["", "[]", "{", '{"a": []}', '{"levers": "x"}', '{"levers": [1]}', "[" * 90_000, "\xff"],
)
def test_what_is_no_list_of_texts_is_refused(client: TestClient, body: str):
    answer = client.post("/api/ideas?lang=nn", content=body.encode("latin-1"))
    assert answer.status_code == 400
    assert answer.json()["error"]["key"].startswith("ideas.")


def test_faults_are_told_in_the_readers_language(client: TestClient):
    broken = MEASURE.replace("home_hours", "home_hour")
    said = [
        client.post(f"/api/ideas?lang={language}", json={"levers": [broken]}).json()["error"]
        for language in ("nb", "nn", "en")
    ]
    assert [one["key"] for one in said] == ["content.no_dial_near"] * 3
    assert said[0]["message"].startswith("Eget tiltak 1 (shared_shifts), linje 6")
    assert said[1]["message"].startswith("Eige tiltak 1 (shared_shifts), linje 6")
    assert said[2]["message"].startswith("Own measure 1 (shared_shifts), line 6")


def test_too_large_bodies_are_refused(client: TestClient):
    most = MOST_BYTES_AT["/api/ideas"]
    assert client.post("/api/ideas", content=b" " * (most + 1)).status_code == 413
    assert client.post("/api/ideas", content=b" " * most).status_code == 400
