"""The project's own files, as the tests of the house read them."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "veivalg"
INSTALLED = {"node_modules", ".venv", ".git", "dist", "build", "site", "static", "__pycache__"}
CACHES = {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}
TEXT = {
    ".py", ".ts", ".mjs", ".js", ".svelte", ".css", ".html", ".toml", ".md", ".txt", ".json",
    ".po", ".yml", ".yaml", ".cfg", ".lock", ".csv", ".sh", "", ".npmrc",
}  # fmt: skip


@cache
def own_files() -> tuple[Path, ...]:
    """Files that git keeps; in a source package, all that nothing installed or built."""
    try:
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
        ).stdout
        paths = [ROOT / name for name in listing.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        left_out = INSTALLED | CACHES
        paths = [p for p in ROOT.rglob("*") if not left_out & set(p.relative_to(ROOT).parts)]
    return tuple(path for path in paths if path.is_file())


def text_files() -> list[Path]:
    return [path for path in own_files() if path.suffix in TEXT]


def package_modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def syntax(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def load(file: str) -> ModuleType:
    """A Python file of the project's root as a module: `load("run.py")`."""
    name = f"house_{file.removesuffix('.py')}"
    spec = importlib.util.spec_from_file_location(name, ROOT / file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
