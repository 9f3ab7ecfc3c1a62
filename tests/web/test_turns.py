"""Questions about large places take turns; small ones never wait for them."""

from __future__ import annotations

from contextlib import ExitStack
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from veivalg.errors import Busy
from veivalg.language import LANGUAGES, explained
from veivalg.web import turns
from veivalg.web.turns import LARGE, WAITING, in_turn


def place(rows: int) -> Any:
    return SimpleNamespace(codes=("0",) * rows)


def test_one_large_question_at_a_time_and_a_small_one_beside_it():
    order: list[str] = []

    def second() -> None:
        with in_turn(place(LARGE + 1)):
            order.append("second")

    waiting = Thread(target=second)
    with in_turn(place(LARGE + 1)):
        waiting.start()
        with in_turn(place(LARGE)):
            order.append("small")
        waiting.join(0.1)
        assert order == ["small"]
    waiting.join(5)
    assert order == ["small", "second"]


def test_no_more_wait_than_there_is_room_for_and_room_is_given_back(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(turns, "LONGEST_WAIT_SECONDS", 0.01)
    with in_turn(place(LARGE + 1)), pytest.raises(Busy), in_turn(place(LARGE + 1)):
        pass
    with ExitStack() as held:
        for _ in range(WAITING):
            held.enter_context(turns._room)
        with pytest.raises(Busy) as refused, in_turn(place(LARGE + 1)):
            pass
    assert len({explained(refused.value, language) for language in LANGUAGES}) == len(LANGUAGES)
    with in_turn(place(LARGE + 1)):
        pass


def test_the_country_is_told_to_come_back_and_a_municipality_is_answered(client: TestClient):
    asked = "movers?indicator=staff.unfilled&year=2030&lang=nn"
    with ExitStack() as held:
        for _ in range(WAITING):
            held.enter_context(turns._room)
        answer = client.get(f"/api/paths/country/0/{asked}")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "30"
        assert "enkelt kommune" in answer.json()["error"]["message"]
        assert client.get(f"/api/paths/municipality/3448/{asked}").status_code == 200
