"""What a path is asked, over HTTP: why, what matters most, signposts, goals."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.fakes.asked import WRITTEN
from tests.web.test_streamed import documents
from veivalg.language import LANGUAGES
from veivalg.web import asked_routes
from veivalg.web.service import Service
from veivalg.web.streamed import MEDIA_TYPE

PLACE = "/api/paths/municipality/3448"
ASKED = {"indicator": "staff.unfilled", "year": "2040"}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("veivalg.analysis.sensitivity.ROWS", 32)


def ask(client: TestClient, what: str, path: str = WRITTEN, **how: str) -> Any:
    return client.get(f"{PLACE}/{what}", params={"path": path, **how})


def told(client: TestClient, what: str, **how: str) -> Any:
    answer = ask(client, what, **how)
    assert answer.status_code == 200, answer.text

    def never(name: str) -> None:
        raise AssertionError(f"{name} is not JSON")

    return json.loads(answer.content, parse_constant=never)


def in_every_language(held: Any) -> bool:
    return set(held) == set(LANGUAGES) and all(held.values())


@pytest.mark.parametrize("against", ["today", "base"])
def test_why_adds_up_and_names_every_part(client: TestClient, against: str):
    found = told(client, "why", **ASKED, against=against)
    assert found["indicator"] == "staff.unfilled"
    assert found["year"] == 2040
    total = sum(part["value"] for part in found["parts"])
    assert total == pytest.approx(found["to"] - found["from"], abs=1e-9)
    assert all(in_every_language(part["name"]) for part in found["parts"])
    assert in_every_language(found["sentence"])


@pytest.mark.parametrize("value", ["nan", "inf", "1e308", "-1e13"])
def test_a_threshold_that_is_no_number_is_refused_with_an_example(client: TestClient, value: str):
    answer = ask(client, "signposts", **ASKED, threshold=value)
    assert answer.status_code == 400
    assert answer.json()["error"]["key"] == "asked.threshold"


def test_an_indicator_that_does_not_exist_is_told_with_the_nearest(client: TestClient):
    answer = ask(client, "movers", indicator="staff.unfiled", year="2040")
    assert answer.status_code == 400
    assert answer.json()["error"]["key"] == "asked.no_indicator"
    assert "staff.unfilled" in answer.json()["error"]["message"]


def test_why_is_kept_by_the_browser(client: TestClient):
    first = ask(client, "why", **ASKED)
    again = client.get(first.url, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    base = ask(client, "why", **ASKED, against="base")
    assert base.headers["etag"] != first.headers["etag"]


def test_what_matters_is_told_as_it_comes_and_ends_with_the_result(client: TestClient):
    answer = ask(client, "sensitivity", **ASKED)
    assert answer.headers["content-type"].startswith(MEDIA_TYPE)
    assert "content-encoding" not in answer.headers
    *progress, result = documents(answer.content)
    assert [one["kind"] for one in progress] == ["progress"] * len(progress)
    assert progress[-1]["done"] == progress[-1]["total"]
    assert result["kind"] == "result"
    assert in_every_language(result["sentence"])
    for part in result["parts"]:
        assert {"source", "name", "first", "total", "low", "high"} <= part.keys()
        assert in_every_language(part["name"])


def test_a_question_that_is_left_runs_no_further(service: Service, client: TestClient):
    place = service.geography.place("municipality", "3448")
    trod = service.edition.trodden(place, WRITTEN, "", "MMMM", "")
    events = asked_routes.sensitivity_events(trod, "staff.unfilled", 2040)
    assert next(events)["kind"] == "progress"
    events.close()
    with pytest.raises(StopIteration):
        next(events)


def test_signposts_tell_years_and_values(client: TestClient):
    found = told(client, "signposts", **ASKED, threshold="40")
    assert found["need"]["value"] == 40
    assert in_every_language(found["need"]["text"])
    assert in_every_language(found["sentence"])
    assert {"L001", "L021"} <= {one["lever"] for one in found["decide_by"]}
    assert [one["year"] for one in found["decide_by"]] == sorted(
        one["year"] for one in found["decide_by"]
    )
    for one in (*found["decide_by"], *found["reconsider"]):
        assert in_every_language(one["text"])
    for one in found["reconsider"]:
        assert {"figure", "value", "year", "story"} <= one.keys()


def test_another_threshold_is_another_answer(client: TestClient):
    found = [told(client, "signposts", **ASKED, threshold=one) for one in ("40", "1000")]
    assert found[0]["need"] != found[1]["need"]
    assert found[1]["reconsider"] == []


def test_all_goals_are_told(client: TestClient):
    found = told(client, "goals")["goals"]
    assert len(found) == 44
    for one in found:
        assert in_every_language(one["text"])
        assert in_every_language(one["text_state"])
        assert (one["state"] == "not_measured") == (one["indicator"] is None)


@pytest.fixture(params=["why", "sensitivity", "signposts"])
def question(request: pytest.FixtureRequest) -> Iterator[str]:
    return request.param


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("how", "key"),
    [
        ({"indicator": "staff.unfiled", "year": "2040"}, "asked.no_indicator"),
        ({"indicator": "staff.unfilled", "year": "1990"}, "path.no_year"),
        ({"indicator": "society.in_centre_share", "year": "2040"}, "asked.only_together"),
    ],
)
def test_what_is_not_there_is_refused_in_the_readers_language(
    client: TestClient, question: str, lang: str, how: dict[str, str], key: str
):
    answer = ask(client, question, **how, lang=lang)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["key"] == key
    assert answer.headers["content-language"] == lang
    assert how["indicator"] in error["message"] or how["year"] in error["message"]


def test_nothing_chosen_has_no_difference_but_everything_else(client: TestClient):
    empty = ask(client, "why", path="", **ASKED)
    assert empty.status_code == 400
    assert empty.json()["error"]["key"] == "asked.nothing_chosen"
    for what, how in (
        ("why", {**ASKED, "against": "base"}),
        ("sensitivity", ASKED),
        ("signposts", ASKED),
        ("goals", {}),
    ):
        assert ask(client, what, path="", **how).status_code == 200


@pytest.mark.parametrize(
    ("what", "how", "key"),
    [
        ("why", {**ASKED, "against": "tomorrow"}, "asked.against"),
        ("signposts", {**ASKED, "threshold": "nan"}, "asked.threshold"),
        ("signposts", {**ASKED, "threshold": "many"}, "error.bad_request"),
        ("why", {"indicator": "staff.unfilled"}, "error.bad_request"),
    ],
)
def test_other_bad_input_is_told(client: TestClient, what: str, how: dict[str, str], key: str):
    answer = ask(client, what, **how)
    assert answer.status_code == 400
    assert answer.json()["error"]["key"] == key


def test_an_unknown_place_is_not_found(client: TestClient):
    answer = client.get("/api/paths/municipality/9999/why", params=ASKED)
    assert answer.status_code == 404
