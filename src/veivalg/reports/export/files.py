"""Writing an export whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from veivalg.errors import OutOfRange, StorageError
from veivalg.language import Language
from veivalg.reports.export.csv import csv_blocks, csv_metadata
from veivalg.reports.export.jsonstat import jsonstat
from veivalg.reports.export.statement import Exported

ENDINGS = (".csv", ".xlsx", ".json")
REASONS = {
    errno.ENOSPC: "the disk is full; free some space or choose another disk",
    errno.EDQUOT: "your disk quota is used up; free some space or choose another disk",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.EACCES: "the folder is closed to you; choose another folder",
    errno.EPERM: "the folder is closed to you; choose another folder",
    errno.ENOENT: "the folder does not exist; make it first, or choose another",
    errno.ENOTDIR: "the folder does not exist; make it first, or choose another",
    errno.EISDIR: "that is a folder; give a file name",
    errno.ENAMETOOLONG: "the name is too long; choose a shorter one",
}


def write_export(
    value: Exported, file: Path, language: Language, *, comments: bool = False
) -> tuple[Path, ...]:
    """Write one file by its ending (.csv, .xlsx, .json) and tell which files were written.

    Raises OutOfRange for another ending and StorageError when the disk refuses; then nothing
    is half-written and an older file of that name is as it was.
    """
    check_ending(file)
    if file.suffix.lower() != ".csv":
        write_whole(file, [content(value, file.suffix.lower(), language)])
        return (file,)
    beside = metadata_file(file)
    write_whole(file, csv_blocks(value, language, comments=comments))
    write_whole(beside, [csv_metadata(value, language, file=file.name)])
    return file, beside


def check_ending(file: Path) -> None:
    """Raise OutOfRange unless the name ends as one of the forms we write."""
    if file.suffix.lower() not in ENDINGS:
        raise OutOfRange(
            f"The file {file.name!r} should end in {', '.join(ENDINGS)}; "
            "the ending chooses the form."
        )


def check_writable(file: Path) -> None:
    """Raise StorageError now rather than after long work, by writing a small file there."""
    with _told_plainly(file):
        if file.is_dir():
            raise OSError(errno.EISDIR, "")
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}."[:60]):
            pass


def content(value: Exported, ending: str, language: Language) -> bytes:
    """A file as bytes by its ending; the workbook's writer is imported late, for it is slow."""
    if ending == ".csv":
        return b"".join(csv_blocks(value, language))
    if ending == ".xlsx":
        from veivalg.reports.export.workbook import workbook

        return workbook(value, language)
    return jsonstat(value, language)


def metadata_file(file: Path) -> Path:
    """Where the description of a CSV stands: beside it, as CSV on the Web says."""
    return file.with_name(f"{file.name}-metadata.json")


def write_whole(file: Path, blocks: Iterable[bytes]) -> None:
    """Write beside, flush to the disk, then put in place in one step. Raises StorageError."""
    with _told_plainly(file):
        if file.is_dir():
            raise OSError(errno.EISDIR, "")
        with _draft(file) as draft:
            with os.fdopen(os.open(draft, os.O_WRONLY), "wb") as stream:
                for block in blocks:
                    stream.write(block)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(file)


@contextmanager
def _draft(file: Path) -> Iterator[Path]:
    """A file beside, readable as an ordinary new file, gone again if anything fails."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name[:40]}.", suffix=".part")
    os.close(handle)
    draft = Path(name)
    with suppress(OSError):
        mask = os.umask(0)
        os.umask(mask)
        draft.chmod(0o666 & ~mask)
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _told_plainly(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = REASONS.get(error.errno or 0, error.strerror or "the disk refused")
        raise StorageError(f"{file} cannot be written: {reason}.") from error
