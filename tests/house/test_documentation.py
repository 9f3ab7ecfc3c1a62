"""The documentation says what the program does, and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

from tests.house.tree import PACKAGE, ROOT, name_of, own_files
from veivalg import __version__
from veivalg.cli.app import app

PAGES = [path for path in own_files() if path.suffix == ".md" and "frontend" not in path.parts]
RUN_BY_SITE = {"glossary.md", "contributing.md", "changelog.md"}  # made from files of the root
LINK = re.compile(r"(?<!\\)\]\(([^)#\s]+)(?:#[^)\s]*)?\)")


def commands() -> list[str]:
    """Every command of the program: `data fetch`, `project`, …"""
    found: list[str] = []

    def walk(command: object, words: list[str]) -> None:
        if isinstance(command, TyperGroup):
            for name, inner in command.commands.items():
                walk(inner, [*words, name])
        else:
            found.append(" ".join(words))

    walk(typer.main.get_command(app), [])
    return found


@pytest.mark.parametrize("command", commands())
@pytest.mark.parametrize("page", ["README.md", "docs/commands.md"])
def test_every_command_is_documented(command: str, page: str):
    assert f"veivalg {command}" in (ROOT / page).read_text(encoding="utf-8")


def test_every_option_is_documented():
    found: set[str] = set()

    def walk(command: object) -> None:
        found.update(o for p in command.params for o in p.opts if o.startswith("--"))  # type: ignore[attr-defined]
        for inner in getattr(command, "commands", {}).values():
            walk(inner)

    walk(typer.main.get_command(app))
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert {"--port", "--totals"} <= found
    assert not {option for option in found - {"--help"} if option not in text}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_to_files(path: Path):
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
    broken = [
        link
        for link in LINK.findall(text)
        if not re.match(r"[a-z]+:", link)
        and link not in RUN_BY_SITE
        and not (path.parent / link).exists()
    ]
    assert not broken


@pytest.mark.parametrize("name", ["README.md", "docs/index.md", "docs/commands.md", "GLOSSARY.md"])
def test_pages_that_must_be_there(name: str):
    assert len((ROOT / name).read_text(encoding="utf-8")) > 500


def test_the_library_examples_of_the_readme_run(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n(.*?)```", text, re.S)
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, "README.md", "exec"), names)
    assert names["ledger"].persons.min() >= 0  # type: ignore[attr-defined]
    assert len([line for line in examples[0].splitlines() if line.strip()]) == 5
    shown = [float(number) for number in capsys.readouterr().out.split()]
    run = names["run"]
    assert shown == [run.value("staff.unfilled", 2040)]  # type: ignore[attr-defined]
    assert shown[0] < run.value("staff.unfilled", 2040, "world")  # type: ignore[attr-defined]


def test_the_version_stands_in_one_place_and_opens_the_changelog():
    from importlib.metadata import version

    assert version("veivalg") == __version__
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert headings[0] in {__version__, "Unreleased"}
    assert __version__ in headings


def test_the_changelog_opens_with_changed_numbers():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for release in re.split(r"^## ", text, flags=re.M)[1:]:
        kinds = re.findall(r"^### (.+)", release, re.M)
        assert kinds[0] == "Changed numbers", release.splitlines()[0]
        assert set(kinds) <= {"Changed numbers", "Added", "Changed", "Fixed"}


def test_decisions_are_numbered_and_short():
    folder = ROOT / "docs" / "decisions"
    records = sorted(path for path in folder.glob("*.md") if path.name != "index.md")
    numbers = [path.name[:4] for path in records]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name) for path in records)
    assert not [p.name for p in records if len(p.read_text(encoding="utf-8").splitlines()) > 40]


def test_variables_that_the_program_reads_are_documented():
    code = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    read = set(re.findall(r"\bVEIVALG_[A-Z_]+\b", code))
    assert "VEIVALG_DATA" in read
    told = (ROOT / "docs" / "developer.md").read_text(encoding="utf-8")
    assert not {name for name in read if name not in told}
