"""Ready packages, and paths as files, through the service."""

from __future__ import annotations

from starlette.testclient import TestClient

from tests.fakes.envelopes import opened
from veivalg.choices.package import packages
from veivalg.web.service import Service


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
