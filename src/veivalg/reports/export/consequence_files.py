"""Writing consequences to a file by its ending."""

from __future__ import annotations

from pathlib import Path

from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.language import Language
from veivalg.reports.export.files import check_ending, metadata_file, write_whole


def write_consequences(table: ConsequenceTable, file: Path, language: Language) -> tuple[Path, ...]:
    """Write one file by its ending (.csv, .xlsx, .json) and tell which files were written.

    Raises OutOfRange for another ending and StorageError when the disk refuses; then nothing
    is half-written and an older file of that name is as it was.
    """
    check_ending(file)
    if file.suffix.lower() != ".csv":
        write_whole(file, [content(table, file.suffix.lower(), language)])
        return (file,)
    from veivalg.reports.export.consequence_csv import csv_blocks, csv_metadata

    beside = metadata_file(file)
    write_whole(file, csv_blocks(table))
    write_whole(beside, [csv_metadata(table, language, file=file.name)])
    return file, beside


def content(table: ConsequenceTable, ending: str, language: Language) -> bytes:
    """A file as bytes by its ending; writers are imported late, for they are slow to load."""
    if ending == ".csv":
        from veivalg.reports.export.consequence_csv import csv_blocks

        return b"".join(csv_blocks(table))
    if ending == ".xlsx":
        from veivalg.reports.export.consequence_book import workbook

        return workbook(table, language)
    from veivalg.reports.export.consequence_jsonstat import jsonstat

    return jsonstat(table, language)
