"""Writes the three lock files from pyproject.toml, with uv: `python3 tools/lock.py [--upgrade]`.

Each lock is for every supported Python and system, holds hashes and names no package server. A
larger lock is constrained by the smaller, so that a package has one version in all of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    "requirements.lock": ("build",),
    "requirements-test.lock": ("build", "test"),
    "requirements-dev.lock": ("build", "dev"),
}
PINNED = (
    "--universal",
    "--python-version=3.11",
    "--fork-strategy=fewest",  # one version for all Pythons where there is one: equal numbers
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-header",
    "--no-annotate",
    "--no-config",
    "--quiet",
)


def main(more: list[str]) -> None:
    """Write all locks, the smallest first."""
    smaller: list[str] = []
    for lock, groups in LOCKS.items():
        wanted = [f"--group={group}" for group in groups]
        command = [
            "uv",
            "pip",
            "compile",
            "pyproject.toml",
            *wanted,
            *PINNED,
            *smaller,
            *more,
        ]
        subprocess.run([*command, "--output-file", lock], cwd=ROOT, env=own_settings(), check=True)
        smaller = ["--constraint", lock]


def own_settings() -> dict[str, str]:
    """The environment without settings that would add this machine's own package servers."""
    servers = ("PIP_", "UV_INDEX", "UV_DEFAULT_INDEX", "UV_EXTRA", "UV_FIND_LINKS")
    return {key: value for key, value in os.environ.items() if not key.startswith(servers)}


if __name__ == "__main__":
    main(sys.argv[1:])
