"""Consequences as CSV, with their description beside it (CSV on the Web)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from veivalg.analysis.consequence_table import ConsequenceTable
from veivalg.language import Language, text
from veivalg.reports.export.consequence_rows import COLUMNS, rows
from veivalg.reports.export.csv import LINES_A_BLOCK
from veivalg.reports.export.statement import reason_of, statement

TYPES = {"year": "gYear", "value": "number"}


def csv_blocks(table: ConsequenceTable) -> Iterator[bytes]:
    """The file in blocks of UTF-8. A number that is missing is an empty cell."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, row in enumerate(rows(table), start=1):
        writer.writerow(row)
        if number % LINES_A_BLOCK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def csv_metadata(table: ConsequenceTable, language: Language, *, file: str) -> bytes:
    """The description that goes beside the CSV, with every figure behind the numbers."""
    said = statement(table, language)
    document: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": file,
        "dc:title": said["title"],
        "dc:description": said["figures"],
        "dc:source": f"{said['publisher']}, {said['table']}",
        "dc:date": said["date"],
        "dc:license": said["licence"],
        "tableSchema": {"columns": [_column(name, language) for name in COLUMNS]},
        "notes": [said, {"figures": figures_behind(table, language)}],
    }
    return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False).encode()


def figures_behind(table: ConsequenceTable, language: Language) -> list[dict[str, Any]]:
    """Default and own figures with what each rests on."""
    return [
        {
            "name": one.name,
            "unit": one.unit,
            "basis": one.basis,
            "source": one.source,
            "year": one.year,
            "range": one.range,
            "reason": reason_of(one, language),
        }
        for one in table.parameters
    ]


def _column(name: str, language: Language) -> dict[str, str]:
    return {
        "name": name,
        "titles": name,
        "datatype": TYPES.get(name, "string"),
        "dc:description": text(f"export.consequences.column.{name}", language),
    }
