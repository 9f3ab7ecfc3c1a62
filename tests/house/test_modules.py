"""Modules and functions are small and named with domain words (docs/conventions.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT, name_of, own_files, package_modules, syntax

CODE = (".py", ".ts", ".svelte", ".mjs")
LINES_OF_MODULE = 400
LINES_OF_FUNCTION = 40
EMPTY_NAMES = {
    "utils", "util", "helpers", "helper", "common", "base", "misc", "manager", "managers",
    "process", "handle", "handler", "handlers",
}  # fmt: skip
LONG_FOR_A_REASON = "long because"  # a comment on the line of the def, or the line above

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_no_module_has_more_than_400_lines():
    long = {}
    for path in own_files():
        if path.suffix in CODE:
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > LINES_OF_MODULE:
                long[name_of(path)] = lines
    assert not long, "find the domain word that splits them"


@pytest.mark.parametrize("path", package_modules(), ids=name_of)
def test_a_function_fits_a_screen(path: Path):
    lines = path.read_text(encoding="utf-8").splitlines()
    long = [
        f"{function.name}, {length} lines"
        for function in functions(syntax(path))
        if (length := length_without_docstring(function)) > LINES_OF_FUNCTION
        and not any(
            LONG_FOR_A_REASON in line
            for line in lines[max(0, function.lineno - 2) : function.lineno]
        )
    ]
    assert not long, f"above {LINES_OF_FUNCTION} lines needs a reason: '# {LONG_FOR_A_REASON} …'"


@pytest.mark.parametrize("path", package_modules(), ids=name_of)
def test_names_are_domain_words(path: Path):
    tree = syntax(path)
    names = {part.removesuffix(".py").strip("_") for part in path.relative_to(ROOT).parts}
    names |= {
        node.name.strip("_").lower() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)
    }
    names |= {function.name.strip("_") for function in functions(tree) if function in tree.body}
    assert not names & EMPTY_NAMES


@pytest.mark.parametrize("path", package_modules(), ids=name_of)
def test_every_module_says_what_it_is(path: Path):
    assert ast.get_docstring(syntax(path)), "a module opens with one sentence on what it holds"


@pytest.mark.parametrize("path", package_modules(), ids=name_of)
def test_errors_come_from_the_one_place(path: Path):
    if path.name == "errors.py":
        return
    own = [
        node.name
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.ClassDef) and any("Error" in ast.unparse(b) for b in node.bases)
    ]
    assert not own, "errors live in veivalg/errors.py"


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length_without_docstring(function: Function) -> int:
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length
