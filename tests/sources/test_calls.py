from __future__ import annotations

import pytest

from tests.emulator import Emulator
from veivalg.sources.calls import Answer, Calls, Window
from veivalg.sources.pxweb import PxWeb
from veivalg.sources.selection import Choice, Selection


def test_the_window_is_read_from_headers() -> None:
    window = Window()
    window.learn(
        {"x-ratelimit-policy": "40;w=60s", "x-ratelimit-limit": "40", "x-ratelimit-remaining": "0"}
    )
    assert (window.limit, window.seconds, window.remaining) == (40, 60.0, 0)
    window.called()
    assert 59 < window.due() <= 60


def test_thirty_calls_a_minute_until_the_service_says_otherwise() -> None:
    window = Window()
    for _ in range(29):
        window.called()
    assert window.due() == 0
    window.called()
    assert window.due() > 59


def test_after_429_the_time_that_is_said_is_waited_else_the_window() -> None:
    assert Window().told_to_wait({"retry-after": "7"}) == 7
    assert Window(seconds=60).told_to_wait({}) == 60


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html; charset=utf-8", b"x"),
        ("application/json", b" <!DOCTYPE html><html>"),
        ("", b"<HTML>"),
    ],
)
def test_a_web_page_is_known_whatever_it_says_it_is(kind: str, body: bytes) -> None:
    assert Answer(200, {"content-type": kind}, body).html
    assert not Answer(200, {"content-type": "application/json"}, b"{}").html


def test_get_for_short_addresses_and_post_for_long(emulator: Emulator) -> None:
    table = emulator.tables["07902"]
    years, ages = table.dimensions[3].codes, table.dimensions[1].codes
    with Calls() as calls:
        bank = PxWeb(emulator.addresses["VEIVALG_SSB_URL"], calls)
        few = (
            Choice("Kjonn", ("1",)),
            Choice("AlderX", tuple(ages)),
            Choice("ContentsCode", ("Dode",)),
            Choice("Tid", tuple(years[:1])),
        )
        bank.data(Selection("07902", few))
        long = tuple(Choice(c.variable, c.codes * 1) for c in few[:3])
        bank.data(Selection("07902", (*long, Choice("Tid", tuple(years)))))
        assert [method for method, _ in emulator.calls] == ["GET", "GET"]
        emulator.faults.script.append("html404")
        bank.data(Selection("07902", few))
    assert [method for method, _ in emulator.calls] == ["GET", "GET", "GET", "POST"]
