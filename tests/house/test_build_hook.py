"""hatch_build.py: when the pages are built, when not, and what is said when they cannot be."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import load


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.delenv("VEIVALG_WITHOUT_PAGES", raising=False)
    return load("hatch_build.py")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    front_end = tmp_path / "frontend"
    (front_end / "src").mkdir(parents=True)
    (front_end / "package-lock.json").write_text("{}")
    (front_end / "src" / "main.ts").write_text("1")
    (tmp_path / "src" / "veivalg" / "language").mkdir(parents=True)
    (tmp_path / "src" / "veivalg" / "language" / "web.nb.po").write_text("a")
    return tmp_path


@pytest.fixture
def npm(hook: ModuleType, root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Stands in for npm: remembers what it was asked for, and leaves an index.html."""
    asked: list[str] = []

    def stand_in(arguments: list[str], front_end: Path) -> None:
        asked.append(arguments[0])
        if arguments[0] == "run":
            static = root / hook.STATIC
            static.mkdir(parents=True, exist_ok=True)
            (static / "index.html").write_text("<!doctype html>")

    monkeypatch.setattr(hook, "run_npm", stand_in)
    return asked


def test_pages_are_built_once(hook, root, npm):
    assert "are built" in hook.build_pages(root)
    assert npm == ["ci", "run"]
    assert "unchanged" in hook.build_pages(root)
    assert npm == ["ci", "run"]


@pytest.mark.parametrize(
    "changed", ["frontend/src/main.ts", "src/veivalg/language/web.nb.po", "frontend/new.ts"]
)
def test_a_changed_input_builds_them_again(hook, root, npm, changed: str):
    hook.build_pages(root)
    (root / changed).write_text("2")
    hook.build_pages(root)
    assert npm == ["ci", "run"] * 2


@pytest.mark.parametrize("other", ["frontend/node_modules/x.js", "frontend/tests/a.test.ts"])
def test_what_is_no_input_does_not(hook, root, npm, other: str):
    hook.build_pages(root)
    (root / other).parent.mkdir()
    (root / other).write_text("2")
    os.utime(root / "frontend" / "src" / "main.ts", (1, 1))
    hook.build_pages(root)
    assert npm == ["ci", "run"]


def test_pages_that_were_removed_are_built_again(hook, root, npm):
    hook.build_pages(root)
    (root / hook.STATIC / "index.html").unlink()
    hook.build_pages(root)
    assert npm == ["ci", "run"] * 2


def test_a_copy_without_the_front_end_is_refused(hook, root):
    (root / "frontend" / "package-lock.json").unlink()
    with pytest.raises(hook.PagesNotBuilt, match="VEIVALG_WITHOUT_PAGES=1"):
        hook.build_pages(root)


def test_pages_may_be_left_out_on_purpose(hook, root, monkeypatch):
    (root / "frontend" / "package-lock.json").unlink()
    monkeypatch.setenv("VEIVALG_WITHOUT_PAGES", "1")
    assert "left out" in hook.build_pages(root)


def test_a_build_that_leaves_nothing_is_an_error(hook, root, monkeypatch):
    monkeypatch.setattr(hook, "run_npm", lambda arguments, front_end: None)
    with pytest.raises(hook.PagesNotBuilt, match=r"no index\.html"):
        hook.build_pages(root)


def test_npm_of_the_node_wheel_runs_and_its_failure_is_told(hook, root):
    """The real npm, asked for a script that does not exist; needs no network."""
    (root / "frontend" / "package.json").write_text('{"name": "x", "version": "0.0.0"}')
    with pytest.raises(hook.PagesNotBuilt, match=r"(?s)npm run build failed.*build"):
        hook.run_npm(["run", "build"], root / "frontend")


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("npm error code ENOTFOUND", "network did not answer"),
        ("npm error ENOSPC: no space left on device", "disk is full"),
        ("error TS2322: Type", "message below"),
    ],
)
def test_an_error_says_the_cause(hook, said: str, advice: str):
    assert advice in hook.explain("ci", said)
    assert said in hook.explain("ci", said)
