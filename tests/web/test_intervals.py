"""How sure a path is, over HTTP, and residents as what is asked about."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, cast

import anyio
import numpy as np
import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from tests.fakes.envelopes import opened
from tests.web.test_streamed import documents
from veivalg.analysis.asked import Progress
from veivalg.analysis.path_intervals import MOST_DRAWS
from veivalg.language import LANGUAGES
from veivalg.web.streamed import while_there

PLACE = "/api/paths/municipality/3448"
PATH = "1~f.H1-60~v.L001-3-2028.L059-3-2028"


def ask(client: TestClient, what: str, path: str = PATH, **how: str) -> Any:
    answer = client.get(f"{PLACE}{what}", params={"path": path, **how})
    assert answer.status_code == 200, answer.text
    return answer


def test_ends_stand_around_the_lines_of_the_same_path(client: TestClient):
    header, arrays = opened(ask(client, "/intervals").content)
    lines, held = opened(ask(client, "").content)
    labels = header["labels"]
    assert labels["line"] == lines["labels"]["line"][1:]
    assert labels["indicator"] == [*lines["labels"]["indicator"], "residents", "aged_80plus"]
    assert labels["year"] == lines["labels"]["year"]
    low, high = arrays["low"], arrays["high"]
    assert (
        low.shape
        == high.shape
        == tuple(map(len, (labels[a] for a in ("line", "indicator", "year"))))
    )
    assert np.nanmax(low - high) <= 0
    both, at = labels["line"].index("both"), labels["indicator"].index("residents")
    assert low[both, at, -1] < held["residents"][3, -1] < high[both, at, -1]
    assert low[both, at, 0] == pytest.approx(held["residents"][3, 0])


def test_what_it_holds_is_told_in_every_language(client: TestClient):
    header, _ = opened(ask(client, "/intervals").content)
    assert header["percent"] == [10.0, 90.0]
    assert header["draws"] == MOST_DRAWS
    assert header["doubts"] > 0
    assert set(header["about"]["text"]) == set(LANGUAGES)
    assert str(MOST_DRAWS) in header["about"]["text"]["nb"]


def test_a_path_with_nothing_chosen_has_none(client: TestClient):
    header, arrays = opened(ask(client, "/intervals", path="").content)
    assert np.isnan(arrays["low"]).all()
    assert np.isnan(arrays["high"]).all()
    assert header["doubts"] == 0


def test_it_is_kept_by_the_browser(client: TestClient):
    first = ask(client, "/intervals")
    again = client.get(first.url, headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["residents", "aged_80plus"])
def test_why_is_asked_of_people_and_agrees_with_the_lines(client: TestClient, name: str):
    lines, arrays = opened(ask(client, "").content)
    at = lines["labels"]["year"].index(2040)
    for against, start in (("today", arrays[name][0, at]), ("base", arrays[name][0, 0])):
        found = ask(client, "/why", indicator=name, year="2040", against=against).json()
        assert found["to"] == pytest.approx(arrays[name][3, at])
        assert found["from"] == pytest.approx(start)
        total = sum(part["value"] for part in found["parts"])
        assert total == pytest.approx(found["to"] - found["from"], abs=1e-6)
        assert "consequence." not in found["sentence"]["nb"]


@pytest.mark.parametrize("name", ["residents", "aged_80plus"])
def test_what_moves_people_most_and_when_to_decide(client: TestClient, name: str):
    movers = ask(client, "/movers", indicator=name, year="2040").json()["movers"]
    assert movers
    assert all(one["change"] for one in movers)
    found = ask(client, "/signposts", indicator=name, year="2040").json()
    assert found["decide_by"]
    assert "consequence." not in found["need"]["text"]["nb"]


@pytest.mark.parametrize("what", ["robust", "reach", "sensitivity"])
def test_long_questions_are_asked_of_residents(
    client: TestClient, what: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("veivalg.analysis.sensitivity.ROWS", 32)
    monkeypatch.setattr("veivalg.analysis.mixes.MIXES", 100)
    how = {} if what == "sensitivity" else {"at_least": "6600"}
    answer = ask(client, f"/{what}", indicator="residents", year="2040", **how)
    result = documents(answer.content)[-1]
    assert result["kind"] == "result", result
    told = result["text"] if what == "reach" else result["sentence"]
    assert "consequence." not in told["nb"]
    assert "nnbyggere" in told["nb"]


def test_people_are_counted_alike_in_every_question(client: TestClient):
    """What matters most has its middle where the line has its value."""
    lines, arrays = opened(ask(client, "").content)
    at = lines["labels"]["year"].index(2040)
    answer = ask(client, "/sensitivity", indicator="aged_80plus", year="2040")
    result = documents(answer.content)[-1]
    assert result["middle"] == pytest.approx(arrays["aged_80plus"][3, at])


class _Leaving:
    """A reader who leaves after some tidings."""

    def __init__(self, after: int) -> None:
        self.left = after

    async def is_disconnected(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize(("after", "ran"), [(0, 1), (2, 3), (9, 5)])
def test_what_nobody_waits_for_is_stopped(after: int, ran: int):
    seen: list[int] = []
    closed: list[bool] = []

    def question() -> Generator[Progress, None, str]:
        try:
            for step in range(5):
                seen.append(step)
                yield Progress(step, 5)
            return "answer"
        finally:
            closed.append(True)

    found = anyio.run(while_there, cast("Request", _Leaving(after)), question())
    assert found == ("answer" if after > 5 else None)
    assert len(seen) == ran
    assert closed == [True]
