"""CSV, long and tidy, with its description beside it.

The CSV holds a header and numbers, nothing else, so that every reader opens it. Where the
figures come from stands in `FILE.csv-metadata.json` beside it (W3C, CSV on the Web), and, when
asked for, in lines that begin with # before the header. Decision: docs/command-line.md.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from veivalg.analysis.projection import Projection
from veivalg.language import Language, text
from veivalg.reports.export.rows import COLUMNS, rows, shown
from veivalg.reports.export.statement import statement

TYPES = {"year": "gYear", "persons": "number"}
LINES_A_BLOCK = 20_000


def csv_blocks(
    projection: Projection, language: Language, *, comments: bool = False
) -> Iterator[bytes]:
    """The file in blocks of UTF-8; with comments, its description first in lines of #."""
    buffer = io.StringIO()
    if comments:
        buffer.writelines(f"# {k}: {v}\n" for k, v in statement(projection, language).items())
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, row in enumerate(rows(projection), start=1):
        writer.writerow((*row[:-1], shown(row.persons)))
        if number % LINES_A_BLOCK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def csv_metadata(projection: Projection, language: Language, *, file: str) -> bytes:
    """The description that goes beside the CSV, in the form of CSV on the Web."""
    said = statement(projection, language)
    document: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": file,
        "dc:title": said["title"],
        "dc:description": said["figures"],
        "dc:source": f"{said['publisher']}, {said['table']}",
        "dc:date": said["date"],
        "dc:license": said["licence"],
        "tableSchema": {"columns": [_column(name, language) for name in COLUMNS]},
        "notes": [said],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _column(name: str, language: Language) -> dict[str, str]:
    return {
        "name": name,
        "titles": name,
        "datatype": TYPES.get(name, "string"),
        "dc:description": text(f"export.column.{name}", language),
    }
