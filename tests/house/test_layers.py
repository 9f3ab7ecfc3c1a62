"""What import-linter cannot see: who may use the network, the compiler and the clock of chance."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, name_of, package_modules, syntax

NETWORK = {
    "httpx2",
    "httpx",
    "requests",
    "urllib3",
    "stamina",
    "http.client",
    "urllib.request",
    "ftplib",
}
CHANCE = {"random", "numpy.random", "secrets"}


@pytest.mark.parametrize("path", package_modules(), ids=name_of)
def test_only_sources_meets_the_network(path: Path):
    if PACKAGE / "sources" in path.parents:
        return
    assert not set(imported(syntax(path))) & NETWORK


@pytest.mark.parametrize("path", package_modules(), ids=name_of)
def test_no_draw_without_a_key(path: Path):
    """`random`, and numpy's global generator, know no key; `Draws.stream` does."""
    tree = syntax(path)
    assert not set(imported(tree)) & CHANCE
    loose = [ast.unparse(n) for n in ast.walk(tree) if isinstance(n, ast.Call) and is_loose(n)]
    assert not loose


def test_importing_the_package_compiles_and_fetches_nothing():
    """numba is imported late, in kernels only; `import veivalg` must stay cheap."""
    early = {
        name_of(path)
        for path in package_modules()
        if "numba" in set(imported_at_once(syntax(path))) and "population" not in path.parts
    }
    assert not early


def is_loose(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    seeded = bool(call.args or call.keywords)
    if name in {"np.random.default_rng", "numpy.random.default_rng"}:
        return not seeded
    return name.startswith(("np.random.", "numpy.random.")) and name.split(".")[-1].islower()


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        yield from names_of(node)


def imported_at_once(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        yield from names_of(node)


def names_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module:
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)
