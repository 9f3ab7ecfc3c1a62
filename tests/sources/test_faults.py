from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from tests.emulator import Emulator
from tests.sources.conftest import QUICK
from veivalg.errors import ServiceUnavailable, Stopped
from veivalg.sources.fetching import BaseUrls, Fetched, fetch
from veivalg.sources.progress import Progress
from veivalg.sources.snapshots import SnapshotStore

Bring = Callable[..., Fetched]


def test_limits_are_read_and_kept(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.limit, emulator.faults.seconds = 20, 0.6
    seen: list[Progress] = []
    assert bring(seen.append).problems == ()
    waits = [p for p in seen if p.step == "waiting"]
    assert waits
    assert all(0 < p.waiting <= 0.6 for p in waits)
    assert emulator.most_at_once == 1


def test_429_is_waited_out_for_the_window(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.seconds = 0.3
    emulator.faults.only = "/data"
    emulator.faults.script.extend(["429", "429", "ok", "429"])
    seen: list[Progress] = []
    assert bring(seen.append).problems == ()
    assert any(p.step == "waiting" and p.waiting > 0.2 for p in seen)


def test_stop_is_heard_while_waiting(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.limit, emulator.faults.seconds = 3, 60
    stop = threading.Event()

    def stop_when_waiting(progress: Progress) -> None:
        if progress.step == "waiting":
            stop.set()

    with pytest.raises(Stopped):
        bring(stop_when_waiting, stop=stop)


def test_every_passing_fault_is_survived(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.seconds = 0.2
    emulator.faults.script.extend(
        [
            "503",
            "ok",
            "500",
            "ok",
            "html200",
            "cut",
            "ok",
            "refuse",
            "truncated",
            "ok",
            "empty200",
            "ok",
            "429",
            "503",
            "503",
            "ok",
            "cut",
            "cut",
            "truncated",
        ]
    )
    assert bring().problems == ()
    assert not emulator.faults.script


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("503", r"closed for maintenance \(503\).*05:00, 08:00 and 11:30"),
        ("500", r"failing \(500\)"),
        ("html200", "web page and not with figures.*Sign in"),
        ("cut", "the line broke.*Check the network"),
        ("empty200", "answered with nothing"),
        ("truncated", "cut off"),
        ("html404", "answers 404"),
    ],
)
def test_a_fault_that_stays_is_one_clear_sentence_and_nothing_is_half_stored(
    bring: Bring, store: SnapshotStore, emulator: Emulator, fault: str, said: str
) -> None:
    emulator.faults.always = fault
    with pytest.raises(ServiceUnavailable, match=said) as caught:
        bring()
    assert "\n" not in str(caught.value)
    assert store.datasets() == ()
    emulator.faults.always = ""
    assert bring().problems == ()


def test_429_that_never_ends_is_given_up(bring: Bring, emulator: Emulator) -> None:
    emulator.faults.seconds = 0.05
    emulator.faults.always = "429"
    with pytest.raises(ServiceUnavailable, match="too many calls are made from this network"):
        bring()


def test_no_network_is_one_clear_sentence(
    store: SnapshotStore, capfd: pytest.CaptureFixture[str]
) -> None:
    nowhere = BaseUrls(
        ssb="http://127.0.0.1:9", klass="http://127.0.0.1:9", borders="http://127.0.0.1:9"
    )
    with pytest.raises(ServiceUnavailable, match=r"127.0.0.1 does not give figures.*network"):
        fetch(store, base_urls=nowhere, patience=QUICK)
    assert capfd.readouterr() == ("", "")


def test_a_short_closing_of_klass_or_kartverket_costs_only_their_datasets(
    bring: Bring, store: SnapshotStore, emulator: Emulator
) -> None:
    emulator.faults.only = "/klass/"
    emulator.faults.script.extend(["503"] * QUICK.attempts)
    emulator.geonorge.answer = lambda path, root: (404, "text/html", b"<html>404</html>")
    seen: list[Progress] = []
    fetched = bring(seen.append)
    assert [p.split(" ")[0] for p in fetched.problems] == [
        "municipality_numbers",
        "borders_municipality",
    ]
    assert store.latest("population") is not None
    assert "borders_municipality is not fetched" in seen[-1].message


def test_feeds_that_moved_leave_the_known_address(bring: Bring, emulator: Emulator) -> None:
    emulator.geonorge.moved = True
    assert bring().problems == ()
