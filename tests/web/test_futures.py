"""Futures over HTTP: stories for one place, mixes judged, and what is refused."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from veivalg.analysis.compare import TODAY, WORLD, four_lines
from veivalg.language import LANGUAGES
from veivalg.web.service import Service

HISTORY = "/api/futures/H3/municipality/3448"


def test_a_story_is_told_with_the_figures_of_its_run(client: TestClient, service: Service):
    answer = client.get(HISTORY).json()
    place = service.geography.place("municipality", "3448")
    trod = service.edition.trodden(place, "1~f.H3-100", "", "MMMM", "")
    lines = four_lines(trod.site, trod.path, trod.known)
    for name, indicator in (("unfilled", "staff.unfilled"), ("result", "money.net_result_share")):
        pair = answer["figures"][name]
        assert pair["today"] == pytest.approx(lines.value(indicator, 2050, TODAY), rel=1e-12)
        assert pair["story"] == pytest.approx(lines.value(indicator, 2050, WORLD), rel=1e-12)
    persons = service.edition.prospect(place).value("persons", 2050)
    assert answer["figures"]["residents"]["today"] == pytest.approx(persons, rel=1e-9)
    older = service.edition.prospect(place).value("80+", 2050)
    assert answer["figures"]["aged_80plus"]["today"] == pytest.approx(older, rel=1e-9)
    assert set(answer["text"]) == set(LANGUAGES)
    assert answer["text"]["nb"].startswith("Nordre Land har om lag 6")


def test_a_scenario_is_told_of_its_own_year(client: TestClient):
    assert client.get("/api/futures/S2/municipality/3448").json()["year"] == 2040


def test_kinds_of_place_count(client: TestClient):
    """Tax where people stay and part-time residents: H2 moves a cabin municipality more."""
    plain = client.get("/api/futures/H2/municipality/3448").json()
    cabin = client.get("/api/futures/H2/municipality/3448?kinds=cabin").json()
    assert plain["figures"]["result"]["today"] == cabin["figures"]["result"]["today"]
    assert plain["figures"]["result"]["story"] != cabin["figures"]["result"]["story"]


def test_a_story_that_is_not_there_is_refused_with_the_nearest(client: TestClient):
    answer = client.get("/api/futures/H9/municipality/3448?lang=nn")
    assert answer.status_code == 400
    assert "H9" in answer.json()["error"]["message"]


def test_a_place_that_is_not_there_is_not_found(client: TestClient):
    assert client.get("/api/futures/H3/municipality/9999").status_code == 404


def test_a_mix_is_judged_in_three_languages(client: TestClient):
    answer = client.get("/api/futures/consistency?path=1~f.H2-60.H5-40").json()
    assert answer["path"] == "1~f.H2-60.H5-40"
    assert answer["conflicts"][0]["parts"] == ["P22", "P53"]
    assert answer["conflicts"][0]["excludes"]
    for one in (answer["sentence"], *(each["text"] for each in answer["conflicts"])):
        assert set(one) == set(LANGUAGES)
        assert all(text.endswith((".", "?")) and "web." not in text for text in one.values())
    weights = {one["id"]: one["weight"] for one in answer["parts"]}
    assert weights["P21"] == 0.6
    assert weights["P51"] == 0.4
    assert weights["P11"] == 0


def test_edited_judgements_of_a_path_are_used(client: TestClient):
    def balance(path: str) -> float:
        answer = client.get("/api/futures/consistency", params={"path": path}).json()
        return next(one["balance"] for one in answer["parts"] if one["id"] == "P31")

    before, after = balance("1~f.H1-100"), balance("1~f.H1-100~m.P11-P31-n3")
    assert after < before


def test_dials_are_listed_with_words_for_own_stories(client: TestClient):
    answer = client.get("/api/futures/dials").json()
    assert {"home_hours", "trust"} <= {one["key"] for one in answer["dials"]}
    assert all(set(one["name"]) == set(LANGUAGES) for one in answer["dials"])
    assert "everywhere" in answer["where"]
    assert "hit" not in answer["where"]
    assert answer["profiles"] == ["linear", "step", "steps", "yearly"]
