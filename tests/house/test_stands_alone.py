"""The project names no package registry and no folder of one machine in any file git keeps."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import ROOT, name_of, own_files, text_files

# Put together from pieces, so that this file does not hold what it forbids.
REGISTRIES = [
    "py" + "pi.org", "python" + "hosted", "npm" + "js.org", "npm" + "js.com", "yarn" + "pkg.com",
    "deb." + "debian.org", "crates" + ".io", "ana" + "conda.org", "jsde" + "livr", "unp" + "kg.com",
]  # fmt: skip
MACHINE = re.compile(r"(?<![\w.:/$}*])/(?:work|root|farm|tmp|opt|home|Users)" + r"/[\w.]")
BESIDE = "../" + "shared"
MAY_LOOK_BESIDE = {".ci/run"}
LOCKS = ["requirements.lock", "requirements-test.lock", "requirements-dev.lock"]


def lines():
    for path in text_files():
        for number, line in enumerate(
            path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
        ):
            yield path, f"{name_of(path)}:{number}: {line.strip()[:120]}", line


def test_no_file_names_a_package_registry():
    assert not [where for _, where, line in lines() if any(host in line for host in REGISTRIES)]


def test_no_file_names_a_folder_of_one_machine():
    assert not [where for _, where, line in lines() if MACHINE.search(line)]


def test_no_file_reaches_outside_the_checkout():
    assert not [
        where
        for path, where, line in lines()
        if BESIDE in line and name_of(path) not in MAY_LOOK_BESIDE
    ]


@pytest.mark.parametrize("planted", ["see {}tmp/x", "'{}work/main'", "={}root/.cache"])
def test_a_planted_folder_is_seen(planted: str):
    assert MACHINE.search(planted.format("/"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_a_hash(lock: str):
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text(encoding="utf-8").strip())
    assert len(entries) > 20
    assert not [
        e for e in entries if not re.match(r"[\w.-]+==\S+.*--hash=sha256:[0-9a-f]{64}", e, re.S)
    ]


def test_the_locks_agree_with_each_other():
    pinned: dict[str, str] = {}
    for lock in LOCKS:
        for name, version in re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.M):
            assert pinned.setdefault(name, version) == version, f"{name} in {lock}"


def test_the_front_end_lock_holds_hashes_and_no_addresses():
    text = (ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in text
    assert text.count('"integrity"') > 50


def test_nothing_built_or_installed_is_kept_in_git():
    kept = {name_of(path) for path in own_files()}
    assert not [
        name
        for name in kept
        if "node_modules/" in name or name.startswith("src/veivalg/web/static/")
    ]
    assert not [path for path in own_files() if path.stat().st_size > 3_000_000]
