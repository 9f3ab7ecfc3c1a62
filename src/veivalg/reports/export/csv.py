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

from veivalg.language import Language, text
from veivalg.reports.export.kinds import Kind, kind_of
from veivalg.reports.export.statement import Exported, statement

TYPES = {"year": "gYear", "persons": "number", "value": "number"}
LINES_A_BLOCK = 20_000


def csv_blocks(value: Exported, language: Language, *, comments: bool = False) -> Iterator[bytes]:
    """The file in blocks of UTF-8; with comments, its description first in lines of #.

    A number that is missing is an empty cell.
    """
    kind = kind_of(value)
    buffer = io.StringIO()
    if comments:
        said = statement(value, language)
        buffer.writelines(f"# {k}: {' '.join(v.splitlines())}\n" for k, v in said.items())
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(kind.columns)
    for number, row in enumerate(kind.rows(value), start=1):
        writer.writerow(row)
        if number % LINES_A_BLOCK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def csv_metadata(value: Exported, language: Language, *, file: str) -> bytes:
    """The description that goes beside the CSV, in the form of CSV on the Web."""
    kind = kind_of(value)
    said = statement(value, language)
    behind = [{"figures": kind.behind(value, language)}] if kind.behind else []
    document: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": file,
        "dc:title": said["title"],
        "dc:description": said["figures"],
        "dc:source": f"{said['publisher']}, {said['table']}",
        "dc:date": said["date"],
        "dc:license": said["licence"],
        "tableSchema": {"columns": [_column(kind, name, language) for name in kind.columns]},
        "notes": [said, *behind],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _column(kind: Kind, name: str, language: Language) -> dict[str, str]:
    return {
        "name": name,
        "titles": name,
        "datatype": TYPES.get(name, "string"),
        "dc:description": text(kind.column_text(name), language),
    }
