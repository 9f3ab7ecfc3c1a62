"""run.py: what it says when something is missing, and what it does not do twice."""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.tree import ROOT, load


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """run.py as it would be in a checkout of its own, with nothing installed."""
    module = load("run.py")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "MARKS", tmp_path / ".venv" / "veivalg.json")
    monkeypatch.setattr(module, "STATIC", tmp_path / "static")
    return module


def planted(run: ModuleType) -> list[str]:
    """A checkout with the files that run.py looks at; returns the list of steps it will take."""
    for name in ("requirements.lock", "pyproject.toml", "hatch_build.py"):
        (run.ROOT / name).write_text(name)
    calculation = run.ROOT / "src" / "veivalg" / "population"
    calculation.mkdir(parents=True)
    (calculation / "year.py").write_text("x = 1\n")
    return []


@pytest.fixture
def steps(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    taken = planted(run)
    monkeypatch.setattr(run, "make_venv", lambda: None)
    monkeypatch.setattr(run, "packages", lambda lock: taken.append("packages"))
    monkeypatch.setattr(run, "veivalg", lambda: taken.append("veivalg"))
    monkeypatch.setattr(run, "kernels", lambda: taken.append("kernels"))
    return taken


def test_the_first_start_does_everything_and_the_second_nothing(run, steps):
    run.prepare("requirements.lock")
    assert steps == ["packages", "veivalg", "kernels"]
    run.prepare("requirements.lock")
    assert steps == ["packages", "veivalg", "kernels"]


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("requirements.lock", ["packages", "kernels"]),
        ("pyproject.toml", ["veivalg"]),
        ("src/veivalg/population/year.py", ["kernels"]),
    ],
)
def test_only_what_changed_is_done_again(run, steps, changed: str, again: list[str]):
    run.prepare("requirements.lock")
    steps.clear()
    (run.ROOT / changed).write_text("changed, and longer than before\n")
    run.prepare("requirements.lock")
    assert steps == again


def test_a_step_that_failed_is_done_again(run, steps, monkeypatch):
    def fails() -> None:
        raise run.CannotGoOn("npm ci failed.")

    monkeypatch.setattr(run, "veivalg", fails)
    with pytest.raises(run.CannotGoOn):
        run.prepare("requirements.lock")
    monkeypatch.setattr(run, "veivalg", lambda: steps.append("veivalg"))
    steps.clear()
    run.prepare("requirements.lock")
    assert steps == ["veivalg", "kernels"]


def test_a_copy_without_a_lock_is_named(run, steps):
    (run.ROOT / "requirements.lock").unlink()
    with pytest.raises(run.CannotGoOn, match=r"requirements\.lock is missing"):
        run.prepare("requirements.lock")


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("NewConnectionError(... Temporary failure in name resolution)", "network did not answer"),
        ("npm error code: 'ENOTFOUND'", "network did not answer"),
        ("WARNING: NewConnectionError\nERROR: No matching distribution found", "network did not"),
        ("ERROR: No matching distribution found for llvmlite", "not to be had for this machine"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "was locked"),
        ("SSLError CERTIFICATE_VERIFY_FAILED", "PIP_CERT"),
        ("[Errno 30] Read-only file system: '.venv'", "cannot be written"),
        ("something else", "A step failed"),
    ],
)
def test_an_error_says_the_cause_and_keeps_the_words(run, said: str, advice: str):
    text = run.explain(said)
    assert advice in text
    assert text.endswith(said)


def test_a_full_disk_is_seen_before_anything_is_made(run, monkeypatch):
    usage = type("Usage", (), {"free": 300_000_000})
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(run.CannotGoOn, match="300 MB are free"):
        run.make_venv()
    assert not run.VENV.exists()


def test_a_python_without_venv_is_told_how_to_get_it(run, monkeypatch):
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(run.CannotGoOn, match=r"sudo apt install python3\.\d+-venv"):
        run.make_venv()


def test_a_venv_of_somebody_else_is_left_alone(run):
    run.VENV.mkdir()
    (run.VENV / "pyvenv.cfg").write_text("mine")
    with pytest.raises(run.CannotGoOn, match=r"was not made by run\.py"):
        run.make_venv()
    assert (run.VENV / "pyvenv.cfg").read_text() == "mine"


def test_a_folder_that_was_moved_gets_a_new_venv(run, monkeypatch):
    made: list[list[str]] = []
    monkeypatch.setattr(run, "run", made.append)
    run.make_venv()
    run.venv_python().parent.mkdir()
    run.venv_python().touch()
    run.make_venv()
    assert len(made) == 1
    run.write_marks({**run.read_marks(), "folder": "elsewhere"})
    run.make_venv()
    assert len(made) == 2


@pytest.mark.parametrize("version", [(3, 10, 1), (3, 15, 0)])
def test_a_python_out_of_range_is_named(run, monkeypatch, version):
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(run.CannotGoOn, match=rf"This is Python 3\.{version[1]}"):
        run.use_supported_python()


def test_a_name_on_the_path_that_does_not_run_is_passed_over(run, tmp_path, monkeypatch):
    broken = tmp_path / "python3.13"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "version_info", (3, 9, 0))
    monkeypatch.setattr(run.shutil, "which", lambda name: str(broken))
    if os.name != "nt":
        with pytest.raises(run.CannotGoOn, match=r"This is Python 3\.9"):
            run.use_supported_python()


def test_a_command_that_fails_is_told_and_one_that_does_not_exist_too(run):
    with pytest.raises(run.CannotGoOn, match="boom"):
        run.run([sys.executable, "-c", "raise SystemExit('boom')"])
    with pytest.raises(run.CannotGoOn, match="A step failed"):
        run.run([str(run.ROOT / "no-such-program")])


def test_it_needs_nothing_but_the_standard_library():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_an_old_python_can_read_it_far_enough_to_be_told():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 7))
