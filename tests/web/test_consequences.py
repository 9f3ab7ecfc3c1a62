"""Consequences and own figures over HTTP."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.fakes.envelopes import opened
from tests.web.test_api import until_drawn
from veivalg.analysis.uncertainty import QUANTILES
from veivalg.consequences.outcome import indicators
from veivalg.consequences.own_figures import OwnFigure, own_text
from veivalg.consequences.parameters import default_parameters
from veivalg.language import LANGUAGES, text
from veivalg.reports.export.consequence_rows import COLUMNS
from veivalg.web.edition import OWN_SETS_KEPT, Edition
from veivalg.web.envelope import MEDIA_TYPE
from veivalg.web.guards import MOST_BYTES, Pace
from veivalg.web.inquiry import MOST_OWN
from veivalg.web.service import Service
from veivalg.web.told import without_nan

PLACE = "/api/consequences/municipality/3448"
HEADER = "place,figure,year,unit,value,source\n"
LINE = "3448,level:home_80plus,2023,users,112,KOSTRA 2023"
CSV = {"Content-Type": "text/csv"}


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(Pace, "allows", lambda self, client: True)
    return


def given(client: TestClient, *lines: str, **headers: str) -> Any:
    return client.post(
        "/api/own-figures", content=(HEADER + "\n".join(lines)).encode(), headers={**CSV, **headers}
    )


def header_and_arrays(client: TestClient, address: str = PLACE) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == MEDIA_TYPE
    return opened(answer.content)


def strict(text: bytes | str) -> Any:
    """JSON without NaN, Infinity or -Infinity."""

    def never(name: str) -> None:
        raise AssertionError(name)

    return json.loads(text, parse_constant=never)


@pytest.mark.parametrize(
    ("level", "code"),
    [
        ("municipality", "3448"),
        ("municipality", "1151"),
        ("region", "005"),
        ("county", "34"),
        ("country", "0"),
        ("group", "3448-3450"),
        ("like", "3448"),
    ],
)
def test_the_envelope_has_what_the_page_asks_for(client: TestClient, level: str, code: str):
    header, _ = header_and_arrays(client, f"/api/consequences/{level}/{code}")
    assert {a["name"]: a["axes"] for a in header["arrays"]} == {
        "expected": ["indicator", "year"],
        "quantiles": ["quantile", "indicator", "year"],
        "why": ["why", "year"],
        "region_need": ["member", "year"],
        "region_available": ["member", "year"],
        "region_unfilled": ["member", "year"],
    }
    names = [one.name for one in indicators()]
    assert header["labels"]["indicator"] == names == [one["name"] for one in header["indicators"]]
    assert header["labels"]["quantile"] == list(QUANTILES)
    assert header["labels"]["year"] == list(range(2024, 2051))
    assert header["place"]["code"] == code
    assert header["base_year"] == 2024
    assert header["figures"] == "shipped"
    for one, declared in zip(header["indicators"], indicators(), strict=True):
        assert one["unit"] == declared.unit
        assert one["chapter"] == declared.chapter
        assert set(one) == {
            "name", "chapter", "unit", "decimals", "better", "evidence", "causes", "rests_on",
            "level", "replaced", "missing",
        }  # fmt: skip
        assert one["replaced"] is False
        assert set(one["rests_on"]) <= set(header["parameters"])
    assert {"standing", "judged", "recommended", "findings", "thresholds"} <= set(header)
    assert set(header["recommended"]) <= set(names)
    assert header["recommended"]
    assert {one["dimension"] for one in header["judged"]}.isdisjoint(names)
    for threshold in header["thresholds"]:
        assert set(threshold) == {"year", "indicator", "key", "values", "text"}
        assert set(threshold["text"]) == set(LANGUAGES)


def test_every_array_and_field_is_described(client: TestClient):
    described = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    header, _ = header_and_arrays(client)
    for array in header["arrays"]:
        assert f"| `{array['name']}` | {', '.join(array['axes'])} |" in described
    fields = {*header, *header["indicators"][0], *header["thresholds"][0]}
    known = {"arrays", "labels", "place", "alternative", "base_year", "intervals"}
    assert {field for field in fields - known if f"`{field}`" not in described} == set()


@pytest.mark.parametrize("address", [PLACE, "/api/consequences/municipality/1151"])
def test_causes_add_up_to_the_change(client: TestClient, address: str):
    header, arrays = header_and_arrays(client, address)
    labels = [label.split("|") for label in header["labels"]["why"]]
    for i, one in enumerate(header["indicators"]):
        rows = [r for r, (name, _) in enumerate(labels) if name == one["name"]]
        assert [labels[r][1] for r in rows] == (one["causes"] if rows else [])
        if rows:
            change = arrays["expected"][i] - arrays["expected"][i, 0]
            np.testing.assert_allclose(arrays["why"][rows].sum(axis=0), change, atol=0.05)


def test_the_header_holds_no_nan(client: TestClient):
    content = client.get(PLACE).content
    length = int.from_bytes(content[:4], "little")
    strict(content[4 : 4 + length])
    assert without_nan({"a": [float("nan"), 1.0, (float("inf"),)]}) == {"a": [None, 1.0, [None]]}


def test_intervals_come_when_they_are_drawn(client: TestClient):
    until_drawn(client)
    header, arrays = header_and_arrays(client)
    assert header["intervals"] == "ready"
    row = header["labels"]["indicator"].index("services.home_users")
    later = arrays["quantiles"][:, row, -1]
    assert (np.diff(later) >= 0).all()
    assert later[0] < later[-1]


def test_an_answer_that_is_held_is_not_sent_again(client: TestClient):
    until_drawn(client)
    first = client.get(PLACE)
    tag = first.headers["etag"]
    assert client.get(PLACE, headers={"If-None-Match": tag}).status_code == 304
    own = given(client, LINE).json()["own"]
    changed = client.get(PLACE, params={"own": own}, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag
    file = client.get(f"{PLACE}.csv")
    assert (
        client.get(f"{PLACE}.csv", headers={"If-None-Match": file.headers["etag"]}).status_code
        == 304
    )


def test_files_in_three_forms(client: TestClient):
    until_drawn(client)
    text = client.get(f"{PLACE}.csv?chapter=services")
    lines = list(csv.DictReader(io.StringIO(text.text)))
    assert tuple(lines[0]) == COLUMNS
    assert {line["chapter"] for line in lines} == {"services"}
    assert {line["statistic"] for line in lines} >= {"expected", "p10", "p90"}
    assert all(line["source"] for line in lines)
    assert (
        "veivalg-consequences-3448-2024-2050-MMMM-shipped.csv"
        in text.headers["content-disposition"]
    )
    document = strict(client.get(f"{PLACE}.json").text)
    assert document["id"] == ["statistic", "place", "indicator", "year"]
    assert len(document["value"]) == np.prod(document["size"])
    book = client.get(f"{PLACE}.xlsx").content
    assert zipfile.ZipFile(io.BytesIO(book)).testzip() is None
    described = strict(client.get(f"{PLACE}.csv-metadata.json?lang=en").text)
    assert [c["name"] for c in described["tableSchema"]["columns"]] == list(COLUMNS)
    assert "export." not in json.dumps(described["tableSchema"])


@pytest.mark.parametrize("ending", ["pdf", "exe", "csv.csv"])
def test_other_endings_are_not_files(client: TestClient, ending: str):
    assert client.get(f"{PLACE}.{ending}").status_code in (400, 404)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/consequences/municipality/9999", 404),
        ("/api/consequences/planet/3448", 400),
        (f"{PLACE}?alternative=XXXX", 400),
        (f"{PLACE}?own=rubbish", 400),
        (f"{PLACE}?own=!!!!!", 400),
        (f"{PLACE}?own=level*3Ahome_80plus!3448!2023!users!1e999!", 400),
        (f"{PLACE}?own=level*3Ahome_80plus!3448!2023!users!nan!", 400),
        (f"{PLACE}?own=level*3Ahome_80plus!9999!2023!users!1!", 400),
        (f"{PLACE}?own=level*3Ano_such!3448!2023!users!1!", 400),
        (f"{PLACE}?own=" + "x" * (MOST_OWN + 1), 400),
        (f"{PLACE}.csv?chapter=astrology", 400),
        (f"{PLACE}.csv?own=rubbish", 400),
        ("/api/parameters?own=rubbish", 400),
    ],
)
def test_bad_questions_get_a_sentence(client: TestClient, address: str, status: int):
    for language in LANGUAGES:
        joined = f"{address}{'&' if '?' in address else '?'}lang={language}"
        answer = client.get(joined)
        assert answer.status_code == status
        error = answer.json()["error"]
        assert error["key"]
        assert error["message"]
        assert "Traceback" not in answer.text


def test_what_veivalg_has_reckoned_is_named_in_every_language(client: TestClient):
    header, _ = header_and_arrays(client)
    sources = {
        figure["name"]: figure["source"]
        for criterion in header["standing"]["criteria"]
        for figure in criterion["figures"]
    }
    assert sources["size"] == "Statistisk sentralbyrå, tabell 07459"
    assert set(sources["ageing_ahead"]) == set(LANGUAGES)
    assert len({*sources["ageing_ahead"].values()}) == len(LANGUAGES)
    assert sources["staff_gap"]["nb"] == text("standing.source.reckoned", "nb")


def test_every_default_figure_says_what_it_rests_on(client: TestClient):
    answer = client.get("/api/parameters")
    document = strict(answer.text)
    assert set(document["figures"]) == set(default_parameters().held)
    for name, figure in document["figures"].items():
        forms = {"value", "by_age", "by_age_and_sex", "by_year", "by_item"} & set(figure)
        assert len(forms) == 1, name
        if figure["basis"] == "assumption":
            assert figure["range"]
            assert figure["reason"]
        else:
            assert figure["source"]
    assert document["figures"]["services.home_use"]["by_age"]["80-89"] == 0.241
    names = {one["name"] for one in document["local"]}
    assert {"level:home_80plus", "known:reserve_share"} <= names
    tag = {"If-None-Match": answer.headers["etag"]}
    assert client.get("/api/parameters", headers=tag).status_code == 304


def test_own_figures_go_the_whole_way(client: TestClient):
    answer = given(client, LINE, ",services.healthy_ageing_share,2024,share,0.4,Vårt anslag")
    assert answer.status_code == 200
    read = answer.json()
    assert [one["figure"] for one in read["figures"]] == [
        "level:home_80plus",
        "services.healthy_ageing_share",
    ]
    header, arrays = header_and_arrays(client, f"{PLACE}?own={read['own']}")
    row = header["labels"]["indicator"].index("services.home_users_80plus")
    assert arrays["expected"][row, 0] == pytest.approx(112)
    marked = {one["name"] for one in header["indicators"] if one["replaced"]}
    assert {"services.home_users_80plus", "services.dementia"} <= marked
    assert "services.pupils" not in marked
    assert header["parameters"]["services.healthy_ageing_share"]["basis"] == "replaced"
    assert header["own"]["text"] == read["own"]
    assert header["own"]["figures"] == read["figures"]
    lines = csv.DictReader(io.StringIO(client.get(f"{PLACE}.csv?own={read['own']}").text))
    said = {line["source"] for line in lines if line["indicator"] == "services.home_users_80plus"}
    assert all("own figure: KOSTRA 2023" in one for one in said)
    replaced = client.get(f"/api/parameters?own={read['own']}").json()["figures"]
    assert replaced["services.healthy_ageing_share"]["value"] == 0.4
    plain, _ = header_and_arrays(client)
    assert not any(one["replaced"] for one in plain["indicators"])


def test_the_same_set_in_another_order_is_the_same_answer(client: TestClient):
    other = ",services.private_school_share,2025,share,0.06,x"
    first, second = given(client, LINE, other).json(), given(client, other, LINE).json()
    assert first == second
    tags = {
        client.get(PLACE, params={"own": one["own"]}).headers["etag"] for one in (first, second)
    }
    assert len(tags) == 1


def test_text_that_a_spreadsheet_would_run_is_made_harmless(client: TestClient):
    own = given(client, f'{LINE.rsplit(",", 1)[0]},"=HYPERLINK(""x"")"').json()["own"]
    text = client.get(PLACE + ".csv", params={"own": own}).text
    cells = [cell for line in csv.reader(io.StringIO(text)) for cell in line]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "@", "|", "%")) for cell in cells)
    book = client.get(PLACE + ".xlsx", params={"own": own}).content
    inside = zipfile.ZipFile(io.BytesIO(book))
    sheets = [name for name in inside.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in inside.read(name) for name in sheets)


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "text/csv", 400),
        (b"\x00\xff\xfe" * 50, "text/csv", 400),
        (b"x" * (MOST_BYTES + 1), "text/csv", 413),
        ((HEADER + LINE).encode(), "application/json", 415),
        ((HEADER + LINE).encode(), "multipart/form-data; boundary=x", 415),
        ((HEADER + LINE).encode(), "", 415),
        ((HEADER + (LINE + "\n") * 501).encode(), "text/csv", 400),
        ((HEADER + LINE.replace("112", "nan")).encode(), "text/csv", 400),
        ((HEADER + LINE.replace("3448", "../../etc")).encode(), "text/csv", 400),
        ((HEADER + LINE.replace("3448", "<script>")).encode(), "text/csv", 400),
    ],
)
def test_a_body_that_is_no_table_is_refused(
    client: TestClient, content: bytes, kind: str, status: int
):
    answer = client.post("/api/own-figures", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_set_too_long_for_an_address_is_refused(client: TestClient):
    places = [one["code"] for one in client.get("/api/places").json()["municipalities"][:60]]
    lines = [f"{code},level:home_80plus,2023,factor,1.1,{'y' * 100}" for code in places]
    answer = given(client, *lines)
    assert answer.status_code == 400
    assert answer.json()["error"]["key"] == "own.refused.too_long"


def test_refusals_are_in_the_readers_language(client: TestClient):
    bad = LINE.replace("2023", "1923")
    said = {
        language: given(client, bad, **{"Accept-Language": language}).json()["error"]["message"]
        for language in LANGUAGES
    }
    assert said["nb"].startswith("Linje 2: Året «1923»")
    assert said["nn"].startswith("Linje 2: Året «1923» går ikkje")
    assert said["en"].startswith("Line 2: the year '1923'")


def test_an_unknown_place_in_a_line_has_suggestions(client: TestClient):
    answer = given(client, LINE.replace("3448", "Nordre Lnd"))
    assert answer.status_code == 400
    assert answer.json()["error"]["suggestions"][0]["code"] == "3448"


def test_another_page_cannot_give_own_figures(client: TestClient):
    answer = given(client, LINE, Origin="https://evil.example")
    assert answer.status_code == 403


def test_few_sets_are_kept(service: Service, client: TestClient):
    edition = service.edition
    for number in range(OWN_SETS_KEPT + 3):
        edition.chain(own=edition.own(text_of(1 + number / 100)))
    assert kept(edition) == OWN_SETS_KEPT
    again = edition.own(text_of(1.05))
    assert edition.chain(own=again) is edition.chain(own=again)


def text_of(level: float) -> str:
    return own_text(
        [OwnFigure(figure="level:home_80plus", place="3448", year=2023, unit="factor", value=level)]
    )


def kept(edition: Edition) -> int:
    return len(edition._own_chains._kept)


@pytest.mark.parametrize("path", ["municipality/3448", "country/0"])
def test_expected_values_alone_are_those_of_the_whole(client: TestClient, path: str):
    _, alone = header_and_arrays(client, f"/api/consequences/{path}/expected")
    _, whole = header_and_arrays(client, f"/api/consequences/{path}")
    np.testing.assert_array_equal(alone["expected"], whole["expected"])
    _, people = header_and_arrays(client, f"/api/people/{path}")
    everybody = people["expected"].sum(axis=(1, 2))
    np.testing.assert_allclose(alone["residents"], everybody, rtol=1e-5)
