"""Whether a package holds and what it would take, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from veivalg.analysis import mixes
from veivalg.analysis.asked import Progress
from veivalg.web import streamed
from veivalg.web.guards import Pace
from veivalg.web.streamed import MEDIA_TYPE

PLACE = "/api/paths/municipality/3448"
PACKAGE = "1~f.H3-60~v.L001-3-2028.L021-4-2027"
STAFF = {"indicator": "staff.unfilled", "year": "2040"}
PARTS = {"nb", "nn", "en"}


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Pace, "allows", lambda self, client: True)
    monkeypatch.setattr(mixes, "MIXES", mixes.FEWEST)
    return


def events(client: TestClient, what: str, **query: str) -> list[dict[str, Any]]:
    answer = client.get(f"{PLACE}/{what}", params={**STAFF, **query})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(MEDIA_TYPE)
    assert "content-encoding" not in answer.headers
    lines = answer.text.strip().split("\n\n")
    assert all(line.startswith("data: ") for line in lines)
    return [json.loads(line.removeprefix("data: ")) for line in lines]


def refusal(client: TestClient, what: str, **query: str) -> str:
    answer = client.get(f"{PLACE}/{what}", params={**STAFF, **query})
    assert answer.status_code == 400
    return answer.json()["error"]["key"]


def test_whether_it_holds_is_told_as_it_is_found(client: TestClient):
    *progress, result = events(client, "robust", path=PACKAGE, at_most="45")
    assert [one["kind"] for one in progress] == ["progress"] * len(progress)
    assert [one["done"] for one in progress] == list(range(1, len(progress) + 1))
    assert progress[-1]["done"] == progress[-1]["total"] > 9
    assert result["kind"] == "result"
    assert set(result["sentence"]) == set(result["summary"]) == PARTS
    assert [one["id"] for one in result["futures"]] == [
        "H1", "H2", "H3", "H4", "H5", "S1", "S2", "S3", "S4",
    ]  # fmt: skip
    for one in result["futures"]:
        assert set(one["name"]) == PARTS
        assert one["holds"] == (one["value"] <= 45)
        assert one["regret"] >= 0
    assert result["share"] == sum(one["holds"] for one in result["futures"]) / 9
    mixed = result["mixes"]
    assert mixed["count"] == mixes.FEWEST
    assert 0 <= mixed["without"] <= mixed["share"] <= 1
    assert mixed["low"] < mixed["median"] < mixed["high"]
    if result["box"]:
        assert 0 < result["coverage"] <= 1
        assert 0 < result["density"] <= 1
        assert {"kind", "source", "dial", "name", "low", "high"} == set(result["box"][0])


def test_the_page_and_the_mixes_tell_the_same_number(client: TestClient):
    alone = "1~f.H3-100~v.L001-3-2028.L021-4-2027"
    (*_, result) = events(client, "robust", path=PACKAGE, at_most="45")
    (*_, reached) = events(client, "reach", path=alone, at_most="10000")
    third = next(one for one in result["futures"] if one["id"] == "H3")
    assert third["value"] == pytest.approx(reached["begin"], abs=1e-9)


def test_packages_to_compare_with_can_be_given(client: TestClient):
    plain = events(client, "robust", path=PACKAGE, at_most="45")[-1]["futures"]
    better = "1~v.L021-5-2027.L028-5-2027.L031-5-2027"
    given = events(client, "robust", path=PACKAGE, at_most="45", against=better)[-1]["futures"]
    assert all(a["regret"] > b["regret"] for a, b in zip(given, plain, strict=True))


def test_what_it_would_take_is_told_as_it_is_found(client: TestClient):
    *progress, result = events(client, "reach", path=PACKAGE, at_most="20", without="workforce")
    assert progress[0] == {"kind": "progress", "done": 0, "total": progress[0]["total"]}
    assert progress[-1]["done"] == progress[-1]["total"]
    assert result["kind"] == "result"
    assert result["reached"]
    assert result["nearest"] is None
    assert set(result["text"]) == PARTS
    kinds = [one["kind"] for one in result["packages"]]
    assert kinds[0] == "fewest"
    assert "cheapest" in kinds
    for one in result["packages"]:
        assert one["reached"] == (one["value"] <= 20 + 1e-9)
        assert set(one["text"]) == PARTS
        assert one["adds_up"] == (not one["lacking"])
        assert one["levers"]
        assert {"lever", "level", "year"} == set(one["levers"][0])
        again = events(client, "reach", path=one["path"], at_most=str(one["value"]))[-1]
        assert again["begin"] == one["value"]
        assert [p["kind"] for p in again["packages"]] == ["met"]


def test_what_cannot_be_reached_gives_the_nearest(client: TestClient):
    result = events(client, "reach", path=PACKAGE, at_most="0", decides="state", keep="false")[-1]
    assert not result["reached"]
    assert result["packages"] == []
    assert result["nearest"]["kind"] == "nearest"
    assert not result["nearest"]["reached"]
    assert result["possible"] >= result["nearest"]["value"]
    assert "L021" not in {one["lever"] for one in result["nearest"]["levers"]}


@pytest.mark.parametrize("what", ["robust", "reach"])
@pytest.mark.parametrize(
    ("query", "key"),
    [
        ({"indicator": "staff.unfiled", "at_most": "3"}, "goal.indicator"),
        ({}, "goal.no_amount"),
        ({"at_most": "nan"}, "goal.no_amount"),
        ({"at_least": "inf"}, "goal.no_amount"),
        ({"at_most": "3", "at_least": "1"}, "goal.two_amounts"),
        ({"at_most": "3", "year": "2090"}, "goal.year"),
        ({"at_most": "3", "indicator": "society.in_centre_share"}, "goal.no_number"),
        ({"at_most": "much"}, "error.bad_request"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_the_stream(
    client: TestClient, what: str, query: dict[str, str], key: str
):
    found = client.get(f"{PLACE}/{what}", params={**STAFF, **query})
    assert found.status_code == 400
    error = found.json()["error"]
    assert key in (error["key"], "goal." + error["key"])
    assert error["message"]


def test_nothing_to_search_is_refused_before_the_stream(client: TestClient):
    assert refusal(client, "reach", at_most="3", decides="") == "reach.nothing_to_search"
    assert refusal(client, "reach", at_most="3", decides="king") == "reach.decides"
    assert refusal(client, "reach", at_most="3", without="workforse") == "reach.group"
    assert refusal(client, "reach", at_most="3", year="2026") == "reach.too_late"
    assert refusal(client, "reach", at_most="3", start="2045") == "reach.too_late"
    assert client.get(f"{PLACE[:-4]}9999/reach", params={**STAFF}).status_code == 404


def test_a_reader_who_leaves_stops_the_question(client: TestClient):
    closed = []

    def question() -> Any:
        try:
            while True:
                yield Progress(1, 2)
        finally:
            closed.append(True)

    told = streamed.progress_of(question())
    assert next(told) == {"kind": "progress", "done": 1, "total": 2}
    told.close()
    assert closed == [True]
