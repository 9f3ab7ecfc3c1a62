"""Plans that a user has chosen to keep, on this machine: a folder for each collection.

What is kept is the text that was read and what a person decided of it, never the document itself.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from veivalg.sources.snapshots import data_folder
from veivalg.sources.storage import storage_errors, write_whole

FOLDER = "goals"
_NAME = re.compile(r"[0-9a-zA-Z_-]{10,64}")


def kept_folder(collection: str, folder: Path | None = None) -> Path:
    """Where a collection lies; names that could lead elsewhere are refused with ValueError."""
    if not _NAME.fullmatch(collection):
        raise ValueError("a collection has a name of letters and digits")
    return (data_folder() if folder is None else folder) / FOLDER / collection


def write_kept(collection: str, name: str, content: bytes, folder: Path | None = None) -> None:
    """Write a file of a collection whole. Raises StorageError."""
    write_whole(kept_folder(collection, folder) / f"{name}.json", content)


def read_kept(collection: str, folder: Path | None = None) -> dict[str, bytes]:
    """Every file of a collection by name; empty when it is not kept. Raises StorageError."""
    held = kept_folder(collection, folder)
    if not held.is_dir():
        return {}
    with storage_errors(held, size=0):
        return {path.stem: path.read_bytes() for path in sorted(held.glob("*.json"))}


def forget_kept(collection: str, name: str | None = None, folder: Path | None = None) -> None:
    """Delete a file of a collection, or the whole of it. Raises StorageError."""
    held = kept_folder(collection, folder)
    with storage_errors(held, size=0):
        if name is not None:
            (held / f"{name}.json").unlink(missing_ok=True)
        elif held.is_dir():
            shutil.rmtree(held)
