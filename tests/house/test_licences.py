"""Nothing with a copyleft licence is needed at run time."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

PERMISSIVE = {
    "0bsd", "apache", "apache-2.0", "bsd", "bsd-2-clause", "bsd-3-clause", "bsl-1.0", "cc0-1.0",
    "isc", "mit", "mit-0", "mit-cmu", "psf-2.0", "psf", "python-2.0", "unlicense", "zlib",
    "llvm-exception", "cnri-python", "unicode-3.0",
}  # fmt: skip
WORDS_OF_CLASSIFIERS = {
    "mit license": "mit",
    "bsd license": "bsd",
    "apache software license": "apache",
    "isc license (iscl)": "isc",
    "python software foundation license": "psf",
    "the unlicense (unlicense)": "unlicense",
}


LOOKED_UP = {
    "pypdfium2": frozenset({"bsd-3-clause", "apache-2.0"}),
}
"""Where a package says more in words than in identifiers; looked up and told in decision 35."""


def needed(name: str, seen: dict[str, frozenset[str]]) -> None:
    """Fill `seen` with every package that `name` needs at run time on this machine."""
    for text in distribution(name).requires or []:
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        if requirement.name.lower() not in seen:
            seen[requirement.name.lower()] = licences(requirement.name)
            needed(requirement.name, seen)


def licences(name: str) -> frozenset[str]:
    """Licence identifiers that a package gives for itself, lower case."""
    if name.lower() in LOOKED_UP:
        return LOOKED_UP[name.lower()]
    about = distribution(name).metadata
    if expression := about.get("License-Expression"):
        return frozenset(
            re.findall(r"[\w.+-]+", re.sub(r"\b(AND|OR|WITH)\b", " ", expression).lower())
        )
    kinds = [
        c.split(" :: ")[-1].lower() for c in about.get_all("Classifier") or [] if "License ::" in c
    ]
    found = {WORDS_OF_CLASSIFIERS.get(kind, kind) for kind in kinds} - {"osi approved"}
    if found:
        return frozenset(found)
    first = (about.get("License") or "unknown").strip().splitlines()[0].lower()
    return frozenset(
        [re.sub(r"^the | license.*$| \(.*$", "", first).replace("apache 2.0", "apache-2.0")]
    )


def test_run_time_packages_are_permissive():
    seen: dict[str, frozenset[str]] = {}
    needed("veivalg", seen)
    assert len(seen) > 20
    assert not {name: sorted(kinds) for name, kinds in seen.items() if not kinds <= PERMISSIVE}


@pytest.mark.parametrize("name", ["gpl-3.0", "agpl-3.0-only", "unknown", "mpl-2.0"])
def test_other_licences_would_be_seen(name: str):
    assert name not in PERMISSIVE


def test_veivalg_is_installed():
    try:
        assert distribution("veivalg").metadata["License-Expression"] == "MIT"
    except PackageNotFoundError:
        pytest.fail("Veivalg is not installed here: run `python3 run.py test`.")
