"""The front end's own unit tests, run by the Node that builds it: one command runs all."""

from __future__ import annotations

import json

import pytest

from tests.house.tree import ROOT, load

FRONT_END = ROOT / "frontend"


@pytest.mark.timeout(600)
def test_unit_tests_of_the_front_end():
    hook = load("hatch_build.py")
    if not (FRONT_END / "node_modules").is_dir():
        hook.run_npm(["ci", "--no-audit", "--no-fund", "--include=dev"], FRONT_END)
    hook.run_npm(["run", "test"], FRONT_END)


def test_its_packages_are_permissive():
    """What Vite packs into the pages; tools that only build or test are not shipped."""
    lock = json.loads((FRONT_END / "package-lock.json").read_text(encoding="utf-8"))
    shipped = {
        name: about.get("license", "unknown")
        for name, about in lock["packages"].items()
        if name and not about.get("dev") and not about.get("optional")
    }
    permissive = {"MIT", "ISC", "BSD-3-Clause", "BSD-2-Clause", "Apache-2.0", "OFL-1.1", "0BSD"}
    assert shipped
    assert not {name: kind for name, kind in shipped.items() if kind not in permissive}
