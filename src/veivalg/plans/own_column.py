"""A column that the user supplies: a group for each body, such as the party in position."""

from __future__ import annotations

import re

from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.plans.sorted_table import csv_rows

_NUMBER = re.compile(r"\d{2}|\d{4}")
LONGEST = 80


def own_column(content: bytes, *, file: str) -> dict[str, str]:
    """Group by number of municipality or county, from CSV with the columns municipality and value.

    Raises BadParameter that names file, line and value.
    """
    found = {}
    for line, row in enumerate(csv_rows(content, file=file), start=2):
        number, value = (row.get(one, "").strip() for one in ("municipality", "value"))
        if not _NUMBER.fullmatch(number) or not value:
            shown = (number or ", ".join(str(key) for key in row))[:LONGEST]
            raise refusing(
                BadParameter, "goals.column_file", file=file, line=str(line), value=shown
            )
        found[number] = value[:LONGEST].replace("|", "/")
    if not found:
        raise refusing(BadParameter, "goals.column_file", file=file, line="1", value="")
    return found
