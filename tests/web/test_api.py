from __future__ import annotations

import csv
import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.fakes.envelopes import opened
from tests.web.conftest import DRAWS
from veivalg.analysis.causes import CAUSES
from veivalg.analysis.country_map import MAP_INDICATORS
from veivalg.analysis.indicators import INDICATORS
from veivalg.analysis.uncertainty import QUANTILES
from veivalg.sources.snapshots import SnapshotStore
from veivalg.web.app import create_app
from veivalg.web.edition import Shelf
from veivalg.web.envelope import MEDIA_TYPE
from veivalg.web.service import Service

PEOPLE = {
    "totals": ["year_t"],
    "history": ["year_h", "sex", "age"],
    "expected": ["year", "sex", "age"],
    "indicator_history": ["indicator", "year_h"],
    "indicator_expected": ["indicator", "year"],
    "quantiles": ["quantile", "indicator", "year"],
    "futures": ["future", "indicator", "year"],
    "why": ["indicator", "year", "cause"],
}


def until_drawn(client: TestClient) -> None:
    for _ in range(600):
        if client.get("/api/status").json()["intervals"]["state"] != "computing":
            return
        time.sleep(0.1)


def test_health_says_ready(client: TestClient):
    answer = client.get("/api/health").json()
    assert answer["status"] == "ready"
    assert answer["version"]


def test_status_says_which_figures(client: TestClient):
    until_drawn(client)
    status = client.get("/api/status").json()
    assert status["figures"] == "shipped"
    assert status["date"] == "2024-01-01"
    assert "07459" in status["table"]
    assert status["retrieved"] == ""
    assert status["complete"] is True
    assert status["base_year"] == 2024
    assert status["last_year"] == 2050
    assert status["intervals"] == {"state": "ready", "done": DRAWS, "total": DRAWS}
    assert "MMMM" in status["alternatives"]


def test_places_are_all_there(client: TestClient):
    places = client.get("/api/places").json()
    assert len(places["municipalities"]) == 357
    assert len(places["regions"]) == 159
    assert len(places["counties"]) == 15
    assert {m["code"] for m in places["municipalities"]} >= {"0301", "3448", "5610"}


@pytest.mark.parametrize(
    ("typed", "code"),
    [("aurskog", "3226"), ("1263", "4631"), ("Kárášjohka", "5610"), ("nordre lnd", "3448")],
)
def test_search_finds_old_numbers_sami_names_and_misspellings(
    client: TestClient, typed: str, code: str
):
    hits = client.get("/api/search", params={"q": typed}).json()
    assert code in [hit["code"] for hit in hits[:3]]
    assert set(hits[0]) == {"level", "code", "name", "matched", "detail"}


def test_nothing_typed_finds_nothing_and_too_much_is_refused(client: TestClient):
    assert client.get("/api/search", params={"q": ""}).json() == []
    assert client.get("/api/search", params={"q": "x" * 500}).status_code == 400


def test_a_place_knows_where_it_belongs(client: TestClient):
    place = client.get("/api/place/municipality/3448").json()
    assert place["name"] == "Nordre Land"
    assert place["county"]["code"] == "34"
    assert place["region"]["name"]
    assert "3448" not in place["like"]["members"]
    karasjok = client.get("/api/place/municipality/5610").json()
    assert karasjok["sami"]
    assert client.get("/api/place/country/0").json()["county"] is None
    assert client.get("/api/place/municipality/1508").json()["flags"][0]["key"]


@pytest.mark.parametrize(
    ("level", "code"),
    [
        ("municipality", "3448"),
        ("region", "005"),
        ("county", "34"),
        ("country", "0"),
        ("group", "3448-3450"),
        ("like", "3448"),
    ],
)
def test_people_of_every_kind_of_place(client: TestClient, level: str, code: str):
    answer = client.get(f"/api/people/{level}/{code}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA_TYPE
    header, arrays = opened(answer.content)
    assert {a["name"]: a["axes"] for a in header["arrays"]} == PEOPLE
    assert header["labels"]["indicator"] == list(INDICATORS)
    assert header["labels"]["cause"] == list(CAUSES)
    assert header["labels"]["quantile"] == list(QUANTILES)
    assert header["labels"]["year"] == list(range(2024, 2051))
    np.testing.assert_allclose(
        arrays["why"].sum(axis=-1),
        arrays["indicator_expected"] - arrays["indicator_expected"][:, :1],
        atol=2.0 if code == "0" else 0.2,  # float32
    )
    assert {f["chart"] for f in header["findings"]} == {"numbers", "pyramid", "lines", "why"}
    assert set(header["findings"][0]["text"]) == {"nb", "nn", "en"}
    assert header["source"]["kind"] == "shipped"


def test_quantiles_and_futures_come_when_they_are_drawn(client: TestClient):
    until_drawn(client)
    header, arrays = opened(client.get("/api/people/municipality/3448").content)
    assert header["intervals"] == "ready"
    assert not np.isnan(arrays["quantiles"]).any()
    assert arrays["futures"].shape[0] == DRAWS


def test_an_alternative_is_computed_when_asked_for(client: TestClient):
    main = opened(client.get("/api/people/country/0").content)[1]["indicator_expected"]
    high = opened(client.get("/api/people/country/0?alternative=HHMH").content)[1]
    assert high["indicator_expected"][0, -1] > main[0, -1]


def test_the_map_has_every_municipality_and_the_country(client: TestClient):
    header, arrays = opened(client.get("/api/map").content)
    assert header["labels"]["indicator"] == list(MAP_INDICATORS)
    assert arrays["value"].shape == (5, 28, 357)
    assert header["seam"] == 2024
    assert header["observed"] == [2019, 2024]
    persons = MAP_INDICATORS.index("persons")
    np.testing.assert_allclose(
        arrays["value"][persons].sum(axis=1), arrays["country"][persons], rtol=1e-5
    )
    assert len(header["findings"]) == 3


@pytest.mark.parametrize(
    ("address", "status", "key"),
    [
        ("/api/place/municipality/9999", 404, "error.unknown_place"),
        ("/api/people/county/99", 404, "error.unknown_place"),
        ("/api/people/group/3448-3448", 400, "error.bad_group"),
        ("/api/people/municipality/3448?alternative=ZZZZ", 400, "error.unknown_alternative"),
        ("/api/people/planet/3448", 400, "error.bad_request"),
        ("/api/borders/county", 404, "error.no_borders"),
        ("/api/words/sv", 400, "error.bad_request"),
        ("/api/nothing", 404, "error.not_found"),
        ("/api/people/municipality/3448.pdf", 400, "error.bad_request"),
    ],
)
def test_errors_are_friendly_json(client: TestClient, address: str, status: int, key: str):
    answer = client.get(address, headers={"Accept-Language": "nn"})
    assert answer.status_code == status
    error = answer.json()["error"]
    assert error["key"] == key
    assert error["message"]
    assert error["message"] != key
    assert isinstance(error["suggestions"], list)
    assert "Traceback" not in answer.text


def test_an_unknown_place_suggests_places_that_can_be_opened(client: TestClient):
    error = client.get("/api/place/municipality/Tnn").json()["error"]
    answer = client.get("/api/place/municipality/1507").json()["error"]
    assert {s["code"] for s in answer["suggestions"]} == {"1508", "1580"}
    assert all(s["level"] == "municipality" for s in answer["suggestions"])
    assert "Tnn" in error["message"]


def test_a_bug_is_one_sentence_and_no_traceback(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
):
    def broken(*arguments: object) -> None:
        raise RuntimeError("secret path")

    monkeypatch.setattr("veivalg.web.places_routes.detail", broken)
    answer = client.get("/api/search?q=tinn")
    assert answer.status_code == 500
    assert answer.json()["error"]["key"] == "error.unexpected"
    assert "secret" not in answer.text
    assert answer.headers["content-security-policy"]


def test_the_message_follows_the_readers_language(client: TestClient):
    told = {
        language: client.get(f"/api/place/municipality/9999?lang={language}").json()["error"][
            "message"
        ]
        for language in ("nb", "nn", "en")
    }
    assert told["nb"].startswith("Fant ikke")
    assert told["nn"].startswith("Fann ikkje")
    assert told["en"].startswith("There is no place")


def test_files_have_the_columns_of_the_command_line(client: TestClient):
    until_drawn(client)
    answer = client.get("/api/people/municipality/3448.csv?totals=true")
    read = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(read[0]) == ["place", "name", "year", "sex", "age", "statistic", "persons"]
    assert {r["statistic"] for r in read} >= {"expected", "p10", "p90"}
    assert "shipped" in answer.headers["content-disposition"]
    assert "describedby" in answer.headers["link"]
    described = client.get("/api/people/municipality/3448.csv-metadata.json").json()
    assert described["notes"][0]["kind"] == "shipped"
    dataset = client.get("/api/people/group/3448-3450.json?totals=true").json()
    assert dataset["version"] == "2.0"
    book = client.get("/api/people/municipality/3448.xlsx?totals=true")
    assert book.content[:2] == b"PK"


def test_an_answer_held_by_the_browser_is_not_sent_again(client: TestClient):
    until_drawn(client)
    for address in ("/api/people/municipality/3448", "/api/map", "/api/places", "/api/words/nb"):
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""
        other = client.get("/api/people/municipality/4026")
        assert other.headers["etag"] != first.headers["etag"]


def test_large_answers_are_compressed(client: TestClient):
    answer = client.get("/api/map", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"


def test_words_of_each_language(client: TestClient):
    for language in ("nb", "nn", "en"):
        held = client.get(f"/api/words/{language}").json()
        assert held["finding.pyramid.top_heavy_middle_thin"]


def test_method_names_its_sources(client: TestClient):
    method = client.get("/api/method").json()
    assert method["sources"][0]["table"] == "07459"
    assert set(method) == {"backtest", "against_official", "shipped_loss", "sources"}


def test_openapi_describes_every_field(client: TestClient):
    schema = client.get("/api/openapi.json").json()
    for name, shape in schema["components"]["schemas"].items():
        if name in {"HTTPValidationError", "ValidationError", "Refused"}:
            continue
        for field, told in shape["properties"].items():
            assert told.get("description"), f"{name}.{field}"
    for path, methods in schema["paths"].items():
        for method in methods.values():
            assert method.get("summary"), path


def test_the_description_needs_nothing_from_elsewhere(client: TestClient):
    page = client.get("/api")
    assert page.status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert "<script" not in page.text
    assert "style=" not in page.text
    assert "/api/people/{level}/{code}" in page.text
    assert client.get("/api/style.css").headers["content-type"].startswith("text/css")
    assert json.loads(client.get("/api/openapi.json").text)["info"]["title"] == "Veivalg"


def test_before_the_first_run_one_is_asked_to_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("veivalg.web.service.FIRST_ANSWER_SECONDS", 0.01)
    early = TestClient(create_app(Service(SnapshotStore(tmp_path))), base_url="http://localhost")
    health = early.get("/api/health")
    assert health.status_code == 503
    assert health.json()["status"] == "starting"
    assert early.get("/api/places").status_code == 200
    answer = early.get("/api/people/municipality/3448?lang=nn")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert answer.json()["error"]["key"] == "error.not_ready"


def test_new_figures_take_the_old_ones_place_in_one_step(tmp_path: Path):
    service = Service(SnapshotStore(tmp_path), draws=DRAWS)
    first = service.renew()
    assert service.renew() is service.edition
    assert service.edition is not first
    assert first.stop.is_set()
    assert service.edition.identity == first.identity


def test_damaged_official_figures_are_told_and_shipped_ones_shown(tmp_path: Path):
    (tmp_path / "manifest.json").write_text("{half")
    service = Service(SnapshotStore(tmp_path), draws=DRAWS)
    assert service.renew().simulation.figures.kind == "shipped"
    status = TestClient(create_app(service), base_url="http://localhost").get("/api/status").json()
    assert "damaged" in status["trouble"]
    assert status["complete"] is False


def test_a_value_is_made_once_although_many_ask():
    made: list[int] = []

    def slowly() -> int:
        time.sleep(0.05)
        made.append(1)
        return 7

    shelf: Shelf[str, int] = Shelf(2)
    with ThreadPoolExecutor(8) as asking:
        answers = list(asking.map(lambda _: shelf.made("a", slowly), range(8)))
    assert answers == [7] * 8
    assert made == [1]
    for name in ("b", "c"):
        shelf.put(name, 1)
    assert shelf.get("a") is None


def test_a_shelf_keeps_no_more_than_it_can_bear_and_always_the_newest():
    shelf: Shelf[str, int] = Shelf(10, lambda value: value)
    for name, weight in (("a", 4), ("b", 4), ("b", 5), ("c", 1)):
        shelf.put(name, weight)
    assert [shelf.get(name) for name in "abc"] == [4, 5, 1]
    shelf.put("d", 3)  # a is longest unused
    assert [shelf.get(name) for name in "abcd"] == [None, 5, 1, 3]
    shelf.put("e", 99)
    assert [shelf.get(name) for name in "bcde"] == [None, None, None, 99]


def test_what_cannot_be_made_leaves_nothing_behind():
    shelf: Shelf[str, int] = Shelf(2)
    for name in ("a", "b"):
        with pytest.raises(ZeroDivisionError):
            shelf.made(name, lambda: 1 // 0)
    assert not shelf._making
    assert shelf.made("a", lambda: 5) == 5
