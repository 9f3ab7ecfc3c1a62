from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from veivalg.sources.progress import Progress
from veivalg.web import fetch_job
from veivalg.web.guards import MOST_BYTES, Pace, host_name, hosts_answered

ADDRESSES = ["/", "/api/health", "/api/nothing", "/api", "/kommune/3448", "/static/x.js"]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetching is a fake here: it tells one step and ends, or stops when asked."""

    def fake(store, heard, stop):
        heard(Progress("population", 1, 2, 3.0))
        stop.wait(0.2)
        return ""

    monkeypatch.setattr(fetch_job, "fetch_official", fake)


@pytest.fixture
def unhurried(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pace, "allows", lambda self, client: True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_security_headers(client: TestClient, address: str):
    headers = client.get(address).headers
    assert headers["content-security-policy"].startswith("default-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "10.0.0.5", "a b"])
def test_another_name_is_not_answered(client: TestClient, host: str):
    answer = client.get("/api/health", headers={"Host": host})
    assert answer.status_code in (400, 421)


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1", "[::1]:8765"])
def test_this_machine_is_answered(client: TestClient, host: str):
    assert client.get("/api/health", headers={"Host": host}).status_code == 200


def test_names_are_those_asked_for():
    assert hosts_answered("127.0.0.1", ["Kommunen.local"]) >= {"localhost", "kommunen.local"}
    assert "evil.example" not in hosts_answered("0.0.0.0")
    assert host_name("[::1]:80") == "::1"
    assert host_name("LOCALHOST:1") == "localhost"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost:8765"},
    ],
)
def test_a_post_from_another_page_is_refused(
    client: TestClient, unhurried: None, headers: dict[str, str]
):
    answer = client.post("/api/data/fetch", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["error"]["key"] == "error.other_origin"


def test_a_post_from_our_own_page_is_taken(client: TestClient, unhurried: None):
    own = {"Origin": "http://localhost:8765", "Sec-Fetch-Site": "same-origin"}
    started = client.post("/api/data/fetch", headers=own)
    assert started.status_code == 202
    again = client.post("/api/data/fetch", headers=own)
    assert again.json()["job"] == started.json()["job"]
    events = client.get("/api/data/progress").text
    assert '"state":"running"' in events
    assert events.rstrip().endswith("}")
    assert '"state":"done"' in events.strip().split("\n\n")[-1]
    assert client.post("/api/data/stop", headers=own).status_code == 202


def test_large_posts_are_refused(client: TestClient, unhurried: None):
    answer = client.post("/api/data/stop", content=b"x" * (MOST_BYTES + 1))
    assert answer.status_code == 413

    def unannounced():
        for _ in range(70):
            yield b"x" * 1024

    assert client.post("/api/data/stop", content=unannounced()).status_code == 413


def test_too_many_posts_are_told_to_wait():
    pace = Pace(most=3)
    assert [pace.allows("a") for _ in range(4)] == [True, True, True, False]
    assert pace.allows("b")


def test_too_many_posts_get_429(client: TestClient, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Pace, "allows", lambda self, client: False)
    answer = client.post("/api/data/stop")
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "60"


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_do_nothing(client: TestClient, unhurried: None, method: str):
    assert getattr(client, method)("/api/places").status_code == 405


def test_pages_are_served_by_the_one_file(client: TestClient, built: Path):
    addresses = [
        "/",
        "/landet",
        "/metode",
        "/kommune/3448",
        "/region/005",
        "/fylke/34",
        "/gruppe/3448-3450",
        "/sammenlign",
    ]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "<div id=page>" in answer.text
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("address", ["/kommune/9999", "/gruppe/3448-3448", "/nothing", "/a/b/c"])
def test_a_page_that_does_not_exist_is_404_with_the_page(
    client: TestClient, built: Path, address: str
):
    answer = client.get(address)
    assert answer.status_code == 404
    assert "<div id=page>" in answer.text


def test_without_a_built_page_it_is_said_how_to_build_it(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("veivalg.web.pages.STATIC", tmp_path)
    assert "run.py" in client.get("/").text


def test_no_file_outside_the_page_can_be_had(client: TestClient):
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py"):
        assert client.get(path).status_code == 404
