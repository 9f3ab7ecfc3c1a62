"""KLASS: Statistics Norway's classifications, for municipalities and what they belong to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa

from veivalg.errors import ServiceUnavailable
from veivalg.sources.calls import Calls

MUNICIPALITIES, COUNTIES, KOSTRA_GROUPS, CENTRALITY = 131, 104, 112, 128
"""Numbers of the classifications (KLASS, 2026)."""
UNKNOWN = "9999"


@dataclass(frozen=True, slots=True)
class Klass:
    """The classification service.

    base   "https://data.ssb.no/api/klass/v1"
    """

    base: str
    calls: Calls

    def codes_at(self, classification: int, day: date) -> list[dict[str, Any]]:
        """Codes in force on a day, with names in bokmål."""
        return self._items(classification, f"codesAt?date={day}&language=nb", "codes")

    def changes(self, classification: int, start: date, end: date) -> list[dict[str, Any]]:
        """Codes that became other codes between two days."""
        asked = f"changes?from={start}&to={end}&language=nb"
        return self._items(classification, asked, "codeChanges")

    def corresponds_at(self, source: int, target: int, day: date) -> list[dict[str, Any]]:
        """Which code of one classification belongs to which of another on a day.

        The newest year may lag: then the year before is taken, and so on for three years.
        """
        for year in (day.year, day.year - 1, day.year - 2):
            asked = f"correspondsAt?targetClassificationId={target}&date={year}-01-02&language=nb"
            items = self._items(source, asked, "correspondenceItems", absent_ok=True)
            if items:
                return items
        raise ServiceUnavailable(
            f"KLASS has no table from classification {source} to {target} for {day.year} or the "
            "two years before. Try later."
        )

    def _items(
        self, classification: int, asked: str, name: str, *, absent_ok: bool = False
    ) -> list[dict[str, Any]]:
        answer = self.calls.get(f"{self.base}/classifications/{classification}/{asked}")
        content = answer.json() if answer.status == 200 else None
        if isinstance(content, dict) and isinstance(content.get(name), list):
            return list(content[name])
        if absent_ok and answer.status in (400, 404):
            return []
        raise ServiceUnavailable(
            f"KLASS answers {answer.status} for classification {classification} and not a list "
            "of codes. Try later; what was finished is kept."
        )


def municipality_numbers(klass: Klass, day: date) -> pa.Table:
    """Municipalities in force: municipality, name."""
    items = klass.codes_at(MUNICIPALITIES, day)
    return _named(items, "municipality")


def county_numbers(klass: Klass, day: date) -> pa.Table:
    """Counties in force: county, name."""
    return _named(klass.codes_at(COUNTIES, day), "county")


def _named(items: Sequence[dict[str, Any]], column: str) -> pa.Table:
    kept = [(str(i["code"]), str(i["name"])) for i in items if i["code"] not in (UNKNOWN, "99")]
    kept.sort()
    return pa.table(
        {
            column: pa.array([code for code, _ in kept], pa.string()),
            "name": pa.array([name for _, name in kept], pa.string()),
        }
    )


def municipality_changes(klass: Klass, day: date) -> pa.Table:
    """Changes since 1994: code, name, successor_code, successor_name, date."""
    items = klass.changes(MUNICIPALITIES, date(1994, 1, 1), day)
    items.sort(key=lambda i: (i["changeOccurred"], str(i["oldCode"]), str(i["newCode"])))
    fields = {
        "code": "oldCode",
        "name": "oldName",
        "successor_code": "newCode",
        "successor_name": "newName",
        "date": "changeOccurred",
    }
    return pa.table(
        {
            column: pa.array([_text(i.get(name)) for i in items], pa.string())
            for column, name in fields.items()
        }
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def centrality(klass: Klass, day: date) -> pa.Table:
    """Centrality class of each municipality: municipality, centrality."""
    return _belonging(klass.corresponds_at(MUNICIPALITIES, CENTRALITY, day), "centrality")


def kostra_groups(klass: Klass, day: date) -> pa.Table:
    """KOSTRA group of each municipality: municipality, kostra_group."""
    return _belonging(klass.corresponds_at(KOSTRA_GROUPS, MUNICIPALITIES, day), "kostra_group")


def _belonging(items: Sequence[dict[str, Any]], column: str) -> pa.Table:
    """Municipality and class, whichever side of the correspondence the municipality is on."""
    pairs = {}
    for item in items:
        codes = [str(item["sourceCode"]), str(item["targetCode"])]
        number = next((c for c in codes if len(c) == 4 and c.isdigit()), None)
        if number and number != UNKNOWN:
            pairs[number] = codes[1] if codes[0] == number else codes[0]
    return pa.table(
        {
            "municipality": pa.array(sorted(pairs), pa.string()),
            column: pa.array([pairs[number] for number in sorted(pairs)], pa.string()),
        }
    )
