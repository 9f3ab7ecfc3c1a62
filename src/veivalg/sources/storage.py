"""Bytes on disk: written whole or not at all, by one writer at a time, with errors that help.

Only `snapshots`, `partial` and `plan_folder` use this module; nothing else in the project writes
figures or keeps plans.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from veivalg.errors import StorageError

if sys.platform == "win32":  # pragma: no cover
    import msvcrt
else:
    import fcntl

_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_HELD = {errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST}


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is either complete or unchanged, also when the power goes.

    Raises StorageError, naming the file and the fix, when the disk is full or closed to us.
    """
    with storage_errors(path, size=len(content)):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = _draft(path, content)
        try:
            os.replace(draft, path)
        except OSError:
            _remove(draft)
            raise
        _sync_folder(path.parent)


def _draft(path: Path, content: bytes) -> Path:
    """A complete copy beside the file it will replace, with its bytes on the disk itself."""
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".draft", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        _remove(Path(name))
        raise
    return Path(name)


def _sync_folder(folder: Path) -> None:
    """Make the new name in the folder last; not every file system can."""
    if sys.platform == "win32":  # pragma: no cover
        return
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()


def remove_drafts(folder: Path) -> None:
    """Clear away what a killed program left half-written under a folder."""
    for pattern in (".*.draft", "*/.*.draft"):
        for draft in folder.glob(pattern):
            _remove(draft)


@contextmanager
def storage_errors(path: Path, *, size: int = 0) -> Iterator[None]:
    """Turn an operating-system error into a StorageError that says what to do."""
    try:
        yield
    except OSError as error:
        raise StorageError(_sentence(error, path, size)) from error


def _sentence(error: OSError, path: Path, size: int) -> str:
    place = f"{path}"
    elsewhere = "set VEIVALG_DATA to a folder"
    if error.errno in _FULL:
        need = f" ({size / 1e6:.1f} MB)" if size else ""
        return (
            f"The disk is full, or its quota is used up: {place}{need} could not be written. "
            f"Free some space, or {elsewhere} on another disk; what was finished is kept."
        )
    if error.errno in _NO_FOLDER:
        return (
            f"{place} cannot be written, because a part of that path is a file and not a "
            f"folder. Move the file away, or {elsewhere} elsewhere."
        )
    reason = error.strerror or type(error).__name__
    return (
        f"{place} cannot be written or read ({reason}). "
        f"Ask for access to the folder, or {elsewhere} you own."
    )


@contextmanager
def only_writer(path: Path, *, purpose: str) -> Iterator[None]:
    """Hold the lock file while figures are fetched or imported.

    The operating system lets go of the lock when its holder ends, however it ends, so a lock
    file left behind by a killed program never blocks: it is taken over.
    Raises StorageError, naming the holder, while another program holds it.
    """
    with storage_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+b")
    with stream:
        if not _try_lock(stream):
            raise StorageError(_holder(path))
        with storage_errors(path):
            _sign(stream, purpose)
        try:
            yield
        finally:
            _unlock(stream)


def _try_lock(stream: IO[bytes]) -> bool:
    """Whether we hold the lock; a file system that knows no locks lets everybody in."""
    try:
        if sys.platform == "win32":  # pragma: no cover
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _HELD
    return True


def _unlock(stream: IO[bytes]) -> None:
    if sys.platform == "win32":  # pragma: no cover
        with suppress(OSError):
            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(stream.fileno(), fcntl.LOCK_UN)


def _sign(stream: IO[bytes], purpose: str) -> None:
    """Say in the lock file who holds it, for the message to the one who must wait."""
    holder = {
        "process": os.getpid(),
        "purpose": purpose,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    stream.seek(0)
    stream.truncate()
    stream.write(json.dumps(holder).encode())
    stream.flush()


def _holder(path: Path) -> str:
    who = "another program"
    with suppress(OSError, ValueError, KeyError, TypeError):
        holder = json.loads(path.read_bytes())
        who = f"process {holder['process']} ({holder['purpose']}, since {holder['since']})"
    return (
        f"Figures are already being fetched or imported into {path.parent} by {who}. "
        "Wait until it has finished, or stop it first."
    )
