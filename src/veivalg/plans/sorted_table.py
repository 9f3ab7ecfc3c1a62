"""A table of sentences sorted: `text` and, where known, `heading`; other columns are kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from veivalg.errors import BadParameter
from veivalg.language import refusing
from veivalg.plans.codes import FORMS
from veivalg.plans.goal import Proposal, Unit
from veivalg.plans.language_form import form_of
from veivalg.plans.sorting import proposals

ADDED = ("kind", "area", "area2", "theme", "sdg", "confidence")
"""Columns of the result; an input column of the same name is kept as `<name>_given`."""
BETWEEN = ";"
LARGEST = 100_000_000


def sorted_table(content: bytes, *, file: str) -> tuple[str, int, int]:
    """The table as CSV with labels, how many sentences, and how many of them are goals.

    Raises BadParameter for a table without `text`, without rows, or in another encoding.
    """
    rows = read_rows(content, file=file)
    found = _proposals(rows)
    kept = list(rows[0])
    named = {name: f"{name}_given" if name in ADDED else name for name in kept}
    written = io.StringIO()
    writer = csv.DictWriter(written, [*named.values(), *ADDED], lineterminator="\n")
    writer.writeheader()
    for row, one in zip(rows, found, strict=True):
        writer.writerow({named[key]: row[key] for key in kept} | labels_row(one))
    goals = sum(one.labels.goal_like for one in found)
    return written.getvalue(), len(rows), goals


def labels_row(one: Proposal) -> dict[str, str]:
    """The labels as the code book's codes, several UN goals with a semicolon between."""
    labels = one.labels
    return {
        "kind": labels.kind,
        "area": labels.area,
        "area2": labels.area2,
        "theme": labels.theme,
        "sdg": BETWEEN.join(str(goal) for goal in labels.sdg),
        "confidence": f"{one.overall:.2f}",
    }


def read_rows(content: bytes, *, file: str) -> list[dict[str, str]]:
    """Rows of a CSV with a column `text`. Raises BadParameter."""
    rows = csv_rows(content, file=file)
    if not rows:
        raise refusing(BadParameter, "goals.units_empty", file=file)
    if "text" not in rows[0]:
        raise refusing(BadParameter, "goals.units_file", file=file)
    return rows


def csv_rows(content: bytes, *, file: str) -> list[dict[str, str]]:
    """Rows of a CSV with comma, semicolon or tab between. Raises BadParameter."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusing(BadParameter, "goals.units_encoding", file=file) from error
    head = text.split("\n", 1)[0]
    between = max(",;\t", key=head.count)
    csv.field_size_limit(LARGEST)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=between, restval="")
    return [{key: value for key, value in row.items() if key is not None} for row in reader]


def _proposals(rows: Sequence[Mapping[str, str]]) -> list[Proposal]:
    """Proposals in the order of the rows, the sentences of each place together."""
    by_place: dict[str, list[int]] = {}
    for at, row in enumerate(rows):
        by_place.setdefault(row.get("municipality", "") or "", []).append(at)
    found: dict[int, Proposal] = {}
    for place, positions in by_place.items():
        units = [_unit(at, rows[at]) for at in positions]
        found.update(zip(positions, proposals(units, place_name=place), strict=True))
    return [found[at] for at in range(len(rows))]


def _unit(at: int, row: Mapping[str, str]) -> Unit:
    text = " ".join(row["text"].split())
    given = row.get("language", "")
    form = next((one for one in FORMS if one == given), None) or form_of(text)
    heading = tuple(
        part.strip() for part in (row.get("heading") or "").split(" > ") if part.strip()
    )
    return Unit(number=at, text=text, page=1, heading=heading, form=form)
