"""docs/api.md and docs/command-line.md have an entry for all there is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from starlette.testclient import TestClient

from tests.fakes.envelopes import opened
from veivalg.analysis.causes import CAUSES
from veivalg.analysis.indicators import INDICATORS
from veivalg.analysis.uncertainty import QUANTILES, statistic_name
from veivalg.cli.app import app
from veivalg.reports.export.rows import COLUMNS

DOCS = Path(__file__).parents[2] / "docs"
API = (DOCS / "api.md").read_text(encoding="utf-8")
COMMANDS = (DOCS / "command-line.md").read_text(encoding="utf-8")


def test_every_question_of_the_api_is_described(client: TestClient):
    for path in client.get("/api/openapi.json").json()["paths"]:
        shown = re.sub(r"\{(language|level)\}$", "", path).replace(".{ending}", ".csv")
        assert shown in API, path


def test_every_array_and_its_axes_are_described(client: TestClient):
    header, _ = opened(client.get("/api/people/municipality/3448").content)
    for entry in header["arrays"]:
        assert f"| `{entry['name']}` | {', '.join(entry['axes'])} |" in API
    header, _ = opened(client.get("/api/map").content)
    for entry in header["arrays"]:
        assert f"`{entry['name']}`" in API


@pytest.mark.parametrize("name", [*INDICATORS, *CAUSES])
def test_every_indicator_and_cause_is_described(name: str):
    assert f"`{name}`" in API


def test_the_example_reads_an_envelope(client: TestClient):
    (code,) = re.findall(r"```python\n(.*?)```", API, re.DOTALL)
    example: dict[str, Any] = {}
    exec(code, example)
    content = client.get("/api/people/municipality/3448").content
    header, arrays = example["opened"](content)
    slow_header, slow = opened(content)
    assert header == slow_header
    assert all((arrays[name] == slow[name]).all() for name in ("expected", "why"))


def _commands(one: Any, path: tuple[str, ...] = ("veivalg",)) -> list[tuple[str, Any]]:
    inner = getattr(one, "commands", {})
    return [(" ".join(path), one)] + [
        found for name, sub in inner.items() for found in _commands(sub, (*path, name))
    ]


def test_every_command_and_option_is_described():
    for name, command in _commands(typer.main.get_command(app)):
        if not getattr(command, "commands", None):
            assert f"`{name}" in COMMANDS, name
        options = [o for p in command.params for o in p.opts if o.startswith("--")]
        for option in set(options) - {"--limit", "--help"}:
            assert option in COMMANDS, f"{name} {option}"


@pytest.mark.parametrize("word", [*COLUMNS, *map(statistic_name, QUANTILES)])
def test_every_column_and_statistic_is_described(word: str):
    assert f"`{word}`" in COMMANDS
