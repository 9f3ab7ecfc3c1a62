"""The emulator answers as the recorded and documented answers of the real services do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.emulator import Emulator
from tests.emulator.server import config

FIXTURES = Path(__file__).parents[1] / "sources" / "fixtures"
YEAR = "&valueCodes[Tid]=2024"
ASK = "/tables/07459/data?valueCodes[ContentsCode]=Personer1&valueCodes[Region]=0301"


@pytest.fixture(scope="module")
def bank() -> Iterator[Emulator]:
    with Emulator() as running:
        yield running


def ask(bank: Emulator, path: str, body: object = None) -> tuple[int, bytes]:
    address = bank.addresses["VEIVALG_SSB_URL"] + path
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(address, data=data)) as answer:
            return answer.status, answer.read()
    except HTTPError as error:
        return error.code, error.read()


def recorded(name: str) -> object:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def keys(answer: object) -> object:
    """Shape of an answer: its keys, two levels down."""
    if isinstance(answer, dict):
        return {
            k: sorted(v) if isinstance(v, dict) else type(v).__name__ for k, v in answer.items()
        }
    return type(answer).__name__


def test_config_is_the_documented_one() -> None:
    documented = recorded("pxwebapi_v2_config.json")
    assert isinstance(documented, dict)
    ours = config(800_000)
    assert ours.keys() == documented.keys()
    for name in ("maxDataCells", "maxCallsPerTimeWindow", "timeWindow", "apiVersion"):
        assert ours[name] == documented[name]


def test_catalogue_has_the_recorded_shape(bank: Emulator) -> None:
    page = recorded("pxwebapi_v2_tables_page.json")
    assert isinstance(page, dict)
    answer = json.loads(ask(bank, "/tables?query=title:folkemengde&pageSize=2")[1])
    assert answer["page"].keys() <= page["page"].keys()
    assert answer["tables"][0].keys() <= page["tables"][0].keys() | {"language"}
    assert answer["page"]["totalPages"] == -(-answer["page"]["totalElements"] // 2)


def test_data_has_the_recorded_shape(bank: Emulator) -> None:
    live = recorded("pxwebapi_v2_data_12134.json")
    assert isinstance(live, dict)
    answer = json.loads(ask(bank, ASK + YEAR + "&valueCodes[Alder]=000&valueCodes[Kjonn]=1")[1])
    assert answer.keys() <= live.keys()
    assert answer["extension"].keys() <= live["extension"].keys()
    assert keys(answer["dimension"]["Tid"]["category"]) == keys(
        live["dimension"]["Tid"]["category"]
    )


SITUATIONS = {
    "unknown variable": ASK + YEAR + "&valueCodes[Farge]=1",
    "unknown value code": ASK.replace("0301", "0399") + YEAR,
    "mandatory variable missing": ASK,
    "too many cells": ASK.replace("0301", "*") + "&valueCodes[Tid]=*&valueCodes[Alder]=*",
    "comma expression in GET without square brackets": ASK + "&valueCodes[Tid]=range(2020,2022)",
    "unknown code list (ids are case-sensitive)": ASK + YEAR + "&codelist[Region]=AGG_KommSummer",
    "unknown table": "/tables/00000/data",
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_errors_are_the_documented_ones(bank: Emulator, situation: str) -> None:
    documented = recorded("pxwebapi_v2_errors_documented.json")
    assert isinstance(documented, list)
    due = next(d for d in documented if d["situation"] == situation)
    bank.most_cells = 100 if situation == "too many cells" else 800_000
    status, body = ask(bank, SITUATIONS[situation])
    bank.most_cells = 800_000
    statuses = due["status"] if isinstance(due["status"], list) else [due["status"]]
    assert status in statuses
    assert json.loads(body) == due["body"]


def test_recorded_errors_are_given(bank: Emulator) -> None:
    live = recorded("pxwebapi_v2_recorded_errors.json")
    assert isinstance(live, dict)
    said = {
        json.loads(ask(bank, path)[1])["title"]
        for path in SITUATIONS.values()
        if ask(bank, path)[0] == 400
    }
    assert {json.loads(e["snippet"])["title"] for e in live["errors"]} <= said


def test_a_long_address_gets_a_page_in_html(bank: Emulator) -> None:
    live = recorded("pxwebapi_v2_recorded_errors.json")
    assert isinstance(live, dict)
    status, body = ask(bank, ASK + YEAR + "&valueCodes[Alder]=" + ",".join(["000"] * 500))
    assert status == live["url_too_long"]["status"]
    assert body.decode().startswith(live["url_too_long"]["body_start"][:150])


def test_the_same_code_twice_fails_without_a_word(bank: Emulator) -> None:
    assert ask(bank, ASK + YEAR + ",2024") == (500, b"")


def test_navigation_is_gone(bank: Emulator) -> None:
    assert ask(bank, "/navigation")[0] == 404


@pytest.mark.parametrize(
    ("expression", "years"),
    [
        ("*", list(range(2013, 2025))),
        ("202*", [2020, 2021, 2022, 2023, 2024]),
        ("202?", [2020, 2021, 2022, 2023, 2024]),
        ("top(2)", [2023, 2024]),
        ("TOP(1)", [2024]),
        ("[top(1,1)]", [2023]),
        ("bottom(2)", [2013, 2014]),
        ("from(2023)", [2023, 2024]),
        ("to(2014)", [2013, 2014]),
        ("[range(2020,2022)]", [2020, 2021, 2022]),
        ("2024,2013", [2024, 2013]),
    ],
)
def test_selection_expressions(bank: Emulator, expression: str, years: list[int]) -> None:
    status, body = ask(bank, f"{ASK}&valuecodes[tid]={expression}&valueCodes[Kjonn]=1")
    assert status == 200, body
    index = json.loads(body)["dimension"]["Tid"]["category"]["index"]
    assert sorted(index, key=index.get) == [str(y) for y in years]


def test_get_and_post_agree_and_leave_out_what_may_be_left_out(bank: Emulator) -> None:
    body = {
        "selection": [
            {"variableCode": "Region", "codelist": "agg_KommSummer", "valueCodes": ["K-3448"]},
            {"variableCode": "ContentsCode", "valueCodes": ["personer1"]},
            {"variableCode": "Tid", "valueCodes": ["2024"]},
        ]
    }
    posted = json.loads(ask(bank, "/tables/07459/data", body)[1])
    asked = json.loads(
        ask(
            bank,
            "/tables/07459/data?valueCodes[Region]=k-3448&codelist[Region]="
            "agg_KommSummer&valueCodes[ContentsCode]=Personer1" + YEAR,
        )[1]
    )
    assert posted == asked
    place = bank.figures.codes.index("3448")
    assert posted["value"] == [bank.figures.population[place, :, :, -1].sum()]


def test_calls_are_limited_as_the_headers_say() -> None:
    with Emulator() as limited:
        limited.faults.limit = 2
        assert [ask(limited, "/config")[0] for _ in range(3)] == [200, 200, 429]


def test_faults_can_be_ordered_from_outside(bank: Emulator) -> None:
    order = Request(f"{bank.root}/emulator/faults", data=b'{"script": ["503"]}')
    with urlopen(order) as answer:
        assert "07459" in json.load(answer)["tables"]
    assert [ask(bank, "/config")[0] for _ in range(2)] == [503, 200]


def test_klass_has_the_recorded_shapes(bank: Emulator) -> None:
    shapes = recorded("klass_response_shapes.json")
    assert isinstance(shapes, dict)
    base = bank.addresses["VEIVALG_KLASS_URL"] + "/classifications"
    for name, path in (
        ("codes_at", "131/codesAt?date=2026-01-01"),
        ("changes", "131/changes?from=1994-01-01&to=2026-01-01"),
        ("corresponds_at", "131/correspondsAt?targetClassificationId=128&date=2025-01-01"),
    ):
        with urlopen(f"{base}/{path}") as answer:
            ours = json.load(answer)
        ((key, items),) = shapes[name].items()
        assert ours[key][0].keys() == items[0].keys()


def test_it_runs_by_hand_and_says_where() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.emulator", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "VEIVALG_REFERENCE": ""},
    )
    assert running.stdout is not None
    try:
        lines = dict(
            running.stdout.readline().strip().removeprefix("export ").split("=") for _ in range(3)
        )
        with urlopen(lines["VEIVALG_SSB_URL"] + "/config") as answer:
            assert json.load(answer)["maxDataCells"] == 800_000
    finally:
        running.kill()
        running.wait()
        running.stdout.close()
